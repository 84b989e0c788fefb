"""What a pair owes by one dose, and how it stands today."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.states import LIVE
from blueprint import DoseState, Status


class Standing(Protocol):
    """A pair as it stands: its id, and the value of its status."""

    @property
    def pk(self) -> int: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Due:
    """How one pair stands by one dose today, in minutes."""

    pair: int
    expected: int = 0
    """Of all periods that have begun."""
    credited: int = 0
    behind: int = 0
    """Missing of the periods that are over, after what other periods have more than asked."""
    sessions_behind: int = 0
    to_come: int = 0
    """Missing in the period that runs."""
    until: date | None = None
    """The day after the last one of the period that runs."""
    status: Status = Status.OPEN
    live: bool = True

    @property
    def order(self) -> tuple[bool, int, int, date, int, int]:
        """Pairs that run before others; overdue ones first, those most behind; then those due
        soon, the soonest first; then who still owes something."""
        ranks = {Status.OVERDUE: 0, Status.DUE_SOON: 1, Status.DONE: 3, Status.NOT_NEEDED: 3}
        rank = ranks.get(self.status, 2)
        behind = -self.behind if rank == 0 else 0
        return not self.live, rank, behind, self.until or date.max, -self.to_come, self.pair


class Met(NamedTuple):
    """Credited minutes and sessions of a pair before the period that runs, and in it; and when the
    first and the last of them were."""

    before: int
    times_before: int
    now: int
    times_now: int
    first_at: datetime
    last_at: datetime


class Owed:
    """What every pair of the same days owes, period by period."""

    def __init__(self, states: Sequence[DoseState], today: date) -> None:
        self.begins = [state.period[0] for state in states]
        self.last = states[-1] if states else None
        self.end = min(self.last.period[1], today + timedelta(days=1)) if self.last else date.min
        runs = self.last is not None and today < self.last.period[1]
        self.until = self.last.period[1] if self.last and runs else None
        self.over = over = len(states) - runs  # periods that are over
        self.expected = sum(state.wanted for state in states)
        self.wanted = sum(state.wanted for state in states[:over])
        self.contacts = sum(state.wanted_contacts for state in states[:over])
        self.wanted_now = self.expected - self.wanted
        self.contacts_now = sum(state.wanted_contacts for state in states[over:])

    def holds(self, met: Met | None, zone: str) -> bool:
        """Whether all that was counted lies in the periods of these days."""
        if met is None:
            return True
        first, last = day_there(met.first_at, zone), day_there(met.last_at, zone)
        return bool(self.begins) and self.begins[0] <= first and last < self.end

    def due(self, pair: Standing, met: Met | None) -> Due:
        if met is None:
            return self._due(pair, 0, 0, 0, 0)
        if self.until is None:  # all is over
            return self._due(pair, met.before + met.now, met.times_before + met.times_now, 0, 0)
        return self._due(pair, met.before, met.times_before, met.now, met.times_now)

    def due_by_day(self, pair: Standing, minutes: Iterable[tuple[date, int]]) -> Due:
        credited, times = [0] * len(self.begins), [0] * len(self.begins)
        for day, length in minutes:
            at = bisect_right(self.begins, day) - 1
            if at >= 0 and day < self.end:
                credited[at] += length
                times[at] += 1
        over = self.over
        return self._due(
            pair, sum(credited[:over]), sum(times[:over]), sum(credited[over:]), sum(times[over:])
        )

    def _due(self, pair: Standing, before: int, times_before: int, now: int, times_now: int) -> Due:
        behind = max(0, self.wanted - before)
        sessions = max(0, self.contacts - times_before)
        to_come = max(0, self.wanted_now - now)
        if behind or sessions:
            status = Status.OVERDUE
        elif self.last is None:
            status = Status.NOT_NEEDED
        elif not to_come and self.contacts_now <= times_now:
            status = Status.DONE
        else:
            status = self.last.status  # as it is with nothing credited yet
        return Due(
            pair.pk,
            self.expected,
            before + now,
            behind,
            sessions,
            to_come,
            self.until,
            status,
            pair.status in LIVE,
        )
