"""What a timeline says of the switch of well-being checks. Nobody is told of anything."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.trail import registry as trail

trail.tell(
    {
        "well_being.turn_on": _("{actor} turned the well-being check on."),
        "well_being.turn_off": _("{actor} turned the well-being check off."),
    }
)
