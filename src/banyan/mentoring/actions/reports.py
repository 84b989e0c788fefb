"""Shown to the coordinators in confidence: a message, a question in writing, or one turn of it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, Stale, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Message, Question, Report, Turn
from banyan.mentoring.queries.reports import whole
from banyan.mentoring.rules.messages import MESSAGE_RIGHTS, still_kept
from banyan.mentoring.rules.reports import ASKED_RIGHTS, REPORT, TURN_RIGHTS
from banyan.trail import actions as trail


def show(message: Message, words: str, *, by: Viewer) -> Report:
    """The other one shows this one message to the coordinators, in confidence; its author is not
    told. What was taken back is shown too, while it is sealed; she herself does not read it.
    Raises Refused, also for what she has shown and they have not looked into yet."""
    MESSAGE_RIGHTS.decide(by, message, "report").or_refuse()
    with transaction.atomic():
        now_there = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
        if not (kept := still_kept(by, now_there)):
            raise Stale(str(kept))
        return _shown(
            words, by, message=message, mentorship=message.mentorship,
            quote=now_there.text or now_there.sealed,
        )  # fmt: skip


def show_question(found: Question, words: str, *, by: Viewer) -> Report:
    """The mentor who has taken it shows the coordinators, in confidence, what the teacher asks;
    who asks she does not learn by it. Raises Refused, as `show` does."""
    ASKED_RIGHTS.decide(by, found, "report").or_refuse()
    return _shown(words, by, question=found, quote=found.text)


def show_turn(turn: Turn, words: str, *, by: Viewer) -> Report:
    """One of the two shows the coordinators, in confidence, one turn of the other one's: words and
    link are kept with it, a recording stays where it is. Raises Refused, as `show` does."""
    TURN_RIGHTS.decide(by, turn, "report").or_refuse()
    quote = "\n\n".join(said for said in (turn.text, turn.link) if said)
    return _shown(words, by, question=turn.question, turn=turn, quote=quote)


def _shown(words: str, by: Viewer, **what: Any) -> Report:
    try:
        with transaction.atomic():
            made = Report.objects.create(
                reported_by_id=by.person_id, words=words.strip(), reported_at=by.now, **what
            )
            # Of the report and not of the pair: whoever reads the pair's timeline does not see it.
            subject, scope = trail.subject_of(made), _scope(made)
            trail.record(verb="report.show", subject=subject, scope=scope, by=by)
    except IntegrityError as twice:
        sentence = _("The coordinators have it already. They will speak with you.")
        raise Refused(denied(sentence)) from twice
    return made


def withdraw_report(shown: Report, *, by: Viewer) -> Report:
    """Whoever showed it would rather leave it; the coordinators read it no more as open."""
    return _settled(shown, "withdraw", by)


def settle_report(shown: Report, *, by: Viewer) -> Report:
    """A coordinator has looked into it. Whoever showed it is told, and nobody else."""
    return _settled(shown, "settle", by)


def _settled(shown: Report, verb: str, by: Viewer) -> Report:
    return trail.move(
        shown, REPORT, verb, by=by, scope=_scope(shown),
        settled_at=by.now, settled_by_id=by.person_id,
    )  # fmt: skip


def _scope(shown: Report) -> str:
    return whole(shown).school.path or ""
