"""Calendar files, read by a library and by eye; the secret address, and what it does not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

import blueprint
from banyan.interop.calendar import actions as calendars
from banyan.interop.calendar.models import CalendarAddress
from banyan.interop.calendar.snapshot import Appointment, calendar
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import stranger
from banyan.mentoring import actions
from banyan.mentoring.models import Session
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import SOON, World, world

__all__ = ["world"]  # a fixture

SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def unfolded(content: bytes) -> list[str]:
    """The content lines of RFC 5545, 3.1: CRLF, at most 75 octets, a blank continues."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert not re.search("(?<!\r)\n", text)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def by_hand(content: bytes) -> list[dict[str, str]]:
    """Each event as name → value, with no library at all."""
    events: list[dict[str, str]] = []
    for line in unfolded(content):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1][name.partition(";")[0]] = value
    return events


def made(status: str = "confirmed", sequence: int = 0) -> bytes:
    row = Appointment(7, SOON, SOON + timedelta(minutes=45), status, sequence, "परामर्श सत्र")
    return calendar(
        [row],
        now=NOW,
        host="banyan.example.org",
        name="Banyan",
        address=lambda pk: f"https://banyan.example.org/sessions/{pk}/",
    )


def test_a_file_says_when_in_utc_and_nothing_more() -> None:
    (event,) = by_hand(made())
    assert event == {
        "UID": "session-7@banyan.example.org",
        "SEQUENCE": "0",
        "DTSTAMP": "20260114T063000Z",
        "DTSTART": "20260116T113000Z",
        "DTEND": "20260116T121500Z",
        "STATUS": "CONFIRMED",
        "SUMMARY": "परामर्श सत्र",
        "URL": "https://banyan.example.org/sessions/7/",
        "END": "VCALENDAR",
    }


def test_the_library_reads_the_same() -> None:
    (event,) = Calendar.from_ical(made()).walk("VEVENT")
    assert event.decoded("dtstart") == SOON
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    assert str(event["summary"]) == "परामर्श सत्र"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("proposed", "TENTATIVE"),
        ("confirmed", "CONFIRMED"),
        ("held", "CONFIRMED"),
        ("missed", "CANCELLED"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_a_status_becomes_the_word_of_the_standard(status: str, word: str) -> None:
    assert by_hand(made(status))[0]["STATUS"] == word


def test_a_moved_session_keeps_its_uid_and_counts_on(world: World, signed_in: SignIn) -> None:
    session = world.confirmed()
    browser = signed_in(world.cast.arun)
    address = f"/sessions/{session.pk}/calendar.ics"
    before = by_hand(browser.get(address).content)[0]
    actions.reschedule(session, SOON + timedelta(days=1), 60, by=world.meera)
    moved = by_hand(browser.get(address).content)[0]
    actions.cancel_session(session, "other", by=world.meera)
    cancelled = by_hand(browser.get(address).content)[0]
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert [e["SEQUENCE"] for e in (before, moved, cancelled)] == ["0", "1", "2"]
    assert [e["STATUS"] for e in (before, moved, cancelled)] == [
        "CONFIRMED",
        "TENTATIVE",
        "CANCELLED",
    ]
    assert moved["DTSTART"] == "20260117T113000Z"


def test_the_file_of_a_session_is_for_its_people(world: World, signed_in: SignIn) -> None:
    address = f"/sessions/{world.confirmed().pk}/calendar.ics"
    answer = signed_in(world.cast.meera).get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    for who, status in [("devi", 403), ("kavita", 404), ("omar", 404), ("nandan", 404)]:
        assert signed_in(getattr(world.cast, who)).get(address).status_code == status


def secret_of(browser: Client) -> str:
    page = browser.post("/me/calendar/make/").content.decode()
    found = re.search(r"http://testserver(/calendar/[\w-]+\.ics)", page)
    assert found is not None
    return found[1]


def test_the_address_is_made_shown_once_renewed_and_taken_away(
    world: World, signed_in: SignIn, client: Client
) -> None:
    world.confirmed()
    browser = signed_in(world.cast.arun)
    assert "Make an address" in browser.get("/me/calendar/").content.decode()
    first = secret_of(browser)
    token = first.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in CalendarAddress.objects.get().token_hash
    assert token not in browser.get("/me/calendar/").content.decode()
    assert len(by_hand(client.get(first).content)) == 1
    second = secret_of(browser)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    browser.post("/me/calendar/remove/")
    assert client.get(second).status_code == 404
    told = Event.objects.filter(verb__startswith="calendar").order_by("pk")
    assert [one.verb for one in told] == ["calendar.make", "calendar.make", "calendar.remove"]
    assert token not in "".join(str(event.data) for event in Event.objects.all())


def test_removing_twice_is_removing_once(world: World, signed_in: SignIn) -> None:
    calendars.make_address(by=world.arun)
    assert calendars.remove_address(by=world.arun) is True
    assert calendars.remove_address(by=world.arun) is False
    with pytest.raises(Refused):
        calendars.make_address(by=stranger(NOW))


def test_an_address_made_in_another_tab_stands_and_a_button_pressed_twice_gives_one_that_works(
    world: World, signed_in: SignIn, client: Client
) -> None:
    browser, page = signed_in(world.cast.arun), "/me/calendar/"

    def seen() -> str:
        found = re.search(r'name="seen" value="(\w*)"', browser.get(page).content.decode())
        assert found is not None
        return found.group(1)

    def made(edition: str, minutes: float = 0) -> tuple[int, str]:
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            answer = browser.post(f"{page}make/", {"seen": edition})
        found = re.search(r"/calendar/([\w-]+)\.ics", answer.content.decode())
        return answer.status_code, found.group(1) if found else ""

    none_yet = seen()
    (_first, lost), (status, shown) = made(none_yet), made(none_yet, 0.1)
    assert status == 200
    assert client.get(f"/calendar/{lost}.ics").status_code == 404
    assert client.get(f"/calendar/{shown}.ics").status_code == 200
    assert made(none_yet, 5) == (409, "")  # the other tab
    assert client.get(f"/calendar/{shown}.ics").status_code == 200
    before = seen()
    calendars.remove_address(by=world.arun)
    status, anew = made(before, 6)
    assert (status, client.get(f"/calendar/{anew}.ics").status_code) == (200, 200)


def test_an_unknown_address_is_not_there(world: World, client: Client) -> None:
    assert client.get("/calendar/never-made.ics").status_code == 404


def test_somebody_who_left_has_no_calendar(world: World, client: Client) -> None:
    token = calendars.make_address(by=world.arun)
    Person.objects.filter(pk=world.cast.arun.pk).update(is_active=False)
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_the_feed_holds_ones_own_sessions_and_not_those_one_waits_for(
    world: World, client: Client
) -> None:
    bina, chetan = world.others[:2]
    group = world.group(seats=1)
    for person in (bina, chetan):
        actions.take_seat(group, by=world.by(person))
        group.refresh_from_db()
    world.proposed(SOON + timedelta(days=1))
    seen = {}
    for person in (world.cast.meera, world.cast.arun, bina, chetan, world.cast.devi):
        token = calendars.make_address(by=world.by(person))
        events = by_hand(client.get(f"/calendar/{token}.ics").content)
        seen[person.name.split()[0]] = [event["STATUS"] for event in events]
    assert seen == {
        "Meera": ["CONFIRMED", "TENTATIVE"],
        "Arun": ["TENTATIVE"],
        "Bina": ["CONFIRMED"],
        "Chetan": [],
        "Devi": [],
    }


def test_the_feed_holds_no_name_and_no_word(world: World, client: Client) -> None:
    world.confirmed(topic="Fractions", meeting_url="https://meet.example.org/our-room")
    token = calendars.make_address(by=world.arun)
    content = client.get(f"/calendar/{token}.ics").content.decode().replace("\r\n ", "")
    for word in ("Meera", "Arun", "Fractions", "meet.example.org", "Sabarmati", "@example.org"):
        assert word not in content
    assert "SUMMARY:Mentoring session\r\n" in content


def test_a_calendar_across_the_end_of_summer_time_keeps_the_moments() -> None:
    """A calendar in New York, Moscow or Kolkata shows the same moment, whatever its clocks do."""
    start = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 01:30 in New York, the first of the two
    row = Appointment(1, start, start + timedelta(minutes=60), "confirmed", 0, "s")
    content = calendar([row], now=NOW, host="h", name="n", address=str)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=60)
    assert event.decoded("dtstart") == start


def test_each_session_is_told_in_the_words_of_its_own_programme(
    world: World, client: Client
) -> None:
    """Arun has a pair in a programme of everyday words, and another by the Russian model."""
    world.confirmed()
    other = Cohort.objects.create(
        programme=world.cohort.programme,
        name="By the Russian model",
        blueprint="ru_target_model",
        blueprint_version=blueprint.get("ru_target_model").version,
        starts_on=world.cohort.starts_on,
        ends_on=world.cohort.ends_on,
    )
    world.proposed(SOON + timedelta(days=1))
    Session.objects.filter(status="proposed").update(cohort=other)
    Person.objects.filter(pk=world.cast.arun.pk).update(locale="ru")
    token = calendars.make_address(by=world.arun)
    told = client.get(f"/calendar/{token}.ics").content
    assert [event["SUMMARY"] for event in by_hand(told)] == [
        "Встреча наставника и учителя",
        "Встреча наставника и наставляемого",
    ]
    assert "X-WR-CALNAME:Встречи наставника и учителя" in unfolded(told)


def test_the_feed_costs_the_same_for_one_session_and_for_three(
    world: World, client: Client
) -> None:
    world.confirmed()
    token = calendars.make_address(by=world.arun)

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"/calendar/{token}.ics").status_code == 200
        return len(counted)

    one = cost()
    for days in (1, 2):
        world.confirmed(SOON + timedelta(days=days))
    assert cost() == one
