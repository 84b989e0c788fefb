"""Why many pairs fit, in sentences: the same that is told of each, for all of a kind at once."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import TypeAlias

import numpy as np

from matchmaker.criteria import CRITERIA, Criterion
from matchmaker.outcome import Reason
from matchmaker.pool import Booleans, Integers, Pool
from matchmaker.words import sentences

AT_ONCE = 2**16  # pairs
KNOWN = 2**16  # texts of a criterion that are kept

Told: TypeAlias = tuple[str, str]  # what fits, what does not


class Telling:
    """What is told of pairs of a pool; `judges` are those of `criteria.judged`."""

    def __init__(self, pool: Pool, judges: Mapping[str, Booleans]) -> None:
        self.pool = pool
        self.judged = [(each, judges[each.name]) for each in CRITERIA if each.name in judges]
        self._known: dict[str, dict[int, Told]] = {each.name: {} for each, _ in self.judged}

    def texts(self, rows: Integers, columns: Integers) -> Iterator[str]:
        """The reasons of each pair, what fits first: as `weighing.explained` gives them."""
        for first in range(0, len(rows), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            yield from self._some(rows[some], columns[some])

    def _some(self, rows: Integers, columns: Integers) -> Iterator[str]:
        pins, pool = self.pool.problem.pins, self.pool
        pinned: Iterable[str] = repeat("", len(rows))
        if pins:
            set_ = sentences([Reason("pinned")])
            ids = (
                (pool.teachers[row].id, pool.mentors[column].id)
                for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
            )
            pinned = [set_ if pair in pins else "" for pair in ids]
        fits: list[Iterable[str]] = []
        misses: list[Iterable[str]] = []
        for each, judged in self.judged:
            texts, which = self._of(each, judged[rows], rows, columns)
            for told, place in ((fits, 0), (misses, 1)):
                told.append(map([text[place] for text in texts].__getitem__, which.tolist()))
        for parts in zip(pinned, *fits, *misses, strict=True):
            yield " ".join(filter(None, parts))

    def _of(
        self, criterion: Criterion, judged: Booleans, rows: Integers, columns: Integers
    ) -> tuple[list[Told], Integers]:
        """What a criterion has to say, and which of it is said of each pair."""
        pool, known = self.pool, self._known[criterion.name]
        # What is listed stands in the teacher's order.
        ours = pool.teacher_kinds(criterion.asks.in_order).of[rows].astype(np.int64)
        theirs = pool.mentor_kinds(criterion.offers)
        both = np.where(judged, ours * len(theirs) + theirs.of[columns], -1)
        some, first, which = np.unique(both, return_index=True, return_inverse=True)
        if len(known) > KNOWN:
            known.clear()
        known[-1] = "", ""
        for key, at in zip(some.tolist(), first.tolist(), strict=True):
            if key not in known:
                people = pool.teachers[rows[at]], pool.mentors[columns[at]]
                good, bad = criterion.told(*people)
                known[key] = sentences(good), sentences(bad)
        return [known[key] for key in some.tolist()], which
