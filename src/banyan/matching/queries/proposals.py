"""One proposal, as its two people and their coordinators may see it, and as notices need it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Proposal
from banyan.matching.queries.reasons import Line, reason_lines
from banyan.matching.standings import PROPOSAL_READERS, PROPOSED
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.trail.models import Event
from banyan.trail.queries import id_of


def proposal(viewer: Viewer, pk: int) -> Proposal:
    """Raises DoesNotExist for everybody else, and for the two themselves before publication."""
    return _whole(Proposal.objects.filter(PROPOSAL_READERS.where(viewer))).get(pk=pk)


def own_proposal(viewer: Viewer, pk: int) -> Proposal:
    """A published proposal of the viewer's own, with its mentorship."""
    return _whole(Proposal.objects.filter(PROPOSED.where(viewer))).get(pk=pk)


def _whole(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return rows.defer("round__problem", "mentorship__end_words").select_related(
        "teacher",
        "mentor",
        "school",
        "round__cohort__programme__organisation",
        "mentorship__school",
    )


def why(proposal: Proposal) -> list[Line]:
    """What speaks for a pair. What does not is for the coordinators, who choose."""
    for_ = [reason for reason in proposal.reasons if reason["kind"] == "for"]
    return reason_lines(for_, blueprint_of(proposal.round.cohort))


# What notices need to know: they have no viewer


def published_pairs(round_id: int) -> list[Proposal]:
    """The pairs of a published round that both people are told of."""
    return list(
        Proposal.objects.filter(round_id=round_id, mentorship__isnull=False)
        .select_related("teacher", "mentor", "mentorship")
        .order_by("pk")
    )


def proposing_events(mentorship_ids: Iterable[int]) -> dict[int, int]:
    """The id of the trail's event that proposed each of these mentorships."""
    subjects = [f"mentorship:{pk}" for pk in mentorship_ids]
    events = Event.objects.filter(verb="mentorship.propose", subject__in=subjects)
    return {id_of(e.subject): e.pk for e in events.only("subject")}
