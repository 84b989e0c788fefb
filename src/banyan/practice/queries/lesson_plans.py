"""Lesson plans: the viewer's and her pair's, and those that are published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record
from banyan.mentoring.queries.records import Reading, records
from banyan.mentoring.states import RecordKind, Tier
from banyan.practice.models import LessonPlan
from banyan.practice.queries.hub import shared_with


def plans(viewer: Viewer) -> QuerySet[Record]:
    """Those that the viewer reads in confidence, newest first, without words."""
    found = shared_with(viewer, RecordKind.LESSON_PLAN).select_related("lesson_plan")
    return found.filter(lesson_plan__edition_of__isnull=True)


def beside(found: Record) -> LessonPlan:
    """What stands beside a record of such a list."""
    plan: LessonPlan = getattr(found, "lesson_plan")  # noqa: B009 - its far side declares it
    return plan


def said(page: Iterable[Record]) -> list[tuple[Record, tuple[str, str]]]:
    """Subject and stage of each that is published, by their codes."""
    return [(one, (getattr(one, "subject", ""), getattr(one, "stage", ""))) for one in page]


class Credit(NamedTuple):
    """After whom it was made, and what that was called."""

    author: str
    title: str


def plan_of(reading: Reading) -> LessonPlan:
    """What stands beside a record that was opened. Its words are those that its viewer reads."""
    return plan_with_credits(reading)[0]


def plan_with_credits(reading: Reading) -> tuple[LessonPlan, list[Credit]]:
    """The same, and after whom it was made, the oldest first. One query."""
    rows = list(
        LessonPlan.objects.filter(record_id=reading.record.pk)
        .select_related("edition__record", "edition_of")
        .annotate(after=F("credits__author__name"), called=F("credits__title"))
        .order_by("credits__number")
    )
    plan = rows[0]
    plan.record = reading.record
    return plan, [Credit(row.after, row.called) for row in rows if row.after is not None]


def edition_of(plan: LessonPlan) -> LessonPlan | None:
    """What is published of it now."""
    edition: LessonPlan | None = getattr(plan, "edition", None)
    return edition if edition is not None and edition.record.tier == Tier.PUBLIC else None


def published(viewer: Viewer, wanted: Mapping[str, str]) -> QuerySet[Record]:
    """What everybody reads, newest first: `subject` and `stage` by their codes, `words` in the
    title or the aims. Only what is public is searched."""
    found = (
        records(viewer, RecordKind.LESSON_PLAN)
        .filter(tier=Tier.PUBLIC, lesson_plan__published_at__isnull=False)
        .annotate(subject=KeyTextTransform("subject", "words"))
        .annotate(stage=KeyTextTransform("stage", "words"))
        .select_related("lesson_plan")
        .order_by("-lesson_plan__published_at", "-pk")
    )
    if wanted.get("subject"):
        found = found.filter(words__subject=wanted["subject"])
    if wanted.get("stage"):
        found = found.filter(words__stage=wanted["stage"])
    if wanted.get("words"):
        said = wanted["words"]
        found = found.filter(Q(title__icontains=said) | Q(words__aims__icontains=said))
    return found


def published_plan(viewer: Viewer, pk: int) -> Record:
    """One of them. Raises DoesNotExist for what is not published."""
    return published(viewer, {}).prefetch_related("shares__person").get(pk=pk)
