"""Forms whose button does something to others: what is typed is its author's alone until then."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.organisations.queries import viewer_for
from banyan.people import jobs, queries
from banyan.people.models import Person, TypedForm
from banyan.practice import actions
from banyan.practice.models import Reading
from banyan.practice.queries import submissions
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.practice.conftest import World, kept_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Any) -> World:
    world = kept_world(cast)
    world.write()
    return world


def of(person: Person) -> Client:
    """A device of hers."""
    browser = Client()
    browser.force_login(person)
    return browser


def keep(browser: Client, person: Person, url: str, **words: str) -> Any:
    """As the script does while somebody types."""
    headers = {
        "idempotency-key": str(words), "banyan-person": str(person.pk), "banyan-typed": "1",
    }  # fmt: skip
    return browser.post(url, {**words, "keeps": url}, headers=headers)


def page(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_reader_goes_on_with_her_review_on_another_device(world: World) -> None:
    world.give(world.ravi, world.sara)
    row = Reading.objects.get(reader=world.ravi)
    url = reverse("practice:reading", args=[row.pk])
    code = submissions.told_of(row.submission_id or 0).review.criteria[0].code
    phone = of(world.ravi)
    answer = keep(phone, world.ravi, url, **{code: "no", f"comment-{code}": "A violet remark."})
    assert (answer.status_code, answer.json()["says"]) == (
        200, "Kept for you at 12:00\u00a0pm. Not sent yet.",
    )  # fmt: skip
    assert Reading.objects.get(pk=row.pk).status == "assigned"
    desk = page(of(world.ravi), url)
    assert "A violet remark." in desk and "You began this before." in desk
    chosen = re.search(rf'<input[^>]*name="{code}"[^>]*value="no"[^>]*>', desk)
    assert chosen is not None and "checked" in chosen.group(0)
    for person in (world.sara, world.cast.devi, world.cast.arun, world.cast.meera):
        assert "violet" not in page(of(person), url)
        assert queries.typed(viewer_for(person, now=NOW), [url]) == []


@time_machine.travel(NOW, tick=False)
def test_without_scripts_a_button_keeps_it(world: World) -> None:
    world.give(world.ravi)
    row = Reading.objects.get()
    browser, url = of(world.ravi), reverse("practice:reading", args=[row.pk])
    assert "Finish it later" in page(browser, url)
    words = {"comment-new_learning": "A violet start", "keep_for_later": "yes"}
    kept = browser.post(url, {**words, "keeps": url})
    assert (kept.status_code, kept["Location"]) == (302, url)
    told = page(browser, url)
    assert "Kept for you alone. Nothing is sent yet." in told and "A violet start" in told
    assert (TypedForm.objects.get().person, Reading.objects.get().status) == (
        world.ravi,
        "assigned",
    )


@time_machine.travel(NOW, tick=False)
def test_a_review_that_is_handed_in_leaves_nothing_behind(world: World) -> None:
    world.give(world.ravi, world.sara)
    row = Reading.objects.get(reader=world.ravi)
    url = reverse("practice:reading", args=[row.pk])
    codes = [one.code for one in submissions.told_of(row.submission_id or 0).review.criteria]
    browser = of(world.ravi)
    keep(browser, world.ravi, url, **{f"comment-{codes[0]}": "A violet remark."})
    empty = browser.post(url, {"keeps": url})
    assert (empty.status_code, TypedForm.objects.count()) == (422, 1)
    sent = browser.post(url, {**dict.fromkeys(codes, "yes"), "keeps": url})
    assert (sent.status_code, TypedForm.objects.count()) == (302, 0)


@time_machine.travel(NOW, tick=False)
def test_nothing_is_kept_of_a_form_that_is_not_offered(world: World) -> None:
    """Of another reader's work, of a page without such a form, of one that does not exist."""
    world.give(world.ravi)
    url = reverse("practice:reading", args=[Reading.objects.get().pk])
    for person, where in (
        (world.sara, url), (world.cast.arun, url), (world.ravi, "/readings/"), (world.ravi, "/me/"),
    ):  # fmt: skip
        answer = keep(of(person), person, where, words="violet")
        assert (answer.status_code, TypedForm.objects.count()) == (422, 0), where
    assert of(world.ravi).post("/no-such-page/", {"keep_for_later": "yes"}).status_code == 404
    stranger = Client().post(url, {"keep_for_later": "yes", "words": "violet"})
    assert (stranger.status_code, TypedForm.objects.count()) == (302, 0)


@time_machine.travel(NOW, tick=False)
def test_who_types_on_when_it_can_be_sent_no_more_loses_what_was_kept(world: World) -> None:
    world.give(world.ravi)
    row, by = Reading.objects.get(), world.by(world.ravi)
    browser, url = of(world.ravi), reverse("practice:reading", args=[row.pk])
    assert keep(browser, world.ravi, url, words="violet").status_code == 200
    actions.decline_reading(submissions.reading(by, row.pk), by=by)
    answer = keep(browser, world.ravi, url, words="violet and blue")
    assert (answer.status_code, TypedForm.objects.count()) == (422, 0)


@time_machine.travel(NOW, tick=False)
def test_what_can_be_sent_no_more_is_forgotten(world: World) -> None:
    world.give(world.ravi, world.sara)
    given = {row.reader: row for row in Reading.objects.select_related("reader")}
    for reader, row in given.items():
        url = reverse("practice:reading", args=[row.pk])
        keep(of(reader), reader, url, words="violet")
    with time_machine.travel(NOW + timedelta(hours=6), tick=False):
        assert (jobs.forget_typed(), TypedForm.objects.count()) == (0, 2)
    by = world.by(world.ravi)
    actions.decline_reading(submissions.reading(by, given[world.ravi].pk), by=by)
    with time_machine.travel(NOW + timedelta(hours=12), tick=False):
        assert jobs.forget_typed() == 1
    assert TypedForm.objects.get().person == world.sara
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        assert jobs.forget_typed() == 1


@time_machine.travel(NOW, tick=False)
def test_more_than_any_form_takes_is_not_kept(world: World) -> None:
    world.give(world.ravi)
    url = reverse("practice:reading", args=[Reading.objects.get().pk])
    answer = keep(of(world.ravi), world.ravi, url, words="x" * 200_001)
    assert (answer.status_code, TypedForm.objects.count()) == (422, 0)


@time_machine.travel(NOW, tick=False)
def test_looking_whether_it_can_be_kept_leaves_no_trace(world: World) -> None:
    world.give(world.ravi)
    before = Event.objects.count()
    keep(of(world.ravi), world.ravi, reverse("practice:reading", args=[Reading.objects.get().pk]))
    assert Event.objects.count() == before


@time_machine.travel(NOW, tick=False)
def test_a_character_that_not_every_database_holds_is_left_out(world: World) -> None:
    world.give(world.ravi, world.sara)
    url = reverse("practice:reading", args=[Reading.objects.get(reader=world.ravi).pk])
    assert keep(of(world.ravi), world.ravi, url, note="before\0after").status_code == 200
    assert TypedForm.objects.get(person=world.ravi).words == [["note", "beforeafter"]]
