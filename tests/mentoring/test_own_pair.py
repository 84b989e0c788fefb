"""One of the two who also coordinates: what is decided about the pair, somebody else decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships as queries
from banyan.mentoring.rules import (
    ENDING_RIGHTS,
    EXTENDING_RIGHTS,
    MENTORSHIP,
    MENTORSHIP_RIGHTS,
)
from banyan.mentoring.snapshot import doing
from banyan.mentoring.standings import COORDINATOR, END_WORDS_READERS, PAY_READERS
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW
from tests.mentoring.conftest import World
from tests.mentoring.test_endings import finish_all, page, run_by, tab

Look = Callable[..., Viewer]

OWN = "You are of this pair yourself: another coordinator does this."
ONE_OF_THE_TWO = pytest.mark.parametrize("who", ["meera", "arun"])


@pytest.fixture
def hat(world: World) -> Callable[[str], Person]:
    """Gives somebody the second hat: a coordinator of the whole nation."""

    def give(who: str) -> Person:
        person: Person = getattr(world.cast, who)
        place, by = world.cast.nation, system(NOW)
        organisations.give_role(person, place, Role.COORDINATOR, by=by, starts_on=LONG_AGO)
        return person

    return give


@ONE_OF_THE_TWO
def test_a_coordinator_decides_nothing_about_her_own_pair(
    who: str, hat: Callable[[str], Person], world: World, pair: Mentorship, viewer: Look
) -> None:
    pair = run_by(world, pair, "cps_induction")
    mine, devis = viewer(hat(who)), viewer(world.cast.devi)
    assert COORDINATOR.holds(mine, pair)
    for table, verb in (
        (MENTORSHIP, "complete"),
        (MENTORSHIP_RIGHTS, "change_form"),
        (EXTENDING_RIGHTS, "extend"),
    ):
        assert str(table.decide(mine, pair, verb).reason) == OWN
        assert table.decide(devis, pair, verb)
    finish_all(pair)
    with pytest.raises(Refused, match=OWN):
        actions.complete(pair, by=mine)
    actions.complete(pair, by=devis)


@ONE_OF_THE_TWO
def test_nobody_waives_or_does_for_the_coordinator_a_step_of_her_own_pair(
    who: str, hat: Callable[[str], Person], world: World, pair: Mentorship, viewer: Look
) -> None:
    pair = run_by(world, pair, "ct_team")
    mine, devis = viewer(hat(who)), viewer(world.cast.devi)
    key = "module_1/performance_profile"
    with pytest.raises(Refused, match=OWN):
        actions.waive_step(doing(mine, pair, key), "No time.", 0, by=mine)
    actions.waive_step(doing(devis, pair, key), "Done before.", 0, by=devis)
    with pytest.raises(Refused, match=OWN):
        actions.ask_for_step(doing(mine, pair, key), 1, by=mine)


def test_the_mentor_ends_at_once_only_what_the_programme_lets_a_mentor_end(
    hat: Callable[[str], Person], world: World, pair: Mentorship, viewer: Look
) -> None:
    pair = run_by(world, pair, "ru_target_model")
    assert MENTORSHIP.decide(viewer(world.cast.devi), pair, "end")
    meera = viewer(hat("meera"))
    refused = MENTORSHIP.decide(meera, pair, "end")
    assert str(refused.reason) == (
        "By the rules of this programme, an early end is announced first."
    )


def test_nobody_takes_back_with_another_hat_what_the_other_one_announced(
    hat: Callable[[str], Person], world: World, pair: Mentorship, viewer: Look
) -> None:
    pair = run_by(world, pair, "ru_target_model")
    arun = viewer(hat("arun"))
    actions.give_notice(
        pair, "early_by_mentor", "In confidence.", True, by=viewer(world.cast.meera)
    )
    row = tab(pair)
    assert str(ENDING_RIGHTS.decide(arun, row, "take_notice_back").reason) == OWN
    assert not END_WORDS_READERS.holds(arun, row)
    assert queries.mentorship(arun, row.pk).words_at_end == ""
    assert queries.mentorship(viewer(world.cast.devi), row.pk).words_at_end == "In confidence."
    assert not PAY_READERS.holds(arun, row)
    for one in (world.cast.meera, world.cast.devi):
        assert ENDING_RIGHTS.decide(viewer(one), row, "take_notice_back")
        assert END_WORDS_READERS.holds(viewer(one), row)


def test_the_page_says_why_the_button_is_grey(
    hat: Callable[[str], Person],
    undemanding: World,
    pair: Mentorship,
    signed_in: Callable[[Person], Client],
) -> None:
    browser = signed_in(hat("meera"))
    assert OWN in browser.get(page(pair)).content.decode()
    answer = browser.post(page(pair, "complete"))
    assert answer.status_code == 403
    assert OWN in answer.content.decode()
