"""How far two people who judge the same things agree, and how far one agrees with what is known.

Plain arithmetic over verdicts: no rows, no names, no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

LIKELY = 0.95  # how often such an interval holds what it looks for


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa over `n` things that two people judged, each for herself.

    `observed` is the part of them on which the two agree, `expected` the part on which they would
    agree if each gave her own verdicts by lot. `value`, from −1 to 1, is what is agreed beyond
    that chance; None where both gave one and the same verdict to everything, for then chance
    explains all. `low` and `high` bound it.
    """

    n: int
    observed: float
    expected: float
    value: float | None
    low: float | None
    high: float | None


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Kappa | None:
    """κ = (p_o − p_e) / (1 − p_e); None without a pair.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20 (1960), 37–46. The interval takes chance as it was found, as Cohen's own does,
    and puts in the place of p_o the ends of Wilson's interval (E. B. Wilson, Probable inference,
    Journal of the American Statistical Association 22 (1927), 209–212), which few things and full
    agreement do not make too narrow.
    """
    n = len(pairs)
    if not n:
        return None
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(one == other for one, other in pairs) / n
    # In whole numbers, so that "all the same" is known exactly.
    by_lot = sum(first[verdict] * second[verdict] for verdict in first)
    if by_lot == n * n:
        return Kappa(n, observed, 1.0, None, None, None)
    expected = by_lot / (n * n)

    def beyond_chance(agreed: float) -> float:
        return max(-1.0, (agreed - expected) / (1 - expected))

    low, high = wilson(sum(one == other for one, other in pairs), n)
    return Kappa(
        n,
        observed,
        expected,
        beyond_chance(observed),
        beyond_chance(low),
        beyond_chance(high),
    )


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The interval in which a part lies of which `hits` of `n` were found. Source: Wilson 1927."""
    z = NormalDist().inv_cdf((1 + LIKELY) / 2)
    part, weight = hits / n, z * z / n
    middle = (part + weight / 2) / (1 + weight)
    half = z * sqrt(part * (1 - part) / n + weight / (4 * n)) / (1 + weight)
    # The formula meets these ends exactly; floating point does not always.
    low = 0.0 if hits == 0 else max(0.0, min(part, middle - half))
    high = 1.0 if hits == n else min(1.0, max(part, middle + half))
    return low, high


@dataclass(frozen=True, slots=True)
class Drift:
    """How one person's findings lie to what was agreed: of `n` findings `same` are the same,
    `kinder` find met what was agreed not to be, `stricter` the other way round."""

    n: int
    same: int
    kinder: int
    stricter: int

    @property
    def lean(self) -> float:
        """From −1, always stricter, to 1, always kinder; 0 leans to no side."""
        return (self.kinder - self.stricter) / self.n if self.n else 0.0


def drift(found: Sequence[tuple[bool, bool]]) -> Drift:
    """`found` has what was agreed and what she found, whether each criterion is met."""
    same = sum(agreed == met for agreed, met in found)
    kinder = sum(met and not agreed for agreed, met in found)
    return Drift(len(found), same, kinder, len(found) - same - kinder)


def percentile(values: Sequence[float], percent: int) -> float | None:
    """The smallest of the values that at least so many percent do not exceed (nearest rank);
    None without values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, ceil(percent * len(ordered) / 100) - 1)]
