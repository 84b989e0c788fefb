"""Inviting people, and letting them in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.viewer import Viewer
from banyan.people.models import Invitation, Person
from banyan.people.queries import hashed, live_invitations
from banyan.people.rules import CODE_ATTEMPTS, CODE_MINUTES, CODES_OF_INVITATION
from banyan.trail import actions as trail

INVITATION_DAYS = 7
ONE_LETTER = timedelta(minutes=15)


@transaction.atomic
def invite(person: Person, *, by: Viewer, scope: str = "") -> tuple[Invitation, str]:
    """A new link for this person; earlier ones stop working. Returns the row and the token,
    which is shown once, to be handed over, and kept nowhere."""
    invitation, token = _new_invitation(person, by)
    trail.record(verb="person.invite", subject=trail.subject_of(person), scope=scope, by=by)
    return invitation, token


@transaction.atomic
def send_invitation(person: Person, *, by: Viewer, scope: str = "") -> Invitation:
    """A new link for this person, sent to the recorded address by the worker. One that the viewer
    has sent within a quarter of an hour, and that still works, is the one: a second letter would
    only make the link of the first useless.

    Whether `by` may invite this person is the caller's rule. Raises ValueError when no address
    is recorded: then hand the link of `invite` over.
    """
    if not person.email:
        raise ValueError(f"person {person.pk} has no address to send an invitation to")
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)  # in two tabs
    sent = live_invitations(by.now).filter(
        person=person,
        invited_by_id=by.person_id or None,
        to_mail_at__gt=by.now - ONE_LETTER,
        code_sent_at=None,
    )
    if (there := sent.first()) is not None:
        return there
    invitation, _ = _new_invitation(person, by, to_mail_at=by.now)
    subject = trail.subject_of(person)
    trail.record(verb="person.send_invitation", subject=subject, scope=scope, by=by)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Viewer, scope: str = "") -> None:
    """The link stops working; one that was used or taken back before stays as it is."""
    changed = Invitation.objects.filter(
        pk=invitation.pk, used_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=by.now)
    if changed:
        subject = trail.subject_of(invitation.person)
        trail.record(verb="person.revoke_invitation", subject=subject, scope=scope, by=by)


def _new_invitation(
    person: Person, by: Viewer, to_mail_at: datetime | None = None
) -> tuple[Invitation, str]:
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
        to_mail_at=to_mail_at,
    )
    return invitation, token


def mail_invitation(invitation: Invitation, *, by: Viewer) -> bool:
    """Send the link, unless that was done. Its token is made here, so that it never rests in a
    queue. Claimed before it is sent, outside a transaction: a slow mail server holds no lock, and
    two workers send one mail. A mail that failed is released, and the error raised."""
    token = secrets.token_urlsafe(32)
    row = Invitation.objects.filter(pk=invitation.pk)
    claimed = row.filter(
        mailed_at__isnull=True,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=by.now,
    ).update(mailed_at=by.now, token_hash=hashed(token))
    if not claimed:
        return False
    try:
        _invitation_mail(invitation, token).send()
    except OSError:  # smtplib's errors too
        row.update(mailed_at=None)
        raise
    return True


def _invitation_mail(invitation: Invitation, token: str) -> EmailMessage:
    person = invitation.person
    with translation.override(person.locale), timezone.override(ZoneInfo(person.time_zone)):
        address = reverse("people:invitation", args=[token])
        context = {
            "person": person,
            "inviter": invitation.invited_by,
            "expires_at": invitation.expires_at,
            "link": f"{settings.PUBLIC_URL}{address}",
            "banyan": settings.SITE_NAME,
        }
        body = render_to_string("people/mail/invitation.txt", context).strip()
        subject = gettext("Your invitation to %(site)s") % {"site": settings.SITE_NAME}
    return EmailMessage(subject, body, to=[str(person.email)])


def send_code(invitation: Invitation, *, by: Viewer, email: str = "") -> Decision:
    """Send a fresh code to the recorded address or, where none is recorded, to `email`.

    Refused in words when the link has had its share of codes.
    """
    address = (invitation.person.email or email).strip().lower()
    code = "".join(secrets.choice("0123456789") for _ in range(8))
    changed = Invitation.objects.filter(
        pk=invitation.pk, used_at__isnull=True, codes_sent__lt=CODES_OF_INVITATION
    ).update(
        code_hash=hashed(f"{invitation.pk}:{code}"),
        code_email=address,
        code_sent_at=by.now,
        code_attempts=0,
        codes_sent=F("codes_sent") + 1,
    )
    if not changed:
        return denied(
            gettext("Many codes were sent for this invitation. Ask for a new invitation.")
        )
    context = {"code": f"{code[:4]}-{code[4:]}", "banyan": settings.SITE_NAME}
    body = render_to_string("people/mail/invitation_code.txt", context).strip()
    subject = gettext("Your code for %(site)s") % {"site": settings.SITE_NAME}
    EmailMessage(subject, body, to=[address]).send()
    invitation.refresh_from_db()
    return ALLOWED


@transaction.atomic
def accept_invitation(invitation: Invitation, code: str, *, by: Viewer) -> Decision:
    """Use the link: the address that received the code becomes the person's sign-in.

    Refused in words for a wrong or old code (which counts) and for an address that another
    person signs in with. Raises Invitation.DoesNotExist when somebody used the link meanwhile.
    """
    row = Invitation.objects.select_for_update().select_related("person").get(pk=invitation.pk)
    if not _code_is_good(row, code, by):
        Invitation.objects.filter(pk=row.pk).update(code_attempts=F("code_attempts") + 1)
        return denied(
            gettext("This is not the code that we sent last. Look at the newest mail.")
            if row.code_attempts + 1 < CODE_ATTEMPTS
            else gettext("That code no longer counts. Ask for a new one.")
        )
    person, email = row.person, row.code_email
    if _is_of_another(person, email):
        return denied(gettext("Somebody signs in with this address already. Give another address."))
    used = Invitation.objects.filter(
        pk=row.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=by.now
    ).update(used_at=by.now, code_hash="")
    if not used:
        raise Invitation.DoesNotExist
    if not person.email:
        Person.objects.filter(pk=person.pk).update(email=email)
        person.email = email
    EmailAddress.objects.filter(user=person).exclude(email=email).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=person, email=email, defaults={"verified": True, "primary": True}
    )
    herself = Viewer(person.pk, by.now)
    trail.record(
        verb="person.accept_invitation",
        subject=trail.subject_of(person),
        scope="",
        by=herself,
        invitation=row.pk,
    )
    return ALLOWED


def _code_is_good(row: Invitation, code: str, by: Viewer) -> bool:
    figures = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    return (
        bool(row.code_hash)
        and row.code_sent_at is not None
        and by.now <= row.code_sent_at + timedelta(minutes=CODE_MINUTES)
        and row.code_attempts < CODE_ATTEMPTS
        and secrets.compare_digest(row.code_hash, hashed(f"{row.pk}:{figures}"))
    )


def _is_of_another(person: Person, email: str) -> bool:
    return (
        Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists()
        or EmailAddress.objects.filter(email__iexact=email, verified=True)
        .exclude(user=person)
        .exists()
    )
