"""Work that was handed in is read by the mentor, a dispute also by whoever decides: that is on the
log of whoever wrote it. Its blind readers are on no log that she sees."""

from __future__ import annotations

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.readings import note
from banyan.practice.queries.disputes import Disputed
from banyan.practice.queries.works import Handed
from banyan.practice.standings import AUTHORS_CONFIDANT, DISPUTANT, DISPUTE_PARTIES


def note_submission_reading(one: Handed, *, by: Viewer, noted: bool | None = None) -> None:
    """The mentor of the pair opens what the teacher has handed in. `noted` says whether it is on
    the log already, where that is known."""
    if AUTHORS_CONFIDANT.holds(by, one.submission):
        note("submission.read", one.submission, one.scope, by=by, noted=noted)


def note_dispute_reading(found: Disputed, *, by: Viewer) -> None:
    """Somebody else than who raised it opens what it says, and what the readers said."""
    if DISPUTE_PARTIES.holds(by, found.dispute) and not DISPUTANT.holds(by, found.dispute):
        note("dispute.read", found.dispute, found.handed.scope, by=by)
