"""Whom a round suggests to whom, before anybody has ranked: by its own rules and criteria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from banyan.matching.models import Round
from banyan.matching.queries.reasons import stored
from banyan.matching.snapshot import Snapshot
from banyan.matching.snapshot.choosing import in_the_open, is_shown
from banyan.programmes.models import Application
from banyan.programmes.states import ApplicationStatus, Side
from matchmaker.problem import Problem
from matchmaker.weighing import Weighing

# What a mentor is told of a teacher who has no name yet: nothing of where she is, nor how long she
# has taught. That she would work with the same mentor again is hers to say, and weighs on her list.
OF_A_TEACHER = {
    "first_need_met", "other_needs_met", "subjects_shared", "stages_shared", "language_first",
    "language_shared", "languages_further", "hours_shared",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on somebody's list: the place, 1 for who fits best, and what is told."""

    person: int
    side: Side
    other: int
    place: int
    reasons: list[dict[str, Any]]


def without_rankings(problem: Problem) -> Problem:
    """The same question, as if nobody had ranked: what is kept and shown of a round."""
    return replace(
        problem,
        teachers=tuple(replace(each, prefers=()) for each in problem.teachers),
        mentors=tuple(replace(each, prefers=()) for each in problem.mentors),
    )


def lines(round_: Round, taken: Snapshot, most: int) -> Iterator[Line]:
    """The list of every teacher who is not in a known pair, and of every mentor with a seat beside
    those. Whom a rule keeps apart is on no list of the other. One query."""
    problem = taken.problem
    known = {teacher for teacher, _mentor in problem.pins}
    held = Counter(mentor for _teacher, mentor in problem.pins)
    shows = dict(
        Application.objects.filter(
            programme_id=round_.cohort.programme_id,
            status=ApplicationStatus.MATCHABLE,
            listed=True,
        ).values_list("person_id", "publishes")
    )
    asked = replace(problem, pins=frozenset())
    weighing = Weighing(in_the_open(asked))
    of_mentors = Weighing(in_the_open(asked, "continuity"), near=weighing)
    teachers, mentors = weighing.pool.teachers, weighing.pool.mentors
    if not teachers or not mentors:
        return
    there = weighing.barriers < 0
    there[[row for row, each in enumerate(teachers) if each.id in known], :] = False
    there[:, [c for c, each in enumerate(mentors) if each.capacity <= held[each.id]]] = False
    fits, fits_mentor = (np.where(there, one.scores, -1) for one in (weighing, of_mentors))
    for row, teacher in enumerate(teachers):
        for place, column in enumerate(_best(fits[row], most), start=1):
            mentor = mentors[column].id
            reasons = weighing.pair(teacher.id, mentor).fits
            shown = [r for r in reasons if is_shown(r, shows.get(int(mentor), ()))]
            yield Line(int(teacher.id), Side.TEACHER, int(mentor), place, stored(shown, "for"))
    for column, one in enumerate(mentors):
        for place, row in enumerate(_best(fits_mentor[:, column], most), start=1):
            reasons = weighing.pair(teachers[row].id, one.id).fits
            told = [r for r in reasons if r.code in OF_A_TEACHER]
            yield Line(int(one.id), Side.MENTOR, int(teachers[row].id), place, stored(told, "for"))


def _best(fits: np.ndarray, most: int) -> list[int]:
    order = np.argsort(-fits, kind="stable")[:most]
    return [int(each) for each in order if fits[each] >= 0]
