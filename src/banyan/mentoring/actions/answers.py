"""Answering a proposed time by the link of a mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.sessions import cancel_session, confirm_session, record
from banyan.mentoring.models import Session
from banyan.mentoring.rules import SESSION


@transaction.atomic
def answer_by_mail(session: Session, at: datetime | None, *, by: Viewer, seen: int) -> Session:
    """What the page does: agree to the time that begins `at` this moment, or with None call the
    session off, as no time suits. Only of a proposal, and only by whoever is asked; that it was by
    mail stands in the trail. Raises Refused and Stale as the page does."""
    SESSION.decide(by, session, "confirm").or_refuse()
    if at is None:
        cancel_session(session, _("This time does not suit me."), by=by, seen=seen)
    else:
        confirm_session(session, by=by, seen=seen, at=at)
    record(session, "answer_by_mail", by=by, agrees=at is not None)
    return session
