"""Recording what a stage has brought about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.programmes.forms.fields import no_aadhaar


class ArtefactForm(forms.Form):
    on = forms.DateField(label=_("Since when does it exist?"), widget=forms.DateInput)
    note = forms.CharField(
        max_length=500,
        required=False,
        label=_("A note"),
        help_text=_("For example where the paper lies. No names of children."),
        widget=forms.Textarea,
    )
    link = forms.URLField(required=False, label=_("A link to it"), assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        no_aadhaar(self, "note", "link")
        return super().clean() or {}
