"""What a teacher has done with one mentor, and what of it counts with the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.queries import steps
from banyan.mentoring.queries.carrying import carried
from banyan.mentoring.queries.mentorships import mentorship
from banyan.mentoring.queries.steps import record_of
from banyan.mentoring.snapshot import journey_of, journeys_of
from banyan.people.models import Person
from banyan.ui.prepared import size_of
from blueprint import Status
from tests.conftest import NOW
from tests.mentoring.conftest import TODAY, World
from tests.mentoring.test_endings import run_by, tab
from tests.opening import train

Look = Callable[..., Viewer]
SECRET = "the red notebook"
DESIGN = blueprint.get("ct_team")
LATER = NOW + timedelta(days=40)


def put(pair: Mentorship, key: str, status: str = "done", on: date = TODAY) -> None:
    StepRecord.objects.create(
        mentorship=pair, key=key, status=status, done_on=on, words={"notes": SECRET}
    )


@pytest.fixture
def again(world: World, pair: Mentorship, viewer: Look) -> tuple[Mentorship, Mentorship]:
    """Arun's pair with Meera, which ended, and the one with Prakash forty days later."""
    prakash = world.person("Prakash Rao")
    world.take_into_pool(prakash, 2)
    first = run_by(world, pair, "ct_team")
    put(first, "module_1/safe_school")  # the teacher's
    put(first, "module_1/goal_endorsed")  # the mentor's
    put(first, "module_1/submission")  # handed in, not judged
    put(first, "agreement")  # of both
    by = viewer(world.cast.devi)
    actions.end(first, "moved", "She moves.", True, by=by)
    train(world.programme, prakash, on=TODAY, code="initial_support")
    second = actions.propose(prakash, world.cast.arun, world.cohort, world.cast.school, [], by=by)
    actions.accept(second, by=viewer(prakash, at=LATER))
    actions.accept(second, by=viewer(world.cast.arun, at=LATER))
    return tab(first), tab(second)


def finished(pair: Mentorship) -> dict[str, date | None]:
    found = journey_of(pair, LATER.date())
    assert found is not None
    over = (Status.DONE, Status.WAIVED)
    return {state.key: state.done_on for state in found.steps if state.status in over}


def test_the_teachers_own_steps_count_from_the_first_day_and_nothing_else(
    again: tuple[Mentorship, Mentorship],
) -> None:
    first, second = again
    assert finished(second) == {"module_1/safe_school": second.starts_on}
    assert finished(first)["module_1/safe_school"] == TODAY
    assert len(finished(first)) == 4


def test_side_by_side_they_stand_as_each_alone(again: tuple[Mentorship, Mentorship]) -> None:
    with CaptureQueriesContext(connection) as queries:
        both = journeys_of(again, LATER.date())
    assert len(queries) == 1
    assert both == {pair.pk: journey_of(pair, LATER.date()) for pair in again}


def test_in_lots_they_stand_as_together(
    again: tuple[Mentorship, Mentorship], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = journeys_of(again, LATER.date())
    monkeypatch.setattr(steps, "AT_ONCE", 1)
    with CaptureQueriesContext(connection) as queries:
        assert journeys_of(again, LATER.date()) == together
    assert len(queries) == 2


def test_no_lot_asks_with_more_values_than_any_sqlite_takes() -> None:
    assert size_of(range(steps.AT_ONCE)) == steps.AT_ONCE
    for groups in (True, False):
        statement = steps._on_record.kept(steps.AT_ONCE, groups)
        assert len(statement.params.params) <= 32_766  # its own default


def test_the_new_mentor_reads_no_word_of_the_earlier_pair(
    again: tuple[Mentorship, Mentorship], viewer: Look, signed_in: Callable[[Person], Client]
) -> None:
    first, second = again
    prakash = viewer(second.mentor, at=LATER)
    seen = mentorship(prakash, second.pk)
    assert record_of(prakash, seen, "module_1/safe_school").words == {}
    browser = signed_in(second.mentor)
    for address in ("", "steps/module_1.safe_school/", "steps/module_1.submission/"):
        page = browser.get(f"/mentorships/{second.pk}/{address}")
        assert (page.status_code, SECRET in page.content.decode()) == (200, False)
        assert browser.get(f"/mentorships/{first.pk}/{address}").status_code == 404


def test_a_module_that_is_complete_carries_over_whole() -> None:
    required = {
        f"module_1/{step.code}": ("done", TODAY)
        for step in DESIGN.steps
        if "module_1" in step.modules and step.required and not step.traits
    }
    later = TODAY + timedelta(days=40)
    traits = frozenset({"category_one"})
    form = DESIGN.relationship.default_form
    done, waived = carried(DESIGN, form, traits, required, later)
    assert (set(done), set(done.values()), waived) == (set(required), {later}, {})
    missing = {**required}
    del missing["module_1/goal_endorsed"]
    done, _waived = carried(DESIGN, form, traits, missing, later)
    own = {step.code for step in DESIGN.steps if step.by == "teacher"}
    assert {key.partition("/")[2] for key in done} <= own - {"submission"}


def test_what_was_waived_stays_waived_and_a_step_that_is_gone_is_forgotten() -> None:
    earlier = {"module_1/safe_school": ("waived", TODAY), "module_9/gone": ("done", TODAY)}
    assert carried(DESIGN, "individual", frozenset(), earlier, TODAY) == (
        {}, {"module_1/safe_school": TODAY},
    )  # fmt: skip
    assert carried(DESIGN, "individual", frozenset(), {}, TODAY) == ({}, {})
