"""Nothing is recorded unless both of a pair have said yes, and nobody else sees what was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from banyan.interop.meetings import actions as rooms
from banyan.interop.meetings import jobs
from banyan.interop.meetings.bigbluebutton import meeting_id
from banyan.interop.meetings.models import EndOfRecording, RecordingConsent, Room
from banyan.interop.meetings.queries import all_agree, ends_due
from banyan.interop.meetings.rooms import LISTED, MOST_FAILURES, REST
from banyan.interop.meetings.rules import LEASE
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.models import Session
from banyan.people.models import Person
from banyan.trail.actions import deliver_open
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.interop.meetings.conftest import Use
from tests.interop.meetings.servers import BAD_DAYS, BigBlueButtonServer
from tests.mentoring.test_sessions.conftest import SOON, World

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def go_in(signed_in: SignIn, session: Session, person: Person) -> str:
    address: str = signed_in(person).get(f"/sessions/{session.pk}/join/").headers["Location"]
    return address


def settle() -> None:
    """What the worker does of what is due by now."""
    while deliver_open(now=timezone.now()):
        pass
    for room in Room.objects.all():
        jobs.settle_one(room.pk)
    for row in EndOfRecording.objects.all():
        jobs.end_one(row.pk)


def wishes(bbb: BigBlueButtonServer) -> list[str]:
    return [room["record"] for room in bbb.rooms.values()]


def test_without_the_yes_of_both_the_room_cannot_be_recorded(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn
) -> None:
    session = world.confirmed()
    go_in(signed_in, session, world.cast.meera)
    assert wishes(bbb) == ["false"]
    bbb.rooms.clear()
    assert rooms.agree_to_recording(session, by=world.meera) is False
    go_in(signed_in, session, world.cast.meera)
    assert wishes(bbb) == ["false"]
    bbb.rooms.clear()
    assert rooms.agree_to_recording(session, by=world.arun) is True
    go_in(signed_in, session, world.cast.arun)
    assert wishes(bbb) == ["true"]


def test_a_yes_is_taken_back_as_easily(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn
) -> None:
    session = world.confirmed()
    for person in (world.cast.meera, world.cast.arun):
        browser = signed_in(person)
        answer = browser.post(f"/sessions/{session.pk}/recording/agree/", follow=True)
    assert "both of you agree" in answer.content.decode()
    assert all_agree(f"session-{session.pk}")
    for _tab in range(2):
        answer = browser.post(f"/sessions/{session.pk}/recording/take-back/", follow=True)
        assert answer.status_code == 200
    assert not all_agree(f"session-{session.pk}")
    go_in(signed_in, session, world.cast.arun)
    assert wishes(bbb) == ["false"]
    told = Event.objects.filter(verb__startswith="recording.").order_by("pk")
    verbs = [event.verb.partition(".")[2] for event in told]
    assert verbs == ["agree", "agree", "take_back"]  # a button pressed twice is pressed once


def both_agree(world: World) -> Session:
    session = world.confirmed()
    for by in (world.meera, world.arun):
        rooms.agree_to_recording(session, by=by)
    return session


def test_a_yes_taken_back_ends_the_room_in_which_somebody_sits(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn
) -> None:
    session = both_agree(world)
    go_in(signed_in, session, world.cast.meera)  # early
    assert wishes(bbb) == ["true"]
    browser, there = signed_in(world.cast.arun), f"/sessions/{session.pk}/recording/"
    page = browser.post(f"{there}take-back/", follow=True).content.decode()
    assert "This session will not be recorded." not in page  # not yet
    assert "is not ended yet" in page
    go_in(signed_in, session, world.cast.arun)
    assert sorted(wishes(bbb)) == ["false", "true"]  # he comes to another one
    settle()
    assert wishes(bbb) == ["false"]
    page = browser.get(there).content.decode()
    assert ("is not ended yet" in page, "could be recorded is ended" in page) == (False, True)
    go_in(signed_in, session, world.cast.meera)
    assert wishes(bbb) == ["false"]  # and she to his
    assert EndOfRecording.objects.get().ended_at == NOW


def test_a_yes_is_taken_back_while_they_meet_and_not_when_it_is_settled(
    world: World, bbb: BigBlueButtonServer, clock: time_machine.Traveller
) -> None:
    session = both_agree(world)
    during = SOON + timedelta(minutes=10)
    clock.move_to(during)
    assert rooms.take_recording_back(session, by=world.by(world.cast.arun, during))
    session.refresh_from_db()
    rooms.take_recording_back(session, by=world.later(world.cast.meera))  # nobody has said how long
    for person in (world.cast.meera, world.cast.arun):
        actions.say_attendance(session, world.cast.arun, 45, by=world.later(person))
    with pytest.raises(Refused):
        rooms.take_recording_back(session, by=world.later(world.cast.meera))


def test_while_the_server_does_not_end_the_room_the_page_says_so(
    world: World,
    bbb: BigBlueButtonServer,
    signed_in: SignIn,
    clock: time_machine.Traveller,
) -> None:
    session = both_agree(world)
    go_in(signed_in, session, world.cast.meera)
    bbb.bad = BAD_DAYS["broken"]
    rooms.take_recording_back(session, by=world.arun)
    settle()
    there = f"/sessions/{session.pk}/recording/"
    assert "is not ended yet" in signed_in(world.cast.meera).get(there).content.decode()
    tried = len(bbb.asked)
    settle()
    assert len(bbb.asked) == tried  # not before its time
    bbb.bad = None
    clock.move_to(NOW + timedelta(minutes=1))
    assert ends_due(timezone.now()) == [EndOfRecording.objects.get().pk]
    settle()
    assert bbb.rooms == {}
    assert "is not ended yet" not in signed_in(world.cast.meera).get(there).content.decode()


def test_of_two_workers_one_ends_the_room(world: World, bbb: BigBlueButtonServer) -> None:
    session = both_agree(world)
    rooms.take_recording_back(session, by=world.arun)
    row = EndOfRecording.objects.get()
    assert rooms.claim_end(row.pk, by=system(NOW)) is not None
    assert rooms.claim_end(row.pk, by=system(NOW)) is None
    assert rooms.claim_end(row.pk, by=system(NOW + LEASE)) is not None


def test_they_may_agree_anew_and_see_what_was_recorded_in_each_room(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn
) -> None:
    session = both_agree(world)
    go_in(signed_in, session, world.cast.meera)
    rooms.take_recording_back(session, by=world.arun)
    settle()
    assert rooms.agree_to_recording(session, by=world.arun)
    go_in(signed_in, session, world.cast.meera)
    assert wishes(bbb) == ["true"]
    (second,) = bbb.rooms
    first = meeting_id(f"session-{session.pk}")
    assert first != second
    for n, room in enumerate((first, second)):
        bbb.recorded[room] = [(1530718721124, 1530718901124, f"https://bbb.example.org/{n}")]
    page = signed_in(world.cast.arun).get(f"/sessions/{session.pk}/recording/").content.decode()
    assert all(f'href="https://bbb.example.org/{n}"' in page for n in (0, 1))


def test_a_session_called_off_ends_the_room_that_came_after(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn
) -> None:
    session = both_agree(world)
    settle()
    go_in(signed_in, session, world.cast.meera)
    rooms.take_recording_back(session, by=world.arun)
    go_in(signed_in, session, world.cast.arun)
    session.refresh_from_db()
    actions.cancel_session(session, "other", by=world.arun)
    settle()
    assert bbb.rooms == {}


def test_two_tabs_agree_once(world: World, bbb: BigBlueButtonServer) -> None:
    session = world.confirmed()
    for _tab in range(2):
        rooms.agree_to_recording(session, by=world.arun)
    assert RecordingConsent.objects.count() == 1


def test_one_cannot_agree_for_the_other_nor_later_nor_of_a_group(
    world: World, bbb: BigBlueButtonServer
) -> None:
    session, group = world.confirmed(), world.group(starts_at=SOON + timedelta(days=1))
    for viewer, of in (
        (world.by(world.cast.devi), session),
        (world.by(world.cast.kavita), session),
        (world.later(world.cast.arun), session),
        (world.meera, group),
    ):
        with pytest.raises(Refused):
            rooms.agree_to_recording(of, by=viewer)
    assert RecordingConsent.objects.count() == 0
    assert not all_agree(f"session-{group.pk}")
    assert not all_agree("session-987654321")


def test_what_was_recorded_is_listed_to_the_two_alone(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn
) -> None:
    session = world.confirmed()
    go_in(signed_in, session, world.cast.meera)
    (room,) = bbb.rooms
    bbb.recorded[room] = [(1530718721124, 1530718901124, "https://bbb.example.org/playback/x?y=z")]
    for person in (world.cast.meera, world.cast.arun):
        page = signed_in(person).get(f"/sessions/{session.pk}/recording/").content.decode()
        assert 'href="https://bbb.example.org/playback/x?y=z"' in page
    asked = len(bbb.asked)
    for person in (world.cast.devi, world.cast.kavita, world.cast.omar, world.cast.asha):
        for url in ("", "agree/", "take-back/"):
            address = f"/sessions/{session.pk}/recording/{url}"
            answer = signed_in(person).post(address) if url else signed_in(person).get(address)
            assert answer.status_code in {403, 404}
            assert "playback" not in answer.content.decode()
    assert len(bbb.asked) == asked  # the server is not even asked for them


@pytest.mark.parametrize("day", ["broken", "slow", "babbling", "luring"])
def test_while_the_server_is_down_the_page_says_so(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn, day: str
) -> None:
    session = world.confirmed()
    bbb.bad = BAD_DAYS[day]
    answer = signed_in(world.cast.arun).get(f"/sessions/{session.pk}/recording/")
    assert answer.status_code == 200
    assert "Look again in a while." in answer.content.decode()


def test_a_server_that_fails_again_and_again_is_left_alone_for_a_while(
    world: World,
    bbb: BigBlueButtonServer,
    signed_in: SignIn,
    clock: time_machine.Traveller,
) -> None:
    session = world.confirmed()
    browser, bbb.bad = signed_in(world.cast.arun), BAD_DAYS["broken"]
    pages = [f"/sessions/{session.pk}/{page}/" for page in ("join", "recording")]
    for n in range(MOST_FAILURES + 3):
        answer = browser.get(pages[n % 2], follow=True)
        assert "The meeting server" in answer.content.decode()
    assert len(bbb.asked) == MOST_FAILURES
    for rests in (1, 2):  # then one page tries it, and no second one
        clock.move_to(NOW + rests * timedelta(seconds=REST + 1))
        for page in pages:
            browser.get(page)
        assert len(bbb.asked) == MOST_FAILURES + rests
    bbb.bad = None
    clock.move_to(NOW + 3 * timedelta(seconds=REST + 1))
    for _ in range(2):
        door = browser.get(pages[0]).headers["Location"]
        assert door.startswith("https://bbb.example.org/bigbluebutton/api/join?")
    assert len(bbb.asked) == MOST_FAILURES + 4


def test_a_refusal_is_no_failure_of_the_server(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn, settings: Settings
) -> None:
    session = world.confirmed()
    settings.MEETING_KEYS["BBB_SECRET"] = "another one"
    browser = signed_in(world.cast.arun)
    for _ in range(MOST_FAILURES + 1):
        browser.get(f"/sessions/{session.pk}/recording/")
    assert len(bbb.asked) == MOST_FAILURES + 1


def test_a_list_of_recordings_is_asked_for_once_in_a_while(
    world: World,
    bbb: BigBlueButtonServer,
    signed_in: SignIn,
    clock: time_machine.Traveller,
) -> None:
    session = world.confirmed()
    there = f"/sessions/{session.pk}/recording/"
    for person in (world.cast.meera, world.cast.arun, world.cast.arun):
        signed_in(person).get(there)
    assert bbb.calls == ["GET /bigbluebutton/api/getRecordings"]
    assert caches["default"].get(f"recordings:session-{session.pk}") is None  # never written down
    clock.move_to(NOW + timedelta(seconds=LISTED + 1))
    signed_in(world.cast.arun).get(there)
    assert len(bbb.calls) == 2


def test_the_session_leads_there_only_where_one_can_record(
    world: World, bbb: BigBlueButtonServer, use: Use, signed_in: SignIn
) -> None:
    session = world.confirmed()
    browser, there = signed_in(world.cast.arun), f"/sessions/{session.pk}/recording/"
    assert there in browser.get(f"/sessions/{session.pk}/").content.decode()
    use("link")
    assert there not in browser.get(f"/sessions/{session.pk}/").content.decode()
