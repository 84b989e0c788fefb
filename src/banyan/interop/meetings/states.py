from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoomStatus(models.TextChoices):
    """How far the room of one session is. It stands for what is still to be asked of the server:
    `waiting`, `moving` and `closing` are worked on in the background, the others rest."""

    WAITING = "waiting", pgettext_lazy("room", "Being prepared")
    OPEN = "open", pgettext_lazy("room", "Ready")
    MOVING = "moving", pgettext_lazy("room", "Ready; its new time is being told")
    CLOSING = "closing", pgettext_lazy("room", "Being closed")
    FALLEN = "fallen", pgettext_lazy("room", "A link is used instead")
    CLOSED = "closed", pgettext_lazy("room", "Closed")


# In these there is a room on the server.
IN_USE = (RoomStatus.OPEN, RoomStatus.MOVING, RoomStatus.CLOSING)
# In these the server is still to be asked for something.
UNSETTLED = (RoomStatus.WAITING, RoomStatus.MOVING, RoomStatus.CLOSING)


class Problem(models.TextChoices):
    """Why a server did not do what it was asked for."""

    SILENT = "silent", _("The meeting server does not answer.")
    BUSY = "busy", _("The meeting server asks us to wait.")
    BROKEN = "broken", _("The meeting server fails.")
    UNREADABLE = "unreadable", _("The meeting server answers with something we cannot read.")
    BARRED = "barred", _("The meeting server does not accept our credentials.")
    REFUSED = "refused", _("The meeting server refuses what we ask for.")
    GONE = "gone", _("The meeting server does not know this room.")
    INSIDE = "inside", _("The address of the meeting server lies inside the network.")
    FULL = "full", _("Every account that hosts meetings is taken at that time.")
