"""Pairs that wait for something, looked at by the clock."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Grant, Viewer, system
from banyan.mentoring.actions.endings import part
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.conflicts import pairs_in_conflict
from banyan.mentoring.queries.endings import parted
from banyan.mentoring.queries.mentorships import coordinators_over, lately_unanswered, pauses_over
from banyan.notifications.actions import tell
from banyan.programmes.queries import design_of
from banyan.trail.registry import every

LOOK_BACK = timedelta(days=2)  # longer than any outage that we mean to sit out


def end_announced() -> int:
    """End the pairs whose announced last day is over. Returns how many ended."""
    by = system(timezone.now())
    return sum(_parted(pair, by) for pair in parted(by.today))


def _parted(pair: Mentorship, by: Viewer) -> bool:
    try:
        part(pair, by=by)
    except (Refused, Stale):  # taken back or ended while this job was on its way to it
        return False
    return True


def chase_answers() -> int:
    """Tell coordinators how many proposals of one day's deadline stayed without an answer.

    One notice a coordinator, cohort and day, however often this runs. Returns how many are new.
    """
    now = timezone.now()
    proposals = lately_unanswered(now, since=now - LOOK_BACK)
    told = 0
    paths_of = coordinators_over([p.school for p in proposals], on=now.date())
    link = reverse("mentoring:mentorships") + "?status=unanswered"
    for person, paths in paths_of.items():
        grants = [Grant("coordinator", path) for path in paths]
        counts = Counter(
            (p.cohort_id, p.answer_by.date())
            for p in proposals
            if p.answer_by and any(grant.covers(p.school.path or "") for grant in grants)
        )
        for (cohort, day), count in counts.items():
            key = f"mentorship.unanswered:{cohort}:{day.isoformat()}"
            told += tell(
                [person], "mentorship.unanswered", key=key, now=now, link=link, count=count
            )
    return told


def call_back_from_pauses() -> int:
    """On the day on which a pause was meant to end, both hear of it, once for each pause."""
    now = timezone.now()
    told = 0
    for pair in pauses_over(now.date()):
        key = f"mentorship.pause_over:{pair.pk}:{pair.paused_until}"
        link = reverse("mentoring:mentorship", args=[pair.pk])
        for person, other in ((pair.mentor_id, pair.mentee), (pair.mentee_id, pair.mentor)):
            told += tell(
                [person],
                "mentorship.pause_over",
                key=key,
                now=now,
                link=link,
                mentorship=pair.pk,
                blueprint=design_of(pair),
                other=other.name,
            )
    return told


def warn_of_conflicts() -> int:
    """Tell coordinators of pairs whose mentor has come to power over the teacher.

    Once for each pair and role or reporting line, however often this runs. Nothing ends by itself.
    Returns how many are new.
    """
    now = timezone.now()
    pairs = pairs_in_conflict(now.date())
    paths_of = coordinators_over([pair.school for pair in pairs], on=now.date())
    told = 0
    for pair in pairs:
        over = [
            person
            for person, paths in paths_of.items()
            if any(Grant("coordinator", path).covers(pair.school.path or "") for path in paths)
        ]
        by_role: int | None = pair.power_id  # type: ignore[attr-defined]
        by_what = by_role or f"line-{pair.line_id}"  # type: ignore[attr-defined]
        told += tell(
            set(over) - {pair.mentor_id, pair.mentee_id},
            "mentorship.conflict",
            key=f"mentorship.conflict:{pair.pk}:{by_what}",
            now=now,
            link=reverse("mentoring:mentorship", args=[pair.pk]),
            mentorship=pair.pk,
            blueprint=design_of(pair),
            mentor=pair.mentor.name,
            teacher=pair.mentee.name,
        )
    return told


every(60, "banyan.mentoring.jobs.mentorships.warn_of_conflicts")
every(60, "banyan.mentoring.jobs.mentorships.chase_answers")
every(60, "banyan.mentoring.jobs.mentorships.end_announced")
every(60, "banyan.mentoring.jobs.mentorships.call_back_from_pauses")
