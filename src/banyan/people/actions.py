"""Changing what is known of people, and letting them in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.viewer import Viewer
from banyan.people.models import Invitation, Person, SentForm, TypedForm
from banyan.people.queries import hashed, sign_ups_left
from banyan.people.rules import (
    CODE_ATTEMPTS,
    CODE_MINUTES,
    CODES_OF_INVITATION,
    PERSON_RIGHTS,
)
from banyan.people.standings import TYPIST
from banyan.trail import actions as trail

MOST_TYPED, LONGEST_ADDRESS = 200_000, 200  # characters in one form, and in its address

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
    recorded_by_form: str | None = None,
) -> Person:
    """Record a person who may have no login yet. `scope` is the path of the place that adds her.

    Whether `by` may add people there is the caller's rule: people know no roles. Raises
    IntegrityError when the address is somebody's already.
    """
    person = Person.objects.create(
        recorded_by_form=recorded_by_form,
        name=name.strip(),
        email=email.strip().lower() if email else None,
        locale=locale,
        time_zone=time_zone,
        joined_at=by.now,
        password=make_password(None),
    )
    if person.email:
        # Not proved yet; the first code that comes back from there proves it.
        EmailAddress.objects.create(user=person, email=person.email, primary=True)
    trail.record(verb="person.add", subject=trail.subject_of(person), scope=scope, by=by)
    return person


@transaction.atomic
def add_person_once(
    name: str, *, by: Viewer, form: str, email: str = "", locale: str = "en", scope: str = ""
) -> Person:
    """As `add_person`, by a form that may be sent twice, or whose address is known by now: then
    the person who is there already is given back. `form` is the token of the page that was sent;
    with another name or address in it, it is another form. Without a token each is a new person."""
    address = email.strip().lower()
    key = hashed(f"{form}:{by.person_id}:{scope}:{address}:{name.strip()}") if form else None
    same = Q(email=address) if address else Q(recorded_by_form=key) if key else Q(pk__in=[])
    if there := Person.objects.filter(same).first():
        return there
    try:
        with transaction.atomic():
            return add_person(
                name,
                by=by,
                email=address or None,
                locale=locale,
                scope=scope,
                recorded_by_form=key,
            )
    except IntegrityError:  # sent in the same moment
        return Person.objects.get(same)


@transaction.atomic
def join(person: Person, *, by: Viewer) -> Person:
    """Somebody signs up by herself: a new person, recorded as her own doing."""
    person.save(force_insert=True)
    herself = Viewer(person.pk, by.now)
    trail.record(verb="person.join", subject=trail.subject_of(person), scope="", by=herself)
    return person


@transaction.atomic
def forget_sign_up(person: Person, *, by: Viewer) -> bool:
    """A sign-up that nobody proved holds somebody's address for nothing: it goes, and the address
    is free for its owner. False, and nothing changed, when it was proved or used meanwhile."""
    PERSON_RIGHTS.decide(by, person, "forget_sign_up").or_refuse()
    # Locked first: a code that comes back in this moment proves the address, or finds none.
    list(EmailAddress.objects.select_for_update().filter(user=person))
    if not sign_ups_left(before=by.now).filter(pk=person.pk).exists():
        return False
    subject = trail.subject_of(person)
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:  # a row that names no way back to the person
        return False
    trail.record(verb="person.forget_sign_up", subject=subject, scope="", by=by)
    return True


@transaction.atomic
def change_person(
    person: Person,
    *,
    by: Viewer,
    name: str | None = None,
    locale: str | None = None,
    time_zone: str | None = None,
) -> Person:
    """What is given replaces what was; nothing new leaves no trace. Raises Refused unless `by`
    is this person."""
    PERSON_RIGHTS.decide(by, person, "change").or_refuse()
    given = {"name": name and name.strip(), "locale": locale, "time_zone": time_zone}
    changes = {
        field: value
        for field, value in given.items()
        if value is not None and value != getattr(person, field)
    }
    if not changes:
        return person
    Person.objects.filter(pk=person.pk).update(**changes)
    trail.record(
        verb="person.change",
        subject=trail.subject_of(person),
        scope="",
        by=by,
        fields=sorted(changes),
    )
    for field, value in changes.items():
        setattr(person, field, value)
    return person


@transaction.atomic
def set_password(person: Person, password: str, *, by: Viewer) -> None:
    """Only the hash is kept. Raises Refused unless `by` is this person."""
    PERSON_RIGHTS.decide(by, person, "set_password").or_refuse()
    person.set_password(password)
    person.save(update_fields=["password"])
    trail.record(verb="person.set_password", subject=trail.subject_of(person), scope="", by=by)


@transaction.atomic
def invite(person: Person, *, by: Viewer, scope: str = "") -> tuple[Invitation, str]:
    """A new link for this person; earlier ones stop working. Returns the row and the token,
    which is shown once, to be handed over, and kept nowhere."""
    invitation, token = _new_invitation(person, by)
    trail.record(verb="person.invite", subject=trail.subject_of(person), scope=scope, by=by)
    return invitation, token


@transaction.atomic
def send_invitation(person: Person, *, by: Viewer, scope: str = "") -> Invitation:
    """A new link for this person, sent to the recorded address by the worker.

    Whether `by` may invite this person is the caller's rule. Raises ValueError when no address
    is recorded: then hand the link of `invite` over.
    """
    if not person.email:
        raise ValueError(f"person {person.pk} has no address to send an invitation to")
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


def remember_sending(key: str, address: str, *, by: Viewer) -> tuple[SentForm, bool]:
    """Whatever is told to a form that is sent with this key to this address, and whether it is new.

    To be asked in the transaction that does what the form wants, so that both are there or
    neither: a second one of the same key waits for the end of the first.
    """
    return SentForm.objects.get_or_create(
        person_id=by.person_id, key=hashed(f"{address} {key}"), defaults={"sent_at": by.now}
    )


def tell_sending(sending: SentForm, answer: dict[str, object]) -> None:
    """What the form was told, to be told again."""
    SentForm.objects.filter(pk=sending.pk).update(answer=answer)


def forget_sendings(before: datetime) -> int:
    """Nobody waits any longer for an answer to these; returns how many there were."""
    return SentForm.objects.filter(sent_at__lt=before).delete()[0]


def keep_typed(address: str, words: Sequence[tuple[str, str]], *, by: Viewer) -> TypedForm:
    """Keep for the viewer alone what she has typed into the form at this address so far, without
    the character that not every database holds. Raises Refused for more than any form takes."""
    size = sum(len(name) + len(value) for name, value in words)
    if size > MOST_TYPED or len(address) > LONGEST_ADDRESS:
        denied(gettext("That is more than can be kept.")).or_refuse()
    said = [[text.replace("\0", "") for text in one] for one in words]
    now = {"words": said, "typed_at": by.now, "looked_at": by.now}  # its page was asked just before
    kept, _made = TypedForm.objects.update_or_create(
        person_id=by.person_id, address=address, defaults=now
    )
    return kept


def forget_typed(address: str, *, by: Viewer) -> int:
    """It is sent, or can be sent no more; returns how many there were."""
    return TypedForm.objects.filter(TYPIST.where(by), address=address).delete()[0]


def look_at_typed(row: TypedForm, now: datetime) -> None:
    """Its page is being asked: the next look is at others first, whatever comes of this one."""
    TypedForm.objects.filter(pk=row.pk).update(looked_at=now)


def forget_typed_of(row: TypedForm) -> int:
    """The same of one that its form is not there for any more; what was typed since stays."""
    return TypedForm.objects.filter(pk=row.pk, typed_at=row.typed_at).delete()[0]


def forget_typed_before(before: datetime) -> int:
    """Nobody came back to these; returns how many there were."""
    return TypedForm.objects.filter(typed_at__lt=before).delete()[0]
