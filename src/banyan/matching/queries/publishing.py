"""How far the publishing of a round is, and in whose name it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Proposal, Round
from banyan.matching.states import RoundStatus
from banyan.organisations.queries import acting_for
from banyan.organisations.states import Role
from banyan.ui.prepared import PreparedRows


def still_to_propose(round_: Round) -> QuerySet[Proposal]:
    """The pairs of a round that are neither proposed nor left out yet."""
    return Proposal.objects.filter(
        round=round_, mentor__isnull=False, mentorship__isnull=True, skipped=""
    )


def outcome_of(round_: Round) -> dict[str, int]:
    """How many pairs of a round have been proposed so far, and how many were left out."""
    pairs = Proposal.objects.filter(round=round_, mentor__isnull=False)
    return {
        "published": pairs.filter(mentorship__isnull=False).count(),
        "skipped": pairs.exclude(skipped="").count(),
    }


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pairs of a round have been proposed or left out, of how many."""

    done: int
    of: int


def progress_of(round_: Round) -> Progress | None:
    """How far the publishing of a round is; None for one that is not being published."""
    if round_.status != RoundStatus.PUBLISHING:
        return None
    of = Proposal.objects.filter(round=round_, mentor__isnull=False).count()
    return Progress(of - still_to_propose(round_).count(), of)


def publisher_of(round_: Round, now: datetime) -> Viewer:
    """Whoever published the round, with the right by which she did.

    Raises ValueError for a round that nobody has published.
    """
    person = round_.published_by
    if person is None:
        raise ValueError(f"round {round_.pk} was published by nobody")
    place = round_.cohort.programme.organisation
    return acting_for(person, Role.COORDINATOR, place, now=now)


def being_published(pk: int | None = None) -> list[Round]:
    """Rounds whose publishing is not done, for the platform: all of them, or the one asked for."""
    return _being_published() if pk is None else list(_publishing().filter(pk=pk))


@PreparedRows
def _being_published() -> QuerySet[Round]:
    return _publishing()


def _publishing() -> QuerySet[Round]:
    rows = Round.objects.filter(status=RoundStatus.PUBLISHING).defer("problem", "loads")
    return rows.select_related("cohort__programme__organisation", "published_by").order_by("pk")
