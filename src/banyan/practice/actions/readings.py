"""Work that was handed in is read by the mentor: that is on the log of whoever wrote it. Its blind
readers are on no log that she sees."""

from __future__ import annotations

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.readings import note
from banyan.practice.queries.works import Handed
from banyan.practice.standings import AUTHORS_CONFIDANT


def note_submission_reading(one: Handed, *, by: Viewer) -> None:
    """The mentor of the pair opens what the teacher has handed in."""
    if AUTHORS_CONFIDANT.holds(by, one.submission):
        note("submission.read", one.submission, one.scope, by=by)
