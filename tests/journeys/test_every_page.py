"""Every page for everybody: accessible, as wide as its window, light to load, silent and ours."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import lasting_story
from tests.journeys.looking import (
    AXE,
    HEADERS,
    RULES,
    Album,
    Looked,
    look_at_all,
    on_the_wire,
)
from tests.walk.reaching import NOT_HERE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VOLUMES = 4  # each is made once, by one process; four have a quarter of the pages each

KB = 1024
WHOLE_FILE = re.compile(r"/designs/\d+/file/$")  # holds the file itself: docs/decisions/0005
NOES = {f"arun /mentorships/{NOT_HERE}/": 404, "kavita /programmes/new/": 403}
PADDING = 100  # bytes that Django adds at random to what it gzips
# What every page loads, and a browser keeps after its first view.
KEPT = frozenset(
    f"/static/banyan/{name}" for name in ("banyan.css", "banyan.js", "htmx.min.js", "favicon.svg")
)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(volume, marks=pytest.mark.xdist_group(f"volume {volume}"))
        for volume in range(VOLUMES)
    ],
)
def album(
    request: pytest.FixtureRequest,
    chromium: Browser,
    live_server: object,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Album:
    with lasting_story(django_db_blocker) as story:
        return look_at_all(chromium, story, str(live_server), request.param, VOLUMES)


def wire(page: Looked, parts: frozenset[str]) -> int:
    """Bytes of a view of which only these parts are loaded besides the page itself."""
    return page.html + PADDING + page.headers + sum(on_the_wire(part) for part in parts)


def test_every_page_was_looked_at(album: Album) -> None:
    assert len(set(album.every)) > 100 and len(album.names) > 50
    assert NOES.keys() <= set(album.every)
    assert sorted(page.name for page in album.pages) == sorted(album.names)
    noes = {page.name: page.status for page in album.pages if page.status != 200}
    assert noes == {name: status for name, status in NOES.items() if name in album.names}


def test_the_rules_find_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<html lang='en'><title>A page</title><main><h1>A page</h1><input></main>")
    page.evaluate(RULES)
    found = page.evaluate(AXE)
    page.close()
    assert found == ["label: <input>"]


def test_axe_finds_nothing_in_light_on_a_phone(album: Album) -> None:
    assert [f"{page.name}: {line}" for page in album.pages for line in page.light] == []


def test_axe_finds_nothing_in_dark_on_a_desk(album: Album) -> None:
    assert [f"{page.name}: {line}" for page in album.pages for line in page.dark] == []


def test_no_page_is_wider_than_a_phone(album: Album) -> None:
    assert [(page.name, page.width) for page in album.pages if page.width > 360] == []


def test_no_page_complains_or_asks_another_host(album: Album) -> None:
    assert album.watch.troubles == []


def test_no_page_is_larger_than_twelve_kilobytes(album: Album) -> None:
    heavy = {p.name: p.html for p in album.pages if p.html + PADDING > 12 * KB}
    files = {name for name in heavy if WHOLE_FILE.search(name)}
    assert {name: size for name, size in heavy.items() if name not in files} == {}
    assert all(heavy[name] <= 30 * KB for name in files)


def test_a_first_view_takes_at_most_six_requests_and_sixty_kilobytes(album: Album) -> None:
    views = [(p.name, 1 + len(p.parts), wire(p, p.parts)) for p in album.pages]
    assert [view for view in views if view[1] > 6 or view[2] > 60 * KB] == []


def test_a_later_view_takes_at_most_fifteen_kilobytes(album: Album) -> None:
    views = [
        (page.name, wire(page, page.parts - KEPT))
        for page in album.pages
        if not WHOLE_FILE.search(page.name)
    ]
    assert [view for view in views if view[1] > 15 * KB] == []


def test_headers_are_counted_large_enough(album: Album) -> None:
    assert [(page.name, page.headers) for page in album.pages if page.headers > HEADERS] == []
