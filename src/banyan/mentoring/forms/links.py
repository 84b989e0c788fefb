"""The link of a session, as somebody pastes it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from banyan.ui.forms import KeepsTyped


class LinkForm(KeepsTyped):
    """An https address; `seen` says which time of the session the person looked at."""

    meeting_url = forms.URLField(
        label=gettext_lazy("Link of the session"),
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy("From any meeting service, beginning with https://"),
        error_messages={
            "required": gettext_lazy("Paste the link of the meeting."),
            "invalid": gettext_lazy("Paste the whole link, from https:// on."),
            "max_length": gettext_lazy("This link is too long. Most services give a shorter one."),
        },
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
