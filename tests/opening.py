"""Opening a programme as its coordinator does: what must exist first is put on record."""

from __future__ import annotations

from banyan.kernel.viewer import Viewer
from banyan.programmes import actions
from banyan.programmes.models import Programme
from banyan.programmes.queries.stages import needed_to_open


def open_up(programme: Programme, *, by: Viewer) -> Programme:
    """The programme, open; it has a cohort already."""
    for key in needed_to_open(programme):
        actions.record_artefact(programme, key, by.today, by=by)
    return actions.open_programme(programme, by=by)
