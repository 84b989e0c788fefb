"""How a viewer may stand to a certificate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.organisations.standings import role_over
from banyan.organisations.states import Role
from banyan.people.standings import person_at

HOLDER = person_at("holder", "HOLDER", _("the holder"))
ISSUER = role_over(
    Role.COORDINATOR, "mentorship__school__path", _("the coordinators of the school")
)
CERTIFICATE_READERS = HOLDER | ISSUER
