"""What one of the two is about to say to the other one, until it is given."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import Record
from banyan.mentoring.queries import records
from banyan.mentoring.queries.history import versions
from banyan.mentoring.queries.records import digest
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import observations as actions
from banyan.practice.models import ObservationDraft
from tests.conftest import NOW, Cast
from tests.practice.observing import FEEDBACK, Lesson

pytestmark = pytest.mark.django_db


def read_by(person: Person, lesson: Lesson) -> list[dict[str, str]]:
    """Everything of it that this person finds anywhere: on its page, in how it was, in what is
    printed."""
    by = viewer_for(person, now=NOW + timedelta(days=1))
    found = records.record(by, lesson.record.pk)
    told = [records.known(by, found).words, *(one.words for one in versions(by, found))]
    return [*told, *(one.words for one in records.own_readings(by))]


@pytest.mark.parametrize("who", ["meera", "arun"])
def test_what_is_not_given_yet_is_nobody_elses_and_leaves_no_trace_of_its_drafts(
    lesson: Lesson, cast: Cast, who: str
) -> None:
    stage, codes = ("analysed", FEEDBACK) if who == "meera" else ("feedback", {"because_1": "No."})
    writer = {"meera": cast.meera, "arun": cast.arun}[who]
    other = cast.arun if who == "meera" else cast.meera
    lesson.to(stage)
    said = dict(codes)
    first = next(iter(said))
    lesson.write(writer, **{**said, first: "Far too harsh."})
    for one in (cast.meera, cast.arun):
        assert [words for words in read_by(one, lesson) if set(words) & set(said)] == []
    assert lesson.seen(other)[0].said(first) == ""
    assert lesson.seen(writer)[0].said(first) == "Far too harsh."
    lesson.write(writer, **said, **({} if who == "meera" else {"answer_1": "disagree"}))
    lesson.do(writer, actions.give if who == "meera" else actions.answer)
    assert not ObservationDraft.objects.exists()
    assert "Far too harsh." not in str(read_by(cast.arun, lesson) + read_by(cast.meera, lesson))
    assert lesson.seen(other)[0].said(first) == codes[first]


def test_drafts_of_before_are_moved_out_of_the_record(lesson: Lesson, cast: Cast) -> None:
    lesson.to("analysed")
    row = Record.objects.get(pk=lesson.record.pk)
    seen = {code: digest(text) for code, text in row.words.items()}
    kept.write(row, row.title, {**row.words, **FEEDBACK}, seen, by=lesson.seen(cast.meera)[1])
    import_module("banyan.practice.migrations.0011_drafts_of_feedback").keep_drafts(apps, None)
    for one in (cast.meera, cast.arun):
        assert [words for words in read_by(one, lesson) if set(words) & set(FEEDBACK)] == []
    assert lesson.seen(cast.meera)[0].draft == FEEDBACK
    lesson.do(cast.meera, actions.give)
    assert lesson.seen(cast.arun)[0].said("step_1") == FEEDBACK["step_1"]
