"""The clocks of questions in writing: turns that end, who is told, and where home leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from banyan.kernel.decision import Refused
from banyan.mentoring.actions import questions as actions
from banyan.mentoring.actions.hours import take_leave
from banyan.mentoring.actions.nudges import say_not_now, take_not_now_back
from banyan.mentoring.jobs.questions import (
    end_turns,
    remind_of_answers,
    remind_of_questions,
    tell_of_unclaimed,
)
from banyan.mentoring.models import Mentorship, Question
from banyan.mentoring.queries import questions as queries
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.nudges import said_of
from banyan.mentoring.states import Nudge, QuestionStatus
from banyan.notifications.actions import is_done
from banyan.notifications.models import Notice
from banyan.notifications.queries import in_words
from banyan.people.models import Person
from banyan.portal.queries.own import own
from banyan.portal.queries.waiting import next_for
from banyan.programmes.models import Fluency
from blueprint import InWriting
from tests.conftest import NOW, Cast
from tests.mentoring.asking import WORDS, ask, asked, at, manu, seen, taken
from tests.mentoring.conftest import TODAY, World

__all__ = ["asked", "manu", "taken"]  # fixtures

pytestmark = pytest.mark.django_db
S = QuestionStatus


def test_the_clock_ends_each_turn_as_the_table_says(
    asked: Question, cast: Cast, manu: Person
) -> None:
    def after(days: float) -> tuple[int, str]:
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            ended = end_turns()
        asked.refresh_from_db()
        return ended, asked.status

    actions.take(seen(cast.meera, asked), by=at(cast.meera))
    assert after(2.9) == (0, S.TAKEN)
    assert after(3) == (1, S.OPEN)
    actions.take(seen(manu, asked, 3), by=at(manu, 3))
    actions.answer(seen(manu, asked, 4), "Fold.", by=at(manu, 4), form="a")
    actions.follow_up(seen(cast.arun, asked, 5), "How?", by=at(cast.arun, 5), form="b")
    assert after(8) == (1, S.ANSWERED)
    assert after(21.9) == (0, S.ANSWERED)
    assert after(22) == (1, S.CLOSED)
    assert after(60) == (0, S.CLOSED)


def test_what_nobody_takes_expires_and_its_teacher_is_told(
    asked: Question, cast: Cast, worker: Callable[..., int]
) -> None:
    with pytest.raises(Refused):
        actions.end_turn(seen(cast.arun, asked, 9), by=at(cast.arun, 9))
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert (end_turns(), end_turns()) == (1, 0)
    worker()
    assert Notice.objects.filter(kind="question.expired", person=cast.arun).count() == 1
    assert list(queries.open_questions(at(cast.meera, 8))) == []


def test_a_day_before_the_mentor_hears_of_it_once(taken: Question, cast: Cast) -> None:
    def reminded(days: float) -> int:
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            return remind_of_questions()

    assert [reminded(days) for days in (1, 2.5, 2.6)] == [0, 1, 0]
    assert Notice.objects.get(kind="question.near").person == cast.meera


def reminded_of_answers(days: float) -> int:
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        return remind_of_answers()


def test_three_days_before_it_closes_the_teacher_hears_of_her_answered_question_once(
    taken: Question, cast: Cast
) -> None:
    actions.answer(seen(cast.meera, taken), "Fold.", by=at(cast.meera), form="a")
    assert [reminded_of_answers(days) for days in (10.9, 11, 12)] == [0, 1, 0]
    told = Notice.objects.get(kind="question.closing")
    assert (told.person, told.link) == (cast.arun, f"/questions/{taken.pk}/")
    assert WORDS not in str(told.data)
    assert not is_done(told, NOW + timedelta(days=12))
    # She asks on: what was told is no longer so, and the next answer has days of its own.
    actions.follow_up(seen(cast.arun, taken, 12), "How?", by=at(cast.arun, 12), form="b")
    assert is_done(told, NOW + timedelta(days=12))
    actions.answer(seen(cast.meera, taken, 13), "So.", by=at(cast.meera, 13), form="c")
    assert is_done(told, NOW + timedelta(days=13))
    assert [reminded_of_answers(days) for days in (14, 24, 25)] == [0, 1, 0]
    actions.close(seen(cast.arun, taken, 25), None, by=at(cast.arun, 25))
    assert is_done(Notice.objects.latest("pk"), NOW + timedelta(days=25))
    assert reminded_of_answers(26) == 0


def test_where_the_days_are_few_she_hears_of_it_after_half_of_them(
    taken: Question, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.answer(seen(cast.meera, taken), "Fold.", by=at(cast.meera), form="a")
    Question.objects.update(due_at=NOW + timedelta(days=2))
    monkeypatch.setattr(queries, "_follow_up_days", lambda _design: 2)
    assert [reminded_of_answers(days) for days in (0.9, 1)] == [0, 1]


def test_not_now_stops_it_and_nobody_else_learns_that_she_has_asked(
    taken: Question, pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    actions.answer(seen(cast.meera, taken), "Fold.", by=at(cast.meera), form="a")
    said = say_not_now(pair, Nudge.QUESTION, "exams", 2, "Mine.", by=at(cast.arun))
    assert said.until == TODAY + timedelta(days=14)
    page = f"/mentorships/{pair.pk}/not-now/"
    with time_machine.travel(NOW, tick=False):
        own, hers, devi = (
            signed_in(who).get(page).content.decode() for who in (cast.arun, cast.meera, cast.devi)
        )
    assert "Answers to my questions in writing" in own
    assert "Mine." in own
    for other in (hers, devi):
        assert "questions in writing" not in other
        assert "said: not now" not in other
    assert [said_of(at(who), pair) for who in (cast.arun, cast.meera, cast.devi)] == [
        [said], [], []
    ]  # fmt: skip
    assert reminded_of_answers(11.5) == 0
    take_not_now_back(said, by=at(cast.arun, 12))
    assert reminded_of_answers(12) == 1
    told = Notice.objects.get(kind="question.closing")
    assert told.data["otherwise"] == f"{page}?of=question"


def test_the_days_of_each_turn_are_those_of_the_blueprint(
    asked: Question, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = blueprint_of(asked.cohort)
    own = InWriting(answer_days=5, follow_up_days=2)
    edition = design.model_copy(
        update={"request": design.request.model_copy(update={"in_writing": own})}
    )
    monkeypatch.setattr(actions, "blueprint_of", lambda _cohort: edition)

    def left() -> timedelta:
        asked.refresh_from_db()
        assert asked.due_at is not None
        return asked.due_at - NOW

    actions.take(seen(cast.meera, asked), by=at(cast.meera))
    assert left() == timedelta(days=5)
    actions.answer(seen(cast.meera, asked), "Fold.", by=at(cast.meera), form="a")
    assert left() == timedelta(days=2)
    actions.follow_up(seen(cast.arun, asked), "How?", by=at(cast.arun), form="b")
    assert left() == timedelta(days=5)


def test_coordinators_nearby_hear_once_that_nobody_takes_a_question_and_not_whose(
    asked: Question, cast: Cast, manu: Person
) -> None:
    def told(days: float) -> int:
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            return tell_of_unclaimed()

    assert [told(days) for days in (2.9, 3, 3.1)] == [0, 1, 0]
    notice = Notice.objects.get(kind="question.unclaimed")
    assert (notice.person, notice.link) == (cast.devi, "/questions/")
    with translation.override("en"):
        said = in_words(notice)
    assert "Arun" not in said.title + said.body
    assert WORDS not in str(notice.data)
    # Taken, it waits for nobody; given back, it waits anew.
    actions.take(seen(manu, asked, 4), by=at(manu, 4))
    assert told(6) == 0
    actions.give_back(seen(manu, asked, 6), by=at(manu, 6))
    assert [told(days) for days in (8.9, 9)] == [0, 1]


def test_home_leads_to_the_question_whose_turn_it_is(
    asked: Question, cast: Cast, manu: Person
) -> None:
    def leads(person: Person, days: float = 0) -> str:
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            found = next_for(at(person, days), own(at(person, days)))
        return found.heading if found is not None else ""

    assert leads(manu) != "A question waits for your answer"
    actions.take(seen(manu, asked), by=at(manu))
    assert leads(manu) == "A question waits for your answer"
    actions.answer(seen(manu, asked), "Fold.", by=at(manu), form="a")
    assert leads(manu) != "A question waits for your answer"
    assert leads(cast.arun) == "Your question is answered"
    actions.close(seen(cast.arun, asked), None, by=at(cast.arun))
    assert leads(cast.arun) != "Your question is answered"


def test_a_few_mentors_hear_of_an_open_question_those_with_the_least_to_do_first(
    world: World, cast: Cast, manu: Person, worker: Callable[..., int]
) -> None:
    def hear(question: Question) -> set[str]:
        worker()
        key = f"question.open:{question.pk}:"
        told = Notice.objects.filter(kind="question.open", key__startswith=key)
        assert WORDS not in str(list(told.values_list("data", flat=True)))
        return set(told.values_list("person__name", flat=True))

    first = ask(cast.arun)
    assert hear(first) == {"Meera Iyer", "Manu"}
    assert queries.mentors_for(first, NOW, 1) == [min(cast.meera.pk, manu.pk)]
    actions.take(seen(cast.meera, first), by=at(cast.meera))
    assert queries.mentors_for(ask(cast.arun), NOW, 1) == [manu.pk]
    actions.set_most(1, by=at(cast.meera))
    third = ask(cast.arun)
    assert hear(third) == {"Manu"}
    Fluency.objects.create(application=manu.applications.get(), language="ru", rank=1)
    assert queries.mentors_for(third, NOW, 5) == []  # she offers other languages only
    manu.applications.get().fluencies.all().delete()
    manu.trainings.all().delete()
    actions.give_back(seen(cast.meera, first), by=at(cast.meera))
    assert queries.mentors_for(first, NOW, 5) == [cast.meera.pk]


def test_a_mentor_who_is_away_hears_of_no_open_question_until_she_is_back(
    asked: Question, cast: Cast, manu: Person
) -> None:
    def hear(days: float) -> set[int]:
        return set(queries.mentors_for(asked, NOW + timedelta(days=days), 5))

    take_leave(TODAY + timedelta(days=1), TODAY + timedelta(days=2), by=at(cast.meera))
    both = {cast.meera.pk, manu.pk}
    assert [hear(days) for days in (0, 1, 2, 3)] == [both, {manu.pk}, {manu.pk}, both]
    # What is open she finds nevertheless, should she look.
    assert asked in queries.open_questions(at(cast.meera, 1))


def test_the_clock_of_a_mentor_who_is_away_runs_for_it_is_the_teacher_who_waits(
    taken: Question, cast: Cast, manu: Person, worker: Callable[..., int]
) -> None:
    take_leave(TODAY, TODAY + timedelta(days=9), by=at(cast.meera))
    worker()
    Notice.objects.all().delete()
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert end_turns() == 1
        worker()
    taken.refresh_from_db()
    assert (taken.status, taken.mentor_id) == (S.OPEN, None)
    told = Notice.objects.filter(kind__startswith="question.")
    assert set(told.values_list("kind", "person__name")) == {
        ("question.back", "Arun Patel"),
        ("question.open", "Manu"),
    }


def test_the_mentor_hears_of_the_close_and_whoever_agreed_first_of_the_publishing(
    taken: Question, cast: Cast, worker: Callable[..., int]
) -> None:
    def told(kind: str) -> list[int]:
        worker()
        return list(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))

    actions.answer(seen(cast.meera, taken), "Fold paper.", by=at(cast.meera), form="a")
    actions.close(seen(cast.arun, taken), None, by=at(cast.arun))
    assert told("question.closed") == [cast.meera.pk]
    actions.agree(seen(cast.arun, taken), "How?", "Fold.", 0, by=at(cast.arun))
    assert told("question.published") == []
    actions.agree(seen(cast.meera, taken), "How?", "Fold.", 1, by=at(cast.meera))
    assert told("question.published") == [cast.arun.pk]
