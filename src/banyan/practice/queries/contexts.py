"""The context of somebody's teaching, and the first interview of a pair."""

from __future__ import annotations

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.records import records
from banyan.mentoring.states import RecordKind


def own_context(viewer: Viewer) -> Record | None:
    """The viewer's newest; a context is written on, not begun again, while its pair lasts."""
    found = records(viewer, RecordKind.CONTEXT).filter(owner_id=viewer.person_id)
    return found.first()


def intake_of(viewer: Viewer, pair: Mentorship) -> Record | None:
    """The one interview of a pair, where the viewer may read it."""
    return records(viewer, RecordKind.INTAKE).filter(mentorship=pair).first()


def context_and_intake(
    viewer: Viewer, person_id: int, pair: Mentorship | None
) -> tuple[Record | None, Record | None]:
    """The newest context of this teacher and the interview of this pair, where the viewer may read
    them. One query."""
    found = list(records(viewer, RecordKind.CONTEXT, RecordKind.INTAKE).filter(owner_id=person_id))
    of_pair = pair.pk if pair is not None else 0
    return (
        next((one for one in found if one.kind == RecordKind.CONTEXT), None),
        next(
            (o for o in found if o.kind == RecordKind.INTAKE and o.mentorship_id == of_pair), None
        ),
    )
