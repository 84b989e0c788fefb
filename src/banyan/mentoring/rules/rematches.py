"""Who asks for another pairing, who finds it, and what may go along. Nobody is to blame.

| verb | who | when |
|---|---|---|
| ask | either of the two, each alone | the pair runs, and no end is announced |
| withdraw | whoever asked | nothing was decided yet |
| stay | a coordinator who is not of the pair | after a talk, nothing changes for now |
| find | such a coordinator, who runs the programme | the pair runs; no wish has to come first |
| choose | the teacher | she leaves, has left or has asked; nobody new has begun |
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.rematches import Leaving
from banyan.mentoring.rules.coordinating import acts_as
from banyan.mentoring.rules.endings import asks_for_notice, lives, may_announce, not_announced
from banyan.mentoring.standings import MENTEE, PAIR, REMATCH_ASKER, REMATCH_COORDINATOR
from banyan.mentoring.states import MentorshipForm
from banyan.mentoring.states import RematchStatus as S
from banyan.programmes.rules import runs_cohort

pair = PAIR.otherwise(_("Only the mentor and the teacher can do this."))
asker = REMATCH_ASKER.otherwise(_("Only whoever asked can do this."))
told = REMATCH_COORDINATOR.otherwise(_("Only a coordinator of this school can do this."))
teacher = MENTEE.otherwise(_("Only the teacher can do this."), of="pair")


def overseer(viewer: Viewer, m: Mentorship) -> Decision:
    return acts_as(viewer, m, "coordinator", _("Only a coordinator of this school can do this."))


def is_a_pair(viewer: Viewer, m: Mentorship) -> Decision:
    if m.form == MentorshipForm.PAIR:
        return ALLOWED
    return denied(_("Guidance on one question ends with its answer."))


def leaves_freely(viewer: Viewer, m: Mentorship) -> Decision:
    """The end that another pairing brings with it is one that this coordinator may bring about: at
    once, or announced where the blueprint asks for notice; or it is announced already, and the
    teacher wishes for somebody new."""
    if m.ends_early_on is not None:
        if m.wants_another:
            return ALLOWED
        return denied(_("The end is announced, and the teacher has not asked for another mentor."))
    return may_announce(viewer, m) if asks_for_notice(m) else ALLOWED


def runs_programme(viewer: Viewer, m: Mentorship) -> Decision:
    return runs_cohort(viewer, m.cohort)


def on_her_way(viewer: Viewer, found: Leaving) -> Decision:
    if found.leaves:
        return ALLOWED
    return denied(_("This is for when you leave this pair, or have asked for another one."))


def nobody_new_yet(viewer: Viewer, found: Leaving) -> Decision:
    if not found.followed:
        return ALLOWED
    return denied(_("Your next pair has begun: what you take on now, you take on there."))


REMATCH = Lifecycle(
    "rematch",
    S,
    initial=S.OPEN,
    moved_on=_("This has been settled since you opened the page."),
    moves=[
        Move("withdraw", (S.OPEN,), S.WITHDRAWN, asker, (), pgettext_lazy("button", "Take this back")),
        Move("stay",     (S.OPEN,), S.STAYS,     told,  (), pgettext_lazy("button", "They go on as a pair for now")),
        Move("settle",   (S.OPEN,), S.FOUND,     told,  (), pgettext_lazy("button", "Another mentor is found")),
    ],
)  # fmt: skip
REMATCHING_RIGHTS = Rights(
    "rematching",
    [
        Right(
            "ask",
            pair,
            (is_a_pair, lives, not_announced),
            pgettext_lazy("button", "Ask for another pairing"),
        ),
        Right(
            "find",
            overseer,
            (is_a_pair, lives, leaves_freely, runs_programme),
            pgettext_lazy("button", "Find another mentor"),
        ),
    ],
)
CARRYING_RIGHTS = Rights(
    "carrying",
    [Right("choose", teacher, (on_her_way, nobody_new_yet), pgettext_lazy("button", "Keep this choice"))],
)  # fmt: skip
