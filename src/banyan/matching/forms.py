"""What is typed on matching's pages, as values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SchoolFilter(forms.Form):
    """Narrows the list of a round to schools; `show` keeps the list that was open."""

    school = forms.CharField(label=_("School"), max_length=80, required=False)
    show = forms.CharField(widget=forms.HiddenInput, required=False)


class SeenForm(forms.Form):
    """The version of the round that the coordinator looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
