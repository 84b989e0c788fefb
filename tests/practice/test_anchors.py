"""Texts whose outcome is agreed: read like work, told apart by nobody who reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.kernel.agreement import Drift
from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.notifications.models import Notice
from banyan.organisations.actions import give_role
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.jobs import remind_readers
from banyan.practice.models import Anchor, Reading
from banyan.practice.queries import anchors
from banyan.practice.queries import submissions as queries
from banyan.practice.queries.anchors import Anchored
from tests.conftest import LONG_AGO, NOW
from tests.practice.conftest import CRITERIA, DAY, SUBMISSION, World

SignIn = Callable[[Person], Client]
TEXT = {"evidence_paper": "T"}
AGREED = dict(zip(CRITERIA, (True, True, False), strict=True))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def runs(world: World) -> None:
    """Devi runs the programme, too, which is of the state."""
    asha = world.by(world.cast.asha)
    give_role(world.cast.devi, world.cast.state, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)


def anchor(world: World, title: str = "The quiet row") -> Anchored:
    devi = world.by(world.cast.devi)
    made = actions.write_anchor(
        world.pair.cohort.programme,
        SUBMISSION,
        title,
        {"evidence_paper": "An indigo text about the quiet row."},
        AGREED,
        "Three of us read it in May.",
        by=devi,
    )
    return anchors.anchor(devi, made.pk)


def give(world: World, one: Anchored, *people: Person) -> list[Reading]:
    devi = world.by(world.cast.devi)
    return actions.give_anchor(anchors.anchor(devi, one.anchor.pk), people, by=devi)


def judge(world: World, reader: Person, **found: bool) -> None:
    by = world.by(reader)
    row = queries.readings(by).filter(done_at=None).get()
    said = {code: "Say more." for code, met in found.items() if not met}
    actions.finish_reading(queries.reading(by, row.pk), found, said, by=by)


def test_a_reader_cannot_tell_it_from_work(world: World, signed_in: SignIn) -> None:
    """The same page, list and notice, but for the number of the row and what was written."""
    world.write("A violet text.")
    work = world.give(world.ravi)[0]
    paper = give(world, anchor(world), world.sara)[0]
    world.work()

    def seen(reader: Person, row: Reading) -> list[str]:
        browser = signed_in(reader)
        urls = ("/readings/", f"/readings/{row.pk}/", "/notices/", "/")
        pages = [browser.get(url).content.decode() for url in urls]
        return [
            re.sub(
                r'name="(csrfmiddlewaretoken|newest)" value="[^"]+"|/notices/\d+/|data-person="\d+',
                "",
                page,
            )
            .replace(f"/readings/{row.pk}/", "/readings/…/")
            .replace(f"number {row.pk}<", "number …<")
            .replace("A violet text.", "…")
            .replace("An indigo text about the quiet row.", "…")
            .replace(reader.name, "…")
            for page in pages
        ]

    assert seen(world.sara, paper) == seen(world.ravi, work)


def test_it_is_judged_and_moves_no_journey(world: World) -> None:
    give(world, anchor(world), world.ravi)
    judge(world, world.ravi, **AGREED)
    row = Reading.objects.get()
    assert (row.status, row.decision, row.met) == ("done", "not_yet", AGREED)
    assert world.status() == []


def test_what_nobody_may_do_with_it(world: World) -> None:
    programme, one = world.pair.cohort.programme, anchor(world)
    for person in (world.cast.arun, world.cast.meera, world.cast.kavita, world.ravi):
        by = world.by(person)
        with pytest.raises(Refused):
            actions.write_anchor(programme, SUBMISSION, "T", TEXT, AGREED, "H", by=by)
        with pytest.raises(Anchor.DoesNotExist):
            anchors.anchor(by, one.anchor.pk)
        with pytest.raises(Refused):
            actions.give_anchor(one, [world.ravi], by=by)
        with pytest.raises(Refused):
            actions.retire_anchor(one, by=by)


def test_something_is_said_of_every_field_and_criterion(world: World) -> None:
    programme, devi = world.pair.cohort.programme, world.by(world.cast.devi)
    for key, title, text, agreed, how, field in (
        ("goal", "T", "T", AGREED, "H", "key"),
        (SUBMISSION, " ", "T", AGREED, "H", "title"),
        (SUBMISSION, "T", " ", AGREED, "H", "text"),
        (SUBMISSION, "T", "T", {CRITERIA[0]: True}, "H", CRITERIA[1]),
        (SUBMISSION, "T", "T", AGREED, " ", "how"),
    ):
        with pytest.raises(Unfit) as unfit:
            words = {"evidence_paper": text}
            actions.write_anchor(programme, key, title, words, agreed, how, by=devi)
        assert unfit.value.field == field
    assert not Anchor.objects.exists()


def test_it_is_given_to_readers_who_do_not_know_it_and_once(world: World) -> None:
    one, asha = anchor(world), world.by(world.cast.asha)
    give(world, one, world.ravi)
    with pytest.raises(Refused, match="given it already"):
        give(world, one, world.ravi)
    with pytest.raises(Refused, match="not a reader"):
        give(world, one, world.cast.somu)
    give_role(world.sara, world.cast.state, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    with pytest.raises(Refused, match="know what is agreed"):
        give(world, one, world.sara)
    assert Reading.objects.count() == 1


def test_out_of_use_it_is_given_to_nobody_and_judged_by_nobody(world: World) -> None:
    one = anchor(world)
    give(world, one, world.ravi)
    ravi = world.by(world.ravi)
    mine = queries.reading(ravi, Reading.objects.get().pk)
    devi = world.by(world.cast.devi)
    actions.retire_anchor(one, by=devi)
    with pytest.raises(Stale):
        actions.retire_anchor(one, by=devi)
    with pytest.raises(Refused, match="not used any more"):
        give(world, one, world.sara)
    with pytest.raises(Stale):
        actions.finish_reading(mine, dict(AGREED), {CRITERIA[-1]: "Say more."}, by=ravi)


def test_out_of_use_it_goes_from_its_reader_as_withdrawn_work_does(
    world: World, signed_in: SignIn
) -> None:
    """What she has judged stays with her, of both; what she has not is as if it had never been."""
    one = anchor(world)
    give(world, one, world.ravi, world.sara)
    judge(world, world.sara, **AGREED)
    world.write()
    world.give(world.ravi)
    rows = {bool(row.anchor_id): row for row in Reading.objects.filter(reader=world.ravi)}
    actions.withdraw_submission(world.handed(), by=world.by(world.cast.arun))
    actions.retire_anchor(one, by=world.by(world.cast.devi))
    ravi, lists = signed_in(world.ravi), reverse("practice:readings")
    seen = {
        is_anchor: (
            ravi.get(reverse("practice:reading", args=[row.pk])).status_code,
            reverse("practice:reading", args=[row.pk]) in ravi.get(lists).content.decode(),
        )
        for is_anchor, row in rows.items()
    }
    assert seen == {True: (404, False), False: (404, False)}
    hers = reverse("practice:reading", args=[Reading.objects.get(reader=world.sara).pk])
    assert hers in signed_in(world.sara).get(lists).content.decode()


def test_it_is_given_back_like_any_work(world: World) -> None:
    give(world, anchor(world), world.ravi)
    ravi = world.by(world.ravi)
    actions.decline_reading(queries.reading(ravi, Reading.objects.get().pk), by=ravi)
    world.work()
    assert Reading.objects.get().status == "declined"
    assert not Notice.objects.filter(kind="submission.given_back").exists()


def test_a_late_reader_of_one_is_reminded_like_any(world: World) -> None:
    row = give(world, anchor(world), world.ravi)[0]
    with time_machine.travel(row.due_on + timedelta(days=2), tick=False):
        assert (remind_readers(), remind_readers()) == (1, 0)


def test_drift_is_told_of_each_reader_and_the_latest_apart(world: World) -> None:
    kinder = dict.fromkeys(CRITERIA, True)
    for number in range(4):
        give(world, anchor(world, f"Paper {number}"), world.ravi)
        judge(world, world.ravi, **(AGREED if number == 0 else kinder))
        Reading.objects.filter(status="done").update(
            done_at=NOW - (10 - number) * DAY
        ) if not number else None
    devi = world.by(world.cast.devi)
    found = anchors.drifted(anchors.anchors(devi, world.pair.cohort.programme))
    assert [(one.reader, one.papers) for one in found] == [(world.ravi, 4)]
    assert (found[0].all, found[0].earlier, found[0].latest) == (
        Drift(12, 9, 3, 0),
        Drift(3, 3, 0, 0),
        Drift(9, 6, 3, 0),
    )


def test_it_is_written_given_and_looked_at_on_pages(world: World, signed_in: SignIn) -> None:
    devi, code = signed_in(world.cast.devi), world.pair.cohort.programme.code
    url = reverse("practice:anchor_new", args=[code, "two_readers"])
    agreed = {f"agreed-{c}": "yes" if met else "no" for c, met in AGREED.items()}
    said = {"key": SUBMISSION, "title": "Quiet", "text": "An indigo text.", "how": "In May."}
    bare = devi.post(url, said)
    assert (bare.status_code, Anchor.objects.count()) == (422, 0)
    page = devi.post(url, {**said, **agreed})["Location"]
    give_url = reverse("practice:anchor_give", args=[Anchor.objects.get().pk])
    assert devi.post(give_url, {}).status_code == 422
    assert devi.post(give_url, {"readers": [world.ravi.pk, world.sara.pk]}).status_code == 302
    judge(world, world.ravi, **AGREED)
    shown = devi.get(page).content.decode()
    assert ["An indigo text." in shown, "3 of 3" in shown, "Ravi" in shown] == [True] * 3
    assert "Tom" in shown  # who can still be given it
    devi.post(reverse("practice:anchor_retire", args=[Anchor.objects.get().pk]))
    assert "no longer used" in devi.get(page).content.decode()
