from __future__ import annotations

import pytest
from django.test import Client
from rich.console import Console

from banyan.demo.actions import build
from banyan.demo.people import Names
from banyan.demo.places import SCHOOLS
from banyan.demo.queries import CAST, persona, personas
from banyan.matching.models import Round
from banyan.mentoring.models import Mentorship, Session
from banyan.organisations.states import SchoolType
from banyan.trail.models import Delivery


def test_the_pilot_is_as_it_was() -> None:
    kinds = [place.type for place in SCHOOLS]
    assert [kinds.count(k) for k in (SchoolType.KV, SchoolType.JNV, SchoolType.CBSE)] == [15, 10, 5]
    assert (
        len({place.code for place in SCHOOLS}) == len({place.district for place in SCHOOLS}) == 30
    )


def test_the_same_seed_gives_the_same_people() -> None:
    first, second = Names(7), Names(7)
    assert [first.one(["hi"]) for _ in range(30)] == [second.one(["hi"]) for _ in range(30)]


def test_nobodys_address_can_exist() -> None:
    names = Names(7)
    assert {names.one(["en"])[1].rsplit(".", 1)[1] for _ in range(20)} == {"invalid"}


@pytest.mark.django_db
def test_a_small_world_is_lived_and_every_home_opens() -> None:
    build(size="tiny", console=Console(quiet=True))
    assert [p.key for p in personas()] == [key for key, *_rest in CAST]
    assert Delivery.objects.filter(done_at__isnull=True).count() == 0
    pair = Mentorship.objects.get(mentee=persona("arun"), form="pair")
    assert (pair.mentor, pair.status) == (persona("meera"), "active")
    assert Session.objects.filter(mentorship=pair, status="held").exists()
    assert Session.objects.filter(mentorship=pair, status="confirmed").count() == 1
    assert sorted(r.status for r in Round.objects.all()) == ["draft", "published", "published"]
    for key, *_rest in CAST:
        browser = Client()
        browser.force_login(persona(key))
        assert browser.get("/").status_code == 200
