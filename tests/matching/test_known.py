"""What a round reads at once of people bars whom single questions bar."""

from __future__ import annotations

from datetime import timedelta

import pytest

import blueprint
from banyan.matching.queries.known import known_of
from banyan.matching.snapshot import in_pool
from banyan.programmes.models import Application, Cohort, Consent, Enrolment, TrainingRecord
from banyan.programmes.queries.bars import bars, trainings_asked
from banyan.programmes.states import Bar, Side
from tests.conftest import NOW
from tests.matching.conftest import World

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        ("ntc_induction", {Bar.RUN_OUT, Bar.UNTRAINED}),
        ("ru_target_model", {Bar.NO_CONSENT}),
        ("peer", set()),
    ],
)
def test_what_is_read_at_once_bars_whom_single_questions_bar(
    design: str, expected: set[Bar], world: World
) -> None:
    version = blueprint.library()[design].version
    Cohort.objects.update(blueprint=design, blueprint_version=version)
    cohort = Cohort.objects.select_related("programme").get(pk=world.cohort.pk)
    asked = trainings_asked(cohort)
    world.mentor("Without Anything")
    long_ago, lately, soon = (world.mentor(f"Mentor {n}") for n in range(3))
    for person, ago in ((long_ago, 3000), (lately, 3), (soon, -3)):
        for one in asked:
            for more in (0, 1):
                TrainingRecord.objects.create(
                    programme=cohort.programme,
                    person=person,
                    code=one.code,
                    held_on=NOW.date() - (ago + more) * DAY,
                    recorded_at=NOW,
                )
    Application.objects.filter(person=soon).update(decided_at=NOW - 5 * DAY)
    Application.objects.filter(person=long_ago).update(decided_at=NOW - 900 * DAY)
    for number, (side, person) in enumerate(
        ((Side.MENTOR, lately), (Side.TEACHER, world.cast.arun), (Side.TEACHER, soon)), 1
    ):
        Consent.objects.create(
            cohort=cohort, person=person, side=side, number=number, way="digital",
            given_on=NOW.date(), given_at=NOW, edition="x", language="en",
        )  # fmt: skip
    waiting = list(Enrolment.objects.filter(cohort=cohort).select_related("school"))
    pool = in_pool(cohort)
    places = [each.school for each in waiting]
    known = known_of(cohort, waiting, pool, places, on=NOW.date())
    found = set()
    people = {
        Side.MENTOR: list(pool.values_list("person_id", flat=True)),
        Side.TEACHER: [each.person_id for each in waiting],
    }
    for side, ids in people.items():
        one_by_one = bars(cohort, side, ids, on=NOW.date())
        assert bars(cohort, side, ids, on=NOW.date(), recorded=known.recorded) == one_by_one
        found |= set(one_by_one.values())
    assert found == expected
