"""One form, open in two tabs of one browser, sent from both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.urls import resolve
from django.utils import timezone

NOT_COUNTED = {"django_session"}  # what a browser has in hand, such as a sentence to be shown

THANKED = frozenset({302})  # what is there is what she asks for: she is thanked again
TOLD = frozenset({302, 403, 409, 422})  # that it is done, or cannot be any more
GONE = frozenset({404})  # what she took out is not there to be taken out


@dataclass(frozen=True)
class Form:
    """A form that `who` has open in two tabs: where it is sent, what is typed into it, and the
    page on which it stands, where that has another address; `first`, what was sent there to see
    it, where it is the second page of two."""

    who: str
    address: str
    said: dict[str, Any] = field(default_factory=dict)
    page: str = ""
    first: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """The address, by its name, to which a case is sent, and how the second tab may be answered.
    `tests/architecture/test_tabs.py` looks here for the addresses that nobody has tried so."""

    name: str
    told: frozenset[int]


def done_once(browser: Client, form: Form, sent: Sent) -> None:
    """Open the page with the form in two tabs, fill it in, and send the same from both, from the
    second a minute later. Assert that it goes where it says, that the first changes something, that
    not one row differs after the second, and that this is answered by one of these statuses."""
    address = form.address
    assert resolve(address.partition("?")[0]).view_name == sent.name
    at = form.page or address
    page = browser.post(at, form.first) if form.first else browser.get(at)
    assert page.status_code == 200, read(page)
    given = as_shown(page.content.decode(), form)
    before = rows()
    first = post(browser, address, given)
    between = rows()
    assert first.status_code in (200, 302), read(first)
    assert between != before, "the first tab has changed nothing"
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        second = post(browser, address, given)
    after = rows()
    again = {name: [one for one in after[name] if one not in between[name]] for name in after}
    changed = [f"{name}: {one}" for name, found in again.items() for one in found]
    changed += [name for name in after if len(after[name]) < len(between[name])]
    final = browser.get(second["Location"], follow=True) if second.status_code == 302 else second
    assert changed == [], [*changed, read(final)]
    assert second.status_code in sent.told, [second.status_code, read(final)]


def read(response: Any) -> str:
    """The page as it is read, without what stands on every page."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])))


def post(browser: Client, address: str, given: dict[str, Any]) -> Any:
    """A file that is sent is read anew each time."""
    for value in given.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return browser.post(address, given)


def as_shown(page: str, form: Form) -> dict[str, Any]:
    """What the form of the page sends when it is filled in so: what stands there already is sent
    along. A button that brings what is said by itself is the form in which it stands."""
    for found in Forms.of(page):
        if form.address in found.ways(form.address) and found.takes(form.said):
            return found.shown | form.said
    raise AssertionError(f"no form to {form.address} with {sorted(form.said)}")


@dataclass
class Shown:
    """A form of a page: where it is sent, by itself or by one of its buttons, the names of its
    fields, and what each holds."""

    action: str
    buttons: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    hidden: dict[str, str] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)

    def ways(self, own: str) -> set[str]:
        return {self.action or own, *self.buttons}

    def takes(self, said: dict[str, Any]) -> bool:
        held = self.hidden.keys() & said.keys()
        return self.names >= said.keys() and all(self.hidden[name] == said[name] for name in held)

    def holds(self, name: str, value: str) -> None:
        """What is ticked twice under one name is a list."""
        if name in self.shown:
            self.shown[name] = [*self._list(name), value]
        else:
            self.shown[name] = value

    def _list(self, name: str) -> list[str]:
        held = self.shown[name]
        return held if isinstance(held, list) else [held]


class Forms(HTMLParser):
    """The forms of a page with what a browser would send of each, but for its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Shown] = []
        self.form: Shown | None = None
        self.text: str | None = None  # of the textarea that is open
        self.name = ""  # of the textarea or the list that is open

    @classmethod
    def of(cls, page: str) -> list[Shown]:
        parser = cls()
        parser.feed(page)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Shown(given.get("action", ""))
            self.found.append(self.form)
        elif self.form is not None:
            self._field(tag, given, self.form)

    def _field(self, tag: str, given: dict[str, str], form: Shown) -> None:
        name = given.get("name", "")
        if name:
            form.names.add(name)
        if "formaction" in given:
            form.buttons.add(given["formaction"])
        if tag in ("textarea", "select"):
            self.name, self.text = name, "" if tag == "textarea" else None
        elif tag == "option" and "selected" in given:
            form.holds(self.name, given.get("value", ""))
        elif tag == "input" and name and given.get("type") not in ("submit", "file", "button"):
            is_choice = given.get("type") in ("checkbox", "radio")
            if given.get("type") == "hidden":
                form.hidden[name] = given.get("value", "")
            if not is_choice or "checked" in given:
                form.holds(name, given.get("value", "on" if is_choice else ""))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.form is not None and self.text is not None:
            self.form.holds(self.name, self.text.removeprefix("\n"))
            self.text = None


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored, by table, but for what belongs to signing in."""
    quote = connection.ops.quote_name
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names():
            if table not in NOT_COUNTED:
                cursor.execute(f"SELECT * FROM {quote(table)}")
                found[table] = sorted(cursor.fetchall(), key=repr)
    return found
