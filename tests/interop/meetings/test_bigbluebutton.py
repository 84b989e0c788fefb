"""BigBlueButton, held against its documentation by a server that checks every call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from banyan.interop.meetings.bigbluebutton import HASHES, BigBlueButton, checksum
from banyan.interop.meetings.ports import Plan, Trouble
from banyan.interop.meetings.states import Problem
from banyan.mentoring.ports import Guest
from tests.conftest import NOW
from tests.interop.meetings.servers import BAD_DAYS, Asked, BigBlueButtonServer, Loopback

PLAN = Plan("session-7", NOW, NOW + timedelta(minutes=45))
ARUN = Guest("a1b2", "अरुण & Sons <b>", is_host=False)
MEERA = Guest("c3d4", "Meera Nair", is_host=True)


def door(fake: BigBlueButtonServer, guest: Guest) -> Asked:
    """The address of a person, as the server gets it when her browser goes there."""
    server = BigBlueButton(Loopback())
    address = server.door(server.fixed(PLAN.uid), PLAN.uid, guest, PLAN.ends_at)
    return Asked("GET", address.removeprefix("https://bbb.example.org"), {}, b"")


def test_the_checksum_is_that_of_the_documentation() -> None:
    query = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444"
    secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"
    assert checksum("create", query, secret, "sha1") == "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"


@pytest.mark.parametrize("algorithm", HASHES)
def test_a_room_is_made_once_however_often_it_is_asked_for(
    bbb: BigBlueButtonServer, settings: Settings, algorithm: str
) -> None:
    settings.MEETING_KEYS["BBB_HASH"] = algorithm
    server = BigBlueButton(Loopback())
    assert server.missing() == []
    assert server.make(PLAN) == server.make(PLAN)
    (room,) = bbb.rooms.values()
    assert room["record"] == "false"


def test_the_server_is_told_no_word_of_the_session(bbb: BigBlueButtonServer) -> None:
    BigBlueButton(Loopback()).make(PLAN)
    (room,) = bbb.rooms.values()
    assert set(room) == {"name", "meetingID", "record"}
    assert (room["name"], room["meetingID"] == "7") == ("Banyan", False)
    assert "session" not in room["meetingID"]


def test_each_goes_in_by_an_address_of_her_own_with_her_name(bbb: BigBlueButtonServer) -> None:
    for guest, role in ((ARUN, "VIEWER"), (MEERA, "MODERATOR")):
        asked = door(bbb, guest)
        assert bbb.answer(asked)[2].startswith(b"<response><returncode>SUCCESS")
        query = asked.query
        assert (query["fullName"], query["role"], query["userID"]) == (guest.name, role, guest.key)


def test_an_address_cannot_be_changed_into_that_of_the_host(bbb: BigBlueButtonServer) -> None:
    asked = door(bbb, ARUN)
    forged = Asked("GET", asked.path.replace("role=VIEWER", "role=MODERATOR"), {}, b"")
    assert b"checksumError" in bbb.answer(forged)[2]


def test_a_room_that_the_server_has_forgotten_is_there_when_somebody_goes_in(
    bbb: BigBlueButtonServer,
) -> None:
    BigBlueButton(Loopback()).make(PLAN)
    bbb.rooms.clear()  # nobody came for five minutes
    assert b"SUCCESS" in bbb.answer(door(bbb, ARUN))[2]


def test_whoever_comes_later_goes_in_though_the_room_was_made_with_other_wishes(
    bbb: BigBlueButtonServer,
) -> None:
    server = BigBlueButton(Loopback())
    server.door(server.fixed(PLAN.uid), PLAN.uid, MEERA, PLAN.ends_at, recorded=True)
    assert b"SUCCESS" in bbb.answer(door(bbb, ARUN))[2]


def test_a_room_is_ended_and_one_that_is_gone_is_no_trouble(bbb: BigBlueButtonServer) -> None:
    server = BigBlueButton(Loopback())
    made = server.make(PLAN)
    server.end(made.id, PLAN)
    assert bbb.rooms == {}
    server.end(made.id, PLAN)


def test_another_secret_is_told_as_such(bbb: BigBlueButtonServer, settings: Settings) -> None:
    settings.MEETING_KEYS["BBB_SECRET"] = "another one"
    for ask in (lambda s: s.make(PLAN), lambda s: s.check(), lambda s: s.recordings(["session-7"])):
        with pytest.raises(Trouble) as told:
            ask(BigBlueButton(Loopback()))
        assert (told.value.problem, told.value.final) == (Problem.BARRED, True)


def test_what_was_recorded_is_listed_the_oldest_first(bbb: BigBlueButtonServer) -> None:
    server = BigBlueButton(Loopback())
    assert server.recordings(["session-7"]) == []
    made = server.make(PLAN)
    bbb.recorded[made.id] = [
        (1530718721124, 1530718810456, "https://bbb.example.org/playback/?a=1&b=2"),
        (1530278898111, 1530281194326, "javascript:alert(1)"),
    ]
    first, second = server.recordings(["session-7"])
    assert (first.minutes, first.addresses) == (38, ())  # what is no https address is left out
    assert first.began_at == datetime(2018, 6, 29, 13, 28, 18, 111000, UTC)
    assert second.addresses == ("https://bbb.example.org/playback/?a=1&b=2",)


@pytest.mark.parametrize("day", [*BAD_DAYS])
def test_on_a_bad_day_of_the_server_there_is_a_trouble_and_no_room(
    bbb: BigBlueButtonServer, day: str
) -> None:
    bbb.bad = BAD_DAYS[day]
    with pytest.raises(Trouble):
        BigBlueButton(Loopback()).make(PLAN)
    assert len(bbb.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<html></html>",
        b"<response><returncode>SUCCESS",
        b'<!DOCTYPE r [<!ENTITY a "b">]><response><returncode>SUCCESS</returncode></response>',
        b"\xff\xfe<response/>",
        b"<response><returncode>FAILED</returncode></response>",
    ],
)
def test_an_answer_that_is_none_is_a_trouble(bbb: BigBlueButtonServer, body: bytes) -> None:
    bbb.bad = lambda _handler: (200, {}, body)
    with pytest.raises(Trouble):
        BigBlueButton(Loopback()).make(PLAN)
