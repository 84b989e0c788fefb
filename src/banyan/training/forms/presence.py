"""Seats, codes, and who came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.training.models import MeetingDay, Presence, Seat
from banyan.ui.forms import KeepsTyped

NARROW = {"class": "govuk-input--width-4"}


class CodeForm(forms.Form):
    """The code that is shown at a meeting."""

    keeps_nothing = "It is six figures, which are gone in a minute."

    code = forms.CharField(
        label=gettext_lazy("The code that is shown there now"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "govuk-input--width-10",
            }
        ),
        help_text=gettext_lazy("Six figures. They change every minute."),
        error_messages={"required": gettext_lazy("Type the six figures.")},
    )


class SeatForm(forms.Form):
    """Which site."""

    keeps_nothing = "It is one choice from a list."

    site = forms.IntegerField(min_value=1, max_value=2**53)


class PresenceForm(KeepsTyped):
    """Who came on one day: a tick for each, and minutes for who was not there all the time."""

    def __init__(
        self,
        *args: Any,
        day: MeetingDay,
        seats: Iterable[Seat],
        said: dict[int, Presence],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.seats = list(seats)
        for seat in self.seats:
            pk, known = seat.person_id, said.get(seat.person_id)
            self.fields[f"came_{pk}"] = forms.BooleanField(
                label=seat.person.name,
                required=False,
                initial=bool(known and known.minutes),
            )
            part = known and 0 < known.minutes < day.minutes
            self.fields[f"minutes_{pk}"] = forms.IntegerField(
                label=_("Minutes, if not all"),
                required=False,
                min_value=1,
                max_value=day.minutes,
                initial=known.minutes if known and part else None,
                widget=forms.NumberInput(attrs=NARROW),
                error_messages={
                    "invalid": _("Write the minutes as a number."),
                    "min_value": self._range(),
                    "max_value": self._range(),
                },
            )
            self.fields[f"seen_{pk}"] = forms.CharField(
                required=False,
                max_length=6,
                initial="" if known is None else str(known.minutes),
                widget=forms.HiddenInput,
            )
        self.as_read = tuple(f"seen_{seat.person_id}" for seat in self.seats)

    def _range(self) -> str:
        return _("This meeting lasted %(most)s minutes. Write a number from 0 to that.") % {
            "most": self.day.minutes
        }

    def lines(self) -> list[tuple[Seat, forms.BoundField, forms.BoundField]]:
        """Each person with her tick and her minutes."""
        return [
            (seat, self[f"came_{seat.person_id}"], self[f"minutes_{seat.person_id}"])
            for seat in self.seats
        ]

    def minutes(self) -> dict[int, int]:
        """Person id → minutes, 0 for "did not come"."""
        found = {}
        for seat in self.seats:
            pk = seat.person_id
            came = self.cleaned_data[f"came_{pk}"]
            found[pk] = (self.cleaned_data[f"minutes_{pk}"] or self.day.minutes) if came else 0
        return found

    def seen(self) -> dict[int, int | None]:
        """What the page said of each when it was opened."""
        said = {one.person_id: self.cleaned_data[f"seen_{one.person_id}"] for one in self.seats}
        return {pk: int(text) if text.isdecimal() else None for pk, text in said.items()}
