"""Forms of emergency access: asking for it, opening it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Question
from banyan.mentoring.rules.emergencies import MOST_DAYS_UNTOLD, MOST_HOURS
from banyan.ui.forms import KeepsTyped


class FindPairForm(forms.Form):
    keeps_nothing = "It is a search: what is looked for stands in the address."
    name = forms.CharField(
        label=_("Name of one of the two, or number of a question in writing"),
        max_length=100,
        error_messages={
            "required": _("Write at least two letters of the name."),
            "max_length": _("Keep it to 100 characters."),
        },
    )


class AskForm(KeepsTyped):
    pair = forms.ChoiceField(
        label=_("Which pair, or which question?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the pair or the question.")},
    )
    reason = forms.CharField(
        label=_("Why must somebody read it?"),
        help_text=_("Whoever decides reads this. The two whose words they are do not."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Say what you fear, and what you hope to find."),
            "max_length": _("Keep it to 2000 characters."),
        },
    )
    hours = forms.IntegerField(
        label=_("For how many hours?"),
        help_text=_("As short as it can be: at most a week, which is 168 hours."),
        min_value=1,
        max_value=MOST_HOURS,
        initial=24,
        error_messages={
            "required": _("Write a number of hours."),
            "invalid": _("Write a number of hours."),
            "min_value": _("At least one hour."),
            "max_value": _("At most 168 hours."),
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        pairs: Sequence[Mentorship],
        questions: Sequence[tuple[Question, str]] = (),
    ) -> None:
        """`questions` come with what is said of each: never a word of it."""
        super().__init__(data)
        self.found: dict[str, Mentorship | Question] = {str(pair.pk): pair for pair in pairs}
        self.found |= {f"q{one.pk}": one for one, _said in questions}
        field = self.fields["pair"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [
            (
                key,
                _("%(mentor)s and %(teacher)s, %(school)s")
                % {"mentor": pair.mentor, "teacher": pair.mentee, "school": pair.school},
            )
            for key, pair in ((str(pair.pk), pair) for pair in pairs)
        ] + [(f"q{one.pk}", said) for one, said in questions]


class OpenForm(KeepsTyped):
    """Opened, the two are told at once; later only for a reason that is kept."""

    tell_on = forms.DateField(
        label=_("Tell the two later, on"),
        help_text=_("Leave it empty to tell them at once, as is right in nearly every case."),
        required=False,
        widget=forms.DateInput,
        error_messages={"invalid": _("Write the day as year-month-day, such as 2026-03-31.")},
    )
    because = forms.CharField(
        label=_("Why later?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Keep it to 1000 characters.")},
    )

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        self.viewer = viewer

    def clean_tell_on(self) -> date | None:
        day: date | None = self.cleaned_data["tell_on"]
        today = self.viewer.today
        if day is not None and not today < day <= today + timedelta(MOST_DAYS_UNTOLD):
            raise forms.ValidationError(_("Choose a day within the next thirty days."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("tell_on") is not None and not said.get("because", "").strip():
            self.add_error("because", _("Say why they are told later; it is kept."))
        return said
