"""Turns that are over, and those that soon are."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import chain

from django.urls import reverse
from django.utils import timezone

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions.questions import clear_sounds, end_turn
from banyan.mentoring.models import Question
from banyan.mentoring.notices.nudges import later_at
from banyan.mentoring.notices.questions import facts_of
from banyan.mentoring.queries.nudges import pairs_that_run, who_rests
from banyan.mentoring.queries.questions import closing, questions_due, questions_near, unclaimed
from banyan.mentoring.queries.sessions import nearest_coordinators
from banyan.mentoring.states import Nudge
from banyan.notifications.actions import tell_each, telling
from banyan.organisations.models import Organisation
from banyan.programmes.queries import design_of
from banyan.trail.registry import every

AT_A_TIME = 500
NEAR = timedelta(days=1)


def end_turns() -> int:
    """What nobody took, answered or followed up in time. Returns how many turns ended."""
    by = system(timezone.now())
    return sum(_ended(found, by) for found in questions_due(by.now, AT_A_TIME))


def _ended(found: Question, by: Viewer) -> bool:
    try:
        end_turn(found, by=by)
    except (Refused, Stale):  # somebody was faster than this job
        return False
    return True


def remind_of_questions() -> int:
    """A day before a mentor's turn is over she hears of it, once. Returns how many are new."""
    now = timezone.now()
    tellings = (
        telling(
            [row.mentor_id],
            "question.near",
            key=f"question.near:{row.pk}:{row.due_at}",
            link=reverse("mentoring:question", args=[row.pk]),
            **facts_of(row),
        )
        for row in questions_near(now, NEAR)
        if row.mentor_id is not None
    )
    return tell_each(chain.from_iterable(tellings), now=now)


def remind_of_answers() -> int:
    """Some days before an answered question closes by itself its teacher hears of it, once, unless
    she has said “not now”. Returns how many are new."""
    now = timezone.now()
    found = closing(now)
    teachers = {row.teacher_id for row in found}
    if not teachers:
        return 0
    rest = who_rests(Nudge.QUESTION, teachers, now.date())
    pairs = pairs_that_run(teachers)
    tellings = (
        telling(
            [row.teacher_id],
            "question.closing",
            key=f"question.closing:{row.pk}:{row.due_at}",
            link=reverse("mentoring:question", args=[row.pk]),
            otherwise=later_at(pairs[row.teacher_id], Nudge.QUESTION)
            if row.teacher_id in pairs
            else "",
            **facts_of(row),
        )
        for row in found
        if row.teacher_id not in rest
    )
    return tell_each(chain.from_iterable(tellings), now=now)


def tell_of_unclaimed() -> int:
    """Coordinators nearby hear that a question waits for a mentor: neither whose it is nor a word
    of it. Once each time that it is open to all. Returns how many are new."""
    now = timezone.now()

    @cache  # by school: not one query for each of its questions
    def near(school: Organisation) -> frozenset[int]:
        return frozenset(nearest_coordinators(school, now.date()))

    tellings = (
        telling(
            near(row.school) - {row.teacher_id},
            "question.unclaimed",
            key=f"question.unclaimed:{row.pk}:{row.due_at.isoformat()}",
            link=reverse("mentoring:questions"),
            question=row.pk,
            blueprint=design_of(row),
            asked_at=row.asked_at.isoformat(),
            due_at=row.due_at.isoformat(),
        )
        for row in unclaimed(now)
        if row.due_at is not None
    )
    return tell_each(chain.from_iterable(tellings), now=now)


def clear_recordings() -> int:
    """Files that belong to no turn, such as after a crash."""
    return clear_sounds(timezone.now() - timedelta(days=1))


every(15, "banyan.mentoring.jobs.questions.end_turns")
every(60, "banyan.mentoring.jobs.questions.remind_of_questions")
every(60, "banyan.mentoring.jobs.questions.remind_of_answers")
every(60, "banyan.mentoring.jobs.questions.tell_of_unclaimed")
every(24 * 60, "banyan.mentoring.jobs.questions.clear_recordings")
