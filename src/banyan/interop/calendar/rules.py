"""Who may have a calendar address: everybody, of her own sessions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer


def oneself(viewer: Viewer, person_id: int) -> Decision:
    if viewer.is_somebody and viewer.person_id == person_id:
        return ALLOWED
    return denied(_("Everybody has only her own calendar."))


CALENDAR_RIGHTS = Rights("calendar", [Right("make", oneself), Right("remove", oneself)])
