from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend


class NoMail(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages: object) -> int:
        raise OSError("no mail today")


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def code() -> Callable[[], str]:
    """The code in the newest mail."""

    def read() -> str:
        found = re.search(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)
        assert found
        return found[0]

    return read


@pytest.fixture
def same() -> Callable[[Any, str], tuple[int, str, str]]:
    """What a stranger sees of an answer, without the token of the form and what he typed."""

    def seen(response: Any, typed: str) -> tuple[int, str, str]:
        text = response.content.decode().replace(typed, "ADDRESS")
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
        return response.status_code, response.headers.get("Location", ""), text

    return seen
