"""Words in confidence: to those whom the page named before they were written."""

from __future__ import annotations

from django.db.models import QuerySet

from banyan.kernel.viewer import Viewer
from banyan.organisations.states import Role
from banyan.surveys.models import Response
from banyan.surveys.standings import CONFIDANT
from banyan.ui.prepared import PreparedOne


def reads_confidences(viewer: Viewer) -> bool:
    return viewer.has(Role.COORDINATOR)


def _addressed(viewer: Viewer) -> QuerySet[Response]:
    return (
        Response.objects.filter(CONFIDANT.where(viewer))
        .exclude(in_confidence="")
        .select_related("person", "session__school", "session__host")
    )


def confidences(viewer: Viewer) -> QuerySet[Response]:
    """Who wrote to the viewer as a coordinator, and when, newest first: not what.

    The words are read one at a time, through `confidence`, so that each reading is known.
    """
    return _addressed(viewer).defer("in_confidence", "answers", "themes").order_by("-given_at")


def confidence(viewer: Viewer, pk: int) -> Response:
    """One of them, with its words. Raises DoesNotExist for everybody it is not addressed to."""
    found: Response = _confidence.one(viewer, pk)
    return found


@PreparedOne
def _confidence(viewer: Viewer) -> QuerySet[Response]:
    rows = _addressed(viewer).select_related("session__cohort__programme")
    return rows.defer("answers", "themes").prefetch_related("session__places")
