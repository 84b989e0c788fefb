"""Banyan speaks Hindi: the catalogue is whole, and pages show it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import allauth
import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings as project
from django.test import Client
from django.utils.translation import gettext, ngettext, override

from banyan.config import library_words
from tests.conftest import Cast

HINDI = Path(project.PACKAGE) / "locale" / "hi" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|%%|\{\w*\}|</?[a-z]+")
PUBLIC = ["/", "/mentors/", "/programmes/", "/account/login/", "/account/signup/", "/privacy/"]
PERSONAL = ["/", "/sessions/", "/mentorships/", "/requests/", "/feedback/", "/notices/", "/me/"]


def read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A message or its translation: one form, or the singular and the plural."""
    return (words or "",) if isinstance(words, str | None) else tuple(words)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read(HINDI, "hi")


@pytest.fixture(scope="module")
def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


@pytest.fixture(scope="module")
def compiled(catalogue: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "hi" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    return folder


@pytest.fixture
def hindi(compiled: Path, settings: Any) -> Iterator[None]:
    """The catalogue as it is written now, whatever was compiled beside it."""
    settings.LOCALE_PATHS = [compiled]
    with override("hi"):
        yield


def test_every_sentence_has_its_hindi(messages: list[Message]) -> None:
    assert [m.id for m in messages if m.fuzzy or not all(forms(m.string))] == []


def test_hindi_has_the_placeholders_of_its_source(messages: list[Message]) -> None:
    """A form for one thing may say the number in words; every other names the same things."""
    differing = [
        message.id
        for message in messages
        if set(PLACEHOLDER.findall(forms(message.id)[-1]))
        != set(PLACEHOLDER.findall(forms(message.string)[-1]))
        or not set(PLACEHOLDER.findall(forms(message.string)[0]))
        <= set(PLACEHOLDER.findall(forms(message.id)[-1]))
    ]
    assert differing == []


def test_hindi_keeps_to_our_words(messages: list[Message]) -> None:
    """Teachers are addressed with respect, figures stay those of every other page."""
    unwanted = re.compile(r"मेंटी|[०-९]|\b(तुम|तुम्हें|तुम्हारा|तू)\b")
    assert [m.string for m in messages if any(map(unwanted.search, forms(m.string)))] == []


@pytest.mark.usefixtures("hindi")
def test_none_and_one_are_counted_alike_and_others_are_many() -> None:
    told = [ngettext("%(num)d hour", "%(num)d hours", n) % {"num": n} for n in (0, 1, 2, 11)]
    assert told == ["0 घंटा", "1 घंटा", "2 घंटे", "11 घंटे"]


@pytest.mark.usefixtures("hindi")
def test_our_catalogue_comes_before_the_libraries() -> None:
    assert gettext("This password is too common.") == "यह पासवर्ड बहुत आम है।"


def test_each_sentence_of_a_library_is_still_one_of_its_own() -> None:
    base, accounts = (Path(inspect.getfile(library)).parent for library in (django, allauth))
    known = {
        form
        for path, locale in [
            (base / "conf/locale/en/LC_MESSAGES/django.po", "en"),
            (base / "contrib/auth/locale/en/LC_MESSAGES/django.po", "en"),
            (accounts / "locale/de/LC_MESSAGES/django.po", "de"),
        ]
        for message in read(path, locale)
        if message.id
        for form in (*forms(message.id), message.context)
    }
    marked = {
        argument.value
        for call in ast.walk(ast.parse(inspect.getsource(library_words)))
        if isinstance(call, ast.Call)
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }
    assert marked - known == set()


class Texts(HTMLParser):
    """What a page says: its texts, and the attributes that are read aloud."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.said.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spoken = {"aria-label", "placeholder", "title", "alt", "data-label"}
        self.said += [value for name, value in attrs if name in spoken and value]


def english_of(page: str, messages: list[Message]) -> list[str]:
    """The sources of our sentences that stand on the page although Hindi says them otherwise."""
    sources = {form for m in messages for form in forms(m.id) if form not in forms(m.string)}
    return [text for text in Texts(page).said if text in sources]


@pytest.mark.django_db
@pytest.mark.usefixtures("hindi")
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_english_left(path: str, messages: list[Message]) -> None:
    page = Client(headers={"accept-language": "hi"}).get(path, follow=True).content.decode()
    assert '<html lang="hi"' in page
    assert english_of(page, messages) == []


@pytest.mark.usefixtures("hindi")
@pytest.mark.parametrize("path", PERSONAL)
def test_a_mentor_who_reads_hindi_reads_only_hindi(
    path: str, cast: Cast, client: Client, messages: list[Message]
) -> None:
    cast.meera.locale = "hi"
    cast.meera.save()
    client.force_login(cast.meera)
    page = client.get(path, follow=True).content.decode()
    assert '<html lang="hi"' in page
    assert english_of(page, messages) == []


@pytest.mark.django_db
def test_the_search_for_english_finds_it_on_an_english_page(messages: list[Message]) -> None:
    page = Client(headers={"accept-language": "en"}).get("/privacy/").content.decode()
    assert "What is never kept" in english_of(page, messages)
