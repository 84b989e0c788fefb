"""The form of mentoring that is chosen when a round is opened, for all its pairs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from banyan.matching import actions
from banyan.matching.models import Round
from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from tests.matching.conftest import World


def test_the_pairs_of_a_round_are_of_the_form_that_was_chosen_when_it_was_opened(
    pairable: World, signed_in: Callable[[Person], Client]
) -> None:
    browser, rounds = signed_in(pairable.cast.devi), f"/cohorts/{pairable.cohort.pk}/rounds/"
    assert "One to one" in browser.get(rounds).content.decode()
    opened = browser.post(f"{rounds}open/", {"form": "group"})
    round_ = Round.objects.select_related("cohort__programme__organisation").get()
    assert round_.blueprint_form == "group"
    assert "In a group" in browser.get(opened.headers["Location"]).content.decode()
    actions.publish(actions.compute(round_, by=pairable.devi), by=pairable.devi)
    assert {pair.blueprint_form for pair in Mentorship.objects.all()} == {"group"}
    assert "In a group" in browser.get("/mentorships/").content.decode()


def test_a_form_that_the_blueprint_lacks_opens_no_round(pairable: World) -> None:
    with pytest.raises(ValueError, match="no form of this blueprint"):
        actions.open_round(pairable.cohort, by=pairable.devi, blueprint_form="circle")
    assert Round.objects.count() == 0
