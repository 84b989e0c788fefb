"""What the tests of messages share: who writes when, and what stands on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions import messages as actions
from banyan.mentoring.models import Mentorship, Message
from banyan.mentoring.queries import messages as queries
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW, Cast

PDF = b"%PDF-1.7\n1 0 obj"
SIGNED = Callable[[Person], Client]


def at(person: Person, minutes: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(minutes=minutes))


def send(
    pair: Mentorship, person: Person, text: str = "Shall we?", *, minutes: float = 0, form: str = ""
) -> Message:
    form = form or f"{Message.objects.count()}"
    return actions.send(pair, text, by=at(person, minutes), form=form)


def give_power(cast: Cast, person: Person) -> None:
    organisations.give_role(person, cast.school, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO)


def texts(viewer: Viewer, pair: Mentorship) -> list[str]:
    found = queries.thread(viewer, queries.pair_of_thread(viewer, pair.pk))
    return [one.text for one in found.lines]


def thread_page(browser: Client, pair: Mentorship, **query: str) -> str:
    return str(browser.get(f"/mentorships/{pair.pk}/messages/", query).content.decode())
