"""Answering a proposed time by the link of a mail: what it may do, and every way it may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client

from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, Session
from banyan.mentoring.queries.answers import GOOD_FOR, sealed
from banyan.mentoring.states import MentorshipStatus, SessionStatus
from banyan.notifications import actions as notifications
from banyan.notifications.models import Notice
from banyan.people.models import Person
from banyan.trail.models import Event
from banyan.trail.queries import timeline
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import SOON, World

SignIn = Callable[[Person], Client]
Worker = Callable[..., int]
LATER = SOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


def address(person: Person, session: Session, at: Any = SOON) -> str:
    return f"/answers/{sealed(person, session, at, now=NOW)}/"


def status(session: Session) -> str:
    return str(Session.objects.values_list("status", flat=True).get(pk=session.pk))


def links(worker: Worker, to: Person) -> list[str]:
    """The links in the mail about a proposal, as paths."""
    worker()
    Notice.objects.exclude(kind__startswith="session.").delete()  # that she is enrolled
    mail.outbox.clear()
    notifications.mail_due(now=NOW)
    (letter,) = [one for one in mail.outbox if one.to == [to.email]]
    return re.findall(r"https?://[^/\s]+(/answers/\S+)", str(letter.body))


def closed(answer: Any) -> bool:
    return answer.status_code == 410 and "This link has done its work" in answer.content.decode()


def test_opening_a_link_changes_nothing_and_its_button_confirms(
    world: World, worker: Worker, client: Client
) -> None:
    session = world.proposed(topic="Fractions", meeting_url="https://meet.example.org/x")
    yes, no = links(worker, world.cast.arun)
    for _time in range(3):  # programs that look through mail
        assert client.head(yes).status_code == client.get(no).status_code == 200
    page = client.get(yes)
    said = page.content.decode()
    assert "Meera Iyer proposes a session on" in said
    assert (page["Cache-Control"].count("no-store"), page["Referrer-Policy"]) == (
        1,
        "strict-origin",
    )
    for secret in ("Fractions", "meet.example.org", "agenda", str(world.cast.arun.email)):
        assert secret not in said
    assert status(session) == "proposed"
    done = client.post(yes)
    assert (done.status_code, status(session)) == (200, "confirmed")
    assert "Meera Iyer is told that the time suits you." in done.content.decode()


def test_nobody_is_signed_in_by_a_link(world: World, worker: Worker, client: Client) -> None:
    world.proposed()
    yes, _no = links(worker, world.cast.arun)
    client.post(yes)
    assert "_auth_user_id" not in client.session
    assert client.get("/sessions/").status_code == 302


def test_the_trail_says_who_answered_and_that_it_was_by_mail(world: World, client: Client) -> None:
    session = world.proposed()
    client.post(address(world.cast.arun, session))
    events = Event.objects.filter(subject=f"session:{session.pk}").order_by("pk")
    assert [(one.verb, one.actor) for one in events] == [
        ("session.propose", world.cast.meera.pk),
        ("session.confirm", world.cast.arun.pk),
        ("session.answer_by_mail", world.cast.arun.pk),
    ]
    told = [one.sentence for one in timeline([f"session:{session.pk}"])]
    assert "{actor} answered by the link of a mail." in told


def test_a_time_that_does_not_suit_is_called_off_and_told(
    world: World, worker: Worker, client: Client
) -> None:
    session = world.proposed()
    _yes, no = links(worker, world.cast.arun)
    assert "This calls the session off." in client.get(no).content.decode()
    answer = client.post(no)
    assert "can propose another time" in answer.content.decode()
    row = Session.objects.get(pk=session.pk)
    assert (row.status, row.cancelled_by_id) == ("cancelled", world.cast.arun.pk)
    assert row.cancel_reason == "This time does not suit me."
    assert links_after(worker) == {world.cast.meera.email}


def links_after(worker: Worker) -> set[Any]:
    worker()
    mail.outbox.clear()
    notifications.mail_due(now=NOW)
    return {one.to[0] for one in mail.outbox if "is cancelled" in str(one.body)}


def test_of_several_times_each_has_its_link(world: World, worker: Worker, client: Client) -> None:
    session = actions.propose_session(world.pair, SOON, 45, by=world.meera, others=[LATER])
    first, second, none = links(worker, world.cast.arun)
    assert len({first, second, none}) == 3
    assert client.post(second).status_code == 200
    row = Session.objects.get(pk=session.pk)
    assert (row.status, row.starts_at) == ("confirmed", LATER)
    assert closed(client.post(first))


def test_a_link_is_good_once(world: World, client: Client) -> None:
    session = world.proposed()
    yes, no = (address(world.cast.arun, session, at) for at in (SOON, None))
    assert client.post(yes).status_code == 200
    for at in (yes, no):
        assert closed(client.get(at))
        assert closed(client.post(at))
    assert status(session) == "confirmed"


def test_after_another_time_a_link_is_stale(world: World, client: Client) -> None:
    session = world.proposed()
    before = [address(world.cast.arun, session, at) for at in (SOON, None)]
    actions.reschedule(session, LATER, 45, by=world.meera)
    for at in before:
        assert closed(client.get(at))
        assert closed(client.post(at))
    assert status(session) == "proposed"


def test_a_link_does_not_come_back_to_life(world: World, client: Client) -> None:
    """Confirmed, then moved by the very person who has the old link: she is not asked now."""
    session = world.proposed()
    old = address(world.cast.arun, session)
    client.post(old)
    session.refresh_from_db()
    actions.reschedule(session, LATER, 45, by=world.arun)
    for mine in (old, address(world.cast.arun, session, LATER)):
        assert closed(client.post(mine))
    assert status(session) == "proposed"


def test_whoever_proposed_cannot_agree_for_the_other_one(world: World, client: Client) -> None:
    session = world.proposed()
    for at in (SOON, None):
        assert closed(client.post(address(world.cast.meera, session, at)))
    assert status(session) == "proposed"


@pytest.mark.parametrize("who", ["devi", "kavita", "nandan", "omar", "asha", "somu"])
def test_a_link_of_somebody_else_opens_nothing(world: World, client: Client, who: str) -> None:
    session = world.proposed()
    assert closed(client.post(address(getattr(world.cast, who), session)))
    assert status(session) == "proposed"


def forged(world: World, session: Session) -> list[str]:
    token = sealed(world.cast.arun, session, SOON, now=NOW)
    words, _dot, signature = token.rpartition(".")
    other = sealed(world.cast.arun, session, None, now=NOW)
    kept = [world.cast.arun.pk, session.pk, 0, 0, 0, ""]
    return [
        "",
        "x",
        ".",
        f"{words}.",
        f"{words}.{signature[:-2]}xx",
        f"{other.rpartition('.')[0]}.{signature}",  # no said with the signature of yes
        signing.Signer(salt="organisation.calendar", sep=".").sign_object(kept),
        signing.Signer(salt="session.answer", sep=".").sign_object(kept[:3]),
        signing.Signer(salt="session.answer", sep=".").sign_object(kept),
        signing.dumps(kept, salt="session.answer"),
        "%00",
        "a" * 4000,
    ]


def test_a_forged_link_opens_nothing(world: World, client: Client) -> None:
    session = world.proposed()
    for token in forged(world, session):
        answer = client.post(f"/answers/{token}/")
        # The edge answers what is no address at all.
        assert closed(answer) or (answer.status_code == 404 and token in ("", "%00")), token[:80]
    assert status(session) == "proposed"


def test_a_link_is_good_for_a_week_and_not_before_it_was_made(world: World, client: Client) -> None:
    session = actions.propose_session(world.pair, NOW + timedelta(days=20), 45, by=world.meera)
    mine = address(world.cast.arun, session, session.starts_at)
    for moment, good in (
        (NOW + GOOD_FOR, True),
        (NOW + GOOD_FOR + timedelta(minutes=1), False),
        (NOW - timedelta(hours=1), False),
    ):
        with time_machine.travel(moment, tick=False):
            assert closed(client.get(mine)) != good


def test_a_time_that_has_passed_cannot_be_agreed_to(world: World, client: Client) -> None:
    session = world.proposed()
    mine = address(world.cast.arun, session)
    with time_machine.travel(SOON + timedelta(minutes=1), tick=False):
        assert closed(client.get(mine))
        assert closed(client.post(mine))
    assert status(session) == "proposed"


def test_a_mail_to_an_old_address_answers_nothing(world: World, client: Client) -> None:
    session = world.proposed()
    mine = address(world.cast.arun, session)
    Person.objects.filter(pk=world.cast.arun.pk).update(email="new@example.org")
    assert closed(client.post(mine))
    Person.objects.filter(pk=world.cast.arun.pk).update(email=world.cast.arun.email)
    assert client.get(mine).status_code == 200


def test_whoever_has_left_answers_nothing(world: World, client: Client) -> None:
    session = world.proposed()
    mine = address(world.cast.arun, session)
    Person.objects.filter(pk=world.cast.arun.pk).update(is_active=False)
    assert closed(client.post(mine))
    Person.objects.filter(pk=world.cast.arun.pk).update(is_active=True)
    Mentorship.objects.update(status=MentorshipStatus.ENDED)
    assert closed(client.post(mine))
    assert status(session) == "proposed"


def test_a_link_acts_as_its_person_whoever_is_signed_in(world: World, signed_in: SignIn) -> None:
    session = world.proposed()
    signed_in(world.cast.meera).post(address(world.cast.arun, session))
    assert status(session) == SessionStatus.CONFIRMED
    assert Event.objects.get(verb="session.confirm").actor == world.cast.arun.pk


def test_another_site_cannot_press_the_button(world: World) -> None:
    session = world.proposed()
    answer = Client(enforce_csrf_checks=True).post(address(world.cast.arun, session))
    assert answer.status_code == 403
    assert status(session) == "proposed"


def test_tries_are_limited(world: World, client: Client) -> None:
    session = world.proposed()
    mine = address(world.cast.arun, session)
    answers = [client.post(mine).status_code for _time in range(21)]
    assert answers == [200, *[410] * 19, 429]
    assert client.get(mine).status_code == client.head(mine).status_code == 410
    # Another link is counted for itself.
    assert client.post(address(world.cast.meera, session)).status_code == 410


def test_the_page_speaks_the_language_and_clock_of_whoever_is_asked(
    world: World, client: Client
) -> None:
    session = world.proposed()
    Person.objects.filter(pk=world.cast.arun.pk).update(locale="ru", time_zone="Europe/Moscow")
    page = client.get(address(world.cast.arun, session)).content.decode()
    assert 'lang="ru"' in page
    assert "14:30" in page  # 11:30 UTC


def test_no_page_shows_a_link(world: World, worker: Worker, signed_in: SignIn) -> None:
    session = world.proposed()
    worker()
    for who in (world.cast.arun, world.cast.meera):
        for at in ("/notices/", f"/sessions/{session.pk}/"):
            assert "/answers/" not in signed_in(who).get(at).content.decode()
