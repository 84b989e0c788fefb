from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, Request
from banyan.mentoring.states import RequestStatus
from banyan.organisations.actions import give_role
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Application
from tests.conftest import LONG_AGO, NOW
from tests.mentoring.conftest import World, body_of

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
R = RequestStatus
WORDS = "How do I use the smart board with forty children?"


@pytest.fixture(autouse=True)
def at_noon() -> object:
    """Pages read the clock themselves: it stands still at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def page(request: Request, verb: str = "") -> str:
    return f"/requests/{request.pk}/" + (f"{verb}/" if verb else "")


def new(world: World) -> str:
    return f"/requests/new/?mentor={Application.objects.get(person=world.cast.meera).pk}"


def text_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def test_only_its_two_people_can_tell_that_a_request_exists(
    asked: Request, world: World, signed_in: SignIn
) -> None:
    for url in (page(asked), page(asked, "accept"), page(asked, "decline")):
        everybody = world.cast.everybody().items()
        codes = {name: signed_in(person).get(url).status_code for name, person in everybody}
        outside = {name: code for name, code in codes.items() if name not in ("meera", "arun")}
        assert set(outside.values()) == {404}
    browser = signed_in(world.cast.devi)
    hidden, missing = body_of(browser.get(page(asked))), body_of(browser.get("/requests/99/"))
    assert hidden == missing.replace("/requests/99/", page(asked))


def test_a_stranger_is_asked_to_sign_in(asked: Request, world: World, client: Client) -> None:
    for url in ("/requests/", page(asked), page(asked, "accept"), new(world)):
        assert client.get(url).status_code == 302


def test_both_read_what_it_is_about_and_who_can_read_it(
    asked: Request, world: World, signed_in: SignIn
) -> None:
    for person, label in (
        (world.cast.arun, "You and Meera Iyer can read this."),
        (world.cast.meera, "You and Arun Patel can read this."),
    ):
        seen = text_of(signed_in(person), page(asked))
        assert WORDS in seen
        assert label in seen
        assert "Digital education" in seen


def test_asking_keeps_what_was_typed_and_then_sends_it(world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.arun)
    assert "You and Meera Iyer can read this." in text_of(browser, new(world))
    seen = browser.post(new(world), {"text": WORDS}).content.decode()
    assert "Choose the field that comes closest." in seen
    assert WORDS in seen
    seen = browser.post(new(world), {"domain": "digital_education"}).content.decode()
    assert "Write in a few words what it is about." in seen
    assert seen.count(" checked") == 1
    answer = browser.post(new(world), {"domain": "digital_education", "text": WORDS})
    row = Request.objects.get()
    assert answer.headers["Location"] == page(row)
    assert (row.text, row.teacher, row.mentor) == (WORDS, world.cast.arun, world.cast.meera)


def test_a_refusal_at_the_last_moment_keeps_what_was_typed(
    asked: Request, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.arun)
    sent = {"domain": "digital_education", "text": "Another question"}
    seen = browser.post(new(world), sent).content.decode()
    assert "You have asked Meera Iyer already" in seen
    assert "Another question" in seen
    assert Request.objects.count() == 1


def test_the_way_from_the_directory_leads_to_asking(
    world: World, signed_in: SignIn, client: Client
) -> None:
    pk = Application.objects.get(person=world.cast.meera).pk
    browser = signed_in(world.cast.arun)
    assert 'href="/mentors/"' in text_of(browser, "/requests/")
    assert f'href="{new(world)}"' in text_of(browser, f"/mentors/{pk}/")
    assert new(world) not in text_of(client, f"/mentors/{pk}/")


def test_who_may_not_ask_is_told_before_writing(
    asked: Request, world: World, signed_in: SignIn
) -> None:
    for person, sentence in (
        (world.cast.arun, "You have asked Meera Iyer already"),
        (world.cast.devi, "Only teachers enrolled"),
        (world.cast.meera, "Only teachers enrolled"),
    ):
        answer = signed_in(person).get(new(world))
        assert answer.status_code == 403
        assert sentence in answer.content.decode()


@pytest.mark.parametrize("mentor", ["", "0", "x", "-1", "9" * 30, "²"])
def test_a_mentor_who_is_not_in_the_directory_is_one_calm_page(
    world: World, signed_in: SignIn, mentor: str
) -> None:
    browser = signed_in(world.cast.arun)
    assert browser.get(f"/requests/new/?mentor={mentor}").status_code == 404
    Application.objects.update(listed=False)
    assert browser.get(new(world)).status_code == 404


def test_accepting_leads_to_a_page_together(
    asked: Request, world: World, signed_in: SignIn
) -> None:
    answer = signed_in(world.cast.meera).post(page(asked, "accept"), {"seen": "open"})
    guidance = Mentorship.objects.get()
    assert answer.headers["Location"] == f"/mentorships/{guidance.pk}/"
    seen = text_of(signed_in(world.cast.arun), f"/mentorships/{guidance.pk}/")
    assert "Guidance on one question" in seen
    assert "Meera Iyer said yes to the request." in seen


def test_a_mentor_who_heads_the_school_now_writes_no_answer(
    asked: Request, world: World, signed_in: SignIn, viewer: Look
) -> None:
    """It ends by itself, or Arun takes it back."""
    asha, cast = viewer(world.cast.asha), world.cast
    give_role(cast.meera, cast.school, Role.PRINCIPAL, by=asha, starts_on=LONG_AGO)
    browser = signed_in(cast.meera)
    assert page(asked, "decline") not in text_of(browser, page(asked))
    assert browser.get(page(asked, "decline")).status_code == 403
    assert browser.post(page(asked, "decline"), {"answer": "Later."}).status_code == 403
    assert (Request.objects.get().status, Request.objects.get().answer) == (R.OPEN, "")
    assert page(asked, "withdraw") in text_of(signed_in(cast.arun), page(asked))


def test_a_coordinator_sees_that_guidance_runs_and_not_what_was_asked(
    asked: Request, world: World, signed_in: SignIn, viewer: Look
) -> None:
    actions.accept_request(asked, by=viewer(world.cast.meera))
    seen = text_of(signed_in(world.cast.devi), f"/mentorships/{Mentorship.objects.get().pk}/")
    assert "Guidance on one question" in seen
    assert "smart board" not in seen


def test_declining_asks_for_kind_words_and_keeps_them(
    asked: Request, world: World, signed_in: SignIn, viewer: Look
) -> None:
    browser = signed_in(world.cast.meera)
    seen = browser.post(page(asked, "decline"), {"answer": " "}).content.decode()
    assert "one sentence is enough" in seen
    stale = {"seen": "open", "answer": "Ask Lakshmi, please."}
    actions.withdraw_request(asked, by=viewer(world.cast.arun))
    answer = browser.post(page(asked, "decline"), stale)
    assert answer.status_code == 409
    assert "Ask Lakshmi, please." in answer.content.decode()
    Request.objects.update(status=R.OPEN)
    browser.post(page(asked, "decline"), stale)
    seen = text_of(signed_in(world.cast.arun), page(asked))
    assert "Ask Lakshmi, please." in seen


def test_the_teacher_withdraws_after_a_question(
    asked: Request, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.arun)
    assert "Withdraw your request to Meera Iyer?" in text_of(browser, page(asked, "withdraw"))
    assert Request.objects.get().status == R.OPEN
    browser.post(page(asked, "withdraw"))
    assert Request.objects.get().status == R.WITHDRAWN


def test_an_expired_request_says_so_on_its_page(
    asked: Request, world: World, signed_in: SignIn
) -> None:
    with time_machine.travel(asked.expires_at + timedelta(minutes=1), tick=False):
        seen = text_of(signed_in(world.cast.meera), page(asked))
        assert "This request has expired." in seen
        answer = signed_in(world.cast.meera).post(page(asked, "accept"))
    assert answer.status_code == 403


def test_no_byte_of_any_page_tells_outsiders_what_was_asked_or_answered(
    asked: Request, world: World, signed_in: SignIn, viewer: Look
) -> None:
    actions.accept_request(asked, by=viewer(world.cast.meera))
    other = world.person("Prakash Rao")
    world.take_into_pool(other, 2)
    cast = world.cast
    outsiders = [cast.devi, cast.kavita, cast.nandan, cast.omar, cast.asha, cast.somu, other]
    pair = f"/mentorships/{Mentorship.objects.get().pk}/"
    addresses = ["/mentorships/", pair, "/requests/", page(asked), page(asked, "decline")]
    browsers = [signed_in(person) for person in outsiders]

    def everything() -> list[str]:
        return [body_of(b.get(url)) for b in browsers for url in addresses]

    before = everything()
    Request.objects.update(text="Something quite different.\n" * 9, answer="And an answer.")
    assert everything() == before
    # The control: the two whose it is get other bytes.
    assert "Something quite different." in text_of(signed_in(cast.arun), page(asked))


def test_the_list_costs_the_same_for_one_row_and_for_many(
    asked: Request, world: World, signed_in: SignIn, viewer: Look
) -> None:
    browser = signed_in(world.cast.meera)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    one = cost("/requests/")
    for n in range(2):
        teacher = world.person(f"Teacher {n}")
        world.enrol(teacher, world.cast.school)
        actions.ask(world.cast.meera, world.cohort, "digital_education", "?", by=viewer(teacher))
    assert cost("/requests/") == one <= 10
    assert cost(page(asked)) <= 10


def test_the_list_shows_both_sides_and_an_empty_one_says_what_to_do(
    asked: Request, world: World, signed_in: SignIn
) -> None:
    assert "You ask Meera Iyer" in text_of(signed_in(world.cast.arun), "/requests/")
    assert "Arun Patel asks you" in text_of(signed_in(world.cast.meera), "/requests/")
    assert "No requests yet" in text_of(signed_in(world.cast.devi), "/requests/")
