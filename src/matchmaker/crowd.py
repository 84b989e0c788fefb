"""Too many people for a table of all pairs: each teacher's candidates, found block by block.

Teachers whom the hard rules keep from the same mentors are one block: only pairs that may be made
are ever weighed. What a pair is worth is put together from tables with a row for each kind of
teacher and a column for each kind of mentor (`kinds`), which are those of `criteria`: a crowd has
the same scores as a few, to the point.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Any

import numpy as np

from matchmaker import criteria, picking
from matchmaker.blocking import Block, Blocking, ByKind, Table
from matchmaker.criteria import PERFECT, WHOLE
from matchmaker.pool import Booleans, Integers, Pool

ROWS = 512  # teachers weighed in one piece
WIDEST = 4096  # entries of a row that stay within reach of a processor


@dataclass(frozen=True, slots=True)
class Picked:
    """Pairs of some teachers: `counts[i]` of `rows[i]`, one row after the other, with their keys
    (points, or gains) and mentors."""

    rows: Integers
    counts: Integers
    columns: Integers
    keys: Integers


@dataclass(frozen=True, slots=True)
class Auctioned:
    """How an auction left people: prices by column and profits by row, in parts of a point
    (`spread` of them make one), and the `premium` in points that each pair had."""

    prices: Integers
    profits: Integers
    spread: int
    premium: int


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of what pairs of a block are worth: for each teacher a row of the table (`which`), for
    each mentor a column of it (`codes`)."""

    which: Integers
    codes: Integers
    table: Table

    @classmethod
    def nothing(cls, block: Block, width: np.dtype[Any]) -> "_Term":
        which, codes = np.zeros_like(block.rows), np.zeros_like(block.columns)
        return cls(which, codes, np.zeros((1, 1), width))

    @classmethod
    def of_table(cls, table: ByKind, block: Block, judged: Booleans) -> "_Term":
        """Nothing for teachers whom the criterion cannot judge."""
        some, which = np.unique(table.teachers.of[block.rows], return_inverse=True)
        rows = table.rows(some)
        rows = np.vstack([rows, np.zeros_like(rows[:1])])
        return cls(np.where(judged, which, len(some)), table.mentors.of[block.columns], rows)

    def times(self, other: "_Term") -> "_Term":
        """Both as one: a sum less for every pair, where few kinds meet few kinds."""
        here, there = self.table, other.table
        kinds, which = np.unique(self.which * len(there) + other.which, return_inverse=True)
        ours, theirs = np.divmod(kinds, len(there))
        sums = here[ours][:, :, None] + there[theirs][:, None, :]
        codes = self.codes * there.shape[1] + other.codes
        return _Term(which, codes, sums.reshape(len(kinds), -1))


class Crowd:
    """A pool in which pairs are weighed block by block, and only the best of them are kept.

    `judges` are those of `criteria.judged`, where they are known, or where the pool is a part of
    another whose mentors count for them too.
    """

    def __init__(self, pool: Pool, judges: Mapping[str, Booleans] | None = None) -> None:
        self.pool = pool
        self.judges = criteria.judged(pool) if judges is None else dict(judges)
        weights = {name: int(getattr(pool.criteria.weights, name)) for name in self.judges}
        self.most: Integers = np.zeros(len(pool.teachers), dtype=np.int64)
        for name, weight in weights.items():
            self.most += np.where(self.judges[name], weight * WHOLE, 0)
        highest = sum(weights.values()) * WHOLE
        width = np.int32 if highest < 2**28 else np.int64  # several rules may be broken at once
        self._width = np.dtype(width)
        self._fits = [
            (
                ByKind(pool, each.asks, each.offers, self._times(weights[each.name], each.parts)),
                whom,
            )
            for each in criteria.CRITERIA
            if (whom := self.judges.get(each.name)) is not None
        ]
        self.blocking = Blocking(pool)
        self._refusals = [  # points below nothing
            ByKind(pool, rule.compares, rule.compares, self._times(-highest - 1, broken))
            for rule, broken in self.blocking.others
        ]

    def _times(self, weight: int, parts: Callable[[Pool], Table]) -> Callable[[Pool], Table]:
        return lambda pool: (weight * parts(pool).astype(np.int64)).astype(self._width)

    def open_to(self, row: int, block: Block) -> Integers:
        """The columns of her block that no rule takes from this teacher."""
        shut: Booleans = np.isin(block.columns, self.blocking.closed_to(row))
        for table in self._refusals:
            kind = np.array([table.teachers.of[row]])
            shut |= table.rows(kind)[0][table.mentors.of[block.columns]] < 0
        return block.columns[~shut]

    def _inputs(self, block: Block) -> tuple[Any, ...]:
        """What the inner loops need: tables, where rows begin in them, codes, what is closed."""
        terms = [_Term.nothing(block, self._width)]
        terms += [
            _Term.of_table(table, block, judged[block.rows])
            for table, judged in self._fits
            if judged[block.rows].any()
        ]
        everybody = np.ones(len(block.rows), dtype=np.bool_)
        terms += [_Term.of_table(table, block, everybody) for table in self._refusals]
        most = min(len(block.columns) // 2, WIDEST)
        while True:
            terms.sort(key=lambda term: term.table.shape[1])
            if len(terms) < 2 or terms[0].table.shape[1] * terms[1].table.shape[1] > most:
                break
            terms[:2] = [terms[0].times(terms[1])]
        ends = np.cumsum([term.table.size for term in terms])
        bases = [
            end - term.table.size + term.which * term.table.shape[1]
            for term, end in zip(terms, ends, strict=True)
        ]
        tables = [term.table.ravel() for term in terms]
        codes = [term.codes.astype(np.int32) for term in terms]
        points = np.empty(len(block.columns), self._width)
        closed, closed_from = self.blocking.closed_in(block)
        given = np.concatenate(tables), np.stack(bases, axis=1), np.stack(codes), closed
        return (*given, closed_from, points)

    def best(self, block: Block, most: int) -> Picked:
        """The pairs with the most points, at most so many a teacher."""

        def pick(piece: Block, *out: Integers) -> None:
            loop: Callable[..., None] = picking.best
            loop(*self._inputs(piece), *out)

        return self._picked(block, most, pick)

    def richer(self, block: Block, most: int, left: Auctioned) -> Picked:
        """The pairs by which teachers would gain more than they do, at most so many a teacher."""
        scale = np.maximum(self.most, 1)

        def pick(piece: Block, *out: Integers) -> None:
            asked = scale[piece.rows], PERFECT, left.spread, left.premium
            at = left.prices[piece.columns], left.profits[piece.rows]
            loop: Callable[..., None] = picking.richer
            loop(*self._inputs(piece), *asked, *at, *out)

        return self._picked(block, most, pick)

    def _picked(self, block: Block, most: int, pick: Callable[..., None]) -> Picked:
        size, width = len(block.rows), min(most, len(block.columns))
        keys, picks = (np.zeros((size, max(width, 1)), dtype=np.int64) for _ in range(2))
        counts = np.zeros(size, dtype=np.int64)
        if width:
            pick(block, keys, picks, counts)
        kept = np.arange(keys.shape[1]) < counts[:, None]
        return Picked(block.rows, counts, block.columns[picks[kept]], keys[kept])

    def scores(self, rows: Integers, points: Integers) -> Integers:
        """The scores of pairs with these points, as `criteria.scores` gives them."""
        scale = np.maximum(self.most, 1)[rows]
        scores: Integers = (2 * PERFECT * points + scale) // (2 * scale)
        return scores

    def score(self, row: int, column: int) -> int:
        """The score of one pair, whether or not a rule rules it out."""
        points = 0
        for table, judged in self._fits:
            if judged[row]:
                kind = np.array([table.teachers.of[row]])
                points += int(table.rows(kind)[0, table.mentors.of[column]])
        return int(self.scores(np.array([row]), np.array([points]))[0])


def pieces(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks cut into pieces of a size that one processor takes at a time."""
    for block in blocks:
        for first in range(0, len(block.rows), ROWS):
            yield Block(block.rows[first : first + ROWS], block.columns)


def worked(work: Callable[[Block], Picked], blocks: Iterable[Block]) -> Iterator[Picked]:
    """The work on every piece in order, on all processors: the inner loops free the interpreter."""
    with ThreadPoolExecutor(cpu_count()) as threads:
        yield from threads.map(work, pieces(blocks))
