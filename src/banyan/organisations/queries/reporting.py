"""Who appraises or manages whom: reporting lines, as they are entered between two people.

The principal of a school and those who answer for it from above have power over its teachers by
their roles; a line says it of anybody else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership, Organisation, ReportingLine
from banyan.organisations.standings import KEEPER_OF_HOLDER
from banyan.organisations.states import Role
from banyan.people.models import Person

MOST_CHOICES = 300  # of people in one list of a form; whoever else it is goes by her address


def holding(on: Any) -> QuerySet[ReportingLine]:
    """The lines that hold on this day, a date or an expression for one. For standings and for
    rules: who may see lines reads them through `reporting_lines` and `own_reporting_lines`."""
    later = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    return ReportingLine.objects.filter(later, starts_on__lte=on)


def reporting_lines(viewer: Viewer) -> QuerySet[ReportingLine]:
    """Lines in the areas that the viewer keeps."""
    return ReportingLine.objects.filter(KEEPER_OF_HOLDER.where(viewer)).select_related(
        "person", "reports_to", "organisation"
    )


def reporting_lines_of(viewer: Viewer, person: int) -> list[ReportingLine]:
    """To whom this person reports, ever did or will, as far as the viewer keeps it, by name."""
    rows = reporting_lines(viewer).filter(person_id=person)
    return list(rows.order_by("reports_to__name", "kind", "pk"))


@dataclass(frozen=True, slots=True)
class OwnLines:
    """Lines of today that name somebody herself: those to whom she reports, those who report to
    her; the longest first."""

    above: list[ReportingLine]
    below: list[ReportingLine]


def own_reporting_lines(viewer: Viewer) -> OwnLines:
    """Of the viewer. One query."""
    rows = holding(viewer.today).filter(
        Q(person_id=viewer.person_id) | Q(reports_to_id=viewer.person_id)
    )
    found = list(rows.select_related("person", "reports_to").order_by("starts_on", "pk"))
    return OwnLines(
        above=[line for line in found if line.person_id == viewer.person_id],
        below=[line for line in found if line.person_id != viewer.person_id],
    )


def seniors_at(place: Organisation, person: int, on: date) -> list[Person]:
    """Whom a form offers: whoever holds a role at this place on that day, or one that answers for
    it from above, by name. At most `MOST_CHOICES`."""
    above = Q(organisation_id__in=place.ancestor_ids[:-1]) & ~Q(
        role__in=(Role.TEACHER, Role.MENTOR, Role.REVIEWER)
    )
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        Q(organisation_id=place.pk) | above,
        starts_on__lte=on,
    )
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=person)
    return list(people.order_by("name", "pk")[:MOST_CHOICES])


def known_by_address(email: str) -> Person | None:
    """Whoever has this e-mail address."""
    return Person.objects.filter(email__iexact=email).first() if email else None


def reporting_pairs(
    people: Collection[int], seniors: Collection[int], on: date
) -> set[tuple[int, int]]:
    """Of these people and these others: each two of whom the first reports to the second on that
    day. One query."""
    rows = holding(on).filter(person_id__in=people, reports_to_id__in=seniors)
    return set(rows.values_list("person_id", "reports_to_id"))


def reports_to(person: int, senior: int, on: date) -> bool:
    """Whether the first is appraised or managed by the second on that day. One query."""
    return bool(reporting_pairs([person], [senior], on))
