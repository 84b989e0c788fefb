"""What a teacher lets into her portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ChoiceForm(forms.Form):
    """Each item by its key; those that begin chosen are most."""

    keeps_nothing = "It sends nothing: what is chosen stands in the address of the pages to print."

    item = forms.MultipleChoiceField(
        label=_("What belongs in it?"),
        help_text=_("Only what is your own is here. Nothing of this choice is kept."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, data: Any = None, *, choices: Sequence[tuple[str, str]], chosen: Sequence[str]
    ) -> None:
        super().__init__(data, initial={"item": list(chosen)})
        field = self.fields["item"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker
        field.choices = list(choices)
