"""Trainings put on record, and taken back."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes.models import Programme, TrainingRecord
from banyan.programmes.queries.trainings import READING, design_of, months_of_readers
from banyan.programmes.rules.trainings import TRAINING_RIGHTS, Trained, held_already
from banyan.trail import actions as trail


def record_training(
    programme: Programme, person: Person, code: str, on: date, *, by: Viewer, note: str = ""
) -> TrainingRecord:
    """She was trained on that day. `code` is one of the blueprint's trainings of mentors, or
    `READING` for readers. Raises Refused for another code, a day to come, and a day recorded
    already."""
    TRAINING_RIGHTS.decide(by, Trained(programme, person), "record").or_refuse()
    held_already(by, on).or_refuse()
    known = {one.code for one in design_of(programme).training}
    if code not in known | ({READING} if months_of_readers(programme) else set()):
        raise Refused(denied(_("This programme has no such training.")))
    try:
        with transaction.atomic():
            record = TrainingRecord.objects.create(
                programme=programme,
                person=person,
                code=code,
                held_on=on,
                note=note.strip(),
                recorded_by_id=by.person_id or None,
                recorded_at=by.now,
            )
            _tell("training.record", record, by)
    except IntegrityError as error:
        raise Refused(denied(_("This training is recorded for that day already."))) from error
    return record


def take_back_training(record: TrainingRecord, *, by: Viewer) -> None:
    """It was not so. Raises Stale when it was taken back already."""
    TRAINING_RIGHTS.decide(by, record, "take_back").or_refuse()
    with transaction.atomic():
        gone, _rows = TrainingRecord.objects.filter(pk=record.pk).delete()
        if not gone:
            raise Stale(_("This training has been taken back since you opened the page."))
        _tell("training.take_back", record, by)


def _tell(verb: str, record: TrainingRecord, by: Viewer) -> None:
    trail.record(
        verb=verb,
        subject=trail.subject_of(record),
        scope=record.programme.organisation.path or "",
        by=by,
        person=record.person_id,
        code=record.code,
    )
