"""Texts of which it is agreed what readers should find."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Prefetch, QuerySet

from banyan.kernel.agreement import Drift, drift
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.steps import evidence_key
from banyan.people.models import Person
from banyan.practice.models import Anchor, Reading
from banyan.practice.queries.applying import OfApplication
from banyan.practice.queries.reviews import Judgeable, Judged, OfStep, judged, words_of
from banyan.practice.standings import ANCHOR_KEEPER
from banyan.practice.states import ReadingStatus, SubmissionStatus, Waits
from banyan.programmes.models import Programme
from banyan.programmes.queries.designs import named
from banyan.programmes.queries.trainings import design_of
from blueprint import Blueprint, Review, Step


@dataclass(frozen=True)
class Anchored(Judgeable):
    """An anchor as its reader meets it: as what is being read."""

    anchor: Anchor
    design: Blueprint

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

    @property
    @abstractmethod
    def missing(self) -> str:
        """What it has not, and all that it looks like has: the name of it, or nothing."""


@dataclass(frozen=True)
class LikeWork(OfStep, Anchored):
    """It looks like work of a step."""

    how: Judged

    @property
    def key(self) -> str:
        return self.anchor.key

    @property
    def missing(self) -> str:
        return "" if any(self.anchor.words.values()) else "text"


@dataclass(frozen=True)
class LikeApplication(OfApplication, Anchored):
    """It looks like the application of a mentor."""

    how: Review

    @property
    def missing(self) -> str:
        words, mentor = self.anchor.words, self.design.mentor
        asked = ["domains", "languages", "hours_a_month", "motivation"]
        asked += ["years"] if mentor.minimum_years else []
        asked += ["evidence"] if any(one.required for one in mentor.evidence) else []
        return next((name for name in asked if not words.get(name)), "")


def anchored(row: Anchor) -> Anchored:
    """Raises DoesNotExist where its blueprint does not say how it is judged."""
    design = named(row.design)
    if row.key:
        how = judged(design, row.key)
        if how is not None:
            return LikeWork(row, design, how)
    elif review := design.review_of_applications:
        return LikeApplication(row, design, review)
    raise Anchor.DoesNotExist(f"nobody judges {row.key or 'applications'}")


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


def anchors(viewer: Viewer, programme: Programme) -> list[Anchored]:
    """Those of a programme with their readings, the newest first; without their texts. Two
    queries."""
    rows = _rows(viewer).filter(programme=programme).defer("words", "agreed_how")
    return [anchored(row) for row in rows.order_by("retired_at", "-pk")]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an anchor can look like, and how that is judged: work of one of these steps, or the
    application of a mentor."""

    spelling: str  # in an address
    review: Review
    steps: list[tuple[str, str]]  # key and title of each; none of an application

    @property
    def is_application(self) -> bool:
        return not self.steps

    @property
    def title(self) -> str:
        return words_of(self.review.title)


APPLICATION = "as-a-mentor"  # no code of a review has a hyphen


def likenesses(programme: Programme) -> list[Likeness]:
    """What anchors of a programme can look like: work, once for each way of judging it, then an
    application, where readers judge those."""
    design = design_of(programme)
    found: dict[str, Likeness] = {}
    for step in design.steps:
        for module in step.modules or ("",):
            key = f"{module}/{step.code}" if module else step.code
            how = judged(design, key)
            if how is None:
                continue
            of = [words_of(one.title) for one in design.modules if one.code == module]
            code = how.review.code
            one = found.setdefault(code, Likeness(code, how.review, []))
            one.steps.append((key, " · ".join([*of, words_of(step.title)])))
    review = design.review_of_applications
    return [*found.values(), *([Likeness(APPLICATION, review, [])] if review else [])]


def labels_of(one: Anchored) -> list[tuple[str, bool]]:
    """What is agreed of each criterion, with its name."""
    return [
        (words_of(each.title), bool(one.anchor.agreed.get(each.code)))
        for each in one.review.criteria
    ]


def words_of_work(design: Blueprint, key: str, text: str) -> dict[str, str]:
    """A text as the work of this step: under the code of the first piece that the step asks for.
    Nothing where readers do not judge the step."""
    found = judged(design, key)
    return {_piece_of(design, found.step): text} if found else {}


def _piece_of(design: Blueprint, step: Step) -> str:
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


def drifted(found: list[Anchored]) -> list[Drifted]:
    """Each reader who has judged at least one of these anchors, by name. No query."""
    by_reader: dict[int, list[tuple[Reading, Anchor]]] = {}
    for one in found:
        for row in one.anchor.readings.all():
            if row.status == ReadingStatus.DONE:
                by_reader.setdefault(row.reader_id, []).append((row, one.anchor))
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
