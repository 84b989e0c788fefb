"""What the stages of a programme bring about: recorded, and taken back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Programme, StageRecord
from banyan.programmes.queries.stages import piece_of
from banyan.programmes.rules import PROGRAMME_RIGHTS
from banyan.trail import actions as trail


def record_artefact(
    programme: Programme, key: str, on: date, *, by: Viewer, note: str = "", link: str = ""
) -> StageRecord:
    """It exists since that day; recorded again, the new day, note and link take the place of the
    old ones, and the same ones change nothing. Raises StageRecord.DoesNotExist for a key that the
    blueprint lacks, and Refused for a day to come."""
    PROGRAMME_RIGHTS.decide(by, programme, "record").or_refuse()
    piece_of(programme, key)
    if on > by.today:
        raise Refused(denied(_("Choose a day that has come already.")))
    said = {"done_on": on, "note": note.strip(), "link": link}
    with transaction.atomic():
        Programme.objects.select_for_update(no_key=True).only("pk").get(pk=programme.pk)
        if same := StageRecord.objects.filter(programme=programme, key=key, **said).first():
            return same
        record, _created = StageRecord.objects.update_or_create(
            programme=programme,
            key=key,
            defaults={
                **said,
                "written_by_id": by.person_id or None,  # the platform is nobody
                "written_at": by.now,
            },
        )
        _tell(programme, "record", key, by)
    return record


def take_back(programme: Programme, key: str, *, by: Viewer) -> None:
    """It does not exist after all. Raises Stale when it was not on record any more."""
    PROGRAMME_RIGHTS.decide(by, programme, "take_back").or_refuse()
    with transaction.atomic():
        deleted, _each = StageRecord.objects.filter(programme=programme, key=key).delete()
        if deleted:
            _tell(programme, "take_back", key, by)
    if not deleted:
        raise Stale(_("This is not on record any more."))


def _tell(programme: Programme, verb: str, key: str, by: Viewer) -> None:
    trail.record(
        verb=f"stage.{verb}",
        subject=trail.subject_of(programme),
        scope=programme.organisation.path or "",
        by=by,
        key=key,
    )
