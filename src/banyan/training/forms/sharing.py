"""Links of a workshop: its recording, and what is looked at before and after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from banyan.ui.forms import KeepsTyped


def secure_link(label: object, required: bool = False, hint: object = "") -> forms.URLField:
    return forms.URLField(
        label=label,  # type: ignore[arg-type]  # a lazy text is a text
        required=required,
        max_length=300,
        assume_scheme="https",
        help_text=hint,  # type: ignore[arg-type]
        error_messages={
            "required": gettext_lazy("Paste the whole link, from https:// on."),
            "invalid": gettext_lazy("Paste the whole link, from https:// on."),
            "max_length": gettext_lazy("This link is too long. Most services give a shorter one."),
        },
    )


class RecordingForm(KeepsTyped):
    """Where the recording can be seen."""

    recording_url = secure_link(
        gettext_lazy("Link of the recording"),
        hint=gettext_lazy("Everybody whom it is for can see it. Leave it empty to take it away."),
    )


class ResourceForm(KeepsTyped):
    """Something to look at before or after."""

    title = forms.CharField(
        label=gettext_lazy("What is it?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Say what it is.")},
    )
    link = secure_link(gettext_lazy("Link"), required=True)
    when = forms.ChoiceField(
        label=gettext_lazy("When is it for?"),
        widget=forms.RadioSelect,
        choices=[
            ("before", gettext_lazy("Before: for those who have a seat")),
            ("after", gettext_lazy("Afterwards: for everybody whom it is for")),
        ],
        initial="before",
    )

    def said(self) -> dict[str, Any]:
        """What the actions are given."""
        values = self.cleaned_data
        return {
            "title": values["title"],
            "link": values["link"],
            "is_after": values["when"] == "after",
        }
