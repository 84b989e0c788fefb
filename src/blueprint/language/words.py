"""What the programme calls things, and where its facts were read."""

from typing import Annotated

from pydantic import Field

from blueprint.language.base import Code, Coded, LanguageCode, Line, Reference, Section
from blueprint.text import Text


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
    """Paths into this file, such as `mentor.minimum_years`, or `doses[month]` for the item of a
    list with that code; a path covers everything under it."""
    source: Code | None = None
    """The source that says so."""
    note: Text | None = None
    """What to know about it, above all that it is our own default."""


class CaseForms(Section):
    """The forms that a word takes in a sentence; those that are left out are not known."""

    genitive: Line | None = None
    """Russian: of whom."""
    dative: Line | None = None
    """Russian: to whom."""
    accusative: Line | None = None
    """Russian: whom, where it is not as the genitive."""
    instrumental: Line | None = None
    """Russian: by or with whom."""
    prepositional: Line | None = None
    """Russian: about whom."""
    oblique: Line | None = None
    """Hindi: before a postposition, where a letter more or another one is needed."""


class Inflection(Section):
    """How a word is inflected in one language, so that whole sentences can say it."""

    code: LanguageCode
    """The code of the language."""
    one: CaseForms = CaseForms()
    """The forms for one person."""
    many: CaseForms = CaseForms()
    """The forms for several."""


class Word(Section):
    """A word for a role, for one person and for several."""

    one: Text
    """The word for one person."""
    many: Text
    """The word for several."""
    cases: tuple[Inflection, ...] = ()
    """Its forms in languages that inflect; in a sentence that needs a form which is not given, the
    everyday word stands instead."""


class Words(Section):
    """The programme's own words for its roles."""

    mentor: Word
    """The word for the one who guides."""
    teacher: Word
    """The word for the one who is guided; "mentee" is not a word to say to a teacher's face."""
    coordinator: Word
    """The word for the one who runs the programme."""
    reviewer: Word | None = None
    """The word for the one who judges work that is handed in."""
    principal: Word | None = None
    """The word for the head of the school."""
    nodal_officer: Word | None = None
    """The word for the official who answers for the programme in an area."""


class Vocabularies(Section):
    """The lists from which people say who they are."""

    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """Languages that can be spoken in mentoring."""
    subjects: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """Subjects that can be taught."""
    stages: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """Stages of school, from the youngest children up."""
    inclusion: tuple[Coded, ...] = ()
    """What a mentor may say of herself in confidence, and a teacher may ask for; without any,
    nobody is asked. Nothing is inferred, and nothing of it is told to the other of the two."""
