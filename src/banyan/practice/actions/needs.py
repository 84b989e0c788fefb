"""Strengths and needs: a view begun by one source, written by it alone, resting on evidence."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import once, records
from banyan.mentoring.models import Mentorship, Record, RecordLink
from banyan.mentoring.states import RecordKind
from banyan.practice.models import Assessment, Evidence
from banyan.practice.queries.needs import edition
from banyan.practice.rules.needs import ASSESSMENT_RIGHTS, VIEW_RIGHTS, View
from banyan.practice.states import Source
from blueprint.frameworks import Framework


def begin_assessment(
    source: Source,
    framework: Framework,
    *,
    by: Viewer,
    pair: Mentorship | None = None,
    after: Iterable[Record] = (),
) -> Record:
    """An empty view of a teacher on this framework: of the viewer herself, or of the teacher of
    her pair. `after` are records that led to it, such as an observation. One that was begun so at
    once before, and is empty still, is the one."""
    VIEW_RIGHTS.decide(by, View(source, pair), "begin").or_refuse()
    with transaction.atomic():
        owner, led = pair.mentee if pair is not None else None, list(after)
        empty = once.there(RecordKind.NEED, by=by, owner=owner, pair=pair).filter(
            assessment__source=source.value, assessment__framework=edition(framework)
        )
        for same in empty:
            if {link.earlier_id for link in same.came_from.all()} == {one.pk for one in led}:
                return same
        made = records.begin(RecordKind.NEED, by=by, owner=owner, pair=pair, after=led)
        Assessment.objects.create(record=made, source=source.value, framework=edition(framework))
    return made


def add_evidence(found: Record, element: str, earlier: Record, *, by: Viewer) -> None:
    """Say that an earlier record shows something of this element; twice is once."""
    ASSESSMENT_RIGHTS.decide(by, found, "add_evidence").or_refuse()
    with transaction.atomic():
        records.link(earlier, found, by=by)
        link = RecordLink.objects.get(earlier=earlier, later=found)
        Evidence.objects.get_or_create(link=link, element=element)


def carry_assessment(earlier: Record, made: Record, by: Viewer) -> None:
    """A view that is taken on is still of the same source and framework."""
    kept = Assessment.objects.filter(record=earlier).first()
    if kept is not None:
        Assessment.objects.create(record=made, source=kept.source, framework=kept.framework)
