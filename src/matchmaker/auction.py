"""Who gets whom among many: an auction of seats, with a proof of how good its answer is.

For people scored elsewhere, or too many for every pair to be weighed: what is given is a list of
possible pairs with their points. Each teacher without a seat bids for the one worth most to her at
its price: as much more than the price as it is worth to her over her next best choice, and
`step` points on top. The lowest bid for a full mentor gives way. A mentor's price is her lowest
bid while she is full, and before that what the auction began with.

At the end no teacher would gain more than `step` points by another choice, so the total is at most
`step` points a teacher from the best (D. P. Bertsekas, "Auction algorithms for network flow
problems", 1992). How far it really is, the prices say without trusting the auction: no answer can
be worth more than what each teacher would gain at these prices, and each seat its price
(`Answer.bound`, by the duality of linear programming).

Whole numbers throughout: the same pairs have the same answer on any machine, with the compiler or
without.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matchmaker import bidding
from matchmaker.bidding import NOBODY as NOBODY

Integers: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int32]
Booleans: TypeAlias = NDArray[np.bool_]

LARGEST = 2**40  # points of a pair; a sum over 2**22 teachers then still fits into 64 bits
COMPILE_FROM = 30_000  # pairs; with fewer the answer is there before the compiler is loaded
COMPILE_FINE_FROM = 200  # pairs bid for point by point, which takes thousands of times more bids
FINE = 10_000  # the best pair has at least so many points when the auction begins
FIRST_STEP = 50  # of these: half a percent of a pair, mostly under a thousandth in all
COARSER = 7  # times a step is the one before it
FINER = 10  # times as far are points spread where a step of one is too coarse
SIGNED = (np.int16, np.int32, np.int64)
UNSIGNED = (np.uint16, np.uint32)
MANY = 2**20  # pairs that are counted together
SPARE = 4  # times as many seats as teachers, up to which it does not matter who wants them
MILLE = 1000


def largest(points: Integers | Codes) -> int:
    """The most points that there are, or the most below nothing; 1 at least."""
    return max(1, int(points.max(initial=0)), -int(points.min(initial=0)))


@dataclass(frozen=True, slots=True)
class Pairs:
    """The possible pairs, row by row: those of teacher `i` stand at `starts[i]` to
    `starts[i + 1]`, each with a mentor and points.

    Points below nothing are worth less than staying alone, and never taken. Of equal choices the
    earlier in the row is bid for. Each further teacher of a mentor costs `rise` points more than
    the one before, after those whom she has already (`held`; None for nobody). Raises ValueError
    for points beyond `LARGEST`, negative capacities and rows that do not fit together.
    """

    starts: Integers
    mentors: Integers | Codes
    points: Integers | Codes
    capacities: Integers
    rise: int = 0
    held: Integers | None = None
    most: int = field(init=False)  # points of a pair, as far from nothing as there are

    def __post_init__(self) -> None:
        whole = (
            len(self.starts) > 0
            and self.starts[0] == 0
            and self.starts[-1] == len(self.mentors) == len(self.points)
            and bool((np.diff(self.starts) >= 0).all())
        )
        if not whole:
            raise ValueError("The rows of these pairs do not fit together.")
        if len(self.mentors) and not 0 <= self.mentors.min() <= self.mentors.max() < len(
            self.capacities
        ):
            raise ValueError("A pair names a mentor who is not there.")
        object.__setattr__(self, "most", largest(self.points))
        if self.most > LARGEST:
            raise ValueError(f"Points may be {LARGEST} at most.")
        if len(self.capacities) and self.capacities.min() < 0:
            raise ValueError("A capacity may not be negative.")

    @property
    def teachers(self) -> int:
        return len(self.starts) - 1

    def costs(self, loads: Integers) -> Integers:
        """What one teacher more would cost with each mentor, beside so many."""
        return self.rise * (loads if self.held is None else loads + self.held)

    def spent(self, loads: Integers) -> int:
        """What so many teachers of each mentor cost."""
        first = self.costs(np.zeros_like(loads))
        return int((first * loads + self.rise * (loads * (loads - 1) // 2)).sum())

    def earned(self, prices: Integers, spread: int) -> int:
        """What seats earn at these prices, each its price less what it costs, in parts of a point.

        A capacity beyond all need has a price of nothing: its product is not asked for.
        """
        seats = np.where(prices > 0, self.capacities, 0)
        if self.rise:
            over = prices - spread * self.costs(np.zeros_like(prices))
            seats = np.clip(-(-over // (spread * self.rise)), 0, seats)
        return int((seats * prices).sum()) - spread * self.spent(seats)


@dataclass(frozen=True, slots=True)
class Answer:
    """For each teacher the place of her pair in `Pairs`, or `NOBODY`; what these pairs are worth,
    less what the seats cost (`spent`), and what no answer can be worth more than.

    `prices` are those of a seat of each mentor, in parts of a point: `spread` of them make one.
    """

    chosen: Integers
    total: int
    bound: int
    prices: Integers
    spread: int
    spent: int = 0

    @property
    def gap(self) -> int:
        """Points by which another answer could be better; 0 for a proven best one."""
        return self.bound - self.total

    def within(self, mille: int, premium: int = 0) -> bool:
        """Whether the gap is at most so many thousandths of the bound, of which `premium` points a
        pair do not count, nor does what the seats cost."""
        matched = int((self.chosen != NOBODY).sum())
        return self.gap * MILLE <= (self.bound + self.spent - premium * matched) * mille


def auction(pairs: Pairs, *, mille: int = 1, premium: int = 0) -> Answer:
    """Pairs worth as much as there can be, up to `mille` thousandths; 0 asks for a proven best.

    `premium` is what each pair was given beyond its fit, so that more people are matched: a gap is
    measured by the fit alone.

    Where a gap is too large, the next auction has a finer step, and begins near the prices that the
    one before has found. Where a step of one point is too coarse, the points are spread. Spread by
    more than the number of teachers they always have a proven best answer: a step of one is less
    than any difference. Points so large that they cannot be spread any more end it before; the gap
    then says how far it came.
    """
    most = pairs.most
    enough = pairs.teachers + 1
    spread = max(1, -(-FINE // most)) if mille else enough
    step = max(1, most * spread * FIRST_STEP // FINE) if mille else 1
    spread = min(spread, max(1, LARGEST // most))
    house = _House(pairs, spread)
    found = _answered(house, step, house.approached(step, mille))
    while not found.within(mille, premium):
        begin = house.below(found.prices, house.loads(found.chosen), step)
        if step > 1:
            step = max(1, step // COARSER)
        elif spread < enough and most * spread * FINER <= LARGEST:
            spread, begin = spread * FINER, begin * FINER
            house = _House(pairs, spread)
        else:
            break
        found = _answered(house, step, begin)
    return found


def _answered(house: "_House", step: int, begin: Integers) -> Answer:
    """An auction whose prices begin so, and what its answer and its prices prove.

    A price below which nobody is ready to have a free seat would spoil the proof: such a seat is
    given away from nothing, until there is none left.
    """
    pairs, spread = house.pairs, house.spread
    while True:
        chosen, prices = house.sold(step, begin)
        loads = house.loads(chosen)
        spoilt = (loads < house.seats) & (prices > spread * pairs.costs(loads))
        if not spoilt.any():
            break
        begin[spoilt] = 0
    spent = pairs.spent(loads)
    total = int(pairs.points[chosen[chosen != NOBODY]].sum()) - spent
    most = house.bound(step, prices) // spread
    return Answer(chosen, total, most, prices, spread, spent)


class _House:
    """Where auctions of the same seats are held, with points that are spread."""

    def __init__(self, pairs: Pairs, spread: int) -> None:
        self.pairs, self.spread = pairs, spread
        self.most = pairs.most * spread
        self.seats = _needed(pairs)
        self.firsts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.seats)])
        # A quarter as wide, rows of pairs are read faster, and have less memory to be laid out in;
        # places without a sign, as none can be meant to count from the end.
        narrow = _narrowest(self.most, SIGNED)
        self.points: NDArray[Any] = (
            np.multiply(pairs.points, spread, dtype=narrow, casting="unsafe")
            if spread > 1
            else pairs.points.astype(narrow, copy=False)
        )
        places = _narrowest(len(pairs.capacities), UNSIGNED)
        self._mentors = pairs.mentors.astype(places, copy=False)
        self._lists: list[Any] | None = None
        known, near = (
            np.zeros(pairs.teachers * each, dtype=np.int32) for each in (1, bidding.NEAR)
        )
        self._near = known, near, np.zeros(bidding.NEAR, dtype=np.int64)

    def approached(self, step: int, mille: int) -> Integers:
        """Prices for an auction with this step to begin at.

        Where many want the same seats, prices rise far: by large steps first, then by smaller ones
        from a little below. Where a proven best is asked for, point by point, seats are spoilt too
        often for that to save anything.
        """
        steps = [step]
        while mille and steps[-1] * COARSER <= self.most // 4:
            steps.append(steps[-1] * COARSER)
        begin = np.zeros(len(self.seats), dtype=np.int64)
        for coarse in reversed(steps[1:]):
            chosen, prices = self.sold(coarse, begin, rough=True)
            begin = self.below(prices, self.loads(chosen), coarse)
        return begin

    def below(self, prices: Integers, loads: Integers, step: int) -> Integers:
        """Prices a little below those that an auction with this step has found for full mentors,
        and nothing for the others: where one with a finer step begins."""
        full = np.where(loads == self.seats, prices, 0)
        return np.asarray(np.maximum(full - step * 3 // 2, 0), dtype=np.int64)

    def loads(self, chosen: Integers) -> Integers:
        """How many seats of each mentor are taken."""
        taken = self.pairs.mentors[chosen[chosen != NOBODY]]
        return np.bincount(taken, minlength=len(self.seats)).astype(np.int64)

    def sold(self, step: int, begin: Integers, *, rough: bool = False) -> tuple[Integers, Integers]:
        """The choices and prices of an auction whose prices begin so.

        Prices of a `rough` one rise so far at a time that no pair stays near for long.
        """
        teachers, places = self.pairs.teachers, int(self.firsts[-1])
        chosen = np.full(teachers, NOBODY, dtype=np.int64)
        blank = [
            np.zeros(size, dtype=np.int64) for size in (places, places, len(self.seats), teachers)
        ]
        floors = np.full(teachers, self.most + 1, dtype=np.int64)
        begin = self._with_seats(begin)
        if self.pairs.rise:
            begin = self._reserved(begin, *blank[:3])
        highest = max(self.most + step, int(begin.max(initial=0)))
        begin = begin.astype(_narrowest(highest, SIGNED[1:]))
        short = 0
        if self._is_compiled(step):
            short = len(self.points) + 1 if rough else bidding.LONG
        given = self.firsts, step, short, chosen, begin, *blank, floors, *self._near
        chosen, prices = (
            np.asarray(each, dtype=np.int64) for each in self._run(bidding.bid, step, *given)
        )
        prices[self.seats == 0] = 0
        return chosen, prices

    def _reserved(
        self, begin: Integers, bids: Integers, holders: Integers, taken: Integers
    ) -> Integers:
        """Free seats stand among the bids, each at what it costs: where prices then begin."""
        holders[:], taken[:] = NOBODY, self.seats
        whose = np.repeat(np.arange(len(self.seats)), self.seats)
        before = np.arange(len(whose)) - self.firsts[whose]
        costs = self.pairs.costs(np.zeros_like(self.seats))[whose] + self.pairs.rise * before
        bids[:] = np.maximum(self.spread * costs, begin[whose])
        begin, some = begin.copy(), self.seats > 0
        begin[some] = bids[self.firsts[:-1][some]]
        return begin

    def bound(self, step: int, prices: Integers) -> int:
        """What no answer can be worth more than, by any prices that are not negative."""
        gains = int(self._run(bidding.gained, step, self._with_seats(prices)))
        return gains + self.pairs.earned(prices, self.spread)

    def _with_seats(self, prices: Integers) -> Integers:
        """Prices at which nobody bids for a mentor without seats."""
        return np.where(self.seats > 0, prices, self.most + 1)

    def _is_compiled(self, step: int) -> bool:
        return len(self.points) >= (COMPILE_FROM if step > 1 else COMPILE_FINE_FROM)

    def _run(self, loop: Callable[..., Any], step: int, *given: Any) -> Any:
        """A loop over all pairs, as machine code where that is worth loading the compiler."""
        if self._is_compiled(step):
            return compiled(loop)(self.pairs.starts, self._mentors, self.points, *given)
        if self._lists is None:
            rows = (self.pairs.starts, self.pairs.mentors, self.points)
            self._lists = [each.tolist() for each in rows]
        lists = (each.tolist() if isinstance(each, np.ndarray) else each for each in given)
        return loop(*self._lists, *lists)


def _needed(pairs: Pairs) -> Integers:
    """The seats of each mentor, where there are far too many none beyond what can be wanted: one
    more than that stays free, as it does with a capacity beyond all need."""
    if float(pairs.capacities.sum(dtype=np.float64)) <= SPARE * pairs.teachers:
        return pairs.capacities
    wanted = np.ones(len(pairs.capacities), dtype=np.int64)
    for first in range(0, len(pairs.mentors), MANY):
        wanted += np.bincount(pairs.mentors[first : first + MANY], minlength=len(wanted))
    return np.minimum(pairs.capacities, wanted)


def _narrowest(most: int, kinds: tuple[Any, ...]) -> Any:
    """The first of these kinds of numbers that goes up to `most`."""
    return next(kind for kind in kinds if most <= np.iinfo(kind).max)


@cache
def compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    """A loop as machine code, kept on disk for the next process."""
    from numba import njit  # noqa: PLC0415  # takes a second to load: small problems do without

    made: Callable[..., Any] = njit(cache=True)(loop)
    return made
