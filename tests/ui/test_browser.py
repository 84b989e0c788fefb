"""The gallery in a real Chromium: nothing for axe to find, nothing wider than a phone."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_core_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]


def _look(browser: Browser, url: str, scheme: Literal["light", "dark"], width: int) -> list[str]:
    """What is wrong with the page, in words; what the browser itself complains of included."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(url)
    found: dict[str, Any] = Axe().run(page)
    wrong += [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        wrong.append("the page is wider than the window")
    page.close()
    return [f"{scheme} {width}: {one}" for one in wrong]


def test_the_gallery_is_accessible_in_both_schemes_and_widths(live_server: Any) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell",
            args=["--no-sandbox", "--disable-gpu"],
        )
        wrong = [
            line
            for scheme in SCHEMES
            for width in (320, 360, 1280)
            for line in _look(browser, f"{live_server.url}/ui/", scheme, width)
        ]
        browser.close()
    assert wrong == []


def test_an_answer_that_does_not_arrive_is_said_aloud(live_server: Any) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell",
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page()
        page.goto(f"{live_server.url}/ui/")
        shown = [page.locator("#trouble").is_visible()]
        page.evaluate(
            """() => {
                const button = document.querySelector("form.inline button");
                button.form.setAttribute("hx-post", "/ui/");
                htmx.process(button.form);
            }"""
        )
        page.route("**/ui/", lambda route: route.abort())
        page.locator("form.inline[hx-post] button").first.click()
        page.locator("#trouble").wait_for(state="visible")
        shown.append(page.locator("#trouble").is_visible())
        browser.close()
    assert shown == [False, True]
