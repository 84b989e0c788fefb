"""The tables walked: every verb, in every state, for every person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions
from banyan.matching.models import Proposal, Round
from banyan.matching.queries import proposals, rounds
from banyan.matching.rules import PROPOSAL_RIGHTS, ROUND, ROUND_RIGHTS
from banyan.matching.standings import COORDINATOR, PROPOSAL_READERS, PROPOSED
from banyan.matching.states import TOLD, RoundStatus
from tests.conftest import NOW, Cast
from tests.matching.conftest import Look, World

pytestmark = pytest.mark.django_db

S = RoundStatus


@pytest.fixture
def standing_in(pairable: World) -> Callable[[S], Round]:
    """A round with Arun and Meera in it, in a state."""

    def make(status: S) -> Round:
        round_ = pairable.computed()
        if status in TOLD:
            actions.publish(round_, by=pairable.devi)
        if status == S.PUBLISHING:  # as it stands when the worker stops after its last pair
            Round.objects.filter(pk=round_.pk).update(status=status)
        if status == S.DISCARDED:
            actions.discard(round_, by=pairable.devi)
        return rounds.matching_round(pairable.devi, round_.pk)

    return make


@pytest.mark.parametrize("status", S)
def test_rounds_are_moved_by_coordinators_and_only_from_a_draft(
    status: S, standing_in: Callable[[S], Round], cast: Cast, viewer: Look
) -> None:
    round_ = standing_in(status)
    found = {
        (verb, name)
        for verb in ("publish", "finish", "discard")
        for name, person in cast.everybody().items()
        if ROUND.decide(viewer(person), round_, verb)
    }
    assert found == ({("publish", "devi"), ("discard", "devi")} if status == S.DRAFT else set())
    assert bool(ROUND.decide(system(NOW), round_, "finish")) == (status == S.PUBLISHING)


@pytest.mark.parametrize("status", S)
def test_rounds_are_read_and_changed_by_coordinators_and_changed_only_as_drafts(
    status: S, standing_in: Callable[[S], Round], cast: Cast, viewer: Look
) -> None:
    round_ = standing_in(status)
    found = {
        (verb, name)
        for verb in ("read", "wish", "aim", "compute")
        for name, person in cast.everybody().items()
        if ROUND_RIGHTS.decide(viewer(person), round_, verb)
    }
    drafts = {("wish", "devi"), ("aim", "devi"), ("compute", "devi")}
    assert found == {("read", "devi")} | (drafts if status == S.DRAFT else set())


@pytest.mark.parametrize("status", S)
def test_a_proposal_is_read_by_the_two_once_it_is_published(
    status: S, standing_in: Callable[[S], Round], cast: Cast, viewer: Look
) -> None:
    row = standing_in(status).proposals.get()
    found = {
        name
        for name, person in cast.everybody().items()
        if PROPOSAL_RIGHTS.decide(viewer(person), row, "read")
    }
    assert found == ({"devi", "arun", "meera"} if status in TOLD else {"devi"})


@pytest.mark.parametrize("status", S)
def test_what_is_held_in_python_and_what_is_found_in_the_database_agree(
    status: S, standing_in: Callable[[S], Round], cast: Cast, viewer: Look
) -> None:
    round_ = standing_in(status)
    for person in cast.everybody().values():
        by = viewer(person)
        for standing, model in (
            (COORDINATOR, Round), (PROPOSED, Proposal), (PROPOSAL_READERS, Proposal),
        ):  # fmt: skip
            row = round_ if model is Round else round_.proposals.get()
            assert model.objects.filter(standing.where(by)).exists() == standing.holds(by, row)


def test_a_pair_that_was_left_out_is_not_read_by_the_two(pairable: World, viewer: Look) -> None:
    cast = pairable.cast
    round_ = pairable.computed()
    pairable.cohort.enrolments.update(status="withdrawn")
    actions.publish(round_, by=pairable.devi)
    row = round_.proposals.get()
    for person in (cast.arun, cast.meera):
        with pytest.raises(Proposal.DoesNotExist):
            proposals.proposal(viewer(person), row.pk)


@pytest.mark.parametrize("name", ["meera", "arun", "kavita", "nandan", "omar", "asha", "somu"])
def test_every_verb_refuses_everybody_who_does_not_run_the_programme(
    name: str, draft: Round, world: World, viewer: Look
) -> None:
    cast = world.cast
    by: Viewer = viewer(cast.everybody()[name])
    verbs: list[Callable[[], object]] = [
        lambda: actions.open_round(world.cohort, by=by),
        lambda: actions.compute(draft, by=by),
        lambda: actions.pin(draft, cast.arun, cast.meera, by=by),
        lambda: actions.forbid(draft, cast.arun, cast.meera, by=by),
        lambda: actions.clear_wish(draft, cast.arun, cast.meera, by=by),
        lambda: actions.publish(draft, by=by),
        lambda: actions.discard(draft, by=by),
    ]
    for verb in verbs:
        with pytest.raises(Refused, match="Only a coordinator"):
            verb()


@pytest.mark.parametrize("status", [S.PUBLISHING, S.PUBLISHED, S.DISCARDED])
def test_a_closed_round_stays_as_it_is(
    status: S, standing_in: Callable[[S], Round], world: World
) -> None:
    round_, cast, devi = standing_in(status), world.cast, world.devi
    verbs: list[Callable[[], object]] = [
        lambda: actions.compute(round_, by=devi),
        lambda: actions.pin(round_, cast.arun, cast.meera, by=devi),
        lambda: actions.forbid(round_, cast.arun, cast.meera, by=devi),
        lambda: actions.clear_wish(round_, cast.arun, cast.meera, by=devi),
        lambda: actions.publish(round_, by=devi),
        lambda: actions.discard(round_, by=devi),
    ]
    for verb in verbs:
        with pytest.raises(Refused):
            verb()
