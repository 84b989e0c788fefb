"""What people said of each other after they met, heeded beside how well they fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from matchmaker.criteria import PERFECT
from matchmaker.pool import Integers
from matchmaker.problem import Pairing, Problem
from matchmaker.weighing import Weighing

WOULD: Final = 2
COULD: Final = 1
RATHER_NOT: Final = 0
SHARE = 30  # percent of the heeded fit that is what the two said; the rest is the fit
NEUTRAL = COULD  # somebody who has not said, or whom she has not met
LEAST = 1  # what a pair is worth of which one would rather not


@dataclass(frozen=True, slots=True)
class Said:
    """By (teacher id, mentor id): what the teacher said of the mentor, and the mentor of the
    teacher, each one of `WOULD`, `COULD` and `RATHER_NOT`. Whoever said nothing is left out."""

    teachers: Mapping[Pairing, int]
    mentors: Mapping[Pairing, int]


class Heeding(Weighing):
    """A problem weighed with what people said: of a pair both would like the fit rises, of one that
    one of the two would rather not have nothing is left of it (`LEAST`).

    Such a pair is not ruled out: it comes about where more teachers have a mentor by it, or
    where others fit so much better. So nothing that tells what is ruled out tells what was said.
    """

    def __init__(self, problem: Problem, said: Said) -> None:
        super().__init__(problem)
        self.said = said

    @cached_property
    def scores(self) -> Integers:
        """The heeded fit of every pair, from `LEAST` to 10,000: see `SHARE`."""
        fits = super().scores
        ours, theirs = self._table(self.said.teachers), self._table(self.said.mentors)
        both = (ours + theirs) * PERFECT // (2 * WOULD)
        heeded = (fits * (100 - SHARE) + both * SHARE) // 100
        against = (ours == RATHER_NOT) | (theirs == RATHER_NOT)
        found: Integers = np.where(against, LEAST, np.maximum(heeded, LEAST))
        return found

    def _table(self, said: Mapping[Pairing, int]) -> Integers:
        pool = self.pool
        table = np.full(pool.shape, NEUTRAL, dtype=np.int64)
        for (teacher_id, mentor_id), what in said.items():
            if teacher_id in pool.row and mentor_id in pool.column:
                table[pool.row[teacher_id], pool.column[mentor_id]] = what
        return table
