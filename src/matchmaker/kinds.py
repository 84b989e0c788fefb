"""People who are alike: what is computed for one of a kind holds for all of it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from matchmaker.pool import Integers
from matchmaker.problem import Mentor, Teacher


class Look:
    """What tells people apart: the values of some of their fields, lists in their order or not."""

    def __init__(self, *fields: str, ordered: bool = True) -> None:
        # The class comes along so that one field gives a tuple, as several do, and none serves too.
        self._seen: Callable[[Teacher | Mentor], Any] = attrgetter("__class__", *fields)
        self._ordered = ordered

    def at(self, person: Teacher | Mentor) -> Hashable:
        """What is seen of this person; equal for people of one kind."""
        return next(iter(self.of((person,))))

    def of(self, people: Iterable[Teacher | Mentor]) -> Iterable[Hashable]:
        """What is seen of each of these people."""
        seen = map(self._seen, people)
        return seen if self._ordered else (tuple(map(frozenset, each[1:])) for each in seen)


NOTHING = Look()  # everybody is of one kind


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kind of each person, as a number, and the place of the first person of each kind."""

    of: Integers
    firsts: Integers

    def __len__(self) -> int:
        return len(self.firsts)


def kinds(people: Sequence[Teacher] | Sequence[Mentor], look: Look) -> Kinds:
    """The kinds that there are among these people, numbered in the order in which they come."""
    numbers: dict[Hashable, int] = {}
    of = [numbers.setdefault(seen, len(numbers)) for seen in look.of(people)]
    codes = np.array(of, dtype=np.int64)
    return Kinds(codes, np.unique(codes, return_index=True)[1].astype(np.int64))
