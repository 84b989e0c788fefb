"""Recording a consent that came on paper, and taking one back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.programmes.forms.fields import Noted, NotedOnADay


class PaperForm(NotedOnADay):
    on = forms.DateField(label=_("Day on the paper"), widget=forms.DateInput)
    note = forms.CharField(
        max_length=500,
        label=_("Where the paper lies"),
        help_text=_("So that anybody who must can find it: folder, room, number."),
    )


class TakeBackForm(Noted):
    note = forms.CharField(
        max_length=500,
        required=False,
        label=_("A note"),
        help_text=_("No reason is needed. A coordinator says here where the letter lies."),
    )
