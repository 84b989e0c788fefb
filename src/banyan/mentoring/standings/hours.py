"""How a viewer may stand to hours that somebody keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.people.standings import person_at

HOURS_KEEPER = person_at("person", "HOURS_KEEPER", _("whoever keeps these hours"))
WEEKLY_KEEPER = person_at("availability__person", "WEEKLY_KEEPER", _("whoever keeps these hours"))
DAY_KEEPER = person_at("availability__person", "DAY_KEEPER", _("whoever keeps these hours"))
LEAVER = person_at("person", "LEAVER", _("whoever is away"))
