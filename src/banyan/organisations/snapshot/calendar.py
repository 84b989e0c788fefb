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
from itertools import islice
from typing import Any, NamedTuple

from dateutil.rrule import rrulestr
from django.utils.translation import gettext
from icalendar import Event, vRecur

from banyan.organisations.snapshot.directory import tidy
from banyan.organisations.snapshot.identity import looks_like_aadhaar
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
EARLIEST = date(2000, 1, 1)  # a rule that begins before is not followed

_DAY = timedelta(days=1)
_NEW_LINE = re.compile(r"\r\n|\r|\n")
# The rules that are followed: by which parts, and what these may be. The library looks on through
# the centuries for a day that no year has, so each of these comes true within a few years.
_ONE, _SEVERAL = r"-?[1-5]", r"(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH = rf"(?:{_ONE})?{_SEVERAL}"
_RULES = (
    r"FREQ=DAILY",
    rf"FREQ=WEEKLY(;BYDAY={_SEVERAL}(,{_SEVERAL})*)?",
    rf"FREQ=MONTHLY(;BYDAY={_NTH}(,{_NTH})*(;BYSETPOS=-?[1-4])?)?",
    r"FREQ=MONTHLY;BYMONTHDAY=(-?1?[1-9]|-?10|-?2[0-8])",
    r"FREQ=YEARLY(;BYMONTH=(1[0-2]|[1-9]))?",
    r"FREQ=YEARLY;BYMONTH=(1[0-2]|[1-9]);BYMONTHDAY=(-?1?[1-9]|-?10|-?2[0-8])",
    rf"FREQ=YEARLY;BYMONTH=(1[0-2]|[1-9]);BYDAY=-?[1-4]{_SEVERAL}",
    r"FREQ=YEARLY;BYMONTH=(1|3|5|7|8|10|12);BYMONTHDAY=(29|30|31)",
    r"FREQ=YEARLY;BYMONTH=(4|6|9|11);BYMONTHDAY=(29|30)",
)
_FOLLOWED = re.compile("|".join(f"(?:{rule})" for rule in _RULES))
_IN_ORDER = ("FREQ", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")
_BESIDE = {"INTERVAL", "COUNT", "UNTIL", "WKST"}
_LONGEST_INTERVAL = 60


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


class _Unread(ValueError):
    """What is wrong with one event: the property by which its line is found, and a sentence."""

    def __init__(self, name: str, what: str, cure: str = "") -> None:
        super().__init__(what)
        self.name, self.what, self.cure = name, what, cure


def read_calendar(content: bytes, kind: DaysKind, *, today: date) -> CalendarFile:
    """The days of a file. Events are of this kind, but one that has TERM among its CATEGORIES is a
    term. Raises BadFile for what is no calendar."""
    found = CalendarFile()
    read: dict[tuple[str, date | None], _Read] = {}
    for lines in _events(_lines(content)):
        try:
            one = _read(lines, kind)
        except _Unread as bad:
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
    """An event of whole days; None for one at a time of day. Raises _Unread."""
    try:
        event: Any = Event.from_ical("\r\n".join(line.text for line in lines))
    except (ValueError, IndexError, KeyError) as error:
        raise _Unread("BEGIN", gettext("This event cannot be read.")) from error
    broken = {str(name).upper() for name, _message in event.errors}
    for name in ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "EXDATE", "RDATE"):
        if name in broken:
            raise _Unread(
                name,
                gettext("%(name)s cannot be read.") % {"name": name},
                gettext("A day is written like 20260126."),
            )
    for name in ("UID", "DTSTART", "SUMMARY"):
        if not event.get(name) or isinstance(event[name], list):
            raise _Unread(
                name if isinstance(event.get(name), list) else "BEGIN",
                gettext("The event needs one %(name)s.") % {"name": name},
                gettext("Add it, or take the event out."),
            )
    title = tidy(str(event["SUMMARY"]))[:LONGEST_TITLE].strip()
    if not title or looks_like_aadhaar(title):
        raise _Unread("SUMMARY", gettext("The title cannot be used."), gettext("Write another."))
    span = _span(event)
    if span is None:
        return None
    starts_on, ends_on = span
    if not starts_on < ends_on <= starts_on + LONGEST:
        raise _Unread(
            "DTEND" if "DTEND" in event else "DURATION",
            gettext("The event ends before it begins, or lasts longer than a year."),
            gettext("Correct its first and last day."),
        )
    of = _day(event["RECURRENCE-ID"].dt) if "RECURRENCE-ID" in event else None
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
    first = event["DTSTART"].dt
    if not isinstance(first, date):
        raise _Unread("DTSTART", gettext("DTSTART has no day."))
    if "DTEND" in event and not isinstance(event["DTEND"], list):
        last = event["DTEND"].dt
    elif "DURATION" in event and not isinstance(event["DURATION"], list):
        try:
            last = first + event["DURATION"].dt
        except OverflowError as error:
            raise _Unread("DURATION", gettext("The event lasts too long.")) from error
    else:
        last = first
    if isinstance(first, datetime) != isinstance(last, datetime):
        raise _Unread("DTEND", gettext("The event begins with a day and ends with a time of day."))
    if isinstance(first, datetime):
        if first.time() != time() or last.time() != time() or first == last:
            return None
        return first.date(), last.date()
    # A day that ends when it begins is written by programs that mean the whole of it.
    return first, last if last != first else _after(first)


def _after(day: date) -> date:
    if day == date.max:
        raise _Unread("DTSTART", gettext("This day is too far ahead."))
    return day + _DAY


def _categories(event: Any) -> set[str]:
    given = event.get("CATEGORIES", [])
    each = given if isinstance(given, list) else [given]
    return {str(name).strip().upper() for one in each for name in getattr(one, "cats", [])}


def _day(moment: Any) -> date:
    if isinstance(moment, datetime):
        return moment.date()
    if isinstance(moment, date):
        return moment
    raise _Unread("RECURRENCE-ID", gettext("RECURRENCE-ID has no day."))


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
        except _Unread as bad:
            line = _line_of(one.lines, bad.name)
            found.problems.append(Problem(line, bad.name, bad.what, bad.cure))
            continue
        length = one.ends_on - one.starts_on
        for first in firsts:
            if (uid, first) not in read and horizon.holds(first, first + length):
                name = f"{uid}#{first:%Y%m%d}"
                found.days.append(Days(name, one.kind, one.title, first, first + length))


def _times(one: _Read, horizon: Horizon) -> list[date]:
    """The first days of an event that comes back, up to the horizon. Raises _Unread for a rule that
    is not followed."""
    days = {one.starts_on}
    if "RRULE" in one.event:
        days |= set(_by_rule(one.event["RRULE"], one.starts_on, horizon.until))
    days |= set(_listed(one.event, "RDATE"))
    return sorted(day for day in days - set(_listed(one.event, "EXDATE")) if day < horizon.until)


def _by_rule(rule: Any, first: date, until: date) -> list[date]:
    cure = gettext("Write each time as an event of its own.")
    not_followed = _Unread("RRULE", gettext("This rule of coming back is not understood."), cure)
    if isinstance(rule, list):
        raise not_followed
    given = {str(name).upper(): values for name, values in rule.items()}
    parts = [f"{name}={_said(given[name])}" for name in _IN_ORDER if name in given]
    if not (given.keys() <= {*_IN_ORDER, *_BESIDE} and _FOLLOWED.fullmatch(";".join(parts))):
        raise not_followed
    if (
        len(parts) == 2
        and parts[1].startswith("BYMONTH=")
        and parts[1:] != [f"BYMONTH={first.month}"]
    ):
        raise not_followed  # a month that may have no such day
    if first < EARLIEST:
        what = gettext("It has been coming back since before %(year)s.")
        raise _Unread("RRULE", what % {"year": EARLIEST.year}, cure)
    counts, ends = given.pop("COUNT", None), given.pop("UNTIL", None)
    if ends:
        until = min(until, _day(ends[0]) + _DAY)
    try:
        if not all(1 <= int(each) <= _LONGEST_INTERVAL for each in given.get("INTERVAL", ())):
            raise not_followed
        followed = rrulestr(
            vRecur(given).to_ical().decode(),  # type: ignore[no-untyped-call]
            dtstart=datetime.combine(first, time()),
        ).replace(until=datetime.combine(until, time()) - timedelta(seconds=1))
        return [at.date() for at in (islice(followed, int(counts[0])) if counts else followed)]
    except (ValueError, TypeError, OverflowError) as error:
        if error is not_followed:
            raise
        raise not_followed from error


def _said(values: Any) -> str:
    each = values if isinstance(values, list) else [values]
    return ",".join(str(value).upper() for value in each)


def _listed(event: Any, name: str) -> Iterator[date]:
    given = event.get(name, [])
    for each in given if isinstance(given, list) else [given]:
        for value in getattr(each, "dts", []):
            if isinstance(value.dt, date):
                yield _day(value.dt)
