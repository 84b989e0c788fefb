"""Sessions, workshops and short meetings as a calendar file: when, how they stand, and the way to
their page. Nothing else.

Calendar programs copy what they read to other machines, so there is no name, topic, place or
meeting link in it: whoever opens the page signs in. An invitation by mail (iTIP, RFC 5546, in the
form of RFC 6047) adds the address that it goes to, and no other: it comes from the platform, and
nobody learns from it who else comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

# RFC 5545, 3.8.1.11: what becomes of an event, in its words.
STATUS = {
    "open": "CONFIRMED",
    "announced": "CONFIRMED",
    "proposed": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "held": "CONFIRMED",
    "missed": "CANCELLED",
    "cancelled": "CANCELLED",
}
PRODUCT = "-//Banyan//Mentoring sessions//EN"


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar may know of a session, of one day of a workshop, or of short meetings."""

    id: int
    starts_at: datetime
    ends_at: datetime
    status: str
    sequence: int
    summary: str
    kind: str = "session"  # or the "meeting" of a workshop, or short meetings, a "rota"
    url: str = ""  # its page, where it is no session


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
    `address(id)` is the page of a session; anything else says its own.
    """
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", name)
    file.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for appointment in appointments:
        file.add_component(
            _event(appointment, now, host, appointment.url or address(appointment.id))
        )
    content: bytes = file.to_ical()
    return content


def _event(appointment: Appointment, now: datetime, host: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{appointment.kind}-{appointment.id}@{host}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(UTC))
    event.add("dtend", appointment.ends_at.astimezone(UTC))
    event.add("status", STATUS[appointment.status])
    event.add("summary", appointment.summary)
    event.add("url", address)
    return event


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom an invitation goes to: her own address, and whether she has agreed to the time."""

    email: str
    agreed: bool


def invitation(
    appointment: Appointment,
    guest: Guest,
    *,
    now: datetime,
    host: str,
    organizer: tuple[str, str],
    address: str,
    called_off: bool = False,
) -> tuple[str, str]:
    """The method and the text of an invitation, of an update, or of its end (RFC 5546, 3.2.2 and
    3.2.5). `organizer` is the name and the mail address of the platform; `called_off` ends it for
    this guest while the session goes on for others."""
    ends = called_off or STATUS[appointment.status] == "CANCELLED"
    method = "CANCEL" if ends else "REQUEST"
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", method)
    event = _event(appointment, now, host, address)
    if ends:
        event["STATUS"] = vText("CANCELLED")
    name, mailbox = organizer
    sender = vCalAddress(f"mailto:{mailbox}")
    sender.params["CN"] = vText(name)
    event.add("organizer", sender)
    to = vCalAddress(f"mailto:{guest.email}")
    to.params["ROLE"] = vText("REQ-PARTICIPANT")
    # She answers on the page, or by the links of the mail: no program answers for her.
    to.params["PARTSTAT"] = vText("ACCEPTED" if guest.agreed else "NEEDS-ACTION")
    to.params["RSVP"] = vText("FALSE")
    event.add("attendee", to)
    file.add_component(event)
    return method, file.to_ical().decode()
