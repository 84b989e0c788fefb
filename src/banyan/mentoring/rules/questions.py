"""Who asks in writing, who takes it, whose turn it is, and when the clock ends a turn.

| state | whose turn | until | then |
|---|---|---|---|
| open | any mentor who can help | the blueprint's days for requests | it expires, the teacher is told |
| taken | the mentor | its `answer_days` | without any answer: open; with one: to the teacher |
| answered | the teacher | its `follow_up_days` | it is closed; whoever wonders on asks anew |
| closed, withdrawn, expired | nobody's | | |

| verb | who | when |
|---|---|---|
| ask | a teacher enrolled where the mentors are | fewer open than the blueprint lets one have; not under age |
| take | a mentor of the programme who can help with its domain | she has room; nothing bars her |
| give_back | whoever took it | she has not answered yet |
| answer | whoever took it | it is her turn; nothing bars her |
| follow_up | the teacher | it is her turn |
| close | the teacher | it is her turn; she says whether it helped, if she likes |
| withdraw | the teacher | nobody has taken it |
| agree (to publish) | the two | it is closed; each says yes to the same words |
| take_down | the two | it is published or proposed |
| take_out | a coordinator of the place that runs the programme | it is published |

What bars a mentor is what bars her from being matched: no consent, no training. Whoever is under
age writes with nobody alone: she asks in her pair, where other adults see that they meet.

Whether it helped only she who asked reads. Its mentor, and the coordinators by cohort, are told how
many of the answers that were rated helped, by steps of at least five different teachers, or of as
many as the blueprint wants: never of which question (`queries/ratings.py`).

While nobody takes it, the nearest coordinators are told once, after its `unclaimed_days`: that one
of this field waits, not whose, nor a word of it. Days are days: neither hours of the night nor
closed days are left out.

A mentor who is away hears of no open question; those that are open she can look at and take as
everybody. A turn of hers that runs goes on while she is away: it is the teacher who waits, so the
question is open to others when its days are over, and nothing is held against anybody.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.decision import ALLOWED, Decision, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import AnsweredQuestion, Question
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.questions import AskingAll
from banyan.mentoring.standings import (
    PUBLIC_KEEPER,
    PUBLIC_WRITERS,
    QUESTION_ASKER,
    QUESTION_ELIGIBLE,
    QUESTION_MENTOR,
)
from banyan.mentoring.states import QuestionStatus as S
from banyan.people.rules import platform
from banyan.programmes.rules import unbarred

MOST_WORDS = 4000
MOST_SOUND = 10_000_000  # bytes: some ten minutes of speech
LARGEST_MOST = 100

asker = QUESTION_ASKER.otherwise(_("Only the teacher who asked can do this."))
taker = QUESTION_MENTOR.otherwise(_("Only the mentor who has taken it can do this."))
eligible = QUESTION_ELIGIBLE.otherwise(
    _("This question is not open to you: it was taken, or is of a field that you do not offer.")
)
keeper = PUBLIC_KEEPER.otherwise(
    _("Only coordinators of the place that runs the programme can do this.")
)
writers = PUBLIC_WRITERS.otherwise(_("Only the two of this question can do this."))


def has_room(viewer: Viewer, q: Question) -> Decision:
    """`has` and `most` are annotated where a question is read: of the viewer, now."""
    if q.has < q.most:  # type: ignore[attr-defined]
        return ALLOWED
    return denied(_("You have as many questions with you as you wanted. Answer one first."))


def in_time(viewer: Viewer, q: Question) -> Decision:
    if q.due_at is None or viewer.now < q.due_at:
        return ALLOWED
    return denied(_("This question has expired."))


def may_mentor(viewer: Viewer, q: Question) -> Decision:
    """`bars` and `is_minor` are there where a mentor reads a question."""
    found: Any = q
    if found.is_minor:
        return denied(_("This teacher is under age. Give the question back, please."))
    return unbarred(q.mentor, found.bars) if q.mentor else ALLOWED


def unanswered(viewer: Viewer, q: Question) -> Decision:
    """`answers` is annotated where a question is read."""
    if not getattr(q, "answers", 0):
        return ALLOWED
    return denied(_("You have answered already, so it stays with you."))


def due(viewer: Viewer, q: Question) -> Decision:
    if q.due_at is not None and viewer.now >= q.due_at:
        return ALLOWED
    return denied(_("There is still time."))


def answered_before(viewer: Viewer, q: Question) -> Decision:
    if getattr(q, "answers", 0):
        return ALLOWED
    return denied(_("Nobody has answered it yet."))


def learner(viewer: Viewer, a: AskingAll) -> Decision:
    if viewer.is_somebody and a.enrolment is not None:
        return ALLOWED
    return denied(_("Only teachers enrolled in a programme can ask its mentors."))


def programme_open(viewer: Viewer, a: AskingAll) -> Decision:
    return ALLOWED if a.is_open else denied(_("This programme is not open now."))


def has_consented(viewer: Viewer, a: AskingAll) -> Decision:
    if a.bar is None:
        return ALLOWED
    return denied(_("This programme asks for your consent first. You give it on your own page."))


def of_age(viewer: Viewer, a: AskingAll) -> Decision:
    if not a.is_minor:
        return ALLOWED
    return denied(_("Whoever is under age does not write with mentors alone. Ask your own mentor."))


def few_open(viewer: Viewer, a: AskingAll) -> Decision:
    if a.enrolment is None or a.open < blueprint_of(a.enrolment.cohort).request.most_open:
        return ALLOWED
    return denied(_("You have as many open questions as one can have. Close one first."))


def is_closed(viewer: Viewer, a: AnsweredQuestion) -> Decision:
    if a.question.status == S.CLOSED:
        return ALLOWED
    return denied(_("Close the question first; then it can be given to others."))


def is_public(viewer: Viewer, a: AnsweredQuestion) -> Decision:
    return ALLOWED if a.published_at is not None else denied(_("It is not published."))


QUESTION = Lifecycle(
    "question",
    S,
    initial=S.OPEN,
    moved_on=_("Somebody was faster: this question has moved on since you opened the page."),
    moves=[
        #    verb         from           to           who      needs
        Move("take",      (S.OPEN,),     S.TAKEN,     eligible, (in_time, has_room), pgettext_lazy("button", "I take this question")),
        Move("give_back", (S.TAKEN,),    S.OPEN,      taker,    (unanswered,), pgettext_lazy("button", "Give it back to the others")),
        Move("answer",    (S.TAKEN,),    S.ANSWERED,  taker,    (may_mentor,), pgettext_lazy("button", "Send the answer")),
        Move("follow_up", (S.ANSWERED,), S.TAKEN,     asker,    (), pgettext_lazy("button", "Ask one thing more")),
        Move("close",     (S.ANSWERED,), S.CLOSED,    asker,    (), pgettext_lazy("button", "Close the question")),
        Move("withdraw",  (S.OPEN,),     S.WITHDRAWN, asker,    (), pgettext_lazy("button", "Withdraw the question")),
        Move("expire",    (S.OPEN,),     S.EXPIRED,   platform, (due,), pgettext_lazy("button", "Expire")),
        Move("reopen",    (S.TAKEN,),    S.OPEN,      platform, (due, unanswered), pgettext_lazy("button", "Open it again")),
        Move("turn_back", (S.TAKEN,),    S.ANSWERED,  platform, (due, answered_before), pgettext_lazy("button", "Give the turn back")),
        Move("settle",    (S.ANSWERED,), S.CLOSED,    platform, (due,), pgettext_lazy("button", "Close the question")),
    ],
)  # fmt: skip
QUESTION_RIGHTS = Rights(
    "asking_all",
    [
        Right(
            "ask",
            learner,
            (programme_open, has_consented, of_age, few_open),
            pgettext_lazy("button", "Ask the mentors"),
        )
    ],
)
PUBLIC_RIGHTS = Rights(
    "answered_question",
    [
        Right("agree", writers, (is_closed,), pgettext_lazy("button", "Yes to these words")),
        Right("take_down", writers, (), pgettext_lazy("button", "Take it out of the list")),
        Right("take_out", keeper, (is_public,), pgettext_lazy("button", "Take it out of the list")),
    ],
)
