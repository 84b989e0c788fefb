"""Hours as people type them: by the clock of the zone in which they keep them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.hours import DAY, HOUR
from banyan.mentoring.models import Availability
from banyan.mentoring.states import SessionMode
from banyan.ui.fields import ClockField, DayField
from banyan.ui.forms import KeepsTyped

WHOLE = {
    "required": _("Give a number."),
    "invalid": _("Write it as a number."),
}


def minute_of(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * HOUR + clock.minute


def clock_of(minutes: int) -> time:
    """The same, back; of a day after midnight, too."""
    return time(minutes % DAY // HOUR, minutes % HOUR)


def _number(label: Any, help_text: Any = "", **kw: Any) -> forms.IntegerField:
    """A whole number; from where to where it goes, the action says."""
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    return forms.IntegerField(
        label=label, help_text=help_text, widget=widget, error_messages=WHOLE, **kw
    )


class WeeklyForm(KeepsTyped):
    """Hours on some days of every week."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        coerce=int,
        choices=tuple(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one day."),
            "invalid_choice": _("Choose at least one day."),
        },
    )
    begins = ClockField(label=pgettext_lazy("hours", "From"))
    ends = ClockField(
        label=pgettext_lazy("hours", "Until"),
        help_text=_("An end before the beginning is on the next day."),
    )

    def values(self) -> dict[str, Any]:
        """What `add_hours` takes. Only of a valid form."""
        given = self.cleaned_data
        return {
            "weekdays": given["weekdays"],
            "begins": minute_of(given["begins"]),
            "ends": minute_of(given["ends"]),
        }


class DayForm(KeepsTyped):
    """One day on which the hours are others."""

    on = DayField(label=_("Which day?"))
    begins = ClockField(label=pgettext_lazy("hours", "From"), required=False)
    ends = ClockField(
        label=pgettext_lazy("hours", "Until"),
        required=False,
        help_text=_("Leave both times empty if nobody can meet you on that day."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for one, other in (("begins", "ends"), ("ends", "begins")):
            if values.get(one) is None and values.get(other) is not None and not self.errors:
                self.add_error(one, _("Give both times, or neither."))
        return values

    @property
    def hours(self) -> tuple[int, int] | None:
        """What `set_day` takes. Only of a valid form."""
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"]
        return None if begins is None else (minute_of(begins), minute_of(ends))


class LeaveForm(KeepsTyped):
    """Days on which somebody is away."""

    first = DayField(label=_("First day away"))
    last = DayField(label=_("Last day away"))


class LimitsForm(KeepsTyped):
    """How somebody can be met, and how far in advance."""

    mode = forms.ChoiceField(
        label=_("How do you meet in these hours?"),
        choices=SessionMode.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the ways to meet."),
            "invalid_choice": _("Choose one of the ways to meet."),
        },
    )
    place = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=200,
        help_text=_("Where you meet in person, or who calls whom."),
    )
    buffer = _number(_("Minutes to keep free before and after each session"))
    notice = _number(
        _("How many hours before can you be booked?"),
        _("24 means: nobody books a time of today for today."),
    )
    most_a_week = _number(
        _("Sessions a week at most"),
        _("Leave it empty if there is no such limit."),
        required=False,
    )
    move = forms.BooleanField(required=False)

    def __init__(self, *args: Any, zone: str, zone_name: str, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.zone = zone
        if zone:
            self.fields["move"].label = _("Keep my hours by the clock of %(zone)s from now on") % {
                "zone": zone_name
            }
        else:
            del self.fields["move"]

    @staticmethod
    def of(row: Availability | None) -> dict[str, Any]:
        """What the form begins with."""
        kept = row or Availability()
        names = ("mode", "place", "buffer", "notice", "most_a_week")
        return {name: getattr(kept, name) for name in names}

    def values(self) -> dict[str, Any]:
        """What `set_limits` takes. Only of a valid form."""
        given = dict(self.cleaned_data)
        moves = given.pop("move", False)
        return {**given, "time_zone": self.zone if moves else ""}


class BookForm(forms.Form):
    """One time of those that are offered, as a button."""

    keeps_nothing = "It is a button."

    at = forms.IntegerField(min_value=0, max_value=2**31)
    minutes = forms.IntegerField(min_value=1, max_value=24 * HOUR)


class TimesFilter(forms.Form):
    """From which day, and how long: in the address."""

    keeps_nothing = "It is a search: what is looked for stands in the address."

    since = forms.DateField(required=False)
    minutes = forms.IntegerField(required=False)

    def since_or_none(self) -> date | None:
        return self.cleaned_data.get("since") if self.is_valid() else None
