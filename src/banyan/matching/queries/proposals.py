"""One proposal, as its two people and their coordinators may see it, and as notices need it."""

from __future__ import annotations

from django.db.models import QuerySet

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Proposal
from banyan.matching.queries.reasons import Line, reason_lines
from banyan.matching.standings import PROPOSAL_READERS, PROPOSED
from banyan.matching.states import IN_CONFIDENCE
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.ui.prepared import PreparedOne


def proposal(viewer: Viewer, pk: int) -> Proposal:
    """Raises DoesNotExist for everybody else, and for the two themselves before publication."""
    found: Proposal = _proposal.one(viewer, pk)
    return found


@PreparedOne
def _proposal(viewer: Viewer) -> QuerySet[Proposal]:
    return _whole(Proposal.objects.filter(PROPOSAL_READERS.where(viewer)))


def own_proposal(viewer: Viewer, pk: int) -> Proposal:
    """A published proposal of the viewer's own, with its mentorship."""
    found: Proposal = _own_proposal.one(viewer, pk)
    return found


@PreparedOne
def _own_proposal(viewer: Viewer) -> QuerySet[Proposal]:
    return _whole(Proposal.objects.filter(PROPOSED.where(viewer)))


def _whole(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return rows.defer(
        "relaxations", "round__problem", "round__loads", "mentorship__end_words"
    ).select_related(
        "teacher",
        "mentor",
        "school",
        "round__cohort__programme__organisation",
        "mentorship__school",
    )


def why(proposal: Proposal) -> list[Line]:
    """What speaks for a pair. What does not is for the coordinators, who choose, and so is what was
    asked for in confidence."""
    for_ = [
        reason
        for reason in proposal.reasons
        if reason["kind"] == "for" and reason["code"] not in IN_CONFIDENCE
    ]
    return reason_lines(for_, blueprint_of(proposal.round.cohort))


# What notices need to know: they have no viewer


def proposal_behind(mentorship_id: int) -> Proposal | None:
    """The proposal of a round that a pair goes back to; None for one proposed by hand."""
    rows = Proposal.objects.filter(mentorship_id=mentorship_id)
    return rows.select_related("teacher", "mentor", "mentorship").first()
