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
from banyan.mentoring.models import Mentorship, NextStep, Session
from banyan.mentoring.states import MentorshipStatus
from banyan.mentoring.views.verbs import VERBS
from banyan.people.models import Person
from tests.conftest import NOW
from tests.mentoring.conftest import World, body_of

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
S = MentorshipStatus


def page(mentorship: Mentorship, verb: str = "") -> str:
    return f"/mentorships/{mentorship.pk}/" + (f"{verb}/" if verb else "")


def text_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


def test_the_pair_and_its_coordinator_see_the_page_and_nobody_else_can_tell_it_exists(
    proposal: Mentorship, world: World, signed_in: SignIn
) -> None:
    everybody = world.cast.everybody()
    answers = {name: signed_in(p).get(page(proposal)).status_code for name, p in everybody.items()}
    assert {name for name, code in answers.items() if code == 200} == {"meera", "arun", "devi"}
    assert set(answers.values()) == {200, 404}
    browser = signed_in(world.cast.omar)
    hidden, missing = body_of(browser.get(page(proposal))), body_of(browser.get("/mentorships/99/"))
    assert hidden == missing.replace("/mentorships/99/", page(proposal))


def test_a_stranger_is_asked_to_sign_in(proposal: Mentorship, client: Client) -> None:
    for url in ("/mentorships/", page(proposal), page(proposal, "end")):
        assert client.get(url).status_code == 302


def test_the_page_says_who_what_for_and_who_can_read_it(
    pair: Mentorship, world: World, signed_in: SignIn
) -> None:
    seen = text_of(signed_in(world.cast.arun), page(pair))
    for words in (
        "Meera Iyer and Arun Patel",
        "Digital education",
        "KV Sabarmati",
        "Active",
        "You, Meera Iyer and the coordinators of the school can read this.",
        "Arun Patel said yes too; the pair began.",
        "Meera Iyer said yes.",
        "Devi Nair proposed this pair.",
    ):
        assert words in seen.replace("Meera Iyer, You", "You, Meera Iyer"), words


def test_buttons_come_from_the_table(
    proposal: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    cast = world.cast

    def offered(person: Person) -> set[str]:
        seen = text_of(signed_in(person), page(proposal))
        verbs = ("accept", "decline", "withdraw", "pause", "resume", "complete", "end")
        return {verb for verb in verbs if page(proposal, verb) in seen}

    assert offered(cast.meera) == {"accept", "decline"}
    assert offered(cast.devi) == {"withdraw"}
    actions.accept(proposal, by=viewer(cast.meera))
    assert offered(cast.meera) == {"decline"}
    assert "now the other one is asked" in text_of(signed_in(cast.meera), page(proposal))
    actions.accept(proposal, by=viewer(cast.arun))
    assert offered(cast.arun) == {"pause", "end"}
    assert offered(cast.devi) == {"pause", "end"}
    assert "9 things are still to be done: First meeting" in text_of(
        signed_in(cast.devi), page(proposal)
    )


def test_both_say_yes_on_the_page(proposal: Mentorship, world: World, signed_in: SignIn) -> None:
    for person in (world.cast.meera, world.cast.arun):
        answer = signed_in(person).post(page(proposal, "accept"))
        assert (answer.status_code, answer.headers["Location"]) == (302, page(proposal))
    assert Mentorship.objects.get().status == S.ACTIVE


def test_declining_asks_first_and_then_does_it(
    proposal: Mentorship, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.arun)
    assert "Decline this proposal?" in text_of(browser, page(proposal, "decline"))
    assert Mentorship.objects.get().status == S.PROPOSED
    browser.post(page(proposal, "decline"))
    assert Mentorship.objects.get().status == S.DECLINED


def test_a_page_that_is_out_of_date_changes_nothing_and_keeps_the_words(
    undemanding: World, pair: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    actions.complete(pair, by=viewer(world.cast.devi))
    sent = {"seen": "active", "reason": "no_time", "words": "No hour was ever free."}
    answer = signed_in(world.cast.arun).post(page(pair, "end"), sent)
    assert answer.status_code == 409
    assert "No hour was ever free." in answer.content.decode()
    assert Mentorship.objects.get().status == S.COMPLETED


def test_a_verb_of_somebody_else_is_refused_with_a_sentence(
    pair: Mentorship, world: World, signed_in: SignIn
) -> None:
    for method in ("get", "post"):
        answer = getattr(signed_in(world.cast.arun), method)(page(pair, "complete"))
        assert answer.status_code == 403
        assert "Only a coordinator of this school can do this." in answer.content.decode()


def test_a_pause_keeps_what_was_typed_and_says_what_is_wrong(
    pair: Mentorship, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.arun)
    for typed, sentence in (
        ("next spring", "Write the day as year-month-day"),
        ("2001-01-01", "Choose a day after today."),
    ):
        seen = browser.post(page(pair, "pause"), {"until": typed}).content.decode()
        assert sentence in seen
        assert f'value="{typed}"' in seen
    browser.post(page(pair, "pause"), {"until": "2100-01-01"})
    assert Mentorship.objects.get().status == S.PAUSED


def test_words_at_the_end_are_labelled_before_they_are_written_and_kept_when_something_is_wrong(
    pair: Mentorship, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.arun)
    label = "You and the coordinators of the school who are not of the pair can read this."
    assert label in text_of(browser, page(pair, "end"))
    sent = {"words": "We never met.", "wants_another": "on"}
    seen = browser.post(page(pair, "end"), sent).content.decode()
    assert "Choose the reason that comes closest." in seen
    assert "We never met." in seen
    assert Mentorship.objects.get().status == S.ACTIVE
    browser.post(page(pair, "end"), {**sent, "reason": "better_fit_elsewhere"})
    row = Mentorship.objects.get()
    assert (row.status, row.end_words, row.wants_another) == (S.ENDED, "We never met.", True)


def test_words_at_the_end_are_read_by_their_writer_and_the_coordinators_only(
    pair: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    actions.end(pair, "better_fit_elsewhere", "We never met.", True, by=viewer(world.cast.arun))
    shown = {
        name: "We never met." in signed_in(person).get(page(pair)).content.decode()
        for name, person in world.cast.everybody().items()
    }
    assert {name for name, seen in shown.items() if seen} == {"arun", "devi"}


def test_no_byte_of_any_page_tells_outsiders_what_was_written_in_confidence(
    pair: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    actions.end(pair, "better_fit_elsewhere", "Short.", True, by=viewer(world.cast.arun))
    other = world.person("Prakash Rao")
    world.take_into_pool(other, 2)
    cast = world.cast
    outsiders = [cast.meera, cast.kavita, cast.nandan, cast.omar, cast.asha, cast.somu, other]
    addresses = ["/mentorships/", "/mentorships/?status=ended", page(pair), page(pair, "end")]
    addresses += ["/requests/"]
    browsers = [signed_in(person) for person in outsiders]

    def everything() -> list[str]:
        return [body_of(b.get(url)) for b in browsers for url in addresses]

    before = everything()
    Mentorship.objects.update(end_words="A much longer story about what went wrong.\n" * 9)
    assert everything() == before
    # The control: those who may read it get other bytes.
    assert b"A much longer story" in signed_in(cast.devi).get(page(pair)).content


@pytest.fixture
def met(pair: Mentorship, world: World, viewer: Look) -> Mentorship:
    """The pair has met once, agreed on a step, and planned to meet again."""
    meera, arun = viewer(world.cast.meera), viewer(world.cast.arun)
    begins = NOW + timedelta(hours=2)
    session = actions.propose_session(pair, begins, 40, by=meera, topic="Boards and chalk")
    actions.confirm_session(session, by=arun)
    later = [viewer(p, at=begins + timedelta(hours=1)) for p in (world.cast.meera, world.cast.arun)]
    actions.write_log(
        session, by=later[0], version=0, works="", challenges="", next_on=None,
        teacher_steps=["Try two colours"],
    )  # fmt: skip
    for by in later:
        actions.say_attendance(session, world.cast.arun, 40, by=by)
    actions.propose_session(pair, begins + timedelta(days=9), 40, by=meera, topic="Colours again")
    return pair


def test_the_page_of_a_pair_shows_sessions_steps_and_what_comes_next(
    met: Mentorship, world: World, signed_in: SignIn
) -> None:
    with time_machine.travel(NOW + timedelta(days=1)):
        seen = text_of(signed_in(world.cast.arun), page(met))
    for words in ("Boards and chalk", "Try two colours", "Your next session", "Colours again"):
        assert words in seen
    assert "1 session, 40 minutes" in seen
    assert "You and Meera Iyer can read this." in seen


def test_a_coordinator_sees_that_they_met_and_for_how_long_and_no_word_of_it(
    met: Mentorship, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.devi)
    before = body_of(browser.get(page(met)))
    assert "1 session, 40 minutes" in before
    assert "stays with the two of them" in before
    Session.objects.update(topic="Something quite different")
    NextStep.objects.update(text="Something else")
    assert body_of(browser.get(page(met))) == before
    assert "Something quite different" in text_of(signed_in(world.cast.meera), page(met))


def test_the_page_of_a_pair_keeps_to_its_budget_however_long_they_met(
    met: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    def cost(person: Person) -> int:
        browser = signed_in(person)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page(met)).status_code == 200
        return len(queries)

    before = cost(world.cast.arun), cost(world.cast.devi)
    for days in (20, 30):
        at = NOW + timedelta(days=days)
        actions.propose_session(met, at, 40, by=viewer(world.cast.meera), topic="More")
    actions.end(met, "no_time", "In confidence.", True, by=viewer(world.cast.arun))
    assert (cost(world.cast.arun), cost(world.cast.devi)) == before
    assert max(before) <= 10


def test_an_empty_list_says_what_to_do_first(world: World, signed_in: SignIn) -> None:
    seen = text_of(signed_in(world.cast.arun), "/mentorships/")
    assert "Nobody here yet" in seen
    assert "No such pairs" in text_of(signed_in(world.cast.devi), "/mentorships/")


def test_a_list_holds_what_its_viewer_may_see(
    pair: Mentorship, world: World, signed_in: SignIn
) -> None:
    shown = {
        name: page(pair) in text_of(signed_in(person), "/mentorships/")
        for name, person in world.cast.everybody().items()
    }
    assert {name for name, seen in shown.items() if seen} == {"meera", "arun", "devi"}


def more_pairs(world: World, by: Viewer, count: int) -> None:
    for n in range(count):
        teacher, mentor = world.person(f"Teacher {n}"), world.person(f"Mentor {n}")
        world.enrol(teacher, world.cast.school)
        world.take_into_pool(mentor, 1)
        school = world.cast.school
        actions.propose(mentor, teacher, world.cohort, school, ["digital_education"], by=by)


def test_the_filter_finds_by_status_school_and_waiting(
    pair: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    more_pairs(world, viewer(world.cast.devi, at=NOW - timedelta(days=8)), 1)
    browser = signed_in(world.cast.devi)

    def found(query: str) -> set[str]:
        seen = text_of(browser, f"/mentorships/?{query}")
        return {name for name in ("Arun Patel with", "Teacher 0 with") if name in seen}

    assert found("") == {"Arun Patel with", "Teacher 0 with"}
    assert found("status=active") == {"Arun Patel with"}
    assert found("status=unanswered") == {"Teacher 0 with"}
    assert found("school=sabar") == {"Arun Patel with", "Teacher 0 with"}
    assert found("school=Surat") == set()
    assert found("status=nonsense") == {"Arun Patel with", "Teacher 0 with"}
    assert found("of=own") == set()


def test_a_list_costs_the_same_for_one_row_and_for_many(
    pair: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    browser, devi = signed_in(world.cast.devi), viewer(world.cast.devi)

    def cost(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    one = cost("/mentorships/")
    more_pairs(world, devi, 2)
    assert cost("/mentorships/") == one <= 10
    assert cost(page(pair)) <= 10


def test_a_long_list_comes_in_pages(
    pair: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    more_pairs(world, viewer(world.cast.devi), 25)
    browser = signed_in(world.cast.devi)
    assert text_of(browser, "/mentorships/").count(" with ") >= 25
    assert text_of(browser, "/mentorships/?page=2").count("Arun Patel with") == 1


@pytest.mark.parametrize("verb", list(VERBS))
def test_nobody_outside_gets_further_than_not_found_at_any_verb(
    pair: Mentorship, world: World, signed_in: SignIn, verb: str
) -> None:
    cast = world.cast
    for person in (cast.kavita, cast.nandan, cast.omar, cast.asha, cast.somu):
        for method in ("get", "post"):
            answer = getattr(signed_in(person), method)(page(pair, verb))
            assert answer.status_code == 404
    assert Mentorship.objects.get().status == S.ACTIVE
