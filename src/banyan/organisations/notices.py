"""How timelines tell what happens to places and to the roles held there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.trail.registry import tell

tell(
    {
        "organisation.add": _("{actor} added this place."),
        "organisation.change": _("{actor} changed the name or the codes."),
        "organisation.plant": _("{actor} set up states and districts."),
        "organisation.import": _("{actor} brought in schools from a file."),
        "organisation.add_days": _("{actor} added days to the calendar."),
        "organisation.drop_days": _("{actor} took days out of the calendar."),
        "organisation.import_days": _("{actor} brought in a calendar from a file."),
        "membership.give": _("{actor} gave this role."),
        "membership.end": _("{actor} ended this role."),
        "reporting_line.enter": _("{actor} entered who appraises or manages here."),
        "reporting_line.end": _("{actor} entered that this no longer holds."),
        "directory_import.check": _("{actor} had this file checked."),
        "directory_import.apply": _("{actor} brought in the schools of this file."),
        "directory_import.discard": _("{actor} discarded this file."),
    }
)
