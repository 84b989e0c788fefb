"""Emergency access: asked for by one, opened by another, told to the two whose words they are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import EmergencyAccess, Mentorship, Question
from banyan.mentoring.queries.emergencies import Opened, opened_words, whole
from banyan.mentoring.rules.emergencies import (
    EMERGENCY,
    EMERGENCY_ASKING,
    EMERGENCY_RIGHTS,
    MOST_DAYS_UNTOLD,
    MOST_HOURS,
)
from banyan.mentoring.states import EmergencyStatus
from banyan.people.models import Person
from banyan.trail import actions as trail


def ask_for_emergency_access(
    of: Mentorship | Question, reason: str, hours: int, *, by: Viewer
) -> EmergencyAccess:
    """Ask that what this pair has written to each other, or what was written in this question, be
    opened for some hours. The same asked again before anybody has decided is the same request.
    Raises Refused for whoever is no safeguarding officer there, ValueError for a time that is too
    long."""
    EMERGENCY_ASKING.decide(by, of, "ask").or_refuse()
    if not 1 <= hours <= MOST_HOURS or not reason.strip():
        raise ValueError(f"not with {hours} hours, or without a reason")
    said: dict[str, Any] = {
        "mentorship": of if isinstance(of, Mentorship) else None,
        "question": of if isinstance(of, Question) else None,
        "asked_by_id": by.person_id,
        "reason": reason.strip(),
        "hours": hours,
    }
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)  # in two tabs
        waiting = EmergencyAccess.objects.filter(status=EmergencyStatus.ASKED, **said)
        if (asked := waiting.first()) is not None:
            return asked
        made = EmergencyAccess.objects.create(**said, asked_at=by.now)
        _tell(made, "ask", by)
    return made


def open_emergency(
    found: EmergencyAccess, *, by: Viewer, tell_on: date | None = None, because: str = ""
) -> EmergencyAccess:
    """Open it, from now for the hours that were asked for. The two are told at once,
    or on a later day for a reason that is kept."""
    if tell_on is not None and (
        not because.strip() or not by.today < tell_on <= by.today + timedelta(MOST_DAYS_UNTOLD)
    ):
        denied(_("Give the reason, and a day within thirty days.")).or_refuse()
    return trail.move(
        found,
        EMERGENCY,
        "open",
        by=by,
        scope=_scope(found),
        decided_by_id=by.person_id,
        decided_at=by.now,
        until=by.now + timedelta(hours=found.hours),
        tell_on=tell_on,
        delay_reason=because.strip() if tell_on is not None else "",
        told_at=None if tell_on is not None else by.now,
    )


def decline_emergency(found: EmergencyAccess, *, by: Viewer) -> EmergencyAccess:
    scope = _scope(found)
    decided = {"decided_by_id": by.person_id, "decided_at": by.now}
    return trail.move(found, EMERGENCY, "decline", by=by, scope=scope, **decided)


def withdraw_emergency(found: EmergencyAccess, *, by: Viewer) -> EmergencyAccess:
    scope = _scope(found)
    return trail.move(found, EMERGENCY, "withdraw", by=by, scope=scope)


def close_emergency(found: EmergencyAccess, *, by: Viewer) -> EmergencyAccess:
    """Before its time is over; what was told stays told, and what is to be told will be."""
    scope = _scope(found)
    return trail.move(found, EMERGENCY, "close", by=by, scope=scope)


def read_in_emergency(found: EmergencyAccess, *, by: Viewer) -> list[Opened]:
    """The words, and the event that they were read, together or not at all."""
    EMERGENCY_RIGHTS.decide(by, found, "read_words").or_refuse()
    with transaction.atomic():
        _tell(found, "read", by)
        return opened_words(by, found)


def tell_the_pair(found: EmergencyAccess, *, by: Viewer) -> bool:
    """The day has come on which the two are told. Whether this call told them."""
    with transaction.atomic():
        told = EmergencyAccess.objects.filter(pk=found.pk, told_at__isnull=True)
        if not told.update(told_at=by.now):
            return False
        _tell(found, "tell", by)
    return True


def _tell(row: EmergencyAccess, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"emergency.{verb}",
        subject=trail.subject_of(row),
        scope=_scope(row),
        by=by,
    )


def _scope(row: EmergencyAccess) -> str:
    return whole(row).school.path or ""
