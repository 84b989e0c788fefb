"""How reading goes: what a coordinator sees on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banyan.mentoring.models import Mentorship
from banyan.organisations.actions import give_role
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice.models import Anchor, Reading, Submission
from banyan.practice.queries import reviewing
from tests.conftest import LONG_AGO, NOW
from tests.practice.conftest import CRITERIA, DAY, SUBMISSION, World

SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def runs(world: World) -> None:
    asha = world.by(world.cast.asha)
    give_role(world.cast.devi, world.cast.state, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)


def settled(world: World, verdicts: list[tuple[bool, ...]]) -> None:
    """One piece of work for each, read by Ravi and Sara, and by Tom where they disagree; it took
    one day, two days, three days …"""
    for number, found in enumerate(verdicts, 1):
        one = Submission.objects.create(
            mentorship=world.pair,
            key="module_2/submission",
            review_key="module_2/review",
            attempt=number,
            design="ct_team@" + world.pair.cohort.blueprint_version,
            handed_in_at=NOW - 100 * DAY,
            settled_at=NOW - (100 - number) * DAY,
            status="successful" if sum(found) * 2 > len(found) else "not_yet",
        )
        for reader, met in zip((world.ravi, world.sara, world.tom), found, strict=False):
            Reading.objects.create(
                submission=one,
                reader=reader,
                assigned_by=world.cast.devi,
                assigned_at=NOW - 100 * DAY,
                due_on=(NOW - 90 * DAY).date(),
                status="done",
                met={code: met or code != CRITERIA[-1] for code in CRITERIA},
                decision="successful" if met else "not_yet",
                done_at=NOW - 96 * DAY,
            )


TWELVE: list[tuple[bool, ...]] = [
    *[(True, True)] * 6,
    *[(False, False)] * 3,
    *[(True, False, True)] * 2,
    (False, True, False),
]


def look(world: World) -> reviewing.Going:
    devi = world.by(world.cast.devi)
    programme = world.pair.cohort.programme
    return reviewing.going(devi, programme)


def test_agreement_is_of_the_first_two_and_kappa_is_cohens(world: World) -> None:
    """By hand: 9 of 12 alike; .75, by lot (8·7 + 4·5) ÷ 144, which makes 4 ÷ 8.5 or so."""
    settled(world, TWELVE)
    outcome, *criteria = look(world).reviews[0].agreements
    assert outcome.kappa is not None
    assert (outcome.n, outcome.alike) == (12, 9)
    assert outcome.kappa.value == pytest.approx((9 / 12 - 76 / 144) / (1 - 76 / 144))
    assert [one.title for one in criteria] == [
        "New learning", "Impact on practice", "Impact on students",
    ]  # fmt: skip
    assert [one.kappa.value if one.kappa else 0 for one in criteria] == [
        None, None, outcome.kappa.value,
    ]  # fmt: skip


def test_days_to_an_outcome(world: World) -> None:
    settled(world, TWELVE)
    feedback = look(world).reviews[0].feedback
    assert (feedback.n, feedback.median, feedback.ninetieth) == (12, 6, 11)


def test_of_few_pieces_nothing_is_said(world: World) -> None:
    settled(world, TWELVE[:9])
    found = look(world).reviews[0]
    assert [(one.n, one.kappa) for one in found.agreements] == [(9, None)] * 4
    assert (found.feedback.n, found.feedback.median, found.feedback.ninetieth) == (9, None, None)


def test_what_was_found_before_a_talk_counts(world: World) -> None:
    settled(world, [(True, True)] * 10)
    row = Reading.objects.filter(reader=world.sara).first()
    assert row is not None
    row.earlier = [{"decision": "not_yet", "met": dict.fromkeys(CRITERIA, False), "comments": {}}]
    row.save()
    assert look(world).reviews[0].agreements[0].alike == 9


def test_load_by_reader(world: World) -> None:
    settled(world, TWELVE)
    world.pair = Mentorship.objects.get()
    world.write()
    assert Submission.objects.filter(status="in_review").count() == 1
    world.give(world.ravi)
    Reading.objects.filter(status="assigned").update(due_on=(NOW - DAY).date())
    rows = [
        (one.person.name, one.to_read, one.late, one.read, one.given_back, one.days)
        for one in look(world).readers
    ]
    assert rows == [("Ravi", 1, 1, 12, 0, 4), ("Sara", 0, 0, 12, 0, 4), ("Tom", 0, 0, 3, 0, 4)]


def test_the_page_says_it_and_gives_out_what_waits(world: World, signed_in: SignIn) -> None:
    settled(world, TWELVE)
    world.write()
    devi, code = signed_in(world.cast.devi), world.pair.cohort.programme.code
    url = reverse("practice:reviewing", args=[code])
    shown = devi.get(url).content.decode()
    for words in ("1 piece of work waits", "9 of 12", "0.47", "within 6 days", "within 11"):
        assert words in shown, words
    answer = devi.post(reverse("practice:assign_all", args=[code]), follow=True)
    told = answer.content.decode()
    assert "2 readings are given out." in told
    assert "Nothing waits." in told
    assert Reading.objects.filter(status="assigned").count() == 2


def test_nobody_else_sees_it(world: World, signed_in: SignIn) -> None:
    cast, code = world.cast, world.pair.cohort.programme.code
    urls = [
        *(reverse(f"practice:{name}", args=[code]) for name in ("reviewing", "assign_all")),
        reverse("practice:anchor_new", args=[code, "two_readers"]),
    ]
    people = (cast.arun, cast.meera, cast.kavita, cast.omar, cast.somu, world.ravi)
    seen = {
        (person.name, url): signed_in(person).post(url).status_code
        if "assign" in url
        else signed_in(person).get(url).status_code
        for person in people
        for url in urls
    }
    assert set(seen.values()) == {404}


@pytest.mark.parametrize("pieces", [1, 3])
def test_it_asks_the_same_for_one_piece_and_for_three(
    world: World, signed_in: SignIn, pieces: int
) -> None:
    settled(world, TWELVE[:pieces])
    for number in range(pieces):
        paper = Anchor.objects.create(
            programme=world.pair.cohort.programme,
            key=SUBMISSION,
            design="ct_team@" + world.pair.cohort.blueprint_version,
            title=f"Paper {number}",
            written_by=world.cast.devi,
            written_at=NOW,
        )
        Reading.objects.create(
            anchor=paper,
            reader=world.tom,
            assigned_by=world.cast.devi,
            assigned_at=NOW,
            due_on=NOW.date(),
        )
    devi = signed_in(world.cast.devi)
    url = reverse("practice:reviewing", args=[world.pair.cohort.programme.code])
    devi.get(url)
    with CaptureQueriesContext(connection) as asked:
        devi.get(url)
    assert len(asked) == 9
