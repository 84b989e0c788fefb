"""A text of which it is agreed what readers should find, and whom to give it to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.practice.forms.submissions import FOUND, MET
from banyan.practice.queries.calibrating import Calibrated
from banyan.practice.queries.reviews import Judged
from banyan.ui.forms import KeepsTyped

_NEEDED = {"required": _("Write something here.")}


class AnchorForm(KeepsTyped):
    """A text and what is agreed of each criterion."""

    key = forms.ChoiceField(
        label=_("Which work does it look like?"),
        help_text=_("Readers meet it as work of this step."),
        error_messages={"required": _("Choose one.")},
    )
    title = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("For you and other coordinators. Readers do not see it."),
        max_length=120,
        error_messages=_NEEDED,
    )
    text = forms.CharField(
        label=_("The text"),
        help_text=_(
            "Without any name of a person, school or place, and with its author’s consent."
        ),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages=_NEEDED,
    )
    how = forms.CharField(
        label=_("Who agreed on this, and why?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=_NEEDED,
    )

    def __init__(self, data: Any = None, *, places: Sequence[tuple[str, str, Judged]]) -> None:
        super().__init__(data)
        choices = [(key, title) for key, title, _how in places]
        self.fields["key"].choices = choices  # type: ignore[attr-defined]
        language = get_language() or "en"
        self.codes: list[str] = []
        for criterion in places[0][2].review.criteria:
            self.codes.append(criterion.code)
            self.fields[f"agreed-{criterion.code}"] = forms.ChoiceField(
                label=criterion.title.in_(language),
                help_text=criterion.hint.in_(language) if criterion.hint else "",
                choices=FOUND,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether the text meets this.")},
            )
        self.order_fields(["key", "title", "text", *(f"agreed-{c}" for c in self.codes), "how"])

    @property
    def agreed(self) -> dict[str, bool]:
        return {code: self.cleaned_data[f"agreed-{code}"] == MET for code in self.codes}


class GiveAnchorForm(forms.Form):
    """To whom it is given: those who may have it, all of them to begin with."""

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
