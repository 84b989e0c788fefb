"""Too many people for a table of all pairs: each teacher's candidates, found block by block.

Teachers whom the hard rules keep from the same mentors are one block: only pairs that may be made
are ever weighed. What a pair is worth is put together from tables with a row for each kind of
teacher and a column for each kind of mentor (`kinds`), which are those of `criteria`: a crowd has
the same scores as a few, to the point.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np

from matchmaker import beside, criteria, picking
from matchmaker.auction import NOBODY
from matchmaker.beside import Entries
from matchmaker.blocking import Block, Blocking, ByKind, Table
from matchmaker.criteria import PERFECT, WHOLE
from matchmaker.kinds import Codes
from matchmaker.picking import Asking
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.tree import Term, Tree, cheapest

ROWS = 512  # teachers weighed in one piece
SEVERAL = 4096  # where no table has to be made for them
ASKED = 64  # teachers of a block who show how much of a tree is looked at
FEW = 8  # times as many, below which a block is too small to ask
MANY = 0.15  # the share of leaves looked at beyond which it is quicker to weigh all


@dataclass(frozen=True, slots=True)
class Picked:
    """Pairs of some teachers, `counts[i]` of `rows[i]`: the first so many of a row of `columns` and
    `scores`, in order of columns. `limits` say for each teacher what her other pairs are: their
    scores at most, or the most that is gained by one of these."""

    rows: Integers
    counts: Integers
    columns: Codes
    scores: Codes
    limits: Integers


@dataclass(frozen=True, slots=True)
class Auctioned:
    """How an auction left people: prices by column and profits by row, in parts of a point
    (`spread` of them make one), and the `premium` in points that each pair had."""

    prices: Integers
    profits: Integers
    spread: int
    premium: int


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
            Term(
                ByKind(pool, each.asks, each.offers, self._times(weights[each.name], each.parts)),
                whom,
            )
            for each in criteria.CRITERIA
            if (whom := self.judges.get(each.name)) is not None
        ]
        self.blocking = Blocking(pool)
        self._refusals = [  # points below nothing
            Term(
                ByKind(pool, rule.compares, rule.compares, self._times(-highest - 1, broken)),
                None,
            )
            for rule, broken in self.blocking.others
        ]

    def _times(self, weight: int, parts: Callable[[Pool], Table]) -> Callable[[Pool], Table]:
        return lambda pool: (weight * parts(pool).astype(np.int64)).astype(self._width)

    def open_to(self, row: int, block: Block) -> Integers:
        """The columns of her block that no rule takes from this teacher."""
        shut: Booleans = np.isin(block.columns, self.blocking.closed_to(row))
        for each in self._refusals:
            kind = np.array([each.by_kind.teachers.of[row]])
            shut |= each.by_kind.rows(kind)[0][each.by_kind.mentors.of[block.columns]] < 0
        return block.columns[~shut]

    def _tree(self, block: Block) -> Tree:
        asked = [each for each in self._fits if each.counts_for(block.rows)]
        return Tree(block, asked + self._refusals, self._width)

    def best(self, block: Block, most: int, progress: Callable[[int], None]) -> Picked:
        """The pairs with the most points, at most so many a teacher; of equals the first."""
        found = _blank(block, most, NOBODY)

        def pick(tree: Tree, asking: Asking, entries: Entries | None) -> int:
            width = found.columns.shape[1]
            # Fewer mentors than that are all of them: nobody is left out.
            limits = found.limits if width == most else np.empty_like(found.limits)
            answers = found.columns, found.scores, found.counts, limits
            if entries is not None:
                every: Callable[..., None] = beside.best
                every(tree.branches, entries, asking, PERFECT, tree.names, *answers)
                return 0
            few: Callable[..., int] = picking.best
            room = _room(asking, width)
            return few(tree.branches, asking, PERFECT, tree.names, *room, *answers)

        self._worked(block, found, pick, progress)
        return found

    def richer(
        self, block: Block, most: int, left: Auctioned, progress: Callable[[int], None]
    ) -> Picked:
        """The pairs by which teachers would gain more than they do, at most so many a teacher."""
        found = _blank(block, most, 0)
        prices = left.prices[block.columns]

        def pick(tree: Tree, asking: Asking, entries: Entries | None) -> int:
            profits = left.profits[block.rows[asking.places]]
            answers = found.columns, found.scores, found.counts, found.limits
            cheap, cheaper = cheapest(prices, tree.branches)
            at = left.spread, left.premium, prices
            if entries is not None:
                every: Callable[..., None] = beside.richer
                given = tree.branches, entries, asking, PERFECT, tree.names
                every(*given, *answers, *at, cheaper, profits)
                return 0
            few: Callable[..., int] = picking.richer
            given_few = tree.branches, asking, PERFECT, tree.names
            room = _room(asking, found.columns.shape[1])
            return few(*given_few, *room, *answers, *at, cheap, cheaper, profits)

        self._worked(block, found, pick, progress)
        return found

    def _worked(
        self,
        block: Block,
        found: Picked,
        pick: Callable[[Tree, Asking, Entries | None], int],
        progress: Callable[[int], None],
    ) -> None:
        """The work on every piece, on all processors: the inner loops free the interpreter.

        A few teachers show what share of the leaves is looked at: where it is large, all leaves are
        weighed side by side. The answers are the same, and so is the choice on every machine.
        """
        if not found.columns.size:
            progress(len(block.rows))
            return
        tree, size = self._tree(block), len(block.rows)
        scale = np.maximum(self.most, 1)

        def looked(places: Integers, entries: Entries | None) -> int:
            piece = block.rows[places]
            closed = self.blocking.closed_in(Block(piece, block.columns))
            return pick(tree, tree.asking(piece, closed, scale[piece], places), entries)

        rows = SEVERAL if all(each.kept for each in tree.terms) else ROWS
        entries = None
        if size >= ASKED * FEW:
            few = tree.order[:: size // ASKED]
            if looked(few, None) > MANY * len(few) * tree.size:
                rows, entries = ROWS, tree.entries

        def work(first: int) -> int:
            places = tree.order[first : first + rows]
            looked(places, entries)
            return len(places)

        with ThreadPoolExecutor(cpu_count()) as threads:
            for done in threads.map(work, range(0, size, rows)):
                progress(done)

    def scores(self, rows: Integers, points: Integers) -> Integers:
        """The scores of pairs with these points, as `criteria.scores` gives them."""
        scale = np.maximum(self.most, 1)[rows]
        scores: Integers = (2 * PERFECT * points + scale) // (2 * scale)
        return scores

    def score(self, row: int, column: int) -> int:
        """The score of one pair, whether or not a rule rules it out."""
        points = 0
        for each in self._fits:
            if each.counts_for(np.array([row])):
                kind = np.array([each.by_kind.teachers.of[row]])
                points += int(each.by_kind.rows(kind)[0, each.by_kind.mentors.of[column]])
        return int(self.scores(np.array([row]), np.array([points]))[0])


def _room(asking: Asking, width: int) -> tuple[Integers, ...]:
    """Where the loops through a tree keep what they have found, and the order of branches."""
    sizes = width, width, asking.firsts.shape[1], picking.BUCKETS
    return tuple(np.zeros(size, dtype=np.int64) for size in sizes)


def _blank(block: Block, most: int, limit: int) -> Picked:
    """Room for so many pairs of each teacher."""
    size, width = len(block.rows), min(most, len(block.columns))
    columns, scores = (np.zeros((size, width), dtype=np.int32) for _ in range(2))
    counts, limits = np.zeros(size, dtype=np.int64), np.full(size, limit, dtype=np.int64)
    return Picked(block.rows, counts, columns, scores, limits)
