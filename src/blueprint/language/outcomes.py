"""What comes of it: completion, recognition, pay, targets, and the papers it must produce."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from blueprint.language.base import Amount, Code, Coded, Count, LanguageCode, Number, Section
from blueprint.language.course import Party, Span, When
from blueprint.text import Text

Percent = Annotated[Number, Field(ge=0, le=100)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Completion(Section):
    """When a pair has reached the end of the programme."""

    statement: Text
    """In a sentence, what it takes."""
    modules: Literal["all", "none"] = "none"
    """Whether every module that is needed must be complete."""
    steps: Literal["all", "none"] = "all"
    """Whether every required step must be done or waived."""
    doses: tuple[Code, ...] = ()
    """The doses that must be reached."""
    confirmed_by: Party | None = None
    """Who confirms it; without it, it is complete when the facts say so."""
    within: Span | None = None
    """How long it may take, counted from the start of the pair."""
    extension: Span | None = None
    """How much longer for a reason."""
    extended_by: Party | None = None
    """Who grants that."""


class HourShare(Coded):
    """A kind of hours and its share of them all."""

    hours: Count
    """How many of the hours are of this kind."""


class Recognition(Section):
    """What those who take part receive."""

    hours: Amount = 0
    """Hours of professional development in all, 0 for none said."""
    shares: tuple[HourShare, ...] = ()
    """How they divide, if they do."""
    certificate: Code | None = None
    """The document that is the certificate."""
    given_to: tuple[Literal["teacher", "mentor"], ...] = ("teacher",)
    """Who receives it."""
    text: Text | None = None
    """In a sentence, what else there is."""


class Tranche(Coded):
    """A part of the pay, and what it takes."""

    percent: Percent
    """Its share of the whole."""
    due: When
    """When it is paid."""
    expectations_over: Percent | None = None
    """More than this percentage of the expectations due by then are met."""
    dose: Code | None = None
    """The dose that is reached by then."""


class Pay(Section):
    """What a mentor is paid, and on what conditions."""

    currency: Currency
    """The currency, as three capital letters."""
    least: Amount
    """The least for one term of the role, in whole units of the currency."""
    most: Amount
    """The most."""
    per: Literal["mentor", "teacher", "hour", "month"]
    """For what: the role, each teacher accompanied, each hour, each month. For an hour or a month
    the least and the most are those of the rate."""
    tranches: Annotated[tuple[Tranche, ...], Field(min_length=1)]
    """The parts in which it is paid; together one hundred per cent."""
    otherwise: Text
    """In a sentence, what happens when the conditions are not met."""


class Training(Coded):
    """What a mentor learns to become one, or to stay one."""

    hours: Count
    """How long it takes, in hours."""
    required: bool = True
    """Whether a mentor cannot be matched without it."""
    valid_months: Count | None = None
    """How long it counts; without it, for ever."""
    refresh: Text | None = None
    """In a sentence, how it is renewed."""
    first_within_months: Count | None = None
    """Months after she is accepted in which a mentor has it for the first time; without it, before
    her first teacher."""
    clears_for_under_age: bool = False
    """Whether, while it counts, it clears a mentor to mentor teachers who are under age."""


class Agreement(Section):
    """What the two agree on before they begin."""

    document: Code
    """The document that both sign."""
    signed_by: Annotated[tuple[Party, ...], Field(min_length=1)]
    """Who signs it."""
    before_start: bool = True
    """Whether the pair begins only when it is signed."""


class EarlyExit(Section):
    """How a pair or an appointment ends before its time."""

    by: Annotated[tuple[Party, ...], Field(min_length=1)]
    """Who may end it."""
    notice: Span
    """How long before it takes effect the other side is told."""
    at_once: tuple[Party, ...] = ("coordinator",)
    """Who may end it on the same day all the same, where somebody's safety asks for that."""
    text: Text
    """In a sentence, the rule and that it blames nobody."""


class Conflicts(Section):
    """Who may not be what to whom. What the house forbids stays true in every programme."""

    mentor_never_evaluator: bool = True
    """A mentor never appraises, manages or pays her teacher: a rule of the house."""
    reviewer_never_mentor: bool = True
    """Nobody reviews the work of a teacher whom she mentors: a rule of the house."""
    reviewer_other_school: bool = True
    """A reviewer is of another school than the teacher."""
    reviewer_never_evaluator: bool = True
    """A reviewer never appraises the teacher: a rule of the house."""


class Escalation(Section):
    """Who is told when something stays undone."""

    after_days: Count
    """Days after it was due."""
    to: Party
    """Who is told: that it is overdue, never what it is about."""


class Clocks(Section):
    """When steps are announced, and who is told when they stay undone."""

    due_soon_days: Count
    """Days before its last day from which a step is due soon."""
    remind_days: tuple[Count, ...]
    """Days before the last day at which its owner is reminded, longest first."""
    escalate: tuple[Escalation, ...] = ()
    """Who is told afterwards, soonest first."""


class Target(Section):
    """A value that an indicator should reach by a year of the programme."""

    year: Annotated[Number, Field(ge=1, le=3000)]
    """The year of the calendar, or of the programme counted from 1."""
    value: Amount
    """What it should reach, in the unit of its indicator."""


class Indicator(Coded):
    """A number by which the programme is steered. Never a mark for one person."""

    unit: Literal["percent", "people", "pairs", "minutes", "hours", "mean_of_5"]
    """What it counts."""
    measure: Literal[
        "teachers_in_pairs", "pairs_meeting", "minutes_held", "steps_in_time", "modules_completed",
        "pairs_completed", "teachers_satisfied", "mentors_satisfied", "mentors_trained",
        "applications_decided", "requests_answered", "stated_by_coordinator",
    ]  # fmt: skip
    """What is counted."""
    within: Literal["week", "month"] | None = None
    """Only what came last counts: the last seven days, or the last whole month of the calendar;
    without it, all of the time. For `pairs_meeting` and `minutes_held`."""
    for_each: Literal["pair"] | None = None
    """The mean for each pair that ran in that time, instead of the sum. For `minutes_held`."""
    targets: tuple[Target, ...] = ()
    """What it should reach, by year."""


Table = Literal[
    "steps", "stages", "goals", "sessions", "expectations", "decisions",
    "pairs", "mentors", "waiting", "completed", "sample", "indicators", "numbers",
]  # fmt: skip
"""`decisions` are what the coordinator decided where readers disagreed; `pairs` are those of a
cohort by name, `mentors` its mentors, `waiting` its teachers without a mentor, `completed` those
who have completed, `sample` a few pairs drawn by lot with their hours and steps, `indicators` the
targets, `numbers` counts over enough people."""


class Paragraph(Section):
    """A part of a document."""

    heading: Text | None = None
    """Its heading."""
    text: Text
    """Its words. Places in braces are filled in: {teacher}, {mentor}, {start}
    and others."""
    asks: Text | None = None
    """What the coordinator is asked to write below these words, in a document of the programme;
    without it, nothing."""


class Document(Coded):
    """A paper that the programme produces from its data."""

    kind: Literal[
        "agreement", "consent", "order", "regulation", "road_map", "plan",
        "personalised_programme", "certificate", "report", "certificate_of_attendance",
    ]  # fmt: skip
    """What sort of paper it is."""
    of: Literal["pair", "mentor", "teacher", "programme"]
    """Whom it is about."""
    subject: Text | None = None
    """What an order is about, as its head says below the number; without it, its title."""
    languages: tuple[LanguageCode, ...] = ()
    """The languages in which it is made; without any, those of the file."""
    paragraphs: Annotated[tuple[Paragraph, ...], Field(min_length=1)]
    """What it says."""
    includes: tuple[Table, ...] = ()
    """Tables of the pair or programme that are put in, in this order. Only a document of the
    programme holds the ones about many: from `pairs` on."""
    signed_by: tuple[Party, ...] = ()
    """Who signs it."""
