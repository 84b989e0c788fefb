"""Somebody reads words that another one wrote: that is on the log of whoever they are of."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Request, Session, SessionLog
from banyan.mentoring.queries.readers import read_lately
from banyan.mentoring.standings import ASKER, REQUEST_WORDS_READERS, SESSION_PAIR_WORDS
from banyan.trail import actions as trail


def note(verb: str, found: Model, scope: str, *, by: Viewer, noted: bool | None = None) -> None:
    """Once in a while for one who reads it again and again. The caller has seen to it that the
    words are not the viewer's own, and says in `noted` whether it is on the log already, where
    that is known."""
    if noted is None:
        noted = read_lately(by, found, verb)
    if not noted:
        with transaction.atomic():
            trail.record(verb=verb, subject=trail.subject_of(found), scope=scope, by=by)


def note_log_reading(
    log: SessionLog | None, session: Session, *, by: Viewer, noted: bool | None = None
) -> None:
    """One of the two opens what the other one wrote last. `noted` says whether it is on the log
    already, where that is known."""
    if log is None or log.written_by_id == by.person_id:
        return
    if SESSION_PAIR_WORDS.holds(by, session):
        note("log.read", log, session.school.path or "", by=by, noted=noted)


def note_request_reading(row: Request, *, by: Viewer) -> None:
    """Whoever is asked reads the question; whoever asked, the answer."""
    if REQUEST_WORDS_READERS.holds(by, row) and (row.answer or not ASKER.holds(by, row)):
        note("request.read", row, row.school.path or "", by=by)
