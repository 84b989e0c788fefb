"""What is told of many at once, and people as columns: the same as one by one."""

import pickle

import numpy as np
from hypothesis import given, settings

from matchmaker import criteria
from matchmaker.packing import packed, unpacked
from matchmaker.parts import Part
from matchmaker.pool import Pool
from matchmaker.problem import Mentor, Problem, Teacher
from matchmaker.telling import Telling
from matchmaker.weighing import explained
from matchmaker.words import sentences
from tests.matchmaker.instances import problems


@given(problem=problems(7, 7))
@settings(max_examples=100, deadline=None)
def test_many_pairs_are_told_as_each_is(problem: Problem) -> None:
    pool = Pool(problem)
    judges = criteria.judged(pool)
    rows, columns = (each.ravel() for each in np.indices(pool.shape))
    pairs = [
        explained(pool, judges, row, column, 0)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    told = list(Telling(pool, judges).texts(rows, columns))
    assert told == [sentences((*pair.fits, *pair.misses)) for pair in pairs]


@given(problem=problems(7, 7))
@settings(max_examples=50, deadline=None)
def test_a_part_that_is_sent_arrives_as_it_was(problem: Problem) -> None:
    pool = Pool(problem)
    part = Part(problem, criteria.judged(pool))
    arrived: Part = pickle.loads(pickle.dumps(part))
    assert arrived.problem == problem
    assert arrived.judged.keys() == part.judged.keys()
    for name, whom in part.judged.items():
        assert (arrived.judged[name] == whom).all()


def test_values_that_many_have_are_packed_once() -> None:
    teachers = tuple(
        Teacher(id=f"t{place}", domains=(f"domain {place % 3}",), languages=("Hindi",))
        for place in range(300)
    )
    columns = dict(packed(Teacher, teachers))
    assert len(columns["id"][0]) == 300
    assert columns["domains"][0] == [("domain 0",), ("domain 1",), ("domain 2",)]
    assert columns["languages"][0] == [("Hindi",)]
    codes = columns["domains"][1]
    assert codes is not None and codes.dtype == np.uint8
    arrived = unpacked(Teacher, list(columns.values()), 300)
    assert arrived == teachers
    assert arrived[0].domains is arrived[3].domains


def test_nobody_is_packed_too() -> None:
    columns = [column for _, column in packed(Mentor, ())]
    assert unpacked(Mentor, columns, 0) == ()
