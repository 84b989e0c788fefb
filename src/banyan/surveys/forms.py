"""The blueprint's questions as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import blueprint
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.surveys.queries.asking import MOST_WORDS, Asked

NAMES = {"themes": "themes", "text": "in_confidence"}  # fields that are named by what they are


class FeedbackForm(forms.Form):
    """One field a question, named by its code; themes and words in confidence by what they are.

    Before anything was given, `seen` is 0; it comes back with the answers, so that two open
    pages cannot undo each other.
    """

    def __init__(self, data: Any = None, *, what: Asked, **more: Any) -> None:
        super().__init__(data, initial=_given(what), **more)
        self.what = what
        self.fields["seen"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
        for question in what.questions:
            self.fields[NAMES.get(question.kind, question.code)] = _field(question, what)

    def said(self) -> dict[str, Any]:
        """What `give_feedback` takes."""
        values = dict(self.cleaned_data)
        version = values.pop("seen")
        themes = values.pop("themes", [])
        words = values.pop("in_confidence", "")
        answers = {code: answer for code, answer in values.items() if answer not in (None, "")}
        return {"answers": answers, "themes": themes, "in_confidence": words, "version": version}

    @property
    def of_answers(self) -> list[forms.BoundField]:
        """The questions whose answers go into means and numbers."""
        return [f for f in self.visible_fields() if f.name not in NAMES.values()]


def _given(what: Asked) -> dict[str, Any]:
    if what.given is None:
        return {"seen": 0}
    return {
        **what.given.answers,
        "themes": what.given.themes,
        "in_confidence": what.given.in_confidence,
        "seen": what.given.version,
    }


def _field(question: blueprint.Question, what: Asked) -> forms.Field:
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
        return forms.CharField(max_length=MOST_WORDS, widget=forms.Textarea, **about)
    offered = blueprint_of(what.session.cohort).feedback.options(question)
    choices = [(option.code, option.title.in_(language)) for option in offered]
    if question.kind == "themes":
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **about
        )
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **about)


def _scale(question: blueprint.Question, language: str) -> list[tuple[int, str]]:
    """1 to 5, with words at both ends."""
    ends = {1: question.low, 5: question.high}
    return [(value, _worded(value, ends.get(value), language)) for value in range(1, 6)]


def _worded(value: int, end: blueprint.Text | None, language: str) -> str:
    if end is None:
        return str(value)
    # Translators: one end of a scale, such as "5: Very useful".
    return _("%(value)s: %(words)s") % {"value": value, "words": end.in_(language)}
