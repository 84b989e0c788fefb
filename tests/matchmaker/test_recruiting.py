"""Which mentors to look for next: the best at each step, counted exactly."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matchmaker.problem import Criteria, Mentor, Problem, Teacher
from matchmaker.recruiting import MENTORS, Kind, best_next
from matchmaker.solving import solve

Table = list[list[bool]]


def matched(columns: list[list[bool]], teachers: int) -> int:
    """How many teachers have one of these seats, each the teachers whom it suits."""
    if not columns or not teachers:
        return 0
    found = maximum_bipartite_matching(csr_array(np.array(columns, dtype=bool).T), "column")
    return int((found >= 0).sum())


@st.composite
def crowds(draw: st.DrawFn) -> tuple[int, Table, dict[Kind, list[bool]], int]:
    """Seats that are there, and of kinds of new mentors whom they suit."""
    teachers = draw(st.integers(0, 9))
    row = st.lists(st.booleans(), min_size=teachers, max_size=teachers)
    seats = draw(st.lists(row, max_size=3))
    kinds = {(f"d{at}", "hi", ""): draw(row) for at in range(draw(st.integers(0, 4)))}
    return teachers, seats, kinds, draw(st.integers(1, 3))


@settings(max_examples=300)
@given(crowds())
def test_each_mentor_is_one_of_those_that_place_the_most_and_places_so_many(
    crowd: tuple[int, Table, dict[Kind, list[bool]], int],
) -> None:
    teachers, there, kinds, seats = crowd
    before = matched(there, teachers)

    def placed(some: list[Kind]) -> int:
        return (
            matched([*there, *(kinds[kind] for kind in some for _t in range(teachers))], teachers)
            - before
        )

    def together(mentors: Counter[Kind]) -> int:
        new = [kinds[kind] for kind in mentors.elements() for _seat in range(seats)]
        return matched([*there, *new], teachers) - before

    steps: list[int] = []
    found = best_next(
        list(kinds), seats, lambda some: placed(list(some)), lambda done, of: steps.append(done)
    )
    mentors: Counter[Kind] = Counter()
    gains: Counter[Kind] = Counter()
    while sum(mentors.values()) < MENTORS:
        now = together(mentors)
        gain = {kind: together(mentors + Counter([kind])) - now for kind in kinds}
        left = {kind: placed([kind]) - gains[kind] for kind in kinds}
        best = max(gain, key=lambda kind: (gain[kind], left[kind]), default=None)
        if best is None or not gain[best]:
            break
        mentors[best] += 1
        gains[best] += gain[best]
    assert [(one.kind, one.mentors, one.teachers) for one in found] == [
        (kind, many, gains[kind]) for kind, many in mentors.items()
    ]
    assert all(one.most == placed([one.kind]) for one in found)
    assert steps[-1] == MENTORS


def test_ten_are_looked_for_and_no_more() -> None:
    crowd = Problem(
        tuple(Teacher(f"t{at:02}", domains=("art",), languages=("Hindi",)) for at in range(25)),
        (Mentor("m", capacity=2, languages=("Tamil",)),),
        Criteria(),
    )
    (only,) = solve(crowd).advice
    assert (only.params["mentors"], only.params["seats"]) == (10, 2)
    assert (only.params["teachers"], only.params["most"]) == (20, 25)
