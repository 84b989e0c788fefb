"""How a viewer may stand to a notice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.people.standings import person_at

READER = person_at("person", "READER", _("the person who was told"))
