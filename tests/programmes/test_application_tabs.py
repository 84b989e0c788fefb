"""Every verb of a mentor's way into the pool, sent from two tabs of one browser: it is done once,
and the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.people.models import Person
from banyan.programmes.models import Application
from banyan.programmes.states import ApplicationStatus as A
from tests.conftest import NOW
from tests.programmes.conftest import World
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
Case = Callable[[Application], Form]


def _of(who: str, row: Application, verb: str, own: bool = False, **said: object) -> Form:
    page = f"/applications/{row.pk}/"
    return Form(who, f"{page}{verb}/", dict(said), "" if own else page)


def apply(row: Application) -> Form:
    return Form("somu", "/programmes/pilot/apply/")


def step(row: Application) -> Form:
    return _of("meera", row, "steps/time", True, capacity="2", hours_a_month="5")


def add_evidence(row: Application) -> Form:
    said = {"title": "A film", "text": "How I teach.", "link": "https://example.org/film"}
    return _of("meera", row, "evidence", True, **said)


def remove_evidence(row: Application) -> Form:
    page = f"/applications/{row.pk}/evidence/"
    return Form("meera", f"{page}{row.evidence.get().pk}/remove/", page=page)


def submit(row: Application) -> Form:
    page = f"/applications/{row.pk}/"
    return Form("meera", f"{page}submit/", page=f"{page}check/")


def withdraw(row: Application) -> Form:
    return _of("meera", row, "withdraw", True)


def screen(row: Application) -> Form:
    return _of("devi", row, "screen")


def review(row: Application) -> Form:
    return _of("devi", row, "review", True, advice="accept", words="Listens well.")


def accept(row: Application) -> Form:
    return _of("devi", row, "accept")


def refuse(row: Application) -> Form:
    return _of("devi", row, "refuse", True, reason="enough_mentors", words="Next year, gladly.")


def orient(row: Application) -> Form:
    return _of("devi", row, "orient", True, on="2026-01-10")


def train(row: Application) -> Form:
    return _of("devi", row, "training", True, what="workshop", on="2026-01-09", note="In Surat.")


def take_training_back(row: Application) -> Form:
    record = row.programme.trainings.filter(person=row.person)[0]
    return Form("devi", f"/trainings/{record.pk}/take-back/", page=f"/applications/{row.pk}/")


def activate(row: Application) -> Form:
    return _of("devi", row, "activate")


def offer(row: Application) -> Form:
    return _of("meera", row, "offer", True, capacity="2", about="I like to listen.")


def publish(row: Application) -> Form:
    said = {"listed": "on", "publishes": ["about"], "step": "publish"}
    return _of("meera", row, "publish", True, **said)


def rest(row: Application) -> Form:
    return _of("meera", row, "rest")


def come_back(row: Application) -> Form:
    return _of("meera", row, "return")


AT = {
    apply: A.DRAFT,
    step: A.DRAFT,
    add_evidence: A.DRAFT,
    remove_evidence: A.DRAFT,
    submit: A.DRAFT,
    withdraw: A.DRAFT,
    screen: A.SUBMITTED,
    refuse: A.SUBMITTED,
    review: A.SCREENED,
    accept: A.SCREENED,
    orient: A.ACCEPTED,
    train: A.MATCHABLE,
    take_training_back: A.MATCHABLE,
    activate: A.ORIENTED,
    offer: A.MATCHABLE,
    publish: A.MATCHABLE,
    rest: A.MATCHABLE,
    come_back: A.RESTING,
}
CASES: dict[Case, Sent] = {
    apply: Sent("programmes:apply", TOLD),
    step: Sent("programmes:application_step", TOLD),
    add_evidence: Sent("programmes:application_evidence", THANKED),
    remove_evidence: Sent("programmes:remove_evidence", GONE),
    submit: Sent("programmes:application_submit", TOLD),
    withdraw: Sent("programmes:application_withdraw", TOLD),
    screen: Sent("programmes:application_screen", TOLD),
    refuse: Sent("programmes:application_refuse", TOLD),
    review: Sent("programmes:application_review", THANKED),
    accept: Sent("programmes:application_accept", TOLD),
    orient: Sent("programmes:application_orient", TOLD),
    train: Sent("programmes:application_training", TOLD),
    take_training_back: Sent("programmes:training_take_back", GONE),
    activate: Sent("programmes:application_activate", TOLD),
    offer: Sent("programmes:application_offer", TOLD),
    publish: Sent("programmes:application_publish", TOLD),
    rest: Sent("programmes:application_rest", TOLD),
    come_back: Sent("programmes:application_return", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World, brought_to: Callable[[A], Application], signed_in: SignIn, case: Case
) -> None:
    row = brought_to(AT[case])
    if case is accept:
        for reader in (world.cast.devi, world.rekha):
            row.reviews.create(reviewer=reader, advice="accept", words="Good.", given_at=NOW)
    form = case(row)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        done_once(signed_in(getattr(world.cast, form.who)), form, CASES[case])
