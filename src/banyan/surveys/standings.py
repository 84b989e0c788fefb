"""How a viewer may stand to what somebody said after a session."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings import apart
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

AUTHOR = person_at("person", "AUTHOR", _("the one who wrote it"))
# They see which themes come up, as numbers.
AREA_COORDINATOR = role_over(
    Role.COORDINATOR, "session__school__path", _("the coordinators of the school")
)
# A coordinator who was in the session herself is the other side of it, and does not read what was
# written about it in confidence: somebody else of the area does.
_NOT_OF_IT = Standing(
    name="CONFIDANT",
    words=_("the coordinators of the school who were not in the session"),
    holds=lambda viewer, r: (
        AREA_COORDINATOR.holds(viewer, r)
        and r.session.host_id != viewer.person_id
        and all(seat.person_id != viewer.person_id for seat in r.session.places.all())
    ),
    where=lambda viewer: (
        AREA_COORDINATOR.where(viewer)
        & ~Q(session__host_id=viewer.person_id)
        & ~Q(session__places__person_id=viewer.person_id)
    ),
)
CONFIDANT = apart(_NOT_OF_IT, "CONFIDANT", "person")
IN_CONFIDENCE_READERS = AUTHOR | CONFIDANT

FIT_AUTHOR = person_at("person", "FIT_AUTHOR", _("the one who answered"))
# They see numbers over enough people, once a month; never one answer.
FIT_COUNTER = role_over(
    Role.COORDINATOR, "mentorship__school__path", _("the coordinators of the school, as numbers")
)
