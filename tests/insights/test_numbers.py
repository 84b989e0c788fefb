"""Each number against a small world that was built by hand, through actions."""

from __future__ import annotations

from datetime import date

import pytest

from banyan.insights import queries
from banyan.insights.queries import Counts, Hours, Load
from banyan.mentoring import actions as mentoring
from banyan.organisations import actions as organisations
from banyan.organisations.states import Level, Role, SchoolType
from banyan.people.actions import add_person
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application
from banyan.programmes.states import ApplicationStatus
from tests.conftest import LONG_AGO, NOW
from tests.opening import train
from tests.surveys.conftest import DAY, HOUR, World


def enrolled(
    world: World, name: str, *, confirmed: bool = True, needs: tuple[str, ...] = ()
) -> Person:
    """Somebody in the cohort, without a mentor."""
    devi = world.by(world.cast.devi)
    person = add_person(name, email=f"{name.split()[0].lower()}@example.org", by=devi)
    programmes.enrol(
        world.cohort, person, world.cast.school, by=devi, confirmed=confirmed, needs=list(needs)
    )
    return person


def stages(world: World, person: Person) -> dict[str, tuple[int, int | None]]:
    found = queries.funnel(world.by(person), world.cohort)
    return {stage.key: (stage.count, stage.stopped) for stage in found.stages}


def test_the_funnel_counts_teachers_from_invited_to_meeting(world: World) -> None:
    world.held(world.cast.arun, NOW - 3 * DAY)  # this month
    bina = world.teacher("Bina Rathod")
    world.held(bina, NOW - 40 * DAY)  # some month before
    world.teacher("Chetan Mehta")  # never met
    dipa = enrolled(world, "Dipa Joshi")
    proposal = mentoring.propose(
        *take_into_pool(world),
        dipa,
        world.cohort,
        world.cast.school,
        [],
        by=world.by(world.cast.devi),
    )
    mentoring.decline(proposal, by=world.by(dipa))
    enrolled(world, "Esha Trivedi")
    enrolled(world, "Farid Khan", confirmed=False)
    assert stages(world, world.cast.devi) == {
        "invited": (6, None),
        "enrolled": (5, 1),
        "proposed": (4, 1),
        "active": (3, 1),
        "met": (2, 1),
        "met_this_month": (1, 1),
    }


def take_into_pool(world: World) -> tuple[Person]:
    Application.objects.create(
        programme=world.cohort.programme,
        person=world.cast.meera,
        status=ApplicationStatus.MATCHABLE,
        capacity=9,
        hours_a_month=8,
    )
    train(world.cohort.programme, world.cast.meera, on=LONG_AGO, code="workshop")
    return (world.cast.meera,)


def test_the_rows_behind_each_number_are_as_many(world: World) -> None:
    world.held(world.cast.arun)
    world.teacher("Bina Rathod")
    enrolled(world, "Esha Trivedi")
    devi = world.by(world.cast.devi)
    for stage in queries.funnel(devi, world.cohort).stages:
        rows = queries.stage_rows(devi, world.cohort, stage.key)
        stopped = queries.stage_rows(devi, world.cohort, stage.key, missing=True)
        assert (rows.count(), stopped.count()) == (stage.count, stage.stopped or 0)


def test_a_coordinator_counts_her_own_schools_only(world: World) -> None:
    world.held(world.cast.arun)
    assert stages(world, world.cast.omar)["invited"] == (0, None)


def test_whoever_left_is_not_counted(world: World) -> None:
    programmes.withdraw_enrolment(
        world.cohort.enrolments.get(person=world.cast.arun), by=world.by(world.cast.devi)
    )
    assert stages(world, world.cast.devi)["invited"] == (0, None)


def test_needs_are_counted_by_domain(world: World) -> None:
    enrolled(world, "Bina Rathod", needs=("inclusive_education", "digital_education"))
    enrolled(world, "Chetan Mehta", needs=("inclusive_education",))
    found = queries.needs_by_domain(world.by(world.cast.devi), world.cohort)
    assert [people for _name, people in found] == [2, 1]


def test_minutes_count_where_both_agree(world: World) -> None:
    arun, meera = world.cast.arun, world.cast.meera
    world.held(arun, NOW - 40 * DAY, 30)
    session = world.held(arun, NOW - 2 * DAY, 45)
    world.group([arun, world.teacher("Bina Rathod")], NOW - DAY)
    for person, minutes in ((arun, 50), (world.cast.meera, 60)):
        at = NOW - DAY + HOUR
        last = world.cohort.sessions.get(kind="group")
        mentoring.say_attendance(last, arun, minutes, by=world.by(person, at))
    assert queries.hours_of(world.by(meera)) == Hours(45, 75, 0, 0)
    assert queries.hours_of(world.by(arun)) == Hours(0, 0, 45, 75)
    mentoring.say_attendance(session, arun, 40, by=world.by(arun))
    assert queries.hours_of(world.by(arun)) == Hours(0, 0, 0, 30)


def test_a_group_counts_once_for_its_mentor(world: World) -> None:
    bina = world.teacher("Bina Rathod")
    session = world.group([world.cast.arun, bina])
    for person in (world.cast.arun, bina):
        mentoring.say_attendance(session, person, 60, by=world.by(person))
    assert queries.hours_of(world.by(world.cast.meera)) == Hours(60, 60, 0, 0)


def test_a_mentors_load(world: World) -> None:
    take_into_pool(world)
    world.teacher("Bina Rathod")
    mentoring.propose(
        world.cast.meera,
        enrolled(world, "Dipa Joshi"),
        world.cohort,
        world.cast.school,
        [],
        by=world.by(world.cast.devi),
    )
    assert queries.mentor_load(world.by(world.cast.meera)) == Load(2, 3, 9, 8)
    assert queries.mentor_load(world.by(world.cast.arun)) == Load(0, 0, 0, 0)


def counted(world: World, person: Person, at: str) -> tuple[Counts, dict[str, Counts]]:
    viewer = world.by(person)
    found = queries.school_counts(viewer, queries.place(viewer, getattr(world.cast, at).pk))
    return found.counts, {str(row.place): row.counts for row in found.rows}


def test_counts_of_places_add_up_from_school_to_nation(world: World) -> None:
    world.held(world.cast.arun, NOW - 40 * DAY, 30)
    world.held(world.cast.arun, NOW - DAY, 45)
    world.teacher("Bina Rathod")
    school = Counts(
        enrolled=2, mentored=2, held=2, held_this_month=1, minutes=75, minutes_this_month=45
    )
    assert counted(world, world.cast.kavita, "school") == (school, {})
    assert counted(world, world.cast.nandan, "district") == (school, {"KV Sabarmati": school})
    assert counted(world, world.cast.nandan, "state") == (school, {"Ahmedabad": school})
    assert counted(world, world.cast.nandan, "nation") == (school, {"Gujarat": school})


def test_a_school_directly_under_its_state_is_counted_there(world: World) -> None:
    devi = world.by(world.cast.devi)
    school = organisations.add_organisation(
        "KV Diu",
        level=Level.SCHOOL,
        parent=world.cast.state,
        by=world.by(world.cast.asha),
        school_type=SchoolType.KV.value,
        local_code="1099",
    )
    person = add_person("Gita Rao", email="gita@example.org", by=devi)
    programmes.enrol(world.cohort, person, school, by=devi, confirmed=True)
    assert counted(world, world.cast.nandan, "state") == (
        Counts(enrolled=2, mentored=1),
        {"Ahmedabad": Counts(enrolled=1, mentored=1), "KV Diu": Counts(enrolled=1)},
    )
    assert counted(world, world.cast.nandan, "nation")[1] == {
        "Gujarat": Counts(enrolled=2, mentored=1)
    }


def test_a_place_that_is_not_the_viewers_is_missing(world: World) -> None:
    cast = world.cast
    for person, at in [
        (cast.kavita, "district"),
        (cast.kavita, "other_school"),
        (cast.omar, "school"),
        (cast.asha, "nation"),
        (cast.meera, "nation"),
        (cast.arun, "school"),
        (cast.somu, "school"),
    ]:
        with pytest.raises(type(cast.nation).DoesNotExist):
            counted(world, person, at)


def test_the_places_to_begin_at_leave_out_what_lies_inside_another(world: World) -> None:
    cast = world.cast
    organisations.give_role(
        cast.kavita, cast.other_school, Role.PRINCIPAL, by=world.by(cast.asha), starts_on=LONG_AGO
    )
    organisations.give_role(
        cast.nandan, cast.district, Role.NODAL_OFFICER, by=world.by(cast.asha), starts_on=LONG_AGO
    )
    names = {
        who: [str(place) for place in queries.starting_places(world.by(getattr(cast, who)))]
        for who in ("kavita", "nandan", "omar", "meera")
    }
    assert names == {
        "kavita": ["KV Sabarmati", "KV Surat No 1"],
        "nandan": ["India"],
        "omar": ["Surat"],
        "meera": [],
    }


def test_the_month_begins_on_the_readers_own_calendar(world: World) -> None:
    last_evening = NOW.replace(month=1, day=1, hour=0) - 5 * HOUR  # 1 January, 01:00 in India
    world.held(world.cast.arun, last_evening)
    arun = world.by(world.cast.arun)
    assert arun.today == date(2026, 1, 14)
    assert queries.hours_of(arun).received_this_month == 45
