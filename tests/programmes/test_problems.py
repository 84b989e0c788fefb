"""What is wrong with a file is said in the reader's language, whatever is wrong with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

import blueprint
from banyan.programmes.models import Design
from banyan.programmes.snapshot.phrases.problems import PROBLEMS, SHORTER, say, told
from blueprint import Said
from tests.blueprint.fuzz.corpus import problems
from tests.conftest import NOW, Cast

KNOWN = {*PROBLEMS, *SHORTER}


def templates(said: str) -> Iterator[str]:
    """The code of a sentence, and of every sentence inside it."""
    yield said.template if isinstance(said, Said) else str(said)
    for value in said.values.values() if isinstance(said, Said) else ():
        if isinstance(value, Said):
            yield from templates(value)


def written() -> Iterator[str]:
    """Every sentence that the rules of the blueprint package write out."""
    for path in Path(blueprint.__path__[0]).rglob("*.py"):
        # Frameworks are read and put together on the command line; the class explains itself.
        if path.name == "said.py" or ("frameworks" in path.parts and path.name != "naming.py"):
            continue
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                at = {"Finding": (1, 3), "Flaw": (0, 2), "Said": (0, 1)}.get(call.func.id, (0, 0))
                for argument in call.args[slice(*at)]:
                    chosen = [argument]
                    if isinstance(argument, ast.IfExp):
                        chosen = [argument.body, argument.orelse]
                    yield from (
                        one.value
                        for one in chosen
                        if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    )


def test_every_sentence_of_the_rules_can_be_translated() -> None:
    found = set(written())
    assert len(found) > 100
    assert sorted(found - KNOWN) == []


@pytest.mark.xdist_group("corpus")
def test_every_problem_of_every_bad_file_is_said_in_the_readers_language() -> None:
    unknown: set[str] = set()
    english: set[str] = set()
    seen: set[str] = set()
    for _name, found in problems():
        for problem in found:
            for said in (problem.what, problem.cure):
                codes = set(templates(said))
                unknown |= codes - KNOWN
                if codes <= seen:
                    continue
                seen |= codes
                for language in ("hi", "ru"):
                    with override(language):
                        english |= {str(said)} if say(said) == str(said) else set()
    assert len(seen) > 60
    assert sorted(unknown) == []
    assert sorted(english) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code: 7\n", "Здесь нужны слова, а стоит 7."),
        ("code: x\nplan: 1\n", "«plan» здесь стоять не может."),
        ("title: {en: A, xx yy: B}\n", "«xx yy» — не код языка."),
        ("title: [\n", "Это не YAML."),
        ("", "Файл пуст."),
    ],
)
def test_russian_says_what_and_how_to_cure_it(text: str, expected: str) -> None:
    with override("ru"):
        assert expected in [one.what for one in told(blueprint.check(text))]


def test_a_missing_key_is_named_in_hindi() -> None:
    with override("hi"):
        missing = told(blueprint.check("code: x\n"))[0]
    assert (missing.what, missing.cure) == ("“format” नहीं है।", "`format:` जोड़ें।")


@pytest.mark.django_db
def test_the_page_of_the_file_speaks_the_readers_language(cast: Cast) -> None:
    row = Design.objects.create(
        code="", version="", title="", organisation=cast.nation, based_on="in_nmm@2.1",
        text="code: 7\n", written_at=NOW,
    )  # fmt: skip
    cast.devi.locale = "ru"
    cast.devi.save()
    browser = Client()
    browser.force_login(cast.devi)
    page = browser.get(reverse("programmes:design_file", args=[row.pk])).content.decode()
    assert "Здесь нужны слова" in page
    assert "wanted here" not in page
