"""Who may write texts whose outcome is agreed, and who may be given one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.practice.models import Anchor
from banyan.practice.queries.calibrating import Calibrated
from banyan.practice.standings import ANCHOR_KEEPER
from banyan.programmes.standings import PROGRAMME_COORDINATOR

_ONLY = _("Only a coordinator of this programme can do this.")
runs_programme = PROGRAMME_COORDINATOR.otherwise(_ONLY)
keeper = ANCHOR_KEEPER.otherwise(_ONLY)


def in_use(viewer: Viewer, a: Anchor) -> Decision:
    if a.retired_at is None:
        return ALLOWED
    return denied(_("This anchor paper is not used any more."))


ANCHOR_RIGHTS = Rights(
    "anchor",
    [
        Right("write", runs_programme, (), pgettext_lazy("button", "Add an anchor paper")),
        Right("give", keeper, (in_use,), pgettext_lazy("button", "Give it to these readers")),
        Right("retire", keeper, (in_use,), pgettext_lazy("button", "Use it no more")),
    ],
)


def keeper_of(viewer: Viewer, c: Calibrated) -> Decision:
    return keeper(viewer, c.anchor)


def still_in_use(viewer: Viewer, c: Calibrated) -> Decision:
    return in_use(viewer, c.anchor)


def reads_here(viewer: Viewer, c: Calibrated) -> Decision:
    if c.is_reviewer:
        return ALLOWED
    return denied(_("This person is not a reader of the programme."))


def does_not_know(viewer: Viewer, c: Calibrated) -> Decision:
    """Whoever coordinates the programme can look up what is agreed."""
    if not c.coordinates:
        return ALLOWED
    return denied(_("Coordinators of the programme know what is agreed of it."))


def new_to_it(viewer: Viewer, c: Calibrated) -> Decision:
    return denied(_("This person was given it already.")) if c.has_it else ALLOWED


CALIBRATING = Rights(
    "calibrating",
    [Right("give", keeper_of, (still_in_use, reads_here, does_not_know, new_to_it))],
)
