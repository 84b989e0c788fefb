"""Whether one would like to go on after the trial."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.ui.forms import KeepsTyped


class TrialForm(KeepsTyped):
    answer = forms.ChoiceField(
        label=_("Would you like to go on together?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", pgettext_lazy("trial", "Yes, I would like to go on")),
            ("no", pgettext_lazy("trial", "I would rather not")),
        ],
        error_messages={"required": _("Choose one of the two; both are a good answer.")},
    )

    @property
    def goes_on(self) -> bool:
        return bool(self.cleaned_data["answer"] == "yes")
