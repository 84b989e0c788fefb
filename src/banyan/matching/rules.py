"""Who may do what to a matching round, and when. The whole answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.matching.models import Round
from banyan.matching.standings import COORDINATOR, PROPOSAL_READERS
from banyan.matching.states import RoundStatus as S
from banyan.people.rules import platform

coordinator = COORDINATOR.otherwise(_("Only a coordinator of this programme can do this."))
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
        Right("compute", coordinator, (is_draft,), pgettext_lazy("button", "Find the best pairs")),
        Right("wish", coordinator, (is_draft,)),
        Right("aim", coordinator, (is_draft,), pgettext_lazy("button", "Choose this aim")),
        Right("read", coordinator),
    ],
)
PROPOSAL_RIGHTS = Rights("proposal", [Right("read", readers)])
