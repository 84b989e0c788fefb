"""A coordinator finds a mentor for a teacher, and the two say yes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from banyan.matching import actions as matching
from tests.journeys.conftest import Enter
from tests.walk.conftest import Story
from tests.walk.moments import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def say_yes(page: Page, state: str) -> None:
    """On the page of the pair."""
    press(page, "Accept")
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(state)


def test_a_round_is_opened_changed_published_and_accepted(
    story: Story, scripts: bool, enter: Enter
) -> None:
    matching.discard(story.draft, by=at(story.cast.devi, 1))
    devi = enter(story.cast.devi)
    devi.goto(f"/cohorts/{story.cohort.pk}/rounds/")
    press(devi, "Open a round")
    press(devi, "Find the best pairs")
    expect(devi.get_by_text("1 teacher has a mentor.")).to_be_visible()
    devi.goto(f"{devi.url.split('?')[0]}teachers/{story.bina.pk}/")
    expect(devi.get_by_role("heading", level=1)).to_have_text("Mentors for Bina")
    card = devi.locator(".card").filter(has=devi.get_by_role("heading", name="Manu"))
    card.get_by_role("button", name="Put these two together").click()
    expect(devi.get_by_text("Bina and Manu stay together")).to_be_visible()
    press(devi, "Find the best pairs again")
    follow(devi, "All pairs")
    expect(devi.get_by_text("Manu would mentor Bina (KV Sabarmati).")).to_be_visible()

    bina = enter(story.bina)
    bina.goto("/mentorships/")
    expect(bina.get_by_text("Manu")).to_have_count(0)  # nothing shows before it is published

    follow(devi, "Check and publish")
    press(devi, "Publish and tell everybody")
    expect(devi.get_by_text("1 pair was proposed to its two people.")).to_be_visible()

    bina.goto("/")
    bina.locator(".next-thing a").click()  # the one next thing of her home
    say_yes(bina, "Accepted by one")
    manu = enter(story.manu)
    manu.goto("/mentorships/")  # his home begins with what is overdue with Tara
    follow(manu, "Bina")
    say_yes(manu, "Active")
    expect(manu.get_by_role("heading", level=1)).to_contain_text("Bina")
