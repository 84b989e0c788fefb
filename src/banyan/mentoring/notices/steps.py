"""How people are told of steps that come due, and of steps that stay undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.queries.steps import undone
from banyan.notifications import registry as notices
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category


def _still_undone(data: Mapping[str, Any]) -> bool:
    return undone(int(data["mentorship"]), str(data["step"]))


notices.register(
    Kind(
        "step.due",
        Category.PAIR,
        _("A step with {other} is due on {due_on}"),
        _("See what is asked, and keep a draft if you have little time today."),
        pgettext_lazy("link", "Open this step"),
        _still_undone,
        nudges=True,
        otherwise=pgettext_lazy("link", "Not now, because …"),
    ),
    Kind(
        "step.late",
        Category.PAIR,
        _("A step with {other} was due on {due_on}"),
        _("It is not too late: see what is asked, or keep a draft."),
        pgettext_lazy("link", "Open this step"),
        _still_undone,
        nudges=True,
        otherwise=pgettext_lazy("link", "Not now, because …"),
    ),
    Kind(
        "step.overdue",
        Category.AREA,
        _("A step of {mentor} and {teacher} was due on {due_on}"),
        _("Ask how it goes, or waive the step if it does not fit."),
        pgettext_lazy("link", "See the pair"),
        _still_undone,
        nudges=True,
    ),
)
