"""Who could read a piece of work, what stands in the way, and how much each reads already."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from banyan.kernel.viewer import Grant
from banyan.mentoring.models import Mentorship
from banyan.organisations.models import Organisation
from banyan.organisations.queries import Ties, ties_of, with_roles
from banyan.organisations.queries.reporting import holding
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice.models import Reading
from banyan.practice.queries.works import Handed
from banyan.practice.states import ReadingStatus
from banyan.programmes.queries.trainings import reader_states, readers_of

LATELY = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody has to read, and how much she has read in the last year."""

    to_read: int = 0
    read: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could read a piece of work, and what stands in her way."""

    handed: Handed
    person: Person
    is_reviewer: bool
    is_of_pair: bool
    has_walked_along: bool  # has mentored this teacher
    was_guided: bool  # by the author, as whoever applies to mentor may have done before
    ties: Ties  # to the school of the teacher
    sees_whose: bool  # coordinates the place where its readers are looked for
    reads_already: bool
    is_trained: bool  # where the review asks for it
    load: Load


def candidate(one: Handed, person: Person, *, on: date) -> Candidate:
    return _candidates(one, Person.objects.filter(pk=person.pk), on)[0]


def reviewers(one: Handed, *, on: date) -> list[Candidate]:
    """Everybody who holds the role of a reader above, at or under the place of the programme;
    whoever has least to read comes first, then whoever has read least."""
    found = _candidates(one, readers_of(one.programme, on), on)
    return sorted(found, key=lambda c: (c.load.to_read, c.load.read, c.person.name, c.person.pk))


def is_reader_at(grants: Collection[Grant], place: Organisation) -> bool:
    """Whether one of these roles is that of a reader above, at or under this place."""
    here = Grant(Role.REVIEWER, place.path or "")
    return any(
        grant.role == Role.REVIEWER and (grant.covers(here.scope) or here.covers(grant.scope))
        for grant in grants
    )


_TO_READ = Q(status=ReadingStatus.ASSIGNED)


def _read_lately(on: date) -> Q:
    return Q(status=ReadingStatus.DONE, done_at__date__gt=on - LATELY)


def loads(people: Collection[int], on: date) -> dict[int, Load]:
    """By reader. Anchors are read like any work, and count. One query."""
    read = _read_lately(on)
    rows = Reading.objects.filter(_TO_READ | read, reader__in=people)
    each = (
        rows.order_by()
        .values("reader")
        .annotate(to_read=Count("pk", filter=_TO_READ), read=Count("pk", filter=read))
    )
    return {row["reader"]: Load(row["to_read"], row["read"]) for row in each}


def _how_many(which: Q) -> Coalesce:
    """Of the readings of each person."""
    rows = Reading.objects.filter(which, reader=OuterRef("pk")).order_by().values("reader")
    counted = Subquery(rows.annotate(count=Count("pk")).values("count"))
    return Coalesce(counted, 0, output_field=IntegerField())


def _candidates(one: Handed, among: QuerySet[Person], on: date) -> list[Candidate]:
    """Two queries for any number of people."""
    along = Mentorship.objects.filter(mentee=one.author, mentor=OuterRef("pk"))
    guided = Mentorship.objects.filter(mentor=one.author, mentee=OuterRef("pk"))
    reports = holding(on).filter(person=one.author, reports_to=OuterRef("pk"))
    rows: QuerySet[Any] = among.annotate(
        walked_along=Exists(along),
        oversees=Exists(reports),
        guided=Exists(guided),
        to_read=_how_many(_TO_READ),
        has_read=_how_many(_read_lately(on)),
    )
    found = with_roles(rows, on)
    ids = [person.pk for person, _roles in found]
    school = (one.school.path if one.school else "") or ""
    bound = {person.pk: ties_of(roles, school, oversees=person.oversees) for person, roles in found}
    programme, months = one.programme, one.review.training_valid_months
    trained = reader_states(programme, ids, months, on) if months else {}
    reading = {row.reader_id for row in one.submission.readings.all()}
    return [
        Candidate(
            handed=one,
            person=person,
            is_reviewer=is_reader_at(bound[person.pk].roles, programme.organisation),
            is_of_pair=person.pk in one.own,
            has_walked_along=person.walked_along,
            was_guided=person.guided,
            ties=bound[person.pk],
            sees_whose=any(
                grant.role == Role.COORDINATOR and grant.covers(one.scope)
                for grant in bound[person.pk].roles
            ),
            reads_already=person.pk in reading,
            is_trained=not months or trained[person.pk].status.counts,
            load=Load(person.to_read, person.has_read),
        )
        for person, _roles in found
    ]
