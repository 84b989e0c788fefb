"""What is not looked at would have changed nothing: candidates, against all pairs weighed."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import beside, crowd, picking, tree
from matchmaker.auction import NOBODY
from matchmaker.blocking import Block
from matchmaker.crowd import Auctioned, Crowd, Picked
from matchmaker.picking import Asking, Branches
from matchmaker.pool import Pool
from matchmaker.problem import Problem
from matchmaker.weighing import Weighing
from tests.matchmaker.instances import problems
from tests.matchmaker.test_many import crowded


@pytest.fixture(autouse=True, params=["few branches", "usual", "few pieces", "side by side"])
def shape(request: pytest.FixtureRequest) -> Iterator[None]:
    """Trees of several shapes, and all mentors weighed: the answers must be the same."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "side by side":
            patch.setattr(crowd, "FEW", 0)
            patch.setattr(crowd, "ASKED", 1)
            patch.setattr(crowd, "MANY", -1)
            patch.setattr(crowd, "ROWS", 70)
        if request.param == "few branches":
            patch.setattr(tree, "BRANCHES", 0)
        elif request.param == "few pieces":
            patch.setattr(tree, "SHARE", 2)
            patch.setattr(tree, "EACH", 10**9)
            patch.setattr(crowd, "SEVERAL", 3)
            patch.setattr(crowd, "ROWS", 3)
        yield


def nothing_said(done: int) -> None:
    """Progress that nobody watches."""


def everybody(pool: Pool) -> Block:
    """All people as one block: the rules on kinds are then terms like others."""
    return Block(np.arange(pool.shape[0]), np.arange(pool.shape[1]))


def listed(found: Picked) -> list[list[tuple[int, int]]]:
    """The columns and scores that were picked for each row."""
    rows = zip(found.columns.tolist(), found.scores.tolist(), found.counts.tolist(), strict=True)
    return [list(zip(columns, scores, strict=True))[:count] for columns, scores, count in rows]


def open_pairs(weighing: Weighing, block: Block, row: int) -> list[tuple[int, int]]:
    """Score and column of each pair of a row that may be made."""
    return [
        (int(weighing.scores[row, column]), column)
        for column in block.columns.tolist()
        if weighing.barriers[row, column] < 0
    ]


@given(problem=problems(7, 7), most=st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_the_best_candidates_are_those_of_all_pairs(problem: Problem, most: int) -> None:
    assert_best(problem, most)


@pytest.mark.parametrize("most", [1, 5, 60])
def test_the_best_candidates_among_many_are_those_of_all_pairs(most: int) -> None:
    assert_best(crowded(300, 90, 6), most)


def assert_best(problem: Problem, most: int) -> None:
    """Equal scores of different points may be kept one for the other: the same scores are kept."""
    weighing, pool = Weighing(problem), Pool(problem)
    many = Crowd(pool)
    for block in many.blocking.blocks(*(np.arange(size) for size in pool.shape)):
        found = many.best(block, most, nothing_said)
        for row, pairs, limit in zip(
            block.rows.tolist(), listed(found), found.limits.tolist(), strict=True
        ):
            all_pairs = open_pairs(weighing, block, row)
            assert {(score, column) for column, score in pairs} <= set(all_pairs)
            assert [column for column, _ in pairs] == sorted({column for column, _ in pairs})
            best = sorted((score for score, _ in all_pairs), reverse=True)[:most]
            assert sorted((score for _, score in pairs), reverse=True) == best
            if limit == NOBODY:
                assert len(pairs) == len(all_pairs)
            else:
                others = set(all_pairs) - {(score, column) for column, score in pairs}
                assert limit == min(best) >= max((score for score, _ in others), default=0)


@given(
    problem=problems(7, 7),
    most=st.integers(1, 3),
    spread=st.integers(1, 3),
    premium=st.sampled_from((0, 10_000)),
    drawn=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_what_is_richer_is_found_among_all_pairs(
    problem: Problem, most: int, spread: int, premium: int, drawn: st.DataObject
) -> None:
    rows, columns = len(problem.teachers), len(problem.mentors)
    worth = st.integers(0, (10_000 + premium) * spread)
    prices = drawn.draw(st.lists(worth, min_size=columns, max_size=columns))
    profits = drawn.draw(st.lists(worth, min_size=rows, max_size=rows))
    left = Auctioned(np.array(prices, np.int64), np.array(profits, np.int64), spread, premium)
    assert_richer(problem, most, left)


def test_what_is_richer_among_many_is_found_among_all_pairs() -> None:
    chance = np.random.default_rng(7)
    left = Auctioned(chance.integers(0, 9000, 90), chance.integers(0, 9000, 300), 1, 0)
    assert_richer(crowded(300, 90, 6), 8, left)


def assert_richer(problem: Problem, most: int, left: Auctioned) -> None:
    weighing, pool = Weighing(problem), Pool(problem)
    many = Crowd(pool)
    for block in many.blocking.blocks(*(np.arange(size) for size in pool.shape)):
        found = many.richer(block, most, left, nothing_said)
        for row, pairs, highest in zip(
            block.rows.tolist(), listed(found), found.limits.tolist(), strict=True
        ):
            gains = {
                column: (score + left.premium) * left.spread - int(left.prices[column])
                for score, column in open_pairs(weighing, block, row)
            }
            richer = [each for each in gains if gains[each] > left.profits[row]]
            best = sorted(richer, key=lambda column: (-gains[column], column))[:most]
            expected = [(column, int(weighing.scores[row, column])) for column in sorted(best)]
            assert pairs == expected
            assert highest == max((gains[column] for column in best), default=0)


@pytest.mark.parametrize("most", [1, 30])
def test_all_mentors_weighed_or_a_tree_walked_answers_alike_among_many(most: int) -> None:
    assert_alike(crowded(300, 90, 6), most, 4000, 3000)


def assert_alike(problem: Problem, most: int, price: int, profit: int) -> None:
    """Both ways, to the byte, as one block: the rules on kinds are then weighed too."""
    many = Crowd(Pool(problem))
    block = everybody(many.pool)
    rows, columns = many.pool.shape
    prices, profits = np.arange(columns) % 5 * price, np.arange(rows) % 3 * profit
    left = Auctioned(prices, profits, 2, 0)
    answers = []
    for share in (-1, 2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(crowd, "FEW", 0)
            patch.setattr(crowd, "ASKED", 1)
            patch.setattr(crowd, "MANY", share)
            best = many.best(block, most, nothing_said)
            answers.append((best, many.richer(block, most, left, nothing_said)))
    for ones, others in zip(*answers, strict=True):
        assert listed(ones) == listed(others)
        assert ones.limits.tolist() == others.limits.tolist()


@pytest.mark.parametrize("share", [0.1, 0.2])
def test_where_much_of_a_tree_is_looked_at_all_mentors_are_weighed(share: float) -> None:
    """The share that a few teachers looked at decides."""
    ways = []

    def walked(branches: Branches, asking: Asking, *rest: object) -> int:
        ways.append("tree")
        return int(share * len(asking.places) * len(branches.columns))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowd, "FEW", 1)
        patch.setattr(crowd, "MANY", 0.15)
        patch.setattr(picking, "best", walked)
        patch.setattr(beside, "best", lambda *_: ways.append("side by side"))
        many = Crowd(Pool(crowded(300, 90, 6)))
        many.best(everybody(many.pool), 5, nothing_said)
        assert set(ways[1:]) == {"tree" if share < crowd.MANY else "side by side"}
    assert ways[0] == "tree"


def test_a_tree_has_every_mentor_and_every_term_once() -> None:
    many = Crowd(Pool(crowded(300, 90, 6)))
    block = everybody(many.pool)
    here = many._tree(block)
    assert sorted(here.branches.columns.tolist()) == list(range(90))
    assert sorted(here.order.tolist()) == list(range(300))
    terms = [*here.same, *here.firsts, *here.seconds, *here.leaves]
    assert sorted(map(id, terms)) == sorted(map(id, here.terms))
