"""The two of a pair write to each other: words, a file, and one that is taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_one_writes_the_other_reads_and_answers(
    story: Story, scripts: bool, enter: Enter
) -> None:
    arun, meera = enter(story.cast.arun), enter(story.cast.meera)
    address = f"/mentorships/{story.pair.pk}/messages/"
    arun.goto(address)
    arun.get_by_label("Your message").fill("Here is the plan for Friday.")
    paper = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj"}
    arun.get_by_label("A file, if you like").set_input_files(paper)  # type: ignore[arg-type]
    arun.get_by_role("button", name="Send").click()
    mine = arun.locator("#messages li").filter(has_text="Here is the plan for Friday.")
    expect(mine.get_by_role("link", name="plan.pdf")).to_be_visible()
    expect(arun.get_by_label("Your message")).to_have_value("")

    meera.goto("/")
    meera.get_by_role("main").get_by_role("link", name="message").first.click()
    theirs = meera.locator("#messages li").filter(has_text="Here is the plan for Friday.")
    with meera.expect_download() as sent:
        theirs.get_by_role("link", name="plan.pdf").click()
    assert sent.value.suggested_filename == "plan.pdf"
    meera.get_by_label("Your message").fill("Wrong pair, sorry.")
    meera.get_by_role("button", name="Send").click()
    wrong = meera.locator("#messages li").filter(has_text="Wrong pair, sorry.")
    wrong.get_by_role("button", name="Take it back").click()
    expect(meera.locator("#messages")).not_to_contain_text("Wrong pair, sorry.")

    arun.goto(address)
    expect(arun.locator("#messages")).to_contain_text("This message was taken back.")
    expect(arun.locator("#messages")).not_to_contain_text("Wrong pair, sorry.")
