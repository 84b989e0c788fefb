"""Certificates of attendance: for whom, what they say, and that they stay so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.credentials import actions
from banyan.credentials.models import Certificate
from banyan.credentials.queries.attendance import attended
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.training import actions as training
from tests.conftest import Cast
from tests.tabs import THANKED, TOLD, Form, Sent, done_once
from tests.training.conftest import AFTER, World, kept_workshop

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_workshop(cast)


@pytest.fixture
def held(world: World) -> World:
    """Arun came all the time, Bina for one day, on the list; it has taken place."""
    for who in (world.cast.arun, world.bina, world.chitra):
        world.take(who)
    meera = world.by(world.cast.meera, AFTER)
    arun, bina = world.cast.arun.pk, world.bina.pk
    for number, said in ((0, {arun: 240, bina: 240}), (1, {arun: 240, bina: 0})):
        training.say_presence(world.day(number), said, dict.fromkeys(said), by=meera)
    training.hold(world.workshop, by=devi(world))
    return world


def devi(world: World) -> Viewer:
    return world.by(world.cast.devi, AFTER)


def rows(world: World, by: Viewer | None = None) -> dict[str, Any]:
    _workshop, found = attended(by or devi(world), world.workshop.pk)
    return {one.holder.name: one for one in found}


def test_whoever_came_for_long_enough_has_one_and_nobody_else(held: World) -> None:
    assert list(rows(held)) == ["Arun Patel", "Bina Shah"]  # Chitra waited
    assert actions.certify_all(rows(held).values(), by=devi(held)) == 1
    (one,) = Certificate.objects.all()
    assert (one.holder, one.workshop, one.mentorship) == (held.cast.arun, held.workshop, None)
    said = one.words["en"]
    assert said["title"] == "Certificate of attendance"
    assert [part["text"] for part in said["parts"]] == [
        "Arun Patel took part in “Reading aloud together”, workshop, in person.",
        "2 February 2026 and 3 February 2026",
        "Ahmedabad, DIET, hall 2",
        "8 hours of 8 hours, by the list that was kept there.",
    ]
    assert one.words["hi"]["title"] == "उपस्थिति का प्रमाणपत्र"
    with pytest.raises(Refused, match="long enough"):
        actions.certify(rows(held)["Bina Shah"], by=devi(held))


def test_the_list_takes_nine_queries_however_many_have_one(world: World, signed_in: SignIn) -> None:
    came = (world.cast.arun, world.bina)
    for who in came:
        world.take(who)
    meera = world.by(world.cast.meera, AFTER)
    for number in (0, 1):
        said = {who.pk: 240 for who in came}
        training.say_presence(world.day(number), said, dict.fromkeys(said), by=meera)
    training.hold(world.workshop, by=devi(world))
    browser, asked = signed_in(world.cast.devi), []
    with time_machine.travel(AFTER, tick=False):
        for given in (0, 1, 2):
            for one in list(rows(world).values())[given - 1 : given]:
                actions.certify(one, by=devi(world))
            with CaptureQueriesContext(connection) as queries:
                page = browser.get(f"/workshops/{world.workshop.pk}/certificates/")
            assert page.content.decode().count("Withdraw the certificate") == given
            asked.append(len(queries))
    assert (asked, Certificate.objects.count()) == ([9] * 3, 2)


def test_it_is_given_once_in_two_tabs(held: World) -> None:
    first, second = rows(held)["Arun Patel"], rows(held)["Arun Patel"]
    actions.certify(first, by=devi(held))
    with pytest.raises(Stale):
        actions.certify(second, by=devi(held))
    assert actions.certify_all(rows(held).values(), by=devi(held)) == 0
    assert Certificate.objects.count() == 1


CASES = {
    "": Sent("credentials:attendance", THANKED),
    "arun": Sent("credentials:certify", TOLD),
}


@pytest.mark.parametrize("who", CASES)
def test_what_is_sent_from_two_tabs_is_done_once(held: World, signed_in: SignIn, who: str) -> None:
    """The button for everybody; and one of Arun's, which was withdrawn before."""
    page = f"/workshops/{held.workshop.pk}/certificates/"
    form = Form("devi", page)
    if who:
        actions.certify_all(rows(held).values(), by=devi(held))
        actions.withdraw_certificate(Certificate.objects.get(), by=devi(held))
        form = Form("devi", f"{page}{held.cast.arun.pk}/", page=page)
    with time_machine.travel(AFTER, tick=False):
        done_once(signed_in(held.cast.devi), form, CASES[who])


def test_a_later_correction_does_not_change_what_was_given(held: World) -> None:
    made = actions.certify(rows(held)["Arun Patel"], by=devi(held))
    before = made.words
    arun = held.cast.arun.pk
    meera = held.by(held.cast.meera, AFTER)
    training.say_presence(held.day(), {arun: 10}, {arun: 240}, by=meera)
    made.refresh_from_db()
    assert (made.words, made.status) == (before, "issued")


def test_one_that_was_withdrawn_is_given_again_by_a_decision_alone(held: World) -> None:
    made = actions.certify(rows(held)["Arun Patel"], by=devi(held))
    actions.withdraw_certificate(made, by=devi(held))
    assert actions.certify_all(rows(held).values(), by=devi(held)) == 0
    actions.certify(rows(held)["Arun Patel"], by=devi(held))
    assert list(Certificate.objects.order_by("pk").values_list("status", flat=True)) == [
        "withdrawn",
        "issued",
    ]


def test_none_is_given_before_it_has_taken_place_nor_by_who_leads_it(world: World) -> None:
    world.take(world.cast.arun)
    arun = world.cast.arun.pk
    meera = world.by(world.cast.meera, AFTER)
    for number in (0, 1):
        training.say_presence(world.day(number), {arun: 240}, {arun: None}, by=meera)
    with pytest.raises(Refused, match="taken place"):
        actions.certify(rows(world)["Arun Patel"], by=devi(world))
    training.hold(world.workshop, by=devi(world))
    with pytest.raises(Refused, match="Only a coordinator"):
        actions.certify(rows(world, meera)["Arun Patel"], by=meera)


def test_everybody_with_the_code_can_check_it_and_its_holder_keeps_it(
    held: World, signed_in: SignIn, client: Client
) -> None:
    with time_machine.travel(AFTER, tick=False):
        url = f"/workshops/{held.workshop.pk}/certificates/"
        browser = signed_in(held.cast.devi)
        assert "Give 1 certificate" in browser.get(url).content.decode()
        given = browser.post(url, follow=True).content.decode()
        assert "1 certificate is given." in given
        one = Certificate.objects.get()
        shown = client.get(f"/certificates/{one.code}/").content.decode()
        assert "This certificate is valid" in shown
        assert "Certificate of attendance" in shown
        arun = signed_in(held.cast.arun)
        answer = arun.get(f"/certificates/{one.code}.pdf?language=hi")
        assert answer.content.startswith(b"%PDF")
        assert signed_in(held.cast.omar).get(f"/certificates/{one.code}.pdf").status_code == 404
        assert "Certificate of attendance" in arun.get("/certificates/").content.decode()
        gone = browser.post(f"/certificates/{one.code}/withdraw/", follow=True)
        assert gone.redirect_chain == [(url, 302)]
        assert "no longer holds" in client.get(f"/certificates/{one.code}/").content.decode()
