"""The blueprint language: what a programme file may say, and what each word means.

The sentence under a field is its documentation everywhere: in the exported JSON schema, and in the
cure that `check` offers when the field is missing.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from blueprint.text import Text, leaves, texts


def _no_yes_or_no(value: Any) -> Any:
    # Python counts true as 1; in a file "reviewers: true" is a slip, not a one.
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "a number is wanted here")
    return value


def _hours_and_minutes(value: Any) -> Any:
    # pydantic would read a bare 21 as 21 seconds after midnight.
    if isinstance(value, dt.time) or (
        isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:00)?", value, re.ASCII)
    ):
        return value
    raise PydanticCustomError("time_parsing", "a time of day is wanted here")


Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)*$")]
Number = Annotated[int, BeforeValidator(_no_yes_or_no)]
Clock = Annotated[dt.time, BeforeValidator(_hours_and_minutes)]
Count = Annotated[Number, Field(ge=1, le=100_000)]
Amount = Annotated[Number, Field(ge=0, le=100_000)]
Weight = Annotated[Number, Field(ge=0, le=10)]

Level = Literal["none", "aggregate", "status", "own", "text"]
"""From nothing to everything: `aggregate` is counts and means over enough people, `status` is that
it was done, when and for how long, `own` is what the reader wrote herself, `text` is every word."""

Audience = Literal[
    "teacher", "mentor", "coordinator", "principal", "nodal_officer", "administrator"
]
Record = Literal[
    "application",
    "needs",
    "request",
    "session",
    "session_log",
    "feedback_of_teacher",
    "feedback_of_mentor",
    "confidential_words",
]


class Section(BaseModel):
    """A part of a blueprint: it cannot change once read, and knows no word but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Coded(Section):
    """One entry of a list that people choose from."""

    code: Code
    """The stored name: small letters, digits and underscores. It never changes once used."""
    title: Text
    """What people read."""
    hint: Text | None = None
    """A sentence that helps to choose or to fill in."""


class Domain(Coded):
    """A field of practice in which a teacher may want guidance and a mentor may offer it."""

    source: Code | None = None
    """The source that names this domain."""


class Language(Section):
    """A language that people teach, speak or are mentored in."""

    code: LanguageCode
    """The code of the language, as in `hi` or `mni`."""
    title: Text
    """What people read."""
    own: Line
    """The name of the language in its own script."""


class Source(Section):
    """Where something in this file was read."""

    code: Code
    """The name by which the rest of the file refers to this source."""
    title: Line
    """The title of the document or page."""
    where: Line
    """Its address, or the place where it can be found."""


class Provenance(Section):
    """Where numbers of this file come from: a source, or a note that says they are ours."""

    of: Annotated[tuple[Reference, ...], Field(min_length=1)]
    """Paths into this file, such as `mentor.minimum_years`; a path covers everything under it."""
    source: Code | None = None
    """The source that says so."""
    note: Text | None = None
    """What to know about it, above all that it is our own default."""


class Word(Section):
    """A word for a role, for one person and for several."""

    one: Text
    """The word for one person."""
    many: Text
    """The word for several."""


class Words(Section):
    """The programme's own words for its roles."""

    mentor: Word
    """The word for the one who guides."""
    teacher: Word
    """The word for the one who is guided; "mentee" is not a word to say to a teacher's face."""
    coordinator: Word
    """The word for the one who runs the programme."""


class Vocabularies(Section):
    """The lists from which people say who they are."""

    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """Languages that can be spoken in mentoring."""
    subjects: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """Subjects that can be taught."""
    stages: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """Stages of school, from the youngest children up."""


class Teacher(Section):
    """Who may be mentored, and how much she may ask for at once."""

    eligibility: Text
    """In a sentence, who may take part."""
    most_domains: Count
    """The most domains that one teacher may name as needs, ranked."""


class Evidence(Coded):
    """Something that an applicant brings to show what she can do."""

    required: bool = True
    """Whether the application is incomplete without it."""


class Caseload(Section):
    """How many teachers one mentor accompanies at the same time."""

    default: Count
    """What a mentor is offered if she says nothing."""
    maximum: Count
    """The most that anybody may take on."""


class MonthlyHours(Section):
    """Hours a month that a mentor gives to mentoring."""

    minimum: Count
    """The fewest hours with which it makes sense to begin."""
    default: Count
    """What the form suggests."""
    maximum: Count
    """The most that the programme accepts from one person."""


class Mentor(Section):
    """How a mentor is found, chosen and prepared."""

    eligibility: Text
    """In a sentence, who may apply."""
    minimum_years: Amount
    """The fewest years of experience in one's own field."""
    reviewers: Annotated[Number, Field(ge=1, le=5)]
    """How many people read an application before it is decided."""
    criteria: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """What reviewers look for."""
    evidence: tuple[Evidence, ...]
    """What an applicant brings."""
    orientation_required: bool
    """Whether a mentor must have been oriented before she can be matched."""
    orientation: Text
    """In a sentence, what the orientation is."""
    refusal_reasons: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The reasons that can be given when an application is refused."""
    caseload: Caseload
    """How many teachers one mentor accompanies."""
    hours_a_month: MonthlyHours
    """Hours a month that a mentor gives."""
    public_directory: bool
    """Whether there is a public directory, of mentors who agreed, with what they agreed to."""


class Months(Section):
    """How long something lasts, in calendar months."""

    minimum: Count
    """The shortest."""
    default: Count
    """What is meant if nobody says otherwise."""
    maximum: Count
    """The longest."""


class Relationship(Section):
    """What kinds of mentoring there are, how long they last and how they end."""

    forms: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The forms of mentoring that the programme offers."""
    default_form: Code
    """The form meant if nobody says otherwise."""
    months: Months
    """How long a pair works together."""
    answer_within_days: Count
    """Days in which a proposed pair is accepted or declined."""
    decline_reasons: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The reasons that can be given when a proposed pair is declined."""
    end_reasons: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The reasons that can be given when a pair ends before its goal; none of them blames."""


class Request(Section):
    """A teacher's request for guidance on a domain."""

    expires_after_days: Count
    """Days after which an unanswered request ends by itself, and both sides are told."""
    warn_before_days: Count
    """Days before that end at which whoever owes the answer is warned."""
    most_open: Count
    """The most requests that one teacher may have waiting at once."""
    default_domain: Code | None = None
    """The domain that the form suggests to a teacher who has named no needs."""


class Weights(Section):
    """How much each likeness counts in a proposal, from 0 (not at all) to 10."""

    domains: Weight
    """What the teacher needs is what the mentor offers, in the order of the ranks."""
    languages: Weight
    """They share a language, best of all the teacher's first."""
    subjects: Weight
    """They teach the same subject."""
    stages: Weight
    """They know the same stage of school."""
    years: Weight
    """The mentor has more experience than the teacher."""
    place: Weight
    """They are near to each other: the same district, or at least the same state."""
    hours: Weight
    """They are free at the same hours."""
    prefers: Weight
    """The teacher asked for this mentor."""


class HardRules(Section):
    """What no proposal may break. The two about power are rules of the house and stay true."""

    shared_domain: bool
    """Mentor and teacher share at least one domain."""
    shared_language: bool
    """Mentor and teacher share at least one language."""
    shared_stage: bool
    """Mentor and teacher know at least one common stage of school."""
    same_state: bool
    """Mentor and teacher are in the same state."""
    different_school: bool
    """Mentor and teacher are not in the same school."""
    never_own_principal: bool
    """Nobody is mentored by her own principal."""
    never_own_evaluator: bool
    """Nobody is mentored by somebody who appraises, manages or pays her."""


class Matching(Section):
    """How proposals for pairs are made."""

    rules: HardRules
    """What no proposal may break."""
    weights: Weights
    """How much each likeness counts."""


class Minutes(Section):
    """How long a session lasts, in minutes."""

    minimum: Annotated[Number, Field(ge=5, le=1440)]
    """The shortest."""
    default: Annotated[Number, Field(ge=5, le=1440)]
    """What the form suggests."""
    maximum: Annotated[Number, Field(ge=5, le=1440)]
    """The longest."""


class Seats(Section):
    """Places in a group session."""

    default: Count
    """What the form suggests."""
    maximum: Count
    """The most that the programme allows."""


class LogSection(Coded):
    """A part of the log that mentor and teacher write together after a session."""

    kind: Literal["text", "steps", "date"]
    """`text` is words, `date` a day, `steps` a list whose open items come first next time."""
    by: Literal["both", "teacher", "mentor"] = "both"
    """Who writes it, or whose steps they are."""


class Session(Section):
    """One meeting of a pair or a group."""

    minutes: Minutes
    """How long it lasts."""
    seats: Seats
    """How many fit into a group session."""
    modes: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The ways to meet."""
    default_mode: Code
    """The way that the form suggests."""
    agenda_hint: Text
    """A sentence over the empty agenda that both write before they meet."""
    log: Annotated[tuple[LogSection, ...], Field(min_length=1)]
    """The parts of the shared log, in their order."""
    confirm_within_days: Count
    """Days in which both sides confirm that they met, and for how many minutes."""
    cancel_reasons: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The reasons that can be given when a session is cancelled."""


class Question(Section):
    """One question after a session."""

    code: Code
    """The stored name of the question. It never changes once used."""
    text: Text
    """The question."""
    hint: Text | None = None
    """A sentence under the question."""
    kind: Literal["scale", "choice", "themes", "text"]
    """`scale` is 1 to 5, `choice` one of its options, `themes` any of the themes, `text` words."""
    low: Text | None = None
    """What 1 means, for a scale."""
    high: Text | None = None
    """What 5 means, for a scale."""
    options: tuple[Coded, ...] = ()
    """What can be chosen, for a choice."""
    required: bool = True
    """Whether the answer may be left out."""
    confidential: bool = False
    """Whether only the coordinator reads the answer; the page says so before anybody writes."""


class Feedback(Section):
    """What both sides are asked after each session, and who learns what of it."""

    teacher: Annotated[tuple[Question, ...], Field(min_length=1)]
    """Questions for the teacher."""
    mentor: Annotated[tuple[Question, ...], Field(min_length=1)]
    """Questions for the mentor."""
    means_need: Annotated[Number, Field(ge=3, le=100)]
    """The fewest answers of which a mean may be shown; never fewer than 3."""
    themes: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """The fixed list by which the coordinator sees what comes up, without anybody's words."""
    confidential_notice: Text
    """The sentence that stands beside a confidential question before it is answered."""

    def for_(self, side: Literal["teacher", "mentor"]) -> tuple[Question, ...]:
        """The questions that one side is asked."""
        return self.teacher if side == "teacher" else self.mentor

    def options(self, question: Question) -> tuple[Coded, ...]:
        """What can be chosen in answer to a question; empty for a scale and for words."""
        return self.themes if question.kind == "themes" else question.options


class QuietHours(Section):
    """Hours of the person's own day in which nobody is written to, unless she says otherwise."""

    starts: Clock
    """When quiet begins, as `"21:00"`."""
    ends: Clock
    """When quiet ends, as `"07:00"`."""


class Nudges(Section):
    """When people are reminded. Nobody is reminded of what is already done."""

    quiet_mentor_days: Annotated[tuple[Count, ...], Field(min_length=1)]
    """Days without a sign of life after which a mentor is asked how it goes, shortest first."""
    reminder_hours: Annotated[tuple[Count, ...], Field(min_length=1)]
    """Hours before a session at which both sides are reminded, longest first."""
    feedback_due_hours: Count
    """Hours after a session at which feedback not yet given is asked for."""
    digest: Literal["daily", "weekly", "none"]
    """How often the digest comes to those who have not chosen."""
    quiet_hours: QuietHours
    """Hours in which nobody is written to, by default."""


class Exposure(Section):
    """What each audience may see of one kind of record."""

    record: Record
    """The kind of record."""
    title: Text
    """What people call it."""
    teacher: Level
    """What the teacher sees."""
    mentor: Level
    """What her mentor sees."""
    coordinator: Level
    """What the coordinator of the programme sees."""
    principal: Level
    """What the head of the teacher's school, and anybody who appraises her, sees."""
    nodal_officer: Level
    """What the nodal officer sees."""
    administrator: Level
    """What the administrator of the platform sees."""

    def to(self, audience: Audience) -> Level:
        """What one audience may see."""
        levels: dict[Audience, Level] = {
            "teacher": self.teacher,
            "mentor": self.mentor,
            "coordinator": self.coordinator,
            "principal": self.principal,
            "nodal_officer": self.nodal_officer,
            "administrator": self.administrator,
        }
        return levels[audience]


class Visibility(Section):
    """Who may see what. A file may be stricter than the house, never weaker."""

    statement: Text
    """The promise to everybody who takes part, in words."""
    aggregate_needs: Annotated[Number, Field(ge=3, le=1000)]
    """The fewest people over whom a count or mean of private things may be shown."""
    records: tuple[Exposure, ...]
    """One line for each kind of record."""

    def of(self, record: Record) -> Exposure:
        """The line for one kind of record; a checked blueprint has one for each."""
        return next(line for line in self.records if line.record == record)


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
    nudges: Nudges
    """When people are reminded."""
    visibility: Visibility
    """Who may see what."""
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

    def provenance_of(self, path: str) -> Provenance | None:
        """Where the value at a path comes from; the closest statement wins over a wider one."""
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
        for path, value in leaves(self):
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
