"""Every page there is, looked at once: what axe finds, how wide it is, what it asks for."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from axe_core_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import PHONE, Watch, sign_in
from tests.walk.conftest import Story
from tests.walk.reaching import NOT_HERE
from tests.walk.walking import arguments, asked_for

DESK = {"width": 1280, "height": 900}
HEADERS = 1000  # bytes that the headers of one answer take at most
# The gallery is looked at in tests/ui, in all its states; the others are not pages.
NOT_HERE_OR_NO_PAGE = (
    "ui:gallery", "healthz", "calendar:session", "insights:place_csv", "matching:frozen_list",
    "organisations:problems", "mentoring:message_news",
)  # fmt: skip

# Pages that differ by who looks, that no row of the walk stands for, or that say no.
ACCOUNT = (
    "/me/", "/account/logout/", "/account/sessions/", "/account/email/", "/account/mfa/",
    "/account/mfa/webauthn/", "/account/password/set/",
)  # fmt: skip
ENTRANCE = (
    "/", "/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/",
)  # fmt: skip

LOOK = """() => ({
    width: document.documentElement.scrollWidth,
    parts: [
        ...performance.getEntriesByType("resource").map((entry) => entry.name),
        ...Array.from(document.querySelectorAll("link[rel~=icon]"), (link) => link.href),
    ],
})"""
RULES: str = AXE_SCRIPT
AXE = """() => axe.run({resultTypes: ["violations"]}).then((found) => found.violations.map(
    (one) => one.id + ": " + one.nodes.map((node) => node.html).slice(0, 3).join(" | ")
))"""


@dataclass
class Looked:
    """One page as one person got it."""

    name: str
    status: int
    width: int
    html: int  # bytes, gzipped
    headers: int
    parts: frozenset[str]
    light: list[str]
    dark: list[str]


@dataclass
class Album:
    """What was seen of the pages that were to be looked at (`names`), of all addresses that there
    are (`every`)."""

    every: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    pages: list[Looked] = field(default_factory=list)
    watch: Watch = field(default_factory=lambda: Watch(""))


def rows(story: Story) -> list[tuple[list[str], str]]:
    """Who reaches the address of each row of the walk, and the address."""
    return [
        (row.reaches.split(), reverse(name, kwargs=arguments(story, route, row)))
        for name, route, _number, row in asked_for()
        if "get" in row.methods and name not in NOT_HERE_OR_NO_PAGE
    ]


def others(story: Story) -> list[tuple[str, str]]:
    """(who, address) of what the rows do not stand for."""
    homes = [
        (who, "/") for who in ("meera", "bina", "somu", "devi", "omar", "kavita", "nandan", "asha")
    ]
    sessions = [
        (who, reverse("mentoring:session", args=[session.pk]))
        for who in ("meera", "arun", "devi")
        for session in (story.held, story.coming, story.group)
    ]
    more = [
        ("devi", reverse("mentoring:mentorship", args=[story.pair.pk])),
        ("meera", reverse("mentoring:mentorship", args=[story.pair.pk])),
        ("meera", reverse("surveys:own")),
        ("meera", reverse("mentoring:requests")),
        ("meera", reverse("programmes:application", args=[story.application.pk])),
        ("meera", reverse("programmes:application_offer", args=[story.application.pk])),
        ("meera", reverse("programmes:application_publish", args=[story.application.pk])),
        ("latha", reverse("programmes:application", args=[story.waiting.pk])),
        ("devi", reverse("matching:round", args=[story.published.pk])),
        ("devi", reverse("matching:round", args=[story.draft.pk]) + "?show=pairs"),
        ("asha", reverse("organisations:index")),
        ("asha", reverse("organisations:place", args=[story.cast.nation.pk])),
        ("arun", reverse("mentoring:mentorship", args=[NOT_HERE])),
        ("kavita", reverse("programmes:start")),
        ("tara", reverse("mentoring:request_new") + f"?mentor={story.application.pk}"),
    ]
    account = [("arun", url) for url in ACCOUNT]
    entrance = [("stranger", url) for url in ENTRANCE]
    return homes + sessions + more + account + entrance


def is_page(story: Story, who: str, url: str) -> bool:
    browser = Client()
    browser.force_login(story.person(who))
    response = browser.get(url)
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def look_at_all(browser: Browser, story: Story, home: str, volume: int, volumes: int) -> Album:
    """Each person signs in once and goes from page to page: a phone in light, a desk in dark.
    A row of the walk is looked at by the first who gets a page there. Of all pages every fourth one
    is in each of four volumes, and so on."""
    of_rows, beside = rows(story), others(story)
    by_first = (
        (next((who for who in reachers if is_page(story, who, url)), ""), url)
        for reachers, url in of_rows[volume::volumes]
    )
    here = list(
        dict.fromkeys([*((who, url) for who, url in by_first if who), *beside[volume::volumes]])
    )
    album = Album(
        every=[*(url for _, url in of_rows), *(f"{who} {url}" for who, url in beside)],
        names=[f"{who} {url}" for who, url in here],
        watch=Watch(home),
    )
    by_person: dict[str, list[str]] = {}
    for who, url in here:
        by_person.setdefault(who, []).append(url)
    for who, urls in by_person.items():
        context = browser.new_context(
            base_url=home,
            locale="en-IN",
            reduced_motion="reduce",  # nothing is looked at half-way
        )
        if who != "stranger":
            sign_in(context, story.person(who), home)
        page = album.watch.over(context.new_page())
        album.pages += [look(page, who, url) for url in urls]
        context.close()
    return album


def look(page: Page, who: str, url: str) -> Looked:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a ViewportSize is a dict
    page.emulate_media(color_scheme="light")
    response = page.goto(url)
    assert response is not None
    seen = page.evaluate(LOOK)
    page.evaluate(RULES)
    light = page.evaluate(AXE)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(AXE)
    return Looked(
        name=f"{who} {url}",
        status=response.status,
        width=seen["width"],
        html=len(gzip.compress(response.body(), 6)),
        headers=sum(len(name) + len(value) + 4 for name, value in response.all_headers().items()),
        parts=frozenset(urlsplit(part).path for part in seen["parts"]),
        light=light,
        dark=dark,
    )


@cache
def on_the_wire(path: str) -> int:
    """A file of ours as it travels at its largest: gzipped, with the headers of its answer."""
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    return len(gzip.compress(Path(str(found)).read_bytes(), 9)) + HEADERS
