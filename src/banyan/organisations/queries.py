"""Reading the tree, and who somebody is today."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from banyan.kernel.viewer import Grant, Viewer
from banyan.organisations.models import Membership
from banyan.people.models import Person


def viewer_for(person: Person, *, now: datetime) -> Viewer:
    """One query: who this person is today, everywhere that a role is held."""
    zone = ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today), person=person, starts_on__lte=today
    ).values_list("role", "organisation__path")
    grants = frozenset(Grant(role, path) for role, path in held)
    return Viewer(person_id=person.pk, now=now, grants=grants, zone=zone)
