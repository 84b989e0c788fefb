"""A person reads the programme's own words for the roles everywhere.

The story is lived in programmes whose words nobody could mistake. Then every page of it is looked
at: an everyday word for a role stands on none of them, unless it is said here why.
"""

from __future__ import annotations

import re
from html import unescape

import pytest

import blueprint
from blueprint import frameworks as shelf
from blueprint.text import texts
from tests.walk.walking import walked

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walk")]

EVERYDAY = re.compile(
    r"\b(?:mentors?|teachers?|coordinators?|principals?|nodal officers?|readers?)\b", re.IGNORECASE
)
# "Would mentor" names no role.
A_VERB = re.compile(r"\b(?:to|would|could|can|you|she|who) mentors?\b", re.IGNORECASE)

# Where everyday words stand, and why.
AT_LARGE: dict[str, str] = {
    **dict.fromkeys(("privacy", "terms", "contact", "accessibility"), "the platform speaks"),
    **dict.fromkeys(
        ("programmes:blueprints", "programmes:blueprint", "programmes:blueprint_part"),
        "the gallery, where the words are shown as what they are",
    ),
    **dict.fromkeys(
        ("programmes:blueprint_compare", "programmes:design", "programmes:start"),
        "a design that nothing is run by here",
    ),
    **dict.fromkeys(("programmes:frameworks", "programmes:framework"), "of no programme"),
    "programmes:programmes": "programmes of all kinds stand beside each other",
    "programmes:upload": "the words that a file has to say",
    **dict.fromkeys(
        (
            "organisations:place",
            "organisations:people",
            "organisations:add_person",
            "organisations:end_role",
            "organisations:reporting",
            "organisations:end_reporting",
        ),
        "roles at a place, where several programmes run",
    ),
    "ui:gallery": "samples of the components",
}


def said_on(content: str, files: list[str]) -> str:
    """What the fixed sentences of a page say: without tags, without the words of the file and of
    the frameworks, which speak of no programme, and without the links at the top, which are the
    same on every page, of whatever programme."""
    content = re.sub(r"<(script|style|header|textarea)\b.*?</\1>", " ", content, flags=re.DOTALL)
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split())
    if not EVERYDAY.search(said):
        return said
    for text in files:
        said = said.replace(text, " ")
    return A_VERB.sub(" ", said)


def test_no_page_of_a_programme_calls_a_role_by_its_everyday_word() -> None:
    found = walked()
    files = sorted(
        {
            words
            for design in [*blueprint.editions(), *map(blueprint.load, found.files)]
            for path, text in texts(design)
            if not path.startswith("words.")  # what it calls a role is looked for, not left out
            for words in text.root.values()
            # Shorter ones could be just the word for a role; others hide none.
            if len(words.split()) > 1 and EVERYDAY.search(words)
        }
        | {
            words
            for framework in shelf.library().values()
            for title in (framework.title, *(item.title for item, _above in framework.walk()))
            for words in title.root.values()
            if len(words.split()) > 1 and EVERYDAY.search(words)
        },
        key=len,
        reverse=True,
    )
    pages = [page for page in found.pages if page[0] not in AT_LARGE]
    wrong = []
    for name, who, content in pages:
        said = said_on(content, files)
        wrong += [
            f"{name} ({who}): …{said[max(0, m.start() - 50) : m.end() + 30]}…"
            for m in EVERYDAY.finditer(said)
        ]
    assert any("tall" in content for _name, _who, content in pages), "the own words are read"
    assert {name for name, _who, _content in pages} >= {"portal:home", "practice:reading"}
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)
