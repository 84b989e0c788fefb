"""How a viewer may stand to what somebody said after a session."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role

AUTHOR = Standing(
    name="AUTHOR",
    words=_("the one who wrote it"),
    holds=lambda viewer, r: viewer.is_somebody and r.person_id == viewer.person_id,
    where=lambda viewer: Q(person_id=viewer.person_id),
    named=lambda r: str(r.person),
)
CONFIDANT = role_over(
    Role.COORDINATOR, "session__school__path", _("the coordinators of the school")
)
IN_CONFIDENCE_READERS = AUTHOR | CONFIDANT
