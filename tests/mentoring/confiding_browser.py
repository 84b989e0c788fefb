"""A person with a browser, in the lives of records: pages and files as she gets them, and words
that she types into a form and does not send."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test.client import ClientHandler, RequestFactory

from banyan.people.models import Person
from tests.mentoring.confiding import Life


@dataclass
class Browser:
    """It is the test client without what that keeps of each page for tests to look at, which costs
    as much as the page; she signs in once."""

    life: Life
    person: Person
    cookie: str = ""
    handler = ClientHandler(enforce_csrf_checks=False)

    def __post_init__(self) -> None:
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION_KEY] = str(self.person.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = self.person.get_session_auth_hash()
        store.save()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={store.session_key}"

    def get(self, url: str) -> tuple[int, str]:
        """Also where it leads on to. Of a PDF, what is copied out of it."""
        for _each in range(4):
            environ = RequestFactory(headers={"cookie": self.cookie}).get(url).environ
            answer: Any = self.handler(environ)
            if answer.status_code not in (301, 302):
                break
            url = answer["Location"]
        sent = answer.getvalue() if answer.streaming else answer.content
        if answer.headers.get("Content-Type") == "application/pdf":
            sent = copied(sent)
        return answer.status_code, sent.decode(errors="replace")

    def type_into(self, url: str, **words: str) -> bool:
        """Whether what she types is kept, as the script of the form asks it."""
        headers = {
            "cookie": self.cookie, "banyan-typed": "1", "banyan-person": str(self.person.pk),
            "idempotency-key": str(words),
        }  # fmt: skip
        asks = RequestFactory(headers=headers).post(url, {**words, "keeps": url})
        answer: Any = self.handler(asks.environ)
        assert answer.status_code in (200, 403, 404, 422), url
        return bool(answer.status_code == 200)


def copied(drawn: bytes) -> bytes:
    """What a viewer of PDF copies out of it (`pdftotext`, of poppler-utils)."""
    told = subprocess.run(["pdftotext", "-", "-"], input=drawn, capture_output=True, check=True)
    return told.stdout
