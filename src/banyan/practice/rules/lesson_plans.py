"""Who may do what to a lesson plan, and when; how long its steps take."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.rules.records import not_frozen
from banyan.mentoring.standings import RECORD_OWNER, RECORD_WHOLE
from banyan.mentoring.states import Tier
from banyan.practice.models import LessonPlan
from banyan.practice.states import LessonStatus as L

PLANNED = (
    "subject", "stage", "minutes", "aims", "known", "steps", "materials", "take_part", "take_in",
    "show", "check", "homework",
)  # fmt: skip
LOOKED_BACK = ("went", "learned", "next_time")
MOST_CREDITS = 50


author = RECORD_OWNER.otherwise(_("Only the teacher whose plan it is can do this."), of="record")


def anybody(viewer: Viewer, plan: LessonPlan) -> Decision:
    if viewer.is_somebody and RECORD_WHOLE.holds(viewer, plan.record):
        return ALLOWED
    return denied(_("Sign in to do this."))


def goes_on(viewer: Viewer, plan: LessonPlan) -> Decision:
    return not_frozen(viewer, plan.record)


def looked_back(viewer: Viewer, plan: LessonPlan) -> Decision:
    if any(plan.record.words.get(code) for code in LOOKED_BACK):
        return ALLOWED
    return denied(_("First write a few words about how it went."))


def says_enough(viewer: Viewer, plan: LessonPlan) -> Decision:
    words = plan.record.words
    if plan.record.title and words.get("aims") and words.get("steps"):
        return ALLOWED
    return denied(_("A plan that others can use needs a title, aims and steps."))


def original(viewer: Viewer, plan: LessonPlan) -> Decision:
    if plan.edition_of_id is None:
        return ALLOWED
    return denied(_("This is what is published. Go to the plan itself."))


def published(viewer: Viewer, plan: LessonPlan) -> Decision:
    if plan.record.tier == Tier.PUBLIC and plan.published_at is not None:
        return ALLOWED
    return denied(_("This plan is not published."))


LESSON_PLAN = Lifecycle(
    "lesson_plan",
    L,
    initial=L.DRAFT,
    moved_on=_("This plan has gone on since you opened the page."),
    moves=[
        #    verb          from           to           who     needs
        Move("teach",      (L.DRAFT,),     L.TAUGHT,    author, (goes_on, original), pgettext_lazy("button", "I have taught it")),
        Move("plan_again", (L.TAUGHT,),    L.DRAFT,     author, (goes_on,), pgettext_lazy("button", "It is not taught yet")),
        Move("reflect",    (L.TAUGHT,),    L.REFLECTED, author, (goes_on, looked_back), pgettext_lazy("button", "I have thought about it")),
        Move("reopen",     (L.REFLECTED,), L.TAUGHT,    author, (goes_on,), pgettext_lazy("button", "Think about it again")),
    ],
)  # fmt: skip

LESSON_PLAN_RIGHTS = Rights(
    "lesson_plan",
    [
        Right("publish", author,  (original, says_enough), pgettext_lazy("button", "Publish")),
        Right("take_in", author,  (published,), pgettext_lazy("button", "Publish it no longer")),
        Right("copy",    anybody, (published,), pgettext_lazy("button", "Use it for a plan of my own")),
    ],
)  # fmt: skip


class Timed(NamedTuple):
    """One step of a lesson: its minutes, where the line begins with them."""

    minutes: int | None
    text: str


_LINE = re.compile(
    r"^\s*(?:[-*•]\s*)?(\d{1,3})\s*(?:minutes?\b|mins?\b\.?|मिनट|минут[аы]?|мин\b\.?|['’′])?"
    r"\s*[:.)–—-]?\s+(\S.*)$"
)


def timed(text: str) -> list[Timed]:
    """The steps of a lesson, one a line: "10 Warm up", "5 min: the question", "Talk in pairs"."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [
        Timed(int(found[1]), found[2]) if (found := _LINE.match(line)) else Timed(None, line)
        for line in lines
    ]


def length(steps: list[Timed]) -> int:
    """The minutes of all steps that say theirs."""
    return sum(step.minutes or 0 for step in steps)
