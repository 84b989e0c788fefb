"""What the worker runs for people."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.kernel.viewer import system
from banyan.people import actions, queries

UNPROVED_FOR = timedelta(days=7)
ANSWERS_KEPT_FOR = timedelta(days=14)  # as long as one stays signed in


def mail_invitations() -> int:
    """Every minute: send the invitations that wait; returns how many went out."""
    by = system(timezone.now())
    waiting = list(queries.unmailed_invitations(by.now)[:200])
    return sum(actions.mail_invitation(invitation, by=by) for invitation in waiting)


def forget_sign_ups() -> int:
    """Every day: forget whoever signed up a week ago and never confirmed the address; returns how
    many. Otherwise a stranger could hold the addresses of others for ever."""
    by = system(timezone.now())
    left = list(queries.sign_ups_left(by.now - UNPROVED_FOR)[:500])
    return sum(actions.forget_sign_up(person, by=by) for person in left)


def forget_sendings() -> int:
    """Every day: forget what forms were told two weeks ago; returns how many."""
    return actions.forget_sendings(timezone.now() - ANSWERS_KEPT_FOR)
