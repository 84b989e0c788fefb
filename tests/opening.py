"""Opening a programme as its coordinator does: what must exist first is put on record."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from banyan.kernel.viewer import Viewer, system
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.models import Programme
from banyan.programmes.queries.stages import needed_to_open
from banyan.programmes.queries.trainings import READING


def open_up(programme: Programme, *, by: Viewer) -> Programme:
    """The programme, open; it has a cohort already."""
    for key in needed_to_open(programme):
        actions.record_artefact(programme, key, by.today, by=by)
    return actions.open_programme(programme, by=by)


def train(programme: Programme, *people: Person, on: date, code: str = READING) -> None:
    """These have had a training on that day: that of readers, or one of mentors."""
    by = system(datetime.combine(on, time(18), UTC))
    for person in people:
        actions.record_training(programme, person, code, on, by=by)
