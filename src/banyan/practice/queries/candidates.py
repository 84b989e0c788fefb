"""Who could read a piece of work, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from banyan.mentoring.models import Mentorship
from banyan.organisations.models import Membership
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice.queries.submissions import Handed
from banyan.programmes.queries.trainings import reader_states


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could read a piece of work, and what stands in her way."""

    handed: Handed
    person: Person
    is_reviewer: bool
    is_of_pair: bool
    has_walked_along: bool  # has mentored this teacher
    is_of_school: bool
    heads_school: bool
    coordinates: bool
    reads_already: bool
    is_trained: bool  # where the review asks for it


def candidate(one: Handed, person: Person, *, on: date) -> Candidate:
    return _candidates(one, [person], on)[0]


def reviewers(one: Handed, *, on: date) -> list[Candidate]:
    """Everybody who holds the role of a reader above, at or under the place of the programme."""
    place = one.pair.cohort.programme.organisation
    near = Q(organisation_id__in=place.ancestor_ids) | Q(
        organisation__path__startswith=f"{place.path}/"
    )
    people = Person.objects.filter(
        pk__in=_held(on).filter(near, role=Role.REVIEWER).values("person_id")
    )
    return _candidates(one, list(people.order_by("name", "pk")), on)


def _held(on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)


def _candidates(one: Handed, people: list[Person], on: date) -> list[Candidate]:
    """Four queries for any number of people."""
    pair, school = one.pair, one.pair.school
    roles: dict[int, list[tuple[str, str]]] = {person.pk: [] for person in people}
    for who, role, path in (
        _held(on).filter(person__in=people).values_list("person_id", "role", "organisation__path")
    ):
        roles[who].append((role, path or ""))
    along = set(
        Mentorship.objects.filter(mentee=pair.mentee_id).values_list("mentor_id", flat=True)
    )
    place = pair.cohort.programme.organisation.path or ""
    at = school.path or ""
    months = one.review.training_valid_months
    programme, ids = pair.cohort.programme, [person.pk for person in people]
    trained = reader_states(programme, ids, months, on) if months else {}
    reading = {row.reader_id for row in one.submission.readings.all()}

    def over(path: str, below: str) -> bool:
        return below == path or below.startswith(path + "/")

    return [
        Candidate(
            handed=one,
            person=person,
            is_reviewer=any(
                role == Role.REVIEWER and (over(path, place) or over(place, path))
                for role, path in roles[person.pk]
            ),
            is_of_pair=person.pk in (pair.mentor_id, pair.mentee_id),
            has_walked_along=person.pk in along,
            is_of_school=any(path == at for _, path in roles[person.pk]),
            heads_school=any(
                role == Role.PRINCIPAL and over(path, at) for role, path in roles[person.pk]
            ),
            coordinates=any(
                role == Role.COORDINATOR and over(path, at) for role, path in roles[person.pk]
            ),
            reads_already=person.pk in reading,
            is_trained=not months or trained[person.pk].status.counts,
        )
        for person in people
    ]
