"""The form in which a pair works together: chosen at the proposal, changed by the coordinator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship
from banyan.mentoring.snapshot import journey_of
from banyan.people.models import Person
from banyan.trail.models import Event
from blueprint import Status
from tests.mentoring.conftest import TODAY, World
from tests.mentoring.test_endings import page, run_by, tab
from tests.mentoring.test_mentorship_notices import told

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]


def needed(pair: Mentorship) -> set[str]:
    found = journey_of(pair, TODAY)
    assert found is not None
    return {state.step.code for state in found.steps if state.status != Status.NOT_NEEDED}


@pytest.fixture
def russian(world: World, pair: Mentorship) -> Mentorship:
    return run_by(world, pair, "ru_target_model")


def test_a_pair_is_proposed_in_a_form_of_the_blueprint_or_in_its_usual_one(
    world: World, viewer: Look
) -> None:
    cast, by = world.cast, viewer(world.cast.devi)

    def propose(form: str) -> Mentorship:
        return actions.propose(
            cast.meera, cast.arun, world.cohort, cast.school, [], by=by, blueprint_form=form
        )

    with pytest.raises(ValueError, match="no form of this blueprint"):
        propose("circle")
    assert Mentorship.objects.count() == 0
    pair = propose("group")
    assert tab(pair).blueprint_form == "group"
    actions.withdraw_proposal(pair, by=by)
    assert propose("individual").blueprint_form == ""


def test_changing_the_form_changes_the_journey_and_keeps_what_is_done(
    russian: Mentorship, world: World, viewer: Look, worker: Callable[..., int]
) -> None:
    worker()
    before = needed(russian)
    with pytest.raises(Refused, match="Only a coordinator"):
        actions.change_form(russian, "reverse", by=viewer(world.cast.meera))
    actions.change_form(russian, "situational", by=viewer(world.cast.devi))
    assert tab(russian).blueprint_form == "situational"
    assert needed(tab(russian)) != before
    event = Event.objects.get(verb="mentorship.change_form")
    assert event.data == {"before": "teacher_teacher", "after": "situational"}
    worker()
    kind = "mentorship.form_changed"
    assert told(kind) == [("Arun", kind), ("Meera", kind)]
    actions.change_form(tab(russian), "teacher_teacher", by=viewer(world.cast.devi))
    assert (tab(russian).blueprint_form, needed(tab(russian))) == ("", before)


def test_the_second_of_two_tabs_changes_nothing(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    stale, by = tab(russian), viewer(world.cast.devi)
    actions.change_form(russian, "reverse", by=by)
    with pytest.raises(Stale):
        actions.change_form(stale, "group", by=by)
    assert tab(russian).blueprint_form == "reverse"


def test_a_pair_that_is_over_keeps_its_form(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    Mentorship.objects.update(status="ended", ends_on=TODAY)
    with pytest.raises(Refused, match="This pair is over"):
        actions.change_form(tab(russian), "reverse", by=viewer(world.cast.devi))


def test_the_page_says_what_each_form_changes_and_then_which_one_it_is(
    russian: Mentorship, world: World, signed_in: SignIn
) -> None:
    devi = signed_in(world.cast.devi)
    shown = devi.get(page(russian, "change-form")).content.decode()
    assert "What each form changes" in shown
    assert "No longer asked:" in shown
    assert 'value="teacher_teacher"' not in shown
    answer = devi.post(page(russian, "change-form"), {"form": "reverse"})
    assert answer.headers["Location"] == page(russian)
    seen = signed_in(world.cast.arun).get(page(russian)).content.decode()
    assert "Reverse mentoring" in seen
    assert "Devi Nair changed the form of mentoring." in seen
