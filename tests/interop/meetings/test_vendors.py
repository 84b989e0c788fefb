"""Zoom, Teams, Google Meet and Jitsi with tokens, held against what their documents demand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from banyan.interop.meetings import actions as rooms
from banyan.interop.meetings import jobs, tokens
from banyan.interop.meetings.jitsi import JitsiRoom
from banyan.interop.meetings.meet import Meet
from banyan.interop.meetings.models import Room
from banyan.interop.meetings.ports import Made, Plan, Server, Trouble
from banyan.interop.meetings.rooms import CODES, SERVERS, Rooms, server
from banyan.interop.meetings.states import Problem
from banyan.interop.meetings.teams import Teams
from banyan.interop.meetings.zoom import Zoom
from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.models import Session
from banyan.mentoring.ports import Guest
from banyan.trail.actions import deliver_open
from tests.conftest import NOW
from tests.interop.meetings.conftest import Use
from tests.interop.meetings.servers import BAD_DAYS, BigBlueButtonServer, Fake, Loopback
from tests.interop.meetings.vendors import (
    MeetServer,
    TeamsServer,
    ZoomServer,
    checked_by_jitsi,
)
from tests.mentoring.test_sessions.conftest import SOON, World

PLAN = Plan("session-7", NOW, NOW + timedelta(minutes=45))
TOMORROW = {
    "starts_at": NOW + timedelta(days=1),
    "ends_at": NOW + timedelta(days=1, hours=1),
}
KEY = generate_private_key(65537, 2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
ARUN = Guest("a1b2", "अरुण पटेल", is_host=False)
MEERA = Guest("c3d4", "Meera", is_host=True)
Serve = Callable[..., None]


@pytest.fixture
def zoom(use: Use, serve: Serve) -> ZoomServer:
    fake = ZoomServer()
    serve(fake, "zoom.us", "api.zoom.us")
    use(
        "zoom",
        ZOOM_ACCOUNT_ID=fake.account,
        ZOOM_CLIENT_ID=fake.client,
        ZOOM_CLIENT_SECRET=fake.secret,
        ZOOM_HOSTS=" host1@example.org, host2@example.org,",
    )
    return fake


@pytest.fixture
def teams(use: Use, serve: Serve) -> TeamsServer:
    fake = TeamsServer()
    serve(fake, "login.microsoftonline.com", "graph.microsoft.com")
    use(
        "teams",
        TEAMS_TENANT=fake.tenant,
        TEAMS_CLIENT_ID=fake.client,
        TEAMS_CLIENT_SECRET=fake.secret,
        TEAMS_ORGANISER=fake.organiser,
    )
    return fake


@pytest.fixture
def meet(use: Use, serve: Serve) -> MeetServer:
    fake = MeetServer(key=KEY, now=time.time() + 1)
    serve(fake, "oauth2.googleapis.com", "meet.googleapis.com")
    use(
        "meet",
        MEET_EMAIL=fake.email,
        MEET_ORGANISER=fake.organiser,
        MEET_KEY=PEM.replace("\n", "\\n"),  # as it stands in an environment
    )
    return fake


# Zoom


def test_zoom_is_told_when_and_nothing_of_whom_or_what(zoom: ZoomServer) -> None:
    made = Zoom(Loopback()).make(replace(PLAN, account="host1@example.org"))
    (meeting,) = zoom.meetings.values()
    assert made == Made(str(meeting["id"]), meeting["join_url"])
    assert meeting["start_time"] == "2026-01-14T06:30:00Z"
    assert (meeting["duration"], meeting["host"]) == (45, "host1@example.org")
    assert (meeting["topic"], "session" in meeting["agenda"]) == ("Banyan", False)
    assert meeting["settings"]["join_before_host"] is True  # nobody has to start it
    assert meeting["settings"]["auto_recording"] == "none"


def test_the_address_of_a_zoom_host_goes_to_nobody(zoom: ZoomServer) -> None:
    made = Zoom(Loopback()).make(replace(PLAN, account="host1@example.org"))
    door = Zoom(Loopback()).door(made.address, PLAN.uid, MEERA, PLAN.ends_at)
    assert (door, "zak=" in door) == (made.address, False)


def test_a_zoom_meeting_is_moved_and_ended(zoom: ZoomServer) -> None:
    mine = replace(PLAN, account="host2@example.org")
    made = Zoom(Loopback()).make(mine)
    later = replace(mine, **TOMORROW)
    Zoom(Loopback()).move(made.id, later)
    (meeting,) = zoom.meetings.values()
    assert (meeting["start_time"], meeting["duration"]) == ("2026-01-15T06:30:00Z", 60)
    Zoom(Loopback()).end(made.id, later)
    assert zoom.meetings == {}
    Zoom(Loopback()).end(made.id, later)  # not there any more: no trouble
    with pytest.raises(Trouble) as told:
        Zoom(Loopback()).move(made.id, later)
    assert told.value.problem == Problem.GONE


def test_a_zoom_meeting_that_was_made_unheard_is_found_again(zoom: ZoomServer) -> None:
    zoom.deaf = 1
    mine = replace(PLAN, account="host1@example.org")
    with pytest.raises(Trouble):
        Zoom(Loopback()).make(mine)
    Zoom(Loopback()).make(Plan("session-8", NOW, NOW + timedelta(hours=1), "host1@example.org"))
    made = Zoom(Loopback()).make(replace(mine, again=True))
    first, _second = zoom.meetings.values()
    assert made.id == str(first["id"])
    Zoom(Loopback()).make(replace(PLAN, uid="session-9", account="host1@example.org", again=True))
    assert len(zoom.meetings) == 3  # one that was never made is made


# Teams


def test_a_teams_meeting_is_one_however_often_it_is_asked_for(teams: TeamsServer) -> None:
    assert Teams(Loopback()).make(PLAN) == Teams(Loopback()).make(PLAN)
    (meeting,) = teams.meetings.values()
    assert meeting["startDateTime"] == "2026-01-14T06:30:00+00:00"
    assert (meeting["subject"], "session" in meeting["externalId"]) == ("Banyan", False)
    assert "participants" not in meeting
    assert meeting["lobbyBypassSettings"]["scope"] == "everyone"  # nobody is there to let them in
    assert meeting["recordAutomatically"] is False


def test_a_teams_meeting_is_moved_and_ended(teams: TeamsServer) -> None:
    made = Teams(Loopback()).make(PLAN)
    later = replace(PLAN, **TOMORROW)
    Teams(Loopback()).move(made.id, later)
    (meeting,) = teams.meetings.values()
    assert meeting["endDateTime"] == "2026-01-15T07:30:00+00:00"
    for _ in range(2):
        Teams(Loopback()).end(made.id, later)
    assert teams.meetings == {}


def test_without_an_access_policy_teams_refuses_for_ever(
    teams: TeamsServer, settings: object
) -> None:
    settings.MEETING_KEYS["TEAMS_ORGANISER"] = "somebody-else"
    with pytest.raises(Trouble) as told:
        Teams(Loopback()).make(PLAN)
    assert (told.value.problem, told.value.final) == (Problem.BARRED, True)


# Google Meet


def test_a_space_is_open_to_whoever_has_its_address(meet: MeetServer) -> None:
    made = Meet(Loopback()).make(PLAN)
    (space,) = meet.spaces.values()
    assert made == Made(space["name"], "https://meet.google.com/abc-mnop-xyz")
    assert space["config"] == {"accessType": "OPEN", "entryPointAccess": "ALL"}


def test_a_space_is_ended_whether_or_not_somebody_is_in_it(meet: MeetServer) -> None:
    made = Meet(Loopback()).make(PLAN)
    meet.busy.add(made.id)
    Meet(Loopback()).end(made.id, PLAN)
    assert meet.busy == set()
    Meet(Loopback()).end(made.id, PLAN)
    Meet(Loopback()).move(made.id, PLAN)
    assert len(meet.spaces) == 1


@pytest.mark.parametrize("key", ["", "no key", PEM[:200]], ids=["none", "words", "half"])
def test_a_key_that_is_none_is_refused_before_anybody_is_asked(
    meet: MeetServer, settings: object, key: str
) -> None:
    settings.MEETING_KEYS["MEET_KEY"] = key
    with pytest.raises(Trouble) as told:
        Meet(Loopback()).check()
    assert (told.value.problem, meet.asked) == (Problem.BARRED, [])


def test_another_key_than_that_of_the_account_is_refused(meet: MeetServer) -> None:
    meet.key = generate_private_key(65537, 2048)
    with pytest.raises(Trouble) as told:
        Meet(Loopback()).check()
    assert (told.value.problem, told.value.final) == (Problem.BARRED, True)


# Jitsi with tokens


@pytest.fixture
def jitsi(use: Use, settings: object) -> None:
    use("jitsi", JITSI_APP_ID="banyan", JITSI_APP_SECRET="jitsi-secret")
    settings.JITSI_URL = "https://meet.school.example.org"


def test_a_token_lets_one_person_into_one_room_for_a_while(jitsi: None) -> None:
    address = JitsiRoom().fixed(PLAN.uid)
    for guest, moderates in ((ARUN, "false"), (MEERA, "true")):
        door = Rooms().door(address, session_uid=PLAN.uid, guest=guest, until=PLAN.ends_at)
        told = checked_by_jitsi(
            door, app="banyan", secret="jitsi-secret", now=PLAN.ends_at.timestamp()
        )
        assert told["context"]["user"] == {
            "id": guest.key, "name": guest.name, "moderator": moderates,
        }  # fmt: skip
        assert told["aud"] == "jitsi"
        with pytest.raises(AssertionError):
            checked_by_jitsi(door, app="banyan", secret="jitsi-secret", now=told["exp"])
        with pytest.raises(AssertionError):
            checked_by_jitsi(door, app="banyan", secret="another", now=NOW.timestamp())


def test_a_token_of_one_session_opens_no_other(jitsi: None) -> None:
    other = JitsiRoom().fixed("session-8")
    door = Rooms().door(other, session_uid="session-7", guest=ARUN, until=PLAN.ends_at)
    assert door == other  # no token at all


def test_half_a_token_setup_is_told_and_used_by_nobody(jitsi: None, settings: object) -> None:
    settings.MEETING_KEYS["JITSI_APP_SECRET"] = ""
    assert JitsiRoom().missing() == ["JITSI_APP_SECRET"]
    assert Rooms().address(session_uid="session-7") == ""


def test_a_token_is_that_of_the_standard() -> None:
    """RFC 7515, A.1: the same key and signing input; its header and claims have line breaks that we
    do not write, so the shape is compared and the signature is checked apart."""
    token = tokens.by_secret({"iss": "joe"}, "secret")
    assert token == (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJqb2UifQ." + token.rpartition(".")[2]
    )
    assert "=" not in token


# A host leads one meeting at a time


@pytest.mark.django_db
def test_no_zoom_host_has_two_sessions_at_one_time(world: World, zoom: ZoomServer) -> None:
    mentors = [world.cast.meera, *world.others[:2]]
    mentees = [world.cast.arun, *world.others[2:]]
    for mentor, mentee in zip(mentors, mentees, strict=True):
        pair = world.pair if mentor == world.cast.meera else world.pair_of(mentor, mentee)
        session = actions.propose_session(pair, SOON, 45, by=world.by(mentor))
        actions.confirm_session(session, by=world.by(mentee))
    with time_machine.travel(NOW, tick=False):
        while deliver_open(now=NOW):
            pass
        for room in Room.objects.order_by("pk"):
            claim = rooms.claim(room.pk, by=system(NOW))
            assert claim is not None
            rooms.conclude(claim, rooms.asked(claim), by=system(NOW))
    hosts = sorted(meeting["host"] for meeting in zoom.meetings.values())
    assert hosts == ["host1@example.org", "host2@example.org"]
    stands = list(Room.objects.order_by("pk").values_list("status", "problem"))
    assert stands == [("open", ""), ("open", ""), ("fallen", "full")]


def _work() -> None:
    while deliver_open(now=NOW):
        pass
    for pk in Room.objects.order_by("pk").values_list("pk", flat=True):
        while jobs.settle_one(pk):
            pass


@pytest.mark.django_db
def test_a_session_that_is_moved_onto_another_of_its_zoom_host_gets_a_free_one(
    world: World, zoom: ZoomServer
) -> None:
    later = SOON + timedelta(hours=3)
    pair = world.pair_of(*world.others[:2])
    with time_machine.travel(NOW, tick=False):
        first = actions.propose_session(pair, SOON, 45, by=world.by(pair.mentor))
        actions.confirm_session(first, by=world.by(pair.mentee))
        moved = world.confirmed(later)
        _work()
        assert {room["host"] for room in zoom.meetings.values()} == {"host1@example.org"}
        before = Session.objects.get(pk=moved.pk).meeting_url
        actions.reschedule(moved, SOON + timedelta(minutes=30), 45, by=world.meera)
        actions.confirm_session(moved, by=world.arun)
        _work()
    room = Room.objects.get(session=moved)
    assert (room.status, room.account) == ("open", "host2@example.org")
    hosts = sorted(meeting["host"] for meeting in zoom.meetings.values())
    assert hosts == ["host1@example.org", "host2@example.org"]  # and the earlier one is ended
    assert Session.objects.get(pk=moved.pk).meeting_url == room.address != before


@pytest.mark.django_db
def test_where_no_zoom_host_is_free_at_the_new_time_people_are_asked_for_a_link(
    world: World, zoom: ZoomServer, settings: object
) -> None:
    settings.MEETING_KEYS["ZOOM_HOSTS"] = "host1@example.org"
    pair = world.pair_of(*world.others[:2])
    with time_machine.travel(NOW, tick=False):
        first = actions.propose_session(pair, SOON, 45, by=world.by(pair.mentor))
        actions.confirm_session(first, by=world.by(pair.mentee))
        moved = world.confirmed(SOON + timedelta(hours=3))
        _work()
        actions.reschedule(moved, SOON, 45, by=world.meera)
        actions.confirm_session(moved, by=world.arun)
        _work()
    room = Room.objects.get(session=moved)
    assert (room.status, room.problem, len(zoom.meetings)) == ("fallen", "full", 1)
    assert Session.objects.get(pk=moved.pk).meeting_url == ""


# All of them


def test_every_server_has_a_code_and_the_default_is_none_of_them(settings: object) -> None:
    assert set(CODES) == {"link", "jitsi", "bigbluebutton", "zoom", "teams", "meet"}
    settings.MEETING_KEYS = dict.fromkeys(settings.MEETING_KEYS, "")
    settings.JITSI_URL = ""
    for code in SERVERS:
        assert server(code).missing() != []
        settings.MEETINGS = code
        assert not Rooms().opens_by_itself
    settings.MEETINGS = "link"
    assert not Rooms().opens_by_itself


MADE: dict[str, type[Server]] = {"zoom": Zoom, "teams": Teams, "meet": Meet}


@pytest.mark.parametrize("day", [*BAD_DAYS])
@pytest.mark.parametrize("code", [*MADE])
def test_on_a_bad_day_of_a_vendor_there_is_a_trouble_and_no_room(
    code: str, day: str, request: pytest.FixtureRequest
) -> None:
    fake: Fake = request.getfixturevalue(code)
    fake.bad = BAD_DAYS[day]
    for ask in (
        lambda s: s.make(replace(PLAN, account="host1@example.org")),
        lambda s: s.move("1", PLAN),
        lambda s: s.end("1", PLAN),
        lambda s: s.check(),
    ):
        if code == "meet" and ask(_Silent()) == "move":
            continue  # there is nothing to tell
        with pytest.raises(Trouble):
            ask(MADE[code](Loopback()))


class _Silent:
    """Which of the functions a test calls."""

    def __getattr__(self, name: str) -> Callable[..., str]:
        return lambda *_given: name


@pytest.mark.parametrize("code", ["zoom", "teams"])
def test_credentials_that_are_wrong_are_refused_for_ever(
    code: str, request: pytest.FixtureRequest, settings: object
) -> None:
    request.getfixturevalue(code)
    settings.MEETING_KEYS[f"{code.upper()}_CLIENT_SECRET"] = "wrong"
    with pytest.raises(Trouble) as told:
        MADE[code](Loopback()).check()
    assert (told.value.problem, told.value.final) == (Problem.BARRED, True)


@pytest.mark.parametrize("code", ["zoom", "teams", "meet"])
def test_credentials_that_are_right_are_taken(code: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(code)
    MADE[code](Loopback()).check()
    assert MADE[code](Loopback()).missing() == []
    assert Rooms().address(session_uid="session-7") == ""  # it has to be made first


def test_bigbluebutton_and_jitsi_know_their_address_beforehand(bbb: BigBlueButtonServer) -> None:
    assert Rooms().address(session_uid="session-7").startswith("https://bbb.example.org/")
    assert bbb.asked == []
