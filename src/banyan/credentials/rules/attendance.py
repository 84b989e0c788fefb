"""Who gives certificates of attendance, and for what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.credentials.queries.attendance import Attended
from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.training.standings import WORKSHOP_COORDINATOR
from banyan.training.states import WorkshopStatus

runs_workshop = WORKSHOP_COORDINATOR.otherwise(
    _("Only a coordinator of this programme can do this."), of="workshop"
)


def took_place(viewer: Viewer, a: Attended) -> Decision:
    if a.workshop.status == WorkshopStatus.HELD:
        return ALLOWED
    return denied(_("A certificate follows when the workshop has taken place."))


def somebody_else(viewer: Viewer, a: Attended) -> Decision:
    if a.holder.pk != viewer.person_id:
        return ALLOWED
    return denied(_("Nobody awards a certificate to themselves."))


def came_enough(viewer: Viewer, a: Attended) -> Decision:
    return ALLOWED if a.row.enough else denied(_("This person did not come for long enough."))


def has_none(viewer: Viewer, a: Attended) -> Decision:
    return denied(_("The certificate was awarded already.")) if a.holds else ALLOWED


ATTENDING = Rights(
    "attendance",
    [
        Right("certify", runs_workshop, (took_place, somebody_else, came_enough, has_none), pgettext_lazy("button", "Give the certificate")),
    ],
)  # fmt: skip
