"""A group session with few seats: the last one, the waiting list, and a place given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from banyan.mentoring import actions as mentoring
from tests.conftest import NOW
from tests.journeys.conftest import Enter
from tests.walk.conftest import Story
from tests.walk.moments import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_who_waits_gets_the_seat_that_becomes_free(
    story: Story, scripts: bool, enter: Enter
) -> None:
    group = mentoring.announce_group(
        story.cohort, "Stories in class", NOW + timedelta(days=8), 60, 2, by=at(story.cast.meera, 1)
    )
    mentoring.take_seat(group, by=at(story.cast.arun, 1))
    bina, tara, arun = enter(story.bina), enter(story.tara), enter(story.cast.arun)
    bina.goto("/sessions/")
    card = bina.locator(".card").filter(has_text="Stories in class")
    expect(card).to_contain_text("1 of 2 seats are taken.")
    card.get_by_role("link", name="See the session").click()
    press(bina, "Take a seat")
    expect(bina.locator("#seats")).to_contain_text("2 of 2 seats are taken.")

    tara.goto(f"/sessions/{group.pk}/")
    press(tara, "Join the waiting list")
    expect(tara.locator("#seats")).to_contain_text("You are number 1 on the waiting list.")

    arun.goto(f"/sessions/{group.pk}/")
    press(arun, "Give your place back")
    expect(arun.get_by_text("Your place is free for somebody else now.")).to_be_visible()
    tara.reload()
    expect(tara.locator("#seats")).to_contain_text("2 of 2 seats are taken.")
    expect(tara.get_by_text("on the waiting list")).to_have_count(0)

    meera = enter(story.cast.meera)
    meera.goto(f"/sessions/{group.pk}/")
    expect(meera.locator("#seats li")).to_have_text(["Bina", "Tara"])
