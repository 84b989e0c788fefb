"""What should happen, by when: stages of a programme, modules and steps of a pair, minutes."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from blueprint.language.base import Amount, Code, Coded, Count, Section
from blueprint.language.people import Evidence
from blueprint.language.sessions import Question
from blueprint.text import Text

Party = Literal[
    "teacher", "mentor", "both", "coordinator", "reviewer", "principal", "nodal_officer"
]
"""Who does something. `both` is the pair together; everything else is one owner."""

Anchor = Literal[
    "programme_start", "programme_end", "pair_start", "pair_end", "module_start", "step"
]
"""The day from which a time is counted. `programme_start` is the first day of the cohort."""

StepKind = Literal[
    "meeting",
    "conversation",
    "agreement",
    "self_assessment",
    "goal",
    "plan",
    "learning",
    "application",
    "observation",
    "analysis",
    "log",
    "reflection",
    "submission",
    "review",
    "survey",
    "measurement",
    "training",
    "approval",
    "document",
    "expectation",
]


class Span(Section):
    """A length of time; its parts are added. Months are calendar months."""

    days: Amount = 0
    """Days."""
    working_days: Amount = 0
    """Days of Monday to Friday."""
    weeks: Amount = 0
    """Weeks."""
    months: Amount = 0
    """Calendar months; the 31st becomes the last day of a shorter month."""


class When(Section):
    """A day, told from another one."""

    counted_from: Anchor
    """The day from which it is counted."""
    step: Code | None = None
    """The step from whose end it is counted, if it is counted from a step."""
    after: Span = Span()
    """How long after that day."""
    before: Span = Span()
    """How long before that day."""


class Every(Section):
    """A rhythm: the step comes back until the pair, its module or the number ends."""

    span: Span
    """How long from one to the next; the first is due after one span, or when `due` says."""
    times: Annotated[Count, Field(le=120)] | None = None
    """How many in all; without it, until the pair or the module ends."""


class Artefact(Coded):
    """Something that exists when a stage is done."""

    document: Code | None = None
    """The document that it is, if the product produces it."""


class Stage(Coded):
    """A stage of the whole programme: who sees to it, what exists when it is done."""

    responsible: Party
    """Who sees to it."""
    entry: tuple[Text, ...] = ()
    """What must be true before it begins, each in a sentence."""
    exit: tuple[Text, ...] = ()
    """What must be true when it ends, each in a sentence."""
    artefacts: tuple[Artefact, ...] = ()
    """What exists when it is done."""
    after: tuple[Code, ...] = ()
    """Stages that are done first."""
    due: When | None = None
    """By when it should be done, counted from the start or end of the programme."""
    before_opening: bool = False
    """Whether the programme can open to teachers only when this stage is done."""


class Module(Coded):
    """A unit of work of a pair, in which some steps are gone through again."""

    weeks: Count
    """How long it takes, in weeks."""
    after: tuple[Code, ...] = ()
    """Modules that are completed first."""
    starts: When | None = None
    """When it should begin; without it, when the modules before it are complete."""
    traits: tuple[Code, ...] = ()
    """Needed only for pairs with one of these traits; without any, for everybody."""


class Trait(Coded):
    """Something true of a teacher or a pair that changes what is asked of it."""

    of: Literal["teacher", "mentor", "pair"] = "teacher"
    """Of whom it is said."""
    under_age: bool = False
    """Whether a teacher of whom it is said is under age: she is paired only with a mentor who has
    had a training that clears for that."""


class Step(Coded):
    """One thing to do in a pair. It has one owner, and every date in it is counted from another."""

    kind: StepKind
    """What sort of thing it is. A session that both confirm does the next `meeting`; with its log,
    the next `log` of `both`, if it was as long as the step takes."""
    by: Party
    """Who does it: one party, or `both` of the pair together."""
    modules: tuple[Code, ...] = ()
    """The modules in each of which it is done once; without any, it belongs to the whole pair."""
    prompts: tuple[Coded, ...] = ()
    """Questions that are answered in it."""
    after: tuple[Code, ...] = ()
    """Steps that are done first, in the same module or of the whole pair."""
    opens: When | None = None
    """The first day on which it can be done."""
    due: When | None = None
    """The last day on which it is in time."""
    every: Every | None = None
    """How often it comes back."""
    required: bool = True
    """Whether the pair is complete without it."""
    traits: tuple[Code, ...] = ()
    """Needed only for pairs with one of these traits; without any, for everybody."""
    forms: tuple[Code, ...] = ()
    """Needed only in these forms of mentoring; without any, in all."""
    waived_by: Party | None = None
    """Who may say that it is not needed this time; without it, nobody."""
    evidence: tuple[Evidence, ...] = ()
    """What is brought to show it."""
    instrument: Code | None = None
    """The questionnaire that is answered."""
    document: Code | None = None
    """The document that is made and signed."""
    review: Code | None = None
    """The review that judges it."""
    minutes: Amount = 0
    """The fewest minutes that it takes, 0 for none said."""


class Instrument(Coded):
    """A questionnaire, and who answers it."""

    by: Party
    """Who answers it."""
    about: Literal["self", "other", "programme"] = "self"
    """Whether it asks about oneself, the other of the pair, or the programme."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    """What is asked."""
    only_own: bool = False
    """Whether nobody but the one who answers reads the answers; others see counts at most."""


class Dose(Coded):
    """Minutes that should come together in a time. Only sessions confirmed by both count."""

    minutes: Count
    """The fewest minutes."""
    per: Literal["week", "month", "module", "year", "programme"]
    """The time in which they come together; months and years are those of the calendar."""
    contacts: Amount = 0
    """The fewest sessions in that time, 0 for none said."""
    of: Literal["pair", "mentor"] = "pair"
    """Whether each pair owes it, or the mentor over all her pairs."""
    by_caseload: bool = False
    """Whether a mentor's minutes are counted once for every teacher she accompanies."""
    groups: bool = False
    """Whether the minutes of group sessions that the mentor led and the teacher attended count
    too."""
    less_on_leave: bool = True
    """Whether days on hold shorten it in proportion."""
    less_on_holidays: bool = False
    """Whether days on which the teacher's school is closed shorten it in proportion."""
    required: bool = True
    """Whether the pair is complete without it."""


class Dispute(Section):
    """How a teacher has an outcome with which she disagrees decided once more, in writing."""

    raise_within: Span
    """How long after the outcome she may ask for it."""
    decide_within: Span
    """How long whoever decides has."""
    decided_by: Party = "coordinator"
    """Who decides."""


class Review(Coded):
    """How work that a teacher hands in is judged, if it is judged at all."""

    readers: Annotated[Count, Field(le=5)]
    """How many people read it, each for herself."""
    blind: bool
    """Whether readers do not learn whose work it is, nor who else reads it."""
    criteria: Annotated[tuple[Coded, ...], Field(min_length=1)]
    """What is judged, each as met or not yet met."""
    on_disagreement: Literal["another_reader", "discussion", "coordinator"]
    """What happens when readers come to different results."""
    answer_within: Span
    """How long a reader has."""
    resubmissions: Amount
    """How often work that is not yet there may be handed in again."""
    resubmit_within: Span
    """How long the teacher has for that."""
    readers_differ_in_school: bool = True
    """Whether a reader may not be of the teacher's school."""
    training_valid_months: Count | None = None
    """How long a reader's training counts."""
    signed_off: bool = False
    """Whether the mentor says that the work is ready before readers are looked for."""
    dispute: Dispute | None = None
    """How an outcome can be disputed, if it can."""

    @model_validator(mode="after")
    def _three_can_disagree(self) -> Self:
        if self.readers == 1 and self.on_disagreement == "another_reader":
            raise PydanticCustomError("one_reader", "one reader cannot disagree with herself")
        return self
