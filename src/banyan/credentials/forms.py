"""Writing a paper of a programme."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from banyan.credentials.queries.programmes import Issue, asked_in
from banyan.programmes.forms.fields import no_aadhaar
from banyan.ui import words

MOST_WORDS = 6000
A_YEAR = timedelta(days=366)  # before a programme begins a paper may be signed already


class OnPaperForm(forms.Form):
    """The day on which somebody else signed the paper that lies before the coordinator."""

    on = forms.DateField(label=_("Day on the paper"))
    signer = forms.CharField(widget=forms.HiddenInput)
    edition = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, began: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began, self.today = began, today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(gettext("Choose a day that has come already."))
        if on < self.began - A_YEAR:
            raise forms.ValidationError(
                gettext("Check the year: the programme began on %(day)s.")
                % {"day": words.day(self.began)}
            )
        return on


class PaperForm(forms.Form):
    language = forms.ChoiceField(label=_("Language in which it is written and signed"))
    number = forms.CharField(max_length=40, required=False, label=_("Number"))
    dated_on = forms.DateField(required=False, label=_("Date of the paper"))
    signatory = forms.CharField(
        max_length=200,
        required=False,
        label=_("Who heads the organisation"),
        help_text=_("Post, a comma, and the name: as they are to stand beside the signature."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, paper: Issue, **kwargs: Any) -> None:
        row = paper.row
        first: dict[str, Any] = {
            name: getattr(row, name) for name in ("language", "number", "dated_on", "signatory")
        }
        kwargs["initial"] = first | {"version": row.version}
        super().__init__(*args, **kwargs)
        languages = self.fields["language"]
        languages.choices = [  # type: ignore[attr-defined]
            (code, get_language_info(code)["name_local"]) for code in paper.languages
        ]
        locale = get_language() or "en"
        for key, at in asked_in(paper.document):
            one = paper.document.paragraphs[at]
            asks = one.asks.in_(locale) if one.asks else ""
            self.fields[f"section_{key}"] = forms.CharField(
                label=one.heading.in_(locale) if one.heading else asks,
                help_text=asks if one.heading else "",
                initial=row.sections.get(key, ""),
                max_length=MOST_WORDS,
                required=False,
                widget=forms.Textarea,
            )

    def clean(self) -> dict[str, Any]:
        no_aadhaar(self, *(name for name in self.fields if name.startswith("section_")))
        return super().clean() or {}

    @property
    def sections(self) -> dict[str, str]:
        """What was written, by section."""
        return {
            name.removeprefix("section_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("section_")
        }
