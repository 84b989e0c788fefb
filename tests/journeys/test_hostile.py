"""Whatever people write is shown as they wrote it, and never run."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = '<script>document.title="taken"</script>'
IMAGE = '"><img src="/taken" onerror="document.title=\'taken\'">'
FETCH = '<b hx-get="/taken" hx-trigger="load">\'{{ 7|add:7 }}'
TAKEN = """() => [
    ...document.querySelectorAll(
        "[hx-get='/taken'], img, [onerror], script:not([src]):not([type='application/json'])"
    ),
].map((one) => one.outerHTML)"""


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def test_markup_that_people_write_is_shown_as_text(story: Story, enter: Enter) -> None:
    arun, meera = enter(story.cast.arun), enter(story.cast.meera)
    arun.goto("/me/")
    arun.get_by_label("Your name").fill(NAME)
    press(arun, "Save changes")
    expect(arun.get_by_label("Your name")).to_have_value(NAME)
    coming, held = (f"/sessions/{one.pk}/" for one in (story.coming, story.held))
    arun.goto(coming)
    for words in (IMAGE, FETCH):
        arun.get_by_label("What would you like to talk about?").fill(words)
        press(arun, "Add to the agenda")
        expect(arun.locator("#agenda")).to_contain_text(words)
    meera.goto(f"{held}log/")
    meera.get_by_label("What works").fill(f"{NAME}\n{IMAGE}\n{FETCH}")
    meera.get_by_label("Teacher's next steps").fill(FETCH)
    press(meera, "Keep the log")
    expect(meera.locator("#log")).to_contain_text(IMAGE)

    addresses = ("/", "/mentorships/", f"/mentorships/{story.pair.pk}/", "/sessions/", coming, held)
    devi = enter(story.cast.devi)
    for page in (arun, meera, devi):
        for address in (*addresses, "/notices/"):
            page.goto(address)
            assert (address, page.evaluate(TAKEN)) == (address, [])
        page.goto(f"/mentorships/{story.pair.pk}/")
        expect(page.get_by_role("main")).to_contain_text(NAME)
        expect(page).not_to_have_title("taken")
