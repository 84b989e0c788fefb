"""What the worker runs for people."""

from __future__ import annotations

from django.utils import timezone

from banyan.kernel.viewer import system
from banyan.people import actions, queries


def mail_invitations() -> int:
    """Every minute: send the invitations that wait; returns how many went out."""
    by = system(timezone.now())
    waiting = list(queries.unmailed_invitations(by.now)[:200])
    return sum(actions.mail_invitation(invitation, by=by) for invitation in waiting)
