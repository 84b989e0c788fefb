"""One of the two who also coordinates: papers of the pair, somebody else signs and awards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.credentials import actions
from banyan.credentials.models import Certificate, Signature
from banyan.credentials.queries import certificates, papers
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import system
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW
from tests.credentials.conftest import World

OWN = "You are of this pair yourself: another coordinator does this."
ONE_OF_THE_TWO = pytest.mark.parametrize("who", ["meera", "arun"])


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def coordinating(world: World, who: str) -> Person:
    person: Person = getattr(world.cast, who)
    place, by = world.cast.nation, system(NOW)
    organisations.give_role(person, place, Role.COORDINATOR, by=by, starts_on=LONG_AGO)
    return person


@ONE_OF_THE_TWO
def test_nobody_records_what_others_sign_on_the_paper_of_her_own_pair(
    who: str, make: Callable[[str], World]
) -> None:
    world = make("ru_target_model")
    person = coordinating(world, who)
    with pytest.raises(Refused, match=OWN):
        world.sign("pair_order", person, "principal")
    world.sign("pair_order", world.cast.devi, "principal")
    assert Signature.objects.get().person == world.cast.devi


@ONE_OF_THE_TWO
def test_nobody_awards_or_withdraws_the_certificate_of_her_own_pair(
    who: str, world: World, signed_in: Callable[[Person], Client]
) -> None:
    person = coordinating(world, who)
    world.complete()
    award = papers.awards(world.pair)[0]
    own = "Nobody awards a certificate to themselves." if who == "arun" else OWN
    with pytest.raises(Refused, match=own):
        actions.award(award, by=world.by(person))
    made = world.award()
    withdraw = reverse("credentials:withdraw", args=[made.code])
    browser = signed_in(person)
    seen = browser.get(reverse("credentials:documents", args=[world.pair.pk]))
    assert withdraw not in seen.content.decode()
    answer = browser.post(withdraw)
    assert answer.status_code == 403
    assert OWN in answer.content.decode()
    assert Certificate.objects.get().status == "issued"
    actions.withdraw_certificate(
        certificates.certificate(world.by(world.cast.devi), made.code),
        by=world.by(world.cast.devi),
    )
    assert Certificate.objects.get().status == "withdrawn"
