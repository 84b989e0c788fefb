"""Who settles how long a session was, where the two remember it differently.

| verb | who | when |
|---|---|---|
| settle | a coordinator who is not of the session | the two still differ after the blueprint's days |

She sees the minutes and when they were said, and no word of the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Seat, Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules.sessions import still_counted
from banyan.mentoring.standings import SESSION_SETTLER
from banyan.ui import words


@dataclass(frozen=True, slots=True)
class Differing:
    """A seat of a session, of which the two say different minutes."""

    session: Session
    seat: Seat


settler = SESSION_SETTLER.otherwise(
    _("Only a coordinator of this school who is not of the session can do this."), of="session"
)


def settled_from(found: Differing) -> datetime:
    """When a coordinator may settle it: the blueprint's days after the later of the two."""
    said = [at for at in (found.seat.own_said_at, found.seat.host_said_at) if at is not None]
    days = blueprint_of(found.session.cohort).session.rules.settle_after_days
    return max(said, default=found.session.ends_at) + timedelta(days=days)


def they_differ(viewer: Viewer, found: Differing) -> Decision:
    if found.seat.differs:
        return ALLOWED
    return denied(_("The two do not differ here."))


def left_so(viewer: Viewer, found: Differing) -> Decision:
    """First the two themselves: they have the blueprint's days to agree."""
    when = settled_from(found)
    if viewer.now >= when:
        return ALLOWED
    said = {"when": words.moment(when)}
    return denied(_("The two can still agree by themselves, until %(when)s.") % said)


def not_closed(viewer: Viewer, found: Differing) -> Decision:
    return still_counted(viewer, found.session)


SETTLING_RIGHTS = Rights(
    "settling",
    [Right("settle", settler, (they_differ, left_so, not_closed), pgettext_lazy("button", "Settle the minutes"))],
)  # fmt: skip
