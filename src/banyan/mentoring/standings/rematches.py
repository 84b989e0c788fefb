"""How a viewer may stand to a wish for another pairing, and to what goes along with a teacher."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings.power import apart
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

REMATCH_ASKER = person_at("asked_by", "REMATCH_ASKER", _("whoever asked"))
_REMATCH_PAIR = person_at("mentorship__mentor", "", "") | person_at("mentorship__mentee", "", "")
_REMATCH_AREA = role_over(
    Role.COORDINATOR,
    "mentorship__school__path",
    _("the coordinators of the school who are not of the pair"),
)
# A coordinator who is one of the two is there as that one: somebody else of the area decides.
_NOT_OF_IT = Standing(
    name="REMATCH_COORDINATOR",
    words=_REMATCH_AREA.words,
    holds=lambda viewer, r: _REMATCH_AREA.holds(viewer, r) and not _REMATCH_PAIR.holds(viewer, r),
    where=lambda viewer: _REMATCH_AREA.where(viewer) & ~_REMATCH_PAIR.where(viewer),
)
# Whoever appraises one of the two reads nothing of what was said in confidence about it.
REMATCH_COORDINATOR = apart(
    apart(_NOT_OF_IT, "REMATCH_COORDINATOR", "mentorship__mentee"),
    "REMATCH_COORDINATOR",
    "asked_by",
)
REMATCH_READERS = REMATCH_ASKER | REMATCH_COORDINATOR
CARRIER = person_at("mentorship__mentee", "CARRIER", _("the teacher"))
