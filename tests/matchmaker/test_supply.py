"""A programme tried out before it opens: what is told is what matching itself would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.problem import Criteria, Mentor, Problem, Teacher
from matchmaker.rules import InvalidProblem
from matchmaker.solving import solve
from matchmaker.supply import Demand, Forecast, Offer, forecast, profiles

DOMAINS = ("maths", "reading", "science")
LANGUAGES = ("hi", "mr", "en")

SOME = st.lists(st.sampled_from(DOMAINS), max_size=2, unique=True)
SPOKEN = st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=2, unique=True)


@st.composite
def demands(draw: st.DrawFn) -> list[Demand]:
    kinds = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    return [
        Demand(Teacher(f"t{at}", domains=tuple(draw(SOME)), languages=tuple(draw(SPOKEN))), count)
        for at, count in enumerate(kinds)
    ]


@st.composite
def offered(draw: st.DrawFn) -> list[Offer]:
    return [
        Offer(
            Mentor(
                f"m{at}",
                capacity=draw(st.integers(0, 3)),
                domains=tuple(draw(SOME)),
                languages=tuple(draw(SPOKEN)),
            ),
            draw(st.integers(0, 2)),
        )
        for at in range(draw(st.integers(0, 4)))
    ]


def matched(demand: Sequence[Demand], offers: Sequence[Offer], needs_offered: bool) -> int:
    """How many have a mentor when each of them is matched as a round matches them."""
    teachers = tuple(
        replace(each.teacher, id=f"{each.teacher.id}-{one}")
        for each in demand
        for one in range(each.count)
    )
    mentors = tuple(
        replace(each.mentor, id=f"{each.mentor.id}-{one}")
        for each in offers
        for one in range(each.count)
    )
    apart = {
        (teacher.id, mentor.id): "no_shared_domain"
        for teacher, mentor in product(teachers, mentors)
        if needs_offered and teacher.domains and not set(teacher.domains) & set(mentor.domains)
    }
    return len(solve(Problem(teachers, mentors, prohibited=apart)).pairs)


def everyone(demand: Sequence[Demand]) -> int:
    return sum(each.count for each in demand)


def tried(demand: list[Demand], offers: list[Offer], needs_offered: bool = True) -> Forecast:
    asked = Criteria(shared_domain=needs_offered)
    return forecast(demand, offers, asked, profiles=profiles(demand, 2, asked))


@given(demands(), offered(), st.booleans())
def test_as_many_would_wait_as_a_round_would_leave(
    demand: list[Demand], offers: list[Offer], needs_offered: bool
) -> None:
    found = tried(demand, offers, needs_offered)
    placed = matched(demand, offers, needs_offered)
    assert sum(found.waiting) == everyone(demand) - placed
    assert sum(found.taken) == placed
    for taken, offer in zip(found.taken, offers, strict=True):
        assert 0 <= taken <= offer.count * offer.mentor.capacity
    for waiting, nobody, each in zip(found.waiting, found.nobody, demand, strict=True):
        assert 0 <= waiting <= each.count
        assert nobody == (not matched([replace(each, count=1)], offers, needs_offered))


@given(demands(), offered(), st.booleans())
def test_what_a_new_mentor_brings_is_what_matching_afresh_brings(
    demand: list[Demand], offers: list[Offer], needs_offered: bool
) -> None:
    found = tried(demand, offers, needs_offered)
    known = profiles(demand, 2, Criteria())
    so_far, before = list(offers), matched(demand, offers, needs_offered)
    for number, recruit in enumerate(found.recruits):
        gains = {
            each: matched(demand, [*so_far, _new(each, number)], needs_offered) - before
            for each in known
        }
        assert recruit.placed == gains[recruit.mentor] == max(gains.values()) > 0
        so_far.append(_new(recruit.mentor, number))
        before += recruit.placed
        assert sum(recruit.waiting) == everyone(demand) - before
    if len(found.recruits) < 10:
        last = len(found.recruits)
        assert not any(
            matched(demand, [*so_far, _new(each, last)], needs_offered) - before for each in known
        )


def _new(mentor: Mentor, number: int) -> Offer:
    return Offer(replace(mentor, id=f"new-{number}-{mentor.id}"))


@given(demands(), offered())
def test_kinds_that_are_listed_first_have_a_mentor_first(
    demand: list[Demand], offers: list[Offer]
) -> None:
    """The first kinds alone would not do better than they do among all."""
    found = tried(demand, offers)
    for many in range(1, len(demand) + 1):
        some = demand[:many]
        assert everyone(some) - sum(found.waiting[:many]) == matched(some, offers, True)


def test_a_teacher_moves_so_that_another_has_a_seat() -> None:
    """The one who speaks both languages goes to the new mentor, and leaves a seat in Hindi."""
    demand = [
        Demand(Teacher("both", domains=("maths",), languages=("hi", "mr")), 2),
        Demand(Teacher("hindi", domains=("maths",), languages=("hi",)), 2),
    ]
    offers = [Offer(Mentor("m", capacity=2, domains=("maths",), languages=("hi",)))]
    marathi = Mentor("new", capacity=2, domains=("maths",), languages=("mr",))
    found = forecast(demand, offers, Criteria(), profiles=[marathi])
    assert (found.waiting, found.taken, found.nobody) == ((0, 2), (2,), (False, False))
    assert [(each.mentor, each.placed, each.waiting) for each in found.recruits] == [
        (marathi, 2, (0, 0))
    ]


def test_no_more_seats_are_left_than_there_are_teachers_who_can_move() -> None:
    """One of the two in Hindi has no other language, and stays where she is."""
    demand = [
        Demand(Teacher("both", domains=("maths",), languages=("hi", "mr")), 1),
        Demand(Teacher("hindi", domains=("maths",), languages=("hi",)), 3),
    ]
    offers = [Offer(Mentor("m", capacity=2, domains=("maths",), languages=("hi",)))]
    marathi = Mentor("new", capacity=2, domains=("maths",), languages=("mr",))
    found = forecast(demand, offers, Criteria(), profiles=[marathi])
    assert (found.waiting, found.taken) == ((0, 2), (2,))
    assert [(each.placed, each.waiting) for each in found.recruits] == [(1, (0, 1))]


def test_of_equal_profiles_the_one_asked_for_most_is_taken() -> None:
    demand = [
        Demand(Teacher("a", domains=("reading",), languages=("hi",)), 3),
        Demand(Teacher("b", domains=("Maths",), languages=("HI", "hi")), 4),
        Demand(Teacher("c"), 2),
        Demand(Teacher("d", domains=("science",), languages=("hi",)), 0),
    ]
    asked = Criteria(minimum_years=8, shared_domain=True)
    known = profiles(demand, 3, asked)
    assert [(each.domains, each.languages, each.capacity, each.years) for each in known] == [
        (("Maths",), ("hi",), 3, 8),
        (("reading",), ("hi",), 3, 8),
        ((), (), 3, 8),
    ]
    found = forecast(demand, [], asked, profiles=known)
    assert [(each.mentor.domains, each.placed) for each in found.recruits] == [
        (("Maths",), 3),
        (("reading",), 3),
        (("Maths",), 1),
    ]
    assert found.recruits[-1].waiting == (0, 0, 2, 0)  # without a language nobody fits
    assert found.nobody == (True, True, True, True)


def test_whoever_is_looked_for_knows_the_stages_of_all() -> None:
    demand = [
        Demand(Teacher("a", languages=("hi",), stages=("primary",)), 1),
        Demand(Teacher("b", languages=("hi",), stages=("secondary", "Primary")), 1),
    ]
    asked = Criteria(shared_stage=True)
    (known,) = profiles(demand, 2, asked)
    assert known.stages == ("primary", "secondary")
    other = Mentor("m", capacity=2, languages=("hi",), stages=("secondary",))
    assert forecast(demand, [Offer(other)], asked).waiting == (1, 0)
    assert [each.placed for each in forecast(demand, [], asked, profiles=[known]).recruits] == [2]


def test_it_stops_at_as_many_as_are_asked_for() -> None:
    demand = [Demand(Teacher("a", domains=("maths",), languages=("hi",)), 100)]
    known = profiles(demand, 1, Criteria())
    assert len(forecast(demand, [], Criteria(), profiles=known).recruits) == 10
    assert len(forecast(demand, [], Criteria(), profiles=known, recruits=3).recruits) == 3
    assert forecast([], [], Criteria(), profiles=known) == Forecast((), (), (), ())


def test_what_cannot_be_is_refused() -> None:
    teacher = Teacher("a", languages=("hi",))
    with pytest.raises(ValueError, match="below 0"):
        forecast([Demand(teacher, -1)], [], Criteria())
    with pytest.raises(ValueError, match="below 0"):
        forecast([], [Offer(Mentor("m"), -1)], Criteria())
    with pytest.raises(InvalidProblem):
        forecast([], [Offer(Mentor("m", capacity=-1))], Criteria())


def test_kinds_have_no_ids() -> None:
    """A kind of teachers and a kind of mentors of one name are not the same person."""
    demand = [
        Demand(Teacher("1", languages=("hi",)), 1),
        Demand(Teacher("1", languages=("hi",)), 2),
    ]
    offers = [Offer(Mentor("1", capacity=2, languages=("hi",)))]
    known = profiles(demand, 1, Criteria())
    found = forecast(demand, offers, Criteria(), profiles=known)
    assert (found.waiting, found.taken) == ((0, 1), (2,))
    assert [(each.mentor.id, each.placed) for each in found.recruits] == [("1", 1)]
