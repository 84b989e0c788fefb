"""A step of the journey as a form: its prompts, its questionnaire, what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.mentoring.forms.records import named
from banyan.mentoring.queries.steps import Doing, evidence_key, is_goal, questions_of
from banyan.programmes.forms.questions import question_field
from banyan.programmes.queries.frameworks import items_of, named_in, written_in
from banyan.ui.forms import KeepsTyped
from blueprint import Blueprint, Step

MOST_WORDS = 6000
NOTES = "notes"
_TOO_LONG = {"max_length": _("Keep it to 6000 characters.")}


OWN_FIELDS = ("seen", "verb", "csrfmiddlewaretoken")  # of the page, besides what is asked on it


def field_of(code: str) -> str:
    """The name of the field of a prompt or question: no code has a hyphen, so that one which is
    called as a field of the page itself does not take its place."""
    return f"{code}-" if code in OWN_FIELDS else code


class StepForm(forms.Form):
    """One field for each prompt, question and piece of evidence; notes where there is none.

    A draft may leave anything out; `seen` is the version that was on the page.
    """

    saved_as_typed = True
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, doing: Doing, draft: bool = False) -> None:
        record = doing.record
        said = {field_of(code): value for code, value in record.words.items()}
        super().__init__(data, initial={**said, "seen": record.version})
        self.codes: dict[str, str] = {}
        for code, made in _fields(doing.design, doing.step):
            made.required = made.required and not draft
            self.fields[field_of(code)], self.codes[field_of(code)] = made, code
        self.serving: list[str] = []
        for name, select in _standards(doing):
            self.fields[name] = select
            self.serving.append(name)

    @property
    def standards(self) -> list[str]:
        """What a goal serves, of each framework that the blueprint names."""
        return [said for name in self.serving if (said := self.cleaned_data[name])]

    @property
    def words(self) -> dict[str, Any]:
        """What was written, by code; what was left empty is left out."""
        said = {code: self.cleaned_data[name] for name, code in self.codes.items()}
        return {code: value for code, value in said.items() if value not in (None, "", [])}


class WaiveForm(KeepsTyped):
    because = forms.CharField(
        label=_("Why does this pair not need it?"),
        help_text=_("Both of the pair and their coordinators can read this."),
        max_length=300,
        error_messages={
            "required": _("Say in a few words why it is not needed."),
            "max_length": _("Keep it to 300 characters."),
        },
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def _standards(doing: Doing) -> Iterator[tuple[str, forms.Field]]:
    """For a goal, a choice in each framework; no code has a hyphen, so none is called so."""
    locale = get_language() or "en"
    for framework in named_in(doing.design) if is_goal(doing.step) else ():
        language = written_in(framework, locale)
        items = items_of(framework, language)
        kept = [one for one, _said in items if one in doing.record.standards]
        yield (
            f"standard-{framework.code}",
            forms.ChoiceField(
                label=_("Which part of “%(framework)s” does it serve?")
                % {"framework": framework.title.in_(language)},
                help_text=_("Where you leave this open, it follows from your other choice."),
                choices=[("", _("I leave this open")), *items],
                initial=kept[0] if kept else "",
                required=False,
            ),
        )


def _fields(design: Blueprint, step: Step) -> Iterator[tuple[str, forms.Field]]:
    language = get_language() or "en"
    asked = questions_of(design, step)
    for prompt in step.prompts:
        yield (
            prompt.code,
            forms.CharField(
                label=prompt.title.in_(language),
                help_text=prompt.hint.in_(language) if prompt.hint else "",
                max_length=MOST_WORDS,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages=_TOO_LONG,
            ),
        )
    for question in asked:
        yield question.code, question_field(design, question, MOST_WORDS)
    for piece in step.evidence:
        yield (
            evidence_key(design, step, piece.code),
            forms.CharField(
                label=piece.title.in_(language),
                help_text=piece.hint.in_(language) if piece.hint else _("A link, or a few words."),
                required=piece.required,
                max_length=500,
                error_messages={"max_length": _("Keep it to 500 characters.")},
            ),
        )
    if not (step.prompts or asked or step.evidence):
        yield (
            NOTES,
            forms.CharField(
                label=_("Notes"),
                required=False,
                max_length=MOST_WORDS,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages=_TOO_LONG,
            ),
        )


class StepRecordForm(forms.Form):
    """Which record a step of the journey is done by."""

    keeps_nothing = "It is one choice from a list."

    record = forms.ChoiceField(
        label=_("What is it done by?"),
        help_text=_(
            "Who reads that record stays as it is. Of the step one sees only that it is done."
        ),
        error_messages={"required": _("Choose a record.")},
    )

    def __init__(self, data: Any = None, *, found: Sequence[Any]) -> None:
        super().__init__(data)
        self.found = {str(one.pk): one for one in found}
        field = self.fields["record"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        named_ones = [(str(one.pk), named(one)) for one in found]
        field.choices = [("", _("Choose a record")), *named_ones]
