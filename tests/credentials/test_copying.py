"""What is copied out of a document reads as it was written: Latin, Cyrillic and Devanagari.

`pdftotext` (poppler-utils) reads the file as a person's viewer does, with no help of ours. It
guesses spaces from gaps, and sees one behind a क whose sign sits narrowly above or below it, where
the file has none: pieces of a word that it parts there are put together again, and those that a
line has parted behind a hyphen, and no others.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import time_machine

import blueprint
from banyan.credentials.adapter import pdf
from banyan.credentials.queries import certificates, papers
from banyan.credentials.queries.content import Content, Line, Part, Table
from tests.conftest import NOW
from tests.credentials.conftest import World

BY = "Наставник रोज़ #1"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def copied(drawn: bytes, folder: Path, tables: Iterable[Table] = ()) -> list[str]:
    """The words of the file in their order, without the foot of each page, and without the head
    of a table that goes on where a page begins."""
    file = folder / "paper.pdf"
    file.write_bytes(drawn)
    answer = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"],
        capture_output=True,
        check=True,
    )
    text = re.sub(rf"{re.escape(BY)} \d+ / \d+\s*$", "", answer.stdout.decode(), flags=re.MULTILINE)
    heads = [" ".join(table.head).split() for table in tables]
    first, *rest = [page.split() for page in text.split("\f")]
    for page in rest:
        again = next((head for head in heads if page[: len(head)] == head), [])
        first += page[len(again) :]
    return first


PARTED = re.compile(r"(क[\u0900-\u0903\u093c\u0941-\u0948\u094d]+|[-–])$")


def joined(found: list[str], words: list[str]) -> list[str]:
    """What was found, with the pieces of a word that were parted behind a क with its sign or behind
    a hyphen in one again, where that gives the word that is wanted there."""
    pieces = iter(found)
    whole: list[str] = []
    for word in words:
        got = next(pieces, "")
        while got != word and word.startswith(got) and PARTED.search(got):
            got += next(pieces, "#")
        whole.append(got)
    return [*whole, *pieces]


def test_only_pieces_behind_a_sign_are_put_together() -> None:
    assert joined(["कु", "छ", "है", "न"], ["कुछ", "है", "न"]) == ["कुछ", "है", "न"]
    assert joined(["शि", "क्षक"], ["शिक्षक"]) == ["शि", "क्षक"]
    assert joined(["कु", "क"], ["कुछ"]) == ["कुक"]
    assert joined(["कु"], ["कुछ"]) == ["कु#"]


def written(content: Content) -> list[str]:
    """The same words, as the data has them."""
    said = [content.title]
    for part in content.parts:
        said += [part.heading, part.text]
    for table in content.tables:
        said += [table.caption, *table.head, *(cell for row in table.rows for cell in row)]
    for line in content.lines:
        said += [line.name, line.label, line.signed]
    return " ".join(said).split()


# Conjuncts, vowels drawn before their consonant, a consonant drawn after its vowel, dotted letters.
HARD = (
    "श्री क्षत्रिय ज्ञान विद्यार्थी शिक्षक कर्म दुर्गा र्कि द्वितीय हिन्दी लक्ष्य मार्गदर्शन प्रतिभागिता"
    " संख्याएँ दृष्टि उत्तर पढ़ाई ड़ ड़ रु रू हृदय ब्रह्म श्रृंखला क्‍या राष्ट्र ऑफ़िस ₹ १२३ स्कूल कुछ कैसा केन्द्रीय है में",
    "Объявление ёжик й Й №12 «Наставник» — 35 % съезд",
    "office affine waffle fjord Ångström naïve O’Donnell “x” – 1/2 {x}",
)


def test_letters_that_are_drawn_joined_are_copied_as_they_were_typed(tmp_path: Path) -> None:
    content = Content(
        "hi",
        "Сертификат प्रमाणपत्र office",
        [Part(HARD[0], text) for text in HARD],
        [Table("शक्ति", ["अवस्था", "fi"], [list(HARD[:2]), ["द्ध", "ё"]], [1, 1])],
        [Line("राजेन्द्र कृष्ण", "Наставник", "हस्ताक्षर")],
    )
    words = written(content)
    assert joined(copied(pdf(content, by=BY), tmp_path), words) == words


@pytest.mark.parametrize("code", sorted(blueprint.library()))
def test_every_document_of_a_pair_is_copied_word_for_word(
    code: str, make: Callable[[str], World], tmp_path: Path
) -> None:
    world = make(code)
    viewer = world.by(world.cast.arun)
    for paper in papers.papers(world.pair, viewer):
        for language in paper.languages:
            content = papers.content(paper, viewer, language)
            drawn = pdf(content, by=BY)
            words = written(content)
            assert joined(copied(drawn, tmp_path, content.tables), words) == words, paper.name


def test_a_certificate_is_copied_with_the_address_that_confirms_it(
    make: Callable[[str], World], tmp_path: Path
) -> None:
    world = make("peer")
    world.complete()
    made = world.award()
    check = ("https://example.org/certificates/x/", "Check it:", "QR code")
    for language in certificates.languages(made):
        content = certificates.content(made, language)
        found = copied(pdf(content, by=BY, check=check), tmp_path)
        words = [*written(content), "Check", "it:", check[0]]
        assert joined(found, words) == words
