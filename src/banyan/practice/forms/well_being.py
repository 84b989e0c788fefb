"""A well-being check: a few questions in plain words, each of which may be left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.forms.records import Section
from banyan.mentoring.models import Record

SCALE: tuple[tuple[int, Any], ...] = (
    (1, pgettext_lazy("well-being", "Not at all")),
    (2, pgettext_lazy("well-being", "A little")),
    (3, pgettext_lazy("well-being", "Half and half")),
    (4, pgettext_lazy("well-being", "Mostly")),
    (5, pgettext_lazy("well-being", "Fully")),
)
QUESTIONS: tuple[tuple[str, Any], ...] = (
    ("rest", _("I have slept and rested enough.")),
    ("strength", _("I have the strength for my days at school.")),
    ("load", _("What is asked of me can be done.")),
    ("joy", _("There are moments in class that I enjoy.")),
    ("company", _("There is somebody at work with whom I can talk openly.")),
)
MOST = 3000


class CheckForm(forms.Form):
    """The last two weeks, looked back upon. Nothing is required but one answer or one word."""

    keeps_nothing = (
        "Nobody has asked for a half-said worry to be kept: only its button keeps it (decision 13)."
    )

    words = forms.CharField(
        label=_("What is on your mind?"),
        help_text=_("Only you read this, until you share it with somebody."),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("Keep it to 3000 characters.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for code, question in QUESTIONS:
            self.fields[code] = forms.TypedChoiceField(
                label=question,
                choices=SCALE,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.order_fields([*(code for code, _question in QUESTIONS), "words"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not self.said:
            raise forms.ValidationError(_("Answer one question, or write a few words."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """What was answered, by code."""
        return {code: value for code, value in self.cleaned_data.items() if value not in (None, "")}


def told(words: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The answers of a check, question by question, as they are read."""
    titles = dict(SCALE)
    return [(title, titles[words[code]]) for code, title in QUESTIONS if words.get(code) in titles]


def sections_said(record: Record) -> tuple[Section, ...]:
    """The sections of a check that is only read."""
    scale = tuple((str(code), title) for code, title in SCALE)
    return (
        *(Section(code, question, choices=scale) for code, question in QUESTIONS),
        Section("words", _("What is on your mind?")),
    )
