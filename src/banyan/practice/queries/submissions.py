"""Work that was handed in, as each viewer may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Window

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.readers import ONE_READING, noted
from banyan.mentoring.standings import mentor_in_power
from banyan.practice.models import Reading, Submission
from banyan.practice.queries.anchors import Anchored, anchored
from banyan.practice.queries.reviews import without, words_of
from banyan.practice.queries.works import RELATED, UNREAD, Handed, OfPair, handed
from banyan.practice.standings import (
    ASSIGNER,
    READER,
    READING_ASSIGNER,
    SUBMISSION_KNOWERS,
    SUBMISSION_READERS,
)
from banyan.practice.states import ReadingStatus, SubmissionStatus
from banyan.trail.queries import subject_of
from banyan.ui.prepared import PreparedFor, PreparedOne


def _rows() -> QuerySet[Submission]:
    """Without words; what readers found is read for its weight alone."""
    readings = Reading.objects.select_related("reader").defer("met", "comments").order_by("pk")
    return (
        Submission.objects.select_related(*RELATED, "dispute")
        .defer("words", *UNREAD, "dispute__words", "dispute__findings", "dispute__because")
        .prefetch_related(Prefetch("readings", readings))
    )


def submissions(viewer: Viewer) -> QuerySet[Submission]:
    """Work of the viewer's own pairs and of the schools she coordinates, newest first."""
    barred = mentor_in_power("mentorship__mentee", "mentorship__mentor", viewer.today)
    return (
        _rows()
        .annotate(**barred)
        .filter(SUBMISSION_KNOWERS.where(viewer))
        .order_by("-handed_in_at", "-pk")
    )


def submission(viewer: Viewer, pk: int) -> Handed:
    """Raises DoesNotExist for everybody but the pair and those who assign readers."""
    return handed(_submission.one(viewer, pk))


def opening(viewer: Viewer, pk: int) -> tuple[Handed, bool]:
    """The same, and whether the viewer's reading is on the log already and counts as one with that
    of now."""
    subject, since = subject_of(Submission(pk=pk)), viewer.now - ONE_READING
    found = _opening.one(viewer, pk, subject=subject, since=since)
    return handed(found), found.read_lately


_submission = PreparedOne(submissions)


@PreparedOne
def _opening(viewer: Viewer) -> QuerySet[Submission]:
    return submissions(viewer).annotate(read_lately=noted(viewer, "submission.read"))


def latest(viewer: Viewer, pair: Mentorship, key: str) -> Submission | None:
    """The last attempt at a step, if there is one."""
    return submissions(viewer).filter(mentorship=pair, key=key).first()


def attempts(viewer: Viewer, one: Handed) -> list[Submission]:
    """Every attempt at its step, the first one first."""
    rows = Submission.objects.filter(SUBMISSION_KNOWERS.where(viewer), one.attempts)
    return list(rows.only("attempt", "status", "handed_in_at").order_by("attempt"))


def said(viewer: Viewer, one: Handed) -> list[tuple[str, str]]:
    """What was handed in, label and text; empty for whoever is not of the pair."""
    rows = Submission.objects.filter(SUBMISSION_READERS.where(viewer), pk=one.submission.pk)
    words = rows.values_list("words", flat=True).first() or {}
    return one.labelled(words)


def because(viewer: Viewer, one: Handed) -> str:
    """The coordinator's reason, where she decided; for the pair alone, the mentor's, where she
    gave it back."""
    if one.status == SubmissionStatus.IN_REVIEW:
        return ""
    returned = one.status == SubmissionStatus.WITHDRAWN
    who = SUBMISSION_READERS if returned else SUBMISSION_READERS | ASSIGNER
    rows = Submission.objects.filter(who.where(viewer), pk=one.submission.pk)
    return _unnamed(one.submission, rows.values_list("because", flat=True).first() or "")


def _unnamed(row: Submission, text: str) -> str:
    """What was said of the work, without the names of those who read it."""
    return without([each.reader.name for each in row.readings.all()], text)


def decided(viewer: Viewer, pair: Mentorship) -> list[tuple[OfPair, str]]:
    """Work of a pair on which its readers disagreed and a coordinator decided, with her reason."""
    reads = SUBMISSION_READERS | ASSIGNER
    settled = (
        submissions(viewer)
        .filter(reads.where(viewer))
        .exclude(because="")
        .exclude(status=SubmissionStatus.WITHDRAWN)
    )
    rows = settled.filter(mentorship=pair).order_by("settled_at")
    found = [(handed(one), because) for one, because in _with_reasons(rows)]
    return [(one, because) for one, because in found if isinstance(one, OfPair)]


def _with_reasons(rows: QuerySet[Submission]) -> list[tuple[Submission, str]]:
    reasons = dict(rows.values_list("pk", "because"))
    return [(one, _unnamed(one, reasons[one.pk])) for one in rows]


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion as the author sees it: by how many it was met, and what was said of it."""

    title: str
    hint: str
    met: int
    of: int
    comments: list[str]


def findings(viewer: Viewer, one: Handed) -> list[Finding]:
    """What all readers together said, once it is settled, for the pair alone; never who."""
    if one.status not in (SubmissionStatus.SUCCESSFUL, SubmissionStatus.NOT_YET):
        return []
    if not SUBMISSION_READERS.holds(viewer, one.submission):
        return []
    rows = list(
        Reading.objects.filter(submission=one.submission, status=ReadingStatus.DONE)
        .order_by("done_at", "pk")
        .values_list("met", "comments")
    )
    return found_by(one, rows)


def found_by(one: Handed, rows: Sequence[tuple[dict[str, bool], dict[str, str]]]) -> list[Finding]:
    """What readings with these judgements and comments, by code of the criterion, say together."""
    return [
        Finding(
            title=words_of(criterion.title),
            hint=words_of(criterion.hint) if criterion.hint else "",
            met=sum(bool(met.get(criterion.code)) for met, _ in rows),
            of=len(rows),
            comments=[
                _unnamed(one.submission, text)
                for _, comments in rows
                if (text := comments.get(criterion.code))
            ],
        )
        for criterion in one.review.criteria
    ]


# What a reader sees


@dataclass(frozen=True)
class ToRead:
    """A reading as its reader sees it: nothing of it says whose work it is, where the review is
    blind."""

    reading: Reading
    handed: Handed | Anchored
    words: Mapping[str, Any] = field(default_factory=dict)  # where they came with it

    @property
    def status(self) -> str:
        return self.reading.status

    @property
    def is_wanted(self) -> bool:
        """Whether it is still to be read."""
        open_now = self.handed.status == SubmissionStatus.IN_REVIEW
        return open_now and self.status == ReadingStatus.ASSIGNED

    @property
    def title(self) -> str:
        return self.handed.title

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Label and text, named when they are shown: in the programme's own words."""
        said = self.handed.labelled(self.words)
        if not self.handed.review.blind:
            return said
        return [(label, self.handed.unnamed(text)) for label, text in said]


def _to_read() -> QuerySet[Reading]:
    return Reading.objects.select_related(
        *(f"submission__{each}" for each in RELATED), "anchor__programme__organisation"
    ).defer(
        *(f"submission__{each}" for each in UNREAD),
        "anchor__agreed", "anchor__agreed_how", "anchor__title", "earlier",
    )  # fmt: skip


def readings(viewer: Viewer) -> QuerySet[Reading]:
    """What the viewer was given to read, what is still to be done first."""
    return (
        _own(viewer)
        .defer("submission__words", "anchor__words")
        .order_by(F("done_at").asc(nulls_first=True), "due_on", "pk")
    )


def first_readings(viewer: Viewer) -> tuple[list[Reading], int]:
    """As many of them as a home looks at; and how many of all are still to be done. One query."""
    rows: list[Any] = _first_readings(viewer)
    return rows, rows[0].waiting if rows else 0


@PreparedFor
def _first_readings(viewer: Viewer) -> QuerySet[Reading]:
    to_do = Count("pk", filter=Q(status=ReadingStatus.ASSIGNED))
    return readings(viewer).annotate(waiting=Window(to_do))[:20]


def _own(viewer: Viewer) -> QuerySet[Reading]:
    """Without what was given back, or withdrawn by its author: nobody reads that any more. An
    anchor that is out of use goes in the same way: by what stays nobody tells it from work."""
    return (
        _to_read()
        .filter(READER.where(viewer))
        .exclude(status=ReadingStatus.DECLINED)
        .exclude(submission__status=SubmissionStatus.WITHDRAWN)
        .exclude(anchor__retired_at__isnull=False, status=ReadingStatus.ASSIGNED)
    )


def reading(viewer: Viewer, pk: int) -> ToRead:
    """Raises DoesNotExist for everybody but its reader, and for her when it was taken back."""
    row = _reading.one(viewer, pk)
    kept = row.anchor or row.submission
    assert kept is not None  # noqa: S101 - of one of the two
    return ToRead(row, to_read(row).handed, kept.words)


_reading = PreparedOne(_own)


def to_read(row: Reading) -> ToRead:
    """One line of a list of `readings`."""
    if row.anchor is not None:
        return ToRead(row, anchored(row.anchor))
    assert row.submission is not None  # noqa: S101 - of one of the two
    return ToRead(row, handed(row.submission))


def assigned_reading(viewer: Viewer, pk: int) -> ToRead:
    """For whoever assigns readers. Raises DoesNotExist for everybody else."""
    return to_read(_assigned_reading.one(viewer, pk))


@PreparedOne
def _assigned_reading(viewer: Viewer) -> QuerySet[Reading]:
    rows = _to_read().filter(READING_ASSIGNER.where(viewer))
    return rows.defer("submission__words", "met", "comments", "decision")


# For the platform's own look


def told_of(pk: int) -> Handed:
    return handed(_rows().get(pk=pk))


def reading_told_of(pk: int) -> Reading:
    return _to_read().defer("submission__words", "anchor__words", "met", "comments").get(pk=pk)


# Its reading is still wanted: of work that is not settled, of an anchor that is in use.
_WANTED = Q(submission__status=SubmissionStatus.IN_REVIEW) | Q(
    anchor__isnull=False, anchor__retired_at__isnull=True
)


def still_to_read(pk: int) -> bool:
    return Reading.objects.filter(_WANTED, pk=pk, status=ReadingStatus.ASSIGNED).exists()


def still_waits(pk: int, waits: str) -> bool:
    found = _rows().filter(pk=pk).first()
    return found is not None and handed(found).waits == waits


def unread(on: date) -> list[Reading]:
    """Readings that are due by this day and not done."""
    rows = _to_read().filter(_WANTED, status=ReadingStatus.ASSIGNED, due_on__lte=on)
    bare = rows.defer("submission__words", "anchor__words", "met", "comments")
    return list(bare.order_by("pk"))
