"""A walk over every address, as every person, in one programme that is lived whole."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.template import Template
from django.test import Client
from django.urls import reverse

from banyan.config.documents import patterns
from banyan.practice.queries.anchors import APPLICATION
from banyan.programmes.models import Programme
from tests.conftest import NOW
from tests.walk.conftest import Story, kept_story
from tests.walk.reaching import EVERYBODY, NOT_HERE, Row
from tests.walk.rows import ROWS
from tests.walk.secrets import SECRETS
from tests.walk.tall import speak_tall

NOT_OURS = ("account", "set_language")  # the sign-in library's own pages, tested with people
INSIDE = {  # who may read the marked word of a field; of the others, the pair alone
    "hopes": {"arun", "devi", "latha", "tara"},
    "motivation": {"devi", "latha", "somu", "meera", "manu"},
    "review": {"devi", "latha"},
    "confidence": {"arun", "devi", "latha"},
    "request": {"meera", "bina"},
    "choice": {"meera", "bina"},
    "apart": {"bina", "devi", "latha"},
    "gender": {"bina"},
    "said": {"bina"},
    "dispute": {"arun", "meera", "devi", "latha"},
    "emergency": {"hema", "asha"},
    "quote": {"arun", "meera", "devi", "latha"},
    "shown": {"arun", "devi", "latha"},
    "turn_shown": {"arun", "meera", "devi", "latha"},
    "waits": {"arun", "meera", "manu"},
    "not_now": {"arun", "devi", "latha"},
    "explained": {"arun", "devi", "latha"},
    "another": {"arun", "devi", "latha"},
    "anchor": {"devi", "latha"},
    "applied": {"manu", "devi", "latha", "ravi"},
    "folder": {"arun", "devi", "latha"},
    "paper": {"arun", "meera", "ravi"},
    "hours": {"arun", "meera", "devi", "latha"},
    "mind": {"arun"},
    "typed": {"ravi"},
    "remark_begun": {"meera"},
    "mooted": {"arun"},
    "filming": {"arun"},
    "coming_film": {"arun"},
}


# Whose pages are kept, to be read: Ravi reads, and takes part in nothing.
LOOKERS = ("arun", "meera", "devi", "kavita", "nandan")
READS = ("portal:home", "practice:readings", "practice:reading")


def routes() -> dict[str, str]:
    """Our own addresses by name."""
    return {
        name: route
        for route, name in patterns()
        if name and not route.startswith(NOT_OURS) and name not in NOT_OURS
    }


def arguments(story: Story, route: str, row: Row) -> dict[str, Any]:
    """What the address needs, of the row that the table names."""
    asked = row.of(story) if row.of else None
    values: dict[str, Any] = {
        "code": asked.code if isinstance(asked, Programme) else story.programme.code,
        "key": "enrolled",
        "teacher_id": story.bina.pk,
        "mentor_id": story.cast.meera.pk,
        "step": story.step.pk,
        "seat": story.differing.places.get().pk,
        "spelling": "mid_way",
        "milestone": "milestone_1",
        "name": "words",
        "piece": story.waiting.evidence.get().pk,
        "paid": story.handed.mentorship.pk,
        "tranche": "first_half",
        "level": "district",
        "framework": "npst_2024",
        "version": "1.0",
        "design": "in_nmm",
        "other": "2.0",
        "slug": "people",
        "piece_key": "mentors.workshop",
        "notice_id": story.cast.arun.notices.order_by("pk")[0].pk,
        "paper": "plan",
        "document": "report",
        "certificate": story.certificate.code,
        "person_id": story.cast.arun.pk,
        "token": "nothing-like-a-token",
        "cohort_id": story.cohort.pk,
        "place_id": story.application.pk,
        "guest": story.rota.places.get(person=story.bina).pk,
        "side": "teacher",
        "kind": "lesson_plan",
        "resource": story.workshop.resources.get().pk,
        "like": APPLICATION,
        "reader": story.bina.pk,
        "comment": story.record.comments.get().pk,
        "verb": "reflect",
        "pk": asked.pk if asked else 0,
    }
    return {name: values[name] for name in re.findall(r"<(?:\w+:)?(\w+)>", route)}


def masked(content: bytes, pk: int) -> bytes:
    """Without the token of the form and the id that was asked for."""
    content = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", content)
    return re.sub(rb"/(%d|%d)/" % (pk, NOT_HERE), b"/-/", content)


# An address by its name, which of its rows in the table, and the method.
Asked = tuple[str, int, str]


@dataclass
class Found:
    """What one walk over everything found; the tests below look at it."""

    reached: dict[Asked, set[str]] = field(default_factory=lambda: defaultdict(set))
    refused: dict[Asked, set[str]] = field(default_factory=lambda: defaultdict(set))
    let_in: list[str] = field(default_factory=list)  # strangers who were not asked to sign in
    differ: list[str] = field(default_factory=list)  # hidden that does not look absent
    leaks: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)  # verbs that passed without a token
    files: list[str] = field(default_factory=list)  # the blueprints that the programmes run by
    taken: set[str] = field(default_factory=set)  # addresses that answer with a file, not a page
    pages: list[tuple[str, str, str]] = field(default_factory=list)  # name, looker and HTML
    queries: dict[str, int] = field(default_factory=dict)  # the most that a page took, by name

    def told(self, *asked: Any) -> tuple[set[str], set[str]]:
        """Whom it reached and whom it refused."""
        return self.reached[asked], self.refused[asked]


@contextmanager
def as_served() -> Iterator[None]:
    """Pages are drawn as on a server. For a test, each template is noted with a copy of all that it
    was given, and each refusal in a log: nobody reads either of ten thousand requests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", lambda page, given: page.nodelist.render(given))
        patch.setattr(logging.getLogger("django.request"), "disabled", True)
        yield


@cache
def walked() -> Found:
    """One world, one walk in a process: it takes half a minute, and several tests look at what it
    found. Whoever asks first has a database to do it in."""
    with time_machine.travel(NOW, tick=False), as_served():
        story = kept_story()
        return walk(story, speak_tall(story))


def walk(story: Story, files: list[str]) -> Found:
    """Who reaches what, standings say, in SQL: that is walked on both databases. That a stranger
    and a forged verb stop at the door, and that hidden looks like absent, no database decides."""
    found = Found(files=files)
    at_the_door = connection.vendor == "sqlite"
    browsers = {who: Client() for who in (*EVERYBODY, *["stranger"] * at_the_door)}
    for who in EVERYBODY:
        browsers[who].force_login(story.person(who))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(story.person("devi"))
    for name, route, number, row in asked_for():
        values = arguments(story, route, row)
        url = reverse(name, kwargs=values)
        key = next((k for k in ("cohort_id", "pk") if k in values), "")
        hides = row.of and key and at_the_door
        absent = reverse(name, kwargs={**values, key: NOT_HERE}) if hides else ""
        for method in row.methods:
            for who, browser in browsers.items():
                with counting() as asked:
                    response = answer(browser, method, url)
                note(found, (name, number, method), row, who, url, response)
                if method == "get" and is_page(response):
                    found.queries[name] = max(found.queries.get(name, 0), len(asked))
                if response.status_code == 404 and absent and who in {"omar", "kavita", "tara"}:
                    other = answer(browser, method, absent)
                    one, two = (masked(r.content, values[key]) for r in (response, other))
                    if one != two:
                        found.differ.append(f"{who} {method} {url}")
        if "post" in row.methods and at_the_door and answer(strict, "post", url).status_code != 403:
            found.forged.append(url)
    return found


def asked_for() -> Iterator[tuple[str, str, int, Row]]:
    """Every row of the table with its address; an address without one is told by its own test."""
    for name, route in routes().items():
        for number, row in enumerate(ROWS[name].every if name in ROWS else ()):
            yield name, route, number, row


def answer(browser: Client, method: str, url: str) -> Any:
    """What comes back; whatever it changed is undone."""
    point = transaction.savepoint()
    response = getattr(browser, method)(url)
    transaction.savepoint_rollback(point)
    return response


@contextmanager
def counting() -> Iterator[list[str]]:
    """What the database is asked inside, without the frames of transactions."""
    asked: list[str] = []

    def count(execute: Any, sql: str, *more: Any) -> Any:
        if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "(")):
            asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(count):
        yield asked


def is_page(response: Any) -> bool:
    return response.status_code == 200 and "text/html" in response.headers.get("Content-Type", "")


def note(found: Found, asked: Asked, row: Row, who: str, url: str, response: Any) -> None:
    name, _number, method = asked
    status = response.status_code
    if who == "stranger":
        asked = status == 302 and response["Location"].startswith("/account/login")
        if asked == row.is_public:
            found.let_in.append(f"{method} {url}: {status}")
    elif status == 403:
        found.refused[asked].add(who)
    elif status != 404:
        found.reached[asked].add(who)
    if "no-store" not in response.headers.get("Cache-Control", ""):
        found.cached.append(f"{who} {method} {url}")
    sent = response.getvalue() if response.streaming else response.content
    content = sent.decode(errors="replace")  # files are no text
    if status in (200, 206) and content and not is_page(response):
        found.taken.add(name)
    if (
        method == "get"
        and is_page(response)
        and (who in LOOKERS or (who == "ravi" and name in READS))
    ):
        found.pages.append((name, who, content))
    for secret, word in SECRETS.items():
        if word in content and who not in INSIDE.get(secret, {"arun", "meera"}):
            found.leaks.append(f"{who} {method} {url}: {secret}")
