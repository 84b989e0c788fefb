"""Lists that both sides rank in private: what they suggest, what is heeded, what nobody learns."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.matching import actions
from banyan.matching.actions import listing as verbs
from banyan.matching.actions.rounds import heeded
from banyan.matching.models import Preference, Round
from banyan.matching.queries.listing import (
    Ranked,
    heeded_words,
    own_list,
    ranked_in,
    suggested,
)
from banyan.matching.queries.reasons import Line, told_apart
from banyan.matching.queries.rounds import matching_round
from banyan.matching.states import Objective, RoundStatus
from banyan.notifications.models import Notice
from banyan.notifications.registry import kind_of
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.trail import actions as trail
from banyan.trail.models import Event
from matchmaker.outcome import Pair
from matchmaker.problem import Mentor, Problem, Teacher
from tests.conftest import NOW
from tests.matching.conftest import World

pytestmark = pytest.mark.django_db


def at(person: Person, days: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(days=days))


@pytest.fixture
def two(choosing: World) -> World:
    """Arun and Bela wait; Meera, who is listed, and Nima, who is not, have a seat each."""
    choosing.teacher("Bela Roy")
    choosing.mentor("Nima Rao")
    return choosing


@pytest.fixture
def opened(two: World) -> Round:
    return verbs.open_lists(actions.open_round(two.cohort, by=two.devi), by=two.devi)


def ranked(world: World, round_: Round, person: Person, *names: str, side: str = "teacher") -> None:
    by = at(person)
    found = own_list(by, round_.pk, side)
    rows = {row.other.name: row.pk for row in found.rows}
    verbs.rank(found, [rows[name] for name in names], by=by)


def closed(world: World, round_: Round) -> Round:
    later = replace(world.devi, now=NOW + timedelta(days=8))
    return actions.compute(matching_round(later, round_.pk), by=later)


def bela(world: World) -> Person:
    return Person.objects.get(name="Bela Roy")


def test_everybody_has_a_short_list_and_hears_of_it(two: World, opened: Round) -> None:
    trail.deliver_open(now=NOW)
    assert (ranked_in(opened).lists, ranked_in(opened).ranked) == (4, 0)
    told = Notice.objects.filter(kind="matching.list_open").values_list("person__name", flat=True)
    assert set(told) == {"Arun Patel", "Bela Roy", "Meera Iyer", "Nima Rao"}


def test_nobody_is_told_late_of_a_list_that_has_closed(two: World, opened: Round) -> None:
    """A digest goes out hours after what it tells of."""
    trail.deliver_open(now=NOW)
    still = kind_of("matching.list_open").still_wanted
    notice = Notice.objects.filter(kind="matching.list_open").latest("pk")
    assert still is not None
    assert still({**notice.data, "now": NOW})
    assert not still({**notice.data, "now": NOW + timedelta(days=8)})
    Round.objects.filter(pk=opened.pk).update(status=RoundStatus.PUBLISHED)
    assert not still({**notice.data, "now": NOW})


def test_a_mentor_is_named_who_agreed_to_be_seen_and_a_teacher_never(
    two: World, opened: Round
) -> None:
    arun = suggested(own_list(at(two.cast.arun), opened.pk, "teacher"))
    assert sorted(one.name for one in arun) == ["Meera Iyer", "Mentor 2"]
    meera = suggested(own_list(at(two.cast.meera), opened.pk, "mentor"))
    assert [one.name for one in meera] == ["Teacher 1", "Teacher 2"]
    codes = {reason["code"] for row in Preference.objects.all() for reason in row.reasons}
    assert codes.isdisjoint({"same_district", "same_state", "experience_more"})


def test_what_is_true_of_everybody_on_a_list_is_told_once() -> None:
    need, far, near = (Line(text, "for") for text in ("need", "far", "near"))
    shared, each = told_apart([[need, far], [near, need], [need]])
    assert shared == (need,)
    assert [first for first, _more in each] == [(far,), (near,), ()]
    alone = [((need, far), ())]  # compared with nobody
    assert told_apart([[need, far]]) == ((), alone)
    assert told_apart([]) == ((), [])


def test_whom_a_rule_keeps_apart_is_on_no_list_nor_who_is_in_a_known_pair(two: World) -> None:
    round_ = actions.open_round(two.cohort, by=two.devi)
    actions.forbid(round_, two.cast.arun, two.cast.meera, by=two.devi)
    nima = Person.objects.get(name="Nima Rao")
    actions.pin(round_, bela(two), nima, by=two.devi)
    with pytest.raises(Refused, match="nobody to suggest"):
        verbs.open_lists(Round.objects.get(), by=two.devi)


def test_rankings_of_both_sides_decide_between_mentors_who_fit_alike(
    two: World, opened: Round
) -> None:
    ranked(two, opened, two.cast.arun, "Nima Rao", "Meera Iyer")
    ranked(two, opened, bela(two), "Meera Iyer")
    ranked(two, opened, two.cast.meera, "Bela Roy", side="mentor")
    assert two.pairs(closed(two, opened)) == {"Arun Patel": "Nima Rao", "Bela Roy": "Meera Iyer"}


def test_the_other_way_round_they_decide_the_other_way_round(two: World, opened: Round) -> None:
    ranked(two, opened, two.cast.arun, "Meera Iyer")
    ranked(two, opened, bela(two), "Nima Rao")
    assert two.pairs(closed(two, opened)) == {"Arun Patel": "Meera Iyer", "Bela Roy": "Nima Rao"}


def kept(round_: Round) -> str:
    """All that is stored of a round and its pairs, but when it was found."""
    fields = ("teacher_id", "mentor_id", "score", "reasons", "relaxations", "skipped")
    found = list(round_.proposals.order_by("teacher_id").values_list(*fields))
    assert found
    return json.dumps([found, round_.problem, round_.summary, round_.loads], sort_keys=True)


def test_nothing_that_is_kept_of_a_round_tells_how_anybody_ranked(
    two: World, opened: Round
) -> None:
    """The same pairs, found without rankings and with those that wish for just these pairs: all
    that is kept is the same."""
    seen, pairs = kept(round_ := closed(two, opened)), two.pairs(opened)
    for row in Preference.objects.select_related("person", "other"):
        if pairs.get(row.person.name) == row.other.name:
            row.choice = 1
        elif pairs.get(row.other.name) == row.person.name:
            row.choice = 2
        row.save()
    assert ranked_in(opened).ranked == 2
    assert seen == kept(closed(two, opened))
    assert pairs == two.pairs(round_)
    assert "preferred" not in seen


@pytest.mark.parametrize("objective", Objective.values)
def test_nor_why_a_seat_stays_free_nor_what_would_change_it(two: World, objective: str) -> None:
    """Teachers rank a mentor whose seat stays free, because they are put with others; somebody
    waits whom nobody can speak to; and by every aim all that is kept is the same."""
    two.mentor("Tara Sen")
    two.teacher("Dilip Bose", languages=["ta"])
    round_ = actions.aim(
        actions.open_round(two.cohort, by=two.devi), Objective(objective), by=two.devi
    )
    round_ = verbs.open_lists(round_, by=two.devi)
    nima = Person.objects.get(name="Nima Rao")
    actions.pin(round_, two.cast.arun, nima, by=two.devi)
    actions.pin(round_, bela(two), two.cast.meera, by=two.devi)
    ranked(two, round_, two.cast.arun, "Tara Sen")
    ranked(two, round_, bela(two), "Tara Sen")
    seen = kept(closed(two, round_))
    Preference.objects.update(choice=None)
    assert seen == kept(closed(two, round_))


def test_no_price_is_told_where_people_rank(two: World, opened: Round) -> None:
    round_ = closed(two, opened)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        devi = Client()
        devi.force_login(two.cast.devi)
        there = f"/rounds/{round_.pk}/teachers/{two.cast.arun.pk}/"
        page = devi.get(there).content.decode()
        assert "Meera Iyer" in page
        assert "If these two were put together" not in page
        pair = f"{there}mentors/{Person.objects.get(name='Nima Rao').pk}/"
        assert "What this would change is not known." in devi.get(pair).content.decode()
        said = devi.get(f"/rounds/{round_.pk}/").content.decode()
        assert "so that nobody learns how anybody ranked" in said


@pytest.mark.parametrize("end", ["publish", "discard"])
def test_how_anybody_ranked_is_forgotten_when_a_round_is_over(
    two: World, opened: Round, end: str
) -> None:
    ranked(two, opened, two.cast.arun, "Nima Rao")
    round_ = closed(two, opened)
    assert Preference.objects.filter(choice__isnull=False).exists()
    getattr(actions, end)(round_, by=replace(two.devi, now=NOW + timedelta(days=8)))
    assert not Preference.objects.filter(choice__isnull=False).exists()


def test_coordinators_read_that_people_ranked_and_nothing_of_how(two: World, opened: Round) -> None:
    ranked(two, opened, two.cast.arun, "Meera Iyer")
    devi = Client()
    devi.force_login(two.cast.devi)
    with time_machine.travel(NOW, tick=False):
        page = devi.get(f"/rounds/{opened.pk}/").content.decode()
        assert "People who have a list: 4." in page
        assert "Have ranked theirs" not in page
        assert devi.get(f"/rounds/{opened.pk}/list/teacher/").status_code == 404
        meera = Client()
        meera.force_login(two.cast.meera)
        assert meera.get(f"/rounds/{opened.pk}/list/teacher/").status_code == 404
    assert not Event.objects.filter(verb__contains="rank").exists()


def test_how_many_ranked_is_told_where_enough_did_and_did_not() -> None:
    told = [Ranked(lists, ranks).is_told for lists, ranks in ((10, 4), (10, 5), (9, 5), (10, 10))]
    assert told == [False, True, False, False]


def test_how_many_wishes_came_true_is_told_of_a_published_round_alone() -> None:
    def said(status: str, heeded: list[int] | None) -> str:
        return heeded_words(
            Round(status=status, lists_opened_at=NOW, computed_at=NOW, summary={"heeded": heeded})
        )

    assert said("published", [5, 10]).endswith("5 of 10.")
    assert said("draft", [5, 10]) == said("published", None)
    assert heeded_words(Round(status="published", computed_at=NOW, summary={})) == ""


@pytest.mark.parametrize(("met", "missed", "told"), [(5, 5, [5, 10]), (4, 6, None), (6, 4, None)])
def test_of_few_people_it_is_not_even_kept(met: int, missed: int, told: list[int] | None) -> None:
    many = range(met + missed)
    teachers = tuple(Teacher(f"t{n:02}", prefers=("m00" if n < met else "m99",)) for n in many)
    problem = Problem(teachers, (Mentor("m00", capacity=20), Mentor("m99", capacity=0)))
    pairs = [Pair(each.id, "m00", 0, False, (), ()) for each in teachers]
    assert heeded(pairs, problem) == told


def test_of_too_many_there_are_no_lists(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "TABLE", 3)
    round_ = actions.open_round(two.cohort, by=two.devi)
    with pytest.raises(Refused, match="too many"):
        verbs.open_lists(round_, by=two.devi)


def test_one_ranks_until_the_lists_close_and_can_change_it(two: World, opened: Round) -> None:
    arun = two.cast.arun
    ranked(two, opened, arun, "Meera Iyer")
    ranked(two, opened, arun, "Nima Rao", "Meera Iyer")
    rows = Preference.objects.filter(person=arun, choice__isnull=False).order_by("choice")
    assert [row.other.name for row in rows] == ["Nima Rao", "Meera Iyer"]
    tab = own_list(at(arun), opened.pk, "teacher")
    verbs.close_lists(matching_round(two.devi, opened.pk), by=two.devi)
    with pytest.raises(Stale, match="closed since"):
        verbs.rank(tab, [], by=at(arun))
    with pytest.raises(Refused, match="closed"):
        ranked(two, opened, arun, "Meera Iyer")


def test_while_people_rank_no_pairs_are_sought(two: World, opened: Round) -> None:
    with pytest.raises(Refused, match="ranking their lists"):
        actions.compute(matching_round(two.devi, opened.pk), by=two.devi)
    with pytest.raises(Refused, match="opened already"):
        verbs.open_lists(matching_round(two.devi, opened.pk), by=two.devi)


def test_one_ranks_only_rows_of_the_own_list(two: World, opened: Round) -> None:
    arun, theirs = two.cast.arun, own_list(at(bela(two)), opened.pk, "teacher").rows[0].pk
    own = own_list(at(arun), opened.pk, "teacher")
    with pytest.raises(ValueError, match="not rows of this list"):
        verbs.rank(own, [theirs], by=at(arun))
    with pytest.raises(ValueError, match="not rows of this list"):
        verbs.rank(own, [own.first.pk, own.first.pk], by=at(arun))


def test_where_the_blueprint_opens_no_lists_there_are_none(pairable: World) -> None:
    round_ = actions.open_round(pairable.cohort, by=pairable.devi)
    with pytest.raises(Refused, match="opens no lists"):
        verbs.open_lists(round_, by=pairable.devi)


def test_a_list_is_ranked_on_its_page_and_leads_there_from_home(two: World, opened: Round) -> None:
    browser = Client()
    browser.force_login(two.cast.arun)
    address = f"/rounds/{opened.pk}/list/teacher/"
    with time_machine.travel(NOW, tick=False):
        assert f'href="{address}"' in browser.get("/").content.decode()
        page = browser.get(address).content.decode()
        assert "Only you can read this." in page or "You can read this." in page
        first, second = own_list(at(two.cast.arun), opened.pk, "teacher").rows
        twice = browser.post(address, {"choice_1": first.pk, "choice_2": first.pk})
        assert twice.status_code == 422
        assert "You have chosen this one already" in twice.content.decode()
        browser.post(address, {"choice_1": second.pk, "choice_2": first.pk})
        assert own_list(at(two.cast.arun), opened.pk, "teacher").ranked == [second.pk, first.pk]
        assert f'href="{address}"' not in browser.get("/").content.decode()
