"""Fields that many forms ask in the same words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def choose_again() -> None:
    """From now on, every field with options, those of libraries too, says what to do where
    something was chosen that is not among them: a page that stood open for long, or a value that
    no page offers. The library says it with the bare value, which is a code or an id.

    Done before any form is made: a field copies the sentences of its class.
    """
    one = {"invalid_choice": _("This cannot be chosen here, or no longer. Choose again.")}
    several = {
        name: _("Something of this cannot be chosen here, or no longer. Choose again.")
        for name in ("invalid_choice", "invalid_list", "invalid_pk_value")
    }
    # Each with a copy of its own, so that a class never changes what another one says.
    of_one: tuple[Any, ...] = (forms.ChoiceField, forms.ModelChoiceField)
    for field in of_one:
        field.default_error_messages = {**field.default_error_messages, **one}
    of_several: tuple[Any, ...] = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    for field in of_several:
        field.default_error_messages = {**field.default_error_messages, **several}


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
