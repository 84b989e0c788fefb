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

from matchmaker.auction import MILLE, NOBODY, Answer, Pairs, auction
from matchmaker.blocking import Block
from matchmaker.criteria import PERFECT
from matchmaker.crowd import Auctioned, Crowd, Picked, worked
from matchmaker.outcome import Worth
from matchmaker.pool import Booleans, Integers

ENGINE = "auction"
CANDIDATES = 30  # pairs of a teacher in the first auction
FURTHER = 8  # pairs that a second look adds at most
PREMIUMS = (0, PERFECT, 10 * PERFECT)  # points of a pair beyond its fit


@dataclass(frozen=True, slots=True)
class Found:
    """A column or `NOBODY` for each row, the scores of the pairs (0 where there is none), the price
    of a seat of each column in points, with the premium that each pair had, and what the whole is
    worth and could be worth."""

    columns: Integers
    scores: Integers
    prices: Integers
    premium: int
    value: Worth
    bound: Worth


@dataclass(slots=True)
class _Candidates:
    """Pairs by row, then column; `cutoff` is a score that no other pair of the row exceeds."""

    rows: Integers
    columns: Integers
    scores: Integers
    cutoff: Integers

    def add(self, rows: Integers, columns: Integers, scores: Integers) -> None:
        rows = np.concatenate([self.rows, rows])
        columns = np.concatenate([self.columns, columns])
        order = np.lexsort((columns, rows))
        self.rows, self.columns = rows[order], columns[order]
        self.scores = np.concatenate([self.scores, scores])[order]

    def pairs(self, teachers: int, capacities: Integers, premium: int) -> Pairs:
        counts = np.bincount(self.rows, minlength=teachers)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        return Pairs(starts, self.columns, self.scores + premium, capacities)


def settle(
    crowd: Crowd,
    rows: Integers,
    capacities: Integers,
    *,
    mille: int = 1,
    candidates: int = CANDIDATES,
    premiums: Sequence[int] = PREMIUMS,
    progress: Callable[[str, int, int], None],
) -> Found:
    """Pairs for the teachers in `rows` within `capacities`, at most `mille` thousandths of the fit
    from the best; 0 asks for a proven best. The `premiums` are tried in turn until no more teachers
    can be matched; with nothing but 0, fit alone counts."""
    blocks = crowd.blocking.blocks(rows, np.flatnonzero(capacities > 0))
    known = _chosen(crowd, blocks, candidates, progress)
    for premium in premiums:
        found = _settled(crowd, blocks, known, capacities, premium, mille, progress)
        if found.value.matched == found.bound.matched:
            break
    return found


def _chosen(
    crowd: Crowd, blocks: list[Block], most: int, progress: Callable[[str, int, int], None]
) -> _Candidates:
    """The candidates to begin with: each teacher's best pairs, of equal points the first."""
    teachers = len(crowd.pool.teachers)
    total, done = sum(len(block.rows) for block in blocks), 0
    cutoff = np.full(teachers, NOBODY, dtype=np.int64)
    rows, columns, scores = [], [], []
    progress("weigh", 0, total)
    for picked in worked(lambda piece: crowd.best(piece, most), blocks):
        of = np.repeat(picked.rows, picked.counts)
        here = crowd.scores(of, picked.keys)
        rows.append(of)
        columns.append(picked.columns)
        scores.append(here)
        full = picked.counts == most
        first = np.cumsum(picked.counts) - picked.counts  # the worst that is kept stands first
        cutoff[picked.rows[full]] = here[first[full]]
        done += len(picked.rows)
        progress("weigh", done, total)
    nothing = np.zeros(0, dtype=np.int64)
    known = _Candidates(nothing, nothing, nothing, cutoff)
    if rows:
        known.add(np.concatenate(rows), np.concatenate(columns), np.concatenate(scores))
    return known


def _settled(
    crowd: Crowd,
    blocks: list[Block],
    known: _Candidates,
    capacities: Integers,
    premium: int,
    mille: int,
    progress: Callable[[str, int, int], None],
) -> Found:
    """Auctions of the candidates and looks at all pairs, until the gap is small enough."""
    teachers = len(crowd.pool.teachers)
    while True:
        pairs = known.pairs(teachers, capacities, premium)
        progress("assign", 0, 1)
        answer = auction(pairs, mille=mille, premium=premium)
        progress("assign", 1, 1)
        more, bound = _second_look(crowd, blocks, pairs, known, answer, premium, progress)
        made = answer.chosen != NOBODY
        matched = int(made.sum())
        total, most = answer.total - premium * matched, bound - premium * matched
        if (most - total) * MILLE <= most * mille or not more:
            break
        for picked in more:
            rows = np.repeat(picked.rows, picked.counts)
            gains = picked.keys + answer.prices[picked.columns]
            known.add(rows, picked.columns, gains // answer.spread - premium)
    columns, scores = np.full(teachers, NOBODY), np.zeros(teachers, dtype=np.int64)
    columns[made] = known.columns[answer.chosen[made]]
    scores[made] = known.scores[answer.chosen[made]]
    return Found(
        columns,
        scores,
        answer.prices // answer.spread,
        premium,
        Worth(matched, total),
        Worth(_most(crowd, blocks, columns, capacities), most),
    )


def _second_look(
    crowd: Crowd,
    blocks: list[Block],
    pairs: Pairs,
    known: _Candidates,
    answer: Answer,
    premium: int,
    progress: Callable[[str, int, int], None],
) -> tuple[list[Picked], int]:
    """The pairs that would make teachers better off than any candidate does, and the bound."""
    prices, spread = answer.prices, answer.spread
    profits = np.zeros(pairs.teachers, dtype=np.int64)
    np.maximum.at(profits, known.rows, (known.scores + premium) * spread - prices[known.columns])
    unsure = []
    for block in blocks:
        if len(block.columns):
            cheapest = int(prices[block.columns].min())
            cutoff = known.cutoff[block.rows]
            hope = (cutoff + premium) * spread - cheapest
            rows = block.rows[(cutoff != NOBODY) & (hope > profits[block.rows])]
            unsure.append(Block(rows, block.columns))
    bound = int(profits.sum()) + int((pairs.capacities * prices)[prices > 0].sum())
    more, done, total = [], 0, sum(len(block.rows) for block in unsure)
    progress("check", 0, total)
    left = Auctioned(prices, profits, spread, premium)
    for picked in worked(lambda piece: crowd.richer(piece, FURTHER, left), unsure):
        some = picked.counts > 0
        if some.any():
            first = (np.cumsum(picked.counts) - picked.counts)[some]
            highest = np.maximum.reduceat(picked.keys, first)
            bound += int((highest - profits[picked.rows[some]]).sum())
            more.append(picked)
        done += len(picked.rows)
        progress("check", done, total)
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
