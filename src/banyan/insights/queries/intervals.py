"""Intervals about what few pairs say: how far a mean, a share or a difference may be from it by
chance alone.

Means: Student's t (Student 1908). Shares: Wilson's score interval, which stays within 0 and 1 and
holds for few (Wilson 1927; recommended by Brown, Cai and DasGupta 2001). Differences of two means:
Welch's t, which asks for no equal spread (Welch 1947). Several looked at together: each at the
level that keeps all of them right together at least as often as one would be (Bonferroni; Dunn
1961). All take values as drawn independently: pairs of one mentor are somewhat alike, so that the
intervals are rather too narrow than too wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri, stdtrit

LEVEL = 0.95  # how often such an interval holds the truth


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and between what it may lie."""

    value: float
    low: float
    high: float

    @property
    def holds_nothing(self) -> bool:
        """Whether no difference at all lies within it."""
        return self.low <= 0 <= self.high


def mean_of(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _variance(values: Sequence[float]) -> float:
    mean = mean_of(values)
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def mean_interval(
    values: Sequence[float], least: float, most: float, level: float = LEVEL
) -> Interval | None:
    """The mean of values that lie between `least` and `most`. None for fewer than two, and where
    all are alike: how far they may spread is then not known."""
    if len(values) < 2 or not (spread := _variance(values)):
        return None
    mean = mean_of(values)
    reach = _student(len(values) - 1, level) * sqrt(spread / len(values))
    return Interval(mean, max(least, mean - reach), min(most, mean + reach))


def share_interval(hits: int, of: int, level: float = LEVEL) -> Interval:
    """The share of `hits` in `of`, from 0 to 1. Raises ValueError for none at all."""
    if of < 1:
        raise ValueError("a share of nobody")
    z = float(ndtri((1 + level) / 2))
    share = hits / of
    weight = 1 + z * z / of
    middle = (share + z * z / (2 * of)) / weight
    reach = z / weight * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Interval(share, max(0.0, middle - reach), min(1.0, middle + reach))


def difference_interval(
    first: Sequence[float], second: Sequence[float], level: float = LEVEL
) -> Interval | None:
    """The mean of the first less that of the second. None where one has fewer than two values, and
    where all of both are alike."""
    if min(len(first), len(second)) < 2:
        return None
    one, other = _variance(first) / len(first), _variance(second) / len(second)
    if not one + other:
        return None
    freedom = (one + other) ** 2 / (one**2 / (len(first) - 1) + other**2 / (len(second) - 1))
    reach = _student(freedom, level) * sqrt(one + other)
    difference = mean_of(first) - mean_of(second)
    return Interval(difference, difference - reach, difference + reach)


def _student(freedom: float, level: float) -> float:
    return float(stdtrit(freedom, (1 + level) / 2))


def level_of_each(looked_at: int) -> float:
    """The level of each of so many intervals, so that all together hold as often as one would."""
    return 1 - (1 - LEVEL) / max(1, looked_at)
