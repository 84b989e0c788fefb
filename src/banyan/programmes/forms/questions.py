"""A question of a blueprint as a field, wherever it is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from blueprint import Blueprint, Question, Text


def question_field(design: Blueprint, question: Question, most: int) -> forms.Field:
    """The field of a question in the language of the reader; `most` characters where words are
    asked for."""
    language = get_language() or "en"
    about: dict[str, Any] = {
        "label": question.text.in_(language),
        "help_text": question.hint.in_(language) if question.hint else "",
        "required": question.required,
    }
    if question.kind == "scale":
        return forms.TypedChoiceField(
            choices=_scale(question, language),
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            **about,
        )
    if question.kind == "text":
        return forms.CharField(
            max_length=most,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"max_length": _("Keep it to %(most)s characters.") % {"most": most}},
            **about,
        )
    offered = design.feedback.options(question)
    choices = [(option.code, option.title.in_(language)) for option in offered]
    if question.kind == "themes":
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **about
        )
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **about)


def _scale(question: Question, language: str) -> list[tuple[int, str]]:
    """1 to 5, with words at both ends."""
    ends = {1: question.low, 5: question.high}
    return [(value, _worded(value, ends.get(value), language)) for value in range(1, 6)]


def _worded(value: int, end: Text | None, language: str) -> str:
    if end is None:
        return str(value)
    # Translators: one end of a scale, such as "5: Very useful".
    return _("%(value)s: %(words)s") % {"value": value, "words": end.in_(language)}
