"""Saying how a session was, and how the two of a pair fit; reading what was said in confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import blueprint
from banyan.kernel.decision import Stale, Unfit, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Session
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.surveys.models import FitPulse, Response
from banyan.surveys.queries.asking import MOST_WORDS, Asked, asked
from banyan.surveys.queries.fits import FitAsked, later_reasons
from banyan.surveys.rules import FEEDBACK, FIT, RESPONSE_RIGHTS
from banyan.surveys.states import FitStatus
from banyan.trail import actions as trail

Answer = int | str


@transaction.atomic
def give_feedback(
    session: Session,
    *,
    by: Viewer,
    answers: Mapping[str, Answer],
    themes: Iterable[str] = (),
    in_confidence: str = "",
    version: int | None = None,
) -> Response:
    """Answer the blueprint's questions about a session that was held; a second time, within a
    week, the new answers take the place of the old ones.

    `answers`: question code → 1 to 5, or the code of a choice. `version` is the one that was
    looked at (0 when nothing had been said), so that two open pages cannot undo each other
    (Stale). Raises Unfit, naming the question, for an answer that is missing or cannot be.
    """
    what = asked(by, session)
    FEEDBACK.decide(by, what, "change" if what.given else "give").or_refuse()
    words = {
        "answers": _answers(what, answers),
        "themes": _themes(what, themes),
        "in_confidence": _in_confidence(in_confidence),
    }
    seen = what.given.version if what.given else 0
    if version is not None and version != seen:
        raise _overtaken()
    response = _change(what.given, words) if what.given else _give(what, words, by=by)
    trail.record(
        verb="feedback.change" if what.given else "feedback.give",
        subject=trail.subject_of(session),
        scope=session.school.path or "",
        by=by,
    )
    return response


def _give(what: Asked, words: Mapping[str, object], *, by: Viewer) -> Response:
    try:
        with transaction.atomic():
            return Response.objects.create(
                session=what.session,
                person_id=by.person_id,
                side=what.side,
                given_at=by.now,
                **words,
            )
    except IntegrityError as same_moment:
        raise _overtaken() from same_moment


def _change(given: Response, words: Mapping[str, object]) -> Response:
    now = {**words, "version": given.version + 1}
    if not Response.objects.filter(pk=given.pk, version=given.version).update(**now):
        raise _overtaken()
    return Response.objects.get(pk=given.pk)


def _overtaken() -> Stale:
    return Stale(_("You gave this feedback on another page meanwhile. Here is how it stands."))


def _answers(what: Asked, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that the blueprint asks for, each as it can be stored."""
    questions = {q.code: q for q in what.questions if q.kind in ("scale", "choice")}
    if unknown := sorted(set(given) - set(questions)):
        raise _unfit(unknown[0], _("This question is not asked after this session."))
    kept: dict[str, Answer] = {}
    for code, question in questions.items():
        answer = given.get(code)
        if answer in (None, ""):
            if question.required:
                raise _unfit(code, _("Choose an answer to this question."))
        elif answer not in _possible(question):
            raise _unfit(code, _("Choose one of the answers that are offered."))
        else:
            kept[code] = given[code]
    return kept


def _possible(question: blueprint.Question) -> list[Answer]:
    if question.kind == "scale":
        return [1, 2, 3, 4, 5]
    return [option.code for option in question.options]


def _themes(what: Asked, given: Iterable[str]) -> list[str]:
    """Each theme once, in the blueprint's order."""
    chosen = set(given)
    question = next((q for q in what.questions if q.kind == "themes"), None)
    offered = blueprint_of(what.session.cohort).feedback.themes if question else ()
    if chosen - {theme.code for theme in offered}:
        raise _unfit("themes", _("Choose from the themes that are offered."))
    if question and question.required and not chosen:
        raise _unfit("themes", _("Choose at least one theme."))
    return [theme.code for theme in offered if theme.code in chosen]


def _in_confidence(words: str) -> str:
    words = words.strip()
    if len(words) > MOST_WORDS:
        raise _unfit(
            "in_confidence",
            _("Write at most %(most)s characters, and ask for a talk.") % {"most": MOST_WORDS},
        )
    return words


def _unfit(field: str, sentence: str) -> Unfit:
    return Unfit(field, denied(sentence))


@transaction.atomic
def read_confidence(response: Response, *, by: Viewer) -> str:
    """The words in confidence. Every reading is an event that their writer can see."""
    RESPONSE_RIGHTS.decide(by, response, "read_confidence").or_refuse()
    trail.record(
        verb="feedback.read_confidence",
        subject=trail.subject_of(response),
        scope=response.session.school.path or "",
        by=by,
    )
    return response.in_confidence


def answer_fit(
    found: FitAsked, answers: Mapping[str, int], *, by: Viewer, version: int | None = None
) -> FitPulse:
    """Say how the two fit, or within a week say it anew; after "not now" too, while it is open.

    `version` is the one that was looked at, 0 for none. Raises Unfit, naming the question, for an
    answer that is missing or cannot be, and Stale for whoever has answered on another page.
    """
    FIT.decide(by, found, "answer").or_refuse()
    kept = {}
    for question in found.questions:
        if (answer := answers.get(question.code)) not in range(1, 6):
            raise _unfit(question.code, _("Choose an answer to this question."))
        kept[question.code] = answer
    if set(answers) - set(kept):
        raise _unfit("", _("This question is not asked here."))
    said = {"status": FitStatus.GIVEN, "answers": kept, "because": ""}
    return _keep_fit(found, said, "change" if found.is_answered else "answer", by, version)


def fit_not_now(found: FitAsked, because: str, *, by: Viewer) -> FitPulse:
    """She would rather not say, or not yet: nobody asks again, and until the last day she may
    answer after all. `because` is a reason of the blueprint (ValueError otherwise)."""
    FIT.decide(by, found, "not_now").or_refuse()
    if because not in dict(later_reasons(found)):
        raise ValueError(f"{because} is no reason of this blueprint")
    said = {"status": FitStatus.NOT_NOW, "answers": {}, "because": because}
    return _keep_fit(found, said, "not_now", by, 0)


@transaction.atomic
def _keep_fit(
    found: FitAsked, said: Mapping[str, object], verb: str, by: Viewer, version: int | None
) -> FitPulse:
    seen = found.given.version if found.given else 0
    if version is not None and version != seen:
        raise _fit_overtaken()
    if found.given is None:
        row = _new_fit(found, said, by)
    else:
        # An answer after "not now" is the first: it settles a week after it.
        again = {} if found.is_answered else {"given_at": by.now}
        rows = FitPulse.objects.filter(pk=found.given.pk, version=seen)
        if not rows.update(**said, **again, version=seen + 1):
            raise _fit_overtaken()
        row = FitPulse.objects.get(pk=found.given.pk)
    # Of the answer and not of the pair: its timeline must not tell the other one.
    trail.record(
        verb=f"fit.{verb}",
        subject=trail.subject_of(row),
        scope=found.pair.school.path or "",
        by=by,
    )
    return row


def _new_fit(found: FitAsked, said: Mapping[str, object], by: Viewer) -> FitPulse:
    try:
        with transaction.atomic():
            return FitPulse.objects.create(
                mentorship=found.pair,
                person_id=by.person_id,
                side=found.side,
                day=found.day,
                given_at=by.now,
                **said,
            )
    except IntegrityError as same_moment:
        raise _fit_overtaken() from same_moment


def _fit_overtaken() -> Stale:
    return Stale(_("You answered this on another page meanwhile. Here is how it stands."))
