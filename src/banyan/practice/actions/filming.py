"""Consents to film: written down before a video is kept, and withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from banyan.kernel.decision import Unfit, denied
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.practice.actions.uploads import drop_upload
from banyan.practice.models import FilmingConsent, Upload, Video
from banyan.practice.rules.videos import FILMING_CONSENT
from banyan.practice.states import ConsentStatus, FilmingBasis, VideoStatus
from banyan.trail import actions as trail

DAYS_AFTER_WITHDRAWAL = 7
MOST_CONSENT = timedelta(days=366)


def write_down_consent(
    class_name: str, given_by: str, of_whom: str, basis: FilmingBasis, until: date, *, by: Viewer
) -> FilmingConsent:
    """Keep who agreed that which class is filmed, whose consent it is, why that is lawful, and
    until when (the last day). What holds already in the same words is the one. Raises Unfit for a
    day that is past or further off than a year."""
    if not by.is_somebody:
        denied(_("Sign in first.")).or_refuse()
    if until < by.today:
        raise Unfit("until", denied(_("This day has passed.")))
    if until > by.today + MOST_CONSENT:
        raise Unfit("until", denied(_("Ask for consent anew each year: choose an earlier day.")))
    said: dict[str, Any] = {
        "owner_id": by.person_id, "class_name": class_name.strip(), "given_by": given_by.strip(),
        "of_whom": of_whom.strip(), "basis": basis.value, "until": until,
    }  # fmt: skip
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)  # in two tabs
        if same := FilmingConsent.objects.filter(status=ConsentStatus.GIVEN, **said).first():
            return same
        made = FilmingConsent.objects.create(**said, given_at=by.now)
        trail.record(verb="filmingconsent.give", subject=trail.subject_of(made), scope="", by=by)
    return made


def withdraw_consent(consent: FilmingConsent, *, by: Viewer) -> FilmingConsent:
    """From this moment nobody plays a video that rests on it, what is on its way is dropped, and
    what is kept is deleted within a week."""
    with transaction.atomic():
        moved = trail.move(
            consent, FILMING_CONSENT, "withdraw", by=by, scope="", withdrawn_at=by.now
        )
        soon = by.today + timedelta(days=DAYS_AFTER_WITHDRAWAL)
        kept = Q(consent=consent, status=VideoStatus.KEPT, delete_on__gt=soon)
        Video.objects.filter(kept).update(delete_on=soon)
        for upload in Upload.objects.filter(consent=consent, video=None):
            drop_upload(upload)
    return moved


__all__ = ["withdraw_consent", "write_down_consent"]
