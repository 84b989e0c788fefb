"""A cohort as the matchmaker sees it: who waits, who has seats, what counts, what is ruled out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.matching.models import Round
from banyan.matching.queries.listing import rankings
from banyan.matching.queries.lots import without_part
from banyan.matching.states import ByLot, Relation, WishKind
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of, waiting_for_match
from banyan.mentoring.queries.proposals import offering, seats_taken
from banyan.mentoring.states import LIVE, MentorshipForm, MentorshipStatus
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.states import Level, Role
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.programmes.queries.bars import bars
from banyan.programmes.states import ApplicationStatus, Bar, Side
from matchmaker.problem import Criteria, Mentor, Objective, Pairing, Problem, Teacher, Weights

# Whoever holds one of these over the teacher's school has power over her.
POWERS = {
    Role.PRINCIPAL: Relation.PRINCIPAL,
    Role.ADMINISTRATOR: Relation.ADMINISTRATOR,
    Role.NODAL_OFFICER: Relation.NODAL_OFFICER,
}
APART = (MentorshipStatus.DECLINED, MentorshipStatus.ENDED)
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


def taken(viewer: Viewer, round_: Round) -> Snapshot:
    """The cohort of this round as it stands today, with the wishes of the round.

    Teachers are those who wait for a mentor (also for another one), and where lots were drawn go
    first; mentors those of the pool who take teachers, with the seats they have left. Whoever lacks
    what the blueprint asks of her, such as a consent, or waits by lot is told of beside the problem
    and is not in it. The number of queries does not depend on rows.
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
        list(_with_needs(waiting_for_match(viewer, round_.cohort))),
        wishes,
        objective=round_.objective,
        lots=lambda people: without_part(round_, people, pinned),
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
        list(_with_needs(waiting)),
        {kind: set() for kind in WishKind},
        objective=blueprint_of(pair.cohort).matching.objective,
        leaves=pair,
    )


def _with_needs(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    rows = enrolments.defer("hopes", "left_because").prefetch_related("needs")
    return rows.order_by("person_id")


def _taken(
    viewer: Viewer,
    cohort: Cohort,
    waiting: list[Enrolment],
    wishes: Wishes,
    *,
    objective: str,
    lots: Lots | None = None,
    leaves: Mentorship | None = None,
) -> Snapshot:
    offered = list(
        offering(cohort)
        .defer("motivation", "refusal", "about")
        .select_related("organisation")
        .prefetch_related("expertise", "fluencies")
        .order_by("person_id")
    )
    barred_teachers = bars(cohort, Side.TEACHER, [e.person_id for e in waiting], on=viewer.today)
    barred_mentors = bars(cohort, Side.MENTOR, [a.person_id for a in offered], on=viewer.today)
    able = [e for e in waiting if e.person_id not in barred_teachers]
    by_lot = lots([e.person_id for e in able]) if lots else {}
    enrolments = [e for e in able if e.person_id not in by_lot]
    pool = [a for a in offered if a.person_id not in barred_mentors]
    taken_of = {a.person_id: a.held for a in pool}
    apart: dict[Pairing, str] = {}
    if leaves is not None:
        taken_of[leaves.mentor_id] = max(0, taken_of.get(leaves.mentor_id, 0) - 1)
        apart[str(leaves.mentee_id), str(leaves.mentor_id)] = Relation.EARLIER_PAIR.value
    problem = _problem(cohort, enrolments, pool, taken_of, on=viewer.today)
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
    )


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


def around(
    enrolment: Enrolment,
    pool: QuerySet[Application],
    promised: Mapping[int, int],
    forbidden: Collection[int],
    *,
    on: date,
) -> Around:
    """What a round would know on this day of one teacher and these of the mentors.

    `promised` are seats, by mentor, that others of the programme count on; `forbidden` mentors
    whom the open round keeps from her. The number of queries does not depend on rows.
    """
    cohort = enrolment.cohort
    offered = list(
        pool.filter(programme_id=cohort.programme_id, status=ApplicationStatus.MATCHABLE)
        .defer("motivation", "refusal", "about")
        .select_related("organisation", "person")
        .prefetch_related("expertise", "fluencies")
        .order_by("person_id")
    )
    ids = [place.person_id for place in offered]
    barred = frozenset(bars(cohort, Side.MENTOR, ids, on=on))
    held = Counter(seats_taken(cohort, ids)) + Counter(promised)
    full = frozenset(a.person_id for a in offered if a.capacity <= held[a.person_id])
    able = [a for a in offered if a.person_id not in barred | full]
    problem = replace(
        _problem(cohort, [enrolment], able, held, on=on),
        forbidden=frozenset((str(enrolment.person_id), str(pk)) for pk in forbidden),
    )
    return Around(
        problem=problem,
        places={place.person_id: place for place in offered},
        teacher_bar=bars(cohort, Side.TEACHER, [enrolment.person_id], on=on).get(
            enrolment.person_id
        ),
        barred=barred,
        full=full,
    )


def _problem(
    cohort: Cohort,
    enrolments: Collection[Enrolment],
    pool: Collection[Application],
    held: Mapping[int, int],
    *,
    on: date,
) -> Problem:
    """These teachers and mentors with what keeps some of them apart; `held` are seats that are
    taken, by mentor."""
    rules = blueprint_of(cohort)
    places = _places([*(e.school for e in enrolments), *(a.organisation for a in pool)])
    teachers = tuple(_teacher(e, places) for e in enrolments)
    mentors = tuple(_mentor(a, held.get(a.person_id, 0), places) for a in pool)
    return Problem(
        teachers=teachers,
        mentors=mentors,
        criteria=_criteria(rules),
        prohibited={
            **dict(_against_blueprint(rules, teachers, mentors)),
            **dict(_earlier_pairs([e.person_id for e in enrolments])),
            **dict(_powers(enrolments, {a.person_id for a in pool}, on=on)),
        },
    )


def _places(organisations: list[Organisation | None]) -> dict[int, tuple[str, str]]:
    """District and state, by name, of each of these organisations; empty where there is none."""
    there = [each for each in organisations if each is not None]
    above = {
        place.pk: place
        for place in Organisation.objects.filter(
            pk__in={pk for each in there for pk in each.ancestor_ids},
            level__in=[Level.DISTRICT, Level.STATE],
        ).only("name", "level")
    }
    found = {}
    for each in there:
        named = {above[pk].level: above[pk].name for pk in each.ancestor_ids if pk in above}
        found[each.pk] = (named.get(Level.DISTRICT, ""), named.get(Level.STATE, ""))
    return found


def _teacher(enrolment: Enrolment, places: dict[int, tuple[str, str]]) -> Teacher:
    district, state = places[enrolment.school_id]
    return Teacher(
        id=str(enrolment.person_id),
        domains=tuple(need.domain for need in enrolment.needs.all()),
        languages=tuple(enrolment.languages),
        subjects=tuple(enrolment.subjects),
        stages=tuple(enrolment.stages),
        years=enrolment.years,
        school=enrolment.school.name,
        district=district,
        state=state,
        hours=tuple(enrolment.hours),
    )


def _mentor(application: Application, held: int, places: dict[int, tuple[str, str]]) -> Mentor:
    school = application.organisation
    district, state = places[school.pk] if school else ("", "")
    return Mentor(
        id=str(application.person_id),
        capacity=max(0, application.capacity - held),
        domains=tuple(each.domain for each in application.expertise.all()),
        languages=tuple(each.language for each in application.fluencies.all()),
        subjects=tuple(application.subjects),
        stages=tuple(application.stages),
        years=application.years,
        school=school.name if school else "",
        district=district,
        state=state,
        hours=tuple(application.hours),
    )


def _criteria(rules: blueprint.Blueprint) -> Criteria:
    """The blueprint's weights and rules in the matchmaker's words."""
    weights, hard = rules.matching.weights, rules.matching.rules
    return Criteria(
        weights=Weights(
            domains=weights.domains,
            subjects=weights.subjects,
            stages=weights.stages,
            languages=weights.languages,
            hours=weights.hours,
            distance=weights.place,
            experience=weights.years,
            preference=weights.prefers,
            mentor_preference=weights.mentor_prefers,
        ),
        shared_language=hard.shared_language,
        minimum_years=rules.mentor.minimum_years,
        same_school="never" if hard.different_school else "allowed",
    )


def _against_blueprint(
    rules: blueprint.Blueprint, teachers: Collection[Teacher], mentors: Collection[Mentor]
) -> Iterator[tuple[Pairing, str]]:
    """Pairs against a rule of the blueprint that the matchmaker does not have itself.

    A teacher who has not said what the rule asks about is not held against it.
    """
    hard = rules.matching.rules
    for teacher in teachers:
        needs, stages = set(teacher.domains), set(teacher.stages)
        for mentor in mentors:
            if hard.shared_domain and needs and needs.isdisjoint(mentor.domains):
                yield (teacher.id, mentor.id), Relation.NO_SHARED_DOMAIN.value
            elif hard.shared_stage and stages and stages.isdisjoint(mentor.stages):
                yield (teacher.id, mentor.id), Relation.NO_SHARED_STAGE.value
            elif hard.same_state and teacher.state and teacher.state != mentor.state:
                yield (teacher.id, mentor.id), Relation.OTHER_STATE.value


def _earlier_pairs(teacher_ids: Collection[int]) -> Iterator[tuple[Pairing, str]]:
    """Two who declined each other, ended early or have announced it are not asked again, whoever
    did it and why."""
    rows = Mentorship.objects.filter(
        Q(status__in=APART) | Q(status__in=LIVE, ends_early_on__isnull=False),
        mentee_id__in=teacher_ids,
        form=MentorshipForm.PAIR,
    ).values_list("mentee_id", "mentor_id")
    for teacher_id, mentor_id in rows:
        yield (str(teacher_id), str(mentor_id)), Relation.EARLIER_PAIR.value


def _powers(
    enrolments: Collection[Enrolment], mentor_ids: Collection[int], *, on: date
) -> Iterator[tuple[Pairing, str]]:
    """Mentors who head, administer or answer for the teacher's school; the principal comes last,
    so that of two relations hers is told."""
    held = (
        Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
            person_id__in=mentor_ids,
            role__in=POWERS,
            starts_on__lte=on,
        )
        .values_list("person_id", "role", "organisation_id")
        .order_by("role")
    )
    above = [(str(e.person_id), frozenset(e.school.ancestor_ids)) for e in enrolments]
    for person_id, role, place_id in held:
        for teacher_id, places in above:
            if place_id in places:
                yield (teacher_id, str(person_id)), POWERS[Role(role)].value
