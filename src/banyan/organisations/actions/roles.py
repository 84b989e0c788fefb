"""The roles that people hold in places, from one day to another."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.rules import ORGANISATION_RIGHTS, can_be_invited, may_end
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.trail import actions as trail


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
    may_end(by, membership).or_refuse()
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


@transaction.atomic
def add_person_here(
    name: str,
    organisation: Organisation,
    role: Role,
    *,
    by: Viewer,
    email: str = "",
    locale: str = "en",
    starts_on: date | None = None,
    form: str = "",
) -> Membership:
    """A person with a role here. Somebody who is known by this address already is not recorded
    twice and keeps the name she has: one person may hold several roles. Nor is somebody whose
    `form`, by the token of its page, was sent already."""
    ORGANISATION_RIGHTS.decide(by, organisation, "add_person").or_refuse()
    person = people.add_person_once(
        name, by=by, form=form, email=email, locale=locale, scope=organisation.path or ""
    )
    return give_role(person, organisation, role, by=by, starts_on=starts_on)


def invite_person(membership: Membership, *, by: Viewer) -> None:
    """Send the holder of this role a link by which she gets a sign-in.

    Raises Refused for those who may not add people here, and for a person without an address.
    """
    ORGANISATION_RIGHTS.decide(by, membership.organisation, "add_person").or_refuse()
    can_be_invited(membership.person).or_refuse()
    people.send_invitation(membership.person, by=by, scope=membership.organisation.path or "")
