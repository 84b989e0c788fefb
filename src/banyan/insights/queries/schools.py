"""Counts by place, down to the school: that people meet and for how long, never what about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    When,
)

from banyan.insights.queries.spans import month_begins
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Seat
from banyan.mentoring.states import LIVE, MentorshipForm, SessionStatus
from banyan.organisations.models import Organisation
from banyan.organisations.standings import COORDINATOR, NODAL_OFFICER, PRINCIPAL, under
from banyan.organisations.states import Level, Role
from banyan.programmes.models import Enrolment
from banyan.programmes.states import EnrolmentStatus
from banyan.ui.prepared import (
    HERE,
    Given,
    PreparedAt,
    PreparedOne,
    PreparedRows,
    each,
    given_each,
    size_of,
)

# Who sees numbers of a place; the same people see those of everything under it.
OVERSEER = PRINCIPAL | NODAL_OFFICER | COORDINATOR
ROLES = (Role.PRINCIPAL, Role.NODAL_OFFICER, Role.COORDINATOR)
MOST_PLACES = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of a place and everything under it."""

    enrolled: int = 0  # teachers
    mentored: int = 0  # teachers with a mentor now
    held: int = 0  # sessions of pairs
    held_this_month: int = 0
    minutes: int = 0  # on which both sides agree
    minutes_this_month: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


@dataclass(frozen=True, slots=True)
class Row:
    place: Organisation
    counts: Counts


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """A place with its own numbers, and with those of the places directly under it."""

    place: Organisation
    counts: Counts
    rows: tuple[Row, ...]  # those with anything to count, by name; none for a school


def starting_places(viewer: Viewer) -> list[Organisation]:
    """Where the viewer holds a role that sees numbers, without what lies inside another such; the
    first hundred by name. One query."""
    scopes = {scope for role in ROLES for scope in viewer.scopes(role)}
    inner = {s for s in scopes if any(s.startswith(f"{other}/") for other in scopes)}
    outer = sorted(scopes - inner)
    if not outer:
        return []
    size = size_of(outer)
    return _at(size, **each("path", outer, size))


@PreparedRows
def _at(size: int) -> QuerySet[Organisation]:
    paths = given_each("path", size, Organisation._meta.get_field("path"))
    return (
        Organisation.objects.filter(path__in=paths)
        .select_related("parent__parent__parent")
        .order_by("name")[:MOST_PLACES]
    )


def place(viewer: Viewer, pk: int) -> Organisation:
    """Raises DoesNotExist for a place that is not the viewer's to oversee."""
    found: Organisation = _place.one(viewer, pk)
    return found


@PreparedOne
def _place(viewer: Viewer) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(OVERSEER.where(viewer))
    return rows.select_related("parent__parent__parent")


def places_above(viewer: Viewer, place: Organisation) -> list[Organisation]:
    """The places that contain this one, widest first, as far up as the viewer oversees."""
    above: list[Organisation] = []
    parent = place.parent
    while parent is not None and OVERSEER.holds(viewer, parent):
        above.insert(0, parent)
        parent = parent.parent
    return above


def _below(level: str, school: str) -> Case:
    """For grouping: the id of the place directly under `place`, of this level, in which the row's
    school lies.

    `school` is the lookup from the row to its school. A tree has four levels, and a school may
    stand directly under a state, so that the place is the school or one of two above it.
    """
    place = Given("place", IntegerField())
    if level == Level.SCHOOL:
        return Case(When(**{f"{school}__pk": place, "then": F(f"{school}__pk")}))
    return Case(
        When(**{f"{school}__parent_id": place, "then": F(f"{school}__pk")}),
        When(**{f"{school}__parent__parent_id": place, "then": F(f"{school}__parent_id")}),
        When(
            **{
                f"{school}__parent__parent__parent_id": place,
                "then": F(f"{school}__parent__parent_id"),
            }
        ),
    )


def school_counts(viewer: Viewer, place: Organisation) -> PlaceCounts:
    """The numbers of a place that `place` or `starting_places` gave, in four queries.

    Sessions of groups have no school and are not counted here.
    """
    return _laid_out(place, _counted(viewer, place))


def total_counts(viewer: Viewer, place: Organisation) -> PlaceCounts:
    """The same without the places under it, in three queries."""
    return PlaceCounts(place, sum(_counted(viewer, place).values(), Counts()), ())


def _counted(viewer: Viewer, place: Organisation) -> dict[int, Counts]:
    """By the place directly under this one."""
    given = {"place": place.pk, "month": month_begins(viewer)}
    found: dict[int, dict[str, int]] = {}
    for counted in (_enrolled, _mentored, _met):
        for row in counted(place.path or "", place.level, **given):
            values = row._asdict()
            found.setdefault(values.pop("below"), {}).update(values)
    return {pk: Counts(**values) for pk, values in found.items()}


@PreparedAt
def _enrolled(level: str) -> QuerySet[Any]:
    rows = Enrolment.objects.filter(under("school__path", [HERE]), status=EnrolmentStatus.ENROLLED)
    return _by_place(rows, _below(level, "school"), enrolled=Count("person", distinct=True))


@PreparedAt
def _mentored(level: str) -> QuerySet[Any]:
    rows = Mentorship.objects.filter(
        under("school__path", [HERE]), status__in=LIVE, form=MentorshipForm.PAIR
    )
    return _by_place(rows, _below(level, "school"), mentored=Count("mentee", distinct=True))


@PreparedAt
def _met(level: str) -> QuerySet[Any]:
    rows = Seat.objects.filter(
        under("session__school__path", [HERE]),
        session__status=SessionStatus.HELD,
        session__mentorship__isnull=False,
    )
    lately = Q(session__starts_at__gte=Given("month", DateTimeField()))
    return _by_place(
        rows,
        _below(level, "session__school"),
        held=Count("session", distinct=True),
        held_this_month=Count("session", distinct=True, filter=lately),
        minutes=Sum("accounted_minutes", default=0),
        minutes_this_month=Sum("accounted_minutes", filter=lately, default=0),
    )


def _by_place(rows: QuerySet[Any], below: Case, **measures: Any) -> QuerySet[Any]:
    """What a query counts, by the place that each row is below."""
    counted = rows.annotate(below=below).values("below").annotate(**measures).order_by("below")
    told: QuerySet[Any] = counted.values_list("below", *measures, named=True)
    return told


def _laid_out(place: Organisation, counts: dict[int, Counts]) -> PlaceCounts:
    total = sum(counts.values(), Counts())
    if place.level == Level.SCHOOL:
        return PlaceCounts(place, total, ())
    places: Iterable[Organisation] = Organisation.objects.filter(pk__in=counts).order_by("name")
    return PlaceCounts(place, total, tuple(Row(one, counts[one.pk]) for one in places))
