"""Who may do what to a goal, and when: the teacher writes it, her mentor says yes to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Goal, Record
from banyan.mentoring.rules import records
from banyan.mentoring.standings import RECORD_OTHER, RECORD_OWNER
from banyan.mentoring.states import GoalStatus as S
from banyan.mentoring.states import Tier


def has_endorser(record: Record) -> bool:
    """Whether somebody else says yes to it: the mentor, of what a teacher has in her pair."""
    pair = record.mentorship
    return record.tier == Tier.PAIR and pair is not None and pair.mentor_id != record.owner_id


owner = RECORD_OWNER.otherwise(_("Only the person whose goal it is can do this."), of="record")


def endorser(viewer: Viewer, g: Goal) -> Decision:
    if has_endorser(g.record) and RECORD_OTHER.holds(viewer, g.record):
        return ALLOWED
    return denied(_("Only the mentor of this pair can do this."))


of_the_two = (RECORD_OWNER | RECORD_OTHER).otherwise(
    _("Only the two of the pair can do this."), of="record"
)


def not_frozen(viewer: Viewer, g: Goal) -> Decision:
    return records.not_frozen(viewer, g.record)


def someone_endorses(viewer: Viewer, g: Goal) -> Decision:
    if has_endorser(g.record):
        return ALLOWED
    return denied(_("This goal is your own; nobody has to say yes to it."))


def nobody_endorses(viewer: Viewer, g: Goal) -> Decision:
    if has_endorser(g.record):
        return denied(_("Your mentor says yes to it first."))
    return ALLOWED


def in_words_still(viewer: Viewer, g: Goal) -> Decision:
    if g.status in (S.DRAFT, S.PROPOSED):
        return ALLOWED
    return denied(_("Its words stand as they are. To change them, revise the goal."))


def under_way(viewer: Viewer, g: Goal) -> Decision:
    if g.status == S.ACTIVE:
        return ALLOWED
    return denied(_("This is possible only while the goal is under way."))


_LIVE = (not_frozen,)
GOAL = Lifecycle(
    "goal",
    S,
    initial=S.DRAFT,
    moved_on=_("This goal has moved on since you opened the page. Here is how it stands now."),
    moves=[
        #    verb        from                             to           who       needs
        Move("propose",  (S.DRAFT,),                      S.PROPOSED,  owner,    (not_frozen, someone_endorses), pgettext_lazy("button", "Ask your mentor for a yes")),
        Move("withdraw", (S.PROPOSED,),                   S.DRAFT,     owner,    _LIVE, pgettext_lazy("button", "Back to a draft")),
        Move("endorse",  (S.PROPOSED,),                   S.ACTIVE,    endorser, _LIVE, pgettext_lazy("button", "Yes, I endorse this goal")),
        Move("set_out",  (S.DRAFT,),                      S.ACTIVE,    owner,    (not_frozen, nobody_endorses), pgettext_lazy("button", "Set out")),
        Move("revise",   (S.ACTIVE,),                     S.DRAFT,     owner,    _LIVE, pgettext_lazy("button", "Revise it")),
        Move("meet",     (S.ACTIVE,),                     S.MET,       owner,    _LIVE, pgettext_lazy("button", "I have met this goal")),
        Move("drop",     (S.DRAFT, S.PROPOSED, S.ACTIVE), S.DROPPED,   owner,    _LIVE, pgettext_lazy("button", "Let it go")),
        Move("pick_up",  (S.DROPPED,),                    S.DRAFT,     owner,    _LIVE, pgettext_lazy("button", "Take it up again")),
    ],
)  # fmt: skip
GOAL_RIGHTS = Rights(
    "goal",
    [
        Right("write", owner,      (not_frozen, in_words_still), pgettext_lazy("button", "Keep")),
        Right("reach", owner,      (not_frozen, under_way), pgettext_lazy("button", "Reached")),
        Right("look",  of_the_two, (not_frozen, under_way), pgettext_lazy("button", "Say how far it is")),
    ],
)  # fmt: skip
