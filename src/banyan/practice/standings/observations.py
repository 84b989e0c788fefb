"""How a viewer may stand to an observation. Its words are of its record, and so are those who
read them; whoever only knows of it sees that it is, when and how long."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

OBSERVED = person_at("record__owner", "OBSERVED", _("whoever is observed"))
OBSERVER = person_at("observer", "OBSERVER", _("whoever observes"))
OBSERVATION_COORDINATOR = role_over(
    Role.COORDINATOR, "record__school__path", _("the coordinators of the school")
)
OBSERVATION_PAIR = OBSERVED | OBSERVER
OBSERVATION_KNOWERS = OBSERVATION_PAIR | OBSERVATION_COORDINATOR
