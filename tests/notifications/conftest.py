from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.utils.translation import gettext_lazy

from banyan.notifications import registry
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.people.models import Person
from tests.conftest import NOW

done: set[int] = set()


def _still_wanted(data: Mapping[str, Any]) -> bool:
    return data.get("about") not in done


KINDS = (
    Kind("test.pair", Category.PAIR, "{other} proposes", "Answer by {until_on}.", "See it"),
    Kind("test.soon", Category.SESSION, "Soon", "It starts {starts_at}.", "See it", _still_wanted),
    Kind("test.thanks", Category.FEEDBACK, "Thanks", "{count} answers.", gettext_lazy("Sign in")),
    Kind("test.area", Category.AREA, "A pair", "They have not met.", "See it"),
    Kind("test.press", Category.FEEDBACK, "Last day", "Today.", "Say it", presses=True),
)


@pytest.fixture(autouse=True)
def kinds() -> Iterator[set[int]]:
    """Kinds of our own, and the set of things that are done."""
    before = dict(registry._kinds)
    registry.register(*KINDS)
    done.clear()
    yield done
    registry._kinds.clear()
    registry._kinds.update(before)


@pytest.fixture
def told() -> Callable[..., None]:
    """Tells one person something; the key is the kind unless said."""
    data: dict[str, dict[str, Any]] = {
        "test.pair": {"other": "Meera", "until_on": "2026-01-20"},
        "test.soon": {"starts_at": "2026-01-15T04:30:00+00:00", "about": 7},
        "test.thanks": {"count": 123456},
        "test.press": {},
        "test.area": {},
    }

    def make(person: Person, kind: str, *, at: datetime = NOW, key: str = "") -> None:
        tell([person.pk], kind, key=key or kind, now=at, link="/pairs/7/", **data[kind])

    return make


class NoMail(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages: object) -> int:
        raise OSError("no mail today")


class NoSuchArun(EmailBackend):
    """A mail server that knows everybody but Arun."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["arun@example.org"]:
            raise SMTPRecipientsRefused({"arun@example.org": (550, b"no such mailbox")})
        return int(super().send_messages(messages))
