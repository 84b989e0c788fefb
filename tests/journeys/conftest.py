"""A real Chromium before a real server, on one day in January."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from banyan.people.models import Person
from tests.conftest import NOW, make_cast
from tests.kept import Kept
from tests.walk.conftest import Story, tell

PHONE = {"width": 360, "height": 740}
PATIENCE = 20_000  # milliseconds for one expectation: a busy machine is slow, not wrong


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys; gone before other tests start their own."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps a loop in this thread, which Django would take for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell",
            args=["--no-sandbox", "--disable-gpu"],
        )
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def the_day() -> Iterator[Any]:
    """The clock goes on from NOW, and can be moved; attempts to sign in are counted from none."""
    cache.clear()
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Every story is lived twice: with JavaScript and without."""
    return bool(request.param)


kept_story = Kept(lambda: tell(make_cast()))


@pytest.fixture
def story(live_server: Any) -> Story:
    """The programme of the walk, in the database that the server reads."""
    return kept_story.committed()


@contextmanager
def lasting_story(blocker: Any) -> Iterator[Story]:
    """The same programme, told once for many looks; gone after them."""
    with blocker.unblock(), time_machine.travel(NOW, tick=True):
        yield kept_story.committed()
        call_command("flush", verbosity=0, interactive=False)


@dataclass
class Watch:
    """What a page should never do: complain, break, or ask another host for anything."""

    home: str
    troubles: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Page:
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self.sent(page, request.url))
        page.on("response", lambda answer: self.came(answer.url, answer.status))
        page.on("dialog", lambda dialog: self.opened(page, dialog))
        return page

    def heard(self, message: ConsoleMessage) -> None:
        """Every word on the console counts but two remarks of Chromium: on a page answered with
        4xx, for a form sent back and a page that is not there are meant; and on an autofocus that
        came after somebody had begun to type, who rightly keeps the focus."""
        at = message.location["url"]
        if "the server responded with a status of 4" in message.text and "/static/" not in at:
            return
        if message.text.startswith("Autofocus processing was blocked"):
            return
        self.troubles.append(f"{at}: {message.text}")

    def sent(self, page: Page, url: str) -> None:
        if not url.startswith((self.home, "data:")):
            self.troubles.append(f"{page.url} asks {url}")

    def came(self, url: str, status: int) -> None:
        if status >= 500:
            self.troubles.append(f"{url}: {status}")

    def opened(self, page: Page, dialog: Any) -> None:
        self.troubles.append(f"{page.url}: a dialog says {dialog.message}")
        dialog.dismiss()


def sign_in(context: BrowserContext, person: Person, home: str) -> None:
    """The cookie of a session, without the way through the mail."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": home}])


Enter = Callable[..., Page]


@pytest.fixture
def enter(request: pytest.FixtureRequest, chromium: Browser, live_server: Any) -> Iterator[Enter]:
    """`enter(person)` is a page of a phone on which this person has signed in, and `enter()`
    a stranger's. What the pages complained of fails the test."""
    scripted = "scripts" not in request.fixturenames or request.getfixturevalue("scripts")
    contexts = []
    watch = Watch(live_server.url)

    def make(person: Person | None = None) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=scripted,
            viewport=PHONE,  # type: ignore[arg-type]  # a ViewportSize is a dict
            locale="en-IN",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if person is not None:
            sign_in(context, person, live_server.url)
        return watch.over(context.new_page())

    yield make
    for context in contexts:
        context.close()
    assert watch.troubles == []
