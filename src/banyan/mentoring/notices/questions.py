"""Who is told of a question in writing: whose turn it is, never a word of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.queries.questions import (
    OPEN_TO_ALL,
    closes_at,
    mentors_for,
    status_of,
    told_of_question,
)
from banyan.mentoring.states import QuestionStatus
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event

READ = pgettext_lazy("link", "See the question")


def _with_mentor(data: Mapping[str, Any]) -> bool:
    return status_of(int(data["question"])) == QuestionStatus.TAKEN


def _with_nobody(data: Mapping[str, Any]) -> bool:
    return status_of(int(data["question"])) == QuestionStatus.OPEN


def _with_teacher(data: Mapping[str, Any]) -> bool:
    return status_of(int(data["question"])) == QuestionStatus.ANSWERED


def _closes_then(data: Mapping[str, Any]) -> bool:
    closes = closes_at(int(data["question"]))
    return closes is not None and closes == parse_datetime(str(data["due_at"]))


notices.register(
    Kind(
        "question.taken",
        Category.PAIR,
        _("{mentor} has taken your question"),
        _("An answer should come by {due_at}. If none does, it is open to others again."),
        READ,
    ),
    Kind(
        "question.answered",
        Category.PAIR,
        _("Your question is answered"),
        _("Ask one thing more, or close it. By itself it closes at {due_at}."),
        pgettext_lazy("link", "Read the answer"),
        _with_teacher,
    ),
    Kind(
        "question.closing",
        Category.PAIR,
        _("Your answered question closes soon"),
        _("It closes by itself at {due_at}. Until then you can ask one thing more, or close it and "
          "say whether it helped."),
        pgettext_lazy("link", "Read the answer"),
        _closes_then,
        nudges=True,
        otherwise=pgettext_lazy("link", "Not now, because …"),
    ),
    Kind(
        "question.followed",
        Category.PAIR,
        _("One thing more is asked of you"),
        _("The teacher has read your answer and wonders on. Answer by {due_at}."),
        READ,
        _with_mentor,
    ),
    Kind(
        "question.near",
        Category.PAIR,
        _("A question waits for your answer"),
        _("Answer by {due_at}, or give it back: another mentor may have time."),
        READ,
        _with_mentor,
        presses=True,
    ),
    Kind(
        "question.back",
        Category.PAIR,
        _("Your question is open to all mentors again"),
        _("Whoever had taken it could not answer. It waits until {due_at}."),
        READ,
    ),
    Kind(
        "question.expired",
        Category.PAIR,
        _("Nobody could take your question"),
        _("That is not about you. Ask it again, or ask one mentor in the directory."),
        READ,
    ),
    Kind(
        OPEN_TO_ALL,
        Category.PAIR,
        _("A teacher asks in a field that you offer"),
        _("Look whether you can answer; it waits until {due_at}. Another mentor may take it."),
        READ,
        _with_nobody,
        nudges=True,
    ),
    Kind(
        "question.closed",
        Category.PAIR,
        _("A question that you answered is closed"),
        _("Thank you. If both of you like, it can be shared with others, without names."),
        READ,
    ),
    Kind(
        "question.published",
        Category.PAIR,
        _("Others can read your question and its answer now"),
        _("Both have said yes to the same words. Either of you can take them out of the list."),
        pgettext_lazy("link", "Read the words"),
    ),
    Kind(
        "question.taken_out",
        Category.PAIR,
        _("A coordinator took your shared answer out of the list"),
        _("Its words may name somebody, or hurt. You can write others and share them again."),
        READ,
    ),
    Kind(
        "question.unclaimed",
        Category.AREA,
        _("A question in writing waits, and no mentor has taken it"),
        _("It waits since {asked_at}. Ask mentors of the field to look; it ends at {due_at}."),
        pgettext_lazy("link", "See what waits"),
        _with_nobody,
        nudges=True,
    ),
    Kind(
        "question.words",
        Category.PAIR,
        _("Would you share a question and its answer with others?"),
        _("Words without names are proposed to you. Read them, and say yes or change them."),
        pgettext_lazy("link", "Read the words"),
    ),
)  # fmt: skip

# Which of the two is told what.
OF_VERB = {
    "question.take": ("teacher", "question.taken"),
    "question.answer": ("teacher", "question.answered"),
    "question.turn_back": ("teacher", "question.answered"),
    "question.follow_up": ("mentor", "question.followed"),
    "question.give_back": ("teacher", "question.back"),
    "question.reopen": ("teacher", "question.back"),
    "question.expire": ("teacher", "question.expired"),
    "question.close": ("mentor", "question.closed"),
}
HEAR_OF_IT = 5  # mentors: of more, most would look in vain


def facts_of(row: Any) -> dict[str, Any]:
    return {
        "question": row.pk,
        "blueprint": design_of(row),
        "mentor": row.mentor.name if row.mentor else "",
        "due_at": row.due_at.isoformat() if row.due_at else "",
    }


def tell_of_question(event: Event) -> None:
    row = told_of_question(event.subject)
    side, kind = OF_VERB[event.verb]
    person = row.teacher_id if side == "teacher" else row.mentor_id
    if person is not None:
        link = reverse("mentoring:question", args=[row.pk])
        key = f"{event.verb}:{event.pk}"
        tell([person], kind, key=key, now=event.happened_at, link=link, **facts_of(row))


def tell_mentors(event: Event) -> None:
    """A few of those who could take it hear that it is open: not all of a nation's."""
    row = told_of_question(event.subject)
    if row.status == QuestionStatus.OPEN and row.due_at is not None:
        tell(
            mentors_for(row, event.happened_at, HEAR_OF_IT),
            OPEN_TO_ALL,
            key=f"{OPEN_TO_ALL}:{row.pk}:{row.due_at.isoformat()}",
            now=event.happened_at,
            link=reverse("mentoring:question", args=[row.pk]),
            **facts_of(row),
        )


def tell_of_publishing(event: Event) -> None:
    """Whoever said yes first hears that the other one did; both, when a coordinator undid it. She
    who did it knows."""
    row = told_of_question(event.subject)
    tell(
        {row.teacher_id, row.mentor_id or 0} - {event.actor or 0, 0},
        "question.published" if event.verb == "question.publish" else "question.taken_out",
        key=f"{event.verb}:{event.pk}",
        now=event.happened_at,
        link=reverse("mentoring:question_publish", args=[row.pk]),
        **facts_of(row),
    )


def tell_of_words(event: Event) -> None:
    """The other one is asked for a yes to them."""
    row = told_of_question(event.subject)
    other = row.mentor_id if event.actor == row.teacher_id else row.teacher_id
    if other is not None:
        link = reverse("mentoring:question_publish", args=[row.pk])
        key = f"{event.verb}:{event.pk}"
        tell([other], "question.words", key=key, now=event.happened_at, link=link, **facts_of(row))


trail.follow("mentoring.tell_of_question", tell_of_question, *OF_VERB)
trail.follow(
    "mentoring.tell_mentors", tell_mentors, "question.ask", "question.give_back", "question.reopen"
)
trail.follow(
    "mentoring.tell_of_publishing", tell_of_publishing, "question.publish", "question.take_out"
)
trail.follow("mentoring.tell_of_words", tell_of_words, "question.agree")
trail.tell(
    {
        "question.ask": _("{actor} asked the mentors."),
        "question.take": _("{actor} took the question."),
        "question.give_back": _("{actor} gave the question back."),
        "question.answer": _("{actor} answered."),
        "question.follow_up": _("{actor} asked one thing more."),
        "question.close": _("{actor} closed the question."),
        "question.withdraw": _("{actor} withdrew the question."),
        "question.expire": _("Nobody took the question in time."),
        "question.reopen": _("No answer came in time; the question is open again."),
        "question.turn_back": _("No further answer came in time."),
        "question.settle": _("The question was closed by itself."),
        "question.agree": _("{actor} said yes to words for everybody."),
        "question.publish": _("Both have said yes: the answer is there for everybody."),
        "question.take_down": _("{actor} took the answer out of the list."),
        "question.take_out": _("A coordinator took the answer out of the list."),
        "question_limit.set": _("{actor} said how many questions fit."),
    }
)
