"""Which people the hard rules keep apart, as groups: blocks that are weighed, and whole parts.

Teachers whom the rules keep from the same mentors are one block. Teachers and mentors whom no
chain of pairs that may be made connects with others are a part: what is best for them is found
without a look at anybody else.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from matchmaker import rules
from matchmaker.kinds import Codes, Kinds, Look
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.rules import Rule

Table: TypeAlias = NDArray[Any]  # whole numbers, of 32 bits where these are enough

KEPT = 2**22  # entries of a table of kinds that is computed once for all
FEW = 64  # blocks that a rule on kinds may make in any case
BLOCKING = 0.05  # the share of all pairs that it must rule out to make more
NEAR = 8  # times as many codes as people, up to which no sorting is needed
COMPARED = 2**26  # kinds of teachers times kinds of mentors up to which parts are looked for


@dataclass(frozen=True, slots=True)
class Block:
    """Teachers (rows) and the mentors (columns) whom no rule on kinds takes from them."""

    rows: Integers
    columns: Integers


class ByKind:
    """What pairs of one kind of teacher and one kind of mentor have in common."""

    def __init__(
        self, pool: Pool, asks: Look, offers: Look, of_pool: Callable[[Pool], Table]
    ) -> None:
        self.teachers: Kinds = pool.teacher_kinds(asks)
        self.mentors: Kinds = pool.mentor_kinds(offers)
        self._pool = pool
        self._of_pool = of_pool
        few = len(self.teachers) * len(self.mentors) <= KEPT
        self.kept = self._computed(np.arange(len(self.teachers))) if few else None

    def rows(self, some: Integers | Codes) -> Table:
        """The rows of some kinds of teachers, given in order of their numbers."""
        return self._computed(some) if self.kept is None else self.kept[some]

    def _computed(self, some: Integers | Codes) -> Table:
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

    of: Codes
    shut: Booleans
    mentors: Codes

    @classmethod
    def of_table(cls, table: ByKind, kept: Table) -> "_Shapes":
        shut, shape_of = np.unique(kept, axis=0, return_inverse=True)
        return cls(shape_of.astype(np.int32)[table.teachers.of], shut, table.mentors.of)

    @property
    def share(self) -> float:
        """The share of all pairs that are ruled out."""
        rows, columns = np.bincount(self.of), np.bincount(self.mentors)
        pairs = int(rows.sum()) * int(columns.sum())
        return int(rows @ self.shut.astype(np.int64) @ columns) / pairs


class Blocking:
    """What the rules on kinds, and the pairs that rules name, keep apart in a pool."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._shapes: list[_Shapes] = []  # of rules that make blocks
        self._kinds: list[Kinds] = []  # of teachers, by the other rules on kinds
        self.others: list[tuple[Rule, Callable[[Pool], Booleans]]] = []
        for rule in rules.RULES:
            if rule.broken is not None and rule.on(pool.criteria):
                table = ByKind(pool, rule.compares, rule.compares, rule.broken)
                kept = table.kept
                shapes = _Shapes.of_table(table, kept) if kept is not None else None
                if shapes and not shapes.shut.any():
                    continue
                if shapes and (len(shapes.shut) <= FEW or shapes.share >= BLOCKING):
                    self._shapes.append(shapes)
                else:
                    self.others.append((rule, rule.broken))
                    self._kinds.append(table.teachers)

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

    def parts(self) -> list[Block]:
        """The parts of the pool, in order of their first teachers: in each, those who can be paired
        with somebody. Where too many kinds of people would have to be compared, all are one."""
        teachers, mentors = self.pool.shape
        ours, first_row = together([each.of for each in self._shapes], teachers)
        theirs, first_column = together([each.mentors for each in self._shapes], mentors)
        if len(first_row) * len(first_column) > COMPARED:
            return [Block(np.arange(teachers), np.arange(mentors))]
        open_: Booleans = np.ones((len(first_row), len(first_column)), dtype=np.bool_)
        for each in self._shapes:
            open_ &= ~each.shut[np.ix_(each.of[first_row], each.mentors[first_column])]
        one, other = np.nonzero(open_)
        size = len(first_row) + len(first_column)
        edges = coo_array((np.ones(len(one)), (one, other + len(first_row))), shape=(size, size))
        part_of = connected_components(edges, directed=False)[1]
        rows, columns = part_of[ours], part_of[len(first_row) :][theirs]
        some = np.intersect1d(rows, columns)
        by_row, by_column = (np.argsort(each, kind="stable") for each in (rows, columns))
        found = [
            Block(
                *(
                    order[slice(*np.searchsorted(of, [part, part + 1], sorter=order))]
                    for of, order in ((rows, by_row), (columns, by_column))
                )
            )
            for part in some.tolist()
        ]
        return sorted(found, key=lambda block: int(block.rows[0]))

    @cached_property
    def _closed(self) -> tuple[Integers, Integers]:
        """Pairs that a rule names, by row."""
        pool = self.pool
        # Who is a mentor is asked first: among very many teachers few are named with one.
        named = {
            (pool.row[teacher], pool.column[mentor])
            for rule in rules.RULES
            if rule.pairings is not None
            for teacher, mentor in rule.pairings(pool)
            if mentor in pool.column and teacher in pool.row
        }
        pairs = np.array(sorted(named), dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def closed_to(self, row: int) -> Integers:
        """The columns that a rule names as closed to this teacher."""
        rows, columns = self._closed
        first, last = (int(np.searchsorted(rows, row, side)) for side in ("left", "right"))
        return columns[first:last]

    def barred(self, row: int) -> Hashable:
        """Equal for teachers whom the rules keep from the same mentors, in the same words."""
        if len(self.closed_to(row)):
            return row
        shapes = [int(shapes.of[row]) for shapes in self._shapes]
        kinds = [int(each.of[row]) for each in self._kinds]
        return *shapes, *kinds, self.pool.teachers[row].languages

    def closed_in(self, block: Block) -> tuple[Integers, Integers]:
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


def together(codes: Sequence[Codes | Integers], people: int) -> tuple[Integers, Integers]:
    """People who have the same code in every list, as one number each, and the first of each."""
    joined = np.zeros(people, dtype=np.int64)
    for each in codes:
        joined = _renumbered(joined * (int(each.max(initial=0)) + 1) + each)
    firsts = np.zeros(int(joined.max(initial=-1)) + 1, dtype=np.int64)
    firsts[joined[::-1]] = np.arange(people)[::-1]  # what is written last stays
    return joined, firsts


def _renumbered(codes: Integers) -> Integers:
    """The same codes in the same order, as numbers without gaps."""
    most = int(codes.max(initial=-1)) + 1
    if most > NEAR * len(codes):
        return np.unique(codes, return_inverse=True)[1]
    there = np.zeros(most, dtype=np.int64)
    there[codes] = 1
    return (np.cumsum(there) - 1)[codes]
