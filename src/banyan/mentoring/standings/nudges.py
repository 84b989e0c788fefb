"""How a viewer may stand to a "not now": to read why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.mentoring.standings.rematches import coordinators_not_of_it
from banyan.people.standings import person_at

NOT_NOW_SAYER = person_at("person", "NOT_NOW_SAYER", _("whoever said it"))
NOT_NOW_COORDINATOR = coordinators_not_of_it("NOT_NOW_COORDINATOR", "person")
NOT_NOW_READERS = NOT_NOW_SAYER | NOT_NOW_COORDINATOR
