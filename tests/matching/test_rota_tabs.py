"""Every verb of short meetings, sent from two tabs of one browser: it is done once, and the second
tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from banyan.matching.actions import rotas as verbs
from banyan.matching.models import Rota, RotaPlace
from banyan.matching.states.rotas import Coming
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.meeting import PLAN, STARTS, at, group, morning
from tests.tabs import THANKED, TOLD, Form, Sent, done_once

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
WHEN = {
    "name": "Getting to know you", "day": "2026-01-21", "time": "16:30",
    "time_zone": "Asia/Kolkata", "minutes": "4", "pause": "1", "most": "5",
    "invited": "waiting", "place": "The hall",
}  # fmt: skip


def _draft(world: World) -> Rota:
    group(world, 6, 3)
    mentors = Person.objects.filter(name__startswith="Mentor").values_list("pk", flat=True)
    return verbs.plan(world.cohort, PLAN, list(mentors), by=world.devi)


def _met(world: World) -> Rota:
    group(world, 6, 3)
    return morning(world)


def _of(rota: Rota, verb: str, own: bool = False, **said: object) -> Form:
    address = f"/short-meetings/{rota.pk}/{verb}/"
    return Form("devi", address, dict(said), "" if own else f"/short-meetings/{rota.pk}/")


def _mentors() -> list[str]:
    return [str(one.pk) for one in Person.objects.filter(name__startswith="Mentor")]


def plan(world: World) -> Form:
    group(world, 6, 3)
    address = f"/cohorts/{world.cohort.pk}/short-meetings/new/"
    return Form("devi", address, WHEN | {"mentors": _mentors()})


def change(world: World) -> Form:
    return _of(_met(world), "change", True, **WHEN, mentors=_mentors()[:2])


def seat(world: World) -> Form:
    rota = _met(world)
    places = RotaPlace.objects.filter(rota=rota, side="mentor")
    rooms = {f"room_{one.pk}": f"Table {one.pk}" for one in places}
    return _of(rota, "rooms", True, **rooms)


def announce(world: World) -> Form:
    return _of(_draft(world), "announce")


def cancel(world: World) -> Form:
    return _of(_met(world), "cancel", True, because="The hall is closed.")


def mark(world: World) -> Form:
    rota = _met(world)
    guest = RotaPlace.objects.filter(rota=rota, side="teacher").first()
    assert guest is not None
    address, page = (f"/short-meetings/{rota.pk}/people/{end}" for end in (f"{guest.pk}/", ""))
    return Form("devi", address, {"coming": "not_coming"}, page)


def lay(world: World) -> Form:
    rota = _met(world)
    guest = RotaPlace.objects.filter(rota=rota, side="teacher").first()
    assert guest is not None
    verbs.mark(rota, guest, Coming.NOT_COMING, by=world.devi)
    return _of(rota, "lay")


def hold(world: World) -> Form:
    return _of(_met(world), "hold")


def close(world: World) -> Form:
    return _of(_over(world), "close")


def impressions(world: World) -> Form:
    rota = _over(world)
    mentors = Person.objects.filter(name__startswith="Mentor")
    said = {f"of_{one.pk}": "would" for one in mentors}
    return Form("teacher", f"/short-meetings/{rota.pk}/mine/answers/", dict(said))


def _over(world: World) -> Rota:
    rota = _met(world)
    return verbs.hold(rota, by=at(world.cast.devi, days=7.1))


DURING, LATER = STARTS + timedelta(minutes=6), STARTS + timedelta(hours=3)
AT: dict[Callable[[World], Form], datetime] = {
    mark: DURING,
    lay: DURING,
    hold: LATER,
    close: LATER,
    impressions: LATER,
}
CASES: dict[Callable[[World], Form], Sent] = {
    plan: Sent("matching:rota_new", TOLD),
    change: Sent("matching:rota_change", TOLD),
    seat: Sent("matching:rota_rooms", TOLD),
    announce: Sent("matching:rota_announce", TOLD),
    cancel: Sent("matching:rota_cancel", TOLD),
    mark: Sent("matching:rota_mark", THANKED),
    lay: Sent("matching:rota_lay", TOLD),
    hold: Sent("matching:rota_hold", TOLD),
    close: Sent("matching:rota_close", TOLD),
    impressions: Sent("matching:impressions", THANKED),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World, signed_in: SignIn, case: Callable[[World], Form]
) -> None:
    form = case(world)
    teachers = Person.objects.filter(name__startswith="Teacher")
    who = teachers.first() if form.who == "teacher" else world.cast.devi
    assert who is not None
    with time_machine.travel(AT.get(case, NOW + timedelta(minutes=1)), tick=False):
        done_once(signed_in(who), form, CASES[case])
