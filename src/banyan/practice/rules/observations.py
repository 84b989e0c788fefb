"""Who may do what in an observation, and when; who writes which section, and what is a fact.

Evidence comes first and is closed before anybody says what it means: lines of evidence are added
only until the lesson is over, words of judgement only afterwards, in sections of their own.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.rules.records import RECORD_RIGHTS
from banyan.practice.queries.observations import Cycle
from banyan.practice.standings import OBSERVATION_PAIR, OBSERVER
from banyan.practice.states import ObservationStatus as S
from banyan.practice.states import StepAnswer

MOST_STEPS = 2

PLAN = ("look_for", "place", "tools", "rows", "columns")
FEEDBACK = ("strength_1", "strength_2", "step_1", "practice_1", "step_2", "practice_2")
ANSWERS = ("answer_1", "because_1", "answer_2", "because_2")


def sections_of(viewer: Viewer, c: Cycle) -> tuple[str, ...]:
    """What the viewer may write now: each word has its time and its author."""
    row = c.observation
    if not OBSERVATION_PAIR.holds(viewer, row):
        return ()
    if c.status == S.PLANNED:
        return PLAN
    if c.status == S.OBSERVED:
        return ("shows_observer",) if OBSERVER.holds(viewer, row) else ("shows_observed",)
    if c.status == S.ANALYSED and OBSERVER.holds(viewer, row):
        return FEEDBACK
    if c.status == S.FEEDBACK and c.learner_id == viewer.person_id:
        return ANSWERS
    return ()


def pair(viewer: Viewer, c: Cycle) -> Decision:
    """One of the two, while both can write: what a pair wrote stays as it was when it has ended."""
    if not OBSERVATION_PAIR.holds(viewer, c.observation):
        return denied(_("Only the two of this observation can do this."))
    return RECORD_RIGHTS.decide(viewer, c.record, writing(viewer, c))


def writing(viewer: Viewer, c: Cycle) -> str:
    """The right by which the viewer writes: a colleague without a pair writes along, for as long
    as whoever is observed lets her in."""
    of_pair = c.record.mentorship_id is not None
    return "write" if of_pair or not OBSERVER.holds(viewer, c.observation) else "write_along"


def observer(viewer: Viewer, c: Cycle) -> Decision:
    if not OBSERVER.holds(viewer, c.observation):
        return denied(_("Only whoever observes can do this."))
    return pair(viewer, c)


def learner(viewer: Viewer, c: Cycle) -> Decision:
    if c.learner_id != viewer.person_id:
        return denied(_("Only the person for whom the steps are can do this."))
    return pair(viewer, c)


def has_focus(viewer: Viewer, c: Cycle) -> Decision:
    if c.reading.title.strip():
        return ALLOWED
    return denied(_("Agree first on what is looked at: one question is enough."))


def planned_by_the_other(viewer: Viewer, c: Cycle) -> Decision:
    if c.observation.planned_by_id != viewer.person_id:
        return ALLOWED
    return denied(_("You planned it. The other one has yet to agree."))


def has_evidence(viewer: Viewer, c: Cycle) -> Decision:
    if c.has_evidence:
        return ALLOWED
    return denied(_("Nothing is written down yet. Write at least one line of what you saw."))


def nothing_seen(viewer: Viewer, c: Cycle) -> Decision:
    if not c.has_evidence:
        return ALLOWED
    return denied(_("It has begun already."))


def both_have_said(viewer: Viewer, c: Cycle) -> Decision:
    if c.said("shows_observed") and c.said("shows_observer"):
        return ALLOWED
    return denied(_("First each of you writes what the evidence shows."))


def a_strength(viewer: Viewer, c: Cycle) -> Decision:
    if c.said("strength_1") or c.said("strength_2"):
        return ALLOWED
    return denied(_("Name at least one strength: what worked, and what it did for the pupils."))


def each_step_practised(viewer: Viewer, c: Cycle) -> Decision:
    """Sources: at most two steps, each small enough to be practised (Steplab; Bambrick-Santoyo)."""
    if all(c.said(f"practice_{number}") for number, _text in c.steps):
        return ALLOWED
    return denied(_("Say of each step when and how it is practised."))


def no_practice_without_step(viewer: Viewer, c: Cycle) -> Decision:
    numbers = {number for number, _text in c.steps}
    if all(number in numbers or not c.said(f"practice_{number}") for number in ("1", "2")):
        return ALLOWED
    return denied(_("Say which step it is that is to be practised."))


def each_step_answered(viewer: Viewer, c: Cycle) -> Decision:
    if all(c.said(f"answer_{number}") in StepAnswer.values for number, _text in c.steps):
        return ALLOWED
    return denied(_("Say of each step what you think of it."))


def disagrees_with_reason(viewer: Viewer, c: Cycle) -> Decision:
    if all(
        c.said(f"answer_{number}") != StepAnswer.DISAGREE or c.said(f"because_{number}")
        for number, _text in c.steps
    ):
        return ALLOWED
    return denied(_("Where you see it differently, say why."))


OBSERVATION = Lifecycle(
    "observation",
    S,
    initial=S.PLANNED,
    moved_on=_("This observation has moved on since you opened the page."),
    moves=[
        #    verb       from                   to           who       needs
        Move("agree",   (S.PLANNED,),          S.AGREED,    pair,     (planned_by_the_other, has_focus), pgettext_lazy("button", "Agree to this plan")),
        Move("replan",  (S.AGREED,),           S.PLANNED,   pair,     (nothing_seen,), pgettext_lazy("button", "Change the plan")),
        Move("call_off", (S.PLANNED, S.AGREED), S.CANCELLED, pair,    (nothing_seen,), pgettext_lazy("button", "Call it off")),
        Move("finish",  (S.AGREED,),           S.OBSERVED,  observer, (has_evidence,), pgettext_lazy("button", "The lesson is over")),
        Move("analyse", (S.OBSERVED,),         S.ANALYSED,  pair,     (both_have_said,), pgettext_lazy("button", "We have looked at it together")),
        Move("give",    (S.ANALYSED,),         S.FEEDBACK,  observer, (a_strength, each_step_practised, no_practice_without_step), pgettext_lazy("button", "Give this feedback")),
        Move("answer",  (S.FEEDBACK,),         S.ANSWERED,  learner,  (each_step_answered, disagrees_with_reason), pgettext_lazy("button", "Send my answer")),
        Move("close",   (S.ANSWERED,),         S.CLOSED,    pair,     (), pgettext_lazy("button", "Close it")),
    ],
)  # fmt: skip


def under_way(viewer: Viewer, c: Cycle) -> Decision:
    if c.status == S.AGREED:
        return ALLOWED
    if c.status == S.PLANNED:
        return denied(_("First both of you agree on the plan."))
    return denied(_("The lesson is over. What was written down stays as it is."))


def being_planned(viewer: Viewer, c: Cycle) -> Decision:
    if c.status == S.PLANNED:
        return ALLOWED
    return denied(_("Both of you have agreed to this plan."))


def has_its_time(viewer: Viewer, c: Cycle) -> Decision:
    if sections_of(viewer, c) and c.status != S.PLANNED:
        return ALLOWED
    return denied(_("There is nothing for you to write here now."))


OBSERVATION_RIGHTS = Rights(
    "observation",
    [
        Right("plan",    pair,     (being_planned,), pgettext_lazy("button", "Keep the plan")),
        Right("collect", observer, (under_way,), pgettext_lazy("button", "Keep what I saw")),
        Right("write",   pair,     (has_its_time,), pgettext_lazy("button", "Keep")),
    ],
)  # fmt: skip


# Words that say how good something was, or what should have been, by their beginnings, in the
# languages of the pages. A line that has one may still be a fact: the observer is asked, no more.
_JUDGING = (
    "good", "bad", "badly", "well", "poor", "poorly", "great", "excellent", "nice", "nicely",
    "boring", "effective", "effectively", "ineffective", "weak", "strong", "wonderful", "awful",
    "lazy", "disorganised", "disorganized", "should", "unfortunately", "fails", "failed",
    "too much", "too little", "too fast", "too slow", "too long",
    "अच्छा", "अच्छी", "अच्छे", "बुरा", "बुरी", "ख़राब", "खराब", "बढ़िया", "शानदार", "कमज़ोर", "कमजोर", "उबाऊ",
    "बेकार", "बेहतरीन", "चाहिए था", "आलसी",
    "хорошо", "хороший", "хорошая", "плохо", "плохой", "плохая", "отлично", "отличный", "слабо",
    "слабый", "слабая", "скучно", "скучный", "прекрасно", "ужасно", "удачно", "неудачно",
    "эффективно", "неэффективно", "следовало", "надо было", "к сожалению", "слишком",
)  # fmt: skip
JUDGING = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(one) for one in _JUDGING) + r")(?![\w\u0900-\u097f])",
    re.IGNORECASE,
)


def judging_words() -> str:
    """The words as one line, for the page that asks while one types."""
    return "|".join(_JUDGING)


def sounds_like_a_judgement(line: str) -> str:
    """The first word in a line that says how good something was, "" if there is none. Meant for
    what somebody does: what was said is a fact, whatever it is."""
    found = JUDGING.search(line)
    return found.group() if found else ""
