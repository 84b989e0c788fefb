"""What a round aims at: the blueprint says it, a coordinator may choose another, and the answer
says how good it is and what its aim costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args, get_type_hints

import pytest
import time_machine
from django.test import Client

import blueprint
from banyan.kernel.decision import Stale
from banyan.matching import actions
from banyan.matching.models import Round
from banyan.matching.queries.proof import NONE_BETTER, proof_of
from banyan.matching.states import AIMS, Objective
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Design
from banyan.programmes.states import DesignStatus
from banyan.trail.models import Event
from blueprint.language.relationship import Matching
from matchmaker.problem import OBJECTIVES
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.test_pages import opened, text

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def torn(world: World) -> World:
    """Bela could have either mentor and Chand only Meera; Bela and Meera suit each other best."""
    world.teacher("Bela Roy", "digital_education", "inclusive_education")
    world.teacher("Chand Lal", languages=["ta"], subjects=["science"])
    world.mentor(
        world.cast.meera,
        "digital_education",
        "inclusive_education",
        languages=["hi", "ta"],
        organisation=world.cast.other_school,
    )
    world.mentor("Gita Rao", languages=["hi"], subjects=["science"])
    return world


def test_blueprint_matchmaker_and_pages_know_the_same_aims() -> None:
    named = get_args(get_type_hints(Matching)["objective"])
    assert list(named) == list(OBJECTIVES) == Objective.values
    assert set(AIMS) == set(NONE_BETTER) == set(Objective.values)


def test_a_round_aims_at_what_the_blueprint_of_its_cohort_says(pairable: World) -> None:
    written = blueprint.file_of("in_nmm", "2.1")
    written = written.replace("code: in_nmm", "code: calm", 1)
    written = written.replace("\nmatching:\n", "\nmatching:\n  objective: stable\n", 1)
    assert [str(one) for one in blueprint.check(written) if one.severity == "error"] == []
    Design.objects.create(
        code="calm", version="2.1", title="Calm", organisation=pairable.cast.nation,
        status=DesignStatus.PUBLISHED, text=written, written_at=NOW,
    )  # fmt: skip
    Cohort.objects.update(blueprint="calm", blueprint_version="2.1")
    pairable.cohort.refresh_from_db()
    round_ = pairable.computed()
    assert (round_.objective, round_.summary["objective"]) == ("stable", "stable")
    assert round_.problem["criteria"]["objective"] == "stable"


def test_without_a_word_in_the_blueprint_the_aim_is_the_usual_one(draft: Round) -> None:
    assert (draft.objective, draft.summary["objective"]) == ("most_matched", "most_matched")
    assert draft.summary["usual"] is None
    assert draft.summary["measures"][0] == ["matched", 1, 1]


def test_another_aim_is_recorded_and_outdates_the_answer(draft: Round, world: World) -> None:
    version = draft.version
    round_ = actions.aim(draft, Objective.FAIREST, by=world.devi)
    assert (round_.objective, round_.version) == ("fairest", version + 1)
    assert round_.computed_version == version
    event = Event.objects.get(verb="round.aim")
    assert (event.actor, event.data) == (world.cast.devi.pk, {"objective": "fairest"})
    assert actions.compute(round_, by=world.devi).summary["objective"] == "fairest"


def test_the_aim_that_a_round_has_already_changes_nothing(draft: Round, world: World) -> None:
    version = draft.version
    assert actions.aim(draft, Objective.MOST_MATCHED, by=world.devi).version == version
    assert not Event.objects.filter(verb="round.aim").exists()


def test_a_round_that_somebody_has_discarded_meanwhile_gets_no_other_aim(
    draft: Round, world: World
) -> None:
    other = Round.objects.get(pk=draft.pk)
    actions.discard(other, by=world.devi)
    with pytest.raises(Stale):
        actions.aim(draft, Objective.STABLE, by=world.devi)
    assert Round.objects.get().objective == "most_matched"


def test_the_page_says_that_no_better_answer_exists_and_what_another_aim_costs(
    torn: World, signed_in: SignIn
) -> None:
    browser, round_ = signed_in(torn.cast.devi), torn.computed()
    home = f"/rounds/{round_.pk}/"
    assert torn.pairs(round_) == {"Bela Roy": "Gita Rao", "Chand Lal": "Meera Iyer"}
    page = opened(browser, home)
    assert "Aim: A mentor for as many teachers as possible." in page
    assert "No better answer exists." in page and "With the usual aim" not in page

    page = opened(browser, f"{home}aim/")
    assert all(str(words) in page for words in AIMS.values())
    page = text(browser.post(f"{home}aim/", {"objective": "stable"}, follow=True))
    assert "From now on this round has another aim." in page
    assert "This answer is out of date" in page and "Aim: Nobody would rather change." in page
    assert "Devi Nair chose another aim for this round." in page
    assert browser.post(f"{home}aim/", {"objective": "lottery"}).status_code == 422

    page = text(browser.post(f"{home}compute/", follow=True))
    assert torn.pairs(round_) == {"Bela Roy": "Meera Iyer", "Chand Lal": ""}
    assert "No better answer exists." in page
    assert "With the usual aim 1 teacher more would have a mentor." in page
    assert str(NONE_BETTER["stable"]) in page


def test_an_aim_that_changes_nothing_costs_nothing(draft: Round, world: World) -> None:
    round_ = actions.compute(actions.aim(draft, Objective.BALANCED, by=world.devi), by=world.devi)
    found = proof_of(round_.summary)
    assert found is not None
    assert found.price.startswith("It costs nothing")


def test_what_an_aim_leaves_open_is_told_by_what_it_counts() -> None:
    summary = {"engine": "auction", "proven": False, "worth": [10, 80_000], "usual": [10, 80_000]}
    fair = [["matched", 10, 10], ["lowest", 3000, 3200], ["even", 99_000, 99_099]]
    found = proof_of(summary | {"objective": "fairest", "measures": fair})
    assert found is not None
    assert found.best == (
        "The weakest fit is at most 6.25% below the best that it can be. "
        "What this aim counts is at most 0.1% below the best there can be."
    )
    shared = [["matched", 10, 10], ["balance", -500, -460]]
    found = proof_of(summary | {"objective": "balanced", "measures": shared})
    assert found is not None
    assert found.best == "What this aim counts is at most 0.05% below the best there can be."


def test_a_gap_is_told_as_it_is_and_never_smaller() -> None:
    found = proof_of(
        {
            "engine": "auction",
            "proven": False,
            "objective": "most_matched",
            "measures": [["matched", 1998, 2000], ["total", 999_701, 1_000_000]],
        }
    )
    assert found is not None
    assert found.best == (
        "At most 2 more teachers could have a mentor. "
        "The fit in all is at most 0.03% below the best there can be."
    )
    assert found.why == ""


def test_an_answer_from_before_aims_were_kept_is_told_as_the_usual_one() -> None:
    found = proof_of({"engine": "linear_sum_assignment", "proven": True})
    assert found is not None
    assert (found.aim, found.price) == ("Aim: A mentor for as many teachers as possible.", "")
    assert found.why == str(NONE_BETTER["most_matched"])
    assert proof_of({}) is None
