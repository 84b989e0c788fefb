"""Servers to talk to, and a pair that meets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.core.cache import caches
from pytest_django.fixtures import Settings

from tests.interop.meetings.servers import BigBlueButtonServer, Fake, serving
from tests.mentoring.test_sessions.conftest import world

__all__ = ["world"]  # a fixture

Use = Callable[..., None]


@pytest.fixture
def use(settings: Settings) -> Use:
    """This installation uses that server, with those keys."""

    def _use(code: str, **keys: str) -> None:
        for alias in caches:
            caches[alias].clear()
        settings.MEETINGS = code
        settings.JITSI_URL = ""
        settings.MEETING_WEB = "tests.interop.meetings.servers.Loopback"
        settings.MEETING_KEYS = {**dict.fromkeys(settings.MEETING_KEYS, ""), **keys}

    return _use


@pytest.fixture
def serve() -> Iterator[Callable[..., None]]:
    with ExitStack() as stack:

        def _serve(fake: Fake, *hosts: str) -> None:
            stack.enter_context(serving(fake, *hosts))

        yield _serve


@pytest.fixture
def bbb(use: Use, serve: Callable[..., None]) -> BigBlueButtonServer:
    fake = BigBlueButtonServer()
    serve(fake, "bbb.example.org")
    use("bigbluebutton", BBB_URL="https://bbb.example.org/bigbluebutton", BBB_SECRET=fake.secret)
    return fake
