"""Minutes that a blueprint asks for: of the two, of groups, and of a mentor over all her pairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import blueprint
from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.models import Hold, Mentorship, Session
from banyan.mentoring.queries.mentorships import blueprint_of, mentorship
from banyan.mentoring.snapshot import facts_on_record, journeys_of
from banyan.organisations import actions as organisations
from banyan.organisations.states import DaysKind
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Design
from banyan.programmes.queries import blueprint_named
from banyan.programmes.states import DesignStatus
from blueprint import journey
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World

TODAY = date(2026, 1, 20)
SignIn = Callable[[Person], Client]


def met_in_group(world: World, person: Person, *, said: int = 60, at: datetime = SOON) -> Session:
    """A group of the mentor that this teacher attended; `said` are the minutes that she says."""
    session = world.group(seats=5, starts_at=at)
    actions.take_seat(session, by=world.by(person))
    after = at + timedelta(hours=2)
    actions.say_attendance(session, person, 60, by=world.by(world.cast.meera, after))
    actions.say_attendance(session, person, said, by=world.by(person, after))
    return session


def doses(world: World, pair: Mentorship | None = None) -> list[tuple[int, int, int]]:
    """Wanted, held and sessions of each dose, as boards and jobs derive them; the page of the pair
    says the same."""
    pk = (pair or world.pair).pk
    row = Mentorship.objects.select_related("mentor", "mentee", "cohort__programme").get(pk=pk)
    viewer = world.by(row.mentor, AFTER)
    shown = mentorship(viewer, pk)
    facts = facts_on_record(shown)
    assert facts is not None
    board = journeys_of([row], TODAY)[pk].doses
    assert journey(blueprint_of(row.cohort), facts, TODAY).doses == board
    return [(state.wanted, state.held, state.contacts) for state in board]


def test_a_group_with_the_mentor_counts_in_the_national_mission(world: World) -> None:
    world.held()
    met_in_group(world, world.cast.arun, at=SOON + timedelta(days=1))
    assert doses(world) == [(90, 105, 2)]


def test_a_cohort_that_pins_the_version_before_counts_the_two_alone(world: World) -> None:
    Cohort.objects.update(blueprint_version="2.0")
    world.held()
    met_in_group(world, world.cast.arun, at=SOON + timedelta(days=1))
    assert doses(world) == [(90, 45, 1)]


def test_only_what_both_sides_say_counts_of_a_group(world: World) -> None:
    met_in_group(world, world.cast.arun, said=30)
    assert doses(world) == [(90, 0, 0)]


def test_a_group_counts_for_none_but_the_pair_of_who_led_and_who_came(world: World) -> None:
    bina = world.pair_of(world.cast.meera, world.others[0])
    chetan = world.pair_of(world.cast.kavita, world.others[1])
    for day, teacher in enumerate(world.others[:2]):
        met_in_group(world, teacher, at=SOON + timedelta(days=day))
    assert [doses(world, each) for each in (world.pair, bina, chetan)] == [
        [(90, 0, 0)],
        [(90, 60, 1)],
        [(90, 0, 0)],
    ]


def test_a_group_counts_for_its_own_mentor_when_two_pairs_of_a_teacher_are_asked(
    world: World,
) -> None:
    """Meera leaves on an announced day, and Kavita comes after her."""
    Mentorship.objects.update(ends_early_on=date(2026, 1, 31))
    world.pair_of(world.cast.kavita, world.cast.arun)
    met_in_group(world, world.cast.arun)
    rows = list(
        Mentorship.objects.select_related("mentor", "mentee", "cohort__programme").order_by("pk")
    )
    found = journeys_of(rows, TODAY)
    assert [found[row.pk].doses[0].held for row in rows] == [60, 0]


def test_a_group_before_the_pair_began_or_after_it_ended_is_not_of_the_pair(world: World) -> None:
    met_in_group(world, world.cast.arun)
    assert doses(world) == [(90, 60, 1)]
    Mentorship.objects.update(starts_on=SOON.date() + timedelta(days=1))
    assert doses(world) == [(90, 0, 0)]
    Mentorship.objects.update(starts_on=date(2026, 1, 10), ends_on=SOON.date() - timedelta(days=1))
    assert doses(world) == [(90, 0, 0)]


@pytest.fixture
def owing(world: World) -> World:
    """A programme whose mentors owe an hour a month for each of their teachers."""
    return owing_by(world, "hourly", "")


def owing_by(world: World, code: str, more: str) -> World:
    text = blueprint.file_of("in_nmm", "2.1").replace("code: in_nmm", f"code: {code}", 1)
    old = text[text.index("\ndoses:") : text.index("\ncompletion:")]
    new = (
        "\ndoses:\n  - {code: month, title: {en: An hour a teacher, hi: प्रति शिक्षक एक घंटा,"
        f" ru: Час на учителя}}, minutes: 62, per: month, of: mentor, by_caseload: true{more}}}\n"
    )
    text = text.replace(old, new).replace("doses: [sessions]", "doses: []")
    assert [str(one) for one in blueprint.check(text) if one.severity == "error"] == []
    Design.objects.create(
        code=code,
        version="2.1",
        title="Hourly",
        organisation=world.cast.nation,
        status=DesignStatus.PUBLISHED,
        text=text,
        written_at=NOW,
    )
    Cohort.objects.update(blueprint=code, blueprint_version="2.1")
    return world


def test_less_is_owed_while_schools_are_closed_where_the_programme_says_so(world: World) -> None:
    """Two minutes a day in January: Arun from the 10th, Bina, of another school, as well."""
    bina = world.pair_of(world.cast.meera, world.others[0])
    Mentorship.objects.filter(pk=bina.pk).update(school=world.cast.other_school)
    for place, first, last in (
        (world.cast.school, date(2026, 1, 12), date(2026, 1, 16)),
        (world.cast.nation, date(2026, 1, 26), date(2026, 1, 26)),
        (world.cast.other_district, date(2026, 1, 27), date(2026, 1, 28)),
    ):
        organisations.add_days(place, DaysKind.CLOSED, "Closed", first, last, by=system(NOW))
    organisations.add_days(
        world.cast.school, DaysKind.TERM, "Term", date(2026, 1, 1), date(2026, 2, 1), by=system(NOW)
    )
    owing_by(world, "hourly", "")
    assert doses(world) == [(88, 0, 0)]
    owing_by(world, "restful", ", less_on_holidays: true")
    assert doses(world) == [(88 - 5 * 2 - 2 * 2 - 2 * 2, 0, 0)]
    assert doses(world, bina) == doses(world)
    rows = list(Mentorship.objects.select_related("school", "mentee", "cohort__programme"))
    with CaptureQueriesContext(connection) as queries:
        journeys_of(rows, TODAY)
    assert len(queries) == 6


def test_a_mentor_owes_for_each_teacher_on_the_days_with_her(owing: World) -> None:
    """Two minutes a day in January: Arun from the 10th, Bina in its first ten days, Chetan from the
    12th and on leave from the 22nd. What was held with any of them counts, for any of them."""
    owing.held()
    assert doses(owing) == [(44, 45, 1)]
    bina = owing.pair_of(owing.cast.meera, owing.others[0])
    Mentorship.objects.filter(pk=bina.pk).update(
        status="ended", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 10)
    )
    chetan = owing.pair_of(owing.cast.meera, owing.others[1])
    Mentorship.objects.filter(pk=chetan.pk).update(starts_on=date(2026, 1, 12))
    Hold.objects.create(mentorship=chetan, begins_on=date(2026, 1, 22), ends_on=date(2026, 2, 1))
    assert doses(owing) == [(44 + 20 + 20, 45, 1)]
    assert doses(owing, chetan) == doses(owing)


def test_who_is_no_pair_of_hers_in_this_cohort_does_not_count(owing: World) -> None:
    kavita = owing.pair_of(owing.cast.kavita, owing.others[0])
    proposed = owing.pair_of(owing.cast.meera, owing.others[1])
    Mentorship.objects.filter(pk=proposed.pk).update(starts_on=None, status="proposed")
    guided = owing.pair_of(owing.cast.meera, owing.others[2])
    Mentorship.objects.filter(pk=guided.pk).update(form="guidance")
    assert (doses(owing), doses(owing, kavita)) == ([(44, 0, 0)], [(44, 0, 0)])


def test_what_a_mentor_does_for_others_is_not_told_to_her_teacher(
    owing: World, signed_in: SignIn
) -> None:
    url = reverse("mentoring:mentorship", args=[owing.pair.pk])
    with time_machine.travel(NOW, tick=False):
        pages = {
            name: signed_in(getattr(owing.cast, name)).get(url).content.decode()
            for name in ("meera", "arun", "devi")
        }
    told = {name: "An hour a teacher" in page for name, page in pages.items()}
    assert told == {"meera": True, "arun": False, "devi": True}


@pytest.mark.parametrize("programme", ["in_nmm", "hourly"])
def test_queries_do_not_grow_with_the_pairs(owing: World, programme: str) -> None:
    Cohort.objects.update(blueprint=programme, blueprint_version="2.1")
    blueprint_named(programme, "2.1")  # a process reads it once
    asked = []
    for teacher in (None, *owing.others[:3]):
        if teacher:
            owing.pair_of(owing.cast.meera, teacher)
        rows = list(Mentorship.objects.select_related("mentor", "mentee", "cohort__programme"))
        with CaptureQueriesContext(connection) as queries:
            journeys_of(rows, TODAY)
        asked.append(len(queries))
    assert asked == [{"in_nmm": 1, "hourly": 4}[programme]] * 4
