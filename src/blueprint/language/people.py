"""Who is mentored and who mentors: eligibility, choice, preparation."""

from typing import Annotated

from pydantic import Field

from blueprint.language.base import Amount, Code, Coded, Count, Number, Section
from blueprint.text import Text


class Credential(Coded):
    """A kind of licence to teach."""

    takes_part: bool
    """Whether a teacher who holds it is in the programme."""


class Teacher(Section):
    """Who may be mentored, and how much she may ask for at once."""

    eligibility: Text
    """In a sentence, who may take part."""
    most_domains: Count
    """The most domains that one teacher may name as needs, ranked."""
    maximum_years: Amount | None = None
    """The most years of teaching with which one may take part."""
    minimum_post_months: Count | None = None
    """The fewest months that her post lasts."""
    entry_reasons: tuple[Coded, ...] = ()
    """Kinds of reason for which a teacher enters the programme's list."""
    credentials: tuple[Credential, ...] = ()
    """Kinds of licence, and whether one who holds it takes part."""
    consent_required: bool = False
    """Whether a teacher's written consent is needed before she is on the list."""


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
    reviewers_apart: bool = False
    """Whether they are of another school than the applicant, and neither evaluate nor manage
    her."""
    review: Code | None = None
    """The review by which trained readers judge an application like work that is handed in; without
    it, the coordinators of the programme read and decide."""
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
    minimum_years_here: Amount | None = None
    """The fewest years of experience in this organisation."""
    term_months: Count | None = None
    """How long a mentor is appointed; without it, until she or the programme ends it."""
    consent_required: bool = False
    """Whether a mentor's written consent to scope, term, form and pay comes before her work."""
    public_directory: bool
    """Whether there is a public directory, of mentors who agreed, with what they agreed to."""
