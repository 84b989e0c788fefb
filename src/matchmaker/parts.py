"""A problem in parts that are answered one by one: people whom no rule lets meet need no look at
each other."""

import gzip
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.auction import NOBODY
from matchmaker.blocking import Block, Blocking
from matchmaker.crowd import Crowd
from matchmaker.kinds import Codes
from matchmaker.many_objectives import reach, with_pins
from matchmaker.outcome import Measure, Worth
from matchmaker.packing import Column, packed, unpacked
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.problem import Mentor, Pairing, Problem, Teacher
from matchmaker.solving import Progress, nowhere
from matchmaker.telling import Telling
from matchmaker.wanting import better, wanted
from matchmaker.writing import put_rows

SMALL = 2_000_000  # pairs of a part that is worth a task of its own
MOST = 256  # parts
QUICK = 1  # of gzip's levels
OFTEN = 1000  # pairs that are told between two words of progress


@dataclass(frozen=True, slots=True)
class Part:
    """People who may be paired with each other and with nobody else, teachers in the order of the
    whole problem. `judged` says for each criterion whom it can judge (rows in order of id), among
    all mentors there are (`criteria.judged`)."""

    problem: Problem
    judged: Mapping[str, Booleans]

    def __reduce__(self) -> tuple[Callable[..., "Part"], tuple[Any, ...]]:
        """To be sent to another process: people as columns."""
        problem = self.problem
        people = (
            (len(problem.teachers), [column for _, column in packed(Teacher, problem.teachers)]),
            (len(problem.mentors), [column for _, column in packed(Mentor, problem.mentors)]),
        )
        judged = {name: np.packbits(whom) for name, whom in self.judged.items()}
        return _sent, (replace(problem, teachers=(), mentors=()), *people, judged)


def _sent(
    problem: Problem,
    teachers: tuple[int, list[Column]],
    mentors: tuple[int, list[Column]],
    judged: Mapping[str, NDArray[np.uint8]],
) -> Part:
    """What was sent as columns."""
    (count, columns), (others, their_columns) = teachers, mentors
    return Part(
        replace(
            problem,
            teachers=unpacked(Teacher, columns, count),
            mentors=unpacked(Mentor, their_columns, others),
        ),
        {name: np.unpackbits(each, count=count).astype(np.bool_) for name, each in judged.items()},
    )


@dataclass(frozen=True, slots=True)
class Solved:
    """The answer to a part, by places in its pool: a column or `NOBODY` for each row, the scores of
    the pairs (0 where there is none), what was measured, what the usual answer would be worth (None
    if this is one), and the price of a seat of each column in points, with the `premium` that each
    pair had; None where there is no single price. `wanted` has the column of the best fit for each
    row without one, and `better` how many would fit better with each column that has free seats
    (`wanting`)."""

    columns: Integers
    scores: Integers
    wanted: Integers
    better: Integers
    measures: tuple[Measure, ...]
    usual: Worth | None
    prices: Integers | None
    premium: int

    @property
    def worth(self) -> Worth:
        """Teachers matched, and points of fit in all."""
        return Worth(int((self.columns != NOBODY).sum()), int(self.scores.sum()))


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to a part as lines of CSV: teacher, mentor, score and reasons, for each teacher in
    the order of the problem but for those who have no mentor (`alone`: their places). Compressed
    by gzip: in words an answer weighs more than the people. `columns` and `wanted` are as in
    `Solved`."""

    lines: bytes
    columns: Codes
    wanted: Codes
    alone: tuple[int, ...]
    measures: tuple[Measure, ...]
    worth: Worth
    usual: Worth | None


def divided(pool: Pool, judged: Mapping[str, Booleans]) -> list[tuple[Block, Part]]:
    """The parts of a pool with their places in it; whoever can be paired with nobody is in none.

    Small ones are put together, so that there are `MOST` at most.
    """
    teachers, order = pool.problem.teachers, pool.given_as
    blocks = _gathered(Blocking(pool).parts())
    pins, forbidden, prohibited = (
        _shared_out(pool, blocks, frozenset(each))
        for each in (pool.problem.pins, pool.problem.forbidden, pool.problem.prohibited)
    )
    return [
        (
            block,
            Part(
                replace(
                    pool.problem,
                    teachers=tuple(teachers[at] for at in np.sort(order[block.rows]).tolist()),
                    mentors=tuple(pool.mentors[column] for column in block.columns.tolist()),
                    pins=pins[place],
                    forbidden=forbidden[place],
                    prohibited={each: pool.problem.prohibited[each] for each in prohibited[place]},
                ),
                {name: whom[block.rows] for name, whom in judged.items()},
            ),
        )
        for place, block in enumerate(blocks)
    ]


def _gathered(blocks: list[Block]) -> list[Block]:
    sizes = [len(block.rows) * len(block.columns) for block in blocks]
    least = max(SMALL, 2 * sum(sizes) // MOST)
    groups: list[list[Block]] = []
    so_far = least
    for block, size in zip(blocks, sizes, strict=True):
        if so_far >= least or size >= least:
            groups.append([])
            so_far = 0
        groups[-1].append(block)
        so_far += size
    return [
        Block(
            np.sort(np.concatenate([block.rows for block in group])),
            np.sort(np.concatenate([block.columns for block in group])),
        )
        for group in groups
    ]


def _shared_out(
    pool: Pool, blocks: list[Block], pairs: frozenset[Pairing]
) -> list[frozenset[Pairing]]:
    """For each part those of the pairs whose teacher it has."""
    found: list[set[Pairing]] = [set() for _ in blocks]
    if pairs:
        part_of = np.full(len(pool.teachers), NOBODY)
        for place, block in enumerate(blocks):
            part_of[block.rows] = place
        for teacher_id, mentor_id in pairs:
            row = pool.row.get(teacher_id)
            if row is not None and part_of[row] != NOBODY:
                found[part_of[row]].add((teacher_id, mentor_id))
    return [frozenset(each) for each in found]


def solve_part(part: Part, progress: Progress = nowhere) -> Solved:
    """An answer by the objective of the problem, which must be a valid one (`many_objectives`)."""
    solving = _Solving(part, progress)
    return solving.solved(better(solving.crowd, solving.columns, solving.scores))


def tell_part(part: Part, progress: Progress = nowhere) -> Told:
    """The same answer in rows of a table."""
    solving = _Solving(part, progress)
    pool = solving.crowd.pool
    solved = solving.solved(np.zeros(len(pool.mentors), dtype=np.int64))
    lines = io.BytesIO()
    with gzip.open(lines, "wt", QUICK, encoding="utf-8", newline="") as file:
        put_rows(file, solving.rows(progress))
    order = np.argsort(pool.given_as)
    alone = np.flatnonzero(solved.columns[order] == NOBODY).tolist()
    return Told(
        lines.getvalue(),
        solved.columns.astype(np.int32),
        solved.wanted.astype(np.int32),
        tuple(alone),
        solved.measures,
        solved.worth,
        solved.usual,
    )


class _Solving:
    """A part with its answer and with what is needed to tell it."""

    def __init__(self, part: Part, progress: Progress) -> None:
        self.part = part
        problem = part.problem
        pool = Pool(problem)
        columns = np.full(len(pool.teachers), NOBODY, dtype=np.int64)
        for teacher_id, mentor_id in problem.pins:
            columns[pool.row[teacher_id]] = pool.column[mentor_id]
        pinned = np.flatnonzero(columns != NOBODY)
        free = np.flatnonzero(columns == NOBODY)
        loads = np.bincount(columns[pinned], minlength=len(pool.mentors)).astype(np.int64)
        self.crowd = Crowd(pool, part.judged)
        given = pool.capacities - loads, loads, problem.criteria.objective
        found = reach(self.crowd, free, *given, progress)
        columns[free], scores = found.columns[free], found.scores
        scores[pinned] = [self.crowd.score(int(row), int(columns[row])) for row in pinned]
        usual = found.usual
        if usual is not None:
            usual = usual.plus(Worth(len(pinned), int(scores[pinned].sum())))
        measures = with_pins(found.measures, scores[pinned], loads)
        self.columns, self.scores = columns, scores
        self._reached = measures, usual, found.prices, found.premium

    def solved(self, better: Integers) -> Solved:
        """The answer; `better` is told of its columns."""
        hers = wanted(self.crowd, self.columns)
        return Solved(self.columns, self.scores, hers, better, *self._reached)

    def rows(self, progress: Progress) -> Iterator[tuple[str, str, str, str]]:
        """The rows of `Told`."""
        pool = self.crowd.pool
        order = np.argsort(pool.given_as)
        rows = order[self.columns[order] != NOBODY]
        columns, scores = self.columns[rows], self.scores[rows]
        texts = Telling(pool, self.crowd.judges).texts(rows, columns)
        found = zip(rows.tolist(), columns.tolist(), scores.tolist(), texts, strict=True)
        for done, (row, column, score, told) in enumerate(found):
            if done % OFTEN == 0:
                progress("explain", done, len(rows))
            yield pool.teachers[row].id, pool.mentors[column].id, str(score), told
        progress("explain", len(rows), len(rows))
