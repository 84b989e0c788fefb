"""A person reads the programme's own words for the roles everywhere.

The story is lived in programmes whose words nobody could mistake. Then every page of it is looked
at: an everyday word for a role stands on none of them, unless it is said here why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import blueprint
from banyan.credentials.models import ProgrammePaper
from banyan.credentials.queries import programmes as papers
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewer_for
from banyan.programmes.models import Cohort, Design, Programme
from banyan.programmes.states import DesignStatus
from blueprint.text import texts
from tests.conftest import NOW
from tests.walk.conftest import Story, kept_story
from tests.walk.rows import ROWS
from tests.walk.test_walk import arguments, routes

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walk")]

OWN = {
    "mentor": "tallmentor", "teacher": "tallteacher", "coordinator": "tallcoordinator",
    "reviewer": "tallreviewer", "principal": "tallprincipal", "nodal_officer": "tallofficer",
}  # fmt: skip
EVERYDAY = re.compile(
    r"\b(?:mentors?|teachers?|coordinators?|principals?|nodal officers?|readers?)\b", re.IGNORECASE
)
# "Would mentor" names no role.
A_VERB = re.compile(r"\b(?:to|would|could|can|you|she|who) mentors?\b", re.IGNORECASE)
# Whom each page is looked at with: Ravi reads, and takes part in nothing.
LOOKERS = ("arun", "meera", "devi", "kavita", "nandan")
READS = ("portal:home", "practice:readings", "practice:reading")

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
        ),
        "roles at a place, where several programmes run",
    ),
    "ui:gallery": "samples of the components",
}


def in_tall_words(code: str, version: str) -> str:
    """The file of a blueprint under another code, with unmistakable words for the roles."""
    said = "".join(
        f"  {role}: {{one: {{en: {word}}}, many: {{en: {word}s}}}}\n" for role, word in OWN.items()
    )
    text = re.sub(
        r"^words:\n.*?(?=^\S)", f"words:\n{said}", blueprint.file_of(code, version),
        count=1, flags=re.MULTILINE | re.DOTALL,
    )  # fmt: skip
    return re.sub(r"^code: .*$", f"code: tall_{code}", text, count=1, flags=re.MULTILINE)


@pytest.fixture
def story() -> Iterator[Story]:
    with time_machine.travel(NOW, tick=False):
        story = kept_story()
        for code, version in set(Programme.objects.values_list("blueprint", "blueprint_version")):
            text = in_tall_words(code, version)
            found = blueprint.load(text)
            Design.objects.create(
                organisation=story.programme.organisation, code=found.code, version=version,
                title=str(found.title), text=text, status=DesignStatus.PUBLISHED,
                written_at=NOW,
            )  # fmt: skip
            Programme.objects.filter(blueprint=code).update(blueprint=found.code)
        Cohort.objects.exclude(blueprint="").update(blueprint="")
        for notice in Notice.objects.exclude(data__blueprint=None):
            notice.data["blueprint"] = f"tall_{notice.data['blueprint']}"
            notice.save()
        for issued in ProgrammePaper.objects.exclude(words={}):
            # Its words stay as they were issued: here, as if that had been done in these words.
            paper = papers.told(issued)
            by = viewer_for(story.person("devi"), now=NOW)
            issued.words = {one: papers.said(paper, by, one) for one in paper.languages}
            issued.save()
        yield story


def tall() -> list[str]:
    return list(Design.objects.filter(code__startswith="tall").values_list("text", flat=True))


def said_on(content: str, files: list[str]) -> str:
    """What the fixed sentences of a page say: without tags, without the words of the file, and
    without the links at the top, which are the same on every page, of whatever programme."""
    content = re.sub(r"<(script|style|header|textarea)\b.*?</\1>", " ", content, flags=re.DOTALL)
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split())
    for text in files:
        said = said.replace(text, " ")
    return A_VERB.sub(" ", said)


def test_no_page_of_a_programme_calls_a_role_by_its_everyday_word(story: Story) -> None:
    files = sorted(
        {
            words
            for design in [*blueprint.editions(), *map(blueprint.load, tall())]
            for _path, text in texts(design)
            for words in text.root.values()
            if len(words.split()) > 1  # shorter ones could be just the word for a role
        },
        key=len,
        reverse=True,
    )
    wrong, own = [], 0
    for name, route in routes().items():
        row = ROWS.get(name)
        if row is None or "get" not in row.methods or name in AT_LARGE:
            continue
        url = reverse(name, kwargs=arguments(story, route, row))
        for who in (*LOOKERS, "ravi") if name in READS else LOOKERS:
            browser = Client()
            browser.force_login(story.person(who))
            response = browser.get(url)
            if "text/html" not in response.headers.get("Content-Type", ""):
                continue
            if response.status_code != 200:
                continue
            content = response.content.decode()
            own += "tall" in content
            said = said_on(content, files)
            wrong += [
                f"{name} ({who}): …{said[max(0, m.start() - 50) : m.end() + 30]}…"
                for m in EVERYDAY.finditer(said)
            ]
    assert own, "the own words are read"
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong)
