"""What home leads with: cases that a programme officer can read, and the table they come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.states import StepStatus
from banyan.organisations.queries import viewer_for
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.portal.queries.own import Next, own
from banyan.portal.queries.urgency import TABLE, Kind, Thing, most_urgent, place_of
from banyan.portal.queries.waiting import next_for
from tests.conftest import NOW, Cast
from tests.mentoring.conftest import pair, proposal, team, walking, world

__all__ = ["pair", "proposal", "team", "walking", "world"]  # fixtures

MORNING = datetime(2026, 1, 14, 8, tzinfo=UTC)
LEFT = {
    "in 10 minutes": timedelta(minutes=10),
    "in 20 hours": timedelta(hours=20),
    "in 3 days": timedelta(days=3),
    "in 5 days": timedelta(days=5),
    "in 3 weeks": timedelta(weeks=3),
    "2 days ago": timedelta(days=-2),
    "9 days ago": timedelta(days=-9),
    "any time": None,
}


def thing(words: str) -> Thing[str]:
    """ "step, 2 days ago": what waits, and until when."""
    kind, _, when = words.partition(", ")
    left = LEFT[when]
    return Thing(Kind(kind), None if left is None else MORNING + left, words)


# What waits, and which of it comes first.
CASES = """
session, in 10 minutes  | step, 2 days ago        | session, in 10 minutes
session, in 20 hours    | step, 2 days ago        | step, 2 days ago
step, 2 days ago        | step, 9 days ago        | step, 9 days ago
step, 2 days ago        | answer, in 20 hours     | step, 2 days ago
session, in 20 hours    | step, in 3 days         | session, in 20 hours
session, in 20 hours    | answer, in 20 hours     | session, in 20 hours
session, in 3 days      | step, in 5 days         | step, in 5 days
step, in 3 days         | answer, in 5 days       | step, in 3 days
step, in 5 days         | answer, in 3 days       | answer, in 3 days
answer, 2 days ago      | step, in 3 days         | answer, 2 days ago
step, in 5 days         | answer, any time        | step, in 5 days
afterwards, any time    | answer, any time        | answer, any time
afterwards, any time    | answer, in 3 weeks      | answer, in 3 weeks
afterwards, any time    | session, in 3 days      | afterwards, any time
plan, any time          | afterwards, any time    | afterwards, any time
plan, any time          | session, in 3 days      | plan, any time
session, in 3 days      | session, in 5 days      | session, in 3 days
mine, any time          | session, in 3 weeks     | session, in 3 weeks
step, in 3 weeks        | session, in 3 weeks     | session, in 3 weeks
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_of_two_things_the_more_urgent_comes_first(case: str) -> None:
    one, other, first = (part.strip() for part in case.split("|"))
    for waiting in ((one, other), (other, one)):
        assert most_urgent(map(thing, waiting), MORNING) == first


def test_every_line_of_the_table_is_reached_and_everything_stands_in_one() -> None:
    everything = [thing(f"{kind}, {when}") for kind in Kind for when in LEFT]
    assert {place_of(each, MORNING)[0] for each in everything} == set(range(len(TABLE)))


def test_of_two_alike_the_one_given_first_leads_and_of_nothing_none() -> None:
    first, second = (replace(thing("plan, any time"), what=name) for name in ("Arun", "Bela"))
    assert most_urgent([first, second], MORNING) == "Arun"
    assert most_urgent(iter([]), MORNING) is None


def lead(person: Person, moment: datetime) -> Next:
    viewer = viewer_for(person, now=moment)
    with timezone.override(viewer.zone), time_machine.travel(moment, tick=False):
        found = next_for(viewer, own(viewer))
    assert found is not None
    return replace(found, heading=found.heading.replace("\xa0", " "))


@pytest.mark.django_db
def test_home_leads_with_what_is_due_the_session_and_what_is_overdue_as_days_go_by(
    walking: Mentorship, cast: Cast
) -> None:
    """The agreement of the two is due on 4 February; they meet on the 5th at noon."""
    at = datetime(2026, 2, 5, 6, 30, tzinfo=UTC)
    meera, arun = (viewer_for(person, now=NOW) for person in (cast.meera, cast.arun))
    actions.confirm_session(actions.propose_session(walking, at, 45, by=meera), by=arun)
    leads = [
        lead(cast.meera, at - timedelta(hours=hours)).heading
        for hours in (14 * 24, 5 * 24, 24, 12, 2, 0.5)
    ]
    assert leads == [
        "Next: Arun Patel, Thu 5 Feb 2026, 12:00 pm",
        "Due soon: Sign the agreement",
        "You meet Arun Patel soon",
        "Overdue: Sign the agreement",
        "Overdue: Sign the agreement",
        "You meet Arun Patel soon",
    ]


@pytest.mark.django_db
def test_a_meeting_that_is_overdue_leads_to_finding_a_time_and_not_where_one_is_found(
    walking: Mentorship, cast: Cast
) -> None:
    late = datetime(2026, 2, 1, 6, 30, tzinfo=UTC)
    found = lead(cast.meera, late)
    assert (found.heading, found.action, found.url) == (
        "Overdue: First meeting",
        "Propose a time",
        f"/mentorships/{walking.pk}/sessions/new/",
    )
    meera = viewer_for(cast.meera, now=late)
    actions.propose_session(walking, late + timedelta(days=3), 45, by=meera)
    assert lead(cast.meera, late).heading == "Due soon: Sign the agreement"


@pytest.mark.django_db
def test_a_step_is_told_to_its_owner_alone_and_only_while_it_is_undone(
    walking: Mentorship, cast: Cast
) -> None:
    late = datetime(2026, 6, 1, 6, tzinfo=UTC)
    owed = {}
    for name in ("arun", "meera"):
        viewer = viewer_for(cast.everybody()[name], now=late)
        owed[name] = {state.key: state.step.by for _pair, state in own(viewer).owed}
    assert set(owed["arun"].values()) <= {"teacher", "both"} and "teacher" in owed["arun"].values()
    assert set(owed["meera"].values()) <= {"mentor", "both"}
    assert "first_meeting" in owed["arun"] and "first_meeting" in owed["meera"]
    StepRecord.objects.create(
        mentorship=walking, key="first_meeting", status=StepStatus.DONE, done_on=late.date()
    )
    viewer = viewer_for(cast.arun, now=late)
    assert "first_meeting" not in {state.key for _pair, state in own(viewer).owed}


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_pairs(walking: Mentorship, cast: Cast) -> None:
    viewer = viewer_for(cast.meera, now=datetime(2026, 6, 1, 6, tzinfo=UTC))

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert next_for(viewer, own(viewer)) is not None
        return len(found)

    one = asked()
    for name in ("Bela Roy", "Chand Lal"):
        Mentorship.objects.create(
            mentor=cast.meera,
            mentee=people.add_person(name, email=None, by=system(NOW)),
            cohort=walking.cohort,
            school=walking.school,
            status=walking.status,
            proposed_at=walking.proposed_at,
            starts_on=walking.starts_on,
        )
    assert (asked(), len(own(viewer).live)) == (one, 3)
