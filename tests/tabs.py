"""One form, open in two tabs of one browser, sent from both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

NOT_COUNTED = {"django_session", "usersessions_usersession"}  # of signing in

THANKED = frozenset({302})  # what is there is what she asks for: she is thanked again
TOLD = frozenset({302, 403, 409, 422})  # that it is done, or cannot be any more
GONE = frozenset({404})  # what she took out is not there to be taken out


@dataclass(frozen=True)
class Form:
    """A form that `who` has open in two tabs: where it is sent, what is typed into it, and the
    page on which it stands, where that has another address."""

    who: str
    address: str
    said: dict[str, Any] = field(default_factory=dict)
    page: str = ""


def done_once(browser: Client, form: Form, told: frozenset[int]) -> None:
    """Open the page with the form in two tabs, fill it in, and send the same from both, from the
    second a minute later. Assert that the first changes something, that not one row differs after
    the second, and that this is answered by one of these statuses."""
    address = form.address
    given = as_shown(browser.get(form.page or address).content.decode(), form)
    before = rows()
    first = browser.post(address, given)
    between = rows()
    assert first.status_code in (200, 302), read(first)
    assert between != before, "the first tab has changed nothing"
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        second = browser.post(address, given)
    after = rows()
    again = {name: [one for one in after[name] if one not in between[name]] for name in after}
    changed = [f"{name}: {one}" for name, found in again.items() for one in found]
    changed += [name for name in after if len(after[name]) < len(between[name])]
    final = browser.get(second["Location"], follow=True) if second.status_code == 302 else second
    assert changed == [], read(final)
    assert second.status_code in told, read(final)


def read(response: Any) -> str:
    """The page as it is read, without what stands on every page."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])))


def as_shown(page: str, form: Form) -> dict[str, Any]:
    """What the form of the page sends when it is filled in so. A button that brings what is said by
    itself is the form in which it stands."""
    for tag, inside in re.findall(r"(<form[^>]*>)(.*?)</form>", page, re.S):
        to = re.search(r'action="([^"]*)"', tag)
        if (unescape(to.group(1)) if to else form.address) != form.address:
            continue
        inputs = [_attributes(one) for one in re.findall(r"<input[^>]*>", inside)]
        hidden = {i["name"]: i.get("value", "") for i in inputs if i.get("type") == "hidden"}
        named = {
            _attributes(one).get("name") for one in re.findall(r"<\w+ [^>]*name=[^>]*>", inside)
        }
        if named >= form.said.keys() and all(
            hidden[name] == form.said[name] for name in hidden.keys() & form.said.keys()
        ):
            return hidden | form.said
    raise AssertionError(f"no form to {form.address} with {sorted(form.said)}")


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


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
