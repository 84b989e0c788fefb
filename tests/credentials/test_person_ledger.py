"""The ledger of a person: one's own, and the same for the coordinators of her schools."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banyan.credentials.queries import cohort_ledger, person_ledger
from banyan.mentoring.models import Hold, Mentorship
from banyan.people.models import Person
from tests.conftest import NOW
from tests.credentials.conftest import DAY, World
from tests.credentials.test_ledger import meet
from tests.credentials.test_programme_ledger import another_cohort, led, pair_in

SignIn = Callable[[Person], Client]


@pytest.mark.parametrize("blueprint", ["cps_induction", "in_nmm", "ct_team"])
def test_each_pair_stands_as_in_the_ledger_of_its_cohort(
    make: Callable[[str], World], blueprint: str
) -> None:
    world = make(blueprint)
    first, second = world.pair.cohort, another_cohort(world)
    other, over = pair_in(world, second, "Bina"), pair_in(world, second, "Chetan")
    Mentorship.objects.filter(pk=over.pair.pk).update(status="ended", ends_on=date(2025, 12, 31))
    Hold.objects.create(
        mentorship=other.pair, begins_on=NOW.date() - 30 * DAY, ends_on=NOW.date() - 9 * DAY
    )
    for one, days, own, host in (
        (world, 40, 60, 60), (world, 5, 45, 60), (world, 2, 30, None), (other, 5, 180, 180),
        (over, 50, 90, 90),
    ):  # fmt: skip
        meet(one, NOW - days * DAY, own=own, host=host)
    for one, minutes in ((world, 60), (other, 45), (over, 30)):
        led(one, minutes)
    viewer = world.by(world.cast.devi)
    found = person_ledger.of_person(viewer, world.cast.meera.pk)
    expected = {}
    for cohort in (first, second):
        dose = next(iter(cohort_ledger.doses_of(cohort)), None)
        dues = cohort_ledger.dues(viewer, cohort, dose)
        for line in cohort_ledger.all_lines(viewer, dues):
            expected[line.pair.pk] = (line.sums, line.due if dose else None)
    assert {one.pair.pk: (one.sums, one.due) for one in found.lines} == expected
    assert len(expected) == 3
    own = person_ledger.own(world.by(world.cast.meera))
    assert [(one.pair, one.sums, one.due) for one in own.lines] == [
        (one.pair, one.sums, one.due) for one in found.lines
    ]
    assert own.total == found.total


def test_a_teachers_ledger_is_of_her_pairs_alone(make: Callable[[str], World]) -> None:
    world = make("cps_induction")
    pair_in(world, world.pair.cohort, "Bina")
    found = person_ledger.of_person(world.by(world.cast.devi), world.cast.arun.pk)
    assert [one.pair for one in found.lines] == [world.pair]


def test_nobody_but_her_coordinators_opens_it(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = make("cps_induction")
    address = reverse("credentials:person_ledger", args=[world.cast.meera.pk])
    page = signed_in(world.cast.devi).get(address).content.decode()
    assert "Ledger of minutes: Meera Iyer" in page and "Overdue" in page
    for name in ("meera", "arun", "kavita", "nandan", "omar", "somu"):
        assert signed_in(getattr(world.cast, name)).get(address).status_code == 404
    # Somebody without a pair looks like somebody who is not there.
    devi = signed_in(world.cast.devi)
    for person in (world.cast.kavita.pk, 10**9):
        assert devi.get(reverse("credentials:person_ledger", args=[person])).status_code == 404


def test_a_coordinator_is_led_to_it_from_the_ledger_of_a_pair(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = make("cps_induction")
    address = reverse("credentials:ledger", args=[world.pair.pk])
    assert "All pairs of Meera Iyer" in signed_in(world.cast.devi).get(address).content.decode()
    assert "All pairs of" not in signed_in(world.cast.meera).get(address).content.decode()


def test_it_says_what_is_expected_in_as_many_queries_for_three_pairs_as_for_one(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = make("cps_induction")
    meet(world, NOW - 5 * DAY, own=45, host=45)
    meera, devi = signed_in(world.cast.meera), signed_in(world.cast.devi)
    counts = []
    for pairs, name in enumerate(("Bina", "Chetan", "Dipa"), start=2):
        pair_in(world, world.pair.cohort, name)
        for browser, address in (
            (meera, reverse("credentials:ledgers")),
            (devi, reverse("credentials:person_ledger", args=[world.cast.meera.pk])),
        ):
            browser.get(address)
            with CaptureQueriesContext(connection) as asked:
                page = browser.get(address).content.decode()
            counts.append(len(asked))
            assert "Expected" in page
            assert page.count("Overdue: ") == pairs
    assert set(counts) == {counts[0]} and counts[0] <= 10
