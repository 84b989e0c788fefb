"""The room of a session from its confirmation to its end, on good days of its server and on bad
ones. Nothing is lost: whatever happens, there is a link or somebody is asked for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from banyan.interop.calendar.notices import BY_ITSELF, TOLD
from banyan.interop.meetings import actions as rooms
from banyan.interop.meetings import jobs, zoom
from banyan.interop.meetings.models import Room
from banyan.interop.meetings.ports import Made, Plan, Trouble
from banyan.interop.meetings.rules import BEFORE_START, LEASE, MOST_TRIES, next_try
from banyan.interop.meetings.states import Problem, RoomStatus
from banyan.interop.meetings.web import SECONDS as LONGEST
from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.models import Session
from banyan.mentoring.notices.sessions import OF_VERB, TELLS_EVERYBODY
from banyan.mentoring.rules import SESSION
from banyan.mentoring.states import SessionMode, SessionStatus
from banyan.notifications.models import Notice
from banyan.people.models import Person
from banyan.trail.actions import deliver_open
from banyan.trail.models import Delivery, Event
from banyan.trail.registry import followers_of
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


def follow(at: datetime = NOW) -> None:
    """Every delivery that is open, until none makes another."""
    while deliver_open(now=at):
        pass


def settle() -> None:
    """What the worker does of what is due by now."""
    follow()
    for pk in Room.objects.order_by("pk").values_list("pk", flat=True):
        jobs.settle_one(pk)
    follow()


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind).select_related("person").order_by("pk")
    return [notice.person.name for notice in rows]


def link(session: Session) -> str:
    return Session.objects.get(pk=session.pk).meeting_url


def test_a_confirmed_session_gets_its_room_in_the_background(
    world: World, bbb: BigBlueButtonServer
) -> None:
    session = world.confirmed()
    follow()
    assert bbb.asked == []  # neither in the request nor in what follows it at once
    settle()
    room = Room.objects.get()
    assert (room.status, room.tries, room.problem) == (RoomStatus.OPEN, 1, "")
    assert link(session) == room.address
    assert list(bbb.rooms) == [room.vendor_id]
    assert told("session.lacks_link") == []


def test_no_question_to_a_server_is_asked_within_a_transaction(
    world: World, bbb: BigBlueButtonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths = []
    ask = rooms.asked

    def _watched(claim: rooms.Claim) -> object:
        depths.append(len(connection.savepoint_ids))
        return ask(claim)

    world.confirmed()
    follow()
    monkeypatch.setattr(rooms, "asked", _watched)
    outside = len(connection.savepoint_ids)
    settle()
    assert depths == [outside]


def test_what_is_delivered_twice_makes_one_room(world: World, bbb: BigBlueButtonServer) -> None:
    world.confirmed()
    follow()
    for _ in range(2):
        Delivery.objects.update(done_at=None)
        settle()
    assert Room.objects.count() == 1
    assert bbb.calls == ["GET /bigbluebutton/api/create"]
    assert Event.objects.filter(verb="room.ask").count() == 1


def test_of_two_workers_one_asks_until_its_lease_is_over(
    world: World, bbb: BigBlueButtonServer
) -> None:
    world.confirmed()
    follow()
    room = Room.objects.get()
    claim = rooms.claim(room.pk, by=system(NOW))
    assert claim is not None
    assert rooms.claim(room.pk, by=system(NOW + LEASE - timedelta(seconds=1))) is None
    second = rooms.claim(room.pk, by=system(NOW + LEASE))
    assert second is not None
    assert (claim.plan.again, second.plan.again) == (False, True)
    # The first comes back after all, and its room is in use from then on: the other is not written
    # over it, and is ended unless it is the same one.
    assert rooms.conclude(claim, Made("first", "https://x.example.org/"), by=system(NOW))
    assert not rooms.conclude(second, Made("second", "https://y.example.org/"), by=system(NOW))
    assert Room.objects.get().vendor_id == "first"


def test_a_room_that_was_made_for_a_session_cancelled_meanwhile_is_ended(
    world: World, bbb: BigBlueButtonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = world.confirmed()
    follow()
    ask = rooms.asked

    def _slowly(claim: rooms.Claim) -> object:
        outcome = ask(claim)
        actions.cancel_session(session, "other", by=world.arun)
        follow()
        return outcome

    monkeypatch.setattr(rooms, "asked", _slowly)
    settle()
    assert bbb.calls == [f"GET /bigbluebutton/api/{call}" for call in ("create", "end")]
    assert bbb.rooms == {}
    assert Room.objects.get().status == RoomStatus.CLOSED


@pytest.mark.parametrize("first", [0, 1])
def test_a_worker_that_comes_late_does_not_end_the_room_that_is_in_use(
    world: World, bbb: BigBlueButtonServer, first: int
) -> None:
    session = world.confirmed()
    follow()
    claims = [rooms.claim(Room.objects.get().pk, by=system(NOW + n * LEASE)) for n in (0, 1)]
    outcomes = [rooms.asked(claim) for claim in claims if claim]  # the server says twice the same
    for n in (first, 1 - first):
        claim, outcome = claims[n], outcomes[n]
        assert claim is not None
        assert isinstance(outcome, Made)
        assert rooms.conclude(claim, outcome, by=system(NOW))
    assert (Room.objects.get().status, link(session)) == (RoomStatus.OPEN, outcomes[0].address)
    # Where nobody wants it any more it is ended, whoever made it.
    actions.cancel_session(session, "other", by=world.arun)
    settle()
    assert claims[0] is not None
    assert not rooms.conclude(claims[0], outcomes[0], by=system(NOW))


def test_a_lease_is_longer_than_the_slowest_try() -> None:
    asked = zoom.MOST_PAGES + 2  # a token, our earlier meeting looked for, and a new one
    assert timedelta(seconds=asked * LONGEST) < LEASE


def test_a_cancelled_session_ends_its_room(world: World, bbb: BigBlueButtonServer) -> None:
    session = world.confirmed()
    settle()
    actions.cancel_session(session, "other", by=world.arun)
    settle()
    assert bbb.rooms == {}
    assert Room.objects.get().status == RoomStatus.CLOSED


def test_a_proposal_that_expires_ends_the_room_it_had(
    world: World, bbb: BigBlueButtonServer
) -> None:
    session = world.confirmed(SOON + timedelta(days=20))
    settle()
    actions.reschedule(session, SOON + timedelta(days=21), 45, by=world.meera)
    settle()
    assert Room.objects.get().status == RoomStatus.OPEN
    actions.expire_proposal(session, by=system(NOW + timedelta(days=8)))
    settle()
    assert (Room.objects.get().status, bbb.rooms) == (RoomStatus.CLOSED, {})


def test_whatever_cancels_a_session_reaches_rooms_and_calendars() -> None:
    cancels = {m.verb for m in SESSION.moves if m.target == SessionStatus.CANCELLED}
    assert cancels >= {"cancel", "lapse", "expire"}
    for verb in (f"session.{verb}" for verb in cancels):
        assert "meetings.follow_session" in followers_of(verb)
        by_mail_of_its_own = "calendar.keep_own" in followers_of(verb)
        if verb in OF_VERB:  # a notice brings it to the others, or to everybody
            assert OF_VERB[verb] in TOLD
            assert by_mail_of_its_own or verb in TELLS_EVERYBODY
        else:
            assert (by_mail_of_its_own, verb) == (True, BY_ITSELF)


def test_a_session_that_is_moved_keeps_its_room(world: World, bbb: BigBlueButtonServer) -> None:
    session = world.confirmed()
    settle()
    before = link(session)
    actions.reschedule(session, SOON + timedelta(days=1), 45, by=world.meera)
    settle()
    assert Room.objects.get().status == RoomStatus.OPEN  # until the other one has agreed
    actions.confirm_session(session, by=world.arun)
    follow()
    assert Room.objects.get().status == RoomStatus.MOVING
    settle()
    room = Room.objects.get()
    assert (room.status, room.sequence, link(session)) == (RoomStatus.OPEN, 1, before)


def test_a_session_that_is_in_person_now_ends_its_room(
    world: World, bbb: BigBlueButtonServer
) -> None:
    session = world.confirmed()
    settle()
    later = SOON + timedelta(days=1)
    actions.reschedule(
        session, later, 45, by=world.meera, mode=SessionMode.IN_PERSON, place="Library"
    )
    actions.confirm_session(session, by=world.arun)
    settle()
    assert (Room.objects.get().status, bbb.rooms) == (RoomStatus.CLOSED, {})


@pytest.mark.parametrize("mode", [SessionMode.IN_PERSON, SessionMode.PHONE])
def test_a_session_that_is_not_online_has_no_room(
    world: World, bbb: BigBlueButtonServer, mode: SessionMode
) -> None:
    world.confirmed(mode=mode, place="Library")
    settle()
    assert (Room.objects.count(), bbb.asked) == (0, [])


def test_a_pasted_link_is_never_fetched_and_asks_for_no_room(
    world: World, bbb: BigBlueButtonServer
) -> None:
    session = world.confirmed(meeting_url="https://bbb.example.org/somebodys/own/room")
    settle()
    assert (Room.objects.count(), bbb.asked) == (0, [])
    assert link(session) == "https://bbb.example.org/somebodys/own/room"


def test_a_link_pasted_later_ends_the_room_and_the_other_one_is_told(
    world: World, bbb: BigBlueButtonServer
) -> None:
    session = world.confirmed()
    settle()
    actions.paste_link(session, "https://meet.example.org/ours", by=world.arun)
    settle()
    assert (Room.objects.get().status, bbb.rooms) == (RoomStatus.CLOSED, {})
    assert link(session) == "https://meet.example.org/ours"
    assert told("session.linked") == [world.cast.meera.name]


# Bad days


@pytest.mark.parametrize("day", [*BAD_DAYS])
def test_whatever_a_server_does_the_session_has_a_link_or_somebody_is_asked_for_one(
    world: World, bbb: BigBlueButtonServer, clock: time_machine.Traveller, day: str
) -> None:
    bbb.bad = BAD_DAYS[day]
    session = world.confirmed()
    at = NOW
    for _ in range(40):
        settle()
        if Room.objects.get().status == RoomStatus.FALLEN:
            break
        at += timedelta(minutes=5)
        clock.move_to(at)
    room = Room.objects.get()
    assert room.status == RoomStatus.FALLEN
    assert len(bbb.asked) == room.tries <= MOST_TRIES
    assert Session.objects.get().status == "confirmed"
    assert link(session) == ""
    assert told("session.lacks_link") == [world.cast.meera.name]
    assert not Event.objects.filter(verb="session.room").exists()
    actions.paste_link(session, "https://meet.example.org/ours", by=world.meera)
    settle()
    assert link(session) == "https://meet.example.org/ours"


def test_where_a_jitsi_server_is_known_the_session_falls_back_to_it(
    world: World, bbb: BigBlueButtonServer, settings: object
) -> None:
    settings.JITSI_URL = "https://meet.school.example.org"
    bbb.bad = BAD_DAYS["luring"]
    session = world.confirmed()
    settle()
    assert link(session).startswith("https://meet.school.example.org/banyan-")
    assert told("session.lacks_link") == []
    bbb.bad = None  # and when it is moved, its own server is asked anew
    actions.reschedule(session, SOON + timedelta(days=1), 45, by=world.meera)
    actions.confirm_session(session, by=world.arun)
    settle()
    assert Room.objects.get().status == RoomStatus.OPEN
    assert link(session).startswith("https://bbb.example.org/")


def test_a_server_that_comes_back_makes_the_room(
    world: World, bbb: BigBlueButtonServer, clock: time_machine.Traveller
) -> None:
    bbb.bad = BAD_DAYS["broken"]
    session = world.confirmed()
    settle()
    room = Room.objects.get()
    assert (room.status, room.problem) == (RoomStatus.WAITING, Problem.BROKEN)
    settle()
    assert len(bbb.asked) == 1  # not before its time
    bbb.bad = None
    clock.move_to(room.next_try_at)
    settle()
    room = Room.objects.get()
    assert (room.status, room.problem, room.tries) == (RoomStatus.OPEN, "", 2)
    assert link(session) == room.address


def test_a_server_that_asks_to_wait_is_not_pressed(world: World, bbb: BigBlueButtonServer) -> None:
    bbb.bad = BAD_DAYS["busy"]  # for four minutes
    world.confirmed()
    settle()
    assert Room.objects.get().next_try_at == NOW + timedelta(minutes=4)


def test_pauses_grow_and_end() -> None:
    late = NOW + timedelta(days=1)
    pauses = [next_try(tries, NOW, late, None) for tries in range(1, MOST_TRIES)]
    assert [at - NOW for at in pauses if at] == [timedelta(minutes=m) for m in (1, 2, 4, 8, 16)]
    assert next_try(MOST_TRIES, NOW, late, None) is None
    assert next_try(1, NOW, late, timedelta(minutes=9)) == NOW + timedelta(minutes=9)
    near = NOW + BEFORE_START
    assert next_try(1, NOW, near, None) is None
    assert next_try(1, NOW, near + timedelta(minutes=1), None) == NOW + timedelta(minutes=1)


def test_a_session_that_begins_shortly_falls_back_at_once(
    world: World, bbb: BigBlueButtonServer, clock: time_machine.Traveller
) -> None:
    bbb.bad = BAD_DAYS["broken"]
    session = world.proposed()
    clock.move_to(SOON - timedelta(minutes=10))
    actions.confirm_session(session, by=world.by(world.cast.arun, SOON - timedelta(minutes=10)))
    settle()
    assert Room.objects.get().status == RoomStatus.FALLEN
    assert told("session.lacks_link") == [world.cast.meera.name]


def test_a_room_whose_new_time_cannot_be_told_stays(world: World, bbb: BigBlueButtonServer) -> None:
    world.confirmed()
    settle()
    Room.objects.update(status=RoomStatus.MOVING, tries=MOST_TRIES - 1, next_try_at=NOW)
    claim = rooms.claim(Room.objects.get().pk, by=system(NOW))
    assert claim is not None
    rooms.conclude(claim, Trouble(Problem.BROKEN), by=system(NOW))
    assert Room.objects.get().status == RoomStatus.OPEN


def test_a_room_that_the_server_has_lost_is_made_again(
    world: World, bbb: BigBlueButtonServer
) -> None:
    world.confirmed()
    settle()
    Room.objects.update(status=RoomStatus.MOVING, tries=0, next_try_at=NOW)
    claim = rooms.claim(Room.objects.get().pk, by=system(NOW))
    assert claim is not None
    rooms.conclude(claim, Trouble(Problem.GONE, final=True), by=system(NOW))
    assert Room.objects.get().status == RoomStatus.WAITING
    settle()
    assert Room.objects.get().status == RoomStatus.OPEN


@pytest.mark.parametrize(
    "address", ["http://x.example.org/", "javascript:alert(1)", "", "https://" + "x" * 300]
)
def test_an_address_that_is_none_is_not_given_to_people(
    bbb: BigBlueButtonServer, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(
        "banyan.interop.meetings.bigbluebutton.BigBlueButton.make",
        lambda _self, _plan: Made("1", address),
    )
    plan = Plan("session-1", SOON, SOON + timedelta(minutes=45))
    outcome = rooms.asked(rooms.Claim(1, "bigbluebutton", RoomStatus.WAITING, 1, "", plan))
    assert isinstance(outcome, Trouble)
    assert outcome.final


# Without a server


def test_where_links_are_pasted_the_mentor_is_asked_for_one_once(world: World, use: Use) -> None:
    use("link")
    session = world.confirmed()
    for _ in range(2):
        Delivery.objects.update(done_at=None)
        settle()
    assert (link(session), Room.objects.count()) == ("", 0)
    assert told("session.lacks_link") == [world.cast.meera.name]


def test_a_server_that_is_not_set_up_is_no_server(world: World, use: Use) -> None:
    use("bigbluebutton", BBB_URL="https://bbb.example.org/bigbluebutton")  # and no secret
    session = world.confirmed()
    settle()
    assert (link(session), Room.objects.count()) == ("", 0)
    assert told("session.lacks_link") == [world.cast.meera.name]


# Pages


def test_one_goes_in_by_an_address_of_ones_own(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn
) -> None:
    session = world.confirmed()
    settle()
    for person, role in ((world.cast.arun, "VIEWER"), (world.cast.meera, "MODERATOR")):
        answer = signed_in(person).get(f"/sessions/{session.pk}/join/")
        address = answer.headers["Location"]
        assert address.startswith("https://bbb.example.org/bigbluebutton/api/join?fullName=")
        assert (f"role={role}" in address, "checksum=" in address) == (True, True)


def test_while_the_server_is_down_the_page_says_so_and_offers_another_link(
    world: World, bbb: BigBlueButtonServer, signed_in: SignIn
) -> None:
    session = world.confirmed()
    settle()
    bbb.bad = BAD_DAYS["broken"]
    answer = signed_in(world.cast.arun).get(f"/sessions/{session.pk}/join/", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/sessions/{session.pk}/", 302)]
    assert "The meeting server fails." in page
    assert f"/sessions/{session.pk}/link/" in page


def test_the_page_says_that_there_is_no_link_and_takes_one(
    world: World, use: Use, signed_in: SignIn
) -> None:
    use("link")
    session = world.confirmed()
    browser = signed_in(world.cast.arun)
    assert "There is no link yet." in browser.get(f"/sessions/{session.pk}/").content.decode()
    url = f"/sessions/{session.pk}/link/"
    for wrong, said in (
        ("", "Paste the link of the meeting."),
        ("http://meet.example.org/x", "A meeting link begins with https://"),
        ("nonsense here", "Paste the whole link"),
        ("https://meet.example.org/" + "x" * 300, "This link is too long."),
    ):
        answer = browser.post(url, {"meeting_url": wrong, "seen": 0})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert wrong in answer.content.decode()
    answer = browser.post(url, {"meeting_url": "https://meet.example.org/x", "seen": 0})
    assert answer.status_code == 302
    assert link(session) == "https://meet.example.org/x"


def test_two_tabs_a_link_for_a_time_that_has_changed_is_not_taken(
    world: World, use: Use, signed_in: SignIn
) -> None:
    use("link")
    session = world.confirmed()
    actions.reschedule(session, SOON + timedelta(days=1), 45, by=world.meera)
    answer = signed_in(world.cast.arun).post(
        f"/sessions/{session.pk}/link/", {"meeting_url": "https://meet.example.org/x", "seen": 0}
    )
    assert answer.status_code == 409
    assert link(session) == ""


def test_nobody_else_gives_a_link_or_goes_in(world: World, use: Use, signed_in: SignIn) -> None:
    use("link")
    session = world.confirmed(meeting_url="https://meet.example.org/ours")
    for person in (world.cast.devi, world.cast.kavita, world.cast.omar, world.cast.asha):
        for url in (f"/sessions/{session.pk}/link/", f"/sessions/{session.pk}/join/"):
            assert signed_in(person).get(url).status_code in {403, 404}
        page = signed_in(person).get(f"/sessions/{session.pk}/").content.decode()
        assert "meet.example.org" not in page
    assert link(session) == "https://meet.example.org/ours"


def test_of_a_group_the_mentor_gives_the_link_and_whoever_has_a_seat_is_told(
    world: World, use: Use
) -> None:
    use("link")
    session = world.group()
    settle()
    assert told("session.lacks_link") == [world.cast.meera.name]
    actions.take_seat(session, by=world.arun)
    actions.paste_link(session, "https://meet.example.org/ours", by=world.meera)
    settle()
    assert told("session.linked") == [world.cast.arun.name]
