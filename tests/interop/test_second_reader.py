"""Our calendar files, read by two libraries that know nothing of each other: they have to agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
import vobject
from django.core import mail
from django.test import Client
from icalendar import Calendar

from banyan.interop.calendar.snapshot import STATUS, Appointment, Guest, calendar, invitation
from banyan.mentoring import actions
from banyan.notifications import actions as notifications
from banyan.people.models import Person
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import SOON, World, world

__all__ = ["world"]  # a fixture

Told = list[dict[str, Any]]
ONCE = ("uid", "sequence", "status", "summary", "url")


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def by_icalendar(content: bytes | str) -> Told:
    found = []
    for event in Calendar.from_ical(content).walk("VEVENT"):
        said: dict[str, Any] = {name: str(event[name]) for name in ONCE}
        for name in ("dtstart", "dtend", "dtstamp"):
            said[name] = event.decoded(name)
        for name in ("organizer", "attendee"):
            said[name] = str(event[name]) if name in event else None
        found.append(said)
    return found


def by_vobject(content: bytes | str) -> Told:
    text = content.decode() if isinstance(content, bytes) else content
    found = []
    for one in vobject.readOne(text).contents.get("vevent", []):
        said: dict[str, Any] = {name: str(getattr(one, name).value) for name in ONCE}
        for name in ("dtstart", "dtend", "dtstamp"):
            said[name] = getattr(one, name).value
        for name in ("organizer", "attendee"):
            (value,) = [part.value for part in one.contents.get(name, [])] or [None]
            said[name] = value
        found.append(said)
    return found


def agreed(content: bytes | str) -> Told:
    """What both read; instants compared as instants, whatever each calls UTC."""
    one, other = by_icalendar(content), by_vobject(content)
    assert one == other
    for said in one:
        assert said["dtstart"].utcoffset() == timedelta()
    return one


# Words in every script and with every sign that the format escapes; a title longer than a line.
@pytest.mark.parametrize(
    "summary",
    [
        "Mentoring session",
        "परामर्श सत्र",
        "Встреча; с запятой, обратной \\ чертой и длинным продолжением " * 3,
        "one\ntwo",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🌳 " * 9,
    ],
)
@pytest.mark.parametrize("status", sorted(STATUS))
def test_both_read_the_same_file(summary: str, status: str) -> None:
    rows = [
        Appointment(pk, SOON + timedelta(days=pk), SOON + timedelta(days=pk, minutes=45), status,
                    pk, summary.strip())
        for pk in (1, 2, 3)
    ]  # fmt: skip
    content = calendar(
        rows,
        now=NOW,
        host="banyan.example.org",
        name="Banyan",
        address=lambda pk: f"https://x/{pk}/",
    )
    said = agreed(content)
    assert [one["uid"] for one in said] == [f"session-{pk}@banyan.example.org" for pk in (1, 2, 3)]
    assert [one["dtstart"] for one in said] == [row.starts_at for row in rows]
    assert {one["summary"] for one in said} == {summary.strip()}
    assert {one["status"] for one in said} == {STATUS[status]}


def test_an_empty_calendar_is_one_for_both() -> None:
    content = calendar([], now=NOW, host="h", name="Banyan", address=str)
    assert agreed(content) == []


# The night in which clocks in New York are put back: the instant is what counts.
@pytest.mark.parametrize("hour", [4, 5, 6, 7])
def test_both_read_an_instant_of_a_night_in_which_clocks_change(hour: int) -> None:
    at = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
    row = Appointment(1, at, at + timedelta(minutes=45), "confirmed", 0, "x")
    (said,) = agreed(calendar([row], now=NOW, host="h", name="B", address=str))
    assert (said["dtstart"], said["dtend"] - said["dtstart"]) == (at, timedelta(minutes=45))


@pytest.mark.parametrize(
    ("status", "called_off", "method"),
    [
        ("confirmed", False, "REQUEST"),
        ("proposed", False, "REQUEST"),
        ("cancelled", False, "CANCEL"),
        ("confirmed", True, "CANCEL"),
    ],
)
def test_both_read_the_same_invitation(status: str, called_off: bool, method: str) -> None:
    row = Appointment(7, SOON, SOON + timedelta(minutes=45), status, 3, "परामर्श सत्र")
    said_method, text = invitation(
        row,
        Guest("o'arun+calendar@example.org", agreed=True),
        now=NOW,
        host="banyan.example.org",
        organizer=('Banyan, "the" platform; India', "banyan@example.org"),
        address="https://banyan.example.org/sessions/7/",
        called_off=called_off,
    )
    (said,) = agreed(text)
    assert said_method == method
    assert str(Calendar.from_ical(text)["method"]) == vobject.readOne(text).method.value == method
    assert said["attendee"] == "mailto:o'arun+calendar@example.org"
    assert said["organizer"] == "mailto:banyan@example.org"
    assert (said["status"] == "CANCELLED") == (method == "CANCEL")


def test_both_read_the_same_under_the_secret_address_until_it_is_renewed(
    world: World, signed_in: Callable[[Person], Client], client: Client
) -> None:
    session = world.confirmed(topic="Fractions")
    browser = signed_in(world.cast.arun)
    addresses = []
    for _time in range(2):
        page = browser.post("/me/calendar/make/").content.decode()
        found = re.search(r"http://testserver(/calendar/[\w-]+\.ics)", page)
        assert found is not None
        addresses.append(found[1])
        (said,) = agreed(client.get(found[1]).content)
        assert (said["uid"], said["dtstart"]) == (f"session-{session.pk}@127.0.0.1", SOON)
    assert [client.get(at).status_code for at in addresses] == [404, 200]
    actions.cancel_session(session, "other", by=world.meera)
    (said,) = agreed(client.get(addresses[1]).content)
    assert (said["status"], said["sequence"]) == ("CANCELLED", "1")


def test_both_read_what_came_by_mail(world: World, worker: Callable[..., int]) -> None:
    session = world.confirmed()
    worker()
    notifications.mail_due(now=NOW)
    parts = [
        str(content) for sent in mail.outbox for content, _type in getattr(sent, "alternatives", [])
    ]
    assert len(parts) == 2
    for text in parts:
        (said,) = agreed(text)
        assert said["uid"] == f"session-{session.pk}@127.0.0.1"
