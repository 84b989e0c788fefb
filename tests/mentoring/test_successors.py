"""A new mentor is found while the one before her still has days left: nobody is without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from banyan.kernel.decision import Refused, Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.jobs import end_announced
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships as queries
from banyan.mentoring.queries.mentorships import happened
from banyan.mentoring.states import MentorshipStatus as S
from banyan.people.models import Person
from tests.conftest import NOW
from tests.mentoring.conftest import World
from tests.mentoring.test_endings import page, run_by, tab
from tests.mentoring.test_mentorship_notices import data_of, told
from tests.opening import train

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
LAST = date(2026, 1, 26)
FIRST = LAST + timedelta(days=1)


@pytest.fixture
def manu(world: World) -> Person:
    """Another mentor of the programme."""
    person = world.person("Manu Rao")
    world.take_into_pool(person, 2)
    return person


@pytest.fixture
def tara(world: World) -> Person:
    """And one more."""
    person = world.person("Tara Nair")
    world.take_into_pool(person, 2)
    return person


@pytest.fixture
def staying(world: World, pair: Mentorship, manu: Person, tara: Person) -> Mentorship:
    """Meera and Arun, where an end is announced five working days before."""
    found = run_by(world, pair, "ct_team")
    for mentor in (world.cast.meera, manu, tara):
        train(world.programme, mentor, on=date(2025, 9, 1), code="initial_support")
    return found


@pytest.fixture
def leaving(staying: Mentorship, world: World, viewer: Look) -> Mentorship:
    """Meera has announced that she leaves, and Arun would like another mentor."""
    return actions.give_notice(staying, "moved", "", True, by=viewer(world.cast.meera), on=LAST)


def propose(world: World, mentor: Person, by: Viewer) -> Mentorship:
    cast = world.cast
    found = actions.propose(mentor, cast.arun, world.cohort, cast.school, [], by=by)
    return tab(found)


def both_say_yes(pair: Mentorship, viewer: Look, *, days: int = 0) -> Mentorship:
    for person in (pair.mentor, pair.mentee):
        actions.accept(tab(pair), by=viewer(person, at=NOW + timedelta(days=days)))
    return tab(pair)


@pytest.mark.parametrize("announced", [True, False])
def test_a_second_pair_is_proposed_only_when_the_first_has_an_announced_end(
    staying: Mentorship, manu: Person, world: World, viewer: Look, announced: bool
) -> None:
    devi = viewer(world.cast.devi)
    if announced:
        actions.give_notice(staying, "moved", "", True, by=devi)
        assert propose(world, manu, devi).status == S.PROPOSED
    with pytest.raises(Refused, match="has a mentor or a proposal already"):
        propose(world, manu, devi)


def test_who_leaves_does_not_come_after_herself(
    leaving: Mentorship, world: World, viewer: Look
) -> None:
    with pytest.raises(Refused, match="has a mentor or a proposal already"):
        propose(world, world.cast.meera, viewer(world.cast.devi))


def test_the_database_knows_one_pair_that_stays(
    leaving: Mentorship, manu: Person, world: World
) -> None:
    def another() -> None:
        with transaction.atomic():
            Mentorship.objects.create(
                mentor=manu,
                mentee=world.cast.arun,
                cohort=world.cohort,
                school=world.cast.school,
                proposed_at=NOW,
            )

    another()
    with pytest.raises(IntegrityError):
        another()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mentorship.objects.filter(pk=leaving.pk).update(ends_early_on=None)


def test_the_new_pair_begins_on_the_day_after_the_last_of_the_old_one(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    new = both_say_yes(propose(world, manu, viewer(world.cast.devi)), viewer)
    assert (new.status, new.starts_on) == (S.ACTIVE, FIRST)
    assert tab(leaving).status == S.ACTIVE
    with time_machine.travel(NOW.replace(day=FIRST.day, hour=0, minute=5)):
        assert end_announced() == 1
    assert (tab(leaving).status, tab(leaving).ends_on) == (S.ENDED, LAST)
    assert tab(new).starts_on == FIRST


def test_who_says_yes_after_the_last_day_begins_at_once(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    proposal = propose(world, manu, viewer(world.cast.devi))
    new = both_say_yes(proposal, viewer, days=30)
    assert new.starts_on == (NOW + timedelta(days=30)).date()


def test_an_end_before_its_day_brings_the_new_pair_forward(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    devi = viewer(world.cast.devi)
    new = both_say_yes(propose(world, manu, devi), viewer)
    day = NOW.date()
    actions.end(tab(leaving), "moved", "She is gone already.", True, by=devi)
    assert tab(leaving).ends_on == day
    assert tab(new).starts_on == day + timedelta(days=1)
    assert happened(tab(new))[0].sentence == ("The pair begins sooner: the one before has ended.")


def test_an_end_on_the_announced_day_moves_nothing(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    new = both_say_yes(propose(world, manu, viewer(world.cast.devi)), viewer)
    later = viewer(world.cast.devi, at=NOW.replace(day=LAST.day))
    actions.end(tab(leaving), "moved", "A day is a day.", True, by=later)
    assert tab(new).starts_on == FIRST
    assert "sooner" not in "".join(entry.sentence for entry in happened(tab(new)))


def test_what_was_announced_stands_once_somebody_comes_after(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    devi, meera = viewer(world.cast.devi), viewer(world.cast.meera)
    new = propose(world, manu, devi)
    with pytest.raises(Refused, match="Arun Patel has another mentor or a proposal already"):
        actions.take_notice_back(tab(leaving), by=meera)
    assert tab(leaving).ends_early_on == LAST
    actions.withdraw_proposal(new, by=devi)
    actions.take_notice_back(tab(leaving), by=meera)
    assert tab(leaving).ends_early_on is None


def test_what_was_announced_stands_also_when_who_comes_after_leaves_again(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    devi = viewer(world.cast.devi)
    new = both_say_yes(propose(world, manu, devi), viewer)
    actions.give_notice(new, "moved", "", True, by=devi, on=FIRST + timedelta(days=30))
    with pytest.raises(Refused, match="Arun Patel has another mentor or a proposal already"):
        actions.take_notice_back(tab(leaving), by=viewer(world.cast.meera))
    actions.take_notice_back(tab(new), by=devi)  # the one who comes last may well stay
    assert [tab(each).ends_early_on for each in (leaving, new)] == [LAST, None]


@pytest.mark.parametrize("last_leaves", [True, False])
def test_of_two_who_come_after_only_the_next_is_brought_forward(
    leaving: Mentorship,
    manu: Person,
    tara: Person,
    world: World,
    viewer: Look,
    last_leaves: bool,
) -> None:
    devi = viewer(world.cast.devi)
    second = both_say_yes(propose(world, manu, devi), viewer)
    over = FIRST + timedelta(days=30)
    actions.give_notice(second, "moved", "", True, by=devi, on=over)
    third = both_say_yes(propose(world, tara, devi), viewer)
    if last_leaves:
        actions.give_notice(third, "moved", "", True, by=devi, on=over + timedelta(days=20))
    begins = [NOW.date() + timedelta(days=1), over + timedelta(days=1)]
    actions.end(tab(leaving), "moved", "She is gone already.", True, by=devi)
    assert [tab(each).starts_on for each in (second, third)] == begins


def test_a_pair_that_is_still_to_begin_ends_no_sooner_than_it_begins(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    devi = viewer(world.cast.devi)
    new = both_say_yes(propose(world, manu, devi), viewer)
    with pytest.raises(Unfit, match="earliest last day is"):
        actions.give_notice(new, "moved", "", True, by=devi, on=LAST)
    actions.give_notice(tab(new), "moved", "", True, by=devi)
    assert tab(new).ends_early_on == FIRST


@pytest.mark.parametrize("wants", [True, False])
def test_who_would_like_another_waits_for_one_as_soon_as_the_end_is_announced(
    staying: Mentorship, world: World, viewer: Look, wants: bool
) -> None:
    devi = viewer(world.cast.devi)
    assert list(queries.waiting_for_match(devi, world.cohort)) == []
    actions.give_notice(staying, "moved", "", wants, by=devi)
    waiting = [each.person for each in queries.waiting_for_match(devi, world.cohort)]
    assert waiting == ([world.cast.arun] if wants else [])


def test_nobody_waits_any_more_when_another_is_proposed(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    devi = viewer(world.cast.devi)
    propose(world, manu, devi)
    assert list(queries.waiting_for_match(devi, world.cohort)) == []


def test_the_pair_that_runs_stands_before_the_one_that_begins_later(
    leaving: Mentorship, manu: Person, world: World, viewer: Look
) -> None:
    new = both_say_yes(propose(world, manu, viewer(world.cast.devi)), viewer)
    for days, order in ((0, [leaving.pk, new.pk]), (20, [new.pk, leaving.pk])):
        arun = viewer(world.cast.arun, at=NOW + timedelta(days=days))
        assert [each.pk for each in queries.own_pairs(arun)] == order


def test_both_are_told_from_which_day_on_they_work_together(
    leaving: Mentorship,
    manu: Person,
    world: World,
    viewer: Look,
    signed_in: SignIn,
    worker: Callable[..., int],
) -> None:
    new = both_say_yes(propose(world, manu, viewer(world.cast.devi)), viewer)
    worker()
    assert told("mentorship.active_from") == [("Manu", "mentorship.active_from")]
    assert data_of(manu, "mentorship.active_from")["starts_on"] == FIRST.isoformat()
    actions.end(tab(leaving), "moved", "She is gone.", True, by=viewer(world.cast.devi))
    worker()
    assert len(told("mentorship.active_from")) == 3
    with time_machine.travel(NOW, tick=False):
        pages = [
            signed_in(world.cast.arun).get(page(each)).content.decode() for each in (leaving, new)
        ]
    assert ["Begins on" in each for each in pages] == [False, True]
