"""How a viewer may stand to the numbers of well-being checks: to count them with others'."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.organisations.standings import role_over
from banyan.organisations.states import Role

PULSE_COUNTER = role_over(
    Role.COORDINATOR, "area__path", _("the coordinators of the whole area, as a mean of many")
)
