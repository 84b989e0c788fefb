"""People who are alike: what is computed for one of a kind holds for all of it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.pool import Integers
from matchmaker.problem import Mentor, Teacher


class Look:
    """What tells people apart: the values of some of their fields, lists in their order or not."""

    def __init__(self, *fields: str, ordered: bool = True) -> None:
        self.fields = fields
        self.ordered = ordered

    def at(self, person: Teacher | Mentor) -> Hashable:
        """What is seen of this person; equal for people of one kind."""
        seen = tuple(getattr(person, name) for name in self.fields)
        if self.ordered:
            return seen
        return tuple(frozenset(each) for each in seen)


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
    of = [numbers.setdefault(look.at(person), len(numbers)) for person in people]
    codes = np.array(of, dtype=np.int64)
    return Kinds(codes, np.unique(codes, return_index=True)[1].astype(np.int64))
