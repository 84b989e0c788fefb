"""One meeting, what both sides are asked after it, and when people are reminded."""

from typing import Annotated, Literal

from pydantic import Field

from blueprint.language.base import Clock, Code, Coded, Count, Number, Section
from blueprint.text import Text


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

    kind: Literal["text", "choices", "steps", "date"]
    """`text` is words, `choices` any of its options, `date` a day, `steps` a list whose open items
    come first next time."""
    by: Literal["both", "teacher", "mentor"] = "both"
    """Who writes it, or whose steps they are."""
    options: tuple[Coded, ...] = ()
    """What can be ticked, for choices."""
    next_time: bool = False
    """Whether it stands over the log of the next session."""


class MeetingRules(Section):
    """What is asked of people once they have agreed on a time, told to them before it applies.

    Nothing follows by itself but that people are told: what comes of it, people decide. Where a
    programme says nothing, the values are ours.
    """

    proposal_days: Count = 7
    """Days in which a proposed time is answered; then it is free again."""
    late_cancel_hours: Annotated[Number, Field(ge=0, le=168)] = 24
    """Hours before the beginning: whoever cancels later than that cancels late. 0 for no such
    rule."""
    marks: Count = 3
    """How many late cancellations and absences of one person within `marks_within_days` lead to a
    talk: the coordinators are told, and both are asked how to go on."""
    marks_within_days: Count = 180
    """Days after which a late cancellation or an absence counts no longer."""
    settle_after_days: Count = 7
    """Days after which a coordinator may settle how long a session was, if the two remember it
    differently and leave it so."""


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
    rules: MeetingRules = MeetingRules()
    """What is asked of people once they have agreed on a time; as the house does if left out."""


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
    not_now_reasons: Annotated[tuple[Coded, ...], Field(min_length=1)] | None = None
    """The reasons that can be given for not being reminded now; none of them blames. Those of the
    house if left out."""
