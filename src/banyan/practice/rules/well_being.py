"""Who may give a well-being check: whoever has turned it on for herself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.practice.models import WellBeing


def somebody(viewer: Viewer, w: WellBeing | None) -> Decision:
    return ALLOWED if viewer.is_somebody else denied(_("Sign in to go on."))


def is_on(viewer: Viewer, w: WellBeing | None) -> Decision:
    if w is not None and w.turned_off_at is None and w.person_id == viewer.person_id:
        return ALLOWED
    return denied(_("Turn it on first, if you would like to use it."))


WELL_BEING_RIGHTS = Rights(
    "well_being",
    [
        Right("turn_on",  somebody, (), pgettext_lazy("button", "Turn it on for me")),
        Right("turn_off", somebody, (), pgettext_lazy("button", "Turn it off")),
        Right("check",    somebody, (is_on,), pgettext_lazy("button", "Keep for me")),
    ],
)  # fmt: skip
