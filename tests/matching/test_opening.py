"""Opening a round, and what a coordinator may lay down in it for whom."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.matching import actions
from banyan.matching.actions import rounds as opening
from banyan.matching.models import Round, Wish
from banyan.matching.states import RoundStatus
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from tests.conftest import LONG_AGO, NOW
from tests.matching.conftest import World

pytestmark = pytest.mark.django_db


def numbered_meanwhile(monkeypatch: pytest.MonkeyPatch, world: World, **of_it: Any) -> None:
    """Somebody else writes round 1 after the next number was looked up."""
    form = opening.stored_form

    def late(*given: Any) -> str:
        Round.objects.create(
            cohort=world.cohort, number=1, opened_by=world.rekha, opened_at=NOW, **of_it
        )
        return form(*given)

    monkeypatch.setattr(opening, "stored_form", late)


def test_a_number_that_a_rematch_took_is_no_open_round(
    pairable: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered_meanwhile(monkeypatch, pairable, of_one=True, status=RoundStatus.PUBLISHED)
    with pytest.raises(Stale, match="Please try again"):
        actions.open_round(pairable.cohort, by=pairable.devi)


def test_a_round_that_is_open_already_is_refused(pairable: World) -> None:
    actions.open_round(pairable.cohort, by=pairable.devi)
    with pytest.raises(Refused, match="open already"):
        actions.open_round(pairable.cohort, by=pairable.devi)


def test_a_form_of_mentoring_that_there_is_not_is_told_and_opens_nothing(
    pairable: World, client: Client
) -> None:
    client.force_login(pairable.cast.devi)
    with time_machine.travel(NOW, tick=False):
        page = client.post(f"/cohorts/{pairable.cohort.pk}/rounds/open/", {"form": "by_pigeon"})
    assert page.status_code == 422
    assert "This cannot be chosen here, or no longer. Choose again." in page.content.decode()
    assert not Round.objects.exists()


@pytest.mark.parametrize("who", ["teacher", "mentor"])
def test_a_coordinator_does_not_put_herself_together_with_anybody(
    pairable: World, who: str
) -> None:
    person = pairable.cast.arun if who == "teacher" else pairable.cast.meera
    organisations.give_role(
        person, pairable.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    round_ = actions.open_round(pairable.cohort, by=pairable.devi)
    by = viewer_for(person, now=NOW)
    with pytest.raises(Refused, match="You are one of the two"):
        actions.pin(round_, pairable.cast.arun, pairable.cast.meera, by=by)
    assert not Wish.objects.exists()
    actions.pin(round_, pairable.cast.arun, pairable.cast.meera, by=pairable.devi)
    assert Wish.objects.count() == 1


def test_the_page_of_a_move_offers_what_is_not_so_already(pairable: World, client: Client) -> None:
    round_ = pairable.computed()
    arun, meera = pairable.cast.arun, pairable.cast.meera
    client.force_login(pairable.cast.devi)
    url = f"/rounds/{round_.pk}/teachers/{arun.pk}/mentors/{meera.pk}/"
    with time_machine.travel(NOW, tick=False):
        page = client.get(url).content.decode()
        assert "Put these two together" not in page and "Keep together" in page
        actions.pin(round_, arun, meera, by=pairable.devi)
        actions.compute(round_, by=pairable.devi)
        page = client.get(url).content.decode()
    assert "Keep together" not in page and "Put these two together" not in page
    assert "These two are to be together in this round already." in page
