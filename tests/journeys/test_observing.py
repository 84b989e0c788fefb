"""A lesson is watched on a phone without a network: every tap arrives, each once, counted alike."""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from banyan.practice.models import EvidenceLine
from banyan.practice.queries.evidence import counted
from banyan.practice.queries.observations import plain
from tests.journeys.conftest import PATIENCE, PHONE, sign_in
from tests.journeys.test_offline import IN_CACHES, KEPT, until
from tests.walk.conftest import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITING = """async () => JSON.stringify(
    (await banyanKeep.all(document.body.dataset.person)).map((row) => row.fields)
)"""
HAS = f"({WAITING})().then((waits) => waits.includes('Draws a circle.'))"


def test_what_is_tapped_without_a_network_arrives_once(
    story: Story, chromium: Browser, live_server: Any
) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, locale="en-IN")  # type: ignore[arg-type]  # a ViewportSize is a dict
    context.set_default_timeout(PATIENCE)
    sign_in(context, story.cast.meera, live_server.url)
    address = f"/observations/{story.watched['agreed'].pk}/tools/"
    kept = EvidenceLine.objects.filter(observation__record=story.watched["agreed"])
    with closing(context):
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(address)
        status = page.locator("form[data-keep] [role=status][data-keep-says]")
        page.get_by_role("button", name="The lesson begins").click()
        page.get_by_role("button", name="Teacher", exact=True).click()
        expect(status).to_contain_text("Saved at")
        until(page, IN_CACHES, [address])
        assert kept.count() == 1

        context.set_offline(True)
        page.get_by_role("button", name="Open", exact=True).click()
        page.get_by_role("button", name="Closed", exact=True).click()
        page.get_by_role("button", name="Row 1, place 2", exact=True).click()
        page.get_by_role("button", name="Speaks").click()
        page.get_by_role("button", name="Row 2, place 3", exact=True).click()
        page.get_by_label("What you see or hear").fill("Why is the sky blue?")
        page.get_by_label("What you see or hear").press("Enter")
        expect(status).to_have_text(KEPT)
        page.reload()
        expect(page.locator("#last li")).to_have_count(5)
        expect(page.locator("#last")).to_contain_text("Why is the sky blue?")
        page.get_by_role("button", name="Closed", exact=True).click()
        page.get_by_role("button", name="Take the last one back").click()
        page.get_by_label("Who, and what").select_option("teacher_does")
        page.get_by_label("What you see or hear").fill("Explains it well.")
        expect(page.locator("#judging")).to_contain_text("“well” says how good it was")
        page.get_by_label("What you see or hear").fill("Draws a circle.")
        page.get_by_role("button", name="Write it down").click()
        expect(page.locator('[data-count="open"]')).to_have_text("50%")
        expect(page.locator('[data-count="heard"]')).to_have_text("3%")
        assert kept.count() == 1

        until(page, HAS, wanted=True)
        context.set_offline(False)
        expect(status).to_contain_text("Saved at")
        until(page, WAITING, "[]")
        rows = kept.filter(taken_back=False).order_by("pk")
        assert [(row.kind, row.value, row.text) for row in rows] == [
            ("talk", "teacher", ""),
            ("question", "open", ""),
            ("question", "closed", ""),
            ("asked", "1-2", ""),
            ("spoke", "2-3", ""),
            ("teacher_says", "", "Why is the sky blue?"),
            ("teacher_does", "", "Draws a circle."),
        ]
        found = counted(plain(rows), places=30)
        assert (found.open_percent, found.heard_percent) == (50, 3)
        page.get_by_role("button", name="The lesson is over").click()
        expect(page.get_by_text("7 lines, each with its time")).to_be_visible()
        assert kept.count() == 7
        assert troubles == []
    row = story.watched["agreed"].observation
    row.refresh_from_db()
    assert (row.status, row.observer) == ("observed", story.cast.meera)
    assert re.fullmatch(r"[0-9a-z]{4}\.\d+", rows[0].key)
