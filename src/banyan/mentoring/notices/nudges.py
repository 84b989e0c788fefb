"""Where a reminder leads that comes at the wrong time; and how the trail tells of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.mentoring.states import Nudge
from banyan.trail import registry as trail


def later_at(pair: int, nudge: Nudge) -> str:
    """Where somebody of this pair says that she would rather not be reminded of this now."""
    return f"{reverse('mentoring:not_now', args=[pair])}?of={nudge.value}"


trail.tell(
    {
        "not_now.say": _("{actor} would rather not be reminded now."),
        "not_now.take_back": _("{actor} may be reminded again."),
    }
)
