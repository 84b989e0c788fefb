"""Forms about pairs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.states import MentorshipStatus
from banyan.ui import words
from banyan.ui.forms import KeepsTyped


class NothingForm(forms.Form):
    """A verb that asks for nothing but the button."""

    keeps_nothing = "It is a button."


class PauseForm(KeepsTyped):
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("You can go on earlier. Nothing starts again by itself."),
        widget=forms.DateInput,
        error_messages={
            "required": _("Choose the day until which you pause."),
            "invalid": _("Write the day as year-month-day, such as 2026-03-31."),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        return until


class DeclineForm(KeepsTyped):
    reason = forms.ChoiceField(
        label=_("Would you like to say why?"),
        help_text=_("You need not. The other one of you is not told."),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unsaid = ("", pgettext_lazy("reason", "I would rather not say"))
        _choices(self, "reason", [unsaid, *reasons])


class ExtendForm(KeepsTyped):
    until = forms.DateField(
        label=_("Until which day do they go on?"),
        widget=forms.DateInput,
        error_messages={
            "required": _("Choose the last day."),
            "invalid": _("Write the day as year-month-day, such as 2026-03-31."),
        },
    )
    because = forms.CharField(
        label=_("Why do they need longer?"),
        help_text=_("The two of them and the coordinators can read this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why they need longer."),
            "max_length": _("Keep it to 300 characters."),
        },
    )

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = latest
        self.fields["until"].help_text = _("At the latest %(day)s, by the programme’s rules.") % {
            "day": words.day(latest)
        }


class FormForm(forms.Form):
    keeps_nothing = "It is one choice."
    form = forms.ChoiceField(
        label=_("In which form do they go on?"),
        help_text=_("What is done stays done, and what was written stays with them."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the forms.")},
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "form", choices)


class EndForm(KeepsTyped):
    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        help_text=_("None of these is anybody’s fault. Both of you and the coordinators see it."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that comes closest.")},
    )
    words = forms.CharField(
        label=_("Is there anything the coordinators should know?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": _("Keep it to 2000 characters."),
            "required": _("Say why it cannot wait for the notice."),
        },
    )
    wants_another = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        teacher: str,
        is_teacher: bool,
        reasons: Choices,
        explained: bool = False,
        meant: str = "",
        **kwargs: Any,
    ) -> None:
        """`meant` is the reason that is chosen beforehand, when another mentor is looked for."""
        super().__init__(*args, **kwargs)
        _choices(self, "reason", reasons)
        self.fields["reason"].initial = meant
        self.fields["wants_another"].initial = bool(meant)
        if explained:
            self.fields["words"].required = True
            self.fields["words"].label = _("Why can it not wait for the notice?")
        wish = self.fields["wants_another"]
        wish.label = (
            _("I would like another mentor")
            if is_teacher
            else _("%(teacher)s would like another mentor") % {"teacher": teacher}
        )
        wish.help_text = _("Then the coordinators look for one at the next matching.")


class NoticeForm(EndForm):
    on = forms.DateField(
        label=_("Which day is the last one?"),
        widget=forms.DateInput,
        error_messages={
            "required": _("Choose the last day."),
            "invalid": _("Write the day as year-month-day, such as 2026-03-31."),
        },
    )

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": earliest}, **kwargs)
        self.fields["on"].help_text = _("At the earliest %(day)s. Until then you go on.") % {
            "day": words.day(earliest)
        }


Choices = Sequence[tuple[str, object]]


def _choices(form: forms.Form, name: str, choices: Choices) -> None:
    field: Any = form.fields[name]
    field.choices = list(choices)


class PairsFilter(forms.Form):
    """What a coordinator looks for among the pairs of the area."""

    keeps_nothing = "It is a search: what is looked for stands in the address."

    status = forms.ChoiceField(
        label=pgettext_lazy("filter", "Status"),
        required=False,
        choices=[
            ("", pgettext_lazy("filter", "All")),
            ("unanswered", _("Waiting too long for an answer")),
            *MentorshipStatus.choices,
        ],
    )
    school = forms.CharField(
        label=_("School, or a part of its name"), required=False, max_length=100
    )

    def wanted(self) -> dict[str, str]:
        """The filter as keyword arguments; what cannot be understood filters nothing."""
        self.full_clean()
        return {
            "status": self.cleaned_data.get("status", ""),
            "school": self.cleaned_data.get("school", ""),
        }
