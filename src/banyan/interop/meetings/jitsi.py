"""A room of a Jitsi server: its name is unguessable, and made from the session alone."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac


class JitsiRoom:
    """Implements `mentoring.ports.MeetingRoom` on the server named in JITSI_URL."""

    def address(self, *, session_uid: str) -> str:
        """The same address for the same session, so that a retry makes no second room."""
        name = salted_hmac("banyan.jitsi", session_uid, algorithm="sha256").hexdigest()[:32]
        return f"{settings.JITSI_URL}/banyan-{name}"
