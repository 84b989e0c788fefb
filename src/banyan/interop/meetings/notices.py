"""How the trail tells of rooms. People are told of the links of their sessions, by mentoring."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.trail import registry as trail

trail.tell(
    {
        "recording.agree": _("{actor} agreed that the session is recorded."),
        "recording.take_back": _("{actor} would rather not have the session recorded."),
        "room.ask": _("A meeting room is being prepared."),
        "room.open": _("The meeting room is ready."),
        "room.fall": _("The meeting room could not be made; a link is used instead."),
        "room.reset": _("The meeting room is told the new time."),
        "room.settle": _("The meeting room stays."),
        "room.renew": _("The meeting room is made again."),
        "room.close": _("The meeting room is being closed."),
        "room.bury": _("The meeting room is closed."),
    }
)
