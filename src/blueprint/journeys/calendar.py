"""Days as whole numbers (`date.toordinal`): spans counted from a day, and days moved by leave."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from blueprint.journeys.facts import Hold
from blueprint.language import Span

Ordinal = int
WEEKDAYS = 5
WEEK = 7
FIRST, LAST = dt.date.min.toordinal(), dt.date.max.toordinal()


class Shift(NamedTuple):
    """A span in the units of the arithmetic: weeks are days."""

    months: int
    days: int
    working_days: int


def shift(span: Span) -> Shift:
    """A span of the language as a shift."""
    return Shift(span.months, span.days + WEEK * span.weeks, span.working_days)


def least_days(span: Span) -> int:
    """The fewest days that it can last, wherever it begins: no month adds fewer than 28, and no
    working day fewer than one. For a database, which is asked for what may be due."""
    return 28 * span.months + span.days + WEEK * span.weeks + span.working_days


@lru_cache(maxsize=65536)
def add(day: Ordinal, months: int, days: int, working_days: int) -> Ordinal:
    """The day so much later, or earlier if the numbers are negative.

    Calendar months come first, and the 31st becomes the last day of a shorter month; then days;
    then days of Monday to Friday. Stays within the years 1 to 9999.
    """
    if months:
        date = dt.date.fromordinal(day)
        year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            return FIRST if months < 0 else LAST
        day = date.replace(
            year=year, month=month + 1, day=min(date.day, monthrange(year, month + 1)[1])
        ).toordinal()
    day += days
    if working_days:
        one = 1 if working_days > 0 else -1
        weeks, left = divmod(abs(working_days), WEEKDAYS)
        # Whole weeks first, from the working day on or before the day in the direction of count.
        while (day - 1) % WEEK >= WEEKDAYS:
            day -= one
        day += one * weeks * WEEK
        while left:
            day += one
            left -= (day - 1) % WEEK < WEEKDAYS
    return min(max(day, FIRST), LAST)


def counted(day: dt.date, span: Span) -> dt.date:
    """The day that lies a span of the language after this one."""
    return dt.date.fromordinal(add(day.toordinal(), *shift(span)))


class Leave(NamedTuple):
    """A stretch of days on hold, half open; `known` if its end has been said."""

    begins: Ordinal
    ends: Ordinal
    known: bool


def leaves(holds: Iterable[Hold], today: Ordinal) -> tuple[Leave, ...]:
    """The holds in order, those that overlap or touch joined.

    A hold without an end is counted up to today, as if it ended now; nobody knows more.
    """
    found: list[Leave] = []
    for hold in sorted(holds, key=lambda hold: hold.begins_on):
        begins = hold.begins_on.toordinal()
        ends = today + 1 if hold.ends_on is None else hold.ends_on.toordinal()
        if ends <= begins:
            continue
        known = hold.ends_on is not None
        if found and begins <= found[-1].ends:
            before = found[-1]
            if ends > before.ends:
                found[-1] = Leave(before.begins, ends, known)
            elif not known and ends == before.ends:
                found[-1] = Leave(before.begins, ends, False)
        else:
            found.append(Leave(begins, ends, known))
    return tuple(found)


def moved(day: Ordinal, since: Ordinal, holds: tuple[Leave, ...]) -> Ordinal:
    """A day counted from `since`, moved later by every hold that began by then.

    Each moves it by the part of the hold that lies after `since`. It is the day on which a clock
    arrives that stands still on leave; a day before `since` is not moved.
    """
    if day < since:
        return day
    for begins, ends, _ in holds:
        if begins > day:
            break
        if ends > since:
            day += ends - max(begins, since)
    return min(day, LAST)
