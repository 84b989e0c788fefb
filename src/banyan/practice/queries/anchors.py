"""Texts of which it is agreed what readers should find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Prefetch, QuerySet

from banyan.kernel.agreement import Drift, drift
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.steps import evidence_key
from banyan.people.models import Person
from banyan.practice.models import Anchor, Reading
from banyan.practice.queries.reviews import Judged, OfStep, judged, words_of
from banyan.practice.standings import ANCHOR_KEEPER
from banyan.practice.states import ReadingStatus, SubmissionStatus, Waits
from banyan.programmes.models import Programme
from banyan.programmes.queries.designs import named
from banyan.programmes.queries.trainings import design_of
from blueprint import Blueprint, Step


@dataclass(frozen=True)
class Anchored(OfStep):
    """An anchor as its reader meets it: as work that is being read."""

    anchor: Anchor
    design: Blueprint
    how: Judged

    @property
    def key(self) -> str:
        return self.anchor.key

    @property
    def programme(self) -> Programme:
        return self.anchor.programme

    @property
    def scope(self) -> str:
        return self.programme.organisation.path or ""

    @property
    def status(self) -> str:
        retired = self.anchor.retired_at is not None
        return SubmissionStatus.WITHDRAWN if retired else SubmissionStatus.IN_REVIEW

    @property
    def waits(self) -> Waits:
        return Waits.READING


def anchored(row: Anchor) -> Anchored:
    """Raises DoesNotExist where its blueprint does not say how it is judged."""
    design = named(row.design)
    how = judged(design, row.key)
    if how is None:
        raise Anchor.DoesNotExist(f"nobody judges {row.key}")
    return Anchored(row, design, how)


def _rows(viewer: Viewer) -> QuerySet[Anchor]:
    given = Reading.objects.select_related("reader").defer("comments", "earlier").order_by("pk")
    return (
        Anchor.objects.filter(ANCHOR_KEEPER.where(viewer))
        .select_related("programme__organisation", "written_by")
        .prefetch_related(Prefetch("readings", given))
    )


def anchor(viewer: Viewer, pk: int) -> Anchored:
    """Raises DoesNotExist for everybody but the coordinators of its programme."""
    return anchored(_rows(viewer).get(pk=pk))


def anchors(viewer: Viewer, programme: Programme) -> list[Anchor]:
    """Those of a programme with their readings, the newest first; without their texts. Two
    queries."""
    rows = _rows(viewer).filter(programme=programme).defer("words", "agreed_how")
    return list(rows.order_by("retired_at", "-pk"))


def places_for(programme: Programme) -> list[tuple[str, str, Judged]]:
    """Where an anchor can look to be from: key of the step, what it is called, and how it is
    judged. Of several ways of judging, the first."""
    design = design_of(programme)
    found: list[tuple[str, str, Judged]] = []
    for step in design.steps:
        for module in step.modules or ("",):
            key = f"{module}/{step.code}" if module else step.code
            how = judged(design, key)
            if how is None or (found and how.review.code != found[0][2].review.code):
                continue
            of = [words_of(one.title) for one in design.modules if one.code == module]
            found.append((key, " · ".join([*of, words_of(step.title)]), how))
    return found


def labels_of(one: Anchored) -> list[tuple[str, bool]]:
    """What is agreed of each criterion, with its name."""
    return [
        (words_of(each.title), bool(one.anchor.agreed.get(each.code)))
        for each in one.review.criteria
    ]


def piece_of(design: Blueprint, step: Step) -> str:
    """Under which code the text of an anchor is kept: the first piece that the step asks for."""
    if step.evidence:
        return evidence_key(design, step, step.evidence[0].code)
    return step.prompts[0].code if step.prompts else "text"


@dataclass(frozen=True, slots=True)
class Drifted:
    """How one reader has judged the anchors that were given to her."""

    reader: Person
    papers: int
    last_on: date
    all: Drift
    earlier: Drift  # before the latest
    latest: Drift  # the last few


LATEST = 3  # so many anchors of a reader are told apart from those before


def drifted(found: list[Anchor]) -> list[Drifted]:
    """Each reader who has judged at least one of these anchors, by name. No query."""
    by_reader: dict[int, list[tuple[Reading, Anchor]]] = {}
    for one in found:
        for row in one.readings.all():
            if row.status == ReadingStatus.DONE:
                by_reader.setdefault(row.reader_id, []).append((row, one))
    told = [_drifted(rows) for rows in by_reader.values()]
    return sorted(told, key=lambda one: (one.reader.name, one.reader.pk))


def _drifted(rows: list[tuple[Reading, Anchor]]) -> Drifted:
    rows = sorted(rows, key=lambda row: (row[0].done_at or row[0].assigned_at, row[0].pk))
    each = [compared(reading, one) for reading, one in rows]
    last = rows[-1][0]
    return Drifted(
        reader=last.reader,
        papers=len(rows),
        last_on=(last.done_at or last.assigned_at).date(),
        all=drift(list(chain.from_iterable(each))),
        earlier=drift(list(chain.from_iterable(each[:-LATEST]))),
        latest=drift(list(chain.from_iterable(each[-LATEST:]))),
    )


def compared(reading: Reading, one: Anchor) -> list[tuple[bool, bool]]:
    """Of each criterion: whether it was agreed to be met, and whether the reader found so."""
    return [
        (bool(agreed), bool(reading.met[code]))
        for code, agreed in one.agreed.items()
        if code in reading.met
    ]
