"""Who acts for a party of the blueprint. What coordinators do for pairs, nobody does for her own:
whoever is one of the two leaves it to another coordinator, whichever roles she holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.standings import COORDINATOR, OVERSEER, PAIR, PARTIES

coordinator = COORDINATOR.otherwise(_("Only a coordinator of this school can do this."))
_OWN_PAIR = _("You are of this pair yourself: another coordinator does this.")


def not_of_the_pair(viewer: Viewer, m: Mentorship) -> Decision:
    return denied(_OWN_PAIR) if PAIR.holds(viewer, m) else ALLOWED


def acts_as(viewer: Viewer, m: Mentorship, party: str, otherwise: object) -> Decision:
    """Whether the viewer stands for this party of the blueprint; `otherwise` says why not."""
    standing = PARTIES[party]
    if standing.holds(viewer, m):
        return ALLOWED
    if standing is OVERSEER and COORDINATOR.holds(viewer, m):
        return denied(_OWN_PAIR)
    return denied(otherwise)
