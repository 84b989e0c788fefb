"""Reminders before and after a session, and pairs that have gone quiet."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import chain, pairwise

from django.urls import reverse
from django.utils import timezone

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions import expire_proposal, lapse
from banyan.mentoring.actions.planning import forget_past_time
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.notices.nudges import later_at
from banyan.mentoring.notices.sessions import tell_of_session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.nudges import resting
from banyan.mentoring.queries.sessions import (
    Quiet,
    confirmed_between,
    ended_between,
    nearest_coordinators,
    people_of,
    planned_of,
    quiet_pairs,
    unanswered,
    unsaid,
)
from banyan.mentoring.rules import SESSION
from banyan.mentoring.states import Nudge
from banyan.notifications.actions import Telling, tell_each, telling
from banyan.notifications.queries import told_already
from banyan.organisations.models import Organisation
from banyan.programmes.queries import cohorts_by, design_of
from banyan.trail.models import Event
from banyan.trail.queries import id_of
from banyan.trail.registry import every, follow
from blueprint import Blueprint

LOOK_BACK = timedelta(days=2)  # longer than any outage that we mean to sit out


def remind() -> int:
    """Remind everybody who comes, the blueprint's hours before a confirmed session. A session that
    is nearer than several of them is told once, by the nearest. Returns how many are new."""
    now = timezone.now()
    told = 0
    for before, cohorts in cohorts_by(_reminders).items():
        for hours, later in pairwise((0, *before)):
            found = confirmed_between(
                now + timedelta(hours=hours),
                now + timedelta(hours=later),
                cohorts,
                untold=("session.reminder:", "=pk", ":", "=sequence", f":{later}"),
            )
            told += sum(_reminded(session, later, now) for session in found)
    return told


def _reminders(design: Blueprint) -> tuple[int, ...]:
    """Hours before a session at which a reminder is sent, the nearest first."""
    return tuple(sorted(set(design.nudges.reminder_hours)))


def _reminded(session: Session, hours: int, now: datetime) -> int:
    return tell_of_session(
        "session.reminder_day" if hours > 12 else "session.reminder_hour",
        session,
        people_of(session),
        key=f"session.reminder:{session.pk}:{session.sequence}:{hours}",
        now=now,
    )


def ask_attendance() -> int:
    """When a session is over, ask each side that has not said how long it was. Once."""
    now = timezone.now()
    key = ("session.attendance:", "=pk", ":", "=sequence")
    sessions = ended_between(now - LOOK_BACK, now, untold=key)
    pairs = {one.mentorship_id for one in sessions if one.mentorship_id}
    rest = resting(Nudge.MINUTES, pairs, now.date())
    return sum(
        tell_of_session(
            "session.attendance",
            session,
            [
                person
                for person in people_of(session)
                if (session.mentorship_id, person) not in rest and unsaid(session.pk, person)
            ],
            key=f"session.attendance:{session.pk}:{session.sequence}",
            now=now,
            page="session_attendance",
            otherwise=later_at(session.mentorship_id, Nudge.MINUTES)
            if session.mentorship_id
            else "",
        )
        for session in sessions
    )


def expire_proposals() -> int:
    """Times that nobody has answered for the days of the blueprint hold nobody any more. Returns
    how many."""
    by = system(timezone.now())
    return sum(_expired(session, by) for session in unanswered(by.now))


def _expired(session: Session, by: Viewer) -> bool:
    if not SESSION.decide(by, session, "expire"):
        return False
    try:
        expire_proposal(session, by=by)
    except Stale:  # somebody answered at this very moment
        return False
    return True


def nudge_quiet() -> int:
    """Ask after pairs that have not met for the blueprint's days: first the mentor, then both,
    then their coordinators. Each step once for each silence, and only the last that was reached."""
    return nudge_quiet_at(timezone.now())


def nudge_quiet_at(now: datetime) -> int:
    """The same on another day: the demonstration lives its months faster than the clock."""
    told = 0

    @cache  # by school: not one query for each of its pairs
    def near(school: Organisation) -> list[int]:
        return nearest_coordinators(school, now.date())

    for silences in quiet_pairs(now):
        rest = resting(Nudge.QUIET, [one.mentorship.pk for one in silences], now.date())
        due = [nudge for one in silences if (nudge := _due(one, rest, near))]
        # Most silences last; of those nearly everybody was told at an earlier look.
        known = told_already({person for one in due for person in one.people}, [d.key for d in due])
        nudged = (_nudged(one, [p for p in one.people if (p, one.key) not in known]) for one in due)
        told += tell_each(chain.from_iterable(nudged), now=now)
    return told


@dataclass(frozen=True, slots=True)
class _Due:
    """Who is asked after a silence, by which step: its kind, and its days of the blueprint."""

    pair: Mentorship
    kind: str
    days: int
    key: str
    people: frozenset[int]
    of_pair: bool  # they are of the two themselves


def _due(
    quiet: Quiet, rest: set[tuple[int, int]], near: Callable[[Organisation], list[int]]
) -> _Due | None:
    """Whoever has said “not now” is not reminded; nor are the coordinators told of a silence of
    which one of the two has said so: their list shows it."""
    pair = quiet.mentorship
    steps = blueprint_of(pair.cohort).nudges.quiet_mentor_days
    reached = [step for step, days in enumerate(steps) if quiet.days >= days]
    if not reached:
        return None
    step = min(reached[-1], len(QUIET_KINDS) - 1)
    two = [[pair.mentor_id], [pair.mentor_id, pair.mentee_id], []][step]
    resting_now = {person for one, person in rest if one == pair.pk}
    if resting_now and not set(two) - resting_now:
        return None
    kind, days = QUIET_KINDS[step], steps[reached[-1]]
    key = f"{kind}:{pair.pk}:{quiet.since.isoformat()}:{days}"
    people = set(two) - resting_now or near(pair.school)
    return _Due(pair, kind, days, key, frozenset(people), bool(two))


def _nudged(due: _Due, people: Collection[int]) -> list[Telling]:
    if not people:
        return []
    pair, page = due.pair, "session_propose" if due.of_pair else "mentorship"
    return telling(
        people,
        due.kind,
        key=due.key,
        link=reverse(f"mentoring:{page}", args=[pair.pk]),
        mentorship=pair.pk,
        blueprint=design_of(pair),
        mentor=pair.mentor.name,
        teacher=pair.mentee.name,
        days=due.days,
        otherwise=later_at(pair.pk, Nudge.QUIET) if due.of_pair else "",
    )


def forget_past() -> int:
    """Time that has passed is nobody's any more. Returns how many fives of minutes are let go."""
    return forget_past_time(by=system(timezone.now()))


def cancel_planned(event: Event) -> None:
    """A pair is over: nobody waits in a room for somebody who does not come. That it is over is
    told to both; their calendars cancel the sessions by themselves."""
    by = system(event.happened_at)
    for session in planned_of(id_of(event.subject), by.now):
        lapse(session, by=by)


QUIET_KINDS = ("session.quiet_mentor", "session.quiet_pair", "session.quiet_area")

follow(
    "mentoring.cancel_planned",
    cancel_planned,
    "mentorship.end",
    "mentorship.rematch",
    "mentorship.part",
    "mentorship.complete",
)
every(5, "banyan.mentoring.jobs.sessions.remind")
every(15, "banyan.mentoring.jobs.sessions.ask_attendance")
every(60, "banyan.mentoring.jobs.sessions.expire_proposals")
every(60, "banyan.mentoring.jobs.sessions.nudge_quiet")
every(24 * 60, "banyan.mentoring.jobs.sessions.forget_past")
