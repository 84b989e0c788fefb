"""Many people as columns: small to send to another process, and the same for the same people.

Most columns hold few different values. Each of these is there once, with a small number for each
person; a column of one value for everybody is that value alone.
"""

from collections.abc import Iterator
from dataclasses import fields
from functools import partial
from itertools import repeat
from operator import attrgetter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.kinds import coded
from matchmaker.problem import Mentor, Teacher

Person = TypeVar("Person", Mentor, Teacher)
# The values, and for each person the place of hers; None where they are everybody's, in order.
Column = tuple[list[Any], NDArray[Any] | None]

OWN = ("id", "name")  # what hardly anybody has in common with another
NARROW = (np.uint8, np.uint16, np.int32)


def packed(kind: type[Person], people: tuple[Person, ...]) -> Iterator[tuple[str, Column]]:
    """The columns of these people by name, one by one."""
    for name in (each.name for each in fields(kind)):
        of = attrgetter(name)
        if name in OWN:
            yield name, (list(map(of, people)), None)
        else:
            values, codes = coded(partial(map, of, people))
            width = next(each for each in NARROW if len(values) <= np.iinfo(each).max)
            yield name, (values, codes.astype(width))


def unpacked(kind: type[Person], columns: list[Column], count: int) -> tuple[Person, ...]:
    """The people whose columns these are, in order of the fields."""
    lists = []
    for values, codes in columns:
        if codes is None:
            lists.append(iter(values))
        elif len(values) == 1:
            lists.append(repeat(values[0], count))
        else:
            lists.append(map(values.__getitem__, codes.tolist()))
    return tuple(map(kind, *lists)) if count else ()
