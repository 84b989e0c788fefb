"""A rota of short meetings: against brute force, and against the bounds that nothing can beat."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker.heeding import COULD, LEAST, RATHER_NOT, WOULD, Heeding, Said
from matchmaker.problem import Mentor, Problem, Teacher
from matchmaker.rota import Rota, chosen, rota, turns
from matchmaker.solving import Answered
from matchmaker.weighing import Weighing

PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 6)), max_size=40)


@given(PAIRS)
def test_nobody_is_twice_in_a_turn_and_there_are_as_few_turns_as_there_can_be(
    pairs: set[tuple[int, int]],
) -> None:
    given_ = sorted(pairs)
    laid = turns(given_)
    for side in (0, 1):
        seats = [(pair[side], turn) for pair, turn in zip(given_, laid, strict=True)]
        assert len(set(seats)) == len(seats)
    busiest = max(
        (n for side in (0, 1) for n in Counter(p[side] for p in pairs).values()), default=0
    )
    assert max(laid, default=-1) + 1 == busiest


def test_two_do_not_meet_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        turns([(0, 0), (0, 0)])


@st.composite
def small(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, int]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = rows * columns
    scores = draw(st.lists(st.integers(0, 20), min_size=cells, max_size=cells))
    allowed = draw(st.lists(st.booleans(), min_size=cells, max_size=cells))
    shape = (rows, columns)
    return (
        np.array(scores, dtype=np.int64).reshape(shape),
        np.array(allowed, dtype=np.bool_).reshape(shape),
        draw(st.integers(1, 3)),
    )


def worth(scores: np.ndarray, picked: np.ndarray) -> tuple[int, int]:
    """The less, the better: how unequal the loads are, then the fit that is missing."""
    return int((picked.sum(axis=0) ** 2).sum()), -int(scores[picked].sum())


@settings(max_examples=150)
@given(small())
def test_whom_each_meets_is_the_best_choice_there_is(
    case: tuple[np.ndarray, np.ndarray, int],
) -> None:
    scores, allowed, most = case
    picked = chosen(scores, allowed, most)
    assert not (picked & ~allowed).any()
    assert picked.sum(axis=1).tolist() == np.minimum(allowed.sum(axis=1), most).tolist()
    ways = [
        [
            [column in chosen_ for column in range(allowed.shape[1])]
            for chosen_ in combinations(np.flatnonzero(row), min(int(row.sum()), most))
        ]
        for row in allowed
    ]
    best = min(worth(scores, np.array(way, dtype=np.bool_)) for way in product(*ways))
    assert worth(scores, picked) == best
    # Loads that are as equal as can be have the least maximum, too: so turns are as few as can be.
    least = min(np.array(way, dtype=np.bool_).sum(axis=0).max() for way in product(*ways))
    assert picked.sum(axis=0).max() == least


@settings(max_examples=80)
@given(small(), st.integers(1, 2))
def test_with_few_turns_left_as_many_meet_as_can_and_nobody_more_often(
    case: tuple[np.ndarray, np.ndarray, int], longest: int
) -> None:
    scores, allowed, most = case
    picked = chosen(scores, allowed, most, longest=longest)
    each = min(most, longest)
    assert picked.sum(axis=1).max() <= each
    assert picked.sum(axis=0).max() <= longest
    cells = np.argwhere(allowed)
    assume(len(cells) <= 10)  # few enough to try them all
    fullest = 0
    for way in product((False, True), repeat=len(cells)):
        table = np.zeros(allowed.shape, dtype=np.bool_)
        for (row, column), met in zip(cells, way, strict=True):
            table[row, column] = met
        if table.sum(axis=1).max() <= each and table.sum(axis=0).max() <= longest:
            fullest = max(fullest, int(table.sum()))
    assert picked.sum() == fullest


def people(teachers: int, mentors: int) -> Problem:
    return Problem(
        teachers=tuple(
            Teacher(f"t{n:02}", languages=("hi",), domains=(f"d{n % 3}",)) for n in range(teachers)
        ),
        mentors=tuple(
            Mentor(f"m{n:02}", languages=("hi",), domains=(f"d{n % 3}",)) for n in range(mentors)
        ),
    )


def met(found: Rota) -> list[tuple[str, str]]:
    return [pair for turn in found.turns for pair in turn]


def test_everybody_meets_everybody_in_as_many_turns_as_there_are_on_the_larger_side() -> None:
    found = rota(people(6, 4), 4)
    assert len(found.turns) == 6
    assert sorted(met(found)) == sorted(
        product(
            *([each.id for each in side] for side in (people(6, 4).teachers, people(6, 4).mentors))
        )
    )
    assert found.missing == {}


def test_mentors_share_the_work_evenly_and_the_rota_is_the_same_every_time() -> None:
    found = rota(people(10, 4), 2)
    assert sorted(Counter(mentor for _t, mentor in met(found)).values()) == [5, 5, 5, 5]
    assert len(found.turns) == 5
    problem = people(10, 4)
    mixed = Problem(teachers=problem.teachers[::-1], mentors=problem.mentors[::-1])
    assert rota(mixed, 2) == found


def test_whom_a_rule_keeps_apart_never_sit_together() -> None:
    problem = people(3, 3)
    kept = Problem(
        teachers=(Teacher("t00", languages=("hi",), avoid=("m00",)), *problem.teachers[1:]),
        mentors=(*problem.mentors[:2], Mentor("t01", languages=("hi",))),
        forbidden=frozenset({("t02", "m01")}),
        prohibited={("t01", "m01"): "principal"},
    )
    found = rota(kept, 3)
    never = {("t00", "m00"), ("t02", "m01"), ("t01", "m01"), ("t01", "t01")}
    assert never.isdisjoint(met(found))
    assert found.missing == {"t00": 1, "t01": 2, "t02": 1}


def test_who_have_met_do_not_meet_again_and_it_counts_for_both() -> None:
    problem = people(3, 3)
    first = [("t00", "m00"), ("t01", "m01")]
    found = rota(problem, 2, met=first, longest=2)
    assert set(met(found)).isdisjoint(first)
    count = Counter(teacher for teacher, _m in [*met(found), *first])
    assert count == {"t00": 2, "t01": 2, "t02": 2}
    assert len(found.turns) <= 2


def test_nobody_can_be_asked_to_meet_nobody() -> None:
    with pytest.raises(ValueError, match="somebody"):
        rota(people(1, 1), 0)
    assert rota(people(0, 2), 3) == Rota((), {})
    assert rota(people(2, 0), 1) == Rota((), {"t00": 1, "t01": 1})


def test_what_two_say_moves_their_fit_and_rather_not_leaves_nothing_of_it() -> None:
    problem = people(2, 2)
    fits = Weighing(problem).scores
    said = Said({("t00", "m00"): WOULD, ("t00", "m01"): RATHER_NOT}, {("t00", "m00"): WOULD})
    heeded = Heeding(problem, said).scores
    assert heeded[0, 0] == (fits[0, 0] * 70 + 10_000 * 30) // 100
    assert heeded[0, 1] == LEAST
    assert heeded[1, 1] == (fits[1, 1] * 70 + 5_000 * 30) // 100  # nobody said anything: “could”
    neutral = Heeding(problem, Said({("t01", "m01"): COULD, ("gone", "m01"): WOULD}, {})).scores
    assert neutral[1, 1] == heeded[1, 1]


def test_rather_not_is_no_rule_where_a_teacher_would_have_nobody() -> None:
    problem = people(1, 1)
    said = Said({("t00", "m00"): RATHER_NOT}, {("t00", "m00"): RATHER_NOT})
    answer = Answered(Heeding(problem, said))
    assert answer.held() == {"t00": ("m00", LEAST)}
    assert (Heeding(problem, said).barriers == Weighing(problem).barriers).all()


def test_both_sides_say_decides_between_who_fit_alike() -> None:
    problem = people(2, 2)
    alike = Problem(
        teachers=tuple(Teacher(t.id, languages=("hi",)) for t in problem.teachers),
        mentors=tuple(Mentor(m.id, languages=("hi",)) for m in problem.mentors),
    )
    assert {t: m for t, (m, _s) in Answered(Weighing(alike)).held().items()} == {
        "t00": "m00", "t01": "m01"
    }  # fmt: skip
    said = Said({}, {("t00", "m01"): WOULD})
    assert {t: m for t, (m, _s) in Answered(Heeding(alike, said)).held().items()} == {
        "t00": "m01", "t01": "m00"
    }  # fmt: skip
