"""The blueprint's questions as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.programmes.forms.questions import question_field
from banyan.surveys.queries.asking import MOST_WORDS, Asked
from banyan.surveys.queries.fits import FitAsked, later_reasons

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
        design = blueprint_of(what.session.cohort)
        for question in what.questions:
            self.fields[NAMES.get(question.kind, question.code)] = question_field(
                design, question, MOST_WORDS
            )

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


class FitForm(forms.Form):
    """The two or three scales, done in a minute."""

    keeps_nothing = (
        "It is two or three ticks, and nobody keeps what somebody has half said of another."
    )

    def __init__(self, data: Any = None, *, asked: FitAsked) -> None:
        given = asked.given
        super().__init__(data, initial={**(given.answers if given else {})})
        self.fields["seen"] = forms.IntegerField(
            min_value=0, widget=forms.HiddenInput, initial=given.version if given else 0
        )
        design = blueprint_of(asked.pair.cohort)
        for question in asked.questions:
            self.fields[question.code] = question_field(design, question, MOST_WORDS)

    def said(self) -> dict[str, Any]:
        """What `answer_fit` takes."""
        answers = dict(self.cleaned_data)
        return {"version": answers.pop("seen"), "answers": answers}


class NotNowForm(forms.Form):
    keeps_nothing = "It is one choice."

    because = forms.ChoiceField(
        label=_("Not now, because"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes closest.")},
    )

    def __init__(self, data: Any = None, *, asked: FitAsked) -> None:
        super().__init__(data)
        field: Any = self.fields["because"]
        field.choices = later_reasons(asked)
