"""Short meetings from their plan to what is said of them in private."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BEGINS = datetime(2026, 1, 20, 10, 0, tzinfo=ZoneInfo("Asia/Kolkata"))


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def test_who_does_not_come_is_marked_and_the_rest_is_laid_anew(
    story: Story, scripts: bool, enter: Enter, the_day: Any
) -> None:
    devi, bina = enter(story.cast.devi), enter(story.bina)
    devi.goto(f"/cohorts/{story.cohort.pk}/short-meetings/")
    follow(devi, "Plan short meetings")
    devi.get_by_label("What shall it be called?").fill("A morning of talks")
    devi.get_by_label("Day", exact=True).fill("2026-01-20")
    devi.get_by_label("First meeting begins at").fill("10:00")
    devi.get_by_label("Minutes of each meeting").fill("10")
    devi.get_by_label("All enrolled teachers").check()
    for mentor in (
        devi.get_by_role("group", name="Which mentors come?").get_by_role("checkbox").all()
    ):
        mentor.check()
    press(devi, "Lay the table")
    press(devi, "Announce and tell everybody")
    expect(devi.get_by_text("Announced. Everybody who takes part is told.")).to_be_visible()
    address = devi.url

    bina.goto("/short-meetings/")
    follow(bina, "A morning of talks")
    expect(bina.get_by_role("main")).to_contain_text("Meera Iyer")

    the_day.move_to(BEGINS + timedelta(minutes=2))
    devi.goto(address)
    follow(devi, "Who is there")
    devi.get_by_role("button", name="Did not come Arun Patel").click()
    expect(devi.get_by_text("Noted for Arun Patel.")).to_be_visible()
    press(devi, "Lay what is left anew")
    expect(devi.get_by_text("What is left is laid anew.")).to_be_visible()

    the_day.move_to(BEGINS + timedelta(hours=3))
    devi.goto(address)
    press(devi, "They are over")
    expect(devi.get_by_text("Over. Everybody is asked in private how it was.")).to_be_visible()
    bina.goto("/short-meetings/")
    follow(bina, "A morning of talks")
    follow(bina, "Say it in private")
    bina.get_by_role("group", name="Meera Iyer").get_by_label("I would like to").check()
    press(bina, "Keep this for me")
    expect(bina.get_by_text("Kept for you alone.")).to_be_visible()
