"""A workshop from its plan to a certificate: a coordinator, whoever leads it, and a teacher."""

from __future__ import annotations

from datetime import datetime
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


def test_a_seat_a_code_and_a_certificate(
    story: Story, scripts: bool, enter: Enter, the_day: Any
) -> None:
    devi, meera, arun = enter(story.cast.devi), enter(story.cast.meera), enter(story.cast.arun)
    devi.goto(f"/programmes/{story.programme.code}/workshops/")
    follow(devi, "Plan a workshop or a webinar")
    devi.get_by_label("Title").fill("A story a day")
    devi.get_by_label("Workshop, in person").check()
    devi.get_by_label("Teachers and mentors").check()
    devi.get_by_label("Last day to take a seat").fill("2026-01-19")
    press(devi, "Plan it")
    devi.get_by_label("Name of the site").fill("Ahmedabad")
    devi.get_by_label("Building and room").fill("DIET, hall 2")
    devi.get_by_label("Who leads it").select_option(label="Meera Iyer")
    press(devi, "Add the site")
    devi.get_by_label("Day").fill("2026-01-20")
    devi.get_by_label("It begins at").fill("10:00")
    devi.get_by_label("It ends at").fill("12:00")
    press(devi, "Add the day")
    press(devi, "Open it for people")
    expect(devi.get_by_label("The link to share")).to_be_visible()
    address = devi.url.partition("#")[0]

    arun.goto("/workshops/")
    follow(arun, "A story a day")
    arun.get_by_role("button", name="Take a seat Ahmedabad").click()
    expect(arun.get_by_text("You have a seat here.")).to_be_visible()

    the_day.move_to(BEGINS)
    meera.goto(address)
    follow(meera, "Show the code")
    code = meera.locator(".figures").inner_text()
    arun.goto(address)
    follow(arun, "I am here")
    arun.get_by_label("The code that is shown there now").fill(code)
    press(arun, "Say that I am here")
    expect(arun.get_by_text("You came: said by code")).to_be_visible()

    the_day.move_to(BEGINS.replace(hour=13))
    devi.goto(address)
    press(devi, "It took place")
    follow(devi, "Certificates of attendance")
    press(devi, "Give 1 certificate")
    arun.goto("/certificates/")
    expect(arun.get_by_role("main")).to_contain_text("A story a day")
