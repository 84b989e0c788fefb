"""People who are alike: what is computed for one of a kind holds for all of it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.problem import Mentor, Teacher

Codes = NDArray[np.int32]
People = Sequence[Teacher] | Sequence[Mentor]


@dataclass(frozen=True)
class Look:
    """What tells people apart: the values of some of their fields, lists in their order or not."""

    fields: tuple[str, ...]
    ordered: bool

    def __init__(self, *fields: str, ordered: bool = True) -> None:
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "ordered", ordered)

    @property
    def in_order(self) -> "Look":
        """The same with all lists in their order."""
        return Look(*self.fields)

    @property
    def seen(self) -> Callable[[Teacher | Mentor], Any]:
        """What it looks at."""
        # No field, as one that all people of a side have in common, gives one kind.
        return attrgetter(*(self.fields or ("__class__",)))

    def meant(self, seen: Any) -> Hashable:
        """What was seen, alike for all who are of one kind."""
        if self.ordered:
            kind: Hashable = seen
            return kind
        return tuple(map(frozenset, seen)) if len(self.fields) > 1 else frozenset(seen)

    def at(self, person: Teacher | Mentor) -> Hashable:
        """What is seen of this person; equal for people of one kind."""
        return self.meant(self.seen(person))


NOTHING = Look()  # everybody is of one kind


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kind of each person, as a number, and the place of the first person of each kind."""

    of: Codes
    firsts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.firsts)


def coded(values: Callable[[], Iterable[Hashable]]) -> tuple[list[Any], Codes]:
    """The values that there are, in the order in which they come, and for each of all its place
    among them. What gives the values is asked twice."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values()))}
    codes = np.fromiter(map(numbers.__getitem__, values()), dtype=np.int32)
    return list(numbers), codes


def kinds(people: People, look: Look) -> Kinds:
    """The kinds that there are among these people, numbered in the order in which they come."""
    seen, codes = coded(lambda: map(look.seen, people))
    if not look.ordered:
        meant = coded(lambda: map(look.meant, seen))[1]
        codes = meant[codes]
    firsts = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]  # what is written last stays
    return Kinds(codes, firsts)


def where(people: People, name: str, true_of: Callable[[Any], bool]) -> NDArray[np.bool_]:
    """For which people it is true of the value of this field: asked once of each value."""
    values, codes = coded(lambda: map(attrgetter(name), people))
    return np.fromiter(map(true_of, values), dtype=np.bool_, count=len(values))[codes]
