"""Work that could be handed in, for the platform, which does so when a step is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.states import StepStatus
from banyan.practice.models import Submission
from banyan.practice.queries.reviews import Judged, judged
from banyan.practice.states import DisputeStatus, SubmissionStatus
from blueprint import Blueprint


@dataclass(frozen=True, slots=True)
class Ready:
    """A step of a pair whose work could be handed in."""

    pair: Mentorship
    key: str
    how: Judged
    record: StepRecord | None
    attempts: list[Submission]  # oldest first
    disputed: bool = False  # the last outcome, and nobody has decided yet
    decided_at: datetime | None = None  # the dispute about it

    @property
    def last(self) -> Submission | None:
        return self.attempts[-1] if self.attempts else None

    @property
    def counting(self) -> int:
        """Attempts that were judged or are being judged."""
        return sum(one.status != SubmissionStatus.WITHDRAWN for one in self.attempts)


def ready(pair: Mentorship, key: str, design: Blueprint) -> Ready | None:
    """For the platform, which hands in what a teacher has said is done; None where nobody judges
    this step."""
    if judged(design, key) is None:
        return None
    rows = StepRecord.objects.filter(
        mentorship=pair, key=key, status=StepStatus.DONE, done_on__isnull=False
    )
    return _ready(pair, key, design, rows.first(), _attempts([(pair.pk, key)])[pair.pk, key])


def ready_since(moment: datetime) -> list[Ready]:
    """Judged steps that were finished since then and are not handed in as they stand, for the
    platform's own look. Two queries, however many steps were finished."""
    finished = StepRecord.objects.filter(
        status=StepStatus.DONE, done_on__isnull=False, written_at__gte=moment
    ).select_related("mentorship__cohort__programme", "mentorship__school", "mentorship__mentee")
    rows = [
        (row, blueprint_of(row.mentorship.cohort))
        for row in finished.defer("words", "mentorship__end_words").order_by("pk")
    ]
    steps = [(row, design) for row, design in rows if judged(design, row.key)]
    attempts = _attempts([(row.mentorship_id, row.key) for row, _design in steps])
    found = (
        _ready(row.mentorship, row.key, design, row, attempts[row.mentorship_id, row.key])
        for row, design in steps
    )
    return [one for one in found if one is not None]


def _attempts(steps: Collection[tuple[int, str]]) -> dict[tuple[int, str], list[Submission]]:
    """What was handed in of these steps of these pairs, oldest first. One query; none for none."""
    found: dict[tuple[int, str], list[Submission]] = {step: [] for step in steps}
    if not found:
        return found
    rows = Submission.objects.filter(
        mentorship__in={pair for pair, _key in found}, key__in={key for _pair, key in found}
    )
    for row in rows.defer("words", "because").order_by("attempt").select_related("dispute"):
        if row.mentorship_id is not None:
            found.get((row.mentorship_id, row.key), []).append(row)
    return found


def _ready(
    pair: Mentorship,
    key: str,
    design: Blueprint,
    record: StepRecord | None,
    attempts: list[Submission],
) -> Ready | None:
    how = judged(design, key)
    if how is None:
        return None
    last = getattr(attempts[-1], "dispute", None) if attempts else None
    return Ready(
        pair,
        key,
        how,
        record,
        attempts,
        disputed=last is not None and last.status == DisputeStatus.RAISED,
        decided_at=last.decided_at if last else None,
    )
