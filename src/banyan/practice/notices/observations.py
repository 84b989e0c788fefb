"""Who is told of an observation: the other one of the two, that something waits; never a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.registry import has_page
from banyan.mentoring.states import RecordKind
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.practice.forms.observations import sections_said
from banyan.practice.queries.observations import other_of, stands_at, told_of
from banyan.practice.states import Direction
from banyan.practice.states import ObservationStatus as S
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

has_page(
    RecordKind.OBSERVATION,
    "practice:observation",
    sections_said,
    beside="observation__observer",
)

OPEN = pgettext_lazy("link", "Open the observation")


def _still(status: S) -> Callable[[Mapping[str, Any]], bool]:
    def still(data: Mapping[str, Any]) -> bool:
        return stands_at(int(data["observation"])) == status

    return still


notices.register(
    Kind(
        "observation.planned",
        Category.PAIR,
        _("{other} has planned an observation with you"),
        _("Look at the plan: agree to it, or change it."),
        OPEN,
        _still(S.PLANNED),
    ),
    Kind(
        "observation.visit",
        Category.PAIR,
        _("{other} would like to see a lesson of yours"),
        _("To learn from it. Say yes, or not this time: nobody asks why."),
        OPEN,
        _still(S.PLANNED),
    ),
    Kind(
        "observation.not_this_time",
        Category.PAIR,
        _("A visit to {other} does not fit this time"),
        _("Ask again another day, or ask somebody else."),
        OPEN,
        _still(S.CANCELLED),
    ),
    Kind(
        "observation.agreed",
        Category.PAIR,
        _("{other} agrees to your plan of an observation"),
        _("Everything is set for the lesson."),
        OPEN,
        _still(S.AGREED),
    ),
    Kind(
        "observation.called_off",
        Category.PAIR,
        _("{other} has called an observation off"),
        _("You can plan another one at any time."),
        OPEN,
        _still(S.CANCELLED),
    ),
    Kind(
        "observation.observed",
        Category.PAIR,
        _("What was seen in the lesson is written down"),
        _("Now you and {other} each write what it shows."),
        OPEN,
        _still(S.OBSERVED),
    ),
    Kind(
        "observation.analyse_due",
        Category.PAIR,
        _("You and {other} have yet to look at an observation together"),
        _("It is best talked over by {analyse_by_on}, while both remember the lesson."),
        OPEN,
        _still(S.OBSERVED),
    ),
    Kind(
        "observation.feedback",
        Category.PAIR,
        _("{other} has given you feedback on the lesson"),
        _("Read it, and say of each step what you think of it."),
        OPEN,
        _still(S.FEEDBACK),
    ),
    Kind(
        "observation.answered",
        Category.PAIR,
        _("{other} has answered your feedback"),
        _("Your next session opens with the steps that will be tried."),
        OPEN,
    ),
    Kind(
        "observation.colleague_answered",
        Category.PAIR,
        _("{other} has answered your feedback"),
        _("When you meet next, ask how it went."),
        OPEN,
    ),
)
ANSWERED = "observation.answer"

OF_VERB = {
    "observation.plan": "observation.planned",
    "observation.agree": "observation.agreed",
    "observation.call_off": "observation.called_off",
    "observation.finish": "observation.observed",
    "observation.give": "observation.feedback",
    "observation.answer": "observation.answered",
}

# The same of a visit that somebody asks for, by whether it comes from whoever is observed.
OF_VISIT = {
    "observation.plan": {False: "observation.visit"},
    "observation.call_off": {True: "observation.not_this_time"},
}


def tell_of_observation(event: Event) -> None:
    """The other one of the two. Whoever gave the feedback to herself is told nothing of it."""
    row = told_of(id_of(event.subject))
    kind = OF_VERB[event.verb]
    if event.verb == ANSWERED and row.record.mentorship_id is None:
        kind = "observation.colleague_answered"
    if row.direction == Direction.VISIT and event.verb in OF_VISIT:
        by_owner = event.actor == row.record.owner_id
        kind = OF_VISIT[event.verb].get(by_owner, kind)
    for person in {row.record.owner_id, row.observer_id} - {event.actor}:
        tell(
            [person],
            kind,
            key=f"{event.verb}:{event.pk}",
            now=event.happened_at,
            link=reverse("practice:observation", args=[row.record_id]),
            observation=row.pk,
            other=other_of(row, person).name,
        )


trail.follow("practice.tell_of_observation", tell_of_observation, *OF_VERB)
trail.tell(
    {
        "observation.plan": _("{actor} planned an observation."),
        "observation.agree": _("{actor} agreed to the plan."),
        "observation.replan": _("{actor} opened the plan again."),
        "observation.call_off": _("{actor} called the observation off."),
        "observation.begin": _("{actor} began to write down what was seen."),
        "observation.finish": _("{actor} said that the lesson is over."),
        "observation.analyse": _("{actor} said that both have looked at it together."),
        "observation.give": _("{actor} gave feedback."),
        "observation.answer": _("{actor} answered the feedback."),
        "observation.close": _("{actor} closed the observation."),
    }
)
