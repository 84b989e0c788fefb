"""Changing the tree of places and the roles that people hold in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.rules import ORGANISATION_RIGHTS
from banyan.organisations.states import Level, Role
from banyan.people.models import Person
from banyan.trail import actions as trail


@transaction.atomic
def found_nation(name: str, *, by: Viewer) -> Organisation:
    """The root of a tree; only the platform itself plants one."""
    if not by.is_system:
        raise PermissionError("a nation is founded from the console only")
    nation = Organisation.objects.create(name=name, level=Level.NATION)
    _place(nation)
    trail.record(
        verb="organisation.add",
        subject=trail.subject_of(nation),
        scope=nation.path or "",
        by=by,
    )
    return nation


@transaction.atomic
def add_organisation(
    name: str, *, level: Level, parent: Organisation, by: Viewer, **codes: Any
) -> Organisation:
    """A place under `parent`. `codes`: school_type, udise_code, lgd_code, local_code, locality."""
    ORGANISATION_RIGHTS.decide(by, parent, "add_under").or_refuse()
    place = Organisation.objects.create(name=name, level=level, parent=parent, **codes)
    _place(place)
    trail.record(
        verb="organisation.add", subject=trail.subject_of(place), scope=place.path or "", by=by
    )
    return place


def _place(place: Organisation) -> None:
    """The path is made of ids, so it needs the row's own id first."""
    above = f"{place.parent.path}/" if place.parent else ""
    place.path = f"{above}{place.pk}"
    Organisation.objects.filter(pk=place.pk).update(path=place.path)


@transaction.atomic
def give_role(
    person: Person,
    organisation: Organisation,
    role: Role,
    *,
    by: Viewer,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """From `starts_on` (today if not given) this person holds this role here. Once is enough:
    a role already open is returned as it is. Coordinators may give the role of teacher."""
    verb = "give_teacher_role" if role == Role.TEACHER else "give_role"
    ORGANISATION_RIGHTS.decide(by, organisation, verb).or_refuse()
    held = Membership.objects.filter(
        person=person, organisation=organisation, role=role, ends_on__isnull=True
    ).first()
    if held:
        return held
    membership = Membership.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        starts_on=starts_on or by.today,
        ends_on=ends_on,
    )
    trail.record(
        verb="membership.give",
        subject=trail.subject_of(membership),
        scope=organisation.path or "",
        by=by,
        role=role.value,
        person=person.pk,
    )
    return membership


@transaction.atomic
def end_role(membership: Membership, *, by: Viewer, on: date | None = None) -> Membership:
    """From `on` (today if not given) the role is no longer held; the row stays as history."""
    ORGANISATION_RIGHTS.decide(by, membership.organisation, "end_role").or_refuse()
    membership.ends_on = max(on or by.today, membership.starts_on)
    Membership.objects.filter(pk=membership.pk).update(ends_on=membership.ends_on)
    trail.record(
        verb="membership.end",
        subject=trail.subject_of(membership),
        scope=membership.organisation.path or "",
        by=by,
        role=membership.role,
        person=membership.person_id,
    )
    return membership
