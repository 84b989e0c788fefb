"""What is typed on matching's pages, as values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.matching.states import AIMS, Objective


class SchoolFilter(forms.Form):
    """Narrows the list of a round to schools; `show` keeps the list that was open."""

    school = forms.CharField(label=_("School"), max_length=80, required=False)
    show = forms.CharField(widget=forms.HiddenInput, required=False)


class SeenForm(forms.Form):
    """The version of the round that the coordinator looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class _Aims(forms.RadioSelect):
    """Aims, each with what it means."""

    hints = AIMS


class AimForm(forms.Form):
    """What a round looks for."""

    objective = forms.TypedChoiceField(
        label=_("What the best pairs are"),
        choices=Objective.choices,
        coerce=Objective,
        widget=_Aims,
    )


class RoundForm(forms.Form):
    """In which form the pairs of a round work together; the usual one first."""

    form = forms.ChoiceField(label=_("Form of mentoring"), required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["form"]
        field.choices = list(choices)
