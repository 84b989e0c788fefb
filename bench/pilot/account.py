"""What happened, in plain values: written down while the year is lived, and never read from the
database. The recount starts from it alone."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass
class Stand:
    """A session that stood confirmed for a time: `[since, until)`, to begin at `starts_at`."""

    sequence: int
    starts_at: datetime
    ends_at: datetime
    since: datetime
    until: datetime | None = None

    def at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True)
class Couple:
    """A pair: since when it is one, and on which days, `[from, until)`, the teacher's school is
    closed."""

    mentor: int
    teacher: int
    since: date
    closed: tuple[tuple[date, date], ...]

    def is_closed(self, day: date) -> bool:
        return any(a <= day < b for a, b in self.closed)

    def days_open(self, since: date, until: date) -> int:
        """Of the days after one, up to and with the other."""
        days = (since + timedelta(days=each + 1) for each in range((until - since).days))
        return sum(not self.is_closed(day) for day in days)


@dataclass
class Proposal:
    """A time that waited for an answer: `[since, until)`, to begin at `starts_at`."""

    starts_at: datetime
    since: datetime
    until: datetime | None = None


@dataclass
class Told:
    """One session from its first proposal on."""

    pk: int
    pair: int
    mentor: int
    teacher: int
    zone: ZoneInfo  # the teacher's, whose calendar counts
    booked: bool  # in the hours that the mentor keeps
    proposed: list[Proposal] = field(default_factory=list)
    stands: list[Stand] = field(default_factory=list)
    said: dict[int, list[tuple[datetime, int]]] = field(default_factory=dict)  # person → when, what
    answered: dict[int, datetime] = field(default_factory=dict)  # feedback: person → when
    expired: datetime | None = None  # when the platform said that the days for an answer were over

    def said_by(self, person: int, moment: datetime) -> bool:
        return any(at < moment for at, _minutes in self.said.get(person, ()))

    def met(self) -> bool:
        """Whether both ended up saying that they met, for however long."""
        last = [said[-1][1] for said in self.said.values() if said]
        return len(last) == 2 and all(last)

    def accounted(self) -> int | None:
        """Minutes on which both ended up agreeing, none without."""
        last = [said[-1][1] for said in self.said.values() if said]
        return last[0] if len(last) == 2 and last[0] == last[1] else None


@dataclass(frozen=True)
class Turn:
    """The worker looked for work once. A turn is `whole` when everything it began was finished and
    its receipt kept."""

    at: datetime
    whole: bool
    post: bool  # whether the mail server answered


@dataclass(frozen=True)
class Mail:
    at: datetime
    to: str
    notices: tuple[int, ...]
    digest: bool


@dataclass
class Account:
    zones: dict[int, ZoneInfo] = field(default_factory=dict)  # of each person
    couples: dict[int, Couple] = field(default_factory=dict)  # pair →
    coordinators: tuple[int, ...] = ()
    sessions: dict[int, Told] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    away: dict[int, list[tuple[date, date]]] = field(default_factory=dict)  # person → [from, until)
    rests: dict[int, list[tuple[datetime, datetime | None]]] = field(default_factory=dict)  # pair
    ended: dict[int, datetime] = field(default_factory=dict)  # pair → when
    deaths: int = 0
    lost_receipts: int = 0
    again: int = 0  # tasks that were handed out twice
    mails_lost: int = 0  # the worker died with the mail in its hands

    def runs(self, pair: int, moment: datetime) -> bool:
        """Whether a pair is active then."""
        over = self.ended.get(pair)
        if over is not None and over <= moment:
            return False
        rests = self.rests.get(pair, ())
        return not any(a <= moment and (b is None or moment < b) for a, b in rests)

    def turns_of(self, since: datetime, until: datetime) -> list[Turn]:
        """Those of `[since, until)`; they are written down in their order."""
        first, last = (
            bisect_left(self.turns, at, key=lambda turn: turn.at) for at in (since, until)
        )
        return self.turns[first:last]

    def is_away(self, person: int, day: date) -> bool:
        return any(a <= day < b for a, b in self.away.get(person, ()))
