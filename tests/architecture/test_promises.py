"""What a programme's file promises about who reads what is what the standings give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import transaction

import blueprint
from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.mentoring import standings as mentoring
from banyan.organisations.queries import viewer_for
from banyan.practice import standings as practice
from banyan.programmes import standings as programmes
from banyan.surveys import standings as surveys
from banyan.surveys.models import Response
from blueprint.coherence import RISING as RISING_IN_FILES
from tests.conftest import NOW
from tests.walk.conftest import Story, kept_story

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("standings")]

RISING = ("none", "status", "own", "text")
AUDIENCES = {
    "teacher": ("arun", "bina"),
    "mentor": ("meera",),
    "coordinator": ("latha",),
    "principal": ("kavita",),
    "nodal_officer": ("nandan",),
    "administrator": ("asha",),
}
# Their pages count the sessions of the school and show no single one: less than the file allows.
LESS = {("session", "principal"): "none"}
# Kinds of record of which nothing is kept yet in rows of their own.
NO_ROWS = ("survey_answers", "hours")


@dataclass(frozen=True)
class Part:
    """A row that belongs to a record: who wrote it, who reads its words, who knows that it is."""

    row: Any
    author: int
    words: Standing
    exists: Standing | None = None


def parts(story: Story) -> dict[str, list[Part]]:
    arun, meera = story.cast.arun, story.cast.meera
    pair, session, request = story.pair, story.held, story.request
    said = {p.pk: Response(session=session, person=p, given_at=NOW) for p in (arun, meera)}
    readers = (mentoring.SESSION_PARTIES, mentoring.SESSION_READERS)
    known = Standing("INVOLVED", "", lambda v, r: mentoring.INVOLVED.holds(v, r.mentorship), None)
    own = [Part(said[p.pk], p.pk, surveys.AUTHOR) for p in (arun, meera)]
    return {
        "application": [Part(story.application, meera.pk, programmes.APPLICATION_READERS)],
        "needs": [
            Part(story.enrolment, arun.pk, programmes.ENROLMENT_READERS),
            Part(pair, arun.pk, mentoring.INVOLVED),  # what the pair is for
        ],
        "request": [Part(request, story.bina.pk, mentoring.REQUEST_PARTIES, mentoring.COORDINATOR)],
        "session": [Part(session, 0, *readers)],
        "session_log": [Part(session, 0, *readers)],
        "plan": [
            Part(row, 0, mentoring.STEP_WORDS_READERS, known)  # the plan is nobody's alone
            for row in story.pair.journey.filter(key="goal")
        ],
        "practice": [
            Part(row, row.written_by_id, mentoring.STEP_WORDS_READERS, known)
            for row in (story.need, story.answer)
        ],
        "journey": [Part(pair, 0, mentoring.PAIR, mentoring.INVOLVED)],
        "review": [
            Part(row, 0, practice.SUBMISSION_READERS, practice.SUBMISSION_KNOWERS)
            for row in (story.handed, story.came_back)
        ],
        "feedback_of_teacher": own[:1],
        "feedback_of_mentor": own[1:],
        "confidential_words": [
            Part(said[p.pk], p.pk, surveys.IN_CONFIDENCE_READERS) for p in (arun, meera)
        ],
    }


def given(part: Part, viewer: Viewer) -> str:
    if part.words.holds(viewer, part.row):
        return "own" if part.author == viewer.person_id else "text"
    return "status" if part.exists and part.exists.holds(viewer, part.row) else "none"


@pytest.fixture(scope="module")
def seen(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[tuple[str, str], str]]:
    """Record and audience → the most that anybody of this audience is given."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        story = kept_story()
        yield {
            (record, audience): max(
                (
                    given(part, viewer_for(story.person(who), now=NOW))
                    for part in each
                    for who in people
                ),
                key=RISING.index,
            )
            for record, each in parts(story).items()
            for audience, people in AUDIENCES.items()
        }
        transaction.set_rollback(True)


def test_the_national_programme_promises_what_the_standings_give(
    seen: dict[tuple[str, str], str],
) -> None:
    promised: dict[tuple[str, str], str] = {
        (line.record, audience): line.to(audience)  # type: ignore[arg-type]  # names of audiences
        for line in blueprint.get("in_nmm").visibility.records
        for audience in AUDIENCES
        if line.record not in NO_ROWS
    }
    # Counts over many are no standing to a row.
    rows = {key: "none" if level == "aggregate" else level for key, level in promised.items()}
    assert seen == rows | LESS


def test_no_file_can_promise_less_privacy_than_the_house_gives(
    seen: dict[tuple[str, str], str],
) -> None:
    assert {
        key: level
        for key, level in seen.items()
        if level != "none"
        and RISING_IN_FILES.index(level)  # type: ignore[arg-type]  # a level of ours
        > RISING_IN_FILES.index(blueprint.HOUSE[key[0]][key[1]])  # type: ignore[index]
    } == {}
