"""Small problems, drawn at random, with every rule and criterion in play and many ties."""

from collections.abc import Sequence
from functools import cache
from itertools import permutations, product
from math import lcm
from typing import Any

import numpy as np
from hypothesis import strategies as st

from matchmaker.pool import Booleans, Integers
from matchmaker.problem import Criteria, Mentor, Pairing, Problem, Teacher, Weights
from matchmaker.weighing import Weighing

PEOPLE = tuple("ABCDEFG")  # one set of ids for both sides, so that some would mentor themselves


def _evenly(*groups: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One of all of these; each group comes as often as the others, however many are in it.

    A person has twenty fields: each is drawn by a single choice, from a list that is made once."""
    most = lcm(*map(len, groups))
    return st.sampled_from([one for group in groups for one in [*group] * (most // len(group))])


def _some(*values: str, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """At most so many of the values, in any order."""
    sizes = range(min(most, len(values)) + 1)
    return _evenly(*(list(permutations(values, size)) for size in sizes))


_shared: dict[str, st.SearchStrategy[Any]] = {
    "domains": _some("inclusion", "digital", "ethics"),
    "languages": _some("Hindi", "hindi ", "Tamil"),
    "subjects": _some("maths", "science"),
    "stages": _some("primary", "secondary"),
    "years": _evenly([None], range(21)),
    "school": st.sampled_from(("", "KV 1", "KV 2")),
    "district": st.sampled_from(("", "Bilaspur", "Pune")),
    "state": st.sampled_from(("", "Chhattisgarh", "Himachal Pradesh")),
    "hours": _some("Mon 16", "Tue 16", "Sat 10"),
    "avoid": _some(*PEOPLE, most=1),
    "prefers": _some(*PEOPLE),
    "skills": _some("questioning:1", "questioning:3", "Planning:4", "planning:2"),
    "fluency": _some("Hindi:A2", "hindi:C1", "Tamil:B1"),
    "formats": _some("on line", "in person"),
    "contexts": _some("rural", "one teacher"),
    "minor": st.sampled_from((False, False, True)),
}
_TEACHER = st.fixed_dictionaries(
    {**_shared, "earlier": _some(*PEOPLE), "asks": _some("a woman", "signs")}
)
_MENTOR = st.fixed_dictionaries(
    {**_shared, "capacity": st.sampled_from(range(4)), "says": _some("a woman", "signs")}
)
_pairing = st.sampled_from(list(product(PEOPLE, repeat=2)))

criteria = st.builds(
    Criteria,
    weights=st.sampled_from(
        (Weights(), Weights(1, 0, 0, 0, 0, 0, 0, 0), Weights(7, 3, 2, 5), Weights(*range(1, 16)))
    ),
    shared_language=st.booleans(),
    minimum_years=st.sampled_from((0, 0, 8)),
    same_school=st.sampled_from(("allowed", "never")),
    language_level=st.sampled_from(("", "", "", "B1")),
    shared_hours=st.sampled_from((0, 0, 0, 1)),
    shared_format=st.sampled_from((False, False, True)),
    same_state=st.sampled_from((False, False, True)),
    shared_domain=st.sampled_from((False, False, True)),
    shared_stage=st.sampled_from((False, False, True)),
)


_ids = {most: st.lists(st.sampled_from(PEOPLE), max_size=most, unique=True) for most in range(10)}
_forbidden = st.frozensets(_pairing, max_size=3)
_prohibited = st.dictionaries(_pairing, st.sampled_from(("principal", "cousin")), max_size=2)


@st.composite
def problems(draw: st.DrawFn, teachers: int = 5, mentors: int = 4) -> Problem:
    """A problem without pins."""
    teacher_ids, mentor_ids = draw(_ids[teachers]), draw(_ids[mentors])
    return Problem(
        teachers=tuple(Teacher(each, **draw(_TEACHER)) for each in teacher_ids),
        mentors=tuple(Mentor(each, **draw(_MENTOR)) for each in mentor_ids),
        criteria=draw(criteria),
        forbidden=draw(_forbidden),
        prohibited=draw(_prohibited),
    )


Instance = tuple[Integers, Booleans, Integers]


@cache
def exactly(size: int, one: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """A list of so many."""
    return st.lists(one, min_size=size, max_size=size)


_open = st.sampled_from((True, True, False))
_seats = st.sampled_from((0, 1, 2, 3, 10**9))


@st.composite
def instances(draw: st.DrawFn, teachers: int, score: st.SearchStrategy[int]) -> Instance:
    """These scores, with many ties; holes; too few or too many seats."""
    rows, columns = draw(st.integers(0, teachers)), draw(st.integers(0, 4))
    size = rows * columns
    points, allowed = draw(exactly(size, score)), draw(exactly(size, _open))
    capacities = draw(exactly(columns, _seats))
    return (
        np.array(points, dtype=np.int64).reshape(rows, columns),
        np.array(allowed, dtype=np.bool_).reshape(rows, columns),
        np.array(capacities, dtype=np.int64),
    )


def open_pairs(weighing: Weighing) -> list[Pairing]:
    """The pairs that may be set: no rule is against them, and there is a seat."""
    return [
        (teacher.id, mentor.id)
        for teacher in weighing.problem.teachers
        for mentor in weighing.problem.mentors
        if weighing.barrier(teacher.id, mentor.id) is None and mentor.capacity > 0
    ]
