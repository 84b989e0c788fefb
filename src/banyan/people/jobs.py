"""What the worker runs for people."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from banyan.kernel.viewer import system
from banyan.people import actions, queries
from banyan.people.ports import FormIsOffered

UNPROVED_FOR = timedelta(days=7)
TYPED_KEPT_FOR = timedelta(days=30)  # as on a phone
TYPED_LOOKED_AT = 100  # pages that are opened by one run, each as dear as to somebody who looks
TYPED_LOOKED_AFTER = timedelta(hours=6)
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


def forget_typed() -> int:
    """Every quarter of an hour: forget what was typed and can be sent no more, since its page has
    no such form for her now, and what nobody came back to; returns how many.

    A hundred pages a run, those first at which nobody has looked for longest, and each at most
    every six hours. One that breaks down comes last the next time, and keeps no other waiting.
    """
    now = timezone.now()
    offered: FormIsOffered = import_string(settings.FORM_IS_OFFERED)
    forgotten = actions.forget_typed_before(now - TYPED_KEPT_FOR)
    for one in list(queries.typed_before(now - TYPED_LOOKED_AFTER)[:TYPED_LOOKED_AT]):
        actions.look_at_typed(one, now)
        if not offered(one.person_id, one.address, now):
            forgotten += actions.forget_typed_of(one)
    return forgotten
