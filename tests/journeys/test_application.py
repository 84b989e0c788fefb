"""Somebody applies as a mentor; two people read the application and say yes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from banyan.kernel.viewer import system
from banyan.people import actions as people
from tests.conftest import NOW
from tests.journeys.conftest import Enter
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def review(page: Page, words: str) -> None:
    page.get_by_role("link", name="Write a review").click()
    page.get_by_label("Accept", exact=True).check()
    page.get_by_label("Why?").fill(words)
    press(page, "Save the review")
    expect(page.get_by_text("Your review is saved.")).to_be_visible()
    expect(page.get_by_text(words)).to_be_visible()


def test_an_application_goes_from_its_first_word_to_a_yes(
    story: Story, scripts: bool, enter: Enter
) -> None:
    lata = people.add_person("Lata Menon", email="lata@example.org", by=system(NOW))
    page = enter(lata)
    page.goto("/")
    page.get_by_role("link", name="Apply as a mentor").click()
    page.get_by_role("main").get_by_role("link", name="Pilot").first.click()
    page.get_by_role("link", name="Become a mentor").click()
    press(page, "Begin the application")

    page.get_by_label("Years of experience in your field").fill("11")
    press(page, "Save and go on")
    press(page, "Save and go on")
    expect(page.get_by_role("link", name="Choose at least one domain.")).to_be_visible()
    page.get_by_role("group", name="domains").get_by_label("First").select_option(
        "digital_education"
    )
    page.get_by_role("group", name="languages").get_by_label("First").select_option("hi")
    press(page, "Save and go on")
    page.get_by_label("How many teachers can you take at a time?").fill("2")
    page.get_by_label("How many hours a month do you have?").fill("6")
    press(page, "Save and go on")
    page.get_by_label("Why would you like to mentor?").fill("Somebody once did it for me.")
    press(page, "Save and go on")
    page.get_by_label("What is it?").fill("Service record")
    press(page, "Add")
    expect(page.get_by_role("heading", name="Service record")).to_be_visible()
    page.get_by_role("link", name="Go on: check your answers").click()
    expect(page.get_by_text("Somebody once did it for me.")).to_be_visible()
    press(page, "Send the application")
    expect(page.get_by_text("Your application is sent.")).to_be_visible()
    address = page.url

    devi, latha = enter(story.cast.devi), enter(story.latha)
    devi.goto(f"/programmes/{story.programme.code}/applications/")
    devi.get_by_role("link", name="Lata Menon").click()
    press(devi, "Pass to the reviewers")
    review(devi, "She listens.")
    latha.goto(address)
    review(latha, "Teachers come to her already.")
    devi.goto(address)
    press(devi, "Accept as a mentor")
    expect(devi.get_by_text("Lata Menon is now: Accepted.")).to_be_visible()

    page.goto(address)
    expect(page.get_by_role("main")).to_contain_text("Accepted")
    expect(page.get_by_text("She listens.")).to_have_count(0)
