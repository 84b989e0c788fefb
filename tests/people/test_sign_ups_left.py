"""A sign-up whose address nobody confirms holds that address for a week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people import actions, jobs
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW, Cast

SIGNUP = "/account/signup/"
Look = Callable[..., Viewer]


@pytest.fixture
def lata(client: Client, cast: Cast) -> Person:
    """She, or somebody in her name, signed up eight days ago."""
    with time_machine.travel(NOW - timedelta(days=8), tick=False):
        client.post(SIGNUP, {"name": "Lata Menon", "email": "lata@example.org"})
    return Person.objects.get(name="Lata Menon")


def forget() -> int:
    with time_machine.travel(NOW, tick=False):
        return jobs.forget_sign_ups()


def test_it_is_forgotten_after_a_week_and_the_address_is_free(lata: Person) -> None:
    assert forget() == 1
    assert Person.objects.filter(pk=lata.pk).count() == 0
    assert EmailAddress.objects.filter(email="lata@example.org").count() == 0
    assert Event.objects.get(verb="person.forget_sign_up").subject == f"person:{lata.pk}"
    assert forget() == 0
    again = actions.add_person("Lata Menon", email="lata@example.org", by=system(NOW))
    assert again.pk != lata.pk


def test_whoever_was_added_by_somebody_else_stays(cast: Cast) -> None:
    people = Person.objects.count()
    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        assert jobs.forget_sign_ups() == 0
    assert Person.objects.count() == people


def test_a_younger_sign_up_stays(client: Client, cast: Cast) -> None:
    with time_machine.travel(NOW - timedelta(days=6), tick=False):
        client.post(SIGNUP, {"name": "Lata Menon", "email": "lata@example.org"})
    assert forget() == 0


def test_whoever_confirmed_the_address_stays(lata: Person) -> None:
    EmailAddress.objects.filter(user=lata).update(verified=True)
    assert forget() == 0


def test_whoever_was_given_a_role_or_a_link_meanwhile_stays(lata: Person, cast: Cast) -> None:
    actions.invite(lata, by=system(NOW))
    assert forget() == 0
    lata.invitations.all().delete()
    organisations.give_role(lata, cast.school, Role.TEACHER, by=system(NOW), starts_on=LONG_AGO)
    assert forget() == 0


def test_an_address_confirmed_while_the_job_was_on_its_way_stays(lata: Person) -> None:
    EmailAddress.objects.filter(user=lata).update(verified=True)
    assert actions.forget_sign_up(lata, by=system(NOW)) is False
    assert Person.objects.filter(pk=lata.pk).count() == 1


def test_no_person_can_forget_another(lata: Person, cast: Cast, viewer: Look) -> None:
    for person in cast.everybody().values():
        with pytest.raises(Refused):
            actions.forget_sign_up(lata, by=viewer(person))
