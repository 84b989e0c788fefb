"""The ledger of a programme: each cohort says what its own ledger adds up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banyan.credentials.queries import cohort_ledger, programme_ledger
from banyan.credentials.queries.ledger import Sums
from banyan.mentoring.models import Mentorship, Seat, Session
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from tests.conftest import NOW
from tests.credentials.conftest import World
from tests.credentials.test_ledger import meet

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)
ASKED = "Three hours with the new teacher a month"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def another_cohort(world: World, name: str = "Second") -> Cohort:
    one = world.pair.cohort
    return Cohort.objects.create(
        programme=one.programme, name=name, starts_on=one.starts_on, ends_on=one.ends_on,
        blueprint_version=one.blueprint_version,
    )  # fmt: skip


def pair_in(world: World, cohort: Cohort, name: str, **more: Any) -> World:
    email = f"{Person.objects.count()}@school.example"
    teacher = Person.objects.create(name=name, email=email, joined_at=NOW)
    made = Mentorship.objects.create(
        mentor=world.cast.meera, mentee=teacher, cohort=cohort, school=world.cast.school,
        status="active", proposed_at=NOW - 90 * DAY, starts_on=date(2025, 11, 3), **more,
    )  # fmt: skip
    return World(world.cast, made)


def led(world: World, minutes: int, at: Any = NOW - 3 * DAY) -> None:
    """A group that the mentor of the pair led and its teacher attended."""
    pair = world.pair
    group = Session.objects.create(
        kind="group", cohort=pair.cohort, school=pair.school, host=pair.mentor, topic="Reading",
        starts_at=at, ends_at=at + timedelta(minutes=minutes), time_zone="Asia/Kolkata",
        status="held", proposed_by=pair.mentor, proposed_at=NOW, seats=9,
    )  # fmt: skip
    Seat.objects.create(
        session=group, person=pair.mentee, taken_at=NOW, own_minutes=minutes, host_minutes=minutes
    )


@pytest.mark.parametrize("blueprint", ["cps_induction", "in_nmm"])
def test_each_cohort_says_what_its_own_ledger_adds_up_to(
    make: Callable[[str], World], blueprint: str
) -> None:
    world = make(blueprint)
    first, second = world.pair.cohort, another_cohort(world)
    other, over = pair_in(world, second, "Bina"), pair_in(world, second, "Chetan")
    Mentorship.objects.filter(pk=over.pair.pk).update(status="ended", ends_on=date(2025, 12, 31))
    meet(world, NOW - 40 * DAY, own=60, host=60)
    meet(world, NOW - 5 * DAY, own=45, host=60)
    meet(world, NOW - 2 * DAY, own=30)
    meet(other, NOW - 5 * DAY, own=180, host=180)
    meet(over, NOW - 50 * DAY, own=90, host=90)
    Session.objects.filter(mentorship=other.pair).update(status="cancelled")
    meet(other, NOW - 9 * DAY, own=50, host=50)
    led(world, 60)
    led(other, 45)
    led(over, 30)  # after their time
    viewer = world.by(world.cast.devi)
    found = programme_ledger.lines(viewer, [first, second])
    for line in found:
        dues = cohort_ledger.dues(viewer, line.cohort, line.dose)
        lines = list(cohort_ledger.all_lines(viewer, dues))
        whole = Sums()
        for one in lines:
            whole = whole.plus(one.sums)
        assert line.sums == whole
        assert line.expected == (sum(one.expected for one in dues) if line.dose else None)
        assert line.overdue == sum(one.live and one.status == "overdue" for one in dues)
        assert line.soon == sum(one.live and one.status == "due_soon" for one in dues)
    assert [line.pairs for line in found] == [1, 1]
    assert all(line.sums.credited and line.sums.held > line.sums.credited for line in found[:1])
    assert programme_ledger.total(found) == found[0].sums.plus(found[1].sums)


def test_cohorts_are_counted_by_periods_and_clocks_of_their_own(
    make: Callable[[str], World],
) -> None:
    """By the week, the month and the year, from other days on, in two zones."""
    world = make("cps_induction")
    (dose,) = cohort_ledger.doses_of(world.pair.cohort)
    asked: list[tuple[Cohort, Any]] = [(world.pair.cohort, dose)]
    for number, per in enumerate(("week", "year"), 1):
        cohort = another_cohort(world, per)
        cohort.starts_on -= number * 40 * DAY
        cohort.save()
        asked.append((cohort, dose.model_copy(update={"per": per})))
    asked.append((another_cohort(world, "none"), None))
    for number, (cohort, _dose) in enumerate(asked[1:]):
        for zone in ("Asia/Kolkata", "America/Chicago"):
            one = pair_in(world, cohort, f"Teacher {number}")
            Person.objects.filter(pk=one.pair.mentee_id).update(time_zone=zone)
            for days in (1, 8, 15, 45):
                meet(one, NOW - days * DAY, own=60, host=60)
    viewer = world.by(world.cast.devi)
    pairs = cohort_ledger.lived(viewer, [cohort for cohort, _dose in asked])
    together = cohort_ledger.dues_by_cohort(viewer, asked, pairs, {})
    for cohort, one in asked:
        alone = cohort_ledger.dues(viewer, cohort, one)
        assert sorted(together[cohort.pk], key=lambda due: due.order) == alone
    assert len({due.to_come for dues in together.values() for due in dues}) > 2
    lines = programme_ledger.lines(viewer, [cohort for cohort, _dose in asked])
    assert programme_ledger.expected(lines) == sum(line.expected or 0 for line in lines) > 0


def test_the_page_asks_as_much_for_ten_cohorts_as_for_two(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = make("cps_induction")
    browser = signed_in(world.cast.devi)
    address = reverse("credentials:programme_ledger", args=[world.pair.cohort.programme.code])
    counts = []
    for many in (2, 10):
        while Cohort.objects.count() < many:
            one = pair_in(world, another_cohort(world, f"C{Cohort.objects.count()}"), "Bina")
            meet(one, NOW - 5 * DAY, own=60, host=60)
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(address).content.decode()
        counts.append(len(asked))
        assert page.count('href="/cohorts/') == many
        assert "All cohorts" in page
    assert counts[0] == counts[1] <= 10


def test_the_file_has_every_pair_of_every_cohort(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = make("cps_induction")
    pair_in(world, another_cohort(world), "@SUM(A1)")
    code = world.pair.cohort.programme.code
    answer = signed_in(world.cast.devi).get(
        reverse("credentials:programme_ledger_csv", args=[code])
    )
    assert answer.streaming
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Cohort,")
    assert [line.split(",")[:3] for line in lines[1:]] == [
        [world.pair.cohort.name, ASKED, "Arun Patel"],
        ["Second", ASKED, "'@SUM(A1)"],
    ]


def test_nobody_else_opens_it(make: Callable[[str], World], signed_in: SignIn) -> None:
    world = make("cps_induction")
    code = world.pair.cohort.programme.code
    for name in ("meera", "arun", "kavita", "nandan", "omar", "somu"):
        browser = signed_in(getattr(world.cast, name))
        for page in ("programme_ledger", "programme_ledger_csv"):
            assert browser.get(reverse(f"credentials:{page}", args=[code])).status_code == 404
