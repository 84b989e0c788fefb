"""A video is sent from a phone whose line breaks, and watched where somebody remarks on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from banyan.practice.models import Upload, Video
from banyan.practice.models.videos import place_of
from tests.conftest import Cast, make_cast
from tests.films import mp4
from tests.journeys.conftest import Enter, sign_in
from tests.practice.filming import consent_of, seen_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIECE = 4 * 1024 * 1024
LESSON = Path(__file__).parents[2] / "src" / "banyan" / "demo" / "data" / "lesson.webm"


@pytest.fixture
def cast(live_server: Any) -> Cast:
    return make_cast()


def fill_in(page: Page, file: Path) -> None:
    page.goto("/videos/new/")
    page.get_by_label("What does it show?").fill("Fractions, 7B")
    page.get_by_label("No pupil’s face can be recognised in it").check()
    page.get_by_label("The video").set_input_files(file)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send the video").click()


def test_a_video_whose_line_breaks_goes_on_by_itself_and_after_a_reload(
    cast: Cast, chromium: Browser, live_server: Any, tmp_path: Path
) -> None:
    consent_of(cast.arun)
    long = tmp_path / "lesson.mp4"
    long.write_bytes(mp4(bytes(range(256)) * (3 * PIECE // 256)))
    context = chromium.new_context(base_url=live_server.url)  # its console tells of lost pieces
    sign_in(context, cast.arun, live_server.url)
    page = context.new_page()
    sent: list[str] = []

    def tunnel(route: Route) -> None:
        """The second piece gets lost twice; after the third the phone is without a line."""
        if route.request.method == "PATCH":
            sent.append(route.request.headers["upload-offset"])
            if sent.count(str(PIECE)) in (1, 2) and sent[-1] == str(PIECE):
                route.abort()
                return
            if sent[-1] == str(2 * PIECE):
                route.abort()
                return
        elif sent and sent[-1] == str(2 * PIECE):
            route.abort()
            return
        route.continue_()

    page.route("**/videos/uploads/**", tunnel)
    fill_in(page, long)
    send(page)
    expect(page.locator("[data-upload-words]")).to_have_text(
        "The connection is away. It goes on by itself when it is back."
    )
    expect(page.locator("progress")).to_have_js_property("value", 66)
    assert Upload.objects.get().offset == 2 * PIECE
    page.goto("/videos/")
    page.unroute("**/videos/uploads/**")
    expect(page.get_by_text("Choose the same file again")).to_be_visible()
    again: list[str] = []
    page.on(
        "request",
        lambda one: again.append(one.headers["upload-offset"]) if one.method == "PATCH" else None,
    )
    fill_in(page, long)
    send(page)
    expect(page.get_by_role("heading", name="Fractions, 7B")).to_be_visible()
    assert again == [str(2 * PIECE), str(3 * PIECE)]
    assert place_of(Video.objects.get().name).read_bytes() == long.read_bytes()
    context.close()


def test_what_is_no_video_is_said_beside_the_file(cast: Cast, enter: Enter, tmp_path: Path) -> None:
    consent_of(cast.arun)
    wrong = tmp_path / "lesson.mp4"
    wrong.write_bytes(b"<!doctype html>" * 100)
    page = enter(cast.arun)
    fill_in(page, wrong)
    send(page)
    expect(page.get_by_text("This is not a video that browsers play")).to_be_visible()


def test_a_video_is_sent_watched_and_spoken_of(cast: Cast, scripts: bool, enter: Enter) -> None:
    consent_of(cast.arun)
    page = enter(cast.arun)
    fill_in(page, LESSON)
    send(page)
    expect(page.get_by_role("heading", name="Fractions, 7B")).to_be_visible()
    assert Video.objects.get().owner_id == seen_by(cast.arun).person_id
    page.get_by_label("At which moment?").fill("1:10")
    page.get_by_label("What did you see or hear?").fill("Nine seconds of silence.")
    page.get_by_role("button", name="Add the comment").click()
    moment = page.get_by_role("link", name="1:10")
    expect(moment).to_have_attribute("href", f"/videos/{Video.objects.get().pk}/file/#t=70")
    if not scripts:
        return
    moment.click()
    expect(page.locator("#player")).to_have_js_property("currentTime", 70)
    page.get_by_role("button", name="The moment that is shown now").click()
    expect(page.get_by_label("At which moment?")).to_have_value("1:10")
