"""The hard rules of a blueprint are the matchmaker's own: pairs are not listed one by one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import blueprint
from banyan.matching.snapshot.criteria import criteria_of, of_unknown_states
from matchmaker.pool import Pool
from matchmaker.problem import Criteria, Mentor, Pairing, Problem, Teacher
from matchmaker.rules import RULES, barriers

LISTED = {"no_shared_domain", "no_shared_stage", "other_state"}
STATES = ("", "Goa", "Kerala")


def listed(
    rules: blueprint.Blueprint, teachers: tuple[Teacher, ...], mentors: tuple[Mentor, ...]
) -> Iterator[tuple[Pairing, str]]:
    """Pairs against the blueprint as rounds of earlier days have kept them, one by one."""
    hard = rules.matching.rules
    for teacher in teachers:
        needs, stages = set(teacher.domains), set(teacher.stages)
        for mentor in mentors:
            if hard.shared_domain and needs and needs.isdisjoint(mentor.domains):
                yield (teacher.id, mentor.id), "no_shared_domain"
            elif hard.shared_stage and stages and stages.isdisjoint(mentor.stages):
                yield (teacher.id, mentor.id), "no_shared_stage"
            elif hard.same_state and teacher.state and teacher.state != mentor.state:
                yield (teacher.id, mentor.id), "other_state"


def ruled_out(problem: Problem) -> dict[Pairing, str]:
    """The pairs that a rule keeps apart, each with the relation or the rule that is told."""
    pool = Pool(problem)
    places = barriers(pool)
    found = {}
    for row, column in np.argwhere(places >= 0).tolist():
        pair = pool.teachers[row].id, pool.mentors[column].id
        found[pair] = problem.prohibited.get(pair) or RULES[places[row, column]].code
    return found


@pytest.mark.parametrize("more", [{}, {"shared_stage": True}, {"same_state": True}], ids=str)
@pytest.mark.parametrize(
    "rules", blueprint.editions(), ids=lambda rules: f"{rules.code} {rules.version}"
)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_the_same_pairs_are_ruled_out_as_were_listed(
    rules: blueprint.Blueprint, more: dict[str, bool], data: st.DataObject
) -> None:
    hard = rules.matching.rules.model_copy(update=more)
    matching = rules.matching.model_copy(update={"rules": hard})
    rules = rules.model_copy(update={"matching": matching})
    domains = st.sampled_from([each.code for each in rules.domains])
    stages = st.sampled_from([each.code for each in rules.vocabularies.stages])
    shared = {
        "domains": st.lists(domains, max_size=2, unique=True).map(tuple),
        "stages": st.lists(stages, max_size=2, unique=True).map(tuple),
        "state": st.sampled_from(STATES),
    }
    some = st.lists(st.fixed_dictionaries(shared), max_size=4)
    teachers = tuple(Teacher(f"t{at}", **each) for at, each in enumerate(data.draw(some)))
    mentors = tuple(Mentor(f"m{at}", **each) for at, each in enumerate(data.draw(some)))
    asked = criteria_of(rules)
    alone = Criteria(
        shared_language=False,
        same_state=asked.same_state,
        shared_domain=asked.shared_domain,
        shared_stage=asked.shared_stage,
    )
    kept = dict(of_unknown_states(rules, teachers, mentors))
    before = dict(listed(rules, teachers, mentors))
    now = ruled_out(Problem(teachers, mentors, alone, prohibited=kept))
    assert now.keys() == before.keys()
    assert set(now.values()) <= LISTED
    assert {pair: now[pair] for pair in now.keys() - kept.keys()} == {
        pair: before[pair] for pair in before.keys() - kept.keys()
    }
    # A round that has listed them keeps to its list.
    old = Problem(teachers, mentors, Criteria(shared_language=False), prohibited=before)
    assert ruled_out(Problem.from_json(old.to_json())) == before
