"""Forms about requests for guidance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.ui.forms import KeepsTyped


class AskForm(KeepsTyped):
    domain = forms.ChoiceField(
        label=_("In which field would you like guidance?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the field that comes closest.")},
    )
    text = forms.CharField(
        label=_("What is it about?"),
        help_text=_("A few sentences are enough: what you try, and where you are stuck."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={
            "required": _("Write in a few words what it is about."),
            "max_length": _("Keep it to 2000 characters."),
        },
    )

    def __init__(self, *args: Any, domains: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["domain"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = domains


class DeclineForm(KeepsTyped):
    answer = forms.CharField(
        label=_("A few words for the teacher"),
        help_text=_("Perhaps why not now, or who may know more."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write a few kind words; one sentence is enough."),
            "max_length": _("Keep it to 1000 characters."),
        },
    )
