"""The ledger of a pair: minutes expected, scheduled, held, confirmed and credited, each with why.

scheduled   the length of sessions whose time both had agreed on, those to come among them
held        the longest that either of the two says a session took
confirmed   what both say alike
credited    what counts towards what the blueprint asks for: `minutes_of` of mentoring
expected    what the blueprint asks for by then, less the days on which nothing is owed
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Seat, Session
from banyan.mentoring.queries.doses import Days, counts_groups, day_there, with_mentor
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import on_record
from banyan.mentoring.snapshot import facts_of
from banyan.mentoring.states import MentorshipForm, SeatStatus, SessionKind, SessionStatus
from blueprint import DoseState, Status, journey

AGREED_ON = (SessionStatus.CONFIRMED, SessionStatus.HELD, SessionStatus.MISSED)
VOID = (SessionStatus.CANCELLED, SessionStatus.MISSED)


class Sums(NamedTuple):
    """Minutes, as the columns of the ledger have them."""

    scheduled: int = 0
    held: int = 0
    confirmed: int = 0
    credited: int = 0

    def plus(self, other: Sums) -> Sums:
        return Sums(*(one + more for one, more in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One session, as it stands in the ledger of a pair. `mentor_said` and `teacher_said` are
    minutes; None while she has said nothing."""

    session: int
    pair: int
    starts_at: datetime
    day: date
    is_group: bool
    planned: int
    mentor_said: int | None
    teacher_said: int | None
    sums: Sums
    why: str
    """A code of why it counts or does not: see `banyan.credentials.views.ledger.REASONS`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One period `[begins_on, until)`; `expected` and `status` are None where nothing is asked."""

    begins_on: date
    until: date
    sums: Sums
    expected: int | None = None
    status: Status | None = None
    module: str = ""
    """The number of the module that it is, as a code of the blueprint; empty for other periods."""


@dataclass(frozen=True, slots=True)
class Account:
    """A pair with its sessions, the newest first, and what its blueprint asks for by now."""

    pair: Mentorship
    entries: tuple[Entry, ...]
    asked: tuple[DoseState, ...]
    modules: tuple[str, ...]
    """Codes of the modules that have begun, in the order in which `asked` has their periods."""

    def of(self, dose: str) -> list[Row]:
        """The periods of one dose, the newest first."""
        modules = iter(self.modules)
        rows = []
        for state in self.asked:
            if state.dose.code != dose:
                continue
            begins_on, until = state.period
            counted = (e for e in self.entries if state.dose.groups or not e.is_group)
            rows.append(
                Row(
                    begins_on,
                    until,
                    sums(counted, begins_on, until),
                    state.wanted,
                    state.status,
                    next(modules, "") if state.dose.per == "module" else "",
                )
            )
        return rows[::-1]

    def by_month(self) -> list[Row]:
        """The months of the calendar in which there is a session, the newest first."""
        return by_month(self.entries)

    @property
    def total(self) -> Sums:
        return sums(self.entries)


def by_month(entries: Sequence[Entry]) -> list[Row]:
    """The months of the calendar in which there is a session, the newest first."""
    months = sorted({one.day.replace(day=1) for one in entries}, reverse=True)
    ends = [(first + timedelta(days=31)).replace(day=1) for first in months]
    return [
        Row(first, until, sums(entries, first, until))
        for first, until in zip(months, ends, strict=True)
    ]


def sums(entries: Iterable[Entry], begins_on: date = date.min, until: date = date.max) -> Sums:
    """The columns added up over the sessions of `[begins_on, until)`."""
    total = Sums()
    for one in entries:
        if begins_on <= one.day < until:
            total = total.plus(one.sums)
    return total


def once(entries: Iterable[Entry]) -> list[Entry]:
    """Each session once, of whichever order: a group stands in the ledger of each of its teachers,
    and its mentor gave that time once. Each column is the greatest that one of them has, the day
    the first."""
    found: dict[int, Entry] = {}
    for one in entries:
        if known := found.get(one.session):
            greatest = Sums(*map(max, known.sums, one.sums))
            one = replace(known, sums=greatest, day=min(known.day, one.day))
        found[one.session] = one
    return list(found.values())


def account(viewer: Viewer, pair: Mentorship) -> Account:
    """The ledger of one pair, which the caller has loaded through a viewer's query. What a mentor
    owes over all her pairs is not in it: that is on the page of the pair. Three queries at most.
    """
    found = None
    if pair.form == MentorshipForm.PAIR and pair.starts_on:
        facts = facts_of(pair, on_record([pair])[pair.pk])
        # Also where there are no steps to walk: what is owed by the calendar does not need them.
        found = journey(blueprint_of(pair.cohort), facts, viewer.today)
    asked = tuple(state for state in found.doses if state.dose.of == "pair") if found else ()
    begun = [
        state.module.code
        for state in (found.modules if found else ())
        if state.starts_on and state.due_on and state.starts_on <= viewer.today
    ]
    return Account(pair, entries(viewer, [pair]), asked, tuple(begun))


class Paired(Days, Protocol):
    """Of a pair, what says which groups are its own."""

    @property
    def pk(self) -> int: ...
    @property
    def cohort_id(self) -> int: ...
    @property
    def mentee_id(self) -> int: ...


P = TypeVar("P", bound=Paired)


class Said(NamedTuple):
    """What is stored of one session and the teacher's seat in it."""

    session: int
    pair: int | None
    kind: str
    status: str
    starts_at: datetime
    ends_at: datetime
    own: int | None
    host: int | None
    accounted: int | None
    person: int | None
    zone: str
    leads: int
    cohort: int

    @property
    def day(self) -> date:
        """By the clock of the teacher."""
        return day_there(self.starts_at, self.zone)

    @property
    def credited(self) -> int:
        return (self.accounted or 0) if self.status == SessionStatus.HELD else 0


_PARTS = ("pk", "mentorship_id", "kind", "status", "starts_at", "ends_at")


Groups = Mapping[int, Sequence[Said]]  # by pair: those that its mentor led and its teacher had


def entries(
    viewer: Viewer, pairs: Collection[Mentorship], groups: Groups | None = None
) -> tuple[Entry, ...]:
    """The sessions of these pairs, and the groups that their blueprint counts, the newest first;
    `groups` of them if they were read already. The caller has loaded the pairs through a viewer's
    query. Two queries at most, no words."""
    found = [_entry(viewer, one, one.pair) for one in _of_the_two(pairs) if one.pair]
    counting = [pair for pair in pairs if counts_groups(pair)]
    if groups is None:
        groups = groups_of(counting, few=True) if counting else {}
    for pair in counting:
        found += entries_of(viewer, pair.pk, groups)
    found.sort(key=lambda one: (one.starts_at, one.session), reverse=True)
    return tuple(found)


def _of_the_two(pairs: Iterable[Mentorship]) -> Iterator[Said]:
    rows = Session.objects.filter(mentorship__in=[pair.pk for pair in pairs]).values_list(
        *_PARTS, "places__own_minutes", "places__host_minutes", "places__accounted_minutes",
        "places__person_id", "mentorship__mentee__time_zone", "host_id", "cohort_id",
    )  # fmt: skip
    return map(Said._make, rows)


def of_groups(pairs: Sequence[P], *, few: bool = False) -> Iterator[tuple[Said, P]]:
    """Groups that the mentor of a pair led and its teacher has a seat in, with the pair. One query;
    of a `few` pairs it names the people, of those of a nation it reads all groups of their
    cohorts."""
    of_teacher: dict[tuple[int | None, int], list[P]] = defaultdict(list)
    for pair in pairs:
        of_teacher[pair.mentee_id, pair.cohort_id].append(pair)
    rows = Seat.objects.filter(
        session__cohort__in={pair.cohort_id for pair in pairs},
        session__kind=SessionKind.GROUP,
        status=SeatStatus.SEATED,
    )
    if few:
        rows = rows.filter(
            person__in={pair.mentee_id for pair in pairs},
            session__host__in={pair.mentor_id for pair in pairs},
        )
    found = rows.values_list(
        *("session_id", *(f"session__{part}" for part in _PARTS[1:])),
        "own_minutes", "host_minutes", "accounted_minutes", "person_id", "person__time_zone",
        "session__host_id", "session__cohort_id",
    )  # fmt: skip
    for said in map(Said._make, found):
        for pair in of_teacher.get((said.person, said.cohort), ()):
            if with_mentor(pair, said.leads, said.day):
                yield said, pair


def groups_of(pairs: Sequence[P], *, few: bool = False) -> Groups:
    """The same by pair."""
    found: dict[int, list[Said]] = defaultdict(list)
    for said, pair in of_groups(pairs, few=few):
        found[pair.pk].append(said)
    return found


def entries_of(viewer: Viewer, pair: int, groups: Groups) -> list[Entry]:
    """Groups of a pair as they stand in its ledger."""
    return [_entry(viewer, said, pair) for said in groups.get(pair, ())]


def _entry(viewer: Viewer, said: Said, pair: int) -> Entry:
    planned = int((said.ends_at - said.starts_at).total_seconds() // 60)
    void = said.status in VOID
    alike = said.own if said.own == said.host else None
    confirmed = (alike or 0) if said.status == SessionStatus.HELD else 0
    return Entry(
        session=said.session,
        pair=pair,
        starts_at=said.starts_at,
        day=said.day,
        is_group=said.kind == SessionKind.GROUP,
        planned=planned,
        mentor_said=said.host,
        teacher_said=said.own,
        sums=Sums(
            planned if said.status in AGREED_ON else 0,
            0 if void else max(said.own or 0, said.host or 0),
            confirmed,
            said.credited,
        ),
        why=_why(viewer, said),
    )


def _why(viewer: Viewer, said: Said) -> str:
    if said.status in VOID:
        return str(said.status)
    if said.credited:
        return "counts" if said.own == said.host else "settled"
    agreed_on = said.status != SessionStatus.PROPOSED
    if said.starts_at > viewer.now:
        return "ahead" if agreed_on else "proposed"
    if said.own is None and said.host is None:
        return "unsaid" if agreed_on else "never_agreed"
    if said.host is None:
        return "mentor_silent"
    if said.own is None:
        return "teacher_silent"
    return "differ" if said.own != said.host else "missed"
