"""A cohort as the matchmaker sees it: who waits, who has seats, what counts, what is ruled out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, cast

from django.db.models import Q, QuerySet

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Round
from banyan.matching.queries.apart import rather_not
from banyan.matching.queries.choosing import promised
from banyan.matching.queries.known import Known, known_of
from banyan.matching.queries.listing import rankings
from banyan.matching.queries.lots import without_part
from banyan.matching.snapshot.criteria import criteria_of, of_unknown_states
from banyan.matching.snapshot.people import mentor_of, teacher_of
from banyan.matching.states import ByLot, Relation, WishKind
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of, waiting_for_match
from banyan.mentoring.queries.proposals import offering
from banyan.organisations.models import Organisation
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.programmes.queries.bars import bars
from banyan.programmes.states import ApplicationStatus, Bar, Side
from matchmaker.problem import Objective, Pairing, Problem

# Whoever holds one of these over the teacher's school has power over her.
POWERS = {
    Role.PRINCIPAL: Relation.PRINCIPAL,
    Role.ADMINISTRATOR: Relation.ADMINISTRATOR,
    Role.NODAL_OFFICER: Relation.NODAL_OFFICER,
}
Wishes = dict[str, set[Pairing]]
Lots = Callable[[list[int]], dict[int, ByLot]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The problem, in which people go by their ids as text, and the school of each teacher."""

    problem: Problem
    schools: dict[int, Organisation]
    barred_teachers: dict[int, Bar]  # who wait, and are kept from being matched
    barred_mentors: dict[int, Bar]
    by_lot: dict[int, ByLot]  # who wait, and have no part because lots were drawn
    chosen: frozenset[Pairing] = frozenset()  # of the pins, those of two who chose each other
    people: Mapping[int, Person] = field(default_factory=dict)  # who wait, and mentors


def taken(viewer: Viewer, round_: Round, also: Collection[Pairing] = ()) -> Snapshot:
    """The cohort of this round as it stands today, with the wishes of the round.

    Teachers are those who wait for a mentor (also for another one), and where lots were drawn go
    first; mentors those of the pool who take teachers, with the seats they have left. A seat that a
    mentor has promised to a teacher who asked is kept for her, and is theirs where the two are
    pinned, or are in `also`. Whoever lacks what the blueprint asks of her, such as a consent, or
    waits by lot is told of beside the problem and is not in it. The number of queries does not
    depend on rows.
    """
    wishes: Wishes = {kind: set() for kind in WishKind}
    chosen: set[Pairing] = set()
    for wish in round_.wishes.all():
        wishes[wish.kind].add(two := (str(wish.teacher_id), str(wish.mentor_id)))
        if wish.request_id is not None:
            chosen.add(two)
    pinned = {int(teacher_id) for teacher_id, _mentor_id in wishes[WishKind.PIN]}
    found = _taken(
        viewer,
        round_.cohort,
        waiting_for_match(viewer, round_.cohort),
        wishes,
        objective=round_.objective,
        lots=lambda people: without_part(round_, people, pinned),
        kept={(int(teacher), int(mentor)) for teacher, mentor in (*wishes[WishKind.PIN], *also)},
    )
    problem = found.problem
    if round_.lists_until is not None:
        problem = _ranked(problem, rankings(round_))
    return replace(found, problem=problem, chosen=frozenset(chosen))


def leaving(viewer: Viewer, pair: Mentorship) -> Snapshot:
    """Those who wait in the cohort of a pair, and its teacher as if she waited too: by the same
    rules and weights, with the seat that she leaves free again. Nobody asks her and her mentor for
    each other once more."""
    waiting = waiting_for_match(viewer, pair.cohort, also=pair.mentee_id)
    return _taken(
        viewer,
        pair.cohort,
        waiting,
        {kind: set() for kind in WishKind},
        objective=blueprint_of(pair.cohort).matching.objective,
        leaves=pair,
    )


def _taken(
    viewer: Viewer,
    cohort: Cohort,
    enrolments_waiting: QuerySet[Enrolment],
    wishes: Wishes,
    *,
    objective: str,
    lots: Lots | None = None,
    kept: Collection[tuple[int, int]] = (),
    leaves: Mentorship | None = None,
) -> Snapshot:
    waiting = list(enrolments_waiting.defer("hopes", "left_because").order_by("person_id"))
    offered = _offered(cohort)
    known = known_of(
        cohort,
        waiting,
        in_pool(cohort),
        [*(e.school for e in waiting), *(a.organisation for a in offered)],
        on=viewer.today,
    )
    barred = partial(bars, cohort, on=viewer.today, recorded=known.recorded)
    barred_teachers = barred(Side.TEACHER, [e.person_id for e in waiting])
    barred_mentors = barred(Side.MENTOR, [a.person_id for a in offered])
    able = [e for e in waiting if e.person_id not in barred_teachers]
    by_lot = lots([e.person_id for e in able]) if lots else {}
    enrolments = [e for e in able if e.person_id not in by_lot]
    pool = [a for a in offered if a.person_id not in barred_mentors]
    given = promised(cohort.programme_id, pairs=kept)
    taken_of = {a.person_id: a.held + given[a.person_id] for a in pool}
    apart: dict[Pairing, str] = {}
    if leaves is not None:
        taken_of[leaves.mentor_id] = max(0, taken_of.get(leaves.mentor_id, 0) - 1)
        apart[str(leaves.mentee_id), str(leaves.mentor_id)] = Relation.EARLIER_PAIR.value
    problem = _problem(cohort, enrolments, pool, taken_of, known)
    problem = replace(
        problem,
        pins=frozenset(wishes[WishKind.PIN]),
        forbidden=frozenset(wishes[WishKind.FORBID]),
        prohibited={**apart, **problem.prohibited},
    )
    aim = replace(problem.criteria, objective=cast(Objective, objective))
    schools = {e.person_id: e.school for e in waiting}
    return Snapshot(
        replace(problem, criteria=aim),
        schools,
        barred_teachers,
        barred_mentors,
        by_lot,
        people={each.person_id: each.person for each in (*waiting, *offered)},
    )


def meeting(
    cohort: Cohort, enrolments: Collection[Enrolment], mentors: Collection[int], *, on: date
) -> Problem:
    """Who may meet whom, and how well they fit: these teachers of a cohort and these mentors of
    its pool, by the rules and weights of its rounds, on this day. Seats and bars do not count."""
    these = Q(person_id__in=mentors)
    pool = _offered(cohort, these)
    places = [*(e.school for e in enrolments), *(a.organisation for a in pool)]
    known = known_of(cohort, enrolments, in_pool(cohort).filter(these), places, on=on)
    return _problem(cohort, enrolments, pool, {}, known)


def in_pool(cohort: Cohort) -> QuerySet[Application]:
    """The places of all who take teachers now in the programme of this cohort."""
    return Application.objects.filter(
        programme_id=cohort.programme_id, status=ApplicationStatus.MATCHABLE
    )


def _offered(cohort: Cohort, these: Q | None = None) -> list[Any]:
    """The same, or these of them, each with the seats that are taken: `held`."""
    rows = offering(cohort).filter(these or Q()).defer("motivation", "refusal", "about")
    return list(rows.select_related("organisation", "person").order_by("person_id"))


def _ranked(problem: Problem, ranked: Mapping[str, Mapping[int, tuple[int, ...]]]) -> Problem:
    """With what both sides have ranked. Who ranked somebody who is not there any more keeps the
    order of the others."""
    mine, theirs = ranked[Side.TEACHER], ranked[Side.MENTOR]
    return replace(
        problem,
        teachers=tuple(
            replace(each, prefers=tuple(map(str, mine.get(int(each.id), ()))))
            for each in problem.teachers
        ),
        mentors=tuple(
            replace(each, prefers=tuple(map(str, theirs.get(int(each.id), ()))))
            for each in problem.mentors
        ),
    )


@dataclass(frozen=True, slots=True)
class Around:
    """One teacher who waits and mentors who could be hers, by the rules of a round."""

    problem: Problem  # without mentors who are full or barred
    places: dict[int, Application]  # by person: of all mentors who take teachers
    teacher_bar: Bar | None
    barred: frozenset[int]  # mentors who lack what the programme asks for
    full: frozenset[int]  # mentors without a seat that nobody has, or was promised
    domains: dict[int, list[str]]  # by person: in which each mentor can help


def around(
    enrolment: Enrolment,
    these: Q,
    promised: Mapping[int, int],
    forbidden: Collection[int],
    *,
    on: date,
) -> Around:
    """What a round would know on this day of one teacher and these of the mentors, by what holds
    of their places in the pool.

    `promised` are seats, by mentor, that others of the programme count on; `forbidden` mentors
    whom the open round keeps from her. The number of queries does not depend on rows.
    """
    cohort = enrolment.cohort
    offered = _offered(cohort, these)
    places = [enrolment.school, *(a.organisation for a in offered)]
    known = known_of(cohort, [enrolment], in_pool(cohort).filter(these), places, on=on)
    barring = partial(bars, cohort, on=on, recorded=known.recorded)
    barred = frozenset(barring(Side.MENTOR, [place.person_id for place in offered]))
    held = Counter({place.person_id: place.held for place in offered}) + Counter(promised)
    full = frozenset(a.person_id for a in offered if a.capacity <= held[a.person_id])
    able = [a for a in offered if a.person_id not in barred | full]
    problem = replace(
        _problem(cohort, [enrolment], able, held, known),
        forbidden=frozenset((str(enrolment.person_id), str(pk)) for pk in forbidden),
    )
    return Around(
        problem=problem,
        places={place.person_id: place for place in offered},
        teacher_bar=barring(Side.TEACHER, [enrolment.person_id]).get(enrolment.person_id),
        barred=barred,
        full=full,
        domains={place.person_id: known.expertise.get(place.pk, []) for place in offered},
    )


def _problem(
    cohort: Cohort,
    enrolments: Collection[Enrolment],
    pool: Collection[Application],
    held: Mapping[int, int],
    known: Known,
) -> Problem:
    """These teachers and mentors with what keeps some of them apart; `held` are seats that are
    taken, by mentor."""
    rules = blueprint_of(cohort)
    avoid = rather_not(known.apart, [e.person for e in enrolments], [a.person for a in pool])
    teachers = tuple(teacher_of(e, known, avoid.get(e.person_id, ())) for e in enrolments)
    mentors = tuple(mentor_of(a, held.get(a.person_id, 0), known) for a in pool)
    return Problem(
        teachers=teachers,
        mentors=mentors,
        criteria=criteria_of(rules),
        prohibited={
            **dict(of_unknown_states(rules, teachers, mentors)),
            **dict(_earlier_pairs({e.person_id for e in enrolments}, known)),
            **dict(_powers(enrolments, {a.person_id for a in pool}, known)),
        },
    )


def _earlier_pairs(teacher_ids: Collection[int], known: Known) -> Iterator[tuple[Pairing, str]]:
    """Two who declined each other, ended early or have announced it are not asked again, whoever
    did it and why."""
    for teacher_id, mentor_id in known.earlier:
        if teacher_id in teacher_ids:
            yield (str(teacher_id), str(mentor_id)), Relation.EARLIER_PAIR.value


def _powers(
    enrolments: Collection[Enrolment], mentor_ids: Collection[int], known: Known
) -> Iterator[tuple[Pairing, str]]:
    """Mentors who head, administer or answer for the teacher's school, and those to whom she
    reports; these come last and the principal before them, so that of two relations theirs is
    told, and of these that of the line manager."""
    above = [(str(e.person_id), frozenset(e.school.ancestor_ids)) for e in enrolments]
    for role, person_id, place_id in known.powers:
        if person_id not in mentor_ids:
            continue
        for teacher_id, places in above:
            if place_id in places:
                yield (teacher_id, str(person_id)), POWERS[Role(role)].value
    for kind, teacher, mentor_id in known.reports:
        yield (str(teacher), str(mentor_id)), kind
