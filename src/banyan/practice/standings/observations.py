"""How a viewer may stand to an observation. Its words are of its record, and so are those who
read them; whoever only knows of it sees that it is, when and how long."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

OBSERVED = person_at("record__owner", "OBSERVED", _("whoever is observed"))
OBSERVER = person_at("observer", "OBSERVER", _("whoever observes"))
_OF_SCHOOL = role_over(
    Role.COORDINATOR, "record__school__path", _("the coordinators of the school")
)
# What colleagues do without a pair is no part of a programme: nobody else knows of it.
OBSERVATION_COORDINATOR = Standing(
    name="OBSERVATION_COORDINATOR",
    words=_OF_SCHOOL.words,
    holds=lambda viewer, o: o.record.mentorship_id is not None and _OF_SCHOOL.holds(viewer, o),
    where=lambda viewer: Q(record__mentorship__isnull=False) & _OF_SCHOOL.where(viewer),
)
OBSERVATION_PAIR = OBSERVED | OBSERVER
OBSERVATION_KNOWERS = OBSERVATION_PAIR | OBSERVATION_COORDINATOR
