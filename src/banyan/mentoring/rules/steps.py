"""Who may do what to a step of a pair's journey, and when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.serving import talk_of_observation
from banyan.mentoring.queries.steps import Doing
from banyan.mentoring.rules.coordinating import acts_as
from banyan.mentoring.rules.records import not_under_power
from banyan.mentoring.standings import MENTOR, STEP_WORDS_READERS
from banyan.mentoring.states import LIVE, RecordKind, StepReaders
from banyan.mentoring.states import StepStatus as S
from banyan.people.rules import platform
from blueprint import Blueprint, Status, Step

# Steps whose words make the plan that is signed, and so follow the line "plan" of the blueprint.
_PLAN = ("goal", "plan", "agreement", "document", "approval")


def owner(viewer: Viewer, d: Doing) -> Decision:
    """Whoever the blueprint names; a judgement on handed-in work follows from its readers."""
    sentence = _("This step is for somebody else to do.")
    if d.step.review is not None:
        return denied(sentence)
    return acts_as(viewer, d.pair, d.step.by, sentence)


def waiver(viewer: Viewer, d: Doing) -> Decision:
    sentence = _("You cannot waive this step.")
    if d.step.waived_by is None:
        return denied(sentence)
    return acts_as(viewer, d.pair, d.step.waived_by, sentence)


def pair_runs(viewer: Viewer, d: Doing) -> Decision:
    if d.pair.status in LIVE:
        return ALLOWED
    return denied(_("This is possible only while the pair is active."))


def its_time_has_come(viewer: Viewer, d: Doing) -> Decision:
    if d.state.status != Status.NOT_YET:
        return ALLOWED
    return denied(_("It is not time for this step yet. You can keep a draft."))


def not_resting(viewer: Viewer, d: Doing) -> Decision:
    if d.state.status != Status.ON_HOLD:
        return ALLOWED
    return denied(_("The pair pauses. You can keep a draft."))


def apart_from_power(viewer: Viewer, d: Doing) -> Decision:
    """A mentor who has come to power over her teacher has no part in what the two write."""
    return not_under_power(viewer, d.pair.mentee_id) if MENTOR.holds(viewer, d.pair) else ALLOWED


def needed(viewer: Viewer, d: Doing) -> Decision:
    if d.state.status != Status.NOT_NEEDED:
        return ALLOWED
    return denied(_("This pair does not need this step."))


def not_for_another(viewer: Viewer, d: Doing) -> Decision:
    """Words that only their author reads are not overwritten by anybody else unseen."""
    if not d.record.written_by_id or STEP_WORDS_READERS.holds(viewer, d.record):
        return ALLOWED
    return denied(_("Somebody else has written here, and only they read it."))


STEP = Lifecycle(
    "step",
    S,
    initial=S.BLANK,
    moved_on=_("This step has been changed since you opened the page."),
    moves=[
        #    verb        from                 to        who       needs
        Move("draft",    (S.BLANK, S.DRAFT),  S.DRAFT,  owner,    (pair_runs, needed, apart_from_power, not_for_another), pgettext_lazy("button", "Keep as a draft")),
        Move("finish",   (S.BLANK, S.DRAFT),  S.DONE,   owner,    (pair_runs, needed, its_time_has_come, not_resting, apart_from_power, not_for_another), pgettext_lazy("button", "Done")),
        Move("reopen",   (S.DONE,),           S.DRAFT,  owner,    (pair_runs, apart_from_power, not_for_another), pgettext_lazy("button", "Change it")),
        Move("waive",    (S.BLANK, S.DRAFT),  S.WAIVED, waiver,   (pair_runs, needed), pgettext_lazy("button", "Waive this step")),
        Move("ask",      (S.WAIVED,),         S.BLANK,  waiver,   (pair_runs,), pgettext_lazy("button", "Ask for it after all")),
        # What follows from elsewhere: from signatures, or from what readers of the work found.
        Move("conclude", (S.BLANK, S.DRAFT),  S.DONE,   platform, (), pgettext_lazy("button", "Done")),
        Move("return",   (S.DONE,),           S.DRAFT,  platform, (), pgettext_lazy("button", "Change it")),
    ],
)  # fmt: skip


# Of which kinds a record shows that a step of a kind was done. Whoever owns the step says by which:
# nobody else knows whether that lesson, or that talk, was the one. What sessions, signatures,
# observations and readers of handed-in work do by themselves is not among them.
_SHOWN_BY: dict[str, tuple[RecordKind, ...]] = {
    "goal": (RecordKind.GOAL,),
    "self_assessment": (RecordKind.NEED,),
    "measurement": (RecordKind.NEED,),
    "conversation": (RecordKind.INTAKE, RecordKind.LESSON_PLAN),
    "plan": (RecordKind.GOAL, RecordKind.LESSON_PLAN),
    "analysis": (RecordKind.STUDENT_WORK, RecordKind.CONTEXT),
    "application": (RecordKind.EXPERIMENT, RecordKind.LESSON_PLAN),
    "reflection": (RecordKind.JOURNAL, RecordKind.EXPERIMENT),
}


def shown_by(design: Blueprint, step: Step) -> tuple[RecordKind, ...]:
    """The kinds of record by which this step can be done; none where it has a questionnaire, where
    it is not for the two, and for a talk of which nothing is asked, or that goes with an
    observation."""
    if step.instrument is not None or step.by not in ("teacher", "mentor", "both"):
        return ()
    if step.kind == "conversation" and (not step.prompts or talk_of_observation(design, step)):
        return ()
    return _SHOWN_BY.get(step.kind, ())


def readers_of(design: Blueprint, step: Step) -> StepReaders:
    """Who reads the words of a step: never more than the house allows, by the blueprint's lines."""
    instrument = next((one for one in design.instruments if one.code == step.instrument), None)
    if instrument is not None and instrument.only_own:
        return StepReaders.OWN
    if step.by not in ("teacher", "mentor", "both"):
        return StepReaders.INVOLVED
    if step.kind in _PLAN:
        lines = [line for line in design.visibility.records if line.record == "plan"]
        if any(line.coordinator == "text" for line in lines):
            return StepReaders.INVOLVED
    return StepReaders.PAIR
