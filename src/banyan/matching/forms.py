"""What is typed on matching's pages, as values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.matching.states import AIMS, Grouping, Objective

MOST_SEATS = 1_000_000


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


class FreezeForm(forms.Form):
    """How many go first, and among whom lots are drawn; why again, where that is asked."""

    seats = forms.IntegerField(
        label=_("How many teachers go first"),
        help_text=_("As many as have a seat with a mentor. The others wait."),
        min_value=1,
        max_value=MOST_SEATS,
    )
    grouping = forms.ChoiceField(
        label=_("How the lots are drawn"),
        help_text=_("By itself, each group has seats in proportion to its teachers."),
        choices=Grouping.choices,
        widget=forms.RadioSelect,
        initial=Grouping.ALL,
    )
    because = forms.CharField(
        label=_("Why lots are drawn again"),
        help_text=_("It stays on record beside the earlier draw."),
        max_length=300,
    )

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["because"]


class SetAsideForm(forms.Form):
    """Why a list does not count any more."""

    because = forms.CharField(
        label=_("Why this list is set aside"),
        help_text=_("It stays on record, with the list and what was drawn."),
        max_length=300,
    )
