"""Invitations by mail: what a calendar program gets, from whom, and what it is never told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from icalendar import Calendar

from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.states import MentorshipStatus
from banyan.notifications import actions as notifications
from banyan.notifications.models import Notice
from banyan.notifications.queries import notices_of, unread_count
from banyan.people.models import Person
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import SOON, World, world

__all__ = ["world"]  # a fixture

SignIn = Callable[[Person], Client]
Worker = Callable[..., int]
TOPIC, PLACE = "Fractions are frightening", "https://meet.example.org/secret"


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(worker: Worker) -> Callable[[], dict[str, EmailMessage]]:
    """Do the background work and send: what came, by the address it came to, as it went out."""

    def run() -> dict[str, EmailMessage]:
        mail.outbox.clear()
        worker()
        Notice.objects.exclude(kind__startswith="session.").delete()  # that they are enrolled
        notifications.mail_due(now=NOW)
        found: dict[str, EmailMessage] = {}
        for sent in mail.outbox:
            raw = sent.message().as_bytes()
            found[sent.to[0]] = message_from_bytes(raw, policy=policy.default)
        return found

    return run


Post = Callable[[], dict[str, EmailMessage]]


def part(letter: EmailMessage) -> EmailMessage | None:
    """The calendar's form of a mail, beside its words in one multipart/alternative."""
    found = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
    if not found:
        assert letter.get_content_type() == "text/plain"
        return None
    assert letter.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in letter.iter_parts()] == [
        "text/plain",
        "text/calendar",
    ]
    (one,) = found
    assert isinstance(one, EmailMessage)
    return one


def told(letter: EmailMessage) -> dict[str, str]:
    """What the invitation says, as the library reads it; the method as in the part's own header."""
    one = part(letter)
    assert one is not None
    calendar = Calendar.from_ical(one.get_content())
    (event,) = calendar.walk("VEVENT")
    assert one["content-type"].params["method"] == str(calendar["method"])
    attendees = event["attendee"]
    assert not isinstance(attendees, list)
    return {
        "method": str(calendar["method"]),
        "uid": str(event["uid"]),
        "sequence": str(event["sequence"]),
        "status": str(event["status"]),
        "starts": event.decoded("dtstart").isoformat(),
        "organizer": str(event["organizer"]),
        "attendee": str(attendees),
        "partstat": str(attendees.params["PARTSTAT"]),
        "rsvp": str(attendees.params["RSVP"]),
    }


def test_a_confirmed_time_goes_to_both_calendars_and_tells_neither_of_the_other(
    world: World, post: Post
) -> None:
    session = world.proposed(topic=TOPIC, meeting_url=PLACE)
    assert all(part(letter) is None for letter in post().values())
    actions.confirm_session(session, by=world.arun)
    letters = post()
    meera, arun = str(world.cast.meera.email), str(world.cast.arun.email)
    assert set(letters) == {meera, arun}
    for own, other in ((meera, arun), (arun, meera)):
        assert told(letters[own]) == {
            "method": "REQUEST",
            "uid": f"session-{session.pk}@127.0.0.1",
            "sequence": "0",
            "status": "CONFIRMED",
            "starts": SOON.isoformat(),
            "organizer": "mailto:banyan@localhost",
            "attendee": f"mailto:{own}",
            "partstat": "ACCEPTED",
            "rsvp": "FALSE",
        }
        whole = letters[own].as_string()
        ics = part(letters[own]).get_content()  # type: ignore[union-attr]
        assert other not in whole
        for secret in (TOPIC, PLACE, "Meera", "Arun", "DESCRIPTION", "LOCATION"):
            assert secret not in ics


def test_a_moved_and_a_cancelled_session_update_the_same_entry(world: World, post: Post) -> None:
    session = world.confirmed()
    post()
    actions.reschedule(session, SOON + timedelta(days=1), 45, by=world.meera)
    letters = post()
    meera, arun = letters[str(world.cast.meera.email)], letters[str(world.cast.arun.email)]
    moved = {"method": "REQUEST", "sequence": "1", "status": "TENTATIVE"}
    assert told(meera).items() >= {**moved, "partstat": "ACCEPTED"}.items()
    assert told(arun).items() >= {**moved, "partstat": "NEEDS-ACTION"}.items()
    assert told(arun)["starts"] == (SOON + timedelta(days=1)).isoformat()
    actions.confirm_session(session, by=world.arun)
    assert {told(letter)["status"] for letter in post().values()} == {"CONFIRMED"}
    actions.cancel_session(session, "other", by=world.arun)
    letters = post()
    assert len(letters) == 2
    for letter in letters.values():
        assert told(letter).items() >= {
            "method": "CANCEL", "sequence": "2", "status": "CANCELLED",
            "uid": f"session-{session.pk}@127.0.0.1",
        }.items()  # fmt: skip


def test_another_of_several_times_counts_as_a_move(world: World, post: Post) -> None:
    other = SOON + timedelta(days=2)
    session = actions.propose_session(world.pair, SOON, 45, by=world.meera, others=[other])
    actions.confirm_session(session, by=world.arun, at=other)
    assert session.sequence == 1
    for letter in post().values():
        said = told(letter)
        assert (said["sequence"], said["starts"]) == ("1", other.isoformat())


def test_what_was_never_settled_is_in_no_calendar(world: World, post: Post) -> None:
    session = world.proposed()
    assert [part(letter) for letter in post().values()] == [None]
    actions.reschedule(session, SOON + timedelta(days=1), 45, by=world.arun)
    assert [part(letter) for letter in post().values()] == [None]
    actions.cancel_session(session, "other", by=world.arun)
    assert [part(letter) for letter in post().values()] == [None]


def test_in_a_group_nobody_sees_the_address_of_another(world: World, post: Post) -> None:
    group = world.group(seats=2)
    letters = post()
    assert told(letters[str(world.cast.meera.email)])["method"] == "REQUEST"
    for person in world.others[:3]:
        actions.take_seat(group, by=world.by(person))
    letters = post()
    assert set(letters) == {str(person.email) for person in world.others[:2]}
    actions.reschedule(group, SOON + timedelta(days=1), 60, by=world.meera)
    letters = post()
    everybody = [str(p.email) for p in (world.cast.meera, *world.others[:3])]
    assert set(letters) == set(everybody)
    waiting = str(world.others[2].email)
    for own, letter in letters.items():
        if own == waiting:
            assert part(letter) is None
        else:
            assert told(letter).items() >= {"sequence": "1", "attendee": f"mailto:{own}"}.items()
        assert not any(other in letter.as_string() for other in everybody if other != own)


def test_a_seat_given_back_leaves_her_calendar_and_enters_that_of_who_waited(
    world: World, post: Post
) -> None:
    group = world.group(seats=1)
    first, second = world.others[:2]
    for person in (first, second):
        actions.take_seat(group, by=world.by(person))
    post()
    actions.give_seat_back(group, by=world.by(first))
    letters = post()
    assert told(letters[str(first.email)])["method"] == "CANCEL"
    assert told(letters[str(second.email)])["method"] == "REQUEST"
    # Whoever only waited was never invited.
    actions.take_seat(group, by=world.by(first))
    actions.give_seat_back(group, by=world.by(first))
    assert post() == {}


def test_a_pair_that_is_over_takes_its_sessions_out_of_both_calendars(
    world: World, post: Post
) -> None:
    session = world.confirmed()
    post()
    world.pair.status = MentorshipStatus.ENDED
    world.pair.save()
    session.mentorship = world.pair
    actions.lapse(session, by=system(NOW))
    letters = post()
    assert {own: told(letter)["method"] for own, letter in letters.items()} == {
        str(world.cast.meera.email): "CANCEL",
        str(world.cast.arun.email): "CANCEL",
    }


def test_a_moved_time_that_nobody_answers_leaves_both_calendars(world: World, post: Post) -> None:
    session = world.confirmed(SOON + timedelta(days=20))
    actions.reschedule(session, SOON + timedelta(days=21), 45, by=world.meera)
    post()
    actions.expire_proposal(session, by=system(NOW + timedelta(days=8)))
    letters = post()
    assert {own: (told(one)["method"], told(one)["sequence"]) for own, one in letters.items()} == {
        str(world.cast.meera.email): ("CANCEL", "2"),
        str(world.cast.arun.email): ("CANCEL", "2"),
    }


def choose(world: World, person: Person, invitations: bool, session: str = "at_once") -> None:
    notifications.choose(
        by=world.by(person),
        mail={"session": session},
        quiet_from=time(21),
        quiet_until=time(7),
        digest_at=time(8),
        invitations=invitations,
    )


def test_whoever_does_not_want_invitations_gets_words_alone(world: World, post: Post) -> None:
    choose(world, world.cast.meera, invitations=False)
    choose(world, world.cast.arun, invitations=False)
    world.confirmed()
    letters = post()
    assert set(letters) == {str(world.cast.meera.email)}  # she is told; he did it himself
    assert part(letters[str(world.cast.meera.email)]) is None


def test_whoever_wants_one_mail_a_day_gets_no_calendar_that_is_behind(
    world: World, post: Post
) -> None:
    choose(world, world.cast.arun, invitations=True, session="digest")
    world.confirmed()
    assert set(post()) == {str(world.cast.meera.email)}
    own = Notice.objects.get(kind="session.calendar", person=world.cast.arun)
    assert own.dropped_at == NOW


def test_what_goes_to_her_own_calendar_stands_on_no_page(
    world: World, post: Post, signed_in: SignIn
) -> None:
    world.confirmed()
    post()
    assert Notice.objects.filter(kind="session.calendar", person=world.cast.arun).exists()
    kinds = {notice.kind for notice in notices_of(world.arun)}
    assert kinds == {"session.proposed"}
    assert unread_count(world.arun) == 1
    page = signed_in(world.cast.arun).get("/notices/").content.decode()
    assert "For your calendar" not in page


def test_the_choice_stands_on_the_page_of_mail(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.arun)
    page = browser.get("/me/notices/").content.decode()
    assert "Bring sessions to my calendar" in page
    hours = {"quiet_from": "21:00", "quiet_until": "07:00", "digest_at": "08:00"}
    wanted = dict.fromkeys(
        ("pair", "session", "feedback", "programme", "area", "account"), "at_once"
    )
    assert browser.post("/me/notices/", {**wanted, **hours}).status_code == 302
    assert world.cast.arun.quiet_hours.invitations is False
    assert browser.post("/me/notices/", {**wanted, **hours, "invitations": "on"}).status_code == 302
    world.cast.arun.quiet_hours.refresh_from_db()
    assert world.cast.arun.quiet_hours.invitations is True


def test_an_invitation_speaks_the_language_of_whoever_gets_it(world: World, post: Post) -> None:
    Person.objects.filter(pk=world.cast.meera.pk).update(locale="hi")
    world.confirmed()
    letters = post()
    one = part(letters[str(world.cast.meera.email)])
    assert one is not None
    (event,) = Calendar.from_ical(one.get_content()).walk("VEVENT")
    assert str(event["summary"]) != "Mentoring session"
