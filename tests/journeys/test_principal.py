"""What the head of a school sees: that mentoring happens, and never what is said."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.walk.conftest import Story
from tests.walk.secrets import SECRETS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_principal_sees_counts_and_not_a_word(story: Story, scripts: bool, enter: Enter) -> None:
    page = enter(story.cast.kavita)
    page.goto("/")
    expect(page.get_by_role("heading", name="KV Sabarmati")).to_be_visible()
    shown = {}
    for stat in page.locator(".stat").all():
        value, label = stat.inner_text().split("\n", 1)
        shown[label.strip()] = value.strip()
    seen = [page.content()]
    for link in ("Teachers enrolled", "What each number means"):
        page.goto("/")
        page.get_by_role("link", name=link).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        seen.append(page.content())
    page.goto("/sessions/")
    seen.append(page.content())
    assert [word for word in SECRETS.values() for text in seen if word in text] == []
    assert shown == {
        "Teachers enrolled": "2",
        "With a mentor": "1",
        "Sessions this month": "0",
        "Sessions so far": "2",
        "Agreed this month": "0 min",
        "Agreed so far": "45 min",
    }
