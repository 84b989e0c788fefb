"""What a programme aims at, and where it stands: each measure against a world built by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

import blueprint
from banyan.insights import queries
from banyan.insights.queries.indicators import Standing
from banyan.insights.queries.measures import Counting, Days, Part
from banyan.insights.queries.papers import PaperNumbers
from banyan.mentoring.models import Mentorship, Request, StepRecord
from banyan.mentoring.states import MentorshipStatus, RequestStatus, StepStatus
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus, Side
from tests.conftest import NOW
from tests.opening import train
from tests.surveys.conftest import DAY, World

Enter = Callable[[Person], Client]
FIRST = date(2025, 8, 1)
TODAY = NOW.date()
ALWAYS = Days(FIRST, TODAY + timedelta(days=1))


@pytest.fixture(autouse=True)
def _noon() -> Iterable[None]:
    with travel(NOW, tick=False):
        yield


def counting(world: World, person: Person | None = None) -> Counting:
    return Counting(world.by(person or world.cast.devi), [Cohort.objects.get(pk=world.cohort.pk)])


def run_by(world: World, code: str) -> Cohort:
    """The cohort of the world, run by another blueprint of the library."""
    world.cohort.blueprint, world.cohort.blueprint_version = code, blueprint.get(code).version
    world.cohort.save()
    return Cohort.objects.select_related("programme").get(pk=world.cohort.pk)


def told(world: World, cohort: Cohort) -> dict[str, list[tuple[str, str, str]]]:
    found = queries.indicators_of_cohort(world.by(world.cast.devi), cohort)
    return {
        one.code: [(each.when, each.target, each.measured) for each in one.readings]
        for one in found
    }


def three(world: World) -> list[Person]:
    return [world.cast.arun, world.teacher("Bina Rathod"), world.teacher("Chetan Mehta")]


def test_every_measure_of_the_language_is_counted_or_stated() -> None:
    named = get_args(blueprint.Indicator.model_fields["measure"].annotation)
    anchors = {one.key for one in queries.definitions()}
    assert {f"measure-{code}" for code in named} == {
        key for key in anchors if key.startswith("measure-")
    }


def test_every_indicator_of_every_blueprint_is_told(world: World) -> None:
    for one in blueprint.library().values():
        found = told(world, run_by(world, one.code))
        assert list(found) == [each.code for each in one.indicators], one.code
        assert all(found.values()), one.code


def test_teachers_in_pairs(world: World) -> None:
    three(world)
    for name in ("Dipa Joshi", "Esha Trivedi"):
        person = world.teacher(name)
        world.pairs[person.pk].delete()
    Enrolment.objects.update(starts_on=FIRST)
    assert counting(world).teachers_in_pairs(ALWAYS) == Part(3, 5, 5)
    Mentorship.objects.filter(mentee=world.cast.arun).update(
        status=MentorshipStatus.ENDED, ends_on=date(2025, 12, 31)
    )
    this_year = Days(date(2026, 1, 1), ALWAYS.until)
    assert counting(world).teachers_in_pairs(this_year) == Part(2, 5, 5)
    Enrolment.objects.filter(person=world.cast.arun).update(
        status=EnrolmentStatus.WITHDRAWN, ends_on=date(2026, 1, 1)
    )
    assert counting(world).teachers_in_pairs(this_year) == Part(2, 4, 4)
    assert counting(world).teachers_in_pairs(ALWAYS) == Part(3, 5, 5)


def test_pairs_that_meet_and_the_minutes_of_them(world: World) -> None:
    arun, bina, _chetan = three(world)
    world.held(arun, NOW - 3 * DAY, 45)
    world.held(arun, NOW - 40 * DAY, 30)
    world.held(bina, NOW - 41 * DAY, 60)
    week = Days(TODAY - timedelta(days=6), ALWAYS.until)
    assert counting(world).pairs_meeting(ALWAYS) == Part(2, 3, 3)
    assert counting(world).pairs_meeting(week) == Part(1, 3, 3)
    assert counting(world).minutes_held(ALWAYS) == Part(135, 3, 3)
    assert counting(world).minutes_held(week) == Part(45, 3, 3)


def test_pairs_that_completed_of_those_that_came_to_an_end(world: World) -> None:
    arun, bina, chetan = three(world)
    for person, status in ((arun, "completed"), (bina, "completed"), (chetan, "ended")):
        Mentorship.objects.filter(mentee=person).update(status=status, ends_on=TODAY)
    assert counting(world).pairs_completed(ALWAYS) == Part(2, 3, 3)
    assert counting(world).pairs_completed(Days(FIRST, TODAY)) == Part(0, 0, 0)


def test_steps_done_in_time_of_those_whose_day_is_over(world: World) -> None:
    run_by(world, "school_inhouse")
    pairs = [world.pairs[person.pk] for person in three(world)]
    count = counting(world)
    journey = count._journeys[pairs[0].pk]
    due = [s for s in journey.steps if s.due_on is not None and s.due_on < TODAY]
    # What nothing else waits for: doing it makes nothing else due.
    awaited = {code for state in journey.steps for code in state.step.after}
    first, second = [s for s in due if s.step.code not in awaited][:2]
    owed = len(due)
    assert count.steps_in_time(ALWAYS) == Part(0, 3 * owed, 3)
    for state, days_late in ((first, 0), (second, 1)):
        StepRecord.objects.create(
            mentorship=pairs[0],
            key=state.key,
            status=StepStatus.DONE,
            done_on=(state.due_on or TODAY) + timedelta(days=days_late),
        )
    StepRecord.objects.create(
        mentorship=pairs[1], key=first.key, status=StepStatus.WAIVED, done_on=first.due_on
    )
    found = counting(world).steps_in_time(ALWAYS)
    assert (found.value, found.behind) == (1, 3)
    assert found.whole == 3 * owed - 1  # the waived one does not count


def test_modules_completed_of_those_that_are_needed(world: World) -> None:
    run_by(world, "ct_team")
    pairs = [world.pairs[person.pk] for person in three(world)]
    assert counting(world).modules_completed(ALWAYS) == Part(0, 6, 3)
    journey = counting(world)._journeys[pairs[0].pk]
    for state in journey.modules[0].steps:
        StepRecord.objects.create(
            mentorship=pairs[0], key=state.key, status=StepStatus.DONE, done_on=TODAY
        )
    assert counting(world).modules_completed(ALWAYS) == Part(1, 6, 3)
    assert counting(world).modules_completed(Days(FIRST, TODAY)) == Part(0, 6, 3)


def test_mentors_whose_required_trainings_count(world: World) -> None:
    three(world)
    assert counting(world).mentors_trained(ALWAYS) == Part(0, 1, 1)
    train(world.cohort.programme, world.cast.meera, on=TODAY, code="workshop")
    assert counting(world).mentors_trained(ALWAYS) == Part(1, 1, 1)
    assert counting(world).mentors_trained(Days(FIRST, TODAY)) == Part(0, 1, 1)


def test_a_mentor_is_trained_as_the_blueprint_of_her_own_cohort_asks(world: World) -> None:
    """Peers need no training first; the mentors of the other cohort do."""
    three(world)
    peers = Cohort.objects.create(
        programme=world.cohort.programme,
        name="Peers",
        starts_on=FIRST,
        ends_on=date(2026, 7, 31),
        blueprint="peer",
        blueprint_version=blueprint.get("peer").version,
    )
    Mentorship.objects.filter(mentee=world.cast.arun).update(cohort=peers, mentor=world.cast.kavita)
    cohorts = [Cohort.objects.get(pk=world.cohort.pk), peers]
    for each in (cohorts, cohorts[::-1]):
        found = Counting(world.by(world.cast.devi), each).mentors_trained(ALWAYS)
        assert found == Part(1, 2, 2)


def test_applications_decided_of_those_that_waited(world: World) -> None:
    Application.objects.all().delete()
    sent, today = datetime(2025, 9, 1, 8, tzinfo=UTC), NOW
    rows = [
        (ApplicationStatus.SUBMITTED, None),
        (ApplicationStatus.REFUSED, today),
        (ApplicationStatus.ACCEPTED, today - 60 * DAY),
        (ApplicationStatus.WITHDRAWN, None),  # nobody is to decide it any more
    ]
    people = [world.cast.meera, world.cast.kavita, world.cast.omar, world.cast.somu]
    for person, (status, decided) in zip(people, rows, strict=True):
        Application.objects.create(
            programme=world.cohort.programme,
            person=person,
            status=status,
            submitted_at=sent,
            decided_at=decided,
        )
    assert counting(world).applications_decided(ALWAYS) == Part(2, 3, 3)
    lately = Days(TODAY - timedelta(days=6), ALWAYS.until)
    assert counting(world).applications_decided(lately) == Part(1, 2, 2)


def test_requests_answered_of_those_that_are_over(world: World) -> None:
    for status in (
        RequestStatus.ACCEPTED,
        RequestStatus.DECLINED,
        RequestStatus.EXPIRED,
        RequestStatus.WITHDRAWN,
        RequestStatus.OPEN,
    ):
        Request.objects.create(
            teacher=world.cast.arun,
            mentor=world.cast.meera,
            cohort=world.cohort,
            school=world.cast.school,
            domain="classroom_management",
            text="How?",
            status=status,
            asked_at=NOW - 30 * DAY,
            expires_at=NOW,
        )
    assert counting(world).requests_answered(ALWAYS) == Part(2, 3, 3)
    assert told(world, world.cohort)["requests_answered"] == [("so far", "", "67% (2 of 3)")]


def test_satisfaction_is_counted_in_whole_steps_of_enough_people(world: World) -> None:
    people = three(world) + [world.teacher(name) for name in ("Dipa Joshi", "Esha Trivedi")]
    before = NOW - 60 * DAY
    for n, person in enumerate(people[:4]):
        world.say(person, before + n * DAY, score=5)
    assert told(world, world.cohort)["teachers_satisfied"] == [
        ("so far", "", "Too few have answered")
    ]
    world.say(people[4], before + 4 * DAY, score=1)
    world.say(people[0], before + 5 * DAY, score=1)  # waits for four others
    assert told(world, world.cohort)["teachers_satisfied"] == [("so far", "", "80%")]
    assert told(world, run_by(world, "ct_team"))["satisfied"] == [("so far", "", "4.2")]


def test_a_programme_and_its_cohorts_do_not_tell_together_what_one_person_said(
    world: World,
) -> None:
    people = three(world) + [world.teacher(name) for name in ("Dipa Joshi", "Esha Trivedi")]
    first, before = world.cohort, NOW - 60 * DAY
    devi = world.by(world.cast.devi, NOW - 100 * DAY)
    world.cohort = programmes.add_cohort(
        first.programme, "Second", first.starts_on, first.ends_on, by=devi
    )
    alone = world.teacher("Farida Khan")
    *four, fifth = people
    # Counted in one row, those of both cohorts would be all of the first one and hers.
    for n, person in enumerate([alone, *four, fifth, *four, fifth, fifth, *four]):
        world.say(person, before + n * DAY, score=1 if person == alone else 5)
    by = world.by(world.cast.devi)
    cohorts = list(Cohort.objects.select_related("programme").order_by("pk"))

    def satisfied(found: list[Standing]) -> str:
        (reading,) = next(one.readings for one in found if one.code == "teachers_satisfied")
        return reading.measured

    assert [satisfied(queries.indicators_of_cohort(by, one)) for one in cohorts] == [
        "100%",
        "Too few have answered",
    ]
    programme = cohorts[0].programme
    assert satisfied(queries.indicators_of_programme(by, programme, cohorts)) == "100%"


def test_satisfaction_of_a_month_is_counted_when_all_of_it_has_settled(world: World) -> None:
    people = three(world) + [world.teacher(name) for name in ("Dipa Joshi", "Esha Trivedi")]
    for n, person in enumerate(people):  # what is said on 26 December may change for a week
        world.say(person, NOW - 19 * DAY + n * timedelta(hours=1), score=5)

    def counted(at: datetime) -> set[int]:
        cohort = Cohort.objects.get(pk=world.cohort.pk)
        return {*Counting(world.by(world.cast.devi, at), [cohort]).answers(Side.TEACHER, ALWAYS)}

    assert counted(NOW) == counted(datetime(2026, 1, 31, 12, tzinfo=UTC)) == set()
    assert counted(datetime(2026, 2, 1, 12, tzinfo=UTC)) == {5}


def test_a_target_stands_beside_the_year_it_is_for(world: World) -> None:
    three(world)
    Enrolment.objects.update(starts_on=FIRST)
    cohort = run_by(world, "ru_target_model")
    assert told(world, cohort)["young_teachers"] == [
        ("2020", "10", "Before the start"),
        ("2021", "20", "Before the start"),
        ("2022", "35", "Before the start"),
        ("2023", "50", "Before the start"),
        ("2024", "70", "Before the start"),
        ("so far", "", "100% (3 of 3)"),
    ]
    by_hand = "Not measured here: the coordinator counts it."
    assert told(world, cohort)["partners"] == [
        ("2020", "2", by_hand),
        ("2021", "4", by_hand),
        ("2022", "10", by_hand),
        ("2023", "20", by_hand),
        ("2024", "30", by_hand),
    ]
    assert told(world, run_by(world, "ct_team"))["retained"] == [("so far", "", by_hand)]


def test_a_year_counted_from_the_start_and_one_that_has_not_come(world: World) -> None:
    arun, bina, _chetan = three(world)
    months = blueprint.get("ntc_induction").indicators[0]
    assert (months.within, months.for_each) == ("month", "pair")
    last_month = NOW.replace(day=1) - 10 * DAY
    world.held(arun, last_month, 45)
    world.held(bina, last_month + DAY, 60)
    world.held(arun, NOW - DAY, 40)  # this month is not whole
    cohort = run_by(world, "ntc_induction")
    assert told(world, cohort)["minutes"] == [
        ("year 1", "180", "35"),
        ("year 2", "180", "Not yet"),
    ]
    assert told(world, cohort)["contact"] == [("year 1", "100", "33% (1 of 3)")]


def test_a_number_over_too_few_is_not_told(world: World) -> None:
    world.held(world.cast.arun)
    found = told(world, world.cohort)
    assert found["minutes_held"] == [("so far", "", "Fewer than 3, so not told")]
    assert found["pairs_meeting"] == [("so far", "", "Fewer than 3, so not told")]
    assert found["pairs_completed"] == [("so far", "", "Nothing to count yet")]


def test_a_count_of_few_among_many_is_not_told_exactly(world: World) -> None:
    arun, _bina, _chetan = three(world)
    world.held(arun)
    assert told(world, world.cohort)["pairs_meeting"] == [("so far", "", "Fewer than 3")]


def test_a_coordinator_of_another_district_counts_nothing_of_it(world: World) -> None:
    people = three(world)
    Enrolment.objects.update(starts_on=FIRST)
    for n, person in enumerate(people):
        world.say(person, NOW - (60 + n) * DAY)
    omar = counting(world, world.cast.omar)
    assert omar.teachers_in_pairs(ALWAYS) == Part(0, 0, 0)
    assert omar.minutes_held(ALWAYS) == Part(0, 0, 0)
    assert omar.answers(Side.TEACHER, ALWAYS) == []


def test_a_paper_tells_it_by_the_fewest_of_the_blueprint(world: World) -> None:
    three(world)
    Enrolment.objects.update(starts_on=FIRST)
    cohort = run_by(world, "cps_induction")
    found = PaperNumbers().indicators_of(world.by(world.cast.devi), cohort)
    assert found["matched"] == [("year 1", "100", "Fewer than 5, so not told")]
    assert told(world, cohort)["matched"] == [("year 1", "100", "100% (3 of 3)")]


def test_the_pages_show_them_with_their_definitions(world: World, signed_in: Enter) -> None:
    people = three(world)
    for n, person in enumerate(people):
        world.held(person, NOW - (2 + n) * DAY)
    for address in (
        f"/insights/cohorts/{world.cohort.pk}/indicators/",
        "/insights/programmes/pilot/",
    ):
        page = signed_in(world.cast.devi).get(address).content.decode()
        assert 'href="/numbers/#measure-minutes_held">135<' in page
        assert "Minutes of mentoring held" in page
    for at, leads_to in (
        ("/programmes/pilot/", "/insights/programmes/pilot/"),
        (
            f"/insights/cohorts/{world.cohort.pk}/",
            f"/insights/cohorts/{world.cohort.pk}/indicators/",
        ),
    ):
        assert f'href="{leads_to}"' in signed_in(world.cast.devi).get(at).content.decode()
    for person in (world.cast.meera, world.cast.arun, world.cast.kavita, world.cast.nandan):
        assert signed_in(person).get("/insights/programmes/pilot/").status_code == 404


def test_the_page_folds_the_years_before_it_began_and_keeps_apart_what_it_does_not_measure(
    world: World, signed_in: Enter
) -> None:
    three(world)
    Enrolment.objects.update(starts_on=FIRST)
    cohort = run_by(world, "ru_target_model")
    page = signed_in(world.cast.devi).get(f"/insights/cohorts/{cohort.pk}/indicators/")
    table, folded, outside = re.split(r"<details|<h2", page.content.decode())[-3:]
    assert "100% (3 of 3)" in table
    assert "Before the start" not in table
    assert "2022: <strong>35</strong>" in folded
    assert "2022: <strong>10</strong>" in outside
    assert "2022" not in table


def test_a_programme_counts_all_its_cohorts(world: World, signed_in: Enter) -> None:
    three(world)
    second = programmes.add_cohort(
        world.cohort.programme, "Second", FIRST, date(2026, 8, 31), by=world.by(world.cast.devi)
    )
    person = world.teacher("Dipa Joshi")
    Mentorship.objects.filter(mentee=person).update(cohort=second)
    world.pairs[person.pk].refresh_from_db()
    world.held(person, NOW - DAY, 50)
    devi = world.by(world.cast.devi)
    found = queries.indicators_of_programme(
        devi, world.cohort.programme, list(Cohort.objects.select_related("programme"))
    )
    minutes = next(one for one in found if one.code == "minutes_held")
    assert [each.measured for each in minutes.readings] == ["50"]


@pytest.mark.parametrize("code", sorted(blueprint.library()))
def test_it_costs_the_same_for_one_pair_and_for_three(
    world: World, signed_in: Enter, code: str
) -> None:
    run_by(world, code)
    devi = signed_in(world.cast.devi)

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert devi.get(f"/insights/cohorts/{world.cohort.pk}/indicators/").status_code == 200
        return len(counted)

    one = cost()
    three(world)
    assert cost() == one
