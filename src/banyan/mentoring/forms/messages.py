"""Messages of a pair."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.mentoring.rules.messages import MOST_WORDS
from banyan.ui.forms import KeepsTyped


class MessageForm(KeepsTyped):
    """Words, a file, or both. The words are kept until they are sent; a file no page can keep."""

    marks_optional = False
    text = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Keep it to 4000 characters.")},
    )
    file = forms.FileField(
        label=_("A file, if you like"),
        help_text=_("A PDF, a picture or a document, up to 5 MB. No photos of pupils."),
        required=False,
        allow_empty_file=True,  # the action says so in words
        widget=forms.FileInput,
    )


class ReportForm(KeepsTyped):
    words = forms.CharField(
        label=_("Is there anything the coordinators should know?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Keep it to 2000 characters.")},
    )
