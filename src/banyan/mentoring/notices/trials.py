"""Who is told what at the end of a trial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.queries.mentorships import coordinators_over
from banyan.mentoring.queries.trials import doubted, owes_answer, tried
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

ANSWER = pgettext_lazy("link", "Answer")
SEE = pgettext_lazy("link", "See the pair")


def _still_asked(data: Mapping[str, Any]) -> bool:
    return owes_answer(int(data["mentorship"]), int(data["reader"]))


def _still_doubted(data: Mapping[str, Any]) -> bool:
    return doubted(int(data["mentorship"]))


notices.register(
    Kind(
        "trial.asked",
        Category.PAIR,
        _("Would you like to go on with {other}?"),
        _("Your trial is over. Say yes or no by {answer_on}; only you read your answer."),
        ANSWER,
        _still_asked,
    ),
    Kind(
        "trial.reminder",
        Category.PAIR,
        _("Your answer about {other} is still welcome"),
        _("Say until {answer_on} whether you would like to go on. Without an answer you go on."),
        ANSWER,
        _still_asked,
    ),
    Kind(
        "trial.doubted",
        Category.AREA,
        _("After their trial, {mentor} and {teacher} do not both wish to go on"),
        _("Nobody is to blame. Talk to both, or end the pair and look for another mentor."),
        SEE,
        _still_doubted,
    ),
    Kind(
        "trial.over",
        Category.PAIR,
        _("Your trial with {other} is over, and you go on"),
        _("Nothing changes on your page. Should it not fit later, your coordinator is there."),
        SEE,
    ),
)


def tell_of_trial(event: Event) -> None:
    """A no is told to the coordinators alone, who are not told whose it is; that the two go on is
    told to both, also to whoever said yes last."""
    pair = tried(id_of(event.subject))
    facts: dict[str, Any] = {
        "now": event.happened_at,
        "link": reverse("mentoring:mentorship", args=[pair.pk]),
        "mentorship": pair.pk,
        "blueprint": design_of(pair),
        "mentor": pair.mentor.name,
        "teacher": pair.mentee.name,
    }
    key = f"{event.verb}:{event.pk}"
    both = {pair.mentor_id: pair.mentee.name, pair.mentee_id: pair.mentor.name}
    if event.verb == "trial.say_no":
        told = set(coordinators_over([pair.school], on=event.happened_at.date())) - set(both)
        tell(told, "trial.doubted", key=key, **facts)
        return
    for person, other in both.items():
        tell([person], "trial.over", key=key, other=other, **facts)


trail.follow(
    "mentoring.tell_of_trial",
    tell_of_trial,
    "trial.say_no",
    "trial.agree",
    "trial.lapse",
    "trial.go_on",
)
_ANSWERED = _("{actor} answered at the end of the trial.")
trail.tell(
    {
        "trial.say_yes": _ANSWERED,
        "trial.agree": _ANSWERED,
        "trial.say_no": _ANSWERED,
        "trial.add": _ANSWERED,
        "trial.go_on": _("{actor} let the pair go on after its trial."),
        "trial.lapse": _("The trial is over, and nobody said no."),
        "mentorship.tried": _("The trial is over, and the pair goes on."),
    }
)
