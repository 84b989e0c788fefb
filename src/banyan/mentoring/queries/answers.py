"""What somebody may answer by a link of a mail, without signing in.

Such an address is a key, so it opens one door: it is signed for one person and her mailbox, one
session as it then stood, and one answer, and it is good for some days. Whatever else is the case by
now, there is no such address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from banyan.kernel.hours import minute, moment
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Session
from banyan.mentoring.queries.sessions import session as session_of
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person

GOOD_FOR = timedelta(days=7)
_SIGNER = "session.answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers, to which session as it stood at `seen`; `at` is one of its times, or None."""

    viewer: Viewer
    person: Person
    session: Session
    seen: int
    at: datetime | None


def sealed(person: Person, session: Session, at: datetime | None, *, now: datetime) -> str:
    """The secret of an address by which this person says that a time suits her, or that none
    does."""
    said = minute(at) if at else 0
    kept = [person.pk, session.pk, session.sequence, said, minute(now), _mailbox(person)]
    return signing.Signer(salt=_SIGNER, sep=".").sign_object(kept)


def opened(token: str, *, now: datetime) -> Answer:
    """Raises Session.DoesNotExist for an address that was never given or is good no more, and where
    the person or the session is not as it was: who may not answer cannot tell why."""
    try:
        pk, session_id, seen, said, since, mailbox = signing.Signer(
            salt=_SIGNER, sep="."
        ).unsign_object(token)
    except (signing.BadSignature, ValueError) as error:
        raise Session.DoesNotExist from error
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if (
        person is None
        or not constant_time_compare(mailbox, _mailbox(person))
        or not moment(since) <= now <= moment(since) + GOOD_FOR
    ):
        raise Session.DoesNotExist
    viewer = viewer_for(person, now=now)
    found = session_of(viewer, session_id)
    if found.sequence != seen:
        raise Session.DoesNotExist
    return Answer(viewer, person, found, seen, moment(said) if said else None)


def _mailbox(person: Person) -> str:
    """Tells one address of hers from another without saying it: a mail to an address that is not
    hers any more answers nothing."""
    return salted_hmac(_SIGNER, (person.email or "").lower()).hexdigest()[:16]


def proposed_to(person: Person, session: Session) -> bool:
    """Whether it is this person who is asked."""
    return session.mentorship is not None and session.proposed_by_id != person.pk


def ahead_of(times: Iterable[datetime], now: datetime) -> list[datetime]:
    """Those that are still to come, the next one first."""
    return sorted(at for at in times if at > now)
