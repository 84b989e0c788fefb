"""The link at which a session online takes place: pasted by one of the two, or of a room."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import planning
from banyan.mentoring.actions.sessions import record
from banyan.mentoring.models import Session
from banyan.mentoring.queries.sessions import PLANNED
from banyan.mentoring.rules import SESSION, SESSION_RIGHTS
from banyan.mentoring.states import SessionMode


@transaction.atomic
def paste_link(session: Session, url: str, *, by: Viewer, seen: int | None = None) -> Session:
    """From now on the session takes place at a link of their own, at the time that stands. Nobody
    opens the link here, not even to see whether it works.

    Raises Unfit for what is no https address, and Stale when the session has changed since the
    page that said `seen`."""
    planning.as_seen(session, seen)
    SESSION_RIGHTS.decide(by, session, "paste_link").or_refuse()
    url = url.strip()
    if not url:
        raise unfit("meeting_url", _("Paste the link of the meeting."))
    url = planning.where(SessionMode.ONLINE, "", url)["meeting_url"]
    rows = Session.objects.filter(pk=session.pk, status__in=PLANNED, mode=SessionMode.ONLINE)
    if rows.filter(meeting_url=url).exists():
        session.meeting_url = url
        return session  # another tab was as fast: the others are told once
    if not rows.update(meeting_url=url):
        raise Stale(str(SESSION.moved_on))
    session.meeting_url = url
    record(session, "link", by=by)
    return session


@transaction.atomic
def give_room(session: Session, address: str, *, instead_of: str, by: Viewer) -> bool:
    """The address of the room that was made for a session, unless somebody has pasted a link
    meanwhile or it is off; empty when that room is not to be had. Returns whether the session has
    it now."""
    given = Session.objects.filter(
        pk=session.pk, status__in=PLANNED, mode=SessionMode.ONLINE, meeting_url=instead_of
    ).update(meeting_url=address)
    if given:
        session.meeting_url = address
        if address:
            record(session, "room", by=by)
    return bool(given)


@transaction.atomic
def ask_for_link(session: Session, *, by: Viewer) -> None:
    """No room comes by itself: the people of the session are told, once for each time of it."""
    record(session, "lacks_link", by=by, sequence=session.sequence)
