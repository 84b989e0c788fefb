"""A pair finds a time, meets, and keeps what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NOW
from tests.journeys.conftest import Enter
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def test_a_time_in_her_mentors_hours_is_booked_with_a_tap(
    story: Story, scripts: bool, enter: Enter
) -> None:
    arun = enter(story.cast.arun)
    arun.goto(f"/mentorships/{story.pair.pk}/")
    follow(arun, "Find a time for another session")
    arun.locator("button[name=at]").first.click()
    expect(arun.get_by_text("Booked. Your mentor is told.")).to_be_visible()
    expect(arun.get_by_text("Confirmed", exact=True).first).to_be_visible()


def test_a_session_from_its_proposal_to_its_feedback(
    story: Story, scripts: bool, enter: Enter, the_day: Any
) -> None:
    arun, meera = enter(story.cast.arun), enter(story.cast.meera)
    arun.goto(f"/mentorships/{story.pair.pk}/")
    follow(arun, "Find a time for another session")
    follow(arun, "Propose another time")
    arun.get_by_label("Day", exact=True).fill("2026-01-19")
    arun.get_by_label("Time", exact=True).fill("17:30")
    arun.get_by_label("What is it about?").fill("Questions that open a lesson")
    press(arun, "Propose this time")
    expect(arun.get_by_text("Proposed. It is for the other one to confirm now.")).to_be_visible()
    address = arun.url
    path = urlsplit(address).path

    meera.goto("/sessions/")
    meera.locator("#answer").get_by_role("link").click()
    expect(meera.get_by_text("Questions that open a lesson")).to_be_visible()
    press(meera, "Confirm this time")
    expect(meera.get_by_text("Confirmed. You both have it on your page now.")).to_be_visible()
    meera.get_by_label("What would you like to talk about?").fill("How long do you wait?")
    press(meera, "Add to the agenda")
    expect(meera.locator("#agenda")).to_contain_text("How long do you wait?")
    arun.goto(address)
    arun.get_by_label("What would you like to talk about?").fill("Silent pupils")
    press(arun, "Add to the agenda")
    expect(arun.locator("#agenda")).to_contain_text("Silent pupils")

    the_day.move_to(NOW + timedelta(days=6))
    meera.goto(address)
    say_how_long(meera)
    expect(meera.get_by_text("You said 45 minutes; Arun Patel has not said yet.")).to_be_visible()
    arun.goto("/sessions/")
    arun.locator("#say").locator(f"a[href='{path}attendance/']").click()
    arun.get_by_label("How many minutes did you meet?").fill("45")
    press(arun, "Say so")
    expect(arun.get_by_text("You and Meera Iyer both say 45 minutes.")).to_be_visible()

    follow(meera, "Write the log")
    meera.get_by_label("What works").fill("Arun waits before he helps.")
    meera.get_by_label("Teacher's next steps").fill("Count to five\nAsk a second pupil")
    press(meera, "Keep the log")
    expect(meera.get_by_text("Kept. Open steps come first next time.")).to_be_visible()
    arun.goto(address)
    expect(arun.locator("#log")).to_contain_text("Arun waits before he helps.")
    arun.get_by_role("button", name="Done Count to five").click()
    expect(arun.get_by_role("button", name="Open again Count to five")).to_be_visible()

    for page in (arun, meera):
        page.goto(f"{address}feedback/")
        for group in page.get_by_role("group").all():
            choices = group.get_by_role("radio")
            if choices.count():
                choices.last.check()
        press(page, "Give feedback")
        expect(page.get_by_text("Thank you. Your feedback is kept.")).to_be_visible()


def say_how_long(page: Page) -> None:
    follow(page, "Say how long it was")
    page.get_by_label("How many minutes did you meet?").fill("45")
    press(page, "Say so")
