"""Two who choose each other, by the same rules as in a round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta

from django.db.models import Q

from banyan.kernel.viewer import Viewer
from banyan.matching.models import PairRequest
from banyan.matching.queries.choosing import (
    Choosing,
    kept_apart,
    promised,
    requests_of,
    waiting_teacher,
)
from banyan.matching.queries.reasons import Line, Telling, stored
from banyan.matching.snapshot import Around, around
from banyan.matching.states import IN_CONFIDENCE, ChoiceStatus, Skip
from banyan.mentoring.queries.mentorships import blueprint_of, domain_words
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.states import Publishable
from matchmaker.outcome import Reason
from matchmaker.problem import Problem
from matchmaker.weighing import Weighing

SHOWN = 12  # mentors on a teacher's list, the best first
AGAIN = timedelta(days=7)  # after taking a request back; asking at once again would be pressing
# What a reason tells of a mentor beyond name, domains and languages, which every listed mentor
# shows: it is told only where she shows that, too.
TOLD_IF_SHOWN = {
    "subjects_shared": Publishable.SUBJECTS,
    "stages_shared": Publishable.STAGES,
    "hours_shared": Publishable.HOURS,
    "experience_more": Publishable.YEARS,
    "same_district": Publishable.ORGANISATION,
    "same_state": Publishable.ORGANISATION,
    "formats_shared": Publishable.FORMAT,
    "contexts_shared": Publishable.ORGANISATION,
}
# How far along a mentor says she is, and what was said or asked in confidence, no list tells.
NEVER_SHOWN = {"complement_strong", "fluency_reached", *IN_CONFIDENCE}
# The criteria that those reasons are of, and how people ranked. Nor does the order of a list that
# one of the two sees: whoever asks for something else and looks again could read it off.
NEVER_WEIGHED = ("inclusion", "complement", "fluency", "preference", "mentor_preference")


@dataclass(frozen=True, slots=True)
class Looking:
    """A teacher who looks for a mentor: the facts, and what makes the list of those who fit."""

    facts: Choosing
    seen: Around
    weighing: Weighing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor whom a teacher may ask: the place in the pool, and what speaks for the two."""

    place: Application
    lines: list[Line]
    domains: list[str]
    asked: PairRequest | None  # that still stands


def looking(viewer: Viewer, enrolment: Enrolment) -> Looking:
    """Mentors who agreed to be seen, have a seat that nobody was promised, have not said no to her
    before, nor been asked in the last week by a request that she took back, and whom no rule keeps
    from her. Whom a rule in confidence keeps from her is missing as
    whoever is not listed. The number of queries does not depend on rows."""
    requests = requests_of(enrolment)
    parted = {
        row.mentor_id
        for row in requests
        if row.status in (ChoiceStatus.DECLINED, ChoiceStatus.REFUSED)
        or (row.status == ChoiceStatus.WITHDRAWN and viewer.now < row.asked_at + AGAIN)
    }
    seen = around(
        enrolment,
        Q(listed=True) & ~Q(person_id__in=parted),
        promised(enrolment.cohort.programme_id),
        kept_apart(enrolment.cohort_id, enrolment.person_id),
        on=viewer.today,
    )
    weighing = Weighing(in_the_open(seen.problem))
    best = weighing.candidates(str(enrolment.person_id))
    facts = Choosing(
        cohort=enrolment.cohort,
        enrolment=enrolment,
        teacher_bar=seen.teacher_bar,
        requests=requests,
        fitting=tuple(int(pair.mentor_id) for pair in best),
    )
    return Looking(facts, seen, weighing)


def in_the_open(problem: Problem, *also: str) -> Problem:
    """The same question without what no list tells, and without these criteria: for lists that a
    teacher or a mentor sees. Where nothing else weighs, the domains do."""
    weights = replace(problem.criteria.weights, **dict.fromkeys((*NEVER_WEIGHED, *also), 0))
    if not any(astuple(weights)):
        weights = replace(weights, domains=1)
    return replace(problem, criteria=replace(problem.criteria, weights=weights))


def candidates(found: Looking) -> list[Candidate]:
    """The best of them, each with what speaks for the two as far as the mentor shows it."""
    return _candidates(found, found.facts.fitting[:SHOWN])


def candidate(found: Looking, place_id: int) -> Candidate:
    """One of them by the id of her place in the pool. Raises DoesNotExist for everybody else."""
    there = [pk for pk in found.facts.fitting if found.seen.places[pk].pk == place_id]
    for each in _candidates(found, there):
        return each
    raise Application.DoesNotExist


def _candidates(found: Looking, people: Collection[int]) -> list[Candidate]:
    facts = found.facts
    telling, asked = Telling(blueprint_of(facts.cohort)), facts.asked
    made = []
    for pk in people:
        place = found.seen.places[pk]
        shows = place.publishes
        pair = found.weighing.pair(str(facts.enrolment.person_id), str(pk))
        made.append(
            Candidate(
                place,
                telling.lines(stored([r for r in pair.fits if is_shown(r, shows)], "for")),
                domain_words(facts.cohort, found.seen.domains[pk]),
                asked.get(pk),
            )
        )
    return made


def is_shown(reason: Reason, publishes: Collection[str]) -> bool:
    """Whether a mentor who publishes this much of her place lets a teacher see it."""
    if reason.code in NEVER_SHOWN:
        return False
    needs = TOLD_IF_SHOWN.get(reason.code)
    return needs is None or needs in publishes


def in_the_way(row: PairRequest, *, on: date) -> Skip | None:
    """Why these two cannot be a pair on this day, by the rules of a round; None where they can."""
    return looked_at(row, on=on)[0]


def looked_at(
    row: PairRequest, *, on: date, all_of_it: bool = False
) -> tuple[Skip | None, list[Line]]:
    """The same, and where they can what speaks for the two: as far as the mentor shows it, or all
    of it, for the mentor and for coordinators."""
    enrolment = waiting_teacher(row)
    if enrolment is None:
        return Skip.NOT_WAITING, []
    seen = around(
        enrolment,
        Q(person_id=row.mentor_id),
        promised(enrolment.cohort.programme_id, row.pk),
        kept_apart(enrolment.cohort_id, row.teacher_id),
        on=on,
    )
    if row.mentor_id not in seen.places:
        return Skip.RESTING, []
    if seen.teacher_bar or row.mentor_id in seen.barred:
        return Skip.BARRED, []
    if row.mentor_id in seen.full:
        return Skip.FULL, []
    weighing, ids = Weighing(seen.problem), (str(row.teacher_id), str(row.mentor_id))
    if weighing.barrier(*ids):
        return Skip.RULED_OUT, []
    place = seen.places[row.mentor_id]
    told = [
        r
        for r in weighing.pair(*ids).fits
        if is_shown(r, place.publishes) or (all_of_it and r.code not in IN_CONFIDENCE)
    ]
    return None, Telling(blueprint_of(enrolment.cohort)).lines(stored(told, "for"))
