"""Verbs of work that a mentor looks at first, or of which readers think differently, sent from two
tabs of one browser: it is done once, and the second tab is told so, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from banyan.people.models import Person
from banyan.practice.models import Reading
from banyan.practice.queries import works
from blueprint import get
from tests.conftest import NOW
from tests.practice.conftest import World
from tests.practice.test_reviewing import TWO
from tests.tabs import TOLD, Form, Sent, done_once

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def _work(who: str, world: World, verb: str, own: bool = False, **said: str) -> Form:
    page = f"/submissions/{world.handed().submission.pk}/"
    return Form(who, f"{page}{verb}/", dict(said), "" if own else page)


def sign_off(world: World) -> Form:
    world.write()
    return _work("meera", world, "sign-off")


def send_back(world: World) -> Form:
    world.write()
    return _work("meera", world, "return", True, because="The last page is missing.")


def _read(world: World, *met: bool) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    for reader, found in zip((world.ravi, world.sara), met, strict=True):
        world.read(reader, found)


def decide(world: World) -> Form:
    _read(world, True, False)
    return _work("devi", world, "decide", True, verdict="successful", because="We talked.")


def change(world: World) -> Form:
    _read(world, True, False)
    page = f"/readings/{Reading.objects.get(reader=world.sara).pk}/"
    return Form("sara", f"{page}change/", page=page)


def dispute(world: World) -> Form:
    _read(world, False, False)
    return _work("arun", world, "dispute", True, words="It is all on page two.")


# What the review of the blueprint says otherwise than the one of the house.
RULES: dict[Callable[[World], Form], dict[str, Any]] = {
    sign_off: {"signed_off": True},
    send_back: {"signed_off": True},
    decide: {"on_disagreement": "coordinator"},
    change: {"on_disagreement": "discussion"},
    dispute: {},
}
CASES: dict[Callable[[World], Form], Sent] = {
    sign_off: Sent("practice:sign_off", TOLD),
    send_back: Sent("practice:return", TOLD),
    decide: Sent("practice:decide", TOLD),
    change: Sent("practice:change", TOLD),
    dispute: Sent("practice:dispute_raise", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World,
    signed_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    case: Callable[[World], Form],
) -> None:
    review = TWO.model_copy(update=RULES[case])
    changed = get("ct_team").model_copy(update={"reviews": (review,)})
    monkeypatch.setattr(works, "named", lambda _spelling: changed)
    form = case(world)
    who = world.sara if form.who == "sara" else getattr(world.cast, form.who)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        done_once(signed_in(who), form, CASES[case])
