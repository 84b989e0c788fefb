"""Pay by the hour and by the month: a rate, and the hours or months by the day of each part."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.credentials import actions
from banyan.credentials.models import StipendLine
from banyan.credentials.queries import stipends
from banyan.credentials.queries.stipends import Offer
from banyan.kernel.decision import Refused, Stale
from banyan.mentoring.models import Hold, Mentorship, Session
from banyan.people.models import Person
from tests.conftest import NOW
from tests.credentials.conftest import World, by_another_design
from tests.credentials.test_ledger import meet

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)
LATER = datetime(2026, 8, 4, 6, tzinfo=NOW.tzinfo)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def paying(make: Callable[[str], World], per: str, least: int = 7, most: int = 7) -> World:
    """Arun and Meera since October. A third is due on 1 January, the rest on 1 July."""

    def change(file: dict[str, Any]) -> None:
        parts = [("first", 33, 4), ("second", 67, 10)]
        file["pay"] |= {
            "per": per, "least": least, "most": most,
            "tranches": [
                {
                    "code": code, "title": code, "percent": percent,
                    "due": {"counted_from": "programme_start", "after": {"months": months}},
                }
                for code, percent, months in parts
            ],
        }  # fmt: skip

    return by_another_design(make("cps_induction"), change, f"{per}_{least}_{most}")


def met(world: World, on: date, minutes: int) -> Session:
    at = datetime(on.year, on.month, on.day, 6, tzinfo=NOW.tzinfo)
    return meet(world, at, planned=minutes, own=minutes, host=minutes)


def offers(world: World) -> tuple[Offer, ...]:
    viewer = world.by(world.cast.devi, LATER)
    (one,) = stipends.payees(viewer, world.pair.cohort, None)
    assert one.pair is None
    return one.offers


def another(world: World, starts_on: date) -> World:
    """One more teacher of Meera."""
    teacher = Person.objects.create(name="Bina", email="bina@school.example", joined_at=NOW)
    made = Mentorship.objects.create(
        mentor=world.cast.meera, mentee=teacher, cohort=world.pair.cohort,
        school=world.cast.school, status="active", proposed_at=NOW, starts_on=starts_on,
    )  # fmt: skip
    return World(world.cast, made)


def propose(world: World, offer: Offer, rate: int = 700) -> StipendLine:
    return actions.propose_stipend(offer, rate, by=world.by(world.cast.devi, LATER))


def test_an_hour_is_paid_for_what_is_credited_to_all_her_pairs_by_the_day(
    make: Callable[[str], World],
) -> None:
    """At 7.00 an hour: 100 minutes by the first day, 250 by the second."""
    world = paying(make, "hour")
    for on, minutes in ((date(2026, 1, 1), 70), (date(2026, 1, 2), 50), (date(2026, 7, 2), 90)):
        met(world, on, minutes)
    other = another(world, date(2025, 11, 1))
    met(other, date(2025, 12, 1), 30)
    met(other, date(2026, 7, 1), 100)
    first, second = offers(world)
    assert (first.due_on, second.due_on) == (date(2026, 1, 1), date(2026, 7, 1))
    assert [(one.units, one.units_before) for one in (first, second)] == [(100, 0), (250, 100)]
    lines = [propose(world, each) for each in (first, second)]
    # 700 × 100 / 60 × 0.33 = 385; 700 × 250 / 60 = 2,916.67, less those.
    assert [line.amount_minor for line in lines] == [385, 2531]
    assert [(line.before_minor, line.up_to_percent) for line in lines] == [(0, 33), (385, 100)]


def test_a_month_is_paid_when_it_has_begun_and_not_when_all_of_it_was_on_hold(
    make: Callable[[str], World],
) -> None:
    """Since 1 October: four by 1 January and ten by 1 July, of which she rests one."""
    world = paying(make, "month")
    Hold.objects.create(mentorship=world.pair, begins_on=date(2026, 3, 1), ends_on=date(2026, 4, 1))
    Hold.objects.create(mentorship=world.pair, begins_on=date(2026, 5, 2), ends_on=date(2026, 6, 1))
    first, second = offers(world)
    assert [one.units for one in (first, second)] == [4, 9]
    lines = [propose(world, each) for each in (first, second)]
    assert [line.amount_minor for line in lines] == [924, 6300 - 924]


def test_without_an_hour_nothing_is_earned(make: Callable[[str], World]) -> None:
    world = paying(make, "hour")
    met(world, date(2026, 2, 1), 60)
    first, second = offers(world)
    assert (first.earned, second.earned) == (False, True)
    with pytest.raises(Refused, match="was not reached"):
        propose(world, first)


def test_parts_have_one_rate_and_what_changed_stands_beside_them(
    make: Callable[[str], World], latha: Person, signed_in: SignIn
) -> None:
    world = paying(make, "hour", 7, 9)
    sessions = [met(world, date(2025, 12, 1 + n), 60) for n in range(5)]
    devi, second = signed_in(world.cast.devi), world.by(latha, LATER)
    cohort = world.pair.cohort_id
    first_at, second_at = (
        reverse("credentials:stipend_propose", args=[cohort, world.cast.meera.pk, each])
        for each in ("first", "second")
    )
    page = devi.get(first_at).content.decode()
    assert "The pay for an hour, in USD" in page
    assert "Between 7 and 9." in page
    assert "What is paid by then" in page
    assert devi.post(first_at, {"whole": "8"}).status_code == 302
    line = StipendLine.objects.get()
    page = devi.get(reverse("credentials:stipend", args=[line.pk])).content.decode()
    assert "33 % of 5 h at $8.00 an hour, less $0.00 due before" in page
    assert "33 % of 5 h" not in devi.get(second_at).content.decode()
    page = devi.get(second_at).content.decode()
    assert "100 % of 5 h at $8.00 an hour, less $13.20 due before" in page
    with pytest.raises(Stale, match="of another whole"):
        propose(world, offers(world)[1], 900)
    line = actions.approve_stipend(line, by=second)
    assert (line.amount_minor, stipends.differences(second, [line])) == (1320, {})
    sessions[0].places.update(own_minutes=30, host_minutes=30)
    changed = stipends.differences(second, [line])[line.pk]
    assert (changed.minutes, changed.earned, changed.amount_minor) == (-30, True, -132)
    file = devi.get(reverse("credentials:stipends_csv", args=[cohort])).getvalue()
    rows = list(csv.reader(file.decode("utf-8-sig").splitlines()))[1:]
    assert [(row[1], row[6], row[8], row[-1]) for row in rows] == [
        ("Approved", "13.20", "300", "33 % of 5 h at $8.00 an hour, less $0.00 due before"),
        ("Difference since", "-1.32", "-30", ""),
    ]
    # With what stands beside the first part, the second one makes the whole of today.
    last = propose(world, offers(world)[1], 800)
    assert line.amount_minor + changed.amount_minor + last.amount_minor == 800 * 270 // 60


def test_the_page_of_a_month_says_how_it_comes_about(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = paying(make, "month")
    line = propose(world, offers(world)[0])
    browser = signed_in(world.cast.meera)
    page = browser.get(reverse("credentials:stipend", args=[line.pk])).content.decode()
    assert "33 % of 4 months at $7.00 each, less $0.00 due before" in page
    listed = signed_in(world.cast.devi).get(
        reverse("credentials:stipends", args=[world.pair.cohort_id])
    )
    assert "first: $9.24" in listed.content.decode()
