"""How a viewer may stand to a "not now": to read why."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.mentoring.standings.rematches import coordinators_not_of_it
from banyan.mentoring.states import Nudge
from banyan.people.standings import person_at

NOT_NOW_SAYER = person_at("person", "NOT_NOW_SAYER", _("whoever said it"))
_COORDINATOR = coordinators_not_of_it("NOT_NOW_COORDINATOR", "person")
# That somebody asks in writing no coordinator learns: nor that she would not be reminded of it.
NOT_NOW_COORDINATOR = Standing(
    name=_COORDINATOR.name,
    words=_COORDINATOR.words,
    holds=lambda viewer, row: row.nudge != Nudge.QUESTION and _COORDINATOR.holds(viewer, row),
    where=lambda viewer: ~Q(nudge=Nudge.QUESTION) & _COORDINATOR.where(viewer),
    named=_COORDINATOR.named,
)
NOT_NOW_READERS = NOT_NOW_SAYER | NOT_NOW_COORDINATOR
