"""Who says what of a late cancellation or an absence.

| verb | who | when |
|---|---|---|
| explain | whoever it is of | it counts, and is not too old to |
| lift | a coordinator who is not of the session, and not her superior | she has explained it |
| stand | such a coordinator | she has explained it |
| fall_away | the platform | it counts, and as the session stands now there would be none |
| count_again | the platform | it fell away, and as the session stands now there would be one |

One is made by itself, by the rules of the blueprint, never by somebody's opinion; and nothing comes
of it by itself but that people are told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mark, Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.standings import MARK_COORDINATOR, MARKED
from banyan.mentoring.states import MarkStatus as S
from banyan.mentoring.states import SessionStatus
from banyan.people.rules import platform
from blueprint import Blueprint

marked = MARKED.otherwise(_("Only whoever it is of can explain it."))
decider = MARK_COORDINATOR.otherwise(_("Only a coordinator of this school can do this."))


def rules_of(session: Session) -> Blueprint:
    return blueprint_of(session.cohort)


def late_from(session: Session) -> datetime | None:
    """From when on cancelling this session is late; None where the programme has no such rule, and
    for a time that nobody has agreed to yet."""
    hours = rules_of(session).session.rules.late_cancel_hours
    if not hours or session.status != SessionStatus.CONFIRMED:
        return None
    return session.starts_at - timedelta(hours=hours)


def still_counts(viewer: Viewer, mark: Mark) -> Decision:
    days = rules_of(mark.session).session.rules.marks_within_days
    if viewer.now - mark.made_at <= timedelta(days=days):
        return ALLOWED
    return denied(_("This is so long ago that it counts no longer."))


MARK = Lifecycle(
    "mark",
    S,
    initial=S.COUNTS,
    moved_on=_("This has been looked at since you opened the page."),
    moves=[
        Move("explain", (S.COUNTS,),    S.EXPLAINED, marked,  (still_counts,), pgettext_lazy("button", "Explain it to the coordinators")),
        Move("lift",    (S.EXPLAINED,), S.LIFTED,    decider, (),              pgettext_lazy("button", "Lift it")),
        Move("stand",   (S.EXPLAINED,), S.STANDS,    decider, (),              pgettext_lazy("button", "Let it stand")),
        Move("fall_away",   (S.COUNTS,),    S.FELL_AWAY, platform, (),         pgettext_lazy("button", "Let it fall away")),
        Move("count_again", (S.FELL_AWAY,), S.COUNTS,    platform, (),         pgettext_lazy("button", "Let it count again")),
    ],
)  # fmt: skip
