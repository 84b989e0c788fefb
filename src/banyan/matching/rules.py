"""Who may do what to a matching round, and when. The whole answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.matching.models import Lottery, Round
from banyan.matching.queries.lots import list_frozen
from banyan.matching.standings import (
    COORDINATOR,
    LOT_READERS,
    LOTTERY_COORDINATOR,
    LOTTERY_COUNTERS,
    PROPOSAL_READERS,
)
from banyan.matching.states import LotteryStatus as L
from banyan.matching.states import RoundStatus as S
from banyan.people.rules import platform

coordinator = COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
draws = LOTTERY_COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
counts = LOTTERY_COUNTERS.otherwise(_("These numbers are not yours to read."))
lot_readers = LOT_READERS.otherwise(_("This lot is not yours to read."))
readers = PROPOSAL_READERS.otherwise(_("This proposal is not yours to read."))


def computed(viewer: Viewer, r: Round) -> Decision:
    if r.computed_at is not None:
        return ALLOWED
    return denied(_("Find the best pairs first."))


def up_to_date(viewer: Viewer, r: Round) -> Decision:
    """What is published is what was seen: no wish has come since the pairs were found."""
    if r.computed_version == r.version:
        return ALLOWED
    return denied(_("Your wishes have changed since these pairs were found. Find the best again."))


def is_draft(viewer: Viewer, r: Round) -> Decision:
    if r.status == S.DRAFT:
        return ALLOWED
    return denied(_("This round is closed; open a new one to change pairs."))


def lots_drawn(viewer: Viewer, r: Round) -> Decision:
    """A list that is frozen is drawn, or set aside, before pairs are sought: nobody is to look
    first at what would come of it."""
    if not list_frozen(r):
        return ALLOWED
    return denied(_("A list for drawing lots is frozen. Draw the lots first, or set it aside."))


def of_a_draft(viewer: Viewer, lottery: Lottery) -> Decision:
    return is_draft(viewer, lottery.round)


def is_drawn(viewer: Viewer, lottery: Lottery) -> Decision:
    return ALLOWED if lottery.seed else denied(_("The lots are not drawn yet."))


ROUND = Lifecycle(
    "round",
    S,
    initial=S.DRAFT,
    moved_on=_("This round has been published or discarded since you opened the page."),
    moves=[
        #    verb        from             to             who          needs
        Move("publish",  (S.DRAFT,),      S.PUBLISHING,  coordinator, (computed, up_to_date), pgettext_lazy("button", "Publish and tell everybody")),
        Move("finish",   (S.PUBLISHING,), S.PUBLISHED,   platform,    (), pgettext_lazy("button", "Finish publishing")),
        Move("discard",  (S.DRAFT,),      S.DISCARDED,   coordinator, (), pgettext_lazy("button", "Discard this round")),
    ],
)  # fmt: skip

ROUND_RIGHTS = Rights(
    "round",
    [
        Right(
            "compute",
            coordinator,
            (is_draft, lots_drawn),
            pgettext_lazy("button", "Find the best pairs"),
        ),
        Right("wish", coordinator, (is_draft,)),
        Right("aim", coordinator, (is_draft,), pgettext_lazy("button", "Choose this aim")),
        Right("freeze", coordinator, (is_draft,), pgettext_lazy("button", "Freeze the list")),
        Right("read", coordinator),
    ],
)
LOTTERY = Lifecycle(
    "lottery",
    L,
    initial=L.FROZEN,
    moved_on=_("These lots have been drawn or set aside since you opened the page."),
    moves=[
        Move("draw",      (L.FROZEN,),         L.DRAWN,     draws, (of_a_draft,), pgettext_lazy("button", "Draw the lots")),
        Move("set_aside", (L.FROZEN, L.DRAWN), L.SET_ASIDE, draws, (of_a_draft,), pgettext_lazy("button", "Set this list aside")),
    ],
)  # fmt: skip
LOTTERY_RIGHTS = Rights(
    "lottery",
    [
        Right("read", draws),
        Right("count", counts, (is_drawn,)),
        Right("take_out", draws, (is_drawn,), pgettext_lazy("button", "Take out both groups")),
    ],
)
LOT_RIGHTS = Rights("lot", [Right("read", lot_readers)])
PROPOSAL_RIGHTS = Rights("proposal", [Right("read", readers)])
