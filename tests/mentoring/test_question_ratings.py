"""Whether answers helped: told in numbers over several teachers, and never of which question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banyan.kernel.viewer import system
from banyan.mentoring.actions import questions as actions
from banyan.mentoring.models import Question
from banyan.mentoring.queries.ratings import Rated, ratings
from banyan.mentoring.states import Helped, QuestionStatus
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.asking import ask, at, manu, seen
from tests.mentoring.conftest import World
from tests.mentoring.writing import SIGNED

__all__ = ["manu"]  # a fixture

pytestmark = pytest.mark.django_db
Rate = Callable[..., None]
YES, PARTLY, NOT_YET = Helped.YES, Helped.PARTLY, Helped.NOT_YET


@pytest.fixture
def rate(world: World, cast: Cast) -> Rate:
    """A teacher, by her number, has closed a question that Meera answered."""
    teachers: dict[int, Person] = {}

    def rated(teacher: int, helped: str, mentor: Person = cast.meera) -> None:
        if teacher not in teachers:
            teachers[teacher] = world.person(f"Teacher {teacher}")
        key = str(Question.objects.count())
        Question.objects.create(
            teacher=teachers[teacher], mentor=mentor, cohort=world.cohort, school=cast.school,
            domain="digital_education", language="en", text="Canary", key=key, helped=helped,
            status=QuestionStatus.CLOSED, asked_at=NOW,
            closed_at=NOW + timedelta(minutes=int(key)),
        )  # fmt: skip

    return rated


def test_the_mentor_sees_a_number_once_five_different_teachers_have_said(
    rate: Rate, cast: Cast
) -> None:
    for _again in range(6):
        rate(0, YES)
    for teacher in (1, 2, 3):
        rate(teacher, NOT_YET)
    rate(9, "")  # who did not say is not counted
    assert ratings(at(cast.meera)).own is None
    rate(4, PARTLY)
    assert ratings(at(cast.meera)).own == Rated(10, 6)


def test_one_more_teacher_changes_nothing_until_five_more_have_said(rate: Rate, cast: Cast) -> None:
    for teacher in range(5):
        rate(teacher, YES if teacher else NOT_YET)
    for teacher in range(5, 9):
        rate(teacher, NOT_YET)
        assert ratings(at(cast.meera)).own == Rated(5, 4)
    rate(9, YES)
    assert ratings(at(cast.meera)).own == Rated(10, 5)


def test_what_is_another_mentors_is_not_hers(rate: Rate, cast: Cast, manu: Person) -> None:
    for teacher in range(5):
        rate(teacher, YES, manu if teacher else cast.meera)
    assert ratings(at(cast.meera)).own is None
    assert ratings(at(manu)).own is None
    rate(5, YES, manu)
    assert ratings(at(manu)).own == Rated(5, 5)


def test_a_blueprint_that_wants_more_people_is_heeded(
    rate: Rate, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("banyan.mentoring.queries.ratings.FEWEST", 1)
    for teacher in range(4):
        rate(teacher, YES)
    assert ratings(at(cast.meera)).own is None
    rate(4, YES)
    assert ratings(at(cast.meera)).own == Rated(5, 5)


def enrol(world: World, cast: Cast, teacher: int) -> None:
    someone = Person.objects.get(name=f"Teacher {teacher}")
    programmes.enrol(
        world.cohort, someone, cast.school, by=at(cast.devi), needs=[], languages=["en"],
        confirmed=True,
    )  # fmt: skip


def test_coordinators_see_the_same_by_cohort_in_their_schools(
    rate: Rate, world: World, cast: Cast, signed_in: SIGNED, manu: Person
) -> None:
    for teacher in range(5):
        rate(teacher, YES, manu if teacher else cast.meera)
        enrol(world, cast, teacher)
    name = world.cohort.name
    assert ratings(at(cast.devi)).by_cohort == [(name, Rated(5, 5))]
    for who in (cast.omar, cast.kavita, cast.nandan, cast.asha, cast.meera):
        assert ratings(at(who)).by_cohort == []
    page = signed_in(cast.devi).get("/questions/").content.decode()
    assert ("Did the answers help?" in page, name in page) == (True, True)
    for who in (cast.omar, cast.kavita, cast.meera, cast.arun):
        assert "Did the answers help?" not in signed_in(who).get("/questions/").content.decode()


def test_the_page_of_the_mentor_tells_the_number_in_constant_queries(
    rate: Rate, cast: Cast, signed_in: SIGNED
) -> None:
    meera, counts, said = signed_in(cast.meera), [], []
    for teacher in range(11):
        rate(teacher, YES)
        if teacher in (0, 4, 10):
            with CaptureQueriesContext(connection) as asked:
                page = meera.get("/questions/").content.decode()
            counts.append(len(asked))
            said.append("10 helped" if "10 helped" in page else "5 helped" in page)
    assert said == [False, True, "10 helped"]
    assert counts == [counts[0]] * 3
    assert counts[0] <= 10


def test_who_closes_a_question_is_told_who_reads_it(
    world: World, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    question = ask(cast.arun)
    actions.take(seen(cast.meera, question), by=at(cast.meera))
    actions.answer(seen(cast.meera, question), "Fold.", by=at(cast.meera), form="a")
    page = signed_in(cast.arun).get(f"/questions/{question.pk}/").content.decode()
    assert "only how many answers helped, counted over several teachers" in page


def test_the_page_of_a_coordinator_who_mentors_too_takes_nine_queries(
    rate: Rate, world: World, cast: Cast, signed_in: SIGNED
) -> None:
    organisations.give_role(
        cast.meera, cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    meera, counts = signed_in(cast.meera), []
    for teacher in range(10):
        rate(teacher, YES)
        enrol(world, cast, teacher)
        if teacher in (4, 9):
            with CaptureQueriesContext(connection) as asked:
                page = meera.get("/questions/").content.decode()
            counts.append(len(asked))
            assert "Did the answers help?" in page
            assert f"{teacher + 1} answers of yours" in page
    assert counts == [9, 9]
