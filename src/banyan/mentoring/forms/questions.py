"""Questions in writing, answers to them, and what is made public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.rules.questions import LARGEST_MOST, MOST_WORDS
from banyan.mentoring.states import Helped
from banyan.ui.forms import KeepsTyped

Choices = Sequence[tuple[str, str]]


class QuestionForm(KeepsTyped):
    domain = forms.ChoiceField(
        label=_("In which field is it?"),
        error_messages={"required": _("Choose the field that comes closest.")},
    )
    language = forms.ChoiceField(
        label=_("In which language would you like the answer?"),
        error_messages={"required": _("Choose a language.")},
    )
    text = forms.CharField(
        label=_("Your question"),
        help_text=_("What you try, with whom, and where you are stuck. No names of pupils."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your question."),
            "max_length": _("Keep it to 4000 characters."),
        },
    )
    nameless = forms.BooleanField(
        label=_("Without my name: the mentor who answers does not learn who asks"),
        help_text=_(
            "Coordinators learn your name if something of it is shown to them because it is not "
            "right, and an officer if two people open it in an emergency. The mentor never does."
        ),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, domains: Choices, languages: Choices, language: str = ""
    ) -> None:
        super().__init__(data, initial={"language": language})
        self.fields["domain"].choices = [("", _("Choose a field")), *domains]  # type: ignore[attr-defined]
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]


class TurnForm(KeepsTyped):
    """Words, a link, sound, or several of them. A file no page can keep."""

    marks_optional = False
    text = forms.CharField(
        label=pgettext_lazy("field", "In words"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": _("Keep it to 4000 characters.")},
    )
    link = forms.URLField(
        label=_("A link, if one helps"),
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": _("Write the whole address, such as https://example.org/page.")},
    )
    file = forms.FileField(
        label=_("A recording of your voice, if you would rather speak"),
        help_text=_("MP3, M4A, OGG or WAV, up to 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
    )


class CloseForm(forms.Form):
    keeps_nothing = "It is one choice, made by pressing its button."
    helped = forms.ChoiceField(
        label=_("Did it help?"),
        help_text=_(
            "Nobody but you is shown what you choose. The mentor and the coordinators see only how "
            "many answers helped, counted over several teachers."
        ),
        choices=Helped.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def said(self) -> Helped | None:
        chosen = self.cleaned_data["helped"]
        return Helped(chosen) if chosen else None


class LimitForm(forms.Form):
    keeps_nothing = "It is one number, which stands there already."
    most = forms.IntegerField(
        label=_("How many questions would you like to have with you at a time?"),
        help_text=_("0 if you take none now."),
        min_value=0,
        max_value=LARGEST_MOST,
        error_messages={
            "required": _("Write a number from 0 to 100."),
            "invalid": _("Write a number from 0 to 100."),
            "min_value": _("Write a number from 0 to 100."),
            "max_value": _("Write a number from 0 to 100."),
        },
    )


class OpenFilter(forms.Form):
    keeps_nothing = "It is a search: what is looked for stands in the address."
    domain = forms.ChoiceField(label=_("Field"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: Any, *, domains: Choices, languages: Choices) -> None:
        super().__init__(data)
        self.fields["domain"].choices = [("", _("Every field that you offer")), *domains]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("Every language that you speak")), *languages]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        return self.cleaned_data if self.is_valid() else {}


class PublicForm(KeepsTyped):
    """The question and the answer in words for everybody. `seen` is the version that was read."""

    as_read = ("seen",)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)
    asked = forms.CharField(
        label=_("The question, for everybody"),
        help_text=_("No names of people, schools or places."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write the question."),
            "max_length": _("Keep it to 4000 characters."),
        },
    )
    answer = forms.CharField(
        label=_("The answer, for everybody"),
        help_text=_("No names of people, schools or places."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write the answer."),
            "max_length": _("Keep it to 4000 characters."),
        },
    )
