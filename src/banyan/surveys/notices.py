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
from banyan.surveys.queries.fits import fit_still_missing
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
    nudges=True,
    otherwise=pgettext_lazy("link", "Not now, because …"),
)


def _fit_still_missing(data: Mapping[str, Any]) -> bool:
    return fit_still_missing(int(data["mentorship"]), int(data["person"]), int(data["on_day"]))


FIT_DUE = Kind(
    "fit.due",
    Category.FEEDBACK,
    _("How do you and {other} fit together?"),
    _("Two or three questions, a minute, for you alone. {other} never sees your answers."),
    pgettext_lazy("link", "Answer"),
    _fit_still_missing,
)
FIT_REMINDER = Kind(
    "fit.reminder",
    Category.FEEDBACK,
    _("Still welcome: how do you and {other} fit together?"),
    _("A minute, for you alone. You can also say “not now”; after this nobody asks again."),
    pgettext_lazy("link", "Answer"),
    _fit_still_missing,
)
SENTENCES: dict[str, object] = {
    "feedback.give": _("{actor} gave feedback."),
    "feedback.change": _("{actor} changed the feedback given."),
    "fit.answer": _("{actor} said how the two fit."),
    "fit.change": _("{actor} changed what was said of the fit."),
    "fit.not_now": _("{actor} would rather not say now how the two fit."),
    "feedback.read_confidence": _("{actor} read what was written in confidence."),
}

notices.register(DUE, FIT_DUE, FIT_REMINDER)
trail.tell(SENTENCES)
