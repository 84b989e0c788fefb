"""A group with the teachers of two pairs of one mentor: time that she gave once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.credentials import actions
from banyan.credentials.queries import hours, ledger, person_ledger
from banyan.credentials.queries.ledger import Sums
from banyan.insights.queries.load import hours_led
from banyan.mentoring.models import Seat, Session
from banyan.people.models import Person
from tests.conftest import NOW
from tests.credentials.conftest import World
from tests.credentials.test_ledger import meet
from tests.credentials.test_programme_ledger import pair_in

SignIn = Callable[[Person], Client]
SENTENCE = "In the total and in the months it counts once."


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mission(make: Callable[[str], World]) -> World:
    """The national mission, which counts groups."""
    return make("in_nmm")


@pytest.fixture
def bina(mission: World) -> World:
    """The same mentor with another teacher of the cohort."""
    return pair_in(mission, mission.pair.cohort, "Bina")


def led(world: World, *stays: tuple[Person, int | None, int | None], at: datetime) -> Session:
    """A group of an hour; of each teacher what she says, and what the mentor says of her."""
    pair = world.pair
    made = Session.objects.create(
        kind="group", cohort=pair.cohort, school=pair.school, host=pair.mentor, topic="Reading",
        starts_at=at, ends_at=at + timedelta(minutes=60), time_zone="Asia/Kolkata",
        status="held", proposed_by=pair.mentor, proposed_at=NOW, seats=9,
    )  # fmt: skip
    for person, own, host in stays:
        Seat.objects.create(
            session=made, person=person, taken_at=NOW, own_minutes=own, host_minutes=host
        )
    return made


def shown(page: str, heading: str) -> list[list[str]]:
    """Minutes scheduled, held, confirmed and credited of each line of a table below a heading: four
    columns, the first of them the last but three, or but four where it has one for the status."""
    table = page.partition(f"<h2>{heading}</h2>")[2].partition("</table>")[0]
    head, *lines = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    begin, end = (-5, -1) if "Status" in head else (-4, None)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", line, re.S)][
            begin:end
        ]
        for line in lines
    ]


def own_page(world: World, person: Person, signed_in: SignIn) -> str:
    return signed_in(person).get(reverse("credentials:ledgers")).content.decode()


def test_a_group_with_two_of_her_teachers_counts_once_in_her_months_and_her_total(
    mission: World, bina: World, signed_in: SignIn
) -> None:
    arun, other = mission.pair.mentee, bina.pair.mentee
    led(mission, (arun, 60, 60), (other, 60, 60), at=NOW - timedelta(days=3))
    meet(mission, NOW - timedelta(days=2), own=45, host=45)
    page = own_page(mission, mission.cast.meera, signed_in)
    (first, second, whole), (month,) = shown(page, "By pair"), shown(page, "By month")
    assert sorted([first, second]) == [["1 h"] * 4, ["1 h 45 min"] * 4]
    assert whole == month == ["1 h 45 min"] * 4
    assert SENTENCE in page
    # As much as her front page says that she led.
    assert hours_led(mission.by(mission.cast.meera)).led == 105


def test_of_a_group_each_column_is_the_greatest_of_her_teachers(
    mission: World, bina: World
) -> None:
    arun, other = mission.pair.mentee, bina.pair.mentee
    led(mission, (arun, 30, 30), (other, 50, 60), at=NOW - timedelta(days=3))
    viewer = mission.by(mission.cast.meera)
    found = ledger.entries(viewer, [one.pair for one in person_ledger.own(viewer).lines])
    assert sorted(one.sums for one in found) == [Sums(60, 30, 30, 30), Sums(60, 60, 0, 0)]
    for order in (found, found[::-1]):
        assert ledger.sums(ledger.once(order)) == Sums(60, 60, 30, 30)


def test_a_group_on_two_days_of_her_teachers_is_of_the_month_of_the_first(
    mission: World, bina: World
) -> None:
    """It begins on New Year's Eve in New York, which is the new year in India already."""
    Person.objects.filter(pk=bina.pair.mentee_id).update(time_zone="America/New_York")
    arun, other = mission.pair.mentee, bina.pair.mentee
    led(mission, (arun, 60, 60), (other, 60, 60), at=datetime(2026, 1, 1, 3, 0, tzinfo=UTC))
    viewer = mission.by(mission.cast.meera)
    found = ledger.entries(viewer, [one.pair for one in person_ledger.own(viewer).lines])
    assert sorted(str(one.day) for one in found) == ["2025-12-31", "2026-01-01"]
    for order in (found, found[::-1]):
        (row,) = ledger.by_month(ledger.once(order))
        assert (str(row.begins_on), row.sums) == ("2025-12-01", Sums(60, 60, 60, 60))


def test_lines_that_add_up_to_the_total_need_no_sentence(
    mission: World, bina: World, signed_in: SignIn
) -> None:
    at = NOW - timedelta(days=3)
    session = led(mission, (mission.pair.mentee, 60, 60), at=at)
    meet(bina, NOW - timedelta(days=2), own=45, host=45)
    page = own_page(mission, mission.cast.meera, signed_in)
    assert SENTENCE not in page
    assert shown(page, "By pair")[-1] == ["1 h 45 min"] * 4
    Seat.objects.create(session=session, person=bina.pair.mentee, taken_at=NOW)
    assert SENTENCE in own_page(mission, mission.cast.meera, signed_in)
    # The teacher's own has it in one line.
    assert SENTENCE not in own_page(mission, mission.pair.mentee, signed_in)


def test_what_is_claimed_of_a_group_with_one_pair_is_not_offered_with_the_other(
    mission: World, bina: World
) -> None:
    arun, other = mission.pair.mentee, bina.pair.mentee
    led(mission, (arun, 60, 60), (other, 60, 60), at=NOW - timedelta(days=3))
    meera = mission.by(mission.cast.meera)
    (one,) = hours.unclaimed(meera, mission.pair)
    assert len(hours.unclaimed(meera, bina.pair)) == 1
    claim = actions.claim_hours(mission.pair, "values_and_ethics", by=meera, sessions=[one])
    assert claim.minutes == 60
    assert hours.unclaimed(meera, mission.pair) == hours.unclaimed(meera, bina.pair) == []
    # It is the hour of each of the teachers, too.
    assert len(hours.unclaimed(bina.by(other), bina.pair)) == 1
