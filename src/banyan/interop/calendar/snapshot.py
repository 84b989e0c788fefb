"""Sessions as a calendar file: when, how they stand, and the way to their page. Nothing else.

Calendar programs copy what they read to other machines, so there is no name, topic, place or
meeting link in it: whoever opens the page signs in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

# RFC 5545, 3.8.1.11: what becomes of an event, in its words.
STATUS = {
    "proposed": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "held": "CONFIRMED",
    "missed": "CANCELLED",
    "cancelled": "CANCELLED",
}
PRODUCT = "-//Banyan//Mentoring sessions//EN"


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar may know of a session."""

    id: int
    starts_at: datetime
    ends_at: datetime
    status: str
    sequence: int
    summary: str


def calendar(
    appointments: Iterable[Appointment],
    *,
    now: datetime,
    host: str,
    name: str,
    address: Callable[[int], str],
) -> bytes:
    """An iCalendar file (RFC 5545) with the times in UTC.

    `host` makes the UIDs of this installation unique; the UID of a session never changes, and
    SEQUENCE grows with each new time, so that a calendar moves the entry and makes no second one.
    `address(id)` is the page of a session.
    """
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", name)
    file.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for appointment in appointments:
        event = Event()
        event.add("uid", f"session-{appointment.id}@{host}")
        event.add("sequence", appointment.sequence)
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", appointment.starts_at.astimezone(UTC))
        event.add("dtend", appointment.ends_at.astimezone(UTC))
        event.add("status", STATUS[appointment.status])
        event.add("summary", appointment.summary)
        event.add("url", address(appointment.id))
        file.add_component(event)
    content: bytes = file.to_ical()
    return content
