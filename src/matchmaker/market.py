"""Who gets whom in a crowd: candidates, an auction of them, and a second look at all pairs.

A teacher may be better off, at the prices of the auction, with somebody who was not among her
candidates. Where her worst candidate is not good enough to rule that out, all her pairs are weighed
again, against the prices. What they offer belongs into the bound, and the best of it to her
candidates, until the gap is small enough. So the bound holds for all pairs, not for the candidates
alone.

Most people matched first, then fit. Highest fit in all mostly matches as many as can be: whether it
does is proven apart (`_most`). Where it does not, each pair gets a premium beyond its fit, and the
auction is held again; prices then rise by so much more, which takes its time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker import picking
from matchmaker.auction import MILLE, NOBODY, Answer, Pairs, auction
from matchmaker.blocking import Block
from matchmaker.criteria import PERFECT
from matchmaker.crowd import Auctioned, Crowd, Picked
from matchmaker.kinds import Codes
from matchmaker.outcome import Worth
from matchmaker.pool import Booleans, Integers

ENGINE = "auction"
CANDIDATES = 12  # pairs of a teacher in the first auction
FURTHER = 8  # pairs that a second look adds at most
LONGER = 4  # times a list that is not long enough
PREMIUMS = (0, PERFECT, 10 * PERFECT)  # points of a pair beyond its fit


@dataclass(frozen=True, slots=True)
class Found:
    """A column or `NOBODY` for each row, the scores of the pairs (0 where there is none), the price
    of a seat of each column in points, with the premium that each pair had, and what the whole is
    worth and could be worth, less what the seats cost."""

    columns: Integers
    scores: Integers
    prices: Integers
    premium: int
    value: Worth
    bound: Worth


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of each column. Each further teacher of a mentor costs `rise` points more than the
    one before, after those whom she has already (`held`)."""

    capacities: Integers
    rise: int = 0
    held: Integers | None = None


@dataclass(slots=True)
class Candidates:
    """Pairs of each teacher, in order of columns: those of row `i` stand at `starts[i]` to
    `starts[i + 1]`. `cutoff` is a score that no other pair of hers exceeds, `NOBODY` if there is
    none."""

    starts: Integers
    columns: Codes
    scores: Codes
    cutoff: Integers

    def add(self, found: Sequence[Picked]) -> None:
        """These pairs too."""
        more = _gathered(found, len(self.cutoff))
        starts = self.starts + more.starts
        columns, scores = (np.empty(int(starts[-1]), dtype=np.int32) for _ in range(2))
        merge: Callable[..., None] = picking.merged
        here = self.starts, self.columns, self.scores
        merge(*here, more.starts, more.columns, more.scores, columns, scores)
        self.starts, self.columns, self.scores = starts, columns, scores

    def rows(self) -> Integers:
        """The row of each pair."""
        return np.repeat(np.arange(len(self.cutoff)), np.diff(self.starts))

    def drop(self, rows: Integers) -> None:
        """Forget the candidates of these teachers; no cutoff says how good they were."""
        stays: Booleans = np.ones(len(self.cutoff), dtype=np.bool_)
        stays[rows] = False
        kept = stays[self.rows()]
        counts = np.where(stays, np.diff(self.starts), 0)
        self.starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        self.columns, self.scores = self.columns[kept], self.scores[kept]
        self.cutoff[rows] = NOBODY

    def pairs(self, seats: Seats, premium: int) -> Pairs:
        """The pairs as an auction takes them."""
        scores = self.scores + np.int32(premium) if premium else self.scores
        given = self.starts, self.columns, scores, seats.capacities
        return Pairs(*given, seats.rise, seats.held)


def _gathered(found: Sequence[Picked], teachers: int) -> Candidates:
    """What was picked in blocks, as one."""
    counts = np.zeros(teachers, dtype=np.int64)
    cutoff = np.full(teachers, NOBODY, dtype=np.int64)
    for picked in found:
        counts[picked.rows] = picked.counts
        cutoff[picked.rows] = picked.limits
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
    if len(found) == 1 and found[0].columns.size == starts[-1] and len(found[0].rows) == teachers:
        only = found[0]  # most often all of them have as many: nothing need be copied
        return Candidates(starts, only.columns.reshape(-1), only.scores.reshape(-1), cutoff)
    columns, scores = (np.empty(int(starts[-1]), dtype=np.int32) for _ in range(2))
    for picked in found:
        for place in range(picked.columns.shape[1]):
            some = picked.counts > place
            at = starts[picked.rows[some]] + place
            columns[at], scores[at] = picked.columns[some, place], picked.scores[some, place]
    return Candidates(starts, columns, scores, cutoff)


@dataclass(slots=True)
class Market:
    """Teachers in blocks with their candidates, and the seats there are: opened once, for auctions
    and proposals by several objectives. `width` is how many candidates each had at first."""

    crowd: Crowd
    blocks: list[Block]
    known: Candidates
    seats: Seats
    progress: Callable[[str, int, int], None]
    width: int

    @classmethod
    def opened(
        cls,
        crowd: Crowd,
        rows: Integers,
        seats: Seats,
        progress: Callable[[str, int, int], None],
        candidates: int = CANDIDATES,
    ) -> "Market":
        """The market of the teachers in `rows`."""
        blocks = crowd.blocking.blocks(rows, np.flatnonzero(seats.capacities > 0))
        known = _chosen(crowd, blocks, candidates, progress)
        return cls(crowd, blocks, known, seats, progress, candidates)

    def among(self, rows: Integers) -> list[Block]:
        """The blocks with these of their teachers alone."""
        blocks = (Block(each.rows[np.isin(each.rows, rows)], each.columns) for each in self.blocks)
        return [each for each in blocks if len(each.rows)]

    def choose(self, rows: Integers, most: int) -> None:
        """Candidates for these teachers, who have none: the best pairs, at most so many each."""
        blocks = self.among(rows)
        told = Counted("weigh", blocks, self.progress)
        found = [self.crowd.best(block, most, told) for block in blocks]
        self.known.add(found)
        for picked in found:
            self.known.cutoff[picked.rows] = picked.limits

    def settle(
        self, premiums: Sequence[int] = PREMIUMS, seats: Seats | None = None, mille: int = 1
    ) -> Found:
        """Pairs at most `mille` thousandths of the fit from the best; 0 asks for a proven best. The
        `premiums` are tried in turn until no more teachers can be matched; with nothing but 0, fit
        alone counts. `seats` may cost what those of the market do not."""
        given = self.seats if seats is None else seats
        for premium in premiums:
            found = _settled(
                self.crowd, self.blocks, self.known, given, premium, mille, self.progress
            )
            if found.value.matched == found.bound.matched:
                break
        return found

    def most(self, columns: Integers) -> int:
        """How many teachers can be matched at most; exact where these columns match as many."""
        return _most(self.crowd, self.blocks, columns, self.seats.capacities)


def _chosen(
    crowd: Crowd, blocks: list[Block], most: int, progress: Callable[[str, int, int], None]
) -> Candidates:
    """The candidates to begin with: each teacher's best pairs, of equal points the first."""
    told = Counted("weigh", blocks, progress)
    found = [crowd.best(block, most, told) for block in blocks]
    return _gathered(found, len(crowd.pool.teachers))


class Counted:
    """Says how many of the teachers of these blocks a step has done."""

    def __init__(
        self, step: str, blocks: list[Block], progress: Callable[[str, int, int], None]
    ) -> None:
        self.step, self.progress = step, progress
        self.done, self.total = 0, sum(len(block.rows) for block in blocks)
        self(0)

    def __call__(self, more: int) -> None:
        self.done += more
        self.progress(self.step, self.done, self.total)


def _settled(
    crowd: Crowd,
    blocks: list[Block],
    known: Candidates,
    seats: Seats,
    premium: int,
    mille: int,
    progress: Callable[[str, int, int], None],
) -> Found:
    """Auctions of the candidates and looks at all pairs, until the gap is small enough."""
    while True:
        pairs = known.pairs(seats, premium)
        progress("assign", 0, 1)
        answer = auction(pairs, mille=mille, premium=premium)
        progress("assign", 1, 1)
        more, bound = _second_look(crowd, blocks, pairs, known, answer, premium, progress)
        made = answer.chosen != NOBODY
        matched = int(made.sum())
        total, most = answer.total - premium * matched, bound - premium * matched
        if (most - total) * MILLE <= (most + answer.spent) * mille or not more:
            break
        known.add(more)
    columns = np.full(pairs.teachers, NOBODY)
    scores = np.zeros(pairs.teachers, dtype=np.int64)
    columns[made] = known.columns[answer.chosen[made]]
    scores[made] = known.scores[answer.chosen[made]]
    return Found(
        columns,
        scores,
        answer.prices // answer.spread,
        premium,
        Worth(matched, total),
        Worth(_most(crowd, blocks, columns, seats.capacities), most),
    )


def _second_look(
    crowd: Crowd,
    blocks: list[Block],
    pairs: Pairs,
    known: Candidates,
    answer: Answer,
    premium: int,
    progress: Callable[[str, int, int], None],
) -> tuple[list[Picked], int]:
    """The pairs that would make teachers better off than any candidate does, and the bound."""
    prices, spread = answer.prices, answer.spread
    profits = np.zeros(pairs.teachers, dtype=np.int64)
    gain: Callable[..., None] = picking.gained
    gain(pairs.starts, pairs.mentors, known.scores, prices, spread, premium, profits)
    unsure = []
    for block in blocks:
        if len(block.columns):
            cheapest = int(prices[block.columns].min())
            cutoff = known.cutoff[block.rows]
            hope = (cutoff + premium) * spread - cheapest
            rows = block.rows[(cutoff != NOBODY) & (hope > profits[block.rows])]
            unsure.append(Block(rows, block.columns))
    bound = int(profits.sum()) + pairs.earned(prices, spread)
    told = Counted("check", unsure, progress)
    left, more = Auctioned(prices, profits, spread, premium), []
    for block in unsure:
        picked = crowd.richer(block, FURTHER, left, told)
        some = picked.counts > 0
        if some.any():
            bound += int((picked.limits[some] - profits[picked.rows[some]]).sum())
            more.append(picked)
    return more, bound // spread


def _most(crowd: Crowd, blocks: list[Block], columns: Integers, capacities: Integers) -> int:
    """How many teachers can be matched at most.

    Whoever is without a mentor could be helped by those open to her only, these by moving their
    teachers to others open to them, and so on. Teachers reached so have no more matches than the
    seats they reach; each of the others may have one (the cut of D. Kőnig's theorem, 1931).
    """
    taken: Booleans = np.zeros(len(capacities), dtype=np.bool_)
    apart = [block for block in blocks if len(block.columns)]
    reached = [Block(block.rows[columns[block.rows] == NOBODY], block.columns) for block in apart]
    apart = [Block(block.rows[columns[block.rows] != NOBODY], block.columns) for block in apart]
    while any(len(block.rows) for block in reached):
        for block in reached:
            for row in block.rows.tolist():
                if taken[block.columns].all():
                    break
                taken[crowd.open_to(row, block)] = True
        held = [taken[columns[block.rows]] for block in apart]
        reached = [Block(b.rows[here], b.columns) for b, here in zip(apart, held, strict=True)]
        apart = [Block(b.rows[~here], b.columns) for b, here in zip(apart, held, strict=True)]
    return int(capacities[taken].sum()) + sum(len(block.rows) for block in apart)
