"""Who is asked for feedback, and how a timeline tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.notifications import registry as notices
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.surveys.queries.asking import has_answered
from banyan.trail import registry as trail


def _still_missing(data: Mapping[str, Any]) -> bool:
    return not has_answered(int(data["session"]), int(data["person"]))


DUE = Kind(
    "feedback.due",
    Category.FEEDBACK,
    _("How was your session of {starts_at}?"),
    _("A few questions, about a minute. The page says who sees what before you answer."),
    pgettext_lazy("link", "Give feedback"),
    _still_missing,
)
SENTENCES: dict[str, object] = {
    "feedback.give": _("{actor} gave feedback."),
    "feedback.change": _("{actor} changed the feedback given."),
    "feedback.read_confidence": _("{actor} read what was written in confidence."),
}

notices.register(DUE)
trail.tell(SENTENCES)
