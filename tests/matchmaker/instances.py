"""Small problems, drawn at random, with every rule and criterion in play and many ties."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from matchmaker.pool import Booleans, Integers
from matchmaker.problem import Criteria, Mentor, Pairing, Problem, Teacher, Weights
from matchmaker.weighing import Weighing

PEOPLE = tuple("ABCDEFG")  # one set of ids for both sides, so that some would mentor themselves


def _some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


_shared: dict[str, st.SearchStrategy[Any]] = {
    "domains": _some("inclusion", "digital", "ethics"),
    "languages": _some("Hindi", "hindi ", "Tamil"),
    "subjects": _some("maths", "science"),
    "stages": _some("primary", "secondary"),
    "years": st.none() | st.integers(0, 20),
    "school": st.sampled_from(("", "KV 1", "KV 2")),
    "district": st.sampled_from(("", "Bilaspur", "Pune")),
    "state": st.sampled_from(("", "Chhattisgarh", "Himachal Pradesh")),
    "hours": _some("Mon 16", "Tue 16", "Sat 10"),
    "avoid": st.lists(st.sampled_from(PEOPLE), max_size=1).map(tuple),
    "prefers": _some(*PEOPLE),
    "skills": _some("questioning:1", "questioning:3", "Planning:4", "planning:2"),
    "fluency": _some("Hindi:A2", "hindi:C1", "Tamil:B1"),
    "formats": _some("on line", "in person"),
    "contexts": _some("rural", "one teacher"),
    "minor": st.sampled_from((False, False, True)),
}
_teacher = {**_shared, "earlier": _some(*PEOPLE), "asks": _some("a woman", "signs")}
_mentor = {**_shared, "capacity": st.integers(0, 3), "says": _some("a woman", "signs")}
_pairing = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))

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
)


@st.composite
def problems(draw: st.DrawFn, teachers: int = 5, mentors: int = 4) -> Problem:
    """A problem without pins."""
    teacher_ids = draw(st.lists(st.sampled_from(PEOPLE), max_size=teachers, unique=True))
    mentor_ids = draw(st.lists(st.sampled_from(PEOPLE), max_size=mentors, unique=True))
    return Problem(
        teachers=tuple(draw(st.builds(Teacher, st.just(each), **_teacher)) for each in teacher_ids),
        mentors=tuple(draw(st.builds(Mentor, st.just(each), **_mentor)) for each in mentor_ids),
        criteria=draw(criteria),
        forbidden=draw(st.frozensets(_pairing, max_size=3)),
        prohibited=draw(
            st.dictionaries(_pairing, st.sampled_from(("principal", "cousin")), max_size=2)
        ),
    )


Instance = tuple[Integers, Booleans, Integers]


@st.composite
def instances(draw: st.DrawFn, teachers: int, *scores: int) -> Instance:
    """These scores, with many ties; holes; too few or too many seats."""
    rows, columns = draw(st.integers(0, teachers)), draw(st.integers(0, 4))
    size = rows * columns
    score, open_ = st.sampled_from(scores), st.sampled_from((True, True, False))
    capacity = st.sampled_from((0, 1, 2, 3, 10**9))
    points = draw(st.lists(score, min_size=size, max_size=size))
    allowed = draw(st.lists(open_, min_size=size, max_size=size))
    capacities = draw(st.lists(capacity, min_size=columns, max_size=columns))
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
