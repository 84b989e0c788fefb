"""What the worker runs for matching."""

from __future__ import annotations

from django.utils import timezone

from banyan.matching import actions
from banyan.matching.queries.publishing import being_published


def publish_rest(round_id: int) -> int:
    """Go on with a round that has just been published; returns how many were, one or none."""
    now = timezone.now()
    return len([actions.publish_rest(round_, now=now) for round_ in being_published(round_id)])


def publish_all() -> int:
    """Every minute: go on with whatever a worker has left half done; returns how many rounds."""
    now = timezone.now()
    return len([actions.publish_rest(round_, now=now) for round_ in being_published()])
