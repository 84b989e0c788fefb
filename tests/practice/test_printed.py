"""What was written is printed by the labels of its form, and a choice in its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import Record
from banyan.mentoring.queries import records
from banyan.mentoring.registry import sections_of
from banyan.mentoring.states import RecordKind
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.queries import needs
from banyan.practice.states import Source
from banyan.programmes.queries.frameworks import frameworks
from tests.practice.conftest import World

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Person], Client]
PRINT = "/portfolio/print/"
OURS = next(one for one in frameworks() if one.code == needs.NEUTRAL)
ASKED = needs.elements(OURS, "en")[0]

# Words of each kind as they are kept, and what is read of them.
ALONE: dict[RecordKind, tuple[dict[str, Any], list[str]]] = {
    RecordKind.JOURNAL: ({"text": "Own voices"}, ["What is on your mind?", "Own voices"]),
    RecordKind.EXPERIMENT: ({"decision": "adapt"}, ["What follows?"]),
    RecordKind.STUDENT_WORK: ({"far_count": 7}, ["Only beginning: how many pupils?", "7"]),
    RecordKind.LESSON_PLAN: ({"went": "They asked"}, ["How did it go?", "They asked"]),
    RecordKind.WELL_BEING: (
        {"rest": 4, "words": "A long week"},
        ["I have slept and rested enough.", "Mostly", "What is on your mind?", "A long week"],
    ),
}
OF_A_PAIR: dict[RecordKind, tuple[dict[str, Any], list[str]]] = {
    RecordKind.CONTEXT: (
        {"pupils": 38, "motivation": "Stories"},
        ["Pupils in the class", "38", "Why do you teach?", "Stories"],
    ),
    RecordKind.INTAKE: (
        {"consent": "agreed", "joy": "Songs"},
        [
            "Agreement",
            "agrees that the answers are written down here.",
            "What do you enjoy most when you teach?",
            "Songs",
        ],
    ),
}
CODES = ("agreed", "adapt", "decision", "far_count", "consent", "motivation", ":said")


def printed(client: Client, record: Record) -> str:
    return client.get(PRINT, {"item": f"record-{record.pk}"}).content.decode()


def then(client: Client, record: Record) -> str:
    return client.get(f"/records/{record.pk}/history/").content.decode()


def raw(page: str) -> list[str]:
    """Codes that stand in a page as words of their own."""
    return [code for code in CODES if f">{code}<" in page]


@pytest.fixture
def arun(world: World) -> Viewer:
    return world.by(world.cast.arun)


@pytest.mark.parametrize("kind", ALONE)
def test_what_is_ones_own_is_printed_by_its_labels(
    kind: RecordKind, arun: Viewer, world: World, signed_in: SignedIn
) -> None:
    words, read = ALONE[kind]
    record = kept.begin(kind, by=arun, words=words)
    for page in (printed, then):
        told = page(signed_in(world.cast.arun), record)
        assert [one for one in read if one not in told] == []
        assert raw(told) == []


@pytest.mark.parametrize("kind", OF_A_PAIR)
def test_what_is_of_a_pair_is_printed_by_its_labels(
    kind: RecordKind, arun: Viewer, world: World, signed_in: SignedIn
) -> None:
    words, read = OF_A_PAIR[kind]
    record = kept.begin(kind, by=arun, pair=world.pair, words=words)
    for told in (
        printed(signed_in(world.cast.arun), record),
        then(signed_in(world.cast.meera), record),
    ):
        assert [one for one in read if one not in told] == []
        assert raw(told) == []


def looked(arun: Viewer, world: World) -> Record:
    made = actions.begin_assessment(Source.SELF, OURS, by=arun, pair=world.pair)
    said = {ASKED.code: 3, f"{ASKED.code}{needs.SAID}": "They all speak", "needs": "Waiting"}
    return kept.write(records.record(arun, made.pk), "", said, {}, by=arun)


def test_strengths_and_needs_are_printed_by_the_elements_of_their_framework(
    arun: Viewer, world: World, signed_in: SignedIn
) -> None:
    record = looked(arun, world)
    for page in (printed, then):
        told = page(signed_in(world.cast.arun), record)
        for words in (ASKED.title, "Mostly", "They all speak", "What should come next?", "Waiting"):
            assert words in told
        assert raw(told) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_portfolio_asks_the_same_for_one_view_and_for_three(
    rows: int, arun: Viewer, world: World, signed_in: SignedIn
) -> None:
    for _number in range(rows):
        looked(arun, world)
        kept.begin(RecordKind.CONTEXT, by=arun, pair=world.pair, words={"pupils": 9})
    client = signed_in(world.cast.arun)
    client.get(PRINT)
    with CaptureQueriesContext(connection) as asked:
        client.get(PRINT)
    assert len(asked) == 8


def test_every_kind_that_is_written_by_sections_says_them(world: World) -> None:
    without = [
        kind
        for kind in RecordKind
        if not sections_of(Record(kind=kind, owner=world.cast.arun, words={}))
    ]
    assert without == [RecordKind.VIDEO]  # has a title and no words
