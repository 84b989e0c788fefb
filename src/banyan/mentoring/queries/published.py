"""What the two of a question make of it for everybody, and who reads that."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import AnsweredQuestion, Question
from banyan.mentoring.standings import (
    PUBLIC_KEEPER,
    PUBLIC_READERS,
    PUBLIC_WRITERS,
    QUESTION_PARTIES,
)
from banyan.organisations.states import Role
from banyan.trail.models import Event
from banyan.trail.queries import subject_of


def public_of(viewer: Viewer, found: Question) -> AnsweredQuestion | None:
    """What the two make of it for others, for them alone until it is published."""
    rows = AnsweredQuestion.objects.filter(PUBLIC_WRITERS.where(viewer), question=found)
    return rows.select_related("question__teacher", "question__mentor").first()


def answered(viewer: Viewer, domain: str = "") -> QuerySet[AnsweredQuestion]:
    """What was published, the newest first, without who asked or answered."""
    rows = AnsweredQuestion.objects.filter(PUBLIC_READERS.where(viewer))
    rows = rows.filter(domain=domain) if domain else rows
    return rows.defer("question").order_by("-published_at", "-pk")


def to_keep(viewer: Viewer, shown: Iterable[AnsweredQuestion]) -> set[int]:
    """Ids of those of these that the viewer may take out of the list. One query, and none for who
    coordinates nothing."""
    if not viewer.has(Role.COORDINATOR):
        return set()
    rows = AnsweredQuestion.objects.filter(PUBLIC_KEEPER.where(viewer))
    return set(rows.filter(pk__in=[one.pk for one in shown]).values_list("pk", flat=True))


def public_answer(viewer: Viewer, pk: int) -> AnsweredQuestion:
    """A published one, for deciding on it. Raises DoesNotExist for what the viewer cannot read."""
    rows = AnsweredQuestion.objects.filter(PUBLIC_READERS.where(viewer))
    programme = "question__cohort__programme__organisation"
    return rows.select_related(programme, "question__school").get(pk=pk)


def was_taken_out(viewer: Viewer, found: Question) -> bool:
    """Whether words for everybody stood there once and are gone, as far as the two may know."""
    gone = ("question.take_down", "question.take_out")
    return (
        QUESTION_PARTIES.holds(viewer, found)
        and Event.objects.filter(subject=subject_of(found), verb__in=gone).exists()
    )
