"""What somebody explains of a late cancellation or an absence, and what a coordinator decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.actions.marks import MOST_WORDS
from banyan.ui.forms import KeepsTyped


def _words(label: Any, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": missing,
            "max_length": _("Keep it to 2,000 characters."),
        },
    )


class ExplainForm(KeepsTyped):
    """How it came."""

    words = _words(_("How did it come?"), _("Say in a few words how it came."))


class DecideForm(KeepsTyped):
    """Whether it is lifted, and why."""

    verdict = forms.ChoiceField(
        label=_("Does it count?"),
        widget=forms.RadioSelect,
        choices=[
            ("lift", pgettext_lazy("mark", "No: lift it. It counts nowhere any more")),
            ("stand", pgettext_lazy("mark", "Yes: let it stand")),
        ],
        error_messages={"required": _("Choose one of these answers.")},
    )
    because = _words(_("Why?"), _("Say why; only this person reads it."))
