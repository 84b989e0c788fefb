"""Pages of sessions: what each person sees, what forms keep, and what no page tells outsiders."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.mentoring import actions
from banyan.mentoring.models import (
    AgendaItem,
    Mentorship,
    NextStep,
    Seat,
    Session,
    SessionLog,
)
from banyan.mentoring.states import SessionStatus
from banyan.people.models import Person
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World

SignIn = Callable[[Person], Client]
HOUR = timedelta(hours=1)
TIME = {
    "day": "2026-01-20",
    "time": "16:30",
    "minutes": "45",
    "mode": "online",
    "topic": "Fractions",
}


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# Planning


def test_a_time_typed_in_india_is_stored_in_utc(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.meera)
    address = f"/mentorships/{world.pair.pk}/sessions/new/"
    assert "India" in text(browser.get(address))
    answer = browser.post(address, TIME)
    session = Session.objects.get()
    assert answer.headers["Location"] == f"/sessions/{session.pk}/"
    assert session.starts_at == datetime(2026, 1, 20, 11, 0, tzinfo=UTC)
    assert (session.time_zone, session.topic) == ("Asia/Kolkata", "Fractions")


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong_beside_it(
    world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.meera)
    address = f"/mentorships/{world.pair.pk}/sessions/new/"
    for wrong, sentence in [
        ({"day": "2026-13-40"}, "Write the day like 2026-01-31."),
        ({"day": "2026-01-02"}, "This time has passed."),
        ({"time": "25 o’clock"}, "Write the time like 16:30."),
        ({"minutes": "7"}, "A session lasts from 30 to 120 minutes."),
        ({"mode": "in_person"}, "Say where you will meet."),
        ({"meeting_url": "http://meet.example.org/x"}, "A meeting link begins with https://"),
    ]:
        answer = browser.post(address, {**TIME, **wrong})
        assert answer.status_code == 422
        page = text(answer)
        assert sentence in page
        assert 'value="Fractions"' in page
        for typed in wrong.values():
            assert typed.replace("’", "&#x27;") in page or typed in page
    assert Session.objects.count() == 0


def test_an_enclosing_session_is_refused_on_the_page(world: World, signed_in: SignIn) -> None:
    world.confirmed(datetime(2026, 1, 20, 11, 15, tzinfo=UTC), 30)
    answer = signed_in(world.cast.arun).post(
        f"/mentorships/{world.pair.pk}/sessions/new/", {**TIME, "minutes": "90"}
    )
    assert answer.status_code == 422
    assert "already has a session at that time." in text(answer) or (
        "You already have a session at that time." in text(answer)
    )


def test_confirm_reschedule_and_cancel_by_hand(world: World, signed_in: SignIn) -> None:
    session = world.proposed()
    arun, meera = signed_in(world.cast.arun), signed_in(world.cast.meera)
    page = text(arun.get(f"/sessions/{session.pk}/"))
    for button in ("Confirm this time", "Propose another time", "Cancel the session"):
        assert button in page
    assert "now the other one is asked" in text(meera.get(f"/sessions/{session.pk}/"))
    arun.post(f"/sessions/{session.pk}/confirm/", {"seen": "0"})
    assert Session.objects.get().status == SessionStatus.CONFIRMED
    form = text(meera.get(f"/sessions/{session.pk}/reschedule/"))
    assert ("Link of the session" in form, "Link of your own" in form) == (True, False)
    moved = meera.post(f"/sessions/{session.pk}/reschedule/", {**TIME, "seen": "0"})
    assert moved.status_code == 302
    assert Session.objects.get().status == SessionStatus.PROPOSED
    answer = meera.post(f"/sessions/{session.pk}/cancel/", {"seen": "1", "words": "Fever"})
    assert "Say why" in text(answer)
    assert 'value="Fever"' in text(answer)
    meera.post(f"/sessions/{session.pk}/cancel/", {"seen": "1", "reason": "unwell", "words": ""})
    assert Session.objects.get().status == SessionStatus.CANCELLED
    assert "Not well" in text(arun.get(f"/sessions/{session.pk}/"))


@pytest.mark.parametrize("seen", ["0", "", "x"])
def test_a_page_that_shows_an_old_time_confirms_nothing(
    world: World, signed_in: SignIn, seen: str
) -> None:
    session = world.proposed()
    actions.reschedule(session, SOON + timedelta(days=1), 45, by=world.meera)
    answer = signed_in(world.cast.arun).post(f"/sessions/{session.pk}/confirm/", {"seen": seen})
    assert answer.status_code == 409
    assert Session.objects.get().status == SessionStatus.PROPOSED


def test_the_way_to_the_meeting_writes_nothing_by_itself(world: World, signed_in: SignIn) -> None:
    session = world.confirmed(meeting_url="https://meet.example.org/our-room")
    browser = signed_in(world.cast.arun)
    browser.get(f"/sessions/{session.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = browser.get(f"/sessions/{session.pk}/join/")
    assert answer.headers["Location"] == "https://meet.example.org/our-room"
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
    assert Seat.objects.get().own_minutes is None
    actions.cancel_session(session, "other", by=world.arun)
    assert browser.get(f"/sessions/{session.pk}/join/").status_code == 404


# Zones


def test_each_reads_the_time_on_her_own_clock_with_the_zone_when_they_differ(
    world: World, signed_in: SignIn
) -> None:
    session = world.confirmed()  # 11:30 UTC
    Person.objects.filter(pk=world.cast.meera.pk).update(time_zone="Europe/Moscow")
    seen_by = {
        "meera": ("2:30", "Moscow"),
        "arun": ("5:00", "India"),
    }
    for who, (clock, zone) in seen_by.items():
        page = text(signed_in(getattr(world.cast, who)).get(f"/sessions/{session.pk}/"))
        shown = re.search(r'<p class="lead"><time[^>]*>([^<]*)</time>', page)
        assert shown is not None
        assert clock in shown[1]
        assert zone in shown[1]


def test_the_zone_is_not_named_when_both_clocks_agree(world: World, signed_in: SignIn) -> None:
    session = world.confirmed()
    page = text(signed_in(world.cast.arun).get(f"/sessions/{session.pk}/"))
    shown = re.search(r'<p class="lead"><time[^>]*>([^<]*)</time>', page)
    assert shown is not None
    assert "India" not in shown[1]


def test_a_time_that_the_clock_leaves_out_is_refused_and_one_shown_twice_is_said(
    world: World, signed_in: SignIn
) -> None:
    Person.objects.filter(pk=world.cast.meera.pk).update(time_zone="America/New_York")
    browser = signed_in(world.cast.meera)
    address = f"/mentorships/{world.pair.pk}/sessions/new/"
    gap = browser.post(address, {**TIME, "day": "2026-03-08", "time": "02:30"})
    assert gap.status_code == 422
    assert "There is no such time on that day" in text(gap)
    assert 'value="02:30"' in text(gap)
    twice = browser.post(address, {**TIME, "day": "2026-11-01", "time": "01:30"})
    assert [str(m) for m in get_messages(twice.wsgi_request)] == [
        "Proposed. It is for the other one to confirm now.",
        "The clock shows this time twice on that day. We took the first of the two.",
    ]
    assert Session.objects.get().starts_at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


SECOND = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # half past one in New York, for the second time


@pytest.mark.parametrize("is_group", [False, True])
@pytest.mark.parametrize(
    ("begins", "typed", "after", "said_twice"),
    [
        (SECOND, {"topic": "Another topic"}, SECOND, False),
        (SECOND, {"minutes": "60"}, SECOND, False),
        (SECOND - HOUR, {"place": "Library", "mode": "in_person"}, SECOND - HOUR, False),
        (SECOND, {"time": "01:45"}, SECOND - HOUR * 3 / 4, True),
        (SECOND + HOUR, {"time": "01:30"}, SECOND - HOUR, True),
        (SECOND, {"day": "2026-10-31"}, SECOND - timedelta(days=1) - HOUR, False),
        (SECOND, {"time": "02:30"}, SECOND + HOUR, False),
    ],
)
def test_a_session_in_an_hour_shown_twice_stays_where_its_time_is_left_as_it_is(
    world: World, signed_in: SignIn, clock: time_machine.Traveller, is_group: bool,
    begins: datetime, typed: dict[str, str], after: datetime, said_twice: bool,
) -> None:  # fmt: skip
    Person.objects.filter(pk=world.cast.meera.pk).update(time_zone="America/New_York")
    world.cast.meera.refresh_from_db()
    clock.move_to(begins - timedelta(days=9))
    by = world.by(world.cast.meera, begins - timedelta(days=9))
    session = (
        actions.announce_group(world.cohort, "Reading", begins, 60, 5, by=by)
        if is_group
        else actions.propose_session(world.pair, begins, 60, by=by, topic="Reading")
    )
    browser, address = signed_in(world.cast.meera), f"/sessions/{session.pk}/reschedule/"
    form = browser.get(address).context["form"]
    shown = {name: form[name].value() for name in form.initial if name in form.fields}
    answer = browser.post(address, shown | typed)
    assert answer.status_code == 302, text(answer)
    session = Session.objects.get()
    assert session.starts_at == after
    assert session.ends_at == after + timedelta(minutes=int(typed.get("minutes", 60)))
    told = [str(m) for m in get_messages(answer.wsgi_request)]
    sentence = "The clock shows this time twice on that day. We took the first of the two."
    assert (sentence in told) is said_twice


# Afterwards


def test_the_log_shows_both_texts_when_two_write_at_once(
    world: World, signed_in: SignIn, clock: time_machine.Coordinates
) -> None:
    session = world.confirmed()
    clock.move_to(AFTER)
    arun, meera = signed_in(world.cast.arun), signed_in(world.cast.meera)
    address = f"/sessions/{session.pk}/log/"
    first = {"version": "0", "works": "They listen", "teacher_steps": "Read in pairs\nAsk twice"}
    assert arun.post(address, first).status_code == 302
    mine = {"version": "0", "works": "The back row wakes", "mentor_steps": "Send the list"}
    answer = meera.post(address, mine)
    assert answer.status_code == 409
    page = text(answer)
    for words in ("They listen", "Read in pairs", "The back row wakes", "Send the list"):
        assert words in page
    assert SessionLog.objects.get().works == "They listen"
    assert 'name="version" value="1"' in page
    together = {**mine, "version": "1", "works": "Both", "teacher_steps": "Read in pairs"}
    assert meera.post(address, together).status_code == 302
    assert SessionLog.objects.get().works == "Both"
    assert set(NextStep.objects.values_list("text", flat=True)) == {
        "Read in pairs",
        "Send the list",
    }


def test_open_steps_come_first_next_time_until_they_are_ticked(
    world: World, signed_in: SignIn, clock: time_machine.Coordinates
) -> None:
    first = world.held()
    arun = world.later(world.cast.arun)
    actions.write_log(first, by=arun, version=0, teacher_steps=["Read in pairs"])
    later = actions.propose_session(world.pair, SOON + timedelta(days=7), 45, by=arun)
    clock.move_to(AFTER)
    browser = signed_in(world.cast.meera)
    page = text(browser.get(f"/sessions/{later.pk}/"))
    assert (
        page.index("Still open from earlier") < page.index("Read in pairs") < page.index("Agenda")
    )
    assert "Read in pairs" in text(browser.get(f"/mentorships/{world.pair.pk}/sessions/new/"))
    step = NextStep.objects.get()
    answer = browser.post(f"/sessions/{later.pk}/steps/{step.pk}/tick/")
    assert answer.headers["Location"] == f"/sessions/{later.pk}/#steps"
    assert "Read in pairs" not in text(browser.get(f"/sessions/{later.pk}/"))
    assert "done on" in text(browser.get(f"/sessions/{first.pk}/"))
    browser.post(f"/sessions/{first.pk}/steps/{step.pk}/untick/")
    assert NextStep.objects.get().done_on is None
    outsider = signed_in(world.cast.devi)
    assert outsider.post(f"/sessions/{first.pk}/steps/{step.pk}/tick/").status_code == 404


def test_both_say_the_minutes_and_a_difference_is_told_kindly(
    world: World, signed_in: SignIn, clock: time_machine.Coordinates
) -> None:
    session = world.confirmed()
    clock.move_to(AFTER)
    arun, meera = signed_in(world.cast.arun), signed_in(world.cast.meera)
    address = f"/sessions/{session.pk}/attendance/"
    field = f"minutes_{world.cast.arun.pk}"
    assert "How long did you meet?" in text(arun.get("/sessions/"))
    wrong = arun.post(address, {field: "99999"})
    assert wrong.status_code == 422
    assert 'value="99999"' in text(wrong)
    arun.post(address, {field: "45"})
    assert "has not said yet" in text(arun.get(f"/sessions/{session.pk}/"))
    meera.post(address, {field: "30"})
    for browser in (arun, meera):
        assert "That happens" in text(browser.get(f"/sessions/{session.pk}/"))
    meera.post(address, {field: "45"})
    assert "both say 45 minutes" in text(arun.get(f"/sessions/{session.pk}/"))
    assert Session.objects.get().status == SessionStatus.HELD
    assert "How long did you meet?" not in text(arun.get("/sessions/"))


def test_an_agenda_line_that_is_empty_is_asked_for_again(world: World, signed_in: SignIn) -> None:
    session = world.proposed()
    browser = signed_in(world.cast.arun)
    address = f"/sessions/{session.pk}/agenda/"
    assert browser.post(address, {"text": ""}).status_code == 422
    assert browser.post(address, {"text": "Fractions"}).status_code == 302
    assert "Fractions" in text(browser.get(f"/sessions/{session.pk}/"))


# Groups


def test_a_group_from_its_announcement_to_the_waiting_list(
    world: World, signed_in: SignIn, clock: time_machine.Coordinates
) -> None:
    meera = signed_in(world.cast.meera)
    assert "25" in text(meera.get("/sessions/new-group/"))
    form = {**TIME, "topic": "Reading aloud", "seats": "1", "cohort": str(world.cohort.pk)}
    assert meera.post("/sessions/new-group/", {**form, "topic": ""}).status_code == 422
    assert meera.post("/sessions/new-group/", form).status_code == 302
    session = Session.objects.get()
    bina, chetan = (signed_in(person) for person in world.others[:2])
    assert "Reading aloud" in text(bina.get("/sessions/"))
    page = f"/sessions/{session.pk}/"
    assert "Take a seat" in text(bina.get(page))
    assert "Join the meeting" not in text(bina.get(page))
    bina.post(f"{page}take-seat/")
    assert "Join the meeting" in text(bina.get(page))
    assert "Join the waiting list" in text(chetan.get(page))
    chetan.post(f"{page}take-seat/")
    assert "You are number 1 on the waiting list" in text(chetan.get(page))
    assert "Join the meeting" not in text(chetan.get(page))
    assert chetan.get(f"{page}join/").status_code == 403
    bina.post(f"{page}give-seat-back/")
    assert "Join the meeting" in text(chetan.get(page))
    clock.move_to(session.ends_at)
    field = f"minutes_{world.others[1].pk}"
    assert "Chetan Mehta" in text(meera.get(f"{page}attendance/"))
    meera.post(f"{page}attendance/", {field: "40"})
    chetan.post(f"{page}attendance/", {field: "40"})
    assert Seat.objects.get(person=world.others[1]).accounted_minutes == 40
    assert Session.objects.get().status == SessionStatus.HELD


def test_only_mentors_find_the_page_to_announce(world: World, signed_in: SignIn) -> None:
    for who in ("arun", "devi", "kavita", "omar", "somu"):
        assert signed_in(getattr(world.cast, who)).get("/sessions/new-group/").status_code == 404


# Confidentiality

OUTSIDERS = ("devi", "kavita", "nandan", "omar", "asha", "somu")
READS = ("", "join/", "log/", "attendance/", "cancel/", "reschedule/")


def everything_seen(world: World, session: Session, signed_in: SignIn) -> dict[str, bytes]:
    """Every byte of every page about this session that outsiders get, without the tokens."""
    seen = {}
    for who in OUTSIDERS:
        browser = signed_in(getattr(world.cast, who))
        pages = [f"/sessions/{session.pk}/{part}" for part in READS]
        for address in [*pages, "/sessions/", f"/mentorships/{world.pair.pk}/"]:
            answer = browser.get(address)
            seen[f"{who} {address}"] = str(answer.status_code).encode() + anywhere(answer)
    return seen


def test_no_word_of_content_changes_a_byte_for_outsiders(
    world: World, signed_in: SignIn, clock: time_machine.Coordinates
) -> None:
    session = world.held(topic="Fractions", meeting_url="https://meet.example.org/a")
    arun = world.later(world.cast.arun)
    actions.write_log(session, by=arun, version=0, works="Calm", teacher_steps=["Try"])
    AgendaItem.objects.create(
        session=session, author=world.cast.arun, text="The back row", added_at=NOW
    )
    clock.move_to(AFTER)
    before = everything_seen(world, session, signed_in)
    Session.objects.update(
        topic="Planted one",
        place="Planted two",
        meeting_url="https://planted.example.org/three",
        cancel_reason="Planted four",
    )
    AgendaItem.objects.update(text="Planted five")
    SessionLog.objects.update(works="Planted six", challenges="Planted", next_on="2026-03-03")
    NextStep.objects.update(text="Planted seven")
    assert everything_seen(world, session, signed_in) == before
    assert b"Planted" not in b"".join(before.values())
    own = signed_in(world.cast.arun).get(f"/sessions/{session.pk}/").content
    for planted in (b"Planted one", b"Planted five", b"Planted six", b"Planted seven"):
        assert planted in own


def test_absent_and_forbidden_look_alike(world: World, signed_in: SignIn) -> None:
    session = world.confirmed()
    for who in ("kavita", "nandan", "omar", "asha", "somu"):
        browser = signed_in(getattr(world.cast, who))
        for part in READS:
            forbidden = browser.get(f"/sessions/{session.pk}/{part}")
            absent = browser.get(f"/sessions/{session.pk + 100}/{part}")
            assert (forbidden.status_code, absent.status_code) == (404, 404)
            assert anywhere(forbidden) == anywhere(absent)


def anywhere(answer: HttpResponse) -> bytes:
    """The page without the address that was asked for and without tokens."""
    page = re.sub(rb"/sessions/\d+/", b"/sessions/", answer.content)
    return re.sub(rb'(csrfmiddlewaretoken" value=")[^"]*', rb"\1", page)


def test_a_coordinator_sees_that_and_when_and_how_long(
    world: World, signed_in: SignIn, clock: time_machine.Coordinates
) -> None:
    session = world.held(topic="Fractions")
    clock.move_to(AFTER)
    page = text(signed_in(world.cast.devi).get(f"/sessions/{session.pk}/"))
    for shown in ("Session of Meera Iyer and Arun Patel", "Held", "45 minutes", "for them alone"):
        assert shown in page
    for hidden in ("Fractions", "Agenda", "Join", "Log", "What happened", "What you can do"):
        assert hidden not in page
    browser = signed_in(world.cast.devi)
    for part in READS[1:]:
        assert browser.get(f"/sessions/{session.pk}/{part}").status_code == 403


def test_the_label_says_who_reads_it(world: World, signed_in: SignIn) -> None:
    session = world.confirmed()
    page = text(signed_in(world.cast.arun).get(f"/sessions/{session.pk}/"))
    assert "You and Meera Iyer can read this." in page or "Meera Iyer and you" in page.lower()


def test_strangers_are_asked_to_sign_in(world: World, client: Client) -> None:
    session = world.confirmed()
    for address in ("/sessions/", f"/sessions/{session.pk}/", f"/sessions/{session.pk}/join/"):
        assert client.get(address).headers["Location"].startswith("/account/login/")


# Queries

COUNTED = {"/sessions/": 8}


@pytest.mark.parametrize("who", ["meera", "arun"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    world: World, signed_in: SignIn, clock: time_machine.Coordinates, who: str, rows: int
) -> None:
    for n in range(rows):
        world.confirmed(SOON + timedelta(days=n))
        world.proposed(SOON + timedelta(days=20 + n))
        world.group(starts_at=SOON + timedelta(days=40 + n))
    clock.move_to(SOON + timedelta(days=19))
    browser = signed_in(getattr(world.cast, who))
    browser.get("/sessions/")
    with CaptureQueriesContext(connection) as queries:
        page = browser.get("/sessions/")
    assert page.status_code == 200
    assert len(queries) == COUNTED["/sessions/"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_session_asks_as_much_with_three_of_everything_as_with_one(
    world: World, signed_in: SignIn, clock: time_machine.Coordinates, rows: int
) -> None:
    session = world.held()
    arun = world.later(world.cast.arun)
    actions.write_log(session, by=arun, version=0, teacher_steps=[f"Step {n}" for n in range(rows)])
    later = actions.propose_session(world.pair, SOON + timedelta(days=7), 45, by=arun)
    for n in range(rows):
        actions.add_agenda_item(later, f"Item {n}", by=arun)
    clock.move_to(AFTER)
    browser = signed_in(world.cast.arun)
    browser.get(f"/sessions/{later.pk}/")
    with CaptureQueriesContext(connection) as queries:
        browser.get(f"/sessions/{later.pk}/")
    assert len(queries) == 9


def test_pausing_hides_the_way_to_propose(world: World, signed_in: SignIn) -> None:
    Mentorship.objects.update(status="paused")
    answer = signed_in(world.cast.meera).get(f"/mentorships/{world.pair.pk}/sessions/new/")
    assert answer.status_code == 403
