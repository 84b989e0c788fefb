"""Every verb of a round, of lots, of requests for a mentor and of what is said in confidence, sent
from two tabs of one browser: it is done once, and the second tab is told so or thanked again, never
shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.matching import actions
from banyan.matching.actions import choosing as choices
from banyan.matching.actions import listing
from banyan.matching.models import Lottery, PairRequest, Preference, Proposal, Round
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.meeting import at
from tests.tabs import THANKED, TOLD, Form, Sent, done_once

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
KIND = "Another one fits better."


def _round(world: World) -> Round:
    """With Arun, whom Meera would mentor."""
    return world.computed()


def _of(found: Round, verb: str, own: bool = False, **said: str) -> Form:
    page = f"/rounds/{found.pk}/"
    return Form("devi", f"{page}{verb}/", dict(said), "" if own else page)


def open_round(world: World) -> Form:
    page = f"/cohorts/{world.cohort.pk}/rounds/"
    return Form("devi", f"{page}open/", page=page)


def aim(world: World) -> Form:
    return _of(_round(world), "aim", True, objective="balanced")


def compute(world: World) -> Form:
    return _of(actions.open_round(world.cohort, by=world.devi), "compute")


def publish(world: World) -> Form:
    return _of(_round(world), "publish", True)


def discard(world: World) -> Form:
    return _of(_round(world), "discard", True)


def _wish(world: World, found: Round, verb: str) -> Form:
    page = f"/rounds/{found.pk}/teachers/{world.cast.arun.pk}/"
    return Form("devi", f"{page}mentors/{world.cast.meera.pk}/{verb}/", page=page)


def pin(world: World) -> Form:
    return _wish(world, _round(world), "pin")


def forbid(world: World) -> Form:
    return _wish(world, _round(world), "forbid")


def clear_wish(world: World) -> Form:
    found = _round(world)
    actions.pin(found, world.cast.arun, world.cast.meera, by=world.devi)
    return _wish(world, found, "clear")


def open_lists(world: World) -> Form:
    return _of(actions.open_round(world.cohort, by=world.devi), "lists/open")


def _ranking(world: World) -> Round:
    return listing.open_lists(actions.open_round(world.cohort, by=world.devi), by=world.devi)


def close_lists(world: World) -> Form:
    return _of(_ranking(world), "lists/close")


def rank(world: World) -> Form:
    found = _ranking(world)
    row = Preference.objects.get(round=found, person=world.cast.arun)
    return Form("arun", f"/rounds/{found.pk}/list/teacher/", {"choice_1": str(row.pk)})


def _crowded(world: World) -> Round:
    """Arun and another one wait, and Meera has one seat."""
    world.teacher("Bela Roy")
    return actions.open_round(world.cohort, by=world.devi)


def _frozen(world: World) -> Lottery:
    return actions.freeze(_crowded(world), by=world.devi, seats=1)


def freeze(world: World) -> Form:
    page = f"/rounds/{_crowded(world).pk}/lottery/"
    return Form("devi", f"{page}freeze/", {"seats": "1", "grouping": "all"}, page)


def draw(world: World) -> Form:
    row = _frozen(world)
    return Form("devi", f"/lotteries/{row.pk}/draw/", page=f"/rounds/{row.round_id}/lottery/")


def set_aside(world: World) -> Form:
    address = f"/lotteries/{_frozen(world).pk}/set-aside/"
    return Form("devi", address, {"because": "A seat more was found."})


def ask(world: World) -> Form:
    place = world.places[world.cast.meera.pk]
    address = f"/cohorts/{world.cohort.pk}/choose/{place.pk}/"
    return Form("arun", address, {"text": "I would like to learn from you."})


def _asked(world: World) -> PairRequest:
    enrolment = world.cast.arun.enrolments.get()
    return choices.ask(world.cast.meera, enrolment, "Please.", by=at(world.cast.arun))


def _agreed(world: World) -> PairRequest:
    return choices.agree(_asked(world), by=at(world.cast.meera))


def _request(who: str, row: PairRequest, verb: str) -> Form:
    page = f"/pair-requests/{row.pk}/"
    return Form(who, f"{page}{verb}/", page=page)


def agree(world: World) -> Form:
    return _request("meera", _asked(world), "agree")


def decline_request(world: World) -> Form:
    return _request("meera", _asked(world), "decline")


def withdraw_request(world: World) -> Form:
    return _request("arun", _asked(world), "withdraw")


def approve(world: World) -> Form:
    return _request("devi", _agreed(world), "approve")


def refuse(world: World) -> Form:
    address = f"/pair-requests/{_agreed(world).pk}/refuse/"
    return Form("devi", address, {"because": "Both of you are needed elsewhere."})


def apart(world: World) -> Form:
    return Form("arun", f"/programmes/{world.programme.code}/apart/", {"names": "Nima Rao"})


def gender(world: World) -> Form:
    return Form("arun", f"/cohorts/{world.cohort.pk}/gender/", {"gender": "man"})


def _published(world: World) -> Proposal:
    found = actions.publish(_round(world), by=world.devi)
    return Proposal.objects.get(round=found, teacher=world.cast.arun)


def _answer(who: str, row: Proposal, verb: str) -> Form:
    page = f"/proposals/{row.pk}/"
    return Form(who, f"{page}{verb}/", page=page)


def accept(world: World) -> Form:
    return _answer("meera", _published(world), "accept")


def decline(world: World) -> Form:
    return _answer("arun", _published(world), "decline")


def rematch(world: World) -> Form:
    _published(world)
    pair = Mentorship.objects.select_related("mentor", "mentee", "school").get()
    for person in (pair.mentor, pair.mentee):
        mentoring.accept(pair, by=at(person))
    another = world.mentor("Prakash Rao")
    return Form("devi", f"/mentorships/{pair.pk}/rematch/{another.pk}/")


CASES: dict[Callable[[World], Form], Sent] = {
    open_round: Sent("matching:open", TOLD),
    aim: Sent("matching:aim", THANKED),
    compute: Sent("matching:compute", TOLD),
    publish: Sent("matching:publish", TOLD),
    discard: Sent("matching:discard", TOLD),
    pin: Sent("matching:pin", THANKED),
    forbid: Sent("matching:forbid", THANKED),
    clear_wish: Sent("matching:clear_wish", TOLD),
    open_lists: Sent("matching:open_lists", TOLD),
    close_lists: Sent("matching:close_lists", TOLD),
    rank: Sent("matching:own_list", THANKED),
    freeze: Sent("matching:freeze", TOLD),
    draw: Sent("matching:draw", TOLD),
    set_aside: Sent("matching:set_aside", TOLD),
    ask: Sent("matching:choose_ask", TOLD),
    agree: Sent("matching:pair_agree", TOLD),
    decline_request: Sent("matching:pair_decline", TOLD),
    withdraw_request: Sent("matching:pair_withdraw", TOLD),
    approve: Sent("matching:pair_approve", TOLD),
    refuse: Sent("matching:pair_refuse", TOLD),
    apart: Sent("matching:apart", TOLD),
    gender: Sent("matching:gender", TOLD),
    accept: Sent("matching:accept", TOLD),
    decline: Sent("matching:decline", TOLD),
    rematch: Sent("matching:rematch_with", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    choosing: World, signed_in: SignIn, case: Callable[[World], Form]
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(choosing)
        done_once(signed_in(getattr(choosing.cast, form.who)), form, CASES[case])
