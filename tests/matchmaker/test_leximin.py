"""The fairest answer against levels of fit that are weighed one after the other."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import leximin
from matchmaker.assignment import NOBODY, assign
from matchmaker.leximin import fairest
from matchmaker.pool import Booleans, Integers


def drawn(seed: int, rows: int, columns: int, seats: int, values: int) -> tuple[Integers, ...]:
    """Scores of so many values, some pairs that may not be made, and seats that vary."""
    chance = np.random.default_rng(seed)
    scores = chance.integers(0, values, (rows, columns)) * (10_000 // values)
    return scores, chance.random((rows, columns)) < 0.6, chance.integers(0, seats + 1, columns)


def by_levels(scores: Integers, allowed: Booleans, capacities: Integers) -> list[int]:
    """Most matched, then for each fit that there is, the lowest first, as many above it as can be;
    and of equal answers the first."""
    levels = [np.ones_like(scores), *(scores > fit for fit in np.unique(scores))]
    found = assign([level.astype(np.int64) for level in levels], allowed, capacities)
    assert found.value == found.bound
    columns: list[int] = found.columns.tolist()
    return columns


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 14),
    st.integers(1, 7),
    st.sampled_from((1, 2, 5)),
    st.sampled_from((2, 5, 40)),
)
def test_the_fairest_answer_is_that_of_all_levels(
    seed: int, rows: int, columns: int, seats: int, values: int
) -> None:
    scores, allowed, capacities = drawn(seed, rows, columns, seats, values)
    found = fairest(scores, allowed.astype(np.bool_), capacities)
    assert found.columns.tolist() == by_levels(scores, allowed.astype(np.bool_), capacities)


@pytest.mark.parametrize("seats", [4, 5, 7])
def test_more_people_have_the_fairest_answer_too_from_wherever_it_begins(seats: int) -> None:
    scores, open_, capacities = drawn(seats, 60, 20, seats, 25)
    allowed = open_.astype(np.bool_)
    found = fairest(scores, allowed, capacities)
    assert found.columns.tolist() == by_levels(scores, allowed, capacities)
    rows = np.flatnonzero(found.columns != NOBODY)
    assert found.matched == len(rows)
    assert found.fewest == Counter(scores[rows, found.columns[rows]].tolist())
    for start in (np.full(60, NOBODY), assign([scores], allowed, capacities).columns):
        again = fairest(scores, allowed, capacities, start)
        assert again.columns.tolist() == found.columns.tolist()
        assert (again.matched, again.fewest) == (found.matched, found.fewest)


@pytest.mark.parametrize("columns", [70, 130])
def test_there_may_be_many_mentors(columns: int) -> None:
    scores, open_, capacities = drawn(columns, columns, columns, 1, 4)
    allowed = open_.astype(np.bool_)
    found = fairest(scores, allowed, capacities)
    assert found.columns.tolist() == by_levels(scores, allowed, capacities)


def test_a_point_of_the_worst_counts_more_than_all_of_the_others() -> None:
    scores = np.array([[100, 101], [5000, 9000], [5000, 9000]])
    allowed, capacities = np.ones((3, 2), dtype=np.bool_), np.array([2, 1])
    assert fairest(scores, allowed, capacities).columns.tolist() == [1, 0, 0]


def test_an_answer_that_is_not_proven_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(arcs: Integers) -> tuple[Integers, list[list[int]]]:
        return np.zeros(len(arcs), dtype=np.int64), []

    scores, allowed = np.array([[1, 2], [2, 1]]), np.ones((2, 2), dtype=np.bool_)
    monkeypatch.setattr(leximin, "_distances", blind)
    start = np.array([0, 1])
    with pytest.raises(ArithmeticError):
        fairest(scores, allowed, np.array([1, 1]), start)
