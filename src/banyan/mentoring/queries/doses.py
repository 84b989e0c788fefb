"""Minutes that count towards what a blueprint asks for: of the two, of groups, of other pairs; and
days on which pairs rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from banyan.mentoring.models import Hold, Mentorship, Seat
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.states import MentorshipForm, SessionStatus
from banyan.organisations.queries import closings_over
from blueprint import Hold as Rest
from blueprint import OtherPair


def minutes_of(pairs: Iterable[int]) -> dict[int, list[tuple[date, int]]]:
    """Minutes that count (`kernel.attendance`), by the day on which the session began for the
    teacher. One query."""
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    agreed = Seat.objects.filter(
        session__mentorship__in=pairs,
        session__status=SessionStatus.HELD,
        accounted_minutes__gt=0,
    ).order_by("session__starts_at")
    zone = "session__mentorship__mentee__time_zone"
    rows = agreed.values_list(
        "session__mentorship_id", "session__starts_at", zone, "accounted_minutes"
    )
    for pk, at, where, minutes in rows:
        found[pk].append((day_there(at, where), minutes or 0))
    return found


def rests_of(pairs: Iterable[int]) -> dict[int, list[Rest]]:
    """Days on which these pairs are on hold. One query."""
    found: dict[int, list[Rest]] = defaultdict(list)
    rows = Hold.objects.filter(mentorship__in=pairs)
    for pk, begins_on, ends_on in rows.values_list("mentorship_id", "begins_on", "ends_on"):
        found[pk].append(Rest(begins_on, ends_on))
    return found


def closed_of(pairs: Iterable[Mentorship]) -> dict[int, list[Rest]]:
    """Days on which the schools of these pairs are closed, by id of the pair, where its blueprint
    owes less on them. No query where none does, else one."""
    asked = _owing_less(pairs)
    closed = _closed((pair.school.path or "" for pair in asked), asked)
    return {pair.pk: closed[pair.school.path or ""] for pair in asked}


def _owing_less(pairs: Iterable[Mentorship]) -> list[Mentorship]:
    return [
        pair
        for pair in pairs
        if pair.starts_on and any(dose.less_on_holidays for dose in blueprint_of(pair.cohort).doses)
    ]


def _closed(schools: Iterable[str], asked: Collection[Mentorship]) -> dict[str, list[Rest]]:
    """The same by path of a school, since the first of the cohorts of these pairs began. No query
    where none is asked for."""
    found: dict[str, list[Rest]] = defaultdict(list)
    if asked:
        paths = set(schools)
        days = [day for pair in asked for day in (pair.starts_on, pair.cohort.starts_on) if day]
        closings = closings_over(paths, min(days))
        for path in paths:
            found[path] = [
                Rest(one.period.starts_on, one.period.ends_on) for one in closings.over(path)
            ]
    return found


def day_there(moment: datetime, zone: str) -> date:
    """The day that it is then in an IANA zone. The days of a pair are those of its teacher: a
    talk in the evening of the last day of a month counts in that month."""
    return moment.astimezone(ZoneInfo(zone)).date()


def counts_groups(pair: Mentorship) -> bool:
    """Whether its blueprint counts the groups that the mentor led and the teacher attended."""
    return any(dose.groups for dose in blueprint_of(pair.cohort).doses)


class Days(Protocol):
    """Of a pair: who its mentor is, and from when until when."""

    @property
    def mentor_id(self) -> int: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


def with_mentor(pair: Days, host: int, day: date) -> bool:
    """Whether a group that this mentor led on that day is of the pair."""
    begun = pair.starts_on is not None and pair.starts_on <= day
    return begun and pair.mentor_id == host and day <= (pair.ends_on or day)


def other_pairs(pairs: Iterable[Mentorship]) -> dict[int, list[OtherPair]]:
    """By id of the pair: the other pairs of its mentor, where the blueprint asks for minutes over
    all of them. No query where it does not, else three, or four where it owes less on days on
    which schools are closed."""
    found: dict[int, list[OtherPair]] = defaultdict(list)
    asked = [
        pair
        for pair in pairs
        if pair.starts_on
        and pair.form == MentorshipForm.PAIR
        and any(dose.of == "mentor" for dose in blueprint_of(pair.cohort).doses)
    ]
    if asked:
        _add_others(found, asked)
    return found


def _add_others(found: dict[int, list[OtherPair]], pairs: list[Mentorship]) -> None:
    """The other pairs that the mentor has or had in the cohort: on each day she owes her minutes
    for those who ran then."""
    rows = list(
        Mentorship.objects.filter(
            cohort__in={pair.cohort_id for pair in pairs},
            mentor__in={pair.mentor_id for pair in pairs},
            form=MentorshipForm.PAIR,
            starts_on__isnull=False,
        )
        .order_by("pk")
        .values_list(
            "pk", "cohort_id", "mentor_id", "starts_on", "ends_on", "extended_to",
            "cohort__ends_on", "school__path",
        )
    )  # fmt: skip
    ids = [row[0] for row in rows]
    minutes, rests = minutes_of(ids), rests_of(ids)
    closed = _closed((path or "" for *_, path in rows), _owing_less(pairs))
    one = timedelta(days=1)
    lives: dict[tuple[int, int], list[tuple[int, OtherPair]]] = defaultdict(list)
    for pk, cohort, mentor, starts_on, ended_on, extended_to, over_on, path in rows:
        if starts_on is None:
            continue
        end = ended_on + one if ended_on else extended_to + one if extended_to else over_on
        lived = OtherPair(
            starts_on,
            max(starts_on, end),
            tuple(rests[pk]),
            tuple(minutes[pk]),
            tuple(closed[path or ""]),
        )
        lives[cohort, mentor].append((pk, lived))
    for pair in pairs:
        each = lives[pair.cohort_id, pair.mentor_id]
        found[pair.pk] += [lived for pk, lived in each if pk != pair.pk]
