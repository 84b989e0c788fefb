"""Recording people, and changing what is known of them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q

from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.people.queries import hashed, sign_ups_left
from banyan.people.rules import PERSON_RIGHTS
from banyan.trail import actions as trail


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
