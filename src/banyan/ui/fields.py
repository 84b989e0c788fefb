"""Fields that many forms ask in the same words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A day of the calendar."""

    default_error_messages = {
        "required": _("Choose a day."),
        "invalid": _("Write the day like 2026-01-31."),
    }


class ClockField(forms.TimeField):
    """A time by the clock, to the minute."""

    widget = forms.TimeInput(format="%H:%M")
    default_error_messages = {
        "required": _("Choose a time."),
        "invalid": _("Write the time like 16:30."),
    }
