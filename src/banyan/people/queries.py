"""Reading people and invitations."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from banyan.kernel.viewer import Viewer
from banyan.people.models import Invitation, Person, TypedForm
from banyan.people.standings import HERSELF, TYPIST
from banyan.trail.models import Event


def hashed(secret: str) -> str:
    """What is kept of a secret that was shown once."""
    return hashlib.sha256(secret.encode()).hexdigest()


def me(viewer: Viewer) -> Person:
    """The viewer's own record. Raises Person.DoesNotExist for a stranger."""
    return Person.objects.get(HERSELF.where(viewer), is_active=True)


def ways_in(person: Person) -> dict[str, int | bool]:
    """How this person can sign in, for the account page: two queries."""
    return {
        "password": person.has_usable_password(),
        "passkeys": Authenticator.objects.filter(
            user=person, type=Authenticator.Type.WEBAUTHN
        ).count(),
        "sessions": UserSession.objects.filter(user=person).count(),
    }


def has_login(person: Person) -> bool:
    """Whether an address of this person was ever proved."""
    return bool(EmailAddress.objects.filter(user=person, verified=True).exists())


def live_invitations(now: datetime) -> QuerySet[Invitation]:
    """Links that still work: not used, not taken back, not too old."""
    return Invitation.objects.filter(
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=now,
        person__is_active=True,
    )


def invitation_by(token: str, *, now: datetime) -> Invitation:
    """The live invitation that this token opens. Raises Invitation.DoesNotExist for any other,
    whatever the reason. Whoever holds the token is the viewer."""
    return (
        live_invitations(now).select_related("person", "invited_by").get(token_hash=hashed(token))
    )


def came_in_by(viewer: Viewer, token: str) -> bool:
    """Whether this token is of the invitation that the viewer has used."""
    used = Invitation.objects.filter(
        token_hash=hashed(token), person_id=viewer.person_id, used_at__isnull=False
    )
    return viewer.is_somebody and used.exists()


def unmailed_invitations(now: datetime) -> QuerySet[Invitation]:
    """Links that wait to be sent, oldest first."""
    return (
        live_invitations(now)
        .filter(to_mail_at__isnull=False, mailed_at__isnull=True, person__email__isnull=False)
        .select_related("person", "invited_by")
        .order_by("id")
    )


def sign_ups_left(before: datetime) -> QuerySet[Person]:
    """People who signed up by themselves before then, never proved the address, and to whom no
    row of any context belongs: neither a role nor an invitation, nor anything else."""
    left = Person.objects.filter(
        Exists(Event.objects.filter(verb="person.join", actor=OuterRef("pk"))),
        joined_at__lt=before,
        last_login__isnull=True,
    ).exclude(emailaddress__verified=True)
    for relation in Person._meta.related_objects:
        if relation.related_model is not EmailAddress and not relation.hidden:
            left = left.filter(**{f"{relation.field.related_query_name()}__isnull": True})
    return left.order_by("pk")


def typed(viewer: Viewer, addresses: Collection[str]) -> list[TypedForm]:
    """What the viewer has typed into the forms at these addresses and not sent yet."""
    return list(TypedForm.objects.filter(TYPIST.where(viewer), address__in=addresses))


def typed_at(viewer: Viewer, address: Any) -> Subquery:
    """The words of one of these, or none: for the query of a page on which such a form stands."""
    found = TypedForm.objects.filter(TYPIST.where(viewer), address=address)
    return Subquery(found.values("words")[:1])


def typed_before(looked: datetime) -> QuerySet[TypedForm]:
    """Who has typed where, at which nobody has looked since; the longest ago first. Without the
    words, for the job that looks whether it can be sent."""
    found = TypedForm.objects.filter(looked_at__lte=looked)
    return found.defer("words").order_by("looked_at", "pk")
