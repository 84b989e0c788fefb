"""Recording that somebody was trained."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.programmes.forms.fields import NotedOnADay


class TrainingForm(NotedOnADay):
    """`what` are the choices: codes of trainings, or ids of readers, with their titles."""

    what = forms.ChoiceField()
    on = forms.DateField(label=_("Last day of the training"), widget=forms.DateInput)
    note = forms.CharField(
        max_length=200, required=False, label=_("A note"), help_text=_("Where it was, who held it.")
    )

    def __init__(
        self, *args: Any, today: date, label: object, choices: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, today=today, **kwargs)
        field = self.fields["what"]
        field.label = str(label)
        field.choices = choices  # type: ignore[attr-defined]
