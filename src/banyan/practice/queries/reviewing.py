"""How the reading of a programme goes: what waits, who has how much to read, whether readers agree
and how long teachers wait. Never a word of any work, nor what was found of a single one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, TypeVar

from django.db.models import Prefetch, Q

from banyan.kernel.agreement import Kappa, kappa, percentile
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.practice.models import Reading, Submission
from banyan.practice.queries.anchors import Anchored, Drifted, anchors, drifted
from banyan.practice.queries.reviews import Judgeable, words_of
from banyan.practice.queries.works import RELATED, UNREAD, Handed, handed
from banyan.practice.standings import SUBMISSION_KNOWERS
from banyan.practice.states import ReadingStatus, SubmissionStatus, Waits
from banyan.programmes.models import Programme
from banyan.programmes.queries.trainings import readers_of
from blueprint import Review

LOOK_BACK = timedelta(days=365)
# Of fewer pieces a number would say next to nothing, and might tell what was found of one.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of the outcome, or of one criterion: how far the first two readers agree."""

    title: str  # empty for the outcome
    n: int
    kappa: Kappa | None  # none where there are too few

    @property
    def alike(self) -> int:
        return round(self.kappa.observed * self.kappa.n) if self.kappa else 0


@dataclass(frozen=True, slots=True)
class Duration:
    """Days from handing in to the outcome; none where there are too few."""

    n: int
    median: int | None
    ninetieth: int | None


@dataclass(frozen=True, slots=True)
class OfReview:
    """One way of judging: agreement on the outcome first, then by criterion."""

    title: str
    of_applications: bool
    agreements: list[Agreement]
    feedback: Duration


@dataclass(frozen=True, slots=True)
class OfAnchors:
    """The anchors of one way of judging, and how far each reader keeps to what is agreed."""

    title: str
    papers: list[Anchored]
    drifts: list[Drifted]


@dataclass(frozen=True, slots=True)
class OfReader:
    """What one reader has of this programme."""

    person: Person
    to_read: int
    late: int
    read: int
    given_back: int
    days: int | None  # that half of her readings took at most


@dataclass(frozen=True, slots=True)
class Going:
    """How reading goes in a programme."""

    waiting: list[Handed]  # for readers, the oldest first
    reviews: list[OfReview]
    readers: list[OfReader]
    anchors: list[OfAnchors]

    @property
    def tells_drift(self) -> bool:
        return any(kind.drifts for kind in self.anchors)


def going(viewer: Viewer, programme: Programme) -> Going:
    """For whoever runs the programme, over the last year. Five queries, however much there is."""
    works = _works(viewer, programme)
    papers = anchors(viewer, programme)
    readings = [row for one in works for row in one.submission.readings.all()]
    given = [row for paper in papers for row in paper.anchor.readings.all()]
    people = list(readers_of(programme, viewer.today))
    return Going(
        waiting=[one for one in works if one.waits in (Waits.ASSIGNING, Waits.ANOTHER)],
        reviews=[_of_review(each[-1].review, each) for each in _by_kind(works)],
        readers=_by_reader(people, readings + given, viewer),
        anchors=[
            OfAnchors(words_of(each[0].review.title), each, drifted(each))
            for each in _by_kind(papers)
        ],
    )


def waiting(viewer: Viewer, programme: Programme) -> list[Handed]:
    """What waits for readers, the oldest first. Two queries."""
    return [
        one for one in _works(viewer, programme) if one.waits in (Waits.ASSIGNING, Waits.ANOTHER)
    ]


def _works(viewer: Viewer, programme: Programme) -> list[Handed]:
    readings = Reading.objects.select_related("reader").defer("comments").order_by("pk")
    rows = (
        Submission.objects.filter(
            SUBMISSION_KNOWERS.where(viewer),
            Q(handed_in_at__gt=viewer.now - LOOK_BACK) | Q(status=SubmissionStatus.IN_REVIEW),
            Q(mentorship__cohort__programme=programme) | Q(application__programme=programme),
        )
        .select_related(*RELATED)
        .defer("words", *UNREAD)
        .prefetch_related(Prefetch("readings", readings))
        .order_by("handed_in_at", "pk")
    )
    return [handed(row) for row in rows]


T = TypeVar("T", bound=Judgeable)


def _by_kind(judged: Iterable[T]) -> list[list[T]]:
    """What is judged in the same way stands together, work before applications."""
    kinds: dict[tuple[bool, str], list[T]] = defaultdict(list)
    for one in judged:
        kinds[one.is_application, one.review.code].append(one)
    return [each for _kind, each in sorted(kinds.items())]


def _of_review(review: Review, works: list[Handed]) -> OfReview:
    both = [pair for one in works if (pair := first_two(one))]
    outcomes = Agreement("", len(both), _kappa([(a["decision"], b["decision"]) for a, b in both]))
    criteria = []
    for criterion in review.criteria:
        code = criterion.code
        judged = [
            (a["met"][code], b["met"][code])
            for a, b in both
            if code in a["met"] and code in b["met"]
        ]
        criteria.append(Agreement(words_of(criterion.title), len(judged), _kappa(judged)))
    took = [
        _days(one.submission.handed_in_at, one.submission.settled_at)
        for one in works
        if one.submission.settled_at and one.status != SubmissionStatus.WITHDRAWN
    ]
    few = len(took) < FEWEST
    return OfReview(
        words_of(review.title),
        works[-1].is_application,
        [outcomes, *criteria],
        Duration(len(took), None if few else _rank(took, 50), None if few else _rank(took, 90)),
    )


def first_two(one: Handed) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """What the first two readers found, each for herself: before a talk, and without the third who
    was asked because they disagreed."""
    done = [_first(row) for row in one.readings if row.earlier or row.status == ReadingStatus.DONE]
    return (done[0], done[1]) if len(done) > 1 else None


def _first(row: Reading) -> dict[str, Any]:
    if row.earlier:
        found: dict[str, Any] = row.earlier[0]
        return found
    return {"decision": row.decision, "met": row.met}


def _kappa(pairs: list[tuple[Any, Any]]) -> Kappa | None:
    return kappa(pairs) if len(pairs) >= FEWEST else None


def _days(begun: datetime, ended: datetime) -> int:
    """Days begun: what comes back the same day took one."""
    return max(1, ceil((ended - begun) / timedelta(days=1)))


def _rank(values: list[int], percent: int) -> int | None:
    found = percentile(values, percent)
    return None if found is None else int(found)


def _by_reader(people: list[Person], readings: list[Reading], viewer: Viewer) -> list[OfReader]:
    rows: dict[int, list[Reading]] = defaultdict(list)
    everybody = {person.pk: person for person in people}
    for row in readings:
        rows[row.reader_id].append(row)
        if row.status == ReadingStatus.ASSIGNED:
            everybody.setdefault(row.reader_id, row.reader)  # who is no reader any more but owes
    told = [_of_reader(person, rows[pk], viewer.today) for pk, person in everybody.items()]
    return sorted(told, key=lambda one: (-one.to_read, -one.read, one.person.name, one.person.pk))


def _of_reader(person: Person, rows: list[Reading], today: date) -> OfReader:
    open_ones = [row for row in rows if row.status == ReadingStatus.ASSIGNED and _is_wanted(row)]
    took = [_days(row.assigned_at, row.done_at) for row in rows if row.done_at]
    return OfReader(
        person,
        to_read=len(open_ones),
        late=sum(row.due_on < today for row in open_ones),
        read=len(took),
        given_back=sum(row.status == ReadingStatus.DECLINED for row in rows),
        days=_rank(took, 50),
    )


def _is_wanted(row: Reading) -> bool:
    """Of work that is not settled, of an anchor that is in use."""
    if row.submission is not None:
        return row.submission.status == SubmissionStatus.IN_REVIEW
    return row.anchor is not None and row.anchor.retired_at is None
