"""The supply page: numbers of kinds, never of people, and what would come of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import blueprint
from banyan.matching.queries import supply
from banyan.matching.queries.supply import Asking, Giving, Terms
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.test_pages import opened, text

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
RULES = blueprint.get("in_nmm")
TERMS = Terms(Decimal("1.5"), 4, Decimal(200), Decimal(1000), 3, True)
FILLED = {
    "t0-count": "5", "t0-domain": "digital_education", "t0-language": "hi",
    "t1-count": "4", "t1-domain": "classroom_management", "t1-language": "ta",
    "m0-count": "2", "m0-domain": "digital_education", "m0-language": "hi",
    "m0-seats": "2", "m0-hours": "6",
    "hours": "1.5", "months": "4", "new_seats": "3", "rate": "200", "stipend": "1000",
    "needs_offered": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_hours_and_money_follow_from_who_would_have_a_mentor() -> None:
    found = supply.tried(
        RULES,
        [Asking(5, "digital_education", "hi"), Asking(4, "classroom_management", "ta")],
        [Giving(2, ("digital_education",), ("hi",), 2, 6)],
        TERMS,
    )
    assert (found.teachers, found.placed, found.waiting, found.seats, found.idle) == (9, 4, 5, 4, 0)
    assert (found.hours_needed, found.hours_given, found.hours_there) == (54, 24, 48)
    assert found.money == 24 * 200 + 2 * 1000
    assert [(each.need, each.language, each.count, each.nobody) for each in found.waits] == [
        ("Digital education", "Hindi", 1, False),
        ("Classroom management", "Tamil", 4, True),
    ]
    assert [(each.mentors, each.need, each.placed, each.waiting) for each in found.wanted] == [
        (1, "Classroom management", 3, 2),
        (1, "Digital education", 1, 1),
        (1, "Classroom management", 1, 0),
    ]


def test_mentors_of_one_kind_who_follow_each_other_are_told_together() -> None:
    found = supply.tried(RULES, [Asking(8, "digital_education", "hi")], [], TERMS)
    assert [(each.mentors, each.need, each.placed, each.waiting) for each in found.wanted] == [
        (3, "Digital education", 8, 0),
    ]


def test_a_mentor_takes_no_more_teachers_than_her_hours_allow() -> None:
    giving = Giving(3, ("digital_education",), ("hi",), 5, 4)
    assert [supply.seats_for(giving, Decimal(hours)) for hours in ("0", "1", "1.5", "5")] == [
        5, 4, 2, 0,
    ]  # fmt: skip
    found = supply.tried(RULES, [Asking(20, "", "hi")], [giving], TERMS)
    assert (found.seats, found.idle, found.placed) == (6, 9, 6)


def test_without_the_need_as_a_rule_any_mentor_of_the_language_will_do() -> None:
    asking = [Asking(2, "classroom_management", "hi")]
    giving = [Giving(1, ("digital_education",), ("hi",), 2, 6)]
    free = Terms(Decimal(1), 1, Decimal(0), Decimal(0), 1, False)
    assert supply.tried(RULES, asking, giving, TERMS).placed == 0
    assert supply.tried(RULES, asking, giving, free).placed == 2


@pytest.mark.parametrize(
    ("code", "hours"), [("in_nmm", "0.25"), ("ntc_induction", "3.00"), ("cps_induction", "3.00")]
)
def test_the_blueprint_says_how_many_hours_a_teacher_takes(code: str, hours: str) -> None:
    rules = blueprint.get(code)
    if code == "in_nmm":
        hours = str((Decimal("1.5") / rules.relationship.months.default).quantize(Decimal("0.01")))
    assert supply.usual_hours(rules) == Decimal(hours)


def test_the_page_begins_with_the_people_of_the_cohort(pairable: World, signed_in: SignIn) -> None:
    pairable.teacher("Bela Roy")
    pairable.teacher("Chitra Rao", "classroom_management", languages=["ta"])
    counted = supply.counted(pairable.devi, pairable.cohort)
    assert counted.asking == (
        Asking(2, "digital_education", "hi"),
        Asking(1, "classroom_management", "ta"),
    )
    assert counted.giving == (Giving(1, ("digital_education",), ("hi", "en"), 1, 6),)
    page = opened(signed_in(pairable.cast.devi), f"/cohorts/{pairable.cohort.pk}/supply/")
    assert 'name="t0-count" value="2"' in page
    assert 'name="m0-seats" value="1"' in page
    assert "teachers would wait" not in page
    for name in ("Arun", "Bela", "Chitra", "Meera"):
        assert name not in page


@pytest.mark.parametrize(("code", "asked"), [("in_nmm", True), ("ct_team", False)])
def test_a_mentor_has_to_offer_the_need_where_the_programme_says_so(
    code: str, asked: bool, world: World, signed_in: SignIn
) -> None:
    version = blueprint.get(code).version
    Cohort.objects.filter(pk=world.cohort.pk).update(blueprint=code, blueprint_version=version)
    page = opened(signed_in(world.cast.devi), f"/cohorts/{world.cohort.pk}/supply/")
    (box,) = re.findall(r"<input[^>]*needs_offered[^>]*>", page)
    assert ("checked" in box) == asked


def test_kinds_that_do_not_fit_on_the_page_are_counted(world: World, signed_in: SignIn) -> None:
    for number, domain in enumerate(RULES.domains[:12]):
        world.teacher(f"Teacher {number}", domain.code)
    page = opened(signed_in(world.cast.devi), f"/cohorts/{world.cohort.pk}/supply/")
    assert "Teachers of rarer kinds: 2." in page and "Mentors of rarer kinds" not in page


def test_what_is_filled_in_is_tried_out_and_nothing_is_kept(
    world: World, signed_in: SignIn
) -> None:
    before = Event.objects.count()
    browser, url = signed_in(world.cast.devi), f"/cohorts/{world.cohort.pk}/supply/"
    page = text(browser.get(url, FILLED))
    for words in (
        "teachers would wait",
        "No mentor offers this in this language.",
        "1. Classroom management · Tamil",
        "6,800",
        'name="t0-count" value="5"',
    ):
        assert words in page
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"t0-language": ""}, "Choose a language."),
        ({"m0-domain": ""}, "Choose what they offer."),
        ({"t0-count": "-1"}, "greater than or equal to 0"),
        ({"months": "1000"}, "less than or equal to 120"),
        ({"hours": "x"}, "Enter a number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    wrong: dict[str, str], told: str, world: World, signed_in: SignIn
) -> None:
    response = signed_in(world.cast.devi).get(
        f"/cohorts/{world.cohort.pk}/supply/", {**FILLED, **wrong}
    )
    assert response.status_code == 422
    assert told in text(response)
    assert "teachers would wait" not in text(response)


@pytest.mark.parametrize("name", ["meera", "arun", "kavita", "nandan", "omar", "asha", "somu"])
def test_nobody_else_tries_a_cohort_out(name: str, world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.everybody()[name])
    assert browser.get(f"/cohorts/{world.cohort.pk}/supply/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("filled", "count"), [({}, 9), (FILLED, 4)])
def test_the_page_asks_as_often_for_three_as_for_one(
    rows: int, filled: dict[str, str], count: int, pairable: World, signed_in: SignIn
) -> None:
    for number in range(1, rows):
        pairable.teacher(f"Teacher {number}")
        pairable.mentor(f"Mentor {number}")
    browser = signed_in(pairable.cast.devi)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(f"/cohorts/{pairable.cohort.pk}/supply/", filled).status_code == 200
    assert len(asked) == count, "\n".join(q["sql"][:160] for q in asked)
