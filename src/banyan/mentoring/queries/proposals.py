"""What the rules need to know of two people when a pair of them is proposed or accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import SEATED, MentorshipForm
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.queries.reporting import reporting_pairs
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.programmes.queries.bars import bars
from banyan.programmes.states import ApplicationStatus, Bar, EnrolmentStatus, Side


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is known of two people at the moment when a pair of them is proposed."""

    form: MentorshipForm
    cohort: Cohort
    mentor: Person
    mentee: Person
    place: Application | None  # the mentor's place in the pool, while she takes teachers
    seats_taken: int
    enrolled: bool  # the teacher, in this cohort, from this school
    has_pair: bool
    heads_school: bool  # the mentor is principal over the teacher's school
    oversees: bool  # the teacher reports to the mentor
    mentor_bar: Bar | None = None  # what keeps her from being matched
    mentee_bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Two people whom somebody would like to bring together; `school` is the teacher's."""

    mentor: Person
    mentee: Person
    school: Organisation
    domains: tuple[str, ...] = ()


def places_in_pool(
    cohort: Cohort, mentor_ids: Iterable[int], *, lock: bool = False
) -> dict[int, Application]:
    """The places, by person, of those who take teachers now in the pool of the programme.

    With `lock`, nobody else can count or change their seats until this transaction ends; locks
    are taken in one order, so that two who lock the same places wait, and never for each other.
    """
    rows = Application.objects.filter(
        programme_id=cohort.programme_id,
        person_id__in=set(mentor_ids),
        status=ApplicationStatus.MATCHABLE,
    ).order_by("pk")
    return {place.person_id: place for place in (rows.select_for_update() if lock else rows)}


def offering(cohort: Cohort) -> QuerySet[Any]:
    """The places of those who take teachers now in the pool of the programme. Each has `held`: how
    many of its seats are taken, over all cohorts of the programme, which share one capacity."""
    pairs = _seated(cohort).filter(mentor=OuterRef("person")).order_by().values("mentor")
    held = pairs.annotate(count=Count("pk")).values("count")
    return Application.objects.filter(
        programme_id=cohort.programme_id, status=ApplicationStatus.MATCHABLE
    ).annotate(held=Coalesce(Subquery(held), 0))


def seats_taken(cohort: Cohort, mentor_ids: Iterable[int]) -> dict[int, int]:
    """How many seats of each of these mentors are taken, as `offering` counts them, for whoever has
    locked their places. Whoever has none taken is left out. One query."""
    pairs = _seated(cohort).filter(mentor_id__in=set(mentor_ids))
    return dict(pairs.values_list("mentor_id").annotate(Count("pk")).order_by())


def _seated(cohort: Cohort) -> QuerySet[Mentorship]:
    """The pairs that take a seat, of all cohorts of the programme."""
    return Mentorship.objects.filter(
        cohort__programme_id=cohort.programme_id, form=MentorshipForm.PAIR, status__in=SEATED
    )


def heading(pairs: Iterable[tuple[int, Organisation]], *, on: date) -> set[tuple[int, int]]:
    """Of these (person, school): the ids of those in which the person is principal of the school
    on this day, or over a place that contains it. One query."""
    asked = list(pairs)
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        person_id__in={person_id for person_id, _school in asked},
        role=Role.PRINCIPAL,
        organisation_id__in={pk for _person, school in asked for pk in school.ancestor_ids},
        starts_on__lte=on,
    ).values_list("person_id", "organisation_id")
    places: dict[int, set[int]] = {}
    for person_id, place_id in held:
        places.setdefault(person_id, set()).add(place_id)
    return {
        (person_id, school.pk)
        for person_id, school in asked
        if not places.get(person_id, set()).isdisjoint(school.ancestor_ids)
    }


def bar_of(cohort: Cohort, side: Side, person: int, *, on: date) -> Bar | None:
    """What keeps this person from being matched in this cohort on that day."""
    return bars(cohort, side, [person], on=on).get(person)


def heads(person: Person, school: Organisation, *, on: date) -> bool:
    """Whether this person is principal of the school, or over a place that contains it."""
    return bool(heading([(person.pk, school)], on=on))


def proposed(
    wanted: Sequence[Wanted], cohort: Cohort, *, form: MentorshipForm, on: date
) -> list[Proposed]:
    """What is known of each two, in the order given: six queries, however many they are, and
    one for each thing that the blueprint asks of people first.

    Reads it all inside the transaction that proposes, with the mentors' places locked.
    """
    mentor_ids = {each.mentor.pk for each in wanted}
    mentee_ids = {each.mentee.pk for each in wanted}
    places = places_in_pool(cohort, mentor_ids, lock=True)
    taken = seats_taken(cohort, mentor_ids)
    enrolled = set(
        Enrolment.objects.filter(
            cohort=cohort, person_id__in=mentee_ids, status=EnrolmentStatus.ENROLLED
        ).values_list("person_id", "school_id")
    )
    paired: set[int] = set()
    leaving: set[tuple[int, int]] = set()  # a pair whose last day is announced
    for mentor_id, mentee_id, last in Mentorship.objects.filter(
        cohort=cohort, mentee_id__in=mentee_ids, form=MentorshipForm.PAIR, status__in=SEATED
    ).values_list("mentor_id", "mentee_id", "ends_early_on"):
        if last is None:
            paired.add(mentee_id)
        else:
            leaving.add((mentor_id, mentee_id))
    mentor_bars = bars(cohort, Side.MENTOR, mentor_ids, on=on)
    mentee_bars = bars(cohort, Side.TEACHER, mentee_ids, on=on)
    heads_of = heading([(each.mentor.pk, each.school) for each in wanted], on=on)
    reporting = reporting_pairs(mentee_ids, mentor_ids, on)
    return [
        Proposed(
            form=form,
            cohort=cohort,
            mentor=each.mentor,
            mentee=each.mentee,
            place=places.get(each.mentor.pk),
            seats_taken=taken.get(each.mentor.pk, 0),
            enrolled=(each.mentee.pk, each.school.pk) in enrolled,
            has_pair=each.mentee.pk in paired or (each.mentor.pk, each.mentee.pk) in leaving,
            heads_school=(each.mentor.pk, each.school.pk) in heads_of,
            oversees=(each.mentee.pk, each.mentor.pk) in reporting,
            mentor_bar=mentor_bars.get(each.mentor.pk),
            mentee_bar=mentee_bars.get(each.mentee.pk),
        )
        for each in wanted
    ]
