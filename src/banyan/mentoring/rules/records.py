"""Who may do what to a record of practice; what holds for each kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record
from banyan.mentoring.standings import (
    RECORD_CLOSE,
    RECORD_NAMED,
    RECORD_OTHER,
    RECORD_OWNER,
    has_power_over,
)
from banyan.mentoring.states import LIVE, RecordKind, Tier


@dataclass(frozen=True, slots=True)
class KindRule:
    """What holds for one kind of record."""

    tier: Tier  # in which it begins, where there is a pair
    tiers: tuple[Tier, ...]  # which its owner may choose
    co_written: bool  # whether the other one of the pair writes in it, too
    one_hand: bool  # whether only the one who began it writes in it, whosever it is


_OWN, _PAIR, _PUBLIC = Tier.OWN, Tier.PAIR, Tier.PUBLIC
KINDS: dict[RecordKind, KindRule] = {
    #                                  begins  may be                   both write  one hand
    RecordKind.CONTEXT:      KindRule(_PAIR, (_OWN, _PAIR),             False,      False),
    RecordKind.INTAKE:       KindRule(_PAIR, (_OWN, _PAIR),             True,       False),
    RecordKind.NEED:         KindRule(_PAIR, (_OWN, _PAIR),             True,       True),
    RecordKind.GOAL:         KindRule(_PAIR, (_OWN, _PAIR),             False,      False),
    RecordKind.OBSERVATION:  KindRule(_PAIR, (_PAIR,),                  True,       False),
    RecordKind.LESSON_PLAN:  KindRule(_PAIR, (_OWN, _PAIR, _PUBLIC),    True,       False),
    RecordKind.EXPERIMENT:   KindRule(_OWN,  (_OWN, _PAIR),             False,      False),
    RecordKind.STUDENT_WORK: KindRule(_PAIR, (_OWN, _PAIR),             True,       False),
    RecordKind.VIDEO:        KindRule(_OWN,  (_OWN,),                   False,      False),
    RecordKind.JOURNAL:      KindRule(_OWN,  (_OWN, _PAIR),             False,      False),
    RecordKind.WELL_BEING:   KindRule(_OWN,  (_OWN,),                   False,      False),
}  # fmt: skip

owner = RECORD_OWNER.otherwise(_("Only the person whose record it is can do this."))
two = (RECORD_OWNER | RECORD_OTHER).otherwise(
    _("You can go on from what is yours, or between the two of your pair.")
)
reader = RECORD_CLOSE.otherwise(_("Only people who read all of it in confidence can do this."))


def writer(viewer: Viewer, r: Record) -> Decision:
    """Its owner; where both write in such a record, the other one of the pair, too. What each of
    two says for herself is written by the one who began it alone."""
    rule = KINDS[RecordKind(r.kind)]
    if rule.one_hand and r.written_by_id != viewer.person_id:
        return denied(_("Only the person who began it writes in it. You can comment on it."))
    if RECORD_OWNER.holds(viewer, r):
        return ALLOWED
    if rule.co_written and RECORD_OTHER.holds(viewer, r):
        return ALLOWED
    return denied(_("Only the person whose record it is can write in it."))


def guest(viewer: Viewer, r: Record) -> Decision:
    """Whom the owner has let in to the whole of it, in a kind of record in which two write."""
    if KINDS[RecordKind(r.kind)].co_written and RECORD_NAMED.holds(viewer, r):
        return ALLOWED
    return denied(_("Only the person whose record it is can write in it."))


def not_frozen(viewer: Viewer, r: Record) -> Decision:
    """What was a pair's stays as it was when the pair has ended: both read it, nobody changes
    it."""
    if r.tier != Tier.PAIR or r.mentorship is None or r.mentorship.status in LIVE:
        return ALLOWED
    return denied(
        _(
            "This pair has ended. What it wrote stays as it is; whoever owns it can go on with a copy."
        )
    )


def not_under_power(viewer: Viewer, person: int) -> Decision:
    """The same that bars her from reading it: nobody writes in confidence for somebody whom she
    appraises, manages or pays."""
    if not has_power_over(viewer, person):
        return ALLOWED
    return denied(
        _("Whoever evaluates a teacher or answers for her school has no part in what she writes.")
    )


def pair_goes_on(viewer: Viewer, r: Record) -> Decision:
    """What was kept from a pair until its end is not opened to it afterwards."""
    if r.mentorship is None or r.mentorship.status in LIVE:
        return ALLOWED
    return denied(_("This pair has ended. What you have kept to yourself until now stays yours."))


def left_behind(viewer: Viewer, r: Record) -> Decision:
    """It is in a pair that has ended: there nothing of it changes any more."""
    if not not_frozen(viewer, r):
        return ALLOWED
    return denied(_("You can still go on with it where it is."))


def a_copy_to_publish(viewer: Viewer, r: Record) -> Decision:
    """What everybody reads stands alone: it is not what a pair works at, with its remarks."""
    if Tier.PUBLIC in KINDS[RecordKind(r.kind)].tiers and r.mentorship_id is None:
        return ALLOWED
    return denied(_("This is kept in confidence. Only a copy that stands alone is published."))


RECORD_RIGHTS = Rights(
    "record",
    [
        Right("write",     writer, (not_frozen,), pgettext_lazy("button", "Keep")),
        Right("write_along", guest, (not_frozen,), pgettext_lazy("button", "Keep")),
        Right("comment",   reader, (not_frozen,), pgettext_lazy("button", "Comment")),
        Right("share",     owner,  (), pgettext_lazy("button", "Let somebody read it")),
        Right("take_back", owner,  (), pgettext_lazy("button", "Take back")),
        Right("set_tier",  owner,  (not_frozen,), pgettext_lazy("button", "Change who reads it")),
        Right("open",      owner,  (pair_goes_on,), pgettext_lazy("button", "Open it to your pair")),
        Right("publish",   owner,  (a_copy_to_publish,), pgettext_lazy("button", "Publish")),
        Right("lead",      two,    (), pgettext_lazy("button", "Begin something from it")),
        Right("link",      owner,  (), pgettext_lazy("button", "Add to the thread")),
        Right("hand_over", owner,  (), pgettext_lazy("button", "Take it on")),
        Right("go_on",     owner,  (left_behind,), pgettext_lazy("button", "Go on with a copy of your own")),
        Right("see_log",   owner,  (), pgettext_lazy("button", "Who has read it")),
    ],
)  # fmt: skip
