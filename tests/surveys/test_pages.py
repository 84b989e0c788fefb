"""Pages of feedback: who finds them, what they say before anybody writes, and who can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from banyan.mentoring.models import Session
from banyan.people.models import Person
from banyan.surveys import actions, queries
from banyan.surveys.models import Response
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.surveys.conftest import DAY, GOOD, HOUR, World

Enter = Callable[[Person], Client]
ANSWERS = {"useful": "5", "heard": "4", "will_try": "definitely", "seen": "0"}


@pytest.fixture(autouse=True)
def _noon() -> Iterable[None]:
    with travel(NOW, tick=False):
        yield


def text(response: object) -> str:
    """A page without what differs from one request to the next."""
    content = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content)


def page_of(browser: Client, address: str) -> str:
    return text(browser.get(address))


def test_a_teacher_gives_feedback_and_reads_what_she_said(world: World, signed_in: Enter) -> None:
    session = world.held(world.cast.arun)
    browser = signed_in(world.cast.arun)
    address = f"/sessions/{session.pk}/feedback/"
    assert "How was your session with Meera Iyer?" in page_of(browser, address)
    answer = browser.post(address, {**ANSWERS, "themes": ["time"], "in_confidence": "A word."})
    assert (answer.status_code, answer["Location"]) == (302, address)
    said = page_of(browser, address)
    for words in ("5 of 5", "Yes, I know what", "Finding time", "A word.", "Nobody has read it"):
        assert words in said


def test_who_reads_what_is_said_before_anything_is_written(world: World, signed_in: Enter) -> None:
    session = world.held(world.cast.arun)
    page = page_of(signed_in(world.cast.arun), f"/sessions/{session.pk}/feedback/")
    for label, field in [
        ("The mentor never sees your answer: only means", 'name="useful"'),
        ("Coordinators see how many people ticked a theme, once 5 have.", 'name="themes"'),
        (
            "You and the coordinators of the school who were not in the session can read this.",
            'name="in_confidence"',
        ),
    ]:
        assert 0 < page.index(label) < page.index(field)


def test_what_is_missing_is_said_beside_the_question_and_the_rest_is_kept(
    world: World, signed_in: Enter
) -> None:
    session = world.held(world.cast.arun)
    browser = signed_in(world.cast.arun)
    values = {"useful": "5", "seen": "0", "in_confidence": "Half a thought"}
    page = text(browser.post(f"/sessions/{session.pk}/feedback/", values))
    assert "How well did you feel heard?" in page
    assert 'id="id_heard-error"' in page or "Choose an answer to" in page
    assert "Half a thought" in page
    assert Response.objects.count() == 0


def test_changing_starts_from_what_was_said(world: World, signed_in: Enter) -> None:
    session = world.held(world.cast.arun)
    actions.give_feedback(
        session, by=world.by(world.cast.arun), answers=GOOD, in_confidence="A word."
    )
    browser = signed_in(world.cast.arun)
    address = f"/sessions/{session.pk}/feedback/change/"
    assert "A word." in page_of(browser, address)
    assert browser.post(address, {**ANSWERS, "useful": "2", "seen": "1"}).status_code == 302
    assert browser.post(address, {**ANSWERS, "useful": "3", "seen": "1"}).status_code == 409
    assert Response.objects.get().answers["useful"] == 2


def test_outsiders_cannot_tell_that_the_session_exists(world: World, signed_in: Enter) -> None:
    session = world.held(world.cast.arun)
    for who in ("devi", "kavita", "nandan", "omar", "asha", "somu"):
        browser = signed_in(getattr(world.cast, who))
        for verb in ("", "change/"):
            real = browser.get(f"/sessions/{session.pk}/feedback/{verb}")
            none = browser.get(f"/sessions/{session.pk + 99}/feedback/{verb}")
            own_address = text(real).replace(f"/{session.pk}/", f"/{session.pk + 99}/")
            assert (real.status_code, own_address) == (404, text(none))


def test_a_stranger_is_asked_to_sign_in(world: World, client: Client) -> None:
    for address in ("/feedback/", "/feedback/themes/", "/feedback/confidences/1/"):
        assert client.get(address).status_code == 302


def test_the_page_of_themes_is_for_coordinators(world: World, signed_in: Enter) -> None:
    found = {
        who: signed_in(person).get("/feedback/themes/").status_code
        for who, person in world.cast.everybody().items()
    }
    assert found == {
        **dict.fromkeys(("meera", "arun", "kavita", "nandan", "asha", "somu"), 404),
        **dict.fromkeys(("devi", "omar"), 200),
    }


def confide(world: World, words: str = "My mentor is always late.") -> Response:
    return actions.give_feedback(
        world.held(world.cast.arun),
        by=world.by(world.cast.arun),
        answers=GOOD,
        in_confidence=words,
    )


def test_words_in_confidence_are_read_by_the_coordinator_and_the_writer_sees_it(
    world: World, signed_in: Enter
) -> None:
    response = confide(world)
    devi = signed_in(world.cast.devi)
    overview = page_of(devi, "/feedback/themes/")
    assert "Arun Patel" in overview
    assert "always late" not in overview
    assert Event.objects.filter(verb="feedback.read_confidence").count() == 0
    assert "always late" in page_of(devi, f"/feedback/confidences/{response.pk}/")
    event = Event.objects.get(verb="feedback.read_confidence")
    assert (event.subject, event.actor) == (f"response:{response.pk}", world.cast.devi.pk)
    assert event.data == {}
    said = page_of(signed_in(world.cast.arun), f"/sessions/{response.session_id}/feedback/")
    assert "Devi Nair read what was written in confidence." in said


@pytest.mark.parametrize("who", ["meera", "arun", "kavita", "nandan", "omar", "asha", "somu"])
def test_nobody_else_finds_them(world: World, signed_in: Enter, who: str) -> None:
    response = confide(world)
    browser = signed_in(getattr(world.cast, who))
    assert browser.get(f"/feedback/confidences/{response.pk}/").status_code == 404
    assert Event.objects.filter(verb="feedback.read_confidence").count() == 0


def test_a_coordinator_who_was_in_the_session_does_not_read_them(
    world: World, signed_in: Enter
) -> None:
    response = confide(world)
    Session.objects.filter(pk=response.session_id).update(host=world.cast.devi)
    browser = signed_in(world.cast.devi)
    assert browser.get(f"/feedback/confidences/{response.pk}/").status_code == 404
    assert "Arun Patel" not in page_of(browser, "/feedback/themes/")


def test_feedback_is_due_until_it_is_given(world: World) -> None:
    session = world.held(world.cast.arun)
    world.held(world.cast.arun, NOW - 30 * DAY)  # too long ago to ask
    world.confirmed(world.cast.arun, NOW + DAY)
    due = {
        who: [(one.session_id, one.others) for one in queries.feedback_due(world.by(person))]
        for who, person in world.cast.everybody().items()
        if queries.feedback_due(world.by(person))
    }
    assert due == {
        "arun": [(session.pk, "Meera Iyer")],
        "meera": [(session.pk, "Arun Patel")],
    }
    actions.give_feedback(session, by=world.by(world.cast.arun), answers=GOOD)
    assert queries.feedback_due(world.by(world.cast.arun)) == []


def cost(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(address).status_code == 200
    return len(counted)


def test_lists_cost_the_same_at_one_row_and_at_three(world: World, signed_in: Enter) -> None:
    meera, devi = signed_in(world.cast.meera), signed_in(world.cast.devi)
    costs = []
    for round_of in (1, 2):
        for n in range(round_of):
            teacher = world.teacher(f"Teacher{round_of}{n} Das")
            at = NOW - DAY - (round_of * 5 + n) * 2 * HOUR
            world.held(teacher, at)
            session = world.held(teacher, at - 2 * DAY)
            actions.give_feedback(
                session, by=world.by(teacher), answers=GOOD, in_confidence="A word."
            )
            actions.give_feedback(
                session,
                by=world.by(world.cast.meera),
                answers={"worthwhile": 4, "prepared": "all"},
            )
        costs.append((cost(meera, "/feedback/"), cost(devi, "/feedback/themes/")))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 10


# Noninterference: one confidential field changes, and not a byte of what others get


CHANGES = (
    {"answers": {"useful": 1, "heard": 1, "will_try": "not_yet"}},
    {"themes": ["fit", "workload"]},
    {"in_confidence": "Something else entirely, and much longer than it was."},
)


@pytest.mark.parametrize("who", ["kavita", "nandan", "omar", "meera", "asha", "somu"])
def test_outsiders_get_the_same_bytes_whatever_was_said(
    world: World, signed_in: Enter, who: str
) -> None:
    """Meera is among them: two teachers have answered, and a mean needs three."""
    response = world.say(world.cast.arun, NOW - 20 * DAY, themes=["time"])
    world.say(world.teacher("Bina Rathod"), NOW - 15 * DAY)
    Response.objects.filter(pk=response.pk).update(in_confidence="A word.")
    browser = signed_in(getattr(world.cast, who))
    school, session = world.cast.school.pk, response.session_id
    addresses = [
        "/",
        "/feedback/",
        "/feedback/themes/",
        f"/feedback/confidences/{response.pk}/",
        f"/sessions/{session}/",
        f"/sessions/{session}/feedback/",
        f"/mentorships/{response.session.mentorship_id}/",
        "/notices/",
        "/insights/schools/",
        f"/insights/schools/{school}/",
        f"/insights/schools/{school}/table.csv",
        f"/insights/cohorts/{world.cohort.pk}/",
        "/insights/trouble/",
    ]
    before = {address: page_of(browser, address) for address in addresses}
    said = Response.objects.filter(pk=response.pk)
    was = said.values("answers", "themes", "in_confidence").get()
    for change in CHANGES:
        assert said.update(**{**was, **change}) == 1
        assert {address: page_of(browser, address) for address in addresses} == before


def test_the_comparison_would_notice_a_leak(world: World, signed_in: Enter) -> None:
    """The positive control: a third teacher answers, and the mentor's mean shows a change."""
    response = world.say(world.cast.arun, NOW - 20 * DAY)
    for n, name in enumerate(("Bina Rathod", "Chetan Mehta")):
        world.say(world.teacher(name), NOW - 15 * DAY + timedelta(hours=3 * n))
    browser = signed_in(world.cast.meera)
    before = page_of(browser, "/feedback/")
    Response.objects.filter(pk=response.pk).update(**CHANGES[0])
    assert page_of(browser, "/feedback/") != before
