from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker import auction as engine
from matchmaker import bidding
from matchmaker.auction import LARGEST, NOBODY, Answer, Pairs, auction
from tests.matchmaker.instances import exactly


def pairs_of(rows: list[dict[int, int]], capacities: list[int]) -> Pairs:
    """Pairs from the points of each teacher by mentor."""
    return Pairs(
        starts=np.cumsum([0, *map(len, rows)]),
        mentors=np.array([j for row in rows for j in row], dtype=np.int64),
        points=np.array([v for row in rows for v in row.values()], dtype=np.int64),
        capacities=np.array(capacities, dtype=np.int64),
    )


def best_by_trying(rows: list[dict[int, int]], capacities: list[int]) -> int:
    """The highest total of all answers that there are."""
    return max(
        sum(row[j] for row, j in zip(rows, choice, strict=True) if j != NOBODY)
        for choice in product(*([NOBODY, *row] for row in rows))
        if all(choice.count(j) <= seats for j, seats in enumerate(capacities))
    )


def keeps_the_rules(pairs: Pairs, answer: Answer) -> bool:
    """Whether each teacher has a pair of her own or none, and no mentor has too many."""
    made = np.flatnonzero(answer.chosen != NOBODY)
    at = answer.chosen[made]
    load = np.bincount(pairs.mentors[at], minlength=len(pairs.capacities))
    hers = (pairs.starts[made] <= at) & (at < pairs.starts[made + 1])
    return bool(hers.all() and (load <= pairs.capacities).all())


points = st.one_of(
    st.integers(-5, 5), st.integers(-(10**4), 10**4), st.integers(-(2**30), 2**30), st.just(7)
)


ROWS = [  # by how many mentors there are
    st.lists(st.dictionaries(st.integers(0, n - 1), points) if n else st.just({}), max_size=5)
    for n in range(5)
]
SEATS = st.sampled_from([0, 1, 2, 3, 10**12])


@st.composite
def small(draw: st.DrawFn) -> tuple[list[dict[int, int]], list[int]]:
    mentors = draw(st.integers(0, 4))
    return draw(ROWS[mentors]), draw(exactly(mentors, SEATS))


@settings(max_examples=1500)
@given(small())
@example(([], []))
@example(([{}, {}], [1]))
@example(([{0: -1}], [1]))
@example(([{0: 0}], [1]))
@example(([{0: 3, 1: 3}] * 4, [1, 1]))
@example(([{0: 5}] * 3, [0]))
def test_a_proven_best_is_the_best_there_is(given: tuple[list[dict[int, int]], list[int]]) -> None:
    pairs, best = pairs_of(*given), best_by_trying(*given)
    answer = auction(pairs, mille=0)
    assert keeps_the_rules(pairs, answer)
    assert (answer.total, answer.bound, answer.gap) == (best, best, 0)


@settings(max_examples=500)
@given(small(), st.integers(1, 1000))
def test_what_is_said_of_the_gap_is_true(
    given: tuple[list[dict[int, int]], list[int]], mille: int
) -> None:
    pairs, best = pairs_of(*given), best_by_trying(*given)
    answer = auction(pairs, mille=mille)
    assert keeps_the_rules(pairs, answer)
    assert answer.total <= best <= answer.bound
    assert answer.within(mille)
    assert dear_and_free(pairs, answer) == []


def test_a_gap_is_measured_by_the_fit_alone() -> None:
    pair = np.array([0, NOBODY])
    answer = Answer(pair, total=990, bound=1_000, prices=np.zeros(1, np.int64), spread=1)
    assert [answer.within(mille) for mille in (9, 10, 11)] == [False, True, True]
    assert [answer.within(mille, premium=100) for mille in (11, 12)] == [False, True]
    dear = replace(answer, spent=1_000)
    assert [dear.within(mille) for mille in (4, 5)] == [False, True]


def dear_and_free(pairs: Pairs, answer: Answer) -> list[int]:
    """Mentors whose seats have a price though one of them is free."""
    taken = pairs.mentors[answer.chosen[answer.chosen != NOBODY]]
    load = np.bincount(taken, minlength=len(pairs.capacities))
    found: list[int] = np.flatnonzero((load < pairs.capacities) & (answer.prices > 0)).tolist()
    return found


def crowd(teachers: int, mentors: int, each: int, seats: int, seed: int = 17) -> Pairs:
    """Teachers who can each have some of the mentors, all fond of the same few."""
    random = np.random.default_rng(seed)
    chosen = np.sort(np.argsort(random.random((teachers, mentors)), axis=1)[:, :each], axis=1)
    liked = random.integers(0, 4000, mentors)
    return Pairs(
        starts=np.arange(0, teachers * each + 1, each),
        mentors=chosen.ravel(),
        points=(random.integers(0, 6000, chosen.shape) + liked[chosen]).ravel(),
        capacities=np.full(mentors, seats),
    )


@pytest.mark.parametrize("seats", [3, 12])
@pytest.mark.parametrize(("mentors", "each"), [(40, 20), (130, 120)])
@pytest.mark.parametrize(("grain", "rise"), [(1, 0), (2_000, 0), (1, 60)])
def test_machine_code_gives_the_same_answer(
    mentors: int, each: int, seats: int, grain: int, rise: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = crowd(300, mentors, each, max(1, seats * 40 // mentors))
    pairs, found = replace(pairs, points=pairs.points // grain * grain, rise=rise), []
    for compile_from in (len(pairs.points) + 1, 0):
        monkeypatch.setattr(engine, "COMPILE_FROM", compile_from)
        monkeypatch.setattr(engine, "COMPILE_FINE_FROM", compile_from)
        found.append(auction(pairs))
    plain, fast = found
    assert (fast.chosen == plain.chosen).all()
    assert (fast.prices == plain.prices).all()
    assert (fast.total, fast.bound) == (plain.total, plain.bound)


@pytest.mark.parametrize("near", [2, 3, 19, 20, 21])
@pytest.mark.parametrize("seats", [3, 12])
def test_looking_at_the_nearest_pairs_again_changes_no_answer(
    seats: int, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = crowd(300, 40, 20, seats)
    monkeypatch.setattr(engine, "COMPILE_FROM", len(pairs.points) + 1)
    monkeypatch.setattr(bidding, "LONG", len(pairs.points))
    usual = auction(pairs)
    monkeypatch.setattr(bidding, "LONG", 0)
    monkeypatch.setattr(bidding, "NEAR", near)
    found = auction(pairs)
    assert (found.chosen == usual.chosen).all()
    assert (found.prices == usual.prices).all()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("seats", [7, 8])
def test_a_seat_that_stays_free_costs_nothing(seats: int, seed: int) -> None:
    pairs = crowd(300, 40, 6, seats, seed)
    assert dear_and_free(pairs, auction(pairs, mille=10)) == []


@pytest.mark.parametrize("seats", [3, 12])
def test_a_crowd_is_within_a_thousandth_and_exact_on_request(seats: int) -> None:
    pairs = crowd(300, 40, 20, seats)
    near, exact = auction(pairs), auction(pairs, mille=0)
    assert keeps_the_rules(pairs, near)
    assert near.within(1)
    assert exact.gap == 0
    assert near.total <= exact.total <= near.bound


def test_points_too_large_to_be_spread_end_with_an_honest_gap() -> None:
    rows = [{0: LARGEST, 1: LARGEST - 1}, {0: LARGEST, 1: LARGEST - 2}, {0: 1, 1: 0}]
    answer = auction(pairs_of(rows, [1, 1]), mille=0)
    best = best_by_trying(rows, [1, 1])
    assert answer.total <= best <= answer.bound
    assert answer.gap <= len(rows)


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": np.array([0, 2])},
        {"starts": np.array([1, 1])},
        {"starts": np.array([], dtype=np.int64)},
        {"mentors": np.array([1])},
        {"mentors": np.array([-1])},
        {"points": np.array([LARGEST + 1])},
        {"points": np.array([-LARGEST - 1])},
        {"capacities": np.array([-1])},
    ],
)
def test_what_does_not_fit_together_is_refused(wrong: dict[str, engine.Integers]) -> None:
    right = {
        "starts": np.array([0, 1]),
        "mentors": np.array([0]),
        "points": np.array([5]),
        "capacities": np.array([1]),
    }
    assert auction(Pairs(**right)).total == 5
    with pytest.raises(ValueError):
        Pairs(**(right | wrong))
