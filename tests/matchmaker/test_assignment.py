from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import assignment
from matchmaker.assignment import NOBODY, Assignment, assign
from matchmaker.pool import Booleans, Integers
from tests.matchmaker.instances import Instance, instances
from tests.matchmaker.oracle import best


def most_matched(scores: Integers, allowed: Booleans, capacities: Integers) -> Assignment:
    """Most pairs first, then the highest total."""
    return assign([np.ones_like(scores), scores], allowed, capacities)


INSTANCES = instances(6, st.sampled_from((0, 0, 1, 2, 3, 5000, 9_999, 10_000)))


@settings(max_examples=400)
@given(INSTANCES)
def test_it_finds_the_first_of_the_best_assignments(instance: Instance) -> None:
    worth, columns = best(*instance)
    answer = most_matched(*instance)
    mentors = instance[0].shape[1]
    assert answer.value == worth
    assert [column % (mentors + 1) for column in answer.columns.tolist()] == list(columns)


@settings(max_examples=150)
@given(INSTANCES)
def test_its_prices_prove_it(instance: Instance) -> None:
    answer = most_matched(*instance)
    assert answer.bound == answer.value
    taken = np.bincount(answer.columns[answer.columns != NOBODY], minlength=len(instance[2]))
    assert answer.prices is not None
    for price, count, capacity in zip(answer.prices, taken, instance[2], strict=True):
        assert price >= (0, 0)
        if count < capacity:
            assert price == (0, 0)


@settings(max_examples=60)
@given(INSTANCES, st.integers(0, 3))
def test_a_price_is_never_less_than_what_one_more_seat_would_bring(
    instance: Instance, which: int
) -> None:
    scores, allowed, capacities = instance
    if which >= len(capacities):
        return
    more = capacities.copy()
    more[which] += 1
    before, after = most_matched(*instance), most_matched(scores, allowed, more)
    gain = after.value[0] - before.value[0], after.value[1] - before.value[1]
    assert before.prices is not None
    assert gain <= before.prices[which]


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.sampled_from([(1, 2**20, 2**30), (3, 2**26, 1, 2**40, 7)]))
def test_levels_too_large_to_be_weighed_together_go_one_after_another(
    seed: int, sizes: tuple[int, ...]
) -> None:
    one_after_another(np.random.default_rng(seed), sizes)


@pytest.mark.parametrize("seed", range(200))
def test_levels_of_small_worth_go_one_after_another_as_well(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where whole numbers are exact only up to one: prices of one point are as good as any."""
    monkeypatch.setattr(assignment, "EXACT", 1)
    one_after_another(np.random.default_rng(seed), (2, 3, 2))


def one_after_another(chance: np.random.Generator, sizes: tuple[int, ...]) -> None:
    allowed = chance.random((4, 3)) < 0.8
    levels = [chance.integers(1, size + 1, (4, 3)) for size in sizes]
    capacities = chance.integers(0, 3, 3)
    worth = max(
        tuple(sum(int(level[at]) for at in enumerate(who) if at[1] != NOBODY) for level in levels)
        for who in product((NOBODY, 0, 1, 2), repeat=4)
        if all(hers == NOBODY or allowed[row, hers] for row, hers in enumerate(who))
        and all(who.count(mentor) <= capacities[mentor] for mentor in range(3))
    )
    answer = assign(levels, allowed, capacities)
    assert answer.value == answer.bound == worth


def test_ties_are_broken_alike_where_every_pair_is_equal() -> None:
    scores = np.full((6, 3), 7, dtype=np.int64)
    answer = most_matched(scores, np.ones((6, 3), dtype=np.bool_), np.array([2, 2, 1]))
    assert answer.columns.tolist() == [0, 0, 1, 1, 2, NOBODY]


def test_blocks_that_do_not_meet_are_priced_apart() -> None:
    allowed = np.zeros((4, 3), dtype=np.bool_)
    for row, column in [(0, 0), (1, 0), (2, 1), (3, 2)]:
        allowed[row, column] = True
    answer = most_matched(np.full((4, 3), 100, dtype=np.int64), allowed, np.array([1, 1, 2]))
    assert answer.columns.tolist() == [0, NOBODY, 1, 2]
    assert answer.prices == ((1, 100), (0, 0), (0, 0))


def test_a_hundred_equal_teachers_and_a_capacity_beyond_all_need_are_no_trouble() -> None:
    scores = np.zeros((100, 2), dtype=np.int64)
    answer = most_matched(scores, np.ones((100, 2), dtype=np.bool_), np.array([1, 10**9]))
    assert answer.columns.tolist() == [0] + [1] * 99


def test_the_oracle_itself_knows_a_case_done_by_hand() -> None:
    scores = np.array([[9, 8], [9, 1]], dtype=np.int64)
    assert best(scores, scores > 0, np.array([1, 1])) == ((2, 17), (1, 0))


@pytest.mark.parametrize("seed", range(8))
def test_of_many_equal_answers_it_is_the_first(seed: int) -> None:
    """Row by row the lowest column with which the whole is worth as much, by solving it anew."""
    chance = np.random.default_rng(seed)
    scores = chance.integers(0, 2, (14, 5))
    allowed = chance.random((14, 5)) < 0.6
    capacities = chance.integers(1, 4, 5)
    answer = most_matched(scores, allowed, capacities)
    left = answer.value
    for row in range(len(scores)):
        open_, allowed[row] = np.flatnonzero(allowed[row] & (capacities > 0)).tolist(), False
        for column in [*open_, NOBODY]:
            seats, gained = capacities.copy(), (0, 0)
            if column != NOBODY:
                seats[column] -= 1
                gained = (1, int(scores[row, column]))
            rest = most_matched(scores, allowed, seats).value
            if (rest[0] + gained[0], rest[1] + gained[1]) == left:
                break
        capacities, left = seats, rest
        assert answer.columns[row] == column
