"""By keyboard alone: past the navigation, with the focus always seen, to what is wrong."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const clear = (colour) => colour === "transparent" || colour.endsWith(", 0)");
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && !clear(style.outlineColor);
    const box = one.getBoundingClientRect();
    return {
        what: one.outerHTML.slice(0, 120),
        shown: outlined || style.boxShadow !== "none",
        inside: box.width > 0 && box.top >= 0 && box.bottom <= innerHeight + 1,
    };
}"""


def unseen(page: Page, presses: int) -> list[str]:
    """Controls that took the focus without showing it, or where nobody sees it."""
    found = []
    for _press in range(presses):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if not (focused["shown"] and focused["inside"]):
            found.append(focused["what"])
    return found


@pytest.mark.parametrize("address", ["/", "/me/"])
def test_the_focus_is_seen_on_every_control(story: Story, enter: Enter, address: str) -> None:
    page = enter(story.cast.arun)
    page.goto(address)
    controls = page.locator("a[href], button, input:not([type=hidden]), select, summary").count()
    assert unseen(page, min(controls, 25)) == []


def test_the_first_key_offers_a_way_past_the_navigation(
    story: Story, scripts: bool, enter: Enter
) -> None:
    page = enter(story.cast.arun)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#main a").first).to_be_focused()


def test_what_is_wrong_is_told_first_and_leads_to_its_field(
    story: Story, scripts: bool, enter: Enter
) -> None:
    page = enter(story.cast.arun)
    page.goto(f"/mentorships/{story.pair.pk}/sessions/new/")
    page.get_by_label("Time", exact=True).fill("17:30")
    page.get_by_label("How many minutes").fill("45")
    page.get_by_role("button", name="Propose this time").press("Enter")
    summary = page.get_by_role("alert").filter(has=page.get_by_role("link"))
    expect(summary).to_be_focused()
    expect(page.get_by_label("Time", exact=True)).to_have_value("17:30")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Choose a day.")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    expect(page.get_by_label("Day", exact=True)).to_have_attribute("aria-invalid", "true")
