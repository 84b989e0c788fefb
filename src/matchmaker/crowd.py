"""Too many people for a table of all pairs: each teacher's candidates, found block by block.

Teachers whom the hard rules keep from the same mentors are one block: only pairs that may be made
are ever weighed. What a pair is worth is put together from tables with a row for each kind of
teacher and a column for each kind of mentor (`kinds`), which are those of `criteria`: a crowd has
the same scores as a few, to the point.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from os import cpu_count
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matchmaker import criteria, picking, rules
from matchmaker.criteria import PERFECT, WHOLE
from matchmaker.kinds import Kinds, Look, kinds
from matchmaker.pool import Booleans, Integers, Pool

Parts: TypeAlias = NDArray[Any]  # whole numbers, of 32 bits where these are enough

ROWS = 512  # teachers weighed in one piece
WIDEST = 4096  # entries of a row that stay within reach of a processor
KEPT = 2**22  # entries of a table of kinds that is computed once for all
FEW = 64  # blocks that a rule on kinds may make in any case
BLOCKING = 0.05  # the share of all pairs that it must rule out to make more


@dataclass(frozen=True, slots=True)
class Block:
    """Teachers (rows) and the mentors (columns) whom no rule on kinds takes from them."""

    rows: Integers
    columns: Integers


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


class ByKind:
    """What pairs of one kind of teacher and one kind of mentor have in common."""

    def __init__(
        self, pool: Pool, asks: Look, offers: Look, of_pool: Callable[[Pool], Parts]
    ) -> None:
        self.teachers: Kinds = kinds(pool.teachers, asks)
        self.mentors: Kinds = kinds(pool.mentors, offers)
        self._pool = pool
        self._of_pool = of_pool
        few = len(self.teachers) * len(self.mentors) <= KEPT
        self.kept = self._computed(np.arange(len(self.teachers))) if few else None

    def rows(self, some: Integers) -> Parts:
        """The rows of some kinds of teachers, given in order of their numbers."""
        return self._computed(some) if self.kept is None else self.kept[some]

    def _computed(self, some: Integers) -> Parts:
        pool = self._pool
        few = replace(
            pool.problem,
            teachers=tuple(pool.teachers[row] for row in self.teachers.firsts[some]),
            mentors=tuple(pool.mentors[column] for column in self.mentors.firsts),
        )
        return self._of_pool(Pool(few))


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Which of the mentors a rule shuts out: for each row a shape, for each shape the kinds of
    mentors that are shut out, and each mentor's kind."""

    of: Integers
    shut: Booleans
    mentors: Integers

    @classmethod
    def of_table(cls, table: ByKind, kept: Parts) -> "_Shapes":
        shut, shape_of = np.unique(kept, axis=0, return_inverse=True)
        return cls(shape_of[table.teachers.of], shut, table.mentors.of)

    @property
    def share(self) -> float:
        """The share of all pairs that are ruled out."""
        rows, columns = np.bincount(self.of), np.bincount(self.mentors)
        pairs = int(rows.sum()) * int(columns.sum())
        return int(rows @ self.shut.astype(np.int64) @ columns) / pairs


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of what pairs of a block are worth: for each teacher a row of the table (`which`), for
    each mentor a column of it (`codes`)."""

    which: Integers
    codes: Integers
    table: Parts

    @classmethod
    def nothing(cls, block: Block, width: np.dtype[Any]) -> "_Part":
        which, codes = np.zeros_like(block.rows), np.zeros_like(block.columns)
        return cls(which, codes, np.zeros((1, 1), width))

    @classmethod
    def of_table(cls, table: ByKind, block: Block, judged: Booleans) -> "_Part":
        """Nothing for teachers whom the criterion cannot judge."""
        some, which = np.unique(table.teachers.of[block.rows], return_inverse=True)
        rows = table.rows(some)
        rows = np.vstack([rows, np.zeros_like(rows[:1])])
        return cls(np.where(judged, which, len(some)), table.mentors.of[block.columns], rows)

    def times(self, other: "_Part") -> "_Part":
        """Both as one: a sum less for every pair, where few kinds meet few kinds."""
        here, there = self.table, other.table
        kinds, which = np.unique(self.which * len(there) + other.which, return_inverse=True)
        ours, theirs = np.divmod(kinds, len(there))
        sums = here[ours][:, :, None] + there[theirs][:, None, :]
        codes = self.codes * there.shape[1] + other.codes
        return _Part(which, codes, sums.reshape(len(kinds), -1))


class Crowd:
    """A pool in which pairs are weighed block by block, and only the best of them are kept."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.judges = criteria.judged(pool)
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
        self._shapes: list[_Shapes] = []  # of rules that make blocks
        self._refusals: list[ByKind] = []  # of the other rules on kinds: points below nothing
        for rule in rules.RULES:
            if rule.broken is not None:
                table = ByKind(pool, rule.compares, rule.compares, rule.broken)
                kept = table.kept
                shapes = _Shapes.of_table(table, kept) if kept is not None else None
                if shapes and (len(shapes.shut) <= FEW or shapes.share >= BLOCKING):
                    self._shapes.append(shapes)
                else:
                    never = self._times(-highest - 1, rule.broken)
                    self._refusals.append(ByKind(pool, rule.compares, rule.compares, never))

    def _times(self, weight: int, parts: Callable[[Pool], Parts]) -> Callable[[Pool], Parts]:
        return lambda pool: (weight * parts(pool).astype(np.int64)).astype(self._width)

    def blocks(self, rows: Integers, columns: Integers) -> list[Block]:
        """These teachers in blocks, each with those of the mentors who are open to all of it."""
        if not len(rows):
            return []
        shapes = [each.of[rows] for each in self._shapes]
        keys = np.stack([np.zeros(len(rows), dtype=np.int64), *shapes], axis=1)
        keys, block_of = np.unique(keys, axis=0, return_inverse=True)
        order = np.argsort(block_of, kind="stable")
        ends = np.cumsum(np.bincount(block_of, minlength=len(keys)))[:-1]
        made = []
        for key, members in zip(keys, np.split(order, ends), strict=True):
            open_: Booleans = np.ones(len(columns), dtype=np.bool_)
            for each, shape in zip(self._shapes, key[1:], strict=True):
                open_ &= ~each.shut[shape][each.mentors[columns]]
            made.append(Block(rows[members], columns[open_]))
        return made

    @cached_property
    def _closed(self) -> tuple[Integers, Integers]:
        """Pairs that a rule names, by row."""
        pool = self.pool
        named = {
            (pool.row[teacher], pool.column[mentor])
            for rule in rules.RULES
            if rule.pairings is not None
            for teacher, mentor in rule.pairings(pool)
            if teacher in pool.row and mentor in pool.column
        }
        pairs = np.array(sorted(named), dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _closed_to(self, row: int) -> Integers:
        """The columns that a rule names as closed to this teacher."""
        rows, columns = self._closed
        first, last = (int(np.searchsorted(rows, row, side)) for side in ("left", "right"))
        return columns[first:last]

    def open_to(self, row: int, block: Block) -> Integers:
        """The columns of her block that no rule takes from this teacher."""
        shut: Booleans = np.isin(block.columns, self._closed_to(row))
        for table in self._refusals:
            kind = np.array([table.teachers.of[row]])
            shut |= table.rows(kind)[0][table.mentors.of[block.columns]] < 0
        return block.columns[~shut]

    def barred(self, row: int) -> Hashable:
        """Equal for teachers whom the rules keep from the same mentors, in the same words."""
        if len(self._closed_to(row)):
            return row
        shapes = [int(shapes.of[row]) for shapes in self._shapes]
        kinds = [int(table.teachers.of[row]) for table in self._refusals]
        return *shapes, *kinds, self.pool.teachers[row].languages

    def _closed_in(self, block: Block) -> tuple[Integers, Integers]:
        """The places in the block of the columns closed to each of its rows, and where each row's
        begin; rows in order."""
        rows, columns = self._closed
        first, last = (np.searchsorted(rows, block.rows, side) for side in ("left", "right"))
        counts = last - first
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        at = np.arange(starts[-1]) + np.repeat(first - starts[:-1], counts)
        places = np.searchsorted(block.columns, columns[at])
        there = places < len(block.columns)
        there[there] = block.columns[places[there]] == columns[at][there]
        of = np.repeat(np.arange(len(block.rows)), counts)[there]
        counts = np.bincount(of, minlength=len(block.rows))
        return places[there], np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])

    def _inputs(self, block: Block) -> tuple[Any, ...]:
        """What the inner loops need: tables, where rows begin in them, codes, what is closed."""
        parts = [_Part.nothing(block, self._width)]
        parts += [
            _Part.of_table(table, block, judged[block.rows])
            for table, judged in self._fits
            if judged[block.rows].any()
        ]
        everybody = np.ones(len(block.rows), dtype=np.bool_)
        parts += [_Part.of_table(table, block, everybody) for table in self._refusals]
        most = min(len(block.columns) // 2, WIDEST)
        while True:
            parts.sort(key=lambda part: part.table.shape[1])
            if len(parts) < 2 or parts[0].table.shape[1] * parts[1].table.shape[1] > most:
                break
            parts[:2] = [parts[0].times(parts[1])]
        ends = np.cumsum([part.table.size for part in parts])
        bases = [
            end - part.table.size + part.which * part.table.shape[1]
            for part, end in zip(parts, ends, strict=True)
        ]
        tables = [part.table.ravel() for part in parts]
        codes = [part.codes.astype(np.int32) for part in parts]
        points = np.empty(len(block.columns), self._width)
        closed, closed_from = self._closed_in(block)
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
