"""Giving work to a reader, judging it, settling what readers see differently."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.practice.actions import MOST_WORDS
from banyan.practice.queries.candidates import Candidate
from banyan.practice.states import DisputeStatus, Verdict
from banyan.ui import words
from banyan.ui.forms import KeepsTyped
from blueprint import Review

_TOO_LONG = {"max_length": _("Keep it to 3000 characters.")}
_TO_TEACHER = _("The teacher reads it without your name. Needed where it is not yet met.")
_TO_APPLICANT = _("The applicant reads it without your name. Needed where it is not yet met.")
MET, NOT_MET = "yes", "no"
FOUND = [
    (MET, pgettext_lazy("criterion", "Met")),
    (NOT_MET, pgettext_lazy("criterion", "Not yet")),
]


class AssignForm(forms.Form):
    """Whom to give it to: those who may read it, and nobody else."""

    keeps_nothing = "It is one choice from a list."

    reader = forms.TypedChoiceField(
        label=_("Who reads it?"),
        coerce=int,
        error_messages={"required": _("Choose a reader.")},
    )

    def __init__(self, data: Any = None, *, candidates: Iterable[Candidate]) -> None:
        super().__init__(data)
        names = [
            (
                one.person.pk,
                ngettext(
                    "%(reader)s, %(count)s to read now", "%(reader)s, %(count)s to read now",
                    one.load.to_read,
                )
                % {"reader": one.person.name, "count": words.number(one.load.to_read)},
            )
            for one in candidates
        ]  # fmt: skip
        self.fields["reader"].choices = [("", _("Choose a reader")), *names]  # type: ignore[attr-defined]


def comment_field(code: str) -> str:
    """The name of the field of the comment on a criterion: no code has a hyphen, so that it takes
    the place of no other."""
    return f"comment-{code}"


class ReadingForm(KeepsTyped):
    """Met or not yet, criterion by criterion, with a comment for each."""

    def __init__(self, data: Any = None, *, review: Review, of_applicant: bool = False) -> None:
        super().__init__(data)
        self.codes = [criterion.code for criterion in review.criteria]
        language = get_language() or "en"
        for criterion in review.criteria:
            title = criterion.title.in_(language)
            self.fields[criterion.code] = forms.ChoiceField(
                label=title,
                help_text=criterion.hint.in_(language) if criterion.hint else "",
                choices=FOUND,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether it meets this.")},
            )
            self.fields[comment_field(criterion.code)] = forms.CharField(
                label=_("Your comment on “%(criterion)s”") % {"criterion": title},
                help_text=_TO_APPLICANT if of_applicant else _TO_TEACHER,
                required=False,
                max_length=MOST_WORDS,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages=_TOO_LONG,
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for code in self.codes:
            comment = comment_field(code)
            if said.get(code) == NOT_MET and not said.get(comment) and comment not in self.errors:
                self.add_error(
                    comment, _("Say what is missing, so that whoever wrote this can go on.")
                )
        return said

    @property
    def met(self) -> dict[str, bool]:
        return {code: self.cleaned_data[code] == MET for code in self.codes}

    @property
    def comments(self) -> dict[str, str]:
        return {code: self.cleaned_data[comment_field(code)] for code in self.codes}


class Explained(KeepsTyped):
    """A decision, and how one came to it."""

    because = forms.CharField(
        label=_("How did you come to it?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say how you came to this."), **_TOO_LONG},
    )


class ReturnForm(KeepsTyped):
    because = forms.CharField(
        label=_("What is missing?"),
        help_text=_("The teacher reads this, and changes the work before it is read."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Say what is missing, so that the teacher can go on."),
            **_TOO_LONG,
        },
    )


class DecideForm(Explained):
    field_order = ("verdict", "because")

    verdict = forms.TypedChoiceField(
        label=_("What is the result?"),
        choices=Verdict.choices,
        coerce=Verdict,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the result.")},
    )


class DisputeForm(KeepsTyped):
    words = forms.CharField(
        label=_("What do you see differently?"),
        help_text=_("Name no pupils."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what you see differently."), **_TOO_LONG},
    )


class DisputeDecisionForm(Explained):
    field_order = ("change", "because")

    change = forms.TypedChoiceField(
        label=_("What is the decision?"),
        choices=[
            (DisputeStatus.UPHELD.value, DisputeStatus.UPHELD.label),
            (DisputeStatus.CHANGED.value, DisputeStatus.CHANGED.label),
        ],
        coerce=lambda value: value == DisputeStatus.CHANGED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision.")},
    )
