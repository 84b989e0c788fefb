"""How a viewer may stand to a text of which it is agreed what readers should find."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.organisations.standings import role_over
from banyan.organisations.states import Role

ANCHOR_KEEPER = role_over(
    Role.COORDINATOR, "programme__organisation__path", _("the coordinators of the programme")
)
