"""Which pairs need their coordinator, why, since when, and in which order."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banyan.insights import queries
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship, Request
from banyan.mentoring.states import MentorshipStatus
from banyan.people.models import Person
from tests.conftest import NOW
from tests.surveys.conftest import DAY, HOUR, World

TODAY = date(2026, 1, 14)


def troubles(
    world: World, person: Person | None = None, at: datetime = NOW
) -> list[tuple[str, ...]]:
    """(teacher, the codes of her reasons) in the order of the list."""
    page = queries.pairs_in_trouble(world.by(person or world.cast.devi, at))
    return [(row.teacher, *(reason.code for reason in row.reasons)) for row in page]


def only_reason(world: World) -> tuple[str, str, date]:
    (row,) = queries.pairs_in_trouble(world.by(world.cast.devi))
    (reason,) = row.reasons
    return reason.code, reason.sentence, reason.since


def missed(world: World, teacher: Person, at: datetime) -> None:
    session = world.confirmed(teacher, at)
    for person in (world.cast.meera, teacher):
        mentoring.say_attendance(session, teacher, 0, by=world.by(person, at + HOUR))


def proposal(world: World, teacher: Person, at: datetime) -> Mentorship:
    pair = world.pair_with(teacher)
    Mentorship.objects.filter(pk=pair.pk).update(
        status=MentorshipStatus.PROPOSED, starts_on=None, proposed_at=at, answer_by=at + 7 * DAY
    )
    return pair


def test_a_pair_that_met_lately_needs_nobody(world: World) -> None:
    world.held(world.cast.arun, NOW - 20 * DAY)
    assert troubles(world) == []


def test_a_pair_that_has_never_met_is_quiet_since_it_began(world: World) -> None:
    code, sentence, since = only_reason(world)
    assert (code, since) == ("quiet", date(2025, 9, 1))
    assert sentence == "No session for 135 days, and none is planned."


def test_quiet_begins_on_the_twenty_first_day_after_a_session(world: World) -> None:
    world.held(world.cast.arun, NOW - 21 * DAY)
    assert only_reason(world)[::2] == ("quiet", TODAY - 21 * DAY)


def test_a_session_that_is_planned_ends_the_quiet(world: World) -> None:
    world.confirmed(world.cast.arun, NOW + 2 * DAY)
    assert troubles(world) == []


def test_a_pair_that_went_on_after_a_pause_has_three_weeks(world: World) -> None:
    pair = world.pairs[world.cast.arun.pk]
    mentoring.pause(pair, TODAY - DAY, by=world.by(world.cast.meera, NOW - 30 * DAY))
    mentoring.resume(pair, by=world.by(world.cast.meera, NOW - 2 * DAY))
    assert troubles(world) == []
    assert troubles(world, at=NOW + 20 * DAY) == [("Arun Patel", "quiet")]


def test_two_sessions_missed_in_a_row(world: World) -> None:
    arun = world.cast.arun
    missed(world, arun, NOW - 9 * DAY)
    world.confirmed(arun, NOW + DAY)
    assert troubles(world) == []
    missed(world, arun, NOW - 2 * DAY)
    assert only_reason(world) == (
        "missed_twice",
        "The last two sessions did not take place.",
        TODAY - 9 * DAY,
    )
    world.held(arun, NOW - DAY)
    assert troubles(world) == []


def test_a_proposal_that_nobody_answered_in_time(world: World) -> None:
    world.held(world.cast.arun)
    proposal(world, Person.objects.create(name="Bina Rathod", joined_at=NOW), NOW - 8 * DAY)
    code, _sentence, since = only_reason(world)
    assert (code, since) == ("unanswered", TODAY - DAY)


def test_a_pause_that_is_past_its_day(world: World) -> None:
    pair = world.pairs[world.cast.arun.pk]
    mentoring.pause(pair, TODAY, by=world.by(world.cast.meera, NOW - 9 * DAY))
    assert only_reason(world)[::2] == ("pause_over", TODAY)


def test_a_teacher_who_would_like_another_mentor(world: World) -> None:
    pair = world.pairs[world.cast.arun.pk]
    mentoring.end(
        pair, "better_fit_elsewhere", "We talk past each other.", True, by=world.by(world.cast.arun)
    )
    code, sentence, since = only_reason(world)
    assert (code, since) == ("wants_another", TODAY)
    assert "talk past" not in sentence
    world.pair_with(world.cast.arun)
    world.held(world.cast.arun)
    assert troubles(world) == []


def test_minutes_that_differ(world: World) -> None:
    session = world.held(world.cast.arun, NOW - 2 * DAY)
    mentoring.say_attendance(session, world.cast.arun, 20, by=world.by(world.cast.meera))
    assert only_reason(world)[::2] == ("differ", TODAY - 2 * DAY)


def test_a_request_that_nobody_answered_is_told_without_its_words(world: World) -> None:
    world.held(world.cast.arun)
    Request.objects.create(
        teacher=world.cast.arun,
        mentor=world.cast.meera,
        cohort=world.cohort,
        school=world.cast.school,
        domain="digital_education",
        text="Please keep this between us.",
        status="expired",
        asked_at=NOW - 20 * DAY,
        expires_at=NOW - 6 * DAY,
    )
    (row,) = queries.pairs_in_trouble(world.by(world.cast.devi))
    assert (row.mentorship_id, row.teacher, row.mentor) == (None, "Arun Patel", "Meera Iyer")
    assert only_reason(world)[::2] == ("request_expired", TODAY - 6 * DAY)
    assert "between us" not in repr(row)


def test_the_most_urgent_come_first_and_a_pair_once_with_all_its_reasons(world: World) -> None:
    bina, chetan = world.teacher("Bina Rathod"), world.teacher("Chetan Mehta")
    missed(world, bina, NOW - 60 * DAY)
    missed(world, bina, NOW - 50 * DAY)
    mentoring.end(world.pairs[chetan.pk], "better_fit_elsewhere", "", True, by=world.by(chetan))
    assert troubles(world) == [
        ("Chetan Mehta", "wants_another"),
        ("Bina Rathod", "missed_twice", "quiet"),
        ("Arun Patel", "quiet"),
    ]


def test_a_mentor_who_coordinates_is_not_told_that_her_teacher_wants_another(world: World) -> None:
    pair = world.pairs[world.cast.arun.pk]
    Mentorship.objects.filter(pk=pair.pk).update(mentor=world.cast.devi)
    pair.refresh_from_db()
    mentoring.end(pair, "better_fit_elsewhere", "", True, by=world.by(world.cast.arun))
    assert troubles(world) == []


@pytest.mark.parametrize("who", ["omar", "kavita", "nandan", "asha", "meera", "arun", "somu"])
def test_nobody_else_sees_pairs_in_trouble(world: World, who: str) -> None:
    assert troubles(world, getattr(world.cast, who)) == []


def test_a_page_has_twenty_five_rows_and_costs_two_queries(world: World) -> None:
    people = [Person.objects.create(name=f"Teacher {n:02}", joined_at=NOW) for n in range(26)]
    for person in people:
        world.pair_with(person)
    devi = world.by(world.cast.devi)

    def read(number: int) -> tuple[int, bool, int]:
        with CaptureQueriesContext(connection) as counted:
            page = queries.pairs_in_trouble(devi, number=number)
        return len(page), page.has_next, len(counted)

    assert [read(1), read(2), read(3)] == [(25, True, 2), (2, False, 2), (0, False, 2)]


def test_the_cohort_can_be_chosen(world: World) -> None:
    other = type(world.cohort).objects.create(
        programme=world.cohort.programme,
        name="Second",
        blueprint_version=world.cohort.blueprint_version,
        starts_on=world.cohort.starts_on,
        ends_on=world.cohort.ends_on + timedelta(days=30),
    )
    devi = world.by(world.cast.devi)
    assert len(queries.pairs_in_trouble(devi, cohort=other)) == 0
    assert len(queries.pairs_in_trouble(devi, cohort=world.cohort)) == 1
