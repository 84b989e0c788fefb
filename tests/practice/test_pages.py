"""The pages of handed-in work, as bytes that somebody's browser gets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banyan.mentoring.snapshot import spelled
from banyan.organisations.actions import give_role
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.practice.models import Reading
from banyan.ui import words
from tests.conftest import LONG_AGO, NOW
from tests.practice.conftest import CRITERIA, SUBMISSION, World

SignedIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def page(browser: Client, name: str, *args: object) -> str:
    response = browser.get(reverse(f"practice:{name}", args=args))
    assert response.status_code == 200
    return str(response.content.decode())


def test_no_byte_that_a_reader_gets_says_whose_it_is_or_who_else_reads(
    world: World, signed_in: SignedIn
) -> None:
    world.write()
    mine = world.give(world.ravi, world.sara)[0]
    browser = signed_in(world.ravi)
    pages = [page(browser, "readings"), page(browser, "reading", mine.pk)]
    pages.append(str(browser.get(reverse("notifications:notices")).content.decode()))
    assert "A violet paper by […] on voices." in pages[1]
    names = ("Arun", "Patel", "Meera", "Iyer", "Sabarmati", "Devi", "Sara")
    assert [name for name in names for one in pages if name in one] == []
    links = (f"/submissions/{mine.submission_id}", f"/mentorships/{world.pair.pk}")
    assert [link for link in links for one in pages if link in one] == []


def test_the_author_never_gets_the_name_of_a_reader(world: World, signed_in: SignedIn) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False, words="Which voices?")
    world.read(world.sara, False, words="Which class?")
    world.work()
    pk = world.handed().submission.pk
    for person in (world.cast.arun, world.cast.meera):
        browser = signed_in(person)
        shown = page(browser, "submission", pk)
        pair = browser.get(reverse("mentoring:mentorship", args=[world.pair.pk]))
        assert "Which voices?" in shown
        assert "0 of 2 reviewers find it met." in shown
        both = shown + pair.content.decode()
        assert [name for name in ("Ravi", "Sara") if name in both] == []


def test_the_coordinator_sees_who_reads_and_never_a_word(world: World, signed_in: SignedIn) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False, words="Which voices?")
    shown = page(signed_in(world.cast.devi), "submission", world.handed().submission.pk)
    assert [word in shown for word in ("Ravi", "Sara", "violet", "Which voices?")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_work_is_given_out_read_and_judged_by_forms(world: World, signed_in: SignedIn) -> None:
    world.write()
    pk = world.handed().submission.pk
    devi = signed_in(world.cast.devi)
    for reader in (world.ravi, world.sara):
        answer = devi.post(reverse("practice:assign", args=[pk]), {"reader": reader.pk})
        assert answer.status_code == 302
    for reader in (world.ravi, world.sara):
        url = reverse("practice:reading", args=[Reading.objects.get(reader=reader).pk])
        browser = signed_in(reader)
        missing = browser.post(url, {**dict.fromkeys(CRITERIA, "yes"), CRITERIA[0]: "no"})
        assert "Say what is missing" in missing.content.decode()
        assert browser.post(url, dict.fromkeys(CRITERIA, "yes")).status_code == 302
        assert browser.post(url, dict.fromkeys(CRITERIA, "yes")).status_code == 409
    assert world.status() == ["successful"]
    assert "Successful" in page(signed_in(world.cast.arun), "submission", pk)


def test_only_those_who_may_read_it_can_be_chosen(world: World, signed_in: SignedIn) -> None:
    world.write()
    pk = world.handed().submission.pk
    answer = signed_in(world.cast.devi).post(
        reverse("practice:assign", args=[pk]), {"reader": world.cast.somu.pk}
    )
    assert (answer.status_code, Reading.objects.count()) == (422, 0)


def test_a_number_in_it_is_pointed_out_to_its_author(world: World, signed_in: SignedIn) -> None:
    world.write("Call Lata’s mother on 98765 43210.")
    pk = world.handed().submission.pk
    assert "98765 43210. Reviewers should not learn" in page(
        signed_in(world.cast.arun), "submission", pk
    )


def test_the_step_leads_to_what_was_handed_in(world: World, signed_in: SignedIn) -> None:
    world.write()
    arun = signed_in(world.cast.arun)
    step = reverse("mentoring:step", args=[world.pair.pk, spelled(SUBMISSION)])
    link = reverse("practice:of_step", args=[world.pair.pk, spelled(SUBMISSION)])
    assert link in arun.get(step).content.decode()
    assert arun.get(link)["Location"] == reverse(
        "practice:submission", args=[world.handed().submission.pk]
    )


def test_before_anything_is_handed_in_the_link_leads_back(
    world: World, signed_in: SignedIn
) -> None:
    link = reverse("practice:of_step", args=[world.pair.pk, spelled(SUBMISSION)])
    step = reverse("mentoring:step", args=[world.pair.pk, spelled(SUBMISSION)])
    assert signed_in(world.cast.arun).get(link)["Location"] == step


def test_a_reader_finds_her_work_from_every_page(world: World, signed_in: SignedIn) -> None:
    assert reverse("practice:readings") in page(signed_in(world.ravi), "readings")
    assert world.by(world.ravi).has(Role.REVIEWER)


def test_a_reader_tells_her_papers_apart_and_sees_a_last_day_only_before_she_has_read(
    world: World, signed_in: SignedIn
) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    mine = Reading.objects.get(reader=world.ravi)
    ravi, last_day = signed_in(world.ravi), words.day(mine.due_on, "short")
    assert all(said in page(ravi, "readings") for said in (f"number {mine.pk}", f"by {last_day}"))
    world.read(world.ravi, True)
    assert (f"number {mine.pk}" in page(ravi, "readings"), last_day in page(ravi, "readings")) == (
        True,
        False,
    )


@pytest.mark.parametrize("attempts", [1, 3])
def test_the_list_asks_the_same_for_one_row_and_for_three(
    world: World, signed_in: SignedIn, attempts: int
) -> None:
    world.write()
    one = world.handed().submission
    for attempt in range(2, attempts + 1):
        one.pk, one.attempt, one.status = None, attempt, "withdrawn"
        one.words, one.because, one._state.adding = {}, "", True
        one.save()
    browser = signed_in(world.cast.devi)
    page(browser, "submissions")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(browser, "submissions")
    assert len(asked) == 6


@pytest.mark.parametrize("given", [0, 1, 2])
def test_the_coordinators_page_of_a_work_asks_few_queries(
    world: World, signed_in: SignedIn, given: int
) -> None:
    world.write()
    world.give(*(world.ravi, world.sara)[:given])
    browser = signed_in(world.cast.devi)
    url = reverse("practice:submission", args=[world.handed().submission.pk])
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        browser.get(url)
    # Who could read it is asked for only while readers are wanted: in two queries.
    assert len(asked) == (9 if given < 2 else 7)


def test_it_asks_no_more_for_three_who_could_read_than_for_six(
    world: World, signed_in: SignedIn
) -> None:
    world.write()
    asha = viewer_for(world.cast.asha, now=NOW)
    browser = signed_in(world.cast.devi)
    url = reverse("practice:submission", args=[world.handed().submission.pk])
    browser.get(url)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(url)
        counts.append(len(asked))
        for number in range(3):
            more = add_person(f"M{number}", email=f"m{number}.{_round}@example.org", by=asha)
            give_role(more, world.cast.other_district, Role.REVIEWER, by=asha, starts_on=LONG_AGO)
    assert counts == [9, 9]
