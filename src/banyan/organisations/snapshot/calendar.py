"""A calendar file (RFC 5545) as whole days: which of them are closed, and which are a term.

A file is text from somebody else's program. What cannot be a calendar is refused as a whole, by
the line that says so; an event that cannot be read is left out and told by its line, and the others
stay. Nothing here is older than a year or further ahead than three, however long a rule goes on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext
from icalendar import Event, vCategory

from banyan.organisations.snapshot.directory import tidy
from banyan.organisations.snapshot.identity import looks_like_aadhaar
from banyan.organisations.snapshot.recurrence import (
    DAY,
    Unread,
    by_rule,
    day_of,
    listed,
    moment_of,
    unreadable,
)
from banyan.organisations.snapshot.tables import BadFile, Problem
from banyan.organisations.states import DaysKind

MOST_BYTES = 500_000
MOST_EVENTS = 1_000
MOST_REPEATING = 50  # of them; each is followed time by time
MOST_DAYS = 1_000  # what a file may come to
DEEPEST = 8
LONGEST = timedelta(days=366)
LONGEST_TITLE = 120
BACK = timedelta(days=366)
AHEAD = timedelta(days=3 * 366)

_NEW_LINE = re.compile(r"\r\n|\r|\n")


class Days(NamedTuple):
    """Some days in a row, `[starts_on, ends_on)`; `uid` tells them from all others of a place."""

    uid: str
    kind: str
    title: str
    starts_on: date
    ends_on: date


class Line(NamedTuple):
    """One line of a calendar, put together again where it was folded; `number` is its first."""

    number: int
    text: str


@dataclass(slots=True)
class CalendarFile:
    """What a file says: its days in order, and what was left out and why."""

    days: list[Days] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # `row` is a line of the file
    timed: int = 0  # events at a time of day: they close nothing
    distant: int = 0  # longer ago or further ahead than is kept


@dataclass(slots=True)
class _Read:
    """One event whose days could be read."""

    lines: list[Line]
    uid: str
    kind: str
    title: str
    starts_on: date
    ends_on: date
    event: Any
    of: date | None  # the day of the rule in whose place it stands
    cancelled: bool


def read_calendar(content: bytes, kind: DaysKind, *, today: date) -> CalendarFile:
    """The days of a file. Events are of this kind, but one that has TERM among its CATEGORIES is a
    term. Raises BadFile for what is no calendar."""
    found = CalendarFile()
    read: dict[tuple[str, date | None], _Read] = {}
    for lines in _events(_lines(content)):
        try:
            one = _read(lines, kind)
        except Unread as bad:
            found.problems.append(Problem(_line_of(lines, bad.name), bad.name, bad.what, bad.cure))
            continue
        if one is None:
            found.timed += 1
        elif (there := read.get((one.uid, one.of))) is not None:
            what = gettext("It has the same UID as the event of line %(line)s.")
            cure = gettext("Give each event a UID of its own.")
            said = what % {"line": there.lines[0].number}
            found.problems.append(Problem(_line_of(lines, "UID"), "UID", said, cure))
        else:
            read[one.uid, one.of] = one
    _follow_rules(found, read, Horizon(today - BACK, today + AHEAD))
    if len(found.days) > MOST_DAYS:
        raise BadFile(
            gettext("The file comes to more than %(count)s closed times.") % {"count": MOST_DAYS},
            gettext("Send a file of fewer years."),
        )
    found.days.sort(key=lambda days: (days.starts_on, days.ends_on, days.uid))
    return found


def _lines(content: bytes) -> list[Line]:
    """Raises BadFile for what is no text, and for what does not begin like a calendar."""
    if len(content) > MOST_BYTES:
        raise BadFile(
            gettext("The file is larger than %(count)s KB.") % {"count": MOST_BYTES // 1000},
            gettext("Export only the calendar of the school, of the years you need."),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise BadFile(
            gettext("Line %(line)s is not text in UTF-8.") % {"line": number},
            gettext("Export the calendar again as an ICS file."),
        ) from error
    lines: list[Line] = []
    for number, each in enumerate(_NEW_LINE.split(text), start=1):
        if each[:1] in (" ", "\t") and lines:
            lines[-1] = Line(lines[-1].number, lines[-1].text + each[1:])
        elif each.strip():
            lines.append(Line(number, each))
    if not lines or lines[0].text.strip().upper() != "BEGIN:VCALENDAR" or "\0" in text:
        raise BadFile(
            gettext("This is not a calendar file: its first line is not BEGIN:VCALENDAR."),
            gettext("Export the calendar as an ICS file."),
        )
    return lines


def _events(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of each event, those with which it begins and ends among them. Raises BadFile where
    parts are not closed in turn."""
    cure = gettext("Export the calendar again as an ICS file.")
    opened: list[Line] = []
    event: list[Line] = []
    count, closed = 0, False
    for line in lines:
        name, colon, value = line.text.partition(":")
        name, part = name.strip().upper(), value.strip().upper()
        if not colon or (closed and name != "BEGIN"):
            what = gettext("Line %(line)s is not a line of a calendar.")
            raise BadFile(what % {"line": line.number}, cure)
        if name == "BEGIN":
            opened.append(Line(line.number, part))
            if len(opened) > DEEPEST:
                what = gettext("Line %(line)s opens too many things inside one another.")
                raise BadFile(what % {"line": line.number}, cure)
            if part == "VEVENT":
                event = []
        if opened and any(each.text == "VEVENT" for each in opened):
            event.append(line)
        if name != "END":
            continue
        if not opened or opened[-1].text != part:
            what = gettext("Line %(line)s ends something that has not begun.")
            raise BadFile(what % {"line": line.number}, cure)
        opened.pop()
        closed = not opened
        if part == "VEVENT":
            count += 1
            if count > MOST_EVENTS:
                what = gettext("The file has more than %(count)s events.")
                raise BadFile(what % {"count": MOST_EVENTS}, gettext("Send a file of fewer years."))
            yield event
    if opened:
        what = gettext("The file breaks off: what begins in line %(line)s has no end.")
        raise BadFile(what % {"line": opened[-1].number}, cure)


def _line_of(lines: list[Line], name: str) -> int:
    for line in lines:
        if re.split("[:;]", line.text, maxsplit=1)[0].strip().upper() == name:
            return line.number
    return lines[0].number


def _read(lines: list[Line], kind: DaysKind) -> _Read | None:
    """An event of whole days; None for one at a time of day. Raises Unread."""
    try:
        event: Any = Event.from_ical("\r\n".join(line.text for line in lines))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        # The library takes a property for what the file says it is, whether that makes sense or not
        raise Unread("BEGIN", gettext("This event cannot be read.")) from error
    broken = {str(name).upper() for name, _message in event.errors}
    for name in ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "EXDATE", "RDATE"):
        if name in broken:
            raise unreadable(name)
    for name in ("UID", "DTSTART", "SUMMARY"):
        if not event.get(name) or isinstance(event[name], list):
            raise Unread(
                name if isinstance(event.get(name), list) else "BEGIN",
                gettext("The event needs one %(name)s.") % {"name": name},
                gettext("Add it, or take the event out."),
            )
    title = tidy(str(event["SUMMARY"]))[:LONGEST_TITLE].strip()
    if not title or looks_like_aadhaar(title):
        raise Unread("SUMMARY", gettext("The title cannot be used."), gettext("Write another."))
    span = _span(event)
    if span is None:
        return None
    starts_on, ends_on = span
    if not timedelta() < ends_on - starts_on <= LONGEST:
        raise Unread(
            "DTEND" if "DTEND" in event else "DURATION",
            gettext("The event ends before it begins, or lasts longer than a year."),
            gettext("Correct its first and last day."),
        )
    of = day_of(event, "RECURRENCE-ID") if "RECURRENCE-ID" in event else None
    return _Read(
        lines,
        _short(str(event["UID"])),
        DaysKind.TERM if "TERM" in _categories(event) else kind,
        title,
        starts_on,
        ends_on,
        event,
        of,
        str(event.get("STATUS", "")).upper() == "CANCELLED",
    )


def _span(event: Any) -> tuple[date, date] | None:
    """From which day to which, half open. None for a time of day; from midnight to midnight are
    whole days, as some programs write them."""
    first = moment_of(event, "DTSTART")
    if "DTEND" in event:
        last = moment_of(event, "DTEND")
    elif "DURATION" in event:
        length = getattr(event["DURATION"], "dt", None)
        if not isinstance(length, timedelta):
            raise unreadable("DURATION")
        try:
            last = first + length
        except OverflowError as error:
            raise Unread("DURATION", gettext("The event lasts too long.")) from error
    else:
        last = first
    if isinstance(first, datetime) != isinstance(last, datetime):
        raise Unread("DTEND", gettext("The event begins with a day and ends with a time of day."))
    if isinstance(first, datetime) and isinstance(last, datetime):
        if first.time() != time() or last.time() != time() or first == last:
            return None
        return first.date(), last.date()
    # A day that ends when it begins is written by programs that mean the whole of it.
    return first, last if last != first else _after(first)


def _after(day: date) -> date:
    if day == date.max:
        raise Unread("DTSTART", gettext("This day is too far ahead."))
    return day + DAY


def _categories(event: Any) -> set[str]:
    given = event.get("CATEGORIES", [])
    each = given if isinstance(given, list) else [given]
    lists = [one.cats for one in each if isinstance(one, vCategory)]
    return {str(name).strip().upper() for names in lists for name in names}


def _short(uid: str) -> str:
    """As long as the database keeps it; a longer one is known by its hash."""
    uid = tidy(uid)
    return uid if len(uid) <= 180 else hashlib.sha256(uid.encode()).hexdigest()


class Horizon(NamedTuple):
    """The days that are kept: from and until, half open."""

    since: date
    until: date

    def holds(self, starts_on: date, ends_on: date) -> bool:
        return starts_on < self.until and ends_on > self.since


def _follow_rules(
    found: CalendarFile, read: dict[tuple[str, date | None], _Read], horizon: Horizon
) -> None:
    """Add the days of each event, of one that comes back each time; those that stand in the place
    of one of its times under the name of that time."""
    repeating = 0
    for (uid, of), one in read.items():
        rule = "RRULE" in one.event or "RDATE" in one.event
        if one.cancelled:
            continue
        if not rule or of is not None:
            if horizon.holds(one.starts_on, one.ends_on):
                name = uid if of is None else f"{uid}#{of:%Y%m%d}"
                found.days.append(Days(name, one.kind, one.title, one.starts_on, one.ends_on))
            else:
                found.distant += 1
            continue
        repeating += 1
        if repeating > MOST_REPEATING:
            raise BadFile(
                gettext("More than %(count)s events come back.") % {"count": MOST_REPEATING},
                gettext("Send a file with fewer of them."),
            )
        try:
            firsts = _times(one, horizon)
        except Unread as bad:
            line = _line_of(one.lines, bad.name)
            found.problems.append(Problem(line, bad.name, bad.what, bad.cure))
            continue
        length = one.ends_on - one.starts_on
        for first in firsts:
            if (uid, first) not in read and horizon.holds(first, first + length):
                name = f"{uid}#{first:%Y%m%d}"
                found.days.append(Days(name, one.kind, one.title, first, first + length))


def _times(one: _Read, horizon: Horizon) -> list[date]:
    """The first days of an event that comes back, up to the horizon. Raises Unread for a rule that
    is not followed."""
    days = {one.starts_on}
    if "RRULE" in one.event:
        days |= set(by_rule(one.event["RRULE"], one.starts_on, horizon.until))
    days |= set(listed(one.event, "RDATE"))
    return sorted(day for day in days - set(listed(one.event, "EXDATE")) if day < horizon.until)
