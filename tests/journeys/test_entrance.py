"""Signing up, signing out and signing in again by a code from the mail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def code() -> str:
    """The code in the newest mail."""
    found = re.search(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[0]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_somebody_new_signs_up_signs_out_and_signs_in_again(
    live_server: Any, scripts: bool, enter: Enter
) -> None:
    page = enter()
    page.goto("/")
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Your name").fill("Lata Menon")
    page.get_by_label("E-mail address").fill("lata@example.org")
    press(page, "Sign up")
    expect(page.get_by_text("We wrote to lata@example.org")).to_be_visible()
    page.get_by_label("Code from the mail").fill("0000-0000")
    press(page, "Go on")
    expect(page.get_by_role("alert").get_by_role("link")).to_be_visible()
    page.get_by_label("Code from the mail").fill(code())
    press(page, "Go on")
    expect(page.get_by_text("Welcome. Where would you like to begin?")).to_be_visible()

    page.goto("/account/logout/")
    press(page, "Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "A teacher grows best beside another teacher."
    )

    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill("LATA@example.org")
    press(page, "Send me a code")
    expect(page.get_by_label("Code from the mail")).to_be_visible()
    page.get_by_label("Code from the mail").fill(code())
    press(page, "Go on")
    expect(page.get_by_text("Welcome. Where would you like to begin?")).to_be_visible()
    page.goto("/me/")
    expect(page.get_by_label("Your name")).to_have_value("Lata Menon")
