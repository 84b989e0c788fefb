"""The people of a problem as tables: in order of ids, with values compared as people mean them."""

import unicodedata
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matchmaker.kinds import Kinds, Look, kinds
from matchmaker.problem import Mentor, Problem, Teacher

Integers: TypeAlias = NDArray[np.int64]
Booleans: TypeAlias = NDArray[np.bool_]

WHOLE = 2520  # parts of a criterion; divisible by 1 to 10, so that shares of short lists are exact


@lru_cache(maxsize=65_536)
def plain(value: str) -> str:
    """A value as it is compared: without regard to case, width of characters and stray spaces."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


@lru_cache(maxsize=65_536)
def given(values: tuple[str, ...]) -> tuple[str, ...]:
    """The values that are not blank, each once, in their order and in the first spelling."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(plain(value), value)
    found.pop("", None)
    return tuple(found.values())


@lru_cache(maxsize=65_536)
def _meant(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(plain, values))


def shared(wanted: tuple[str, ...], offered: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted values that are offered too, in the order and the spelling of the wanted."""
    keys = _meant(offered)
    return tuple(value for value in given(wanted) if plain(value) in keys)


def missing(wanted: tuple[str, ...], offered: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted values that are not offered, in the order and the spelling of the wanted."""
    keys = _meant(offered)
    return tuple(value for value in given(wanted) if plain(value) not in keys)


def same(one: str, other: str) -> bool:
    """Whether two values are given and mean the same."""
    return plain(one) == plain(other) != ""


class Pool:
    """Teachers (rows) and mentors (columns) in order of id: the order of the input is forgotten."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.criteria = problem.criteria
        given = problem.teachers
        ids = [teacher.id for teacher in given]
        order = sorted(range(len(ids)), key=ids.__getitem__)
        # The place in the problem of each row's teacher.
        self.given_as: Integers = np.array(order, dtype=np.int64)
        self.teachers: tuple[Teacher, ...] = tuple(map(given.__getitem__, order))
        self.mentors: tuple[Mentor, ...] = tuple(sorted(problem.mentors, key=lambda m: m.id))
        self._kinds: dict[tuple[str, Look], Kinds] = {}

    def teacher_kinds(self, look: Look) -> Kinds:
        """The kinds of the teachers."""
        if ("teachers", look) not in self._kinds:
            self._kinds["teachers", look] = kinds(self.teachers, look)
        return self._kinds["teachers", look]

    def mentor_kinds(self, look: Look) -> Kinds:
        """The kinds of the mentors."""
        if ("mentors", look) not in self._kinds:
            self._kinds["mentors", look] = kinds(self.mentors, look)
        return self._kinds["mentors", look]

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of each teacher's id."""
        return {teacher.id: row for row, teacher in enumerate(self.teachers)}

    @cached_property
    def column(self) -> dict[str, int]:
        """The column of each mentor's id."""
        return {mentor.id: column for column, mentor in enumerate(self.mentors)}

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.teachers), len(self.mentors)

    @cached_property
    def capacities(self) -> Integers:
        return np.array([mentor.capacity for mentor in self.mentors], dtype=np.int64)

    def places(self, name: str, other: str = "") -> tuple[Integers, Integers]:
        """Where each value of the list `name` stands in a person's list: 1 for first, 0 if absent.

        Two tables, teachers × values and mentors × values. The mentors' list is that of the same
        name, or `other`.
        """
        sides = [
            [tuple(map(plain, given(getattr(person, which)))) for person in people]
            for which, people in ((name, self.teachers), (other or name, self.mentors))
        ]
        values: dict[str, int] = {}
        for lists in sides:
            for each in lists:
                for value in each:
                    values.setdefault(value, len(values))
        tables = []
        for lists in sides:
            table = np.zeros((len(lists), len(values)), dtype=np.int64)
            for person, each in enumerate(lists):
                for place, value in enumerate(each, start=1):
                    table[person, values[value]] = place
            tables.append(table)
        return tables[0], tables[1]

    def alike(self, name: str) -> tuple[Booleans, Booleans]:
        """Which pairs have the same single value `name`, and which have two different ones.

        A pair of which one has not given the value is in neither table.
        """
        codes: dict[str, int] = {"": 0}
        teachers, mentors = (
            np.array(
                [codes.setdefault(plain(getattr(each, name)), len(codes)) for each in people],
                dtype=np.int64,
            )
            for people in (self.teachers, self.mentors)
        )
        given = (teachers > 0)[:, None] & (mentors > 0)[None, :]
        equal = teachers[:, None] == mentors[None, :]
        return given & equal, given & ~equal

    def years(self) -> tuple[Integers, Integers]:
        """Years of experience of teachers and of mentors, -1 where they are not known."""
        teachers, mentors = (
            np.array([-1 if p.years is None else p.years for p in people], dtype=np.int64)
            for people in (self.teachers, self.mentors)
        )
        return teachers, mentors
