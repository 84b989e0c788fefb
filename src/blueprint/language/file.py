"""A whole file: the parts in their order."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from blueprint.language.base import Code, Coded, LanguageCode, Section, Version
from blueprint.language.course import Dose, Instrument, Module, Review, Stage, Step, Trait
from blueprint.language.fit import Fit
from blueprint.language.outcomes import (
    Clocks,
    Completion,
    Conflicts,
    Document,
    Indicator,
    Pay,
    Recognition,
    Training,
)
from blueprint.language.people import Mentor, Teacher
from blueprint.language.relationship import Matching, Relationship, Request
from blueprint.language.sessions import Feedback, Nudges, Session
from blueprint.language.signposts import Signpost
from blueprint.language.visibility import Visibility
from blueprint.language.words import Domain, Language, Provenance, Source, Vocabularies, Words
from blueprint.text import Text, leaves, texts

Entry = TypeVar("Entry", Coded, Domain, Language, Source)


class Blueprint(Section):
    """A mentoring programme as data."""

    format: Literal[1]
    """The version of this language: 1."""
    code: Code
    """The stored name of the programme design."""
    version: Version
    """The version of this file, in quotes, as `"1.0"`. What runs stays on the version it has."""
    title: Text
    """The name of the programme design."""
    summary: Text
    """What it is, in a few sentences."""
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    """The languages in which every text of this file is written."""
    words: Words
    """The programme's own words for its roles."""
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]
    """The fields of practice in which guidance can be asked for and offered."""
    vocabularies: Vocabularies
    """The lists from which people say who they are."""
    teacher: Teacher
    """Who may be mentored."""
    mentor: Mentor
    """How a mentor is found, chosen and prepared."""
    relationship: Relationship
    """What kinds of mentoring there are, how long they last and how they end."""
    request: Request
    """A teacher's request for guidance."""
    matching: Matching
    """How proposals for pairs are made."""
    session: Session
    """One meeting of a pair or a group."""
    feedback: Feedback
    """What both sides are asked after each session."""
    fit: Fit | None = None
    """When each of a pair is asked how the two fit, and what; as the house does if left out."""
    nudges: Nudges
    """When people are reminded."""
    visibility: Visibility
    """Who may see what."""
    conflicts: Conflicts = Conflicts()
    """Who may not be what to whom."""
    training: tuple[Training, ...] = ()
    """What mentors learn."""
    traits: tuple[Trait, ...] = ()
    """Things true of a teacher or a pair that change what is asked of it."""
    stages: tuple[Stage, ...] = ()
    """The stages of the whole programme, in their order."""
    modules: tuple[Module, ...] = ()
    """The units of work of a pair, in their order."""
    steps: tuple[Step, ...] = ()
    """What a pair does, in its order."""
    instruments: tuple[Instrument, ...] = ()
    """Questionnaires that steps name."""
    doses: tuple[Dose, ...] = ()
    """Minutes that should come together."""
    reviews: tuple[Review, ...] = ()
    """How work that is handed in is judged."""
    completion: Completion | None = None
    """When a pair has reached the end."""
    recognition: Recognition | None = None
    """What those who take part receive."""
    pay: Pay | None = None
    """What a mentor is paid."""
    clocks: Clocks | None = None
    """When steps are announced, and who is told when they stay undone."""
    indicators: tuple[Indicator, ...] = ()
    """Numbers by which the programme is steered."""
    documents: tuple[Document, ...] = ()
    """Papers that it produces."""
    signposts: tuple[Signpost, ...] = ()
    """Where those who take part find somebody to talk to, beside the lines of their country."""
    frameworks: tuple[Code, ...] = ()
    """Frameworks of standards that goals can point at: codes that `banyan framework list` shows."""
    sources: tuple[Source, ...]
    """Where this file's facts were read."""
    provenance: tuple[Provenance, ...]
    """Where each number comes from: a source, or a note that says it is ours."""

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def order(self) -> tuple[int, int]:
        """The version as numbers, so that 1.10 comes after 1.9."""
        major, minor = self.version.split(".")
        return int(major), int(minor)

    def domain(self, code: str) -> Domain:
        """The domain of that code; `LookupError` if this blueprint has none such."""
        return _find(self.domains, code, f"the domains of {self}")

    def language(self, code: str) -> Language:
        """The language of that code; `LookupError` if this blueprint has none such."""
        return _find(self.vocabularies.languages, code, f"the languages of {self}")

    def subject(self, code: str) -> Coded:
        """The subject of that code; `LookupError` if this blueprint has none such."""
        return _find(self.vocabularies.subjects, code, f"the subjects of {self}")

    def stage(self, code: str) -> Coded:
        """The stage of that code; `LookupError` if this blueprint has none such."""
        return _find(self.vocabularies.stages, code, f"the stages of {self}")

    def source(self, code: str) -> Source:
        """The source of that code; `LookupError` if this blueprint has none such."""
        return _find(self.sources, code, f"the sources of {self}")

    @property
    def review_of_applications(self) -> Review | None:
        """How readers judge the application of a mentor; None where coordinators do."""
        return next((one for one in self.reviews if one.code == self.mentor.review), None)

    def provenance_of(self, path: str) -> Provenance | None:
        """Where the value at a path comes from; the closest statement wins over a wider one.

        Items of lists go by their codes: `doses[month].minutes`, as `numbers` has them.
        """
        covering = [
            (len(of), line)
            for line in self.provenance
            for of in line.of
            if path == of or path.startswith((f"{of}.", f"{of}["))
        ]
        return max(covering, key=lambda found: found[0])[1] if covering else None

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every text with its path, in the order of the language."""
        return texts(self)

    def numbers(self) -> Iterator[tuple[str, int]]:
        """Every number that somebody decided, with its path."""
        for path, value in leaves(self, written=True):
            if isinstance(value, int) and not isinstance(value, bool) and path != "format":
                yield path, value

    def missing(self, locale: str) -> tuple[str, ...]:
        """Paths of the texts that nobody wrote for `locale`."""
        return tuple(path for path, text in self.texts() if not text.says(locale))


def _find(entries: tuple[Entry, ...], code: str, among: str) -> Entry:
    for entry in entries:
        if entry.code == code:
            return entry
    raise LookupError(f"{code!r} is not among {among}")
