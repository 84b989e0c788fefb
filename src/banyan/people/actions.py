"""Changing what is known of people, and letting them in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.people.models import Invitation, Person
from banyan.trail import actions as trail

INVITATION_DAYS = 7


@transaction.atomic
def add_person(
    name: str,
    *,
    by: Viewer,
    email: str | None = None,
    locale: str = "en",
    time_zone: str = "Asia/Kolkata",
    scope: str = "",
) -> Person:
    """Record a person who may have no login yet. `scope` is the path of the place that adds her.

    Whether `by` may add people there is the caller's rule: people know no roles.
    """
    person = Person.objects.create(
        name=name.strip(),
        email=email.strip().lower() if email else None,
        locale=locale,
        time_zone=time_zone,
        joined_at=by.now,
        password=make_password(None),
    )
    trail.record(verb="person.add", subject=trail.subject_of(person), scope=scope, by=by)
    return person


def hashed(token: str) -> str:
    """What is kept of a secret that was shown once."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(person: Person, *, by: Viewer, scope: str = "") -> tuple[Invitation, str]:
    """A new link for this person; earlier ones stop working. Returns the row and the token,
    which is shown or mailed once and kept nowhere."""
    person.invitations.filter(used_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=by.now
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        token_hash=hashed(token),
        invited_by_id=by.person_id or None,
        created_at=by.now,
        expires_at=by.now + timedelta(days=INVITATION_DAYS),
    )
    trail.record(verb="person.invite", subject=trail.subject_of(person), scope=scope, by=by)
    return invitation, token
