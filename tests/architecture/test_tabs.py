"""Every address that takes a POST has been sent from two tabs (`tests/tabs.py`), or says here why
not."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import URLResolver, get_resolver

from tests import tabs

TESTS = Path(tabs.__file__).parent
OF_THE_BROWSER = "The memory of this browser alone changes, which each sending writes anew."
BY_CODE = "A code by mail, as often as it is asked for: the newest counts."
TUS = "A script speaks here, by the rules of tus: see `tests/practice/test_uploads.py`."
TAKEN_OUT = "It answers with a file; that it was taken out is put on record each time."
NOT_IN_TWO_TABS = {
    "account_login": BY_CODE,
    "account_request_login_code": BY_CODE,
    "account_reset_password": BY_CODE,
    "account_email": BY_CODE,
    "people:invitation": BY_CODE,
    "account_logout": OF_THE_BROWSER,
    "account_confirm_password_reset_code": OF_THE_BROWSER,
    "account_reauthenticate": OF_THE_BROWSER,
    "mfa_authenticate": OF_THE_BROWSER,
    "mfa_reauthenticate": OF_THE_BROWSER,
    "mfa_reauthenticate_webauthn": OF_THE_BROWSER,
    "mfa_login_webauthn": "A key signs a question that is asked once.",
    "mfa_add_webauthn": "A key signs a question that is asked once.",
    "set_language": "Below our own page of this address, which is found first.",
    "matching:take_out": TAKEN_OUT,
    "mentoring:register_file": TAKEN_OUT,
    "training:take_out": TAKEN_OUT,
    "organisations:calendar_file": "The file is looked at; nothing of it is kept.",
    "practice:uploads": TUS,
    "practice:upload": TUS,
    "ui:gallery": "Its forms show how forms look; nothing reads them.",
}


def views(resolver: URLResolver, place: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every address by its name, with its view."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from views(each, (*place, each.namespace) if each.namespace else place)
        else:
            yield ":".join((*place, each.name or str(each.pattern))), each.callback


def takes_post(view: Callable[..., Any]) -> bool:
    """By the methods that it says it takes, as a class or in its decorator; whatever says nothing
    takes all of them."""
    each: Any = view
    while each is not None:
        if hasattr(each, "view_class"):
            return hasattr(each.view_class, "post")
        if (said := inspect.getclosurevars(each).nonlocals.get("request_method_list")) is not None:
            return "POST" in said
        each = getattr(each, "__wrapped__", None)
    return True


@cache
def taking() -> frozenset[str]:
    return frozenset(name for name, view in views(get_resolver()) if takes_post(view))


@cache
def tried() -> tuple[str, ...]:
    """The addresses of all cases, one for each case. Whoever sends from two tabs has a table."""
    found: list[str] = []
    for path in sorted(TESTS.rglob("test_*.py")):
        if "from tests.tabs import" in path.read_text(encoding="utf-8") and path != Path(__file__):
            name = ".".join(("tests", *path.relative_to(TESTS).with_suffix("").parts))
            found += [sent.name for sent in import_module(name).CASES.values()]
    return tuple(found)


def untried(cases: tuple[str, ...]) -> frozenset[str]:
    return taking() - set(cases) - NOT_IN_TWO_TABS.keys()


def test_every_address_that_takes_a_post_has_been_sent_from_two_tabs() -> None:
    assert sorted(untried(tried())) == []


def test_no_reason_outlives_its_address() -> None:
    assert sorted(NOT_IN_TWO_TABS.keys() - taking()) == []
    assert sorted(NOT_IN_TWO_TABS.keys() & set(tried())) == []
    assert sorted(set(tried()) - taking()) == []


def test_a_case_that_is_taken_away_is_missed() -> None:
    """Each of those that is the only one of its address."""
    alone = {name for name in tried() if tried().count(name) == 1}
    missed = {name for name in alone if untried(tuple(n for n in tried() if n != name)) == {name}}
    assert missed == alone
    assert len(alone) > 200
