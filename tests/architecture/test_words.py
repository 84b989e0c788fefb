"""Banyan speaks Hindi and Russian: the catalogues are whole, and pages show it."""

from __future__ import annotations

import ast
import inspect
import re
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
from banyan.people.states import Locale
from tests.conftest import Cast

LOCALES = Path(project.PACKAGE) / "locale"
TRANSLATED = [code for code, _name in project.LANGUAGES if code != project.LANGUAGE_CODE]
# A teacher is addressed with respect, by the words of docs/words.md, in figures as elsewhere;
# a Russian date ends in the full stop of its year, and takes no second one.
UNWANTED = {
    "hi": r"मेंटी|[०-९]|\b(तुम|तुम्हें|तुम्हारा|तू)\b",
    "ru": r"(?i:ментор|менти\b|подопечн|\b(ты|тебя|тебе|тобой|твой|твоя|твоё|твои)\b)"
    r"|[а-яё,] (Вы|Вас|Вам|Вами|Ваш\w*)\b|(%\((day|on)\)s|\{\w+_on\})\.",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|%%|\{\w*\}|</?[a-z]+")
PUBLIC = ["/", "/mentors/", "/programmes/", "/account/login/", "/account/signup/", "/privacy/"]
PERSONAL = ["/", "/sessions/", "/mentorships/", "/requests/", "/feedback/", "/notices/", "/me/"]


def read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A message or its translation: one form, or the singular and the plural."""
    return (words or "",) if isinstance(words, str | None) else tuple(words)


@pytest.fixture(scope="module", params=TRANSLATED)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def catalogue(language: str) -> Catalog:
    return read(LOCALES / language / "LC_MESSAGES" / "django.po", language)


@pytest.fixture(scope="module")
def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    for language in TRANSLATED:
        target = folder / language / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            write_mo(file, read(LOCALES / language / "LC_MESSAGES" / "django.po", language))
    return folder


@pytest.fixture
def fresh(compiled: Path, settings: Any) -> None:
    """The catalogues as they are written now, whatever was compiled beside them."""
    settings.LOCALE_PATHS = [compiled]


def test_every_language_of_the_pages_is_offered_and_has_its_catalogue() -> None:
    assert {folder.name for folder in LOCALES.iterdir()} == set(TRANSLATED)
    assert set(Locale.values) == {project.LANGUAGE_CODE, *TRANSLATED}


def test_every_sentence_is_translated(messages: list[Message]) -> None:
    assert [m.id for m in messages if m.fuzzy or not all(forms(m.string))] == []


def test_a_plural_has_every_form_of_its_language(
    catalogue: Catalog, messages: list[Message]
) -> None:
    counted = [m for m in messages if isinstance(m.id, tuple)]
    assert {len(forms(m.string)) for m in counted} == {catalogue.num_plurals}


def test_a_translation_has_the_placeholders_of_its_source(messages: list[Message]) -> None:
    """A form for one thing may say the number in words; every other names the same things."""
    differing = [
        message.id
        for message in messages
        if any(
            set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(forms(message.id)[-1]))
            for form in forms(message.string)[1:] or forms(message.string)
        )
        or not set(PLACEHOLDER.findall(forms(message.string)[0]))
        <= set(PLACEHOLDER.findall(forms(message.id)[-1]))
    ]
    assert differing == []


def test_a_translation_keeps_to_our_words(language: str, messages: list[Message]) -> None:
    unwanted = re.compile(UNWANTED[language])
    assert [m.string for m in messages if any(map(unwanted.search, forms(m.string)))] == []


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("hi", ["0 घंटा", "1 घंटा", "2 घंटे", "5 घंटे", "11 घंटे", "21 घंटे", "22 घंटे"]),
        ("ru", ["0 часов", "1 час", "2 часа", "5 часов", "11 часов", "21 час", "22 часа"]),
    ],
)
def test_things_are_counted_as_the_language_counts(code: str, told: list[str]) -> None:
    with override(code):
        hours = [ngettext("%(num)d hour", "%(num)d hours", n) for n in (0, 1, 2, 5, 11, 21, 22)]
    assert [
        form % {"num": n} for form, n in zip(hours, (0, 1, 2, 5, 11, 21, 22), strict=True)
    ] == told


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("code", "told"),
    [("hi", "यह पासवर्ड बहुत आम है।"), ("ru", "Этот пароль слишком распространён.")],
)
def test_our_catalogue_comes_before_the_libraries(code: str, told: str) -> None:
    with override(code):
        assert gettext("This password is too common.") == told


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
    """The sources of our sentences on the page, where the language says them otherwise."""
    sources = {form for m in messages for form in forms(m.id) if form not in forms(m.string)}
    return [text for text in Texts(page).said if text in sources]


@pytest.mark.django_db
@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_english_left(
    path: str, language: str, messages: list[Message]
) -> None:
    page = Client(headers={"accept-language": language}).get(path, follow=True).content.decode()
    assert f'<html lang="{language}"' in page
    assert english_of(page, messages) == []


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("path", PERSONAL)
def test_a_mentor_reads_only_her_own_language(
    path: str, cast: Cast, client: Client, language: str, messages: list[Message]
) -> None:
    cast.meera.locale = language
    cast.meera.save()
    client.force_login(cast.meera)
    page = client.get(path, follow=True).content.decode()
    assert f'<html lang="{language}"' in page
    assert english_of(page, messages) == []


@pytest.mark.django_db
def test_the_search_for_english_finds_it_on_an_english_page(messages: list[Message]) -> None:
    page = Client(headers={"accept-language": "en"}).get("/privacy/").content.decode()
    assert "What is never kept" in english_of(page, messages)
