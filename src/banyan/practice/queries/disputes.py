"""Disputes about the outcome of work that was handed in: its parties see them, and nobody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from banyan.kernel.viewer import Viewer
from banyan.mentoring.standings import mentor_in_power
from banyan.practice.models import Dispute, Submission
from banyan.practice.queries.applying import passed_on_by
from banyan.practice.queries.submissions import Finding, attempts, findings
from banyan.practice.queries.works import RELATED, UNREAD, Handed, OfApplicant, handed, viewers_of
from banyan.practice.standings import DISPUTE_PARTIES
from banyan.practice.states import DisputeStatus
from banyan.ui.prepared import PreparedOne


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute with the work that it is about."""

    dispute: Dispute
    handed: Handed
    has_judged: frozenset[int]  # was given any attempt to read, decided on one, or passed it on

    @property
    def status(self) -> str:
        return self.dispute.status

    @property
    def findings(self) -> list[Finding]:
        return [Finding(**each) for each in self.dispute.findings]


@dataclass(frozen=True, slots=True)
class Disputable:
    """Work whose outcome somebody may disagree with."""

    handed: Handed
    dispute: Dispute | None
    is_last: bool  # attempt at its step


def _rows() -> QuerySet[Dispute]:
    return Dispute.objects.select_related(
        *(f"submission__{each}" for each in RELATED), "decided_by"
    ).defer("submission__words", *(f"submission__{each}" for each in UNREAD))


def dispute(viewer: Viewer, pk: int) -> Disputed:
    """Raises DoesNotExist for everybody but its parties."""
    return _disputed(_dispute.one(viewer, pk))


def _disputed(row: Dispute) -> Disputed:
    one = handed(row.submission)
    return Disputed(row, one, _judges(one))


def _judges(one: Handed) -> frozenset[int]:
    """One query, and one more of an application: whoever passed it on has seen it."""
    found = (
        Submission.objects.filter(one.attempts)
        .order_by()
        .values_list("readings__reader_id", "decided_by_id")
    )
    judges = frozenset(pk for row in found for pk in row if pk is not None)
    return judges | passed_on_by(one.application) if isinstance(one, OfApplicant) else judges


@PreparedOne
def _dispute(viewer: Viewer) -> QuerySet[Dispute]:
    two = ("submission__mentorship__mentee", "submission__mentorship__mentor")
    barred = mentor_in_power(*two, viewer.today)
    return _rows().filter(DISPUTE_PARTIES.where(viewer)).annotate(**barred)


def disputable(viewer: Viewer, one: Handed) -> Disputable:
    """What the rules ask of work that the viewer has been given: it came with its dispute. One
    query."""
    return disputable_among(one, attempts(viewer, one))


def disputable_among(one: Handed, every: list[Submission]) -> Disputable:
    """The same, where every attempt at its step is known. No query."""
    found: Dispute | None = getattr(one.submission, "dispute", None)
    return Disputable(one, found, one.submission.attempt == max(each.attempt for each in every))


def unraised(one: Handed) -> Dispute:
    """The dispute that there would be, for saying who would read it. No query."""
    row = Dispute(submission=one.submission)
    row.mentor_in_power = getattr(one.submission, "mentor_in_power", False)  # type: ignore[attr-defined]
    return row


def shown_with_it(viewer: Viewer, one: Handed) -> list[dict[str, object]]:
    """What the readers said, as the author sees it when she shows it to whoever decides."""
    return [asdict(each) for each in findings(viewer, one)]


# For the platform's own look


def dispute_told_of(pk: int) -> Disputed:
    return _disputed(_rows().get(pk=pk))


def parties_among(found: Disputed, people: Collection[int], *, now: datetime) -> set[int]:
    """Of these people those who read the dispute: whoever has power over the teacher is not told
    of what is closed to her. Three queries."""
    viewers = viewers_of(found.handed, people, now=now)
    return {pk for pk, seen in viewers.items() if DISPUTE_PARTIES.holds(seen, found.dispute)}


def still_disputed(pk: int) -> bool:
    return Dispute.objects.filter(pk=pk, status=DisputeStatus.RAISED).exists()


def undecided(on: date) -> list[Disputed]:
    """Disputes that were to be decided before this day."""
    rows = _rows().filter(status=DisputeStatus.RAISED, decide_by__lt=on)
    bare = rows.defer("words", "findings", "because").order_by("pk")
    return [_disputed(row) for row in bare]
