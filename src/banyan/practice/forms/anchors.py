"""A text of which it is agreed what readers should find, and whom to give it to."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.practice.forms.submissions import FOUND, MET
from banyan.practice.queries.anchors import Likeness, words_of_work
from banyan.practice.queries.calibrating import Calibrated
from banyan.programmes.forms.fields import many, no_aadhaar, vocabulary, words_area
from banyan.programmes.snapshot import Words
from banyan.ui.forms import KeepsTyped
from blueprint import Blueprint

Said = Mapping[str, Any]  # what was filled in, as values

_NEEDED = {"required": _("Write something here.")}
_NAMELESS = _("Without any name of a person, school or place, and with its author’s consent.")


class Text(ABC):
    """What an anchor looks like: what is asked of its text, and what was said of it."""

    def __init__(self, like: Likeness, rules: Blueprint, words: Words) -> None:
        self.like, self.rules, self.lists = like, rules, words

    @abstractmethod
    def fields(self) -> dict[str, forms.Field]:
        """What is asked of the text itself, by name, in the order of the page."""

    @abstractmethod
    def key(self, said: Said) -> str:
        """The step, where it looks like work of one; else nothing."""

    @abstractmethod
    def words(self, said: Said) -> dict[str, Any]:
        """What was said of the text, as the action takes it."""


class OfWork(Text):
    """It looks like work of a step."""

    def fields(self) -> dict[str, forms.Field]:
        return {
            "key": forms.ChoiceField(
                label=_("Which work does it look like?"),
                help_text=_("Readers meet it as work of this step."),
                choices=self.like.steps,
                error_messages={"required": _("Choose one.")},
            ),
            "text": forms.CharField(
                label=_("The text"),
                help_text=_NAMELESS,
                max_length=40_000,
                widget=forms.Textarea(attrs={"rows": 12}),
                error_messages=_NEEDED,
            ),
        }

    def key(self, said: Said) -> str:
        return str(said["key"])

    def words(self, said: Said) -> dict[str, Any]:
        return words_of_work(self.rules, self.key(said), said["text"])


class OfApplication(Text):
    """It looks like the application of a mentor: each thing is called as readers meet it, and what
    every application has is asked of this one, too."""

    def fields(self) -> dict[str, forms.Field]:
        mentor = self.rules.mentor
        lists = vocabulary(self.lists).items()
        fields = {
            "motivation": words_area(_("Why a mentor"), _NAMELESS),
            "about": words_area(_("About"), longest=1500),
            "domains": many(_("Can help with"), self.lists.domains),
            "languages": many(_("Languages"), self.lists.languages),
            **{name: field for name, field in lists if field.choices},  # type: ignore[attr-defined]
            "years": forms.IntegerField(
                label=_("Years of experience"),
                min_value=mentor.minimum_years,
                max_value=70,
                required=bool(mentor.minimum_years),
            ),
            "hours_a_month": forms.IntegerField(
                label=_("Hours a month"),
                min_value=mentor.hours_a_month.minimum,
                max_value=mentor.hours_a_month.maximum,
            ),
            "evidence": words_area(
                _("Evidence"),
                _("What the applicant brings, an empty line between one and the next."),
            ),
        }
        for name in ("motivation", "domains", "languages"):
            fields[name].required = True
        fields["evidence"].required = any(one.required for one in mentor.evidence)
        for name in ("motivation", "evidence"):
            fields[name].error_messages |= _NEEDED
        for name in ("domains", "languages"):
            fields[name].error_messages["required"] = _("Choose at least one.")
        return fields

    def key(self, said: Said) -> str:
        return ""

    def words(self, said: Said) -> dict[str, Any]:
        names = ("domains", "languages", "subjects", "stages", "years", "hours_a_month")
        pieces = re.split(r"\n\s*\n", said["evidence"])
        return {
            **{name: said.get(name) for name in names},
            "motivation": said["motivation"],
            "about": said["about"],
            "evidence": [text for piece in pieces if (text := piece.strip())],
        }


class AnchorForm(KeepsTyped):
    """A text and what is agreed of each criterion. What the text consists of, it says itself."""

    title = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("For you and other coordinators. Readers do not see it."),
        max_length=120,
        error_messages=_NEEDED,
    )
    how = forms.CharField(
        label=_("Who agreed on this, and why?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_NEEDED,
    )

    def __init__(self, data: Any = None, *, like: Likeness, rules: Blueprint, words: Words) -> None:
        super().__init__(data)
        self.text = (OfApplication if like.is_application else OfWork)(like, rules, words)
        own = self.text.fields()
        self.fields.update(own)
        language = get_language() or "en"
        self.codes: list[str] = []
        for criterion in like.review.criteria:
            self.codes.append(criterion.code)
            self.fields[f"agreed-{criterion.code}"] = forms.ChoiceField(
                label=criterion.title.in_(language),
                help_text=criterion.hint.in_(language) if criterion.hint else "",
                choices=FOUND,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether the text meets this.")},
            )
        self.order_fields(["title", *own, *(f"agreed-{c}" for c in self.codes), "how"])

    @property
    def key(self) -> str:
        """The step, where it looks like work of one."""
        return self.text.key(self.cleaned_data)

    @property
    def words(self) -> dict[str, Any]:
        """What was said of the text, as the action takes it."""
        return self.text.words(self.cleaned_data)

    @property
    def agreed(self) -> dict[str, bool]:
        return {code: self.cleaned_data[f"agreed-{code}"] == MET for code in self.codes}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        no_aadhaar(self, *(name for name in self.fields if isinstance(cleaned.get(name), str)))
        return cleaned


class GiveAnchorForm(forms.Form):
    """To whom it is given: those who may have it, all of them to begin with."""

    keeps_nothing = "Every reader is chosen already: one unticks a few, and presses its button."

    readers = forms.TypedMultipleChoiceField(
        label=_("Who reads it?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one reader.")},
    )

    def __init__(self, data: Any = None, *, candidates: Iterable[Calibrated]) -> None:
        names = [(one.person.pk, one.person.name) for one in candidates]
        super().__init__(data, initial={"readers": [pk for pk, _name in names]})
        self.fields["readers"].choices = names  # type: ignore[attr-defined]
