"""The roles that people hold in places, and who reports to whom, from one day to another."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership, Organisation, ReportingLine
from banyan.organisations.rules import (
    ORGANISATION_RIGHTS,
    can_be_invited,
    may_end,
    may_end_line,
    two_people,
)
from banyan.organisations.states import ReportingKind, Role
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
def enter_reporting_line(
    person: Person,
    reports_to: Person,
    kind: ReportingKind,
    organisation: Organisation,
    *,
    by: Viewer,
    starts_on: date | None = None,
) -> ReportingLine:
    """From `starts_on` (today if not given) this person is appraised or managed by that one, who is
    then no mentor of hers and reads nothing that she wrote in confidence. Once is enough: an open
    line of this kind is returned as it is. `organisation` is where the person works: who keeps the
    roles there keeps her lines.

    Raises Refused for whoever keeps no roles there, and for one person on both sides.
    """
    ORGANISATION_RIGHTS.decide(by, organisation, "keep_reporting").or_refuse()
    two_people(person, reports_to).or_refuse()
    line, is_new = ReportingLine.objects.get_or_create(
        person=person,
        reports_to=reports_to,
        kind=kind,
        ends_on=None,
        defaults={"organisation": organisation, "starts_on": starts_on or by.today},
    )
    if is_new:
        _record_line("reporting_line.enter", line, by)
    return line


@transaction.atomic
def end_reporting_line(line: ReportingLine, *, by: Viewer, on: date | None = None) -> ReportingLine:
    """From `on` (today if not given) the line no longer holds; the row stays as history. Raises
    Refused for whoever may not, such as whoever it names."""
    may_end_line(by, line).or_refuse()
    line.ends_on = max(on or by.today, line.starts_on)
    ReportingLine.objects.filter(pk=line.pk).update(ends_on=line.ends_on)
    _record_line("reporting_line.end", line, by)
    return line


def _record_line(verb: str, line: ReportingLine, by: Viewer) -> None:
    trail.record(
        verb=verb,
        subject=trail.subject_of(line),
        scope=line.organisation.path or "",
        by=by,
        kind=line.kind,
        person=line.person_id,
        reports_to=line.reports_to_id,
    )


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
