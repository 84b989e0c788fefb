"""Asking for another pairing in confidence, and which plans go along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.mentoring.forms.records import named
from banyan.ui.forms import KeepsTyped


class RematchForm(KeepsTyped):
    reason = forms.ChoiceField(
        label=_("What comes closest?"),
        help_text=_("None of these is anybody’s fault."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that comes closest.")},
    )
    words = forms.CharField(
        label=_("Is there anything the coordinators should know?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Keep it to 2000 characters.")},
    )

    def __init__(self, *args: Any, reasons: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reason"]
        field.choices = list(reasons)


class PlansForm(forms.Form):
    """What goes along; nothing is chosen for her, and choosing nothing is a choice."""

    keeps_nothing = "It is ticks from a list, kept by its button and changed as often as she likes."

    plans = forms.MultipleChoiceField(
        label=_("What goes along with you?"),
        help_text=_("A copy goes on in the new pair. What you leave out stays where it is."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these is no longer there. Choose again.")},
    )

    def __init__(
        self, data: Any = None, *, plans: Sequence[Any], chosen: Sequence[int] = ()
    ) -> None:
        super().__init__(data, initial={"plans": [str(pk) for pk in chosen]})
        field: Any = self.fields["plans"]
        field.choices = [(str(one.pk), named(one)) for one in plans]

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["plans"]]
