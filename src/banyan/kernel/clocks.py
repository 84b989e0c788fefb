"""A day and a time as a wall clock shows them, and the moment that is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment as it was typed. `twice` when the clock showed that time twice on that day."""

    at: datetime
    twice: bool = False


class NoSuchTime(ValueError):
    """The clock was put forward over this time: it never showed it on that day."""


def instant(day: date, clock: time, zone: ZoneInfo, stands: datetime | None = None) -> Instant:
    """The moment at which a wall clock of `zone` shows this time on this day, in UTC.

    When the clock is put back it shows an hour twice: the first time is meant. When it is put
    forward it leaves an hour out: NoSuchTime. Of something that `stands` at a moment whose day and
    minute are these, that moment is meant: whoever leaves the time as it is moves nothing.
    """
    first = datetime.combine(day, clock, tzinfo=zone)
    if stands is not None:
        shown = stands.astimezone(zone).replace(second=0, microsecond=0)
        if shown.replace(tzinfo=None) == first.replace(tzinfo=None):
            return Instant(stands)
    at = first.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise NoSuchTime
    return Instant(at, twice=first.utcoffset() != first.replace(fold=1).utcoffset())
