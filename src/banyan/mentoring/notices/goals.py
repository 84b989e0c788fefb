"""Who is told of goals: never a word of one, only that it waits, stands, or is met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.queries.goals import still, told_of
from banyan.mentoring.rules.goals import has_endorser
from banyan.mentoring.states import GoalStatus
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.trail import registry as trail
from banyan.trail.models import Event
from banyan.trail.queries import id_of

SEE = pgettext_lazy("link", "See the goal")


def _still_proposed(data: Mapping[str, Any]) -> bool:
    return still(int(data["goal"]), GoalStatus.PROPOSED)


def _still_to_review(data: Mapping[str, Any]) -> bool:
    return still(int(data["goal"]), GoalStatus.ACTIVE, review_on=data["review_on"])


def _still_due(data: Mapping[str, Any]) -> bool:
    return still(int(data["goal"]), GoalStatus.ACTIVE, due_on=data["due_on"])


notices.register(
    Kind(
        "goal.proposed",
        Category.PAIR,
        _("{other} has written a goal and asks you for a yes"),
        _("Read it, and endorse it or say in a comment what you would like to talk about."),
        SEE,
        _still_proposed,
    ),
    Kind(
        "goal.endorsed",
        Category.PAIR,
        _("{other} has endorsed your goal"),
        _("It is under way. Agree on a day to look at it again together."),
        SEE,
    ),
    Kind(
        "goal.review",
        Category.PAIR,
        _("Today you wanted to look at a goal again"),
        _("Say how far it is, and when you look next. Changing a goal is part of the way."),
        SEE,
        _still_to_review,
    ),
    Kind(
        "goal.due",
        Category.PAIR,
        _("The day of one of your goals is {due_on}"),
        _("Have you met it? Say so; or revise it, or give it more time."),
        SEE,
        _still_due,
    ),
    Kind(
        "goal.met",
        Category.PAIR,
        _("{other} has met a goal"),
        _("You walked along with it. A word from you will be welcome."),
        SEE,
    ),
    Kind(
        "goal.met_own",
        Category.PAIR,
        _("You have met a goal"),
        _("Take a moment to see how far you have come. It stays in your plan and your portfolio."),
        SEE,
    ),
)


def tell_of_goal(event: Event) -> None:
    """The mentor is asked, the teacher answered, and both told when it is met."""
    goal = told_of(id_of(event.subject))
    record, pair = goal.record, goal.record.mentorship
    facts: dict[str, Any] = {
        "now": event.happened_at,
        "link": reverse("mentoring:goal", args=[record.pk]),
        "goal": goal.pk,
    }
    key = f"{event.verb}:{event.pk}"
    if event.verb == "goal.meet":
        tell([record.owner_id], "goal.met_own", key=f"{key}:own", **facts)
    if pair is None or not has_endorser(record):
        return
    if event.verb == "goal.propose":
        tell([pair.mentor_id], "goal.proposed", key=key, other=record.owner.name, **facts)
    elif event.verb == "goal.endorse":
        tell([record.owner_id], "goal.endorsed", key=key, other=pair.mentor.name, **facts)
    elif event.verb == "goal.meet":
        tell([pair.mentor_id], "goal.met", key=key, other=record.owner.name, **facts)


trail.follow("mentoring.tell_of_goal", tell_of_goal, "goal.propose", "goal.endorse", "goal.meet")
trail.tell(
    {
        "goal.propose": _("{actor} asked for a yes to a goal."),
        "goal.withdraw": _("{actor} took a goal back to a draft."),
        "goal.endorse": _("{actor} endorsed a goal."),
        "goal.set_out": _("{actor} set out with a goal."),
        "goal.revise": _("{actor} is revising a goal."),
        "goal.meet": _("{actor} has met a goal."),
        "goal.drop": _("{actor} let a goal go."),
        "goal.pick_up": _("{actor} took a goal up again."),
        "goal.look": _("{actor} chose when to look at a goal again."),
    }
)
