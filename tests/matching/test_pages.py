"""The pages of matching, as the people of the cast meet them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.matching import actions
from banyan.matching.models import Proposal, Round, Wish
from banyan.mentoring.models import Mentorship
from banyan.notifications.models import Notice
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
OUTSIDERS = ("meera", "arun", "kavita", "nandan", "omar", "asha", "somu")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def text(response: HttpResponseBase) -> str:
    """The page as it is read: without tokens, and with white space as one space."""
    body = bytes(getattr(response, "content", b"")).decode()
    body = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", body)
    return " ".join(body.split())


def opened(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return text(response)


def addresses(world: World, round_: Round) -> list[tuple[str, str]]:
    """Every address of a round and its proposal, with the method it answers."""
    row = round_.proposals.get(teacher=world.cast.arun)
    pair = f"/rounds/{round_.pk}/teachers/{row.teacher_id}/mentors/{row.mentor_id}"
    return [
        ("get", f"/cohorts/{world.cohort.pk}/rounds/"),
        ("post", f"/cohorts/{world.cohort.pk}/rounds/open/"),
        *[
            ("get", f"/rounds/{round_.pk}/{rest}")
            for rest in ("", "mentors/", "wishes/", f"teachers/{row.teacher_id}/")
        ],
        *[("get", f"/rounds/{round_.pk}/{verb}/") for verb in ("aim", "publish", "discard")],
        *[("post", f"/rounds/{round_.pk}/{verb}/") for verb in ("compute", "publish", "discard")],
        ("get", f"{pair}/"),
        *[("post", f"{pair}/{verb}/") for verb in ("pin", "forbid", "clear")],
        ("get", f"/proposals/{row.pk}/"),
        *[("post", f"/proposals/{row.pk}/{verb}/") for verb in ("accept", "decline")],
    ]


@pytest.mark.parametrize("name", OUTSIDERS)
def test_before_publication_nobody_else_can_tell_that_anything_is_there(
    name: str, draft: Round, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.everybody()[name])
    for method, url in addresses(world, draft):
        absent = re.sub(r"^/(\w+)/\d+/", r"/\1/999999/", url)
        here, there = getattr(browser, method)(url), getattr(browser, method)(absent)
        assert (here.status_code, there.status_code) == (404, 404), url
        assert text(here).replace(url, "") == text(there).replace(absent, "")
    assert Round.objects.get().version == draft.version


def test_a_stranger_is_asked_to_sign_in(draft: Round, world: World, client: Client) -> None:
    for method, url in addresses(world, draft):
        response = getattr(client, method)(url)
        assert (response.status_code, response["Location"].split("?")[0]) == (
            302, "/account/login/",
        )  # fmt: skip


def test_nothing_is_told_to_the_pair_before_publication(
    draft: Round, world: World, worker: Callable[[], int]
) -> None:
    actions.forbid(draft, world.cast.arun, world.cast.meera, by=world.devi)
    actions.compute(draft, by=world.devi)
    worker()
    people = (world.cast.arun.pk, world.cast.meera.pk)
    told = Notice.objects.filter(person_id__in=people)
    assert [n.kind for n in told if n.kind.startswith(("matching", "mentorship"))] == []
    assert not Mentorship.objects.exists()


@pytest.mark.parametrize("name", ["arun", "meera"])
def test_the_two_read_why_and_answer(
    name: str, published: Round, world: World, signed_in: SignIn
) -> None:
    person = world.cast.everybody()[name]
    other = world.cast.meera if name == "arun" else world.cast.arun
    row, browser = Proposal.objects.get(), signed_in(person)
    page = opened(browser, f"/proposals/{row.pk}/")
    for words in (
        f"You and {other.name} could work together",
        "What it is for: Digital education",
        "The mentor offers what the teacher needs most: Digital education.",
        "Please answer by Wed 21 Jan 2026",
        "The mentor and the teacher (once it is published) and the coordinators",
    ):
        assert words in page
    answered = browser.post(f"/proposals/{row.pk}/accept/", follow=True)
    assert f"You have said yes. Now {other.name} is asked." in text(answered)
    assert Mentorship.objects.get().first_accepted_by == person


def test_the_reasons_are_told_in_the_readers_language(
    published: Round, world: World, signed_in: SignIn
) -> None:
    arun = world.cast.arun
    Person.objects.filter(pk=arun.pk).update(locale="hi")
    arun.refresh_from_db()
    page = opened(signed_in(arun), f"/proposals/{Proposal.objects.get().pk}/")
    assert "डिजिटल शिक्षा" in page


def test_when_both_say_yes_the_pair_begins_and_when_one_says_no_it_does_not(
    published: Round, world: World, signed_in: SignIn
) -> None:
    row = Proposal.objects.get()
    signed_in(world.cast.arun).post(f"/proposals/{row.pk}/accept/")
    page = text(signed_in(world.cast.meera).post(f"/proposals/{row.pk}/decline/", follow=True))
    assert "This pair did not come about. That says nothing about anybody." in page
    assert Mentorship.objects.get().status == "declined"


def test_what_speaks_against_a_pair_is_for_the_coordinators_only(
    pairable: World, signed_in: SignIn
) -> None:
    enrolment = pairable.cohort.enrolments.get()
    enrolment.needs.create(domain="inclusive_education", rank=2)
    round_ = actions.publish(pairable.computed(), by=pairable.devi)
    against = "The mentor does not offer: Inclusive education."
    row = round_.proposals.get()
    assert against in opened(signed_in(pairable.cast.devi), f"/rounds/{round_.pk}/?show=pairs")
    for person in (pairable.cast.arun, pairable.cast.meera):
        page = opened(signed_in(person), f"/proposals/{row.pk}/")
        assert against not in page
        assert "%" not in page.split("<main", 1)[1].split("</main>")[0]


def test_whom_a_coordinator_ruled_out_shows_on_no_page_of_the_two(
    pairable: World, signed_in: SignIn, worker: Callable[[], int]
) -> None:
    cast = pairable.cast
    chitra = pairable.mentor("Chitra Rao")
    round_ = pairable.computed()
    actions.forbid(round_, cast.arun, cast.meera, by=pairable.devi)
    actions.compute(round_, by=pairable.devi)
    actions.publish(round_, by=pairable.devi)
    worker()
    row = round_.proposals.get()
    assert row.mentor == chitra
    for person in (cast.arun, chitra):
        page = opened(signed_in(person), f"/proposals/{row.pk}/")
        for words in ("ruled out", "Meera", "Devi"):
            assert words not in page
    assert signed_in(cast.meera).get(f"/proposals/{row.pk}/").status_code == 404
    assert not Notice.objects.filter(person=cast.meera, kind="matching.proposed").exists()


def test_a_whole_round_from_the_first_page_to_the_last(
    pairable: World, signed_in: SignIn, worker: Callable[[], int]
) -> None:
    cast, browser = pairable.cast, signed_in(pairable.cast.devi)
    pairable.teacher("Bela Roy", languages=["ta"])
    rounds = f"/cohorts/{pairable.cohort.pk}/rounds/"
    assert "No round yet" in opened(browser, rounds)
    page = text(browser.post(f"{rounds}open/", follow=True))
    assert "Nobody is told anything before you publish." in page
    round_ = Round.objects.get()
    home = f"/rounds/{round_.pk}/"
    assert "1 teacher has a mentor." in text(browser.post(f"{home}compute/", follow=True))
    page = opened(browser, home)  # first those without a mentor
    assert "Bela Roy" in page and "Arun Patel" not in page
    assert "No mentor speaks a language of this teacher (Tamil)." in page
    page = opened(browser, f"{home}?show=pairs")
    assert "Arun Patel and Meera Iyer" in page and "% of the best possible fit" in page
    assert "Arun Patel" not in opened(browser, f"{home}?show=pairs&school=Surat")
    assert "Arun Patel" in opened(browser, f"{home}?show=pairs&school=sabar")

    arun = f"{home}teachers/{cast.arun.pk}/"
    assert "Put these two together" in opened(browser, arun)
    page = text(
        browser.post(f"{arun}mentors/{cast.meera.pk}/pin/", {"back": "show=pairs"}, follow=True)
    )
    assert "This answer is out of date" in page
    assert browser.get(f"{home}publish/").status_code == 403
    assert "Meera Iyer" in opened(browser, f"{home}wishes/")
    browser.post(f"{home}compute/")
    assert "Put together by hand" in opened(browser, f"{home}?show=pairs")
    browser.post(f"{arun}mentors/{cast.meera.pk}/clear/")
    browser.post(f"{arun}mentors/{cast.meera.pk}/forbid/")
    assert "Ruled out in confidence" in opened(browser, arun)
    browser.post(f"{arun}mentors/{cast.meera.pk}/clear/")
    browser.post(f"{home}compute/")
    assert not Wish.objects.exists()

    assert "Meera Iyer" in opened(browser, f"{home}mentors/")
    page = opened(browser, f"{home}publish/")
    assert "Who will be told" in page and "7 days" in page
    version = Round.objects.get().version
    stale = browser.post(f"{home}publish/", {"version": version - 1})
    assert stale.status_code == 409
    page = text(browser.post(f"{home}publish/", {"version": version}, follow=True))
    assert "1 pair was proposed to its two people." in page
    assert "Devi Nair published this round." in page
    page = opened(browser, f"{home}?show=pairs")
    assert "Proposed" in page and "What the two see" in page
    worker()
    told = Notice.objects.filter(link=f"/proposals/{Proposal.objects.get(mentor=cast.meera).pk}/")
    assert sorted(told.values_list("person_id", flat=True)) == sorted([cast.arun.pk, cast.meera.pk])


def test_a_round_is_discarded_after_a_question(
    draft: Round, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.devi)
    assert "Discard this round?" in opened(browser, f"/rounds/{draft.pk}/discard/")
    browser.post(f"/rounds/{draft.pk}/discard/")
    assert Round.objects.get().status == "discarded"
    assert "Discarded" in opened(browser, f"/rounds/{draft.pk}/")


def test_what_was_left_out_has_its_list_and_its_reason(
    draft: Round, world: World, signed_in: SignIn
) -> None:
    world.cohort.enrolments.update(status="withdrawn")
    actions.publish(draft, by=world.devi)
    page = opened(signed_in(world.cast.devi), f"/rounds/{draft.pk}/?show=skipped")
    assert "The teacher is not waiting for a mentor any more." in page
    assert "1 pair was left out" in page


def test_odd_addresses_are_calm(draft: Round, world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.devi)
    for query in ("?show=nonsense", "?page=x", "?page=99", f"?school={'x' * 200}", "?show=skipped"):
        assert browser.get(f"/rounds/{draft.pk}/{query}").status_code == 200
    for url in (
        f"/rounds/{draft.pk}/teachers/{world.cast.omar.pk}/",
        f"/rounds/{draft.pk}/teachers/{10**17}/",
        "/rounds/999999/",
    ):
        assert browser.get(url).status_code == 404
    wrong = f"/rounds/{draft.pk}/teachers/{world.cast.arun.pk}/mentors/{world.cast.omar.pk}/pin/"
    assert browser.post(wrong).status_code == 404
    assert browser.get(f"/rounds/{draft.pk}/compute/").status_code == 405
    assert browser.post(f"/rounds/{draft.pk}/publish/", {"version": "x"}).status_code == 422
    assert Round.objects.get().status == "draft"


QUERIES = {  # session, person with her roles, and unread notices among them
    "/cohorts/{cohort}/rounds/": 6,
    "/rounds/{round}/?show=pairs": 9,
    "/rounds/{round}/?show=unmatched": 9,
    "/rounds/{round}/mentors/": 7,
    "/rounds/{round}/wishes/": 5,
    "/rounds/{round}/teachers/{teacher}/": 8,
    "/rounds/{round}/teachers/{waiting}/": 7,
    "/rounds/{round}/teachers/{teacher}/mentors/{mentor}/": 8,
    "/rounds/{round}/publish/": 4,
    "/rounds/{round}/aim/": 4,
}


@pytest.mark.parametrize(("url", "count"), QUERIES.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_often_for_three_rows_as_for_one(
    url: str, count: int, rows: int, pairable: World, signed_in: SignIn
) -> None:
    pairable.teacher("Waiting 0", languages=["ta"])
    for number in range(1, rows):
        pairable.teacher(f"Teacher {number}")
        pairable.mentor(f"Mentor {number}")
        pairable.teacher(f"Waiting {number}", languages=["ta"])
    round_ = pairable.computed()
    browser = signed_in(pairable.cast.devi)
    address = url.format(
        cohort=pairable.cohort.pk,
        round=round_.pk,
        teacher=pairable.cast.arun.pk,
        waiting=round_.proposals.filter(mentor=None).earliest("pk").teacher_id,
        mentor=round_.proposals.get(teacher=pairable.cast.arun).mentor_id,
    )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        opened(browser, address)
    assert len(asked) == count, "\n".join(q["sql"][:160] for q in asked)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_problem_is_read_in_as_many_queries_for_three_as_for_one(
    rows: int, pairable: World
) -> None:
    for number in range(1, rows):
        pairable.teacher(f"Teacher {number}", school=pairable.cast.other_school)
        pairable.mentor(f"Mentor {number}")
    round_ = pairable.computed()
    with CaptureQueriesContext(connection) as asked:
        actions.compute(round_, by=pairable.devi)
    assert len(asked) == 15, "\n".join(q["sql"][:160] for q in asked)


@pytest.mark.parametrize("rows", [1, 25])
def test_a_quiet_desk_asks_as_often_for_many_as_for_one(
    rows: int, world: World, signed_in: SignIn
) -> None:
    """Of somebody who may sign papers, with nothing that needs her: then the most is asked."""
    for number in range(1, rows):
        world.teacher(f"Teacher {number}")
    browser = signed_in(world.cast.devi)
    with CaptureQueriesContext(connection) as asked:
        opened(browser, "/")
    assert sum("credentials_programmepaper" in query["sql"] for query in asked) == 1
    assert len(asked) == 9, "\n".join(q["sql"][:160] for q in asked)
