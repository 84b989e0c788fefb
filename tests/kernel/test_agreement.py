"""What the arithmetic of agreement says, against examples worked by hand and by properties."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.kernel.agreement import Drift, drift, kappa, percentile, wilson

VERDICTS = st.sampled_from(["successful", "not_yet"])
PAIRS = st.lists(st.tuples(VERDICTS, VERDICTS), min_size=1, max_size=60)
CLOSE = 1e-9


def table(rows: list[list[int]]) -> list[tuple[int, int]]:
    """Pairs of verdicts from a square of counts: row of the first, column of the second."""
    return [
        (one, other)
        for one, row in enumerate(rows)
        for other, count in enumerate(row)
        for _ in range(count)
    ]


def test_two_hundred_things_of_three_kinds() -> None:
    """By hand: 140 of 200 alike; (120·100 + 60·60 + 20·40) ÷ 200² = .41 alike by lot."""
    found = kappa(table([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert found is not None
    assert (found.n, found.observed) == (200, 0.70)
    assert isclose(found.expected, 0.41, abs_tol=CLOSE)
    assert found.value is not None
    assert isclose(found.value, 0.29 / 0.59, abs_tol=CLOSE)


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([[20, 5], [10, 15]], 0.4),
        ([[45, 15], [25, 15]], 0.13043478260869565),
        ([[25, 35], [5, 35]], 0.25925925925925924),
        ([[10, 0], [0, 10]], 1.0),
        ([[0, 10], [10, 0]], -1.0),
    ],
)
def test_worked_examples(rows: list[list[int]], value: float) -> None:
    found = kappa(table(rows))
    assert found is not None
    assert found.value is not None
    assert isclose(found.value, value, abs_tol=CLOSE)


def test_without_anything_judged_there_is_no_kappa() -> None:
    assert kappa([]) is None


def test_where_both_say_always_the_same_chance_explains_all() -> None:
    found = kappa([("successful", "successful")] * 30)
    assert found is not None
    assert (found.observed, found.expected, found.value, found.low) == (1.0, 1.0, None, None)


@given(PAIRS)
def test_it_lies_between_its_bounds_and_they_between_minus_one_and_one(
    pairs: list[tuple[str, str]],
) -> None:
    found = kappa(pairs)
    assert found is not None
    if found.value is not None:
        assert found.low is not None
        assert found.high is not None
        assert -1 <= found.low <= found.value <= found.high <= 1


@given(PAIRS)
def test_it_does_not_matter_who_is_the_first_nor_in_what_order(
    pairs: list[tuple[str, str]],
) -> None:
    assert kappa(pairs) == kappa([(other, one) for one, other in pairs])
    assert kappa(pairs) == kappa(pairs[::-1])


@given(PAIRS)
def test_it_does_not_matter_what_the_verdicts_are_called(pairs: list[tuple[str, str]]) -> None:
    other_way = {"successful": "not_yet", "not_yet": "successful"}
    turned = kappa([(other_way[one], other_way[other]) for one, other in pairs])
    assert turned == kappa(pairs)


@given(PAIRS)
def test_it_is_one_only_where_they_agree_on_all_and_above_zero_only_beyond_chance(
    pairs: list[tuple[str, str]],
) -> None:
    found = kappa(pairs)
    assert found is not None
    if found.value is not None:
        assert (found.value == 1) == all(one == other for one, other in pairs)
        assert (found.value > 0) == (found.observed > found.expected)


@given(PAIRS)
def test_it_is_what_the_definition_says_counted_another_way(
    pairs: list[tuple[str, str]],
) -> None:
    """Chance counted by putting each verdict of the first beside each of the second."""
    n = len(pairs)
    crossed = [one == other for one, _ in pairs for _, other in pairs]
    found = kappa(pairs)
    assert found is not None
    expected = sum(crossed) / (n * n)
    assert isclose(found.expected, expected, abs_tol=CLOSE)
    if found.value is not None:
        agreed = sum(one == other for one, other in pairs) / n
        assert isclose(found.value, (agreed - expected) / (1 - expected), abs_tol=CLOSE)


@given(PAIRS, st.integers(2, 5))
def test_more_of_the_same_says_the_same_more_surely(
    pairs: list[tuple[str, str]], times: int
) -> None:
    few, many = kappa(pairs), kappa(pairs * times)
    assert few is not None
    assert many is not None
    if few.value is not None and many.value is not None:
        assert isclose(few.value, many.value, abs_tol=CLOSE)
        assert few.low is not None
        assert few.high is not None
        assert many.low is not None
        assert many.high is not None
        assert many.high - many.low <= few.high - few.low + CLOSE


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (15, 50, 0.1910, 0.4375)],
)
def test_the_interval_of_a_part(hits: int, n: int, low: float, high: float) -> None:
    found = wilson(hits, n)
    assert isclose(found[0], low, abs_tol=1e-3)
    assert isclose(found[1], high, abs_tol=1e-3)


def test_findings_lean_to_one_side_or_the_other() -> None:
    agreed = [True, True, False, False]
    assert drift(list(zip(agreed, [True, True, True, True], strict=True))) == Drift(4, 2, 2, 0)
    assert drift(list(zip(agreed, [True, False, False, False], strict=True))) == Drift(4, 3, 0, 1)
    assert drift([]).lean == 0


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_every_finding_is_the_same_kinder_or_stricter(found: list[tuple[bool, bool]]) -> None:
    seen = drift(found)
    assert seen.same + seen.kinder + seen.stricter == seen.n == len(found)
    turned = drift([(met, agreed) for agreed, met in found])
    assert (turned.kinder, turned.lean) == (seen.stricter, -seen.lean)


@pytest.mark.parametrize(
    ("values", "percent", "found"),
    [
        ([], 50, None),
        ([7.0], 50, 7.0),
        ([7.0], 90, 7.0),
        ([15, 20, 35, 40, 50], 30, 20),
        ([15, 20, 35, 40, 50], 40, 20),
        ([50, 15, 40, 20, 35], 50, 35),
        (list(range(1, 11)), 90, 9),
    ],
)
def test_the_nearest_rank(values: list[float], percent: int, found: float | None) -> None:
    assert percentile(values, percent) == found


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=50), st.integers(1, 100))
def test_so_many_percent_do_not_exceed_it_and_fewer_would_be_below(
    values: list[int], percent: int
) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)
