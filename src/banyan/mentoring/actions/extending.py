"""A pair that goes on longer than its cohort."""

from __future__ import annotations

from datetime import date

from banyan.kernel.decision import Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.moving import change
from banyan.mentoring.models import Mentorship
from banyan.mentoring.rules import EXTENDING_RIGHTS
from banyan.mentoring.rules.extending import within_limits


def extend(mentorship: Mentorship, until: date, because: str, *, by: Viewer) -> Mentorship:
    """Let a pair go on up to this day, and say why: its journey moves with its end. Raises Unfit
    for a day outside what the blueprint allows."""
    EXTENDING_RIGHTS.decide(by, mentorship, "extend").or_refuse()
    if not (decision := within_limits(by, mentorship, until)):
        raise Unfit("until", decision)
    changes = {
        "extended_to": until,
        "extensions": mentorship.extensions + 1,
        "extended_because": because.strip(),
    }
    return change(mentorship, "extend", changes, by=by, until=until.isoformat())
