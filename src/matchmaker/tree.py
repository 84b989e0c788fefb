"""Mentors of a block in a tree, so that most of them need not be looked at.

What a pair is worth is a sum of terms, each a table with a row for each kind of teacher and a
column for each kind of mentor. Mentors alike in the terms that tell them apart most are one branch;
those of a branch alike in a few terms more are a node; what the other terms give is looked up for
each mentor, a leaf. What a branch or a node can be worth to a teacher at most is known before any
of its mentors is weighed (A. H. Land, A. G. Doig, "An automatic method of solving discrete
programming problems", 1960). Every pair that counts is found, whatever terms are where.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.beside import TERMS, Entries
from matchmaker.blocking import Block, ByKind, Table, together
from matchmaker.kinds import Codes
from matchmaker.picking import Asking, Branches
from matchmaker.pool import Booleans, Integers

BRANCHES = 2048  # of a tree at most
EACH = 64  # branches that may be put in order for each teacher, on average
SECONDS = 256  # columns of the table of nodes
SHARE = 0.75  # nodes to a mentor, beyond which they tell nobody apart that leaves would not


@dataclass(eq=False)
class Term:
    """Points of pairs by kind; `judged` are the teachers they count for, None where that is all."""

    by_kind: ByKind
    judged: Booleans | None

    @cached_property
    def table(self) -> Table:
        """The whole table, with a last row of nothing for those whom it does not count for."""
        kept = self.by_kind.kept
        if kept is None:
            raise ValueError("This table is too large to be kept.")
        return np.vstack([kept, np.zeros_like(kept[:1])])

    @cached_property
    def highest(self) -> Integers:
        """The most in each row of the whole table."""
        highest: Integers = self.table.max(axis=1)
        return highest

    @cached_property
    def spread(self) -> int:
        """The most by which mentors differ in it for one teacher, as far as that is known."""
        table = self.by_kind.kept
        return 0 if table is None else int(np.ptp(table, axis=1).max(initial=0))

    @property
    def kept(self) -> bool:
        """Whether there is a table of all kinds."""
        return self.by_kind.kept is not None

    def counts_for(self, rows: Integers) -> bool:
        """Whether it counts for any of these teachers."""
        return self.judged is None or bool(self.judged[rows].any())

    def which(self, rows: Integers) -> Codes:
        """For each of these teachers her row of the whole table."""
        kinds: Codes = self.by_kind.teachers.of[rows]
        if self.judged is None:
            return kinds
        return np.where(self.judged[rows], kinds, np.int32(len(self.by_kind.teachers)))

    def some(self, rows: Integers) -> tuple[Integers, Table]:
        """For each of these teachers a row of a table, and that table: no larger than it must."""
        some, which = np.unique(self.which(rows), return_inverse=True)
        if self.kept:
            return which, self.table[some]
        there = some[some < len(self.by_kind.teachers)]
        table = self.by_kind.rows(there)
        return which, np.vstack([table, np.zeros_like(table[:1])])


class Tree:
    """The mentors of a block, by what tells them apart for its teachers."""

    def __init__(self, block: Block, terms: list[Term], width: np.dtype[Any]) -> None:
        self.block = block
        self.width = width
        self.terms = terms
        self.codes = {each: each.by_kind.mentors.of[block.columns] for each in terms}
        self._share_out(terms)
        heads, first_of = together([self.codes[each] for each in self.firsts], self.size)
        seconds, second_of = together([self.codes[each] for each in self.seconds], self.size)
        self._first_columns, self._second_columns = first_of, second_of
        columns = np.lexsort((np.arange(self.size), seconds, heads))
        node = heads[columns] * (len(second_of) + 1) + seconds[columns]
        leaves = np.append(np.unique(node, return_index=True)[1], self.size)
        nodes = np.searchsorted(heads[columns][leaves[:-1]], np.arange(len(first_of) + 1))
        lows = _least(columns, leaves)
        kinds = [self.codes[each][columns] for each in self.leaves]
        self.branches = Branches(
            nodes,
            seconds[columns][leaves[:-1]].astype(np.int32),
            leaves,
            columns.astype(np.int32),
            np.stack([np.zeros_like(columns), *kinds], axis=1)[:, 1:].astype(np.int32),
            _least(lows, nodes),
            lows,
        )
        self.names = block.columns.astype(np.int32)
        # Teachers for whom branches stand in the same order come one after the other.
        alike: list[NDArray[Any]] = [each.which(block.rows) for each in self.firsts]
        self.order = np.lexsort([block.rows, *alike])

    @property
    def size(self) -> int:
        return len(self.block.columns)

    def _share_out(self, terms: list[Term]) -> None:
        """Which terms are the same for every mentor, and which make branches, nodes and leaves."""
        kinds = {each: len(np.unique(self.codes[each])) for each in terms}
        self.same = [each for each in terms if kinds[each] == 1]
        self.firsts: list[Term] = []
        self.seconds: list[Term] = []
        self.leaves: list[Term] = []
        teachers = len(self.block.rows)
        asking = seconds = 1
        alike: Integers = np.zeros(self.size, dtype=np.int64)
        for each in sorted(
            (each for each in terms if kinds[each] > 1), key=lambda each: -each.spread
        ):
            small = seconds * kinds[each] <= SECONDS and each.kept
            if self.seconds and not small:
                self.leaves.append(each)
                continue
            among, firsts = together([alike, self.codes[each]], self.size)
            more, askers = len(firsts), asking * len(each.by_kind.teachers)
            if (
                not self.seconds
                and more <= min(BRANCHES, SHARE * self.size)
                and (not self.firsts or more * askers <= EACH * teachers)
            ):
                self.firsts.append(each)
                alike, asking = among, askers
            elif small and more <= SHARE * self.size:
                self.seconds.append(each)
                alike, seconds = among, seconds * kinds[each]
            else:
                self.leaves.append(each)

    @cached_property
    def _kept(self) -> tuple[Table, Integers, Integers]:
        """The tables of leaves one after the other, where each begins, and their widths."""
        tables = [each.table for each in self.leaves if each.kept]
        ends = np.cumsum([0, *(table.size for table in tables)])
        flat = np.concatenate([np.zeros(0, self.width), *(table.ravel() for table in tables)])
        return flat, ends, np.array([table.shape[1] for table in tables])

    @cached_property
    def entries(self) -> Entries:
        """What its leaves have, for weighing all of them."""
        there, codes, end = [], [], 0
        for kinds in self.branches.kinds.T:
            some, which = np.unique(kinds, return_inverse=True)
            there.append(some)
            codes.append(which + end)
            end += len(some)
        nothing = np.full(self.size, end)
        codes += [nothing] * (max(1, -(-len(codes) // TERMS)) * TERMS - len(codes))
        return Entries(
            np.concatenate([np.zeros(0, dtype=np.int32), *there]),
            np.cumsum([len(some) for some in there], dtype=np.int64),
            np.stack(codes, axis=1).astype(np.int32),
        )

    def asking(
        self, piece: Integers, closed: tuple[Integers, Integers], most: Integers, places: Integers
    ) -> Asking:
        """What the inner loops need to know of these teachers, rows of the pool in the order of the
        tree; their answers go to `places`."""
        size = len(piece)
        first_of, firsts = self._summed(self.firsts, self._first_columns, piece)
        second_of, seconds = self._summed(self.seconds, self._second_columns, piece)
        same = np.zeros(size, dtype=np.int64)
        for each in self.same:
            which, table = each.some(piece)
            same += table[which, self.codes[each][0]]
        flat, ends, _ = self._kept
        bases = np.zeros((size, len(self.leaves)), dtype=np.int64)
        highest = np.zeros((size, len(self.leaves) + 1), dtype=np.int64)
        further = []
        begin, end = 0, len(flat)
        for at, each in enumerate(self.leaves):
            if each.kept:
                kinds = each.which(piece)
                bases[:, at] = ends[begin] + kinds.astype(np.int64) * each.table.shape[1]
                highest[:, at] = each.highest[kinds]
                begin += 1
            else:
                which, table = each.some(piece)
                bases[:, at] = end + which * table.shape[1]
                highest[:, at] = table.max(axis=1)[which]
                further.append(table.ravel())
                end += table.size
        return Asking(
            firsts,
            first_of,
            seconds,
            second_of,
            seconds.max(axis=1).astype(np.int64),
            same,
            np.concatenate([flat, *further]) if further else flat,
            bases,
            np.cumsum(highest[:, ::-1], axis=1)[:, ::-1],
            *closed,
            most,
            places,
        )

    def _summed(
        self, terms: list[Term], columns: Integers, piece: Integers
    ) -> tuple[Integers, Table]:
        """For each teacher a row of a table, in order, with what these terms give together, by
        branch or by node as the first mentors (`columns`) of each show."""
        found = [each.some(piece) for each in terms]
        which, firsts = together([which for which, _ in found], len(piece))
        table = np.zeros((len(firsts), len(columns)), self.width)
        for each, (of, points) in zip(terms, found, strict=True):
            table += points[of[firsts]][:, self.codes[each][columns]]
        return which, table


def _least(values: Integers, starts: Integers) -> Integers:
    """The least of the values of each group: they stand one after the other."""
    return np.minimum.reduceat(values, starts[:-1]) if len(values) else values[:0]


def cheapest(prices: Integers, branches: Branches) -> tuple[Integers, Integers]:
    """The lowest price in each branch and in each node, from prices by place in the block."""
    by_node = _least(prices[branches.columns], branches.leaves)
    return _least(by_node, branches.nodes), by_node
