"""Every address answers what no browser would send: with a page, never with an unhandled error; and
a form that it cannot take with 422, never as if all were well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms.forms import BaseForm
from django.http import QueryDict
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from banyan.config.documents import patterns
from tests.conftest import NOW
from tests.walk.conftest import Story, kept_story
from tests.walk.rows import ROWS
from tests.walk.walking import arguments, as_served, asked_for

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walk")]

IN_A_VALUE = ("x" * 5000, "1" + "0" * 20, "9" * 5000, "9999-12-31")
IN_AN_ADDRESS = {int: (str(2**40), str(2**70)), str: ("%00", "%ED%A0%80", "%0d%0a", "x" * 5000)}
IN_A_QUERY = (
    "page", "q", "of", "status", "school", "show", "mentor", "missing", "as", "then", "domain",
    "language", "stage", "cohort", "kind", "reason", "next", "programme", "place", "token",
)  # fmt: skip
IN_EVERY_FIELD = ("\0", "x" * 5000, str(2**70), "9999-12-31")
IN_ONE_FIELD = {"number": ("-1", str(2**40)), "date": ("0001-01-01", "9999-12-31")}
IN_ANY_OTHER = ("\0", "x" * 5000)
WHERE_ASKED = ("9" * 5000, "\0")  # a number that Python refuses to read, and no text for a database
NOT_FIELDS = {"csrfmiddlewaretoken", "keeps", "keep_for_later"}  # of every form
UNASKED = ("step", "newest", "back", "seen", "words", "language", "next", "keep_good", "version")


class Fields(HTMLParser):
    """The fields of the forms on a page that are sent to it by POST, each with a value it may have.
    What is sent elsewhere, such as the choice of a language on every page, is filled in there."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__()
        self.path = path
        self.values: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.files: set[str] = set()
        self.posts = False
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            sent_here = urlsplit(has.get("action", "")).path in ("", self.path)
            self.posts = sent_here and has.get("method", "get").lower() == "post"
        elif tag == "option" and self.select:
            if has.get("value") and not self.values[self.select]:
                self.values[self.select] = has["value"]
        elif self.posts and "name" in has and tag in ("input", "select", "textarea", "button"):
            name = has["name"]
            self.select = name if tag == "select" else ""
            if has.get("type") == "file":
                self.files.add(name)
            elif name not in self.values and name != "csrfmiddlewaretoken":
                is_day = name.endswith(("day", "_on", "until")) or name == "on"
                self.kinds[name] = "date" if is_day else has.get("type", "")
                self.values[name] = has.get("value") or ("" if tag == "select" else "word")


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[Story]:
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
        as_served(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(Template, "render", noting(Template.render))
        yield kept_story()
        transaction.set_rollback(True)


def noting(render: Callable[..., Any]) -> Callable[..., Any]:
    """What a page is given stays with its request: whoever asks sees which forms it drew."""

    def draw(page: Template, context: Any = None, request: Any = None) -> Any:
        if request is not None:
            vars(request).setdefault("given", []).append(context or {})
        return render(page, context, request)

    return draw


@pytest.fixture
def asked() -> Iterator[list[tuple[int, str]]]:
    """Whatever name is asked of a query or of what was sent, with the id of that: a form asks for
    its fields, a page for what stands in its address, a verb without a page for its own."""
    found: list[tuple[int, str]] = []

    def noting(how: Callable[..., Any]) -> Callable[..., Any]:
        def look(sent: Any, name: Any, *more: Any, **other: Any) -> Any:
            found.append((id(sent), name))
            return how(sent, name, *more, **other)

        return look

    with pytest.MonkeyPatch.context() as patch:
        for how in ("__getitem__", "__contains__", "getlist"):
            patch.setattr(QueryDict, how, noting(getattr(QueryDict, how)))
        yield found


class Attack:
    """Requests of somebody who may be there; each is undone, and an unhandled error is kept."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.failed: list[str] = []
        self.refused: set[str] = set()  # addresses that sent a form back
        self.browsers: dict[str, Client] = {}

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            made = Client(raise_request_exception=False)
            if who != "stranger":
                made.force_login(self.story.person(who))
            self.browsers[who] = made
        return self.browsers[who]

    def ask(self, who: str, method: str, url: str, what: str = "", **kw: Any) -> Any:
        browser = self.browser(who)
        cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
        point = transaction.savepoint()
        response = getattr(browser, method)(url, **kw)
        transaction.savepoint_rollback(point)
        browser.cookies.clear()
        browser.cookies.load(cookies)
        if response.status_code >= 500 and not url.startswith(reverse("healthz")):
            error = getattr(response, "exc_info", (None, None, None))[1]
            self.failed.append(f"{who} {method} {url[:120]} {what[:80]!r}: {error!r:.200}")
        if method == "post" and refused_forms(response):
            self.refused.add(url)
            if response.status_code == 200:
                self.failed.append(
                    f"{who} post {url[:120]} {what[:80]!r}: 200 to a form with errors"
                )
        return response


def places(story: Story) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each address with somebody who reaches it, or who is told no there."""
    for name, route, _number, row in asked_for():
        who = (row.reaches.split() or row.refuses.split() or ["arun"])[0]
        yield who, name, arguments(story, route, row)


def sign_in_addresses() -> list[str]:
    """The sign-in library's pages that need no argument."""
    return [f"/{route}" for route, _name in patterns() if re.fullmatch(r"account/[\w/-]*", route)]


def refused_forms(response: Any) -> list[BaseForm]:
    """Forms that were sent, drawn again with what is wrong with them; of our own pages."""
    if response.wsgi_request.path.startswith("/account/"):
        return []
    drawn = vars(response.wsgi_request).get("given", [])
    found = [value for given in drawn for value in given.values() if isinstance(value, BaseForm)]
    return [form for form in found if form.is_bound and form.errors]


def looked_at_its_query(response: Any) -> bool:
    return "GET" in vars(response.wsgi_request)


def looked_at_what_was_sent(response: Any) -> bool:
    return not {"_post", "_body"}.isdisjoint(vars(response.wsgi_request))


def test_no_query_breaks_a_page(story: Story, asked: list[tuple[int, str]]) -> None:
    """An address that did not look at its query the first time is asked no second time. What it
    asks for there is sent to it alone, too: one name that it cannot take hides no other."""
    attack = Attack(story)
    found = [(who, reverse(name, kwargs=values)) for who, name, values in places(story)]
    found += [(who, url) for url in sign_in_addresses() for who in ("arun", "stranger")]
    queries = [urlencode(dict.fromkeys(IN_A_QUERY, value)) for value in IN_A_VALUE]
    queries += ["page=%ED%A0%80&page=2&page&&q=%ff&=1"]
    looked: dict[tuple[str, str], set[str]] = {}
    for who, url in found:
        asked.clear()
        answer = attack.ask(who, "get", f"{url}?{queries[0]}")
        if looked_at_its_query(answer):
            names = {name for of, name in asked if of == id(answer.wsgi_request.GET)}
            looked[who, url] = names
    assert {"/", "/mentors/", "/sessions/", "/account/login/"} <= {url for _who, url in looked}
    assert {"pair", "after", "section", "framework"} <= set().union(*looked.values())
    for (who, url), names in looked.items():
        alone = [urlencode({name: WHERE_ASKED[0]}) for name in sorted(names - {*IN_A_QUERY})]
        for query in [*queries[1:], *alone]:
            attack.ask(who, "get", f"{url}?{query}")
    assert attack.ask("arun", "get", "/?q=%00").status_code == 400
    assert attack.failed == [], "\n".join(attack.failed)


def test_no_id_breaks_an_address(story: Story) -> None:
    attack = Attack(story)
    for who, name, values in places(story):
        for key, value in values.items():
            for hostile in IN_AN_ADDRESS[type(value)]:
                url = reverse(
                    name, kwargs={**values, key: 7654321 if isinstance(value, int) else "hostile"}
                )
                for method in ROWS[name].methods:
                    attack.ask(who, method, re.sub("7654321|hostile", hostile, url, count=1))
    assert attack.failed == [], "\n".join(attack.failed)


def test_no_name_that_a_verb_asks_for_breaks_it(story: Story, asked: list[tuple[int, str]]) -> None:
    """Verbs without a page of their own ask for names that stand on another page."""
    attack, own = Attack(story), []
    for who, name, values in places(story):
        if "post" in ROWS[name].methods and "get" not in ROWS[name].methods:
            asked.clear()
            url = reverse(name, kwargs=values)
            sent = attack.ask(who, "post", url)
            names = {each for of, each in asked if of == id(sent.wsgi_request.POST)}
            own += [(who, url, each) for each in sorted(names - NOT_FIELDS)]
    assert {"tier", "seen", "signer"} <= {each for _who, _url, each in own}
    for who, url, each in own:
        for value in WHERE_ASKED:
            attack.ask(who, "post", url, f"{each}={value}", data={each: value})
    assert attack.failed == [], "\n".join(attack.failed)


def test_no_field_breaks_a_form(story: Story) -> None:
    attack = Attack(story)
    found = [
        (who, reverse(name, kwargs=values))
        for who, name, values in places(story)
        if "post" in ROWS[name].methods
    ]
    found += [(who, url) for url in sign_in_addresses() for who in ("arun", "stranger")]
    looked = {url for who, url in found if fill_in(attack, who, url)}
    assert {"/me/", "/me/notices/", "/account/login/"} <= looked
    assert {"/me/", "/journal/new/", "/programmes/new/"} <= attack.refused
    assert attack.failed == [], "\n".join(attack.failed)


def fill_in(attack: Attack, who: str, url: str) -> bool:
    """The form of this page with each field in turn as nobody would fill it in.

    Who looks at nothing of what is sent, such as a verb without fields, is sent it once, and
    the answer is no.
    """
    fields = Fields(attack.ask(who, "get", url).content.decode(), url)
    good: dict[str, Any] = dict(fields.values)
    for name in fields.files:
        good[name] = SimpleUploadedFile("people.csv", b"name\nRina\n")
    sent = attack.ask(who, "post", url, "unasked", data={**good, **dict.fromkeys(UNASKED, "\0")})
    if not looked_at_what_was_sent(sent):
        return False
    for value in IN_EVERY_FIELD:
        attack.ask(who, "post", url, value, data=dict.fromkeys([*good, *UNASKED], value))
    for name, kind in fields.kinds.items():
        for value in IN_ONE_FIELD.get(kind, IN_ANY_OTHER):
            attack.ask(who, "post", url, f"{name}={value}", data={**good, name: value})
    for name in fields.files:
        for file in FILES:
            filled = {**good, name: SimpleUploadedFile(*file)}
            attack.ask(who, "post", url, f"{name}={file}", data=filled)
    return True


FILES = [
    ("../../../etc/passwd", b"name\n\0\n"),
    ("x" * 300 + ".csv", b"name,school\n" + b'"' * 99),
    ("=cmd|' /C calc'!A0.csv", b"\xff\xfe\x00"),
    ("bomb.csv", b"PK\x03\x04" + bytes(1000)),
    ("wide.csv", b"," * 50_000),
    ("long.csv", b"name,state\n" + b"x" * 300_000),
    ("numbers.csv", b"name,school,role,years\nRina,1005,teacher," + b"9" * 30 + b"\n"),
    ("none.csv", b""),
]  # fmt: skip
