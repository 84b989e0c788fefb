"""What the worker runs for matching."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions
from banyan.matching.actions import choosing, rotas
from banyan.matching.models import PairRequest, Rota
from banyan.matching.notices.rotas import tell_of_coming
from banyan.matching.queries.choosing import run_out, settled_by
from banyan.matching.queries.publishing import being_published
from banyan.matching.queries.rotas import announced_between, run_over
from banyan.matching.states import ChoiceStatus
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

A_DAY = timedelta(hours=26)  # also of somebody who looks in the morning


def publish_rest(round_id: int) -> int:
    """Go on with a round that has just been published; returns how many were, one or none."""
    now = timezone.now()
    return len([actions.publish_rest(round_, now=now) for round_ in being_published(round_id)])


def publish_all() -> int:
    """Every minute: go on with whatever a worker has left half done; returns how many rounds."""
    now = timezone.now()
    return len([actions.publish_rest(round_, now=now) for round_ in being_published()])


def expire_choices() -> int:
    """Every few minutes: end what nobody answered in time; both are told. Returns how many."""
    by = system(timezone.now())
    return sum(_expired(row, by) for row in run_out(by.now))


def _expired(row: PairRequest, by: Viewer) -> bool:
    try:
        choosing.expire(row, by=by)
    except (Refused, Stale):  # answered while this job was on its way to it
        return False
    return True


def remind_of_rotas() -> int:
    """Tell everybody who is expected, the day before their short meetings; how many are new."""
    now = timezone.now()
    return sum(tell_of_coming(rota, now) for rota in announced_between(now, now + A_DAY))


def end_rotas() -> int:
    """Every few minutes: what nobody has ended by hand is over when its last meeting is."""
    by = system(timezone.now())
    return sum(_ended(rota, by) for rota in run_over(by.now))


def _ended(rota: Rota, by: Viewer) -> bool:
    try:
        rotas.end(rota, by=by)
    except (Refused, Stale):  # ended or cancelled while this job was on its way to it
        return False
    return True


def forget_said() -> int:
    """What was said after short meetings goes when no round heeds it any more."""
    return rotas.forget_said(by=system(timezone.now()))


def settle_choices(event: Event) -> None:
    """A mentor is proposed to a teacher: what the two had asked of each other is done with, and
    what she had asked of others is no longer needed."""
    by = system(event.happened_at)
    for row, of_these in settled_by(id_of(event.subject)):
        done = of_these and row.status == ChoiceStatus.APPROVED
        (choosing.propose if done else choosing.lapse)(row, by=by)


trail.follow("matching.settle_choices", settle_choices, "mentorship.propose")
