"""Recording a consent that came on paper, and taking one back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banyan.programmes.forms.fields import no_aadhaar


class PaperForm(forms.Form):
    on = forms.DateField(label=_("Day on the paper"), widget=forms.DateInput)
    note = forms.CharField(
        max_length=500,
        label=_("Where the paper lies"),
        help_text=_("So that anybody who must can find it: folder, room, number."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(gettext("Choose a day that has come already."))
        return on

    def clean(self) -> dict[str, Any]:
        no_aadhaar(self, "note")
        return super().clean() or {}


class TakeBackForm(forms.Form):
    note = forms.CharField(
        max_length=500,
        required=False,
        label=_("A note"),
        help_text=_("No reason is needed. A coordinator says here where the letter lies."),
    )

    def clean(self) -> dict[str, Any]:
        no_aadhaar(self, "note")
        return super().clean() or {}
