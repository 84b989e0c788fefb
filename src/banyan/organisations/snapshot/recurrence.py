"""What of an event of a calendar file tells on which days it comes back (RFC 5545, 3.3.10, 3.8.5).

Whatever a file says a property is, only days are taken for days; what is no day makes the event
alone unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.translation import gettext
from icalendar import vRecur

EARLIEST = date(2000, 1, 1)  # a rule that begins before is not followed
DAY = timedelta(days=1)

# The rules that are followed: by which parts, and what these may be. The library looks on through
# the centuries for a day that no year has, so each of these comes true within a few years: every
# month has the first four of each weekday, a fifth one only at times.
_ONE, _SEVERAL = r"-?[1-5]", r"(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH = rf"(?:{_ONE})?{_SEVERAL}"
_RULES = (
    r"FREQ=DAILY",
    rf"FREQ=WEEKLY(;BYDAY={_SEVERAL}(,{_SEVERAL})*)?",
    rf"FREQ=MONTHLY(;BYDAY={_NTH}(,{_NTH})*(;BYSETPOS=-?1)?)?",
    rf"FREQ=MONTHLY;BYDAY={_SEVERAL}(,{_SEVERAL})*;BYSETPOS=-?[1-4]",
    r"FREQ=MONTHLY;BYMONTHDAY=(-?1?[1-9]|-?10|-?2[0-8])",
    r"FREQ=YEARLY(;BYMONTH=(1[0-2]|[1-9]))?",
    r"FREQ=YEARLY;BYMONTH=(1[0-2]|[1-9]);BYMONTHDAY=(-?1?[1-9]|-?10|-?2[0-8])",
    rf"FREQ=YEARLY;BYMONTH=(1[0-2]|[1-9]);BYDAY=-?[1-4]{_SEVERAL}",
    r"FREQ=YEARLY;BYMONTH=(1|3|5|7|8|10|12);BYMONTHDAY=(29|30|31)",
    r"FREQ=YEARLY;BYMONTH=(4|6|9|11);BYMONTHDAY=(29|30)",
)
_FOLLOWED = re.compile("|".join(f"(?:{rule})" for rule in _RULES))
_FIFTH = re.compile(r"BYDAY=(.*,)?-?5")
_IN_ORDER = ("FREQ", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")
_BESIDE = {"INTERVAL", "COUNT", "UNTIL", "WKST"}
_LONGEST_INTERVAL = 60


class Unread(ValueError):
    """What is wrong with one event: the property by which its line is found, and a sentence."""

    def __init__(self, name: str, what: str, cure: str = "") -> None:
        super().__init__(what)
        self.name, self.what, self.cure = name, what, cure


def unreadable(name: str) -> Unread:
    return Unread(
        name,
        gettext("%(name)s cannot be read.") % {"name": name},
        gettext("A day is written like 20260126."),
    )


def moment_of(event: Any, name: str) -> date:
    """The day of a property, with its time where it has one. Raises Unread for what stands there
    twice, and for what a file gives another type (VALUE=TEXT, PERIOD, TIME, BOOLEAN, ...)."""
    moment = getattr(event[name], "dt", None)
    if not isinstance(moment, date):
        raise unreadable(name)
    return moment


def day_of(event: Any, name: str) -> date:
    return _day(moment_of(event, name))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def by_rule(rule: Any, first: date, until: date) -> list[date]:
    """The days on which an event comes back that is first on that day, before `until`. Raises
    Unread for a rule that is not followed."""
    cure = gettext("Write each time as an event of its own.")
    not_followed = Unread("RRULE", gettext("This rule of coming back is not understood."), cure)
    if not isinstance(rule, vRecur):
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
        raise Unread("RRULE", what % {"year": EARLIEST.year}, cure)
    counts, ends = given.pop("COUNT", None), given.pop("UNTIL", None)
    if ends:
        if not isinstance(ends[0], date):
            raise not_followed
        if _day(ends[0]) < until:  # first compared: after the last day of all there is none
            until = _day(ends[0]) + DAY
    try:
        intervals = [int(each) for each in given.get("INTERVAL", ())]
        if not all(1 <= each <= _LONGEST_INTERVAL for each in intervals):
            raise not_followed
        if any(each % 12 == 0 for each in intervals) and any(map(_FIFTH.match, parts)):
            raise not_followed  # always the same month: of a February there may be no fifth one
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


def listed(event: Any, name: str) -> Iterator[date]:
    """The days of a list of days: those on which an event is besides its rule, or is not."""
    given = event.get(name, [])
    for each in given if isinstance(given, list) else [given]:
        if not hasattr(each, "dts"):
            raise unreadable(name)
        for value in each.dts:
            if isinstance(value.dt, date):
                yield _day(value.dt)
