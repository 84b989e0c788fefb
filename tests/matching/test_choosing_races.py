"""Two who choose each other, at the same moment as others, on databases that threads share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from banyan.kernel.decision import Stale
from banyan.matching import actions
from banyan.matching.actions import choosing as verbs
from banyan.matching.models import PairRequest, Round, Wish
from banyan.matching.queries.choosing import own_enrolment
from banyan.matching.states import PROMISED
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World, listed
from tests.races import at_once, threads_share


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    """A world that threads share."""
    with threads_share(tmp_path):
        yield request.getfixturevalue("choosing")


def asked(world: World, teacher: Person, *, of: Person | None = None) -> int:
    by = viewer_for(teacher, now=NOW)
    enrolment = own_enrolment(by, world.cohort.pk)
    return verbs.ask(of or world.cast.meera, enrolment, "Please.", by=by).pk


def fresh(pk: int) -> PairRequest:
    rows = PairRequest.objects.select_related(
        "teacher", "mentor", "school", "cohort__programme__organisation"
    )
    return rows.get(pk=pk)


def test_one_seat_is_promised_once(shared: World) -> None:
    bela = shared.teacher("Bela Roy").person
    rows = [fresh(asked(shared, person)) for person in (shared.cast.arun, bela)]
    meera = viewer_for(shared.cast.meera, now=NOW)
    assert at_once(*(lambda row=row: verbs.agree(row, by=meera) for row in rows)) == [
        "Refused", "done",
    ]  # fmt: skip
    assert PairRequest.objects.filter(status__in=PROMISED).count() == 1


def test_two_mentors_who_say_yes_at_once_take_turns(shared: World) -> None:
    """Each takes back what was asked of the other: neither may wait for the other for ever."""
    nita = shared.mentor("Nita Sen")
    listed(shared, nita)
    rows = [
        fresh(asked(shared, shared.cast.arun, of=mentor)) for mentor in (shared.cast.meera, nita)
    ]
    acts = [lambda row=row: verbs.agree(row, by=viewer_for(row.mentor, now=NOW)) for row in rows]
    assert at_once(*acts) == ["Stale", "done"]
    assert sorted(PairRequest.objects.values_list("status", flat=True)) == ["agreed", "lapsed"]


def test_a_second_yes_that_comes_after_all_is_told_as_such(shared: World) -> None:
    nita = shared.mentor("Nita Sen")
    listed(shared, nita)
    rows = [
        fresh(asked(shared, shared.cast.arun, of=mentor)) for mentor in (shared.cast.meera, nita)
    ]
    verbs.agree(rows[0], by=viewer_for(shared.cast.meera, now=NOW))
    PairRequest.objects.filter(pk=rows[1].pk).update(status="open")  # asked as the first was agreed
    with pytest.raises(Stale, match="Another mentor has just said yes to Arun Patel"):
        verbs.agree(rows[1], by=viewer_for(nita, now=NOW))


def test_one_request_approved_twice_at_once_is_one_wish(shared: World) -> None:
    actions.open_round(shared.cohort, by=shared.devi)
    row = fresh(asked(shared, shared.cast.arun))
    verbs.agree(row, by=viewer_for(shared.cast.meera, now=NOW))
    tabs = [fresh(row.pk) for _tab in range(2)]
    said = at_once(*(lambda tab=tab: verbs.approve(tab, by=shared.devi) for tab in tabs))
    assert said == ["Stale", "done"]
    assert Wish.objects.count() == 1


def test_a_round_opened_while_a_pair_is_approved_has_it(shared: World) -> None:
    row = fresh(asked(shared, shared.cast.arun))
    verbs.agree(row, by=viewer_for(shared.cast.meera, now=NOW))
    tab = fresh(row.pk)
    said = at_once(
        lambda: verbs.approve(tab, by=shared.devi),
        lambda: actions.open_round(shared.cohort, by=shared.devi),
    )
    assert said == ["done", "done"]
    assert Wish.objects.get().round == Round.objects.get()
