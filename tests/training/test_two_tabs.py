"""Every verb of a workshop, sent from two tabs of one browser: it is done once, and the second tab
is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from banyan.people.models import Person
from banyan.training import actions
from banyan.training.models import Workshop
from banyan.training.queries import codes
from tests.conftest import NOW
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once
from tests.training.conftest import AFTER, DURING, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
SITE = {
    "name": "Rajkot", "place": "Hall 3", "seats": "9", "time_zone": "Asia/Kolkata",
}  # fmt: skip
LINK = "https://files.example.org/slides"


def _of(world: World, who: str, verb: str, on: str = "", **said: str) -> Form:
    """On the page of the workshop, unless the form has a page of its own."""
    page = {"own": "", "": reverse("training:workshop", args=[world.workshop.pk])}.get(on, on)
    return Form(who, reverse(f"training:{verb}", args=[world.workshop.pk]), said, page)


def plan(world: World) -> Form:
    said = {
        "title": "Orientation of mentors", "kind": "webinar", "audience": "mentors",
        "register_by_on": "2026-02-10", "asks_percent": "60",
    }  # fmt: skip
    return Form("devi", reverse("training:plan", args=["nmm"]), said)


def change(world: World) -> Form:
    said = {
        "title": "Reading together", "kind": "workshop", "audience": "teachers",
        "register_by_on": "2026-01-30", "asks_percent": "70",
    }  # fmt: skip
    return _of(world, "devi", "change", "own", **said)


def add_site(world: World) -> Form:
    return _of(world, "devi", "add_site", "own", **SITE, leader=str(world.cast.devi.pk))


def change_site(world: World) -> Form:
    address = reverse("training:change_site", args=[world.here.pk])
    return Form("devi", address, SITE | {"leader": str(world.cast.meera.pk)})


def add_day(world: World) -> Form:
    address = reverse("training:add_day", args=[world.here.pk])
    said = {"day": "2026-02-04", "begins": "10:00", "ends": "12:00", "weeks": "1"}
    return Form("devi", address, said)


def change_day(world: World) -> Form:
    address = reverse("training:change_day", args=[world.day().pk])
    return Form("devi", address, {"day": "2026-02-05", "begins": "10:00", "ends": "12:00"})


def drop_day(world: World) -> Form:
    day = world.day()
    page = reverse("training:change_day", args=[day.pk])
    return Form("devi", reverse("training:drop_day", args=[day.pk]), page=page)


def open_it(world: World) -> Form:
    Workshop.objects.update(status="draft")
    return _of(world, "devi", "open")


def hold(world: World) -> Form:
    return _of(world, "devi", "hold")


def cancel(world: World) -> Form:
    return _of(world, "devi", "cancel", "own", reason="The hall is flooded.")


def renew_link(world: World) -> Form:
    return _of(world, "devi", "renew_link")


def take_seat(world: World) -> Form:
    return _of(world, "arun", "take_seat", site=str(world.here.pk))


def take_seat_by_link(world: World) -> Form:
    Workshop.objects.update(is_listed=False)
    row = Workshop.objects.get()
    token = codes.link_token(row.pk, row.link_edition)
    address = reverse("training:by_link", args=[row.pk, token])
    return Form("arun", address, {"site": str(world.here.pk)})


def give_seat_back(world: World) -> Form:
    world.take(world.cast.arun)
    return _of(world, "arun", "give_seat_back")


def move_seat(world: World) -> Form:
    world.take(world.cast.arun)
    return _of(world, "arun", "move_seat", site=str(world.there.pk))


def free_seat(world: World) -> Form:
    seat = world.take(world.cast.arun)
    address = reverse("training:free_seat", args=[seat.pk])
    return Form("devi", address, {"reason": "You are on leave that week."})


def come(world: World) -> Form:
    world.take(world.cast.arun)
    shown = codes.code_at(world.day().pk, DURING)
    return _of(world, "arun", "come", "own", code=shown)


def presence(world: World) -> Form:
    world.take(world.cast.arun)
    address = reverse("training:presence", args=[world.day().pk])
    return Form("meera", address, {f"came_{world.cast.arun.pk}": "on"})


def recording(world: World) -> Form:
    return _of(world, "devi", "recording", "own", recording_url="https://video.example.org/1")


def add_resource(world: World) -> Form:
    return _of(world, "devi", "add_resource", "own", title="Slides", link=LINK, when="before")


def drop_resource(world: World) -> Form:
    made = actions.add_resource(world.workshop, "Slides", LINK, by=world.by(world.cast.devi))
    address = reverse("training:drop_resource", args=[world.workshop.pk, made.pk])
    return Form("devi", address, page=reverse("training:workshop", args=[world.workshop.pk]))


LATER: dict[Callable[[World], Form], datetime] = {
    come: DURING,
    presence: DURING,
    hold: AFTER,
    recording: AFTER,
}
CASES: dict[Callable[[World], Form], Sent] = {
    plan: Sent("training:plan", THANKED),
    change: Sent("training:change", TOLD),
    add_site: Sent("training:add_site", TOLD),
    change_site: Sent("training:change_site", TOLD),
    add_day: Sent("training:add_day", TOLD),
    change_day: Sent("training:change_day", TOLD),
    drop_day: Sent("training:drop_day", GONE),
    open_it: Sent("training:open", TOLD),
    hold: Sent("training:hold", TOLD),
    cancel: Sent("training:cancel", TOLD),
    renew_link: Sent("training:renew_link", TOLD),
    take_seat: Sent("training:take_seat", TOLD),
    take_seat_by_link: Sent("training:by_link", TOLD),
    give_seat_back: Sent("training:give_seat_back", TOLD),
    move_seat: Sent("training:move_seat", TOLD),
    free_seat: Sent("training:free_seat", TOLD),
    come: Sent("training:come", THANKED),
    presence: Sent("training:presence", TOLD),
    recording: Sent("training:recording", THANKED),
    add_resource: Sent("training:add_resource", THANKED),
    drop_resource: Sent("training:drop_resource", GONE),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World, signed_in: SignIn, case: Callable[[World], Form]
) -> None:
    cache.clear()  # attempts are counted there
    form = case(world)
    with time_machine.travel(LATER.get(case, NOW + timedelta(minutes=1)), tick=False):
        done_once(signed_in(getattr(world.cast, form.who)), form, CASES[case])
