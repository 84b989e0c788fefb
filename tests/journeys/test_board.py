"""A coordinator works through a round by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from banyan.matching import actions as matching
from banyan.matching.models import Wish
from banyan.programmes import actions as programmes
from tests.journeys.conftest import Enter
from tests.walk.conftest import Story
from tests.walk.moments import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go_to(page: Page, name: str) -> None:
    """Tab until the control of this name has the focus, and press it."""
    expect(page.locator("main :is(a, button):visible", has_text=name).first).to_be_visible()
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").strip().startswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not come to {name}")


def step_to(page: Page, name: str) -> None:
    """Go down from card to card, from a heading that has the focus."""
    expect(page.locator("h2:focus")).to_be_visible()
    for _press in range(10):
        page.keyboard.press("j")
        if name in page.evaluate("document.activeElement.innerText"):
            return
    raise AssertionError(f"j does not come to {name}")


@pytest.fixture
def board(story: Story, enter: Enter) -> Page:
    """Bina and Uma wait, and Meera and Manu have seats; the list of all pairs has the focus."""
    devi = at(story.cast.devi, 1)
    matching.discard(story.draft, by=devi)
    programmes.enrol_by_hand(
        story.cohort, "Uma", story.cast.school, by=devi, needs=["digital_education"],
        languages=["hi"], confirmed=True,
    )  # fmt: skip
    page = enter(story.cast.devi)
    page.goto(f"/cohorts/{story.cohort.pk}/rounds/")
    go_to(page, "Open a round")
    go_to(page, "Find the best pairs")
    expect(page.get_by_text("2 teachers have a mentor.")).to_be_visible()
    go_to(page, "All pairs")
    expect(page.locator("#teachers")).to_be_focused()
    return page


def test_a_round_is_worked_through_by_keyboard_alone(board: Page) -> None:
    board.keyboard.press("/")
    board.keyboard.type("bina")  # with letters that are keys elsewhere
    board.keyboard.press("Enter")
    expect(board.locator("#teachers")).to_be_focused()
    expect(board.locator(".pair")).to_have_count(1)

    step_to(board, "Bina")
    board.keyboard.press("m")
    expect(board.get_by_role("heading", level=1)).to_have_text("Mentors for Bina")
    expect(board.locator("#mentors")).to_be_focused()
    expect(board.get_by_text("If these two were put together:")).to_be_visible()  # the price
    step_to(board, "If these two were put together:")
    board.keyboard.press("m")
    expect(board.get_by_role("heading", level=1)).to_have_text("What would change")
    expect(board.get_by_text("The fit in all would stay the same.")).to_be_visible()
    go_to(board, "Put these two together")
    expect(board.get_by_text("stay together when the best pairs are found")).to_be_visible()

    go_to(board, "All pairs")
    step_to(board, "Uma")
    board.keyboard.press("p")
    expect(board.locator(".pair:focus")).to_contain_text("Put together by hand")
    board.keyboard.press("f")
    expect(board.get_by_text("2 teachers have a mentor.")).to_be_visible()
    go_to(board, "All pairs")
    expect(board.locator("#teachers")).to_be_focused()
    expect(board.get_by_text("Put together by hand")).to_have_count(2)
    board.keyboard.press("c")
    go_to(board, "Publish and tell everybody")
    expect(board.get_by_text("2 pairs were proposed to their two people.")).to_be_visible()


def test_a_press_is_undone_where_it_was_made(board: Page) -> None:
    step_to(board, "Uma")
    board.keyboard.press("n")
    expect(board.locator(".pair:focus")).to_contain_text("Ruled out in confidence")
    board.keyboard.press("u")
    expect(board.locator(".pair:focus")).to_contain_text("Uma")
    expect(board.get_by_text("Ruled out in confidence")).to_have_count(0)
    assert not Wish.objects.filter(round__status="draft").exists()


def test_the_keys_are_listed_and_lead_up_and_down(board: Page) -> None:
    listed = board.get_by_text("Next teacher")
    expect(listed).to_be_hidden()
    board.keyboard.press("j")
    first = board.locator(".pair:focus").inner_text()
    board.keyboard.press("?")
    expect(listed).to_be_visible()
    board.keyboard.press("?")
    expect(listed).to_be_hidden()
    assert board.locator(".pair:focus").inner_text() == first
    board.keyboard.press("ArrowDown")
    assert board.locator(".pair:focus").inner_text() != first
    board.keyboard.press("k")
    assert board.locator(".pair:focus").inner_text() == first
    board.keyboard.press("/")
    board.keyboard.press("Escape")
    assert board.locator(".pair:focus").inner_text() == first


def test_no_key_is_taken_outside_the_list_or_from_a_browser(board: Page) -> None:
    address = board.url
    board.locator("#main").focus()
    for key in ("n", "p", "j", "c"):
        board.keyboard.press(key)
    expect(board.locator("#main")).to_be_focused()
    board.locator("#teachers").focus()
    step_to(board, "Uma")
    for key in ("Control+n", "Alt+p", "Meta+u"):
        board.keyboard.press(key)
    assert board.url == address
    assert not Wish.objects.filter(round__status="draft").exists()


def test_without_scripts_there_are_no_keys_and_a_press_leads_back_to_its_card(
    story: Story, scripts: bool, enter: Enter
) -> None:
    page = enter(story.cast.devi)
    page.goto(f"/rounds/{story.draft.pk}/?show=pairs")
    expect(page.get_by_text("Press ? for keys")).to_be_visible(visible=scripts)
    page.get_by_role("button", name="Keep together").first.press("Enter")
    expect(page.get_by_text("Put together by hand")).to_be_in_viewport()
