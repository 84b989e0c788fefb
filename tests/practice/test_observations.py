"""Observations: agreed first, written down as facts, looked at together, answered by her."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from banyan.kernel.decision import Refused, Stale
from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import Mentorship, NextStep, Record, StepRecord
from banyan.mentoring.queries import records
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import MentorshipStatus
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import observations as actions
from banyan.practice.jobs.observations import remind_of_co_analysis
from banyan.practice.models import EvidenceLine, Observation
from banyan.practice.queries import observations as queries
from banyan.practice.queries.evidence import Line
from banyan.practice.rules.observations import OBSERVATION
from banyan.trail.models import Event
from tests.conftest import NOW, Cast
from tests.practice.conftest import World
from tests.practice.observing import FEEDBACK, LINES, STEP, Lesson

pytestmark = pytest.mark.django_db


def test_whoever_is_observed_owns_it_from_the_planning_on(lesson: Lesson, cast: Cast) -> None:
    assert lesson.record.owner == cast.arun
    assert Observation.objects.get().observer == cast.meera


def test_it_goes_from_the_plan_to_the_answer(lesson: Lesson) -> None:
    lesson.to("closed")
    verbs = Event.objects.filter(verb__startswith="observation.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        f"observation.{verb}"
        for verb in ("plan", "agree", "begin", "finish", "analyse", "give", "answer", "close")
    ]


def test_whoever_planned_it_waits_for_the_other_to_agree(lesson: Lesson, cast: Cast) -> None:
    with pytest.raises(Refused):
        lesson.do(cast.meera, actions.agree)
    lesson.do(cast.arun, actions.change_plan, "Who is silent?", {}, {"": digest("Whom do I ask?")})
    with pytest.raises(Refused):
        lesson.do(cast.arun, actions.agree)
    lesson.do(cast.meera, actions.agree)
    assert lesson.status() == "agreed"


def test_a_plan_without_a_question_is_not_agreed_to(lesson: Lesson, cast: Cast) -> None:
    lesson.do(cast.meera, actions.change_plan, "", {}, {"": digest("Whom do I ask?")})
    with pytest.raises(Refused, match="one question"):
        lesson.do(cast.arun, actions.agree)


def test_only_whoever_observes_writes_evidence_and_only_in_the_lesson(
    lesson: Lesson, cast: Cast
) -> None:
    with pytest.raises(Refused):
        lesson.do(cast.meera, actions.collect, LINES)
    lesson.to("agreed")
    with pytest.raises(Refused):
        lesson.do(cast.arun, actions.collect, LINES)
    lesson.do(cast.meera, actions.collect, LINES)
    lesson.do(cast.meera, actions.finish)
    with pytest.raises(Refused, match="stays as it is"):
        lesson.do(cast.meera, actions.collect, [Line("b.1", 5, "talk", "pupils")])


def test_a_line_that_is_sent_again_is_there_once_and_as_it_was(lesson: Lesson, cast: Cast) -> None:
    lesson.to("agreed")
    lesson.do(cast.meera, actions.collect, LINES)
    again = [*LINES[:2], Line("a.3", 91, "teacher_does", text="Something else.")]
    lesson.do(cast.meera, actions.collect, again, ["a.5"])
    found, _by = lesson.seen(cast.arun)
    assert queries.plain(queries.lines(found)) == list(LINES[:4])
    lesson.do(cast.meera, actions.collect, LINES)  # what was taken back stays so
    assert len(queries.lines(found)) == 4
    assert EvidenceLine.objects.get(key="a.5").value == ""


def test_nobody_writes_before_the_time_nor_in_the_others_place(lesson: Lesson, cast: Cast) -> None:
    lesson.to("observed")
    lesson.write(cast.meera, shows_observed="Not hers", strength_1="Too early", shows_observer="A")
    assert Record.objects.get(pk=lesson.record.pk).words == {
        "look_for": "Hands", "rows": 4, "columns": 5, "shows_observer": "A",
    }  # fmt: skip


def test_both_say_what_the_evidence_shows_before_there_is_feedback(
    lesson: Lesson, cast: Cast
) -> None:
    lesson.to("observed")
    lesson.write(cast.meera, shows_observer="One open question.")
    with pytest.raises(Refused, match="each of you"):
        lesson.do(cast.meera, actions.analyse)
    with pytest.raises(Refused):
        lesson.do(cast.meera, actions.give)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"step_1": "Ask the back row.", "practice_1": "On Monday."}, "strength"),
        ({"strength_1": "You waited.", "step_1": "Ask the back row."}, "practised"),
        ({"strength_1": "You waited.", "practice_2": "On Monday."}, "which step"),
    ],
)
def test_feedback_has_a_strength_and_each_step_its_practice(
    lesson: Lesson, cast: Cast, words: dict[str, str], why: str
) -> None:
    lesson.to("analysed")
    lesson.write(cast.meera, **words)
    with pytest.raises(Refused, match=why):
        lesson.do(cast.meera, actions.give)


def test_no_third_step_can_be_written(lesson: Lesson, cast: Cast) -> None:
    lesson.to("analysed")
    lesson.write(cast.meera, **FEEDBACK, step_3="And one more", practice_3="Soon")
    assert "step_3" not in Record.objects.get(pk=lesson.record.pk).words


def test_she_answers_each_step_and_says_why_she_disagrees(lesson: Lesson, cast: Cast) -> None:
    lesson.to("feedback")
    with pytest.raises(Refused, match="each step"):
        lesson.do(cast.arun, actions.answer)
    lesson.write(cast.arun, answer_1="disagree")
    with pytest.raises(Refused, match="why"):
        lesson.do(cast.arun, actions.answer)
    lesson.write(cast.arun, answer_1="disagree", because_1="They are shy there.")
    lesson.do(cast.arun, actions.answer)
    assert (lesson.status(), NextStep.objects.count()) == ("answered", 0)


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        ("will_try", ("teacher", "Ask the back row first.")),
        ("need_help", ("mentor", "Help with: Ask the back row first.")),
    ],
)
def test_the_next_session_opens_with_what_she_will_try(
    lesson: Lesson, cast: Cast, said: str, agreed: tuple[str, str]
) -> None:
    lesson.to("feedback")
    lesson.write(cast.arun, answer_1=said)
    lesson.do(cast.arun, actions.answer)
    rows = NextStep.objects.filter(mentorship=lesson.pair, session=None, done_on=None)
    assert list(rows.values_list("side", "text")) == [agreed]


def test_of_a_modelling_visit_the_steps_are_the_visitors_own(world: World, cast: Cast) -> None:
    made = actions.plan(
        world.pair, cast.meera, by=viewer_for(cast.meera, now=NOW), focus="How do you begin?"
    )
    visit = Lesson(cast, world.pair, made.record)
    visit.do(cast.arun, actions.agree)
    visit.do(cast.arun, actions.collect, LINES)
    visit.do(cast.arun, actions.finish)
    visit.write(cast.arun, shows_observer="Two minutes of silence.")
    visit.write(cast.meera, shows_observed="They read first.")
    visit.do(cast.meera, actions.analyse)
    visit.write(cast.arun, **FEEDBACK)
    visit.do(cast.arun, actions.give)
    assert (made.record.owner, made.direction) == (cast.meera, "modelling")
    assert visit.status() == "answered"
    assert list(NextStep.objects.values_list("side", "text")) == [
        ("teacher", "Ask the back row first.")
    ]


def test_the_step_of_the_journey_is_done_by_it(lesson: Lesson) -> None:
    lesson.to("observed")
    step = StepRecord.objects.get(mentorship=lesson.pair, key=STEP)
    assert (step.status, step.done_on) == ("done", NOW.date())


def test_it_is_looked_at_within_a_week_unless_the_blueprint_says_otherwise(lesson: Lesson) -> None:
    lesson.to("observed")
    assert Observation.objects.get().analyse_by == NOW.date() + timedelta(days=7)


def test_both_are_reminded_once_of_what_was_not_looked_at(
    lesson: Lesson, cast: Cast, time_machine: TimeMachineFixture
) -> None:
    lesson.to("observed")
    late = NOW + timedelta(days=6)
    time_machine.move_to(late, tick=False)
    assert (remind_of_co_analysis(), remind_of_co_analysis()) == (2, 0)
    told = Notice.objects.filter(kind="observation.analyse_due")
    assert set(told.values_list("person_id", flat=True)) == {cast.arun.pk, cast.meera.pk}


def test_two_who_press_the_same_button_do_it_once(lesson: Lesson, cast: Cast) -> None:
    first, by = lesson.seen(cast.arun)
    second, _by = lesson.seen(cast.arun)
    actions.agree(first, by=by)
    with pytest.raises(Stale):
        actions.agree(second, by=by)


def test_when_the_pair_has_ended_it_stays_as_it_was(lesson: Lesson, cast: Cast) -> None:
    lesson.to("observed")
    Mentorship.objects.filter(pk=lesson.pair.pk).update(status=MentorshipStatus.ENDED)
    with pytest.raises(Refused, match="ended"):
        lesson.write(cast.arun, shows_observed="Later")
    found, _by = lesson.seen(cast.arun)
    assert len(queries.lines(found)) == len(LINES)


def test_others_see_that_it_was_when_and_how_long_and_never_a_word(
    lesson: Lesson, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    lesson.to("answered")
    knows = {
        who: queries.observations(viewer_for(person, now=NOW)).count()
        for who, person in cast.everybody().items()
    }
    assert {who for who, count in knows.items() if count} == {"arun", "meera", "devi"}
    row = queries.observations(viewer_for(cast.devi, now=NOW)).get()
    assert (row.status, row.minutes) == ("answered", 2)
    client = signed_in(cast.devi)
    page = client.get("/observations/").content.decode()
    words = ("Whom do I ask?", "Hands", "window", "back row", "open question", "Monday")
    assert [word for word in words if word in page] == []
    assert "2 min" in page
    for part in ("", "evidence/", "write/", "tools/", "plan/"):
        assert client.get(f"/observations/{lesson.record.pk}/{part}").status_code == 404


def test_whoever_is_shown_a_paragraph_reads_no_line_of_evidence(
    lesson: Lesson, cast: Cast, world: World
) -> None:
    lesson.to("analysed")
    _found, arun = lesson.seen(cast.arun)
    record = records.record(arun, lesson.record.pk)
    kavita = records.can_be_named(arun, record).exclude(pk=cast.meera.pk).first()
    assert kavita is not None
    kept.share(record, kavita, by=arun, parts=[digest("One open question.")])
    found, _by = lesson.seen(kavita)
    assert found.reading.words == {"shows_observer": "One open question."}
    assert (queries.lines(found), found.has_evidence) == ([], False)


def test_every_verb_says_no_to_everybody_else(lesson: Lesson, cast: Cast) -> None:
    found, _by = lesson.seen(cast.arun)
    others = [p for who, p in cast.everybody().items() if who not in ("arun", "meera")]
    for status in Observation._meta.get_field("status").choices or ():
        found.observation.status = status[0]
        for move in OBSERVATION.moves:
            for person in others:
                assert not OBSERVATION.decide(viewer_for(person, now=NOW), found, move.verb)
