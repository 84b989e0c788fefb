"""How a viewer may stand to a late cancellation or an absence, and to what is explained of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings.power import apart
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

MARKED = person_at("person", "MARKED", _("whoever it is of"))
_OF_IT = person_at("session__host", "", "") | person_at("session__mentorship__mentee", "", "")
_AREA = role_over(
    Role.COORDINATOR,
    "session__school__path",
    _("the coordinators of the school who are not of the session"),
)
_NOT_OF_IT = Standing(
    name="MARK_COORDINATOR",
    words=_AREA.words,
    holds=lambda viewer, mark: (
        _AREA.holds(viewer, mark)
        and not _OF_IT.holds(viewer, mark)
        and not MARKED.holds(viewer, mark)
    ),
    where=lambda viewer: _AREA.where(viewer) & ~_OF_IT.where(viewer) & ~MARKED.where(viewer),
)
# Whoever appraises her reads nothing of what she explains in confidence.
MARK_COORDINATOR = apart(_NOT_OF_IT, "MARK_COORDINATOR", "person")
MARK_READERS = MARKED | MARK_COORDINATOR
