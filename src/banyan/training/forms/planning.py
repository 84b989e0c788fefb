"""Workshops as coordinators type them; days are told by the clock of their site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from banyan.kernel.clocks import NoSuchTime, instant
from banyan.people.forms import zone_choices
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.training.forms.sharing import secure_link
from banyan.training.models import MeetingDay, Site, Workshop
from banyan.training.queries.workshops import Leaders
from banyan.training.states import Audience, WorkshopKind
from banyan.ui.fields import ClockField, DayField
from banyan.ui.forms import KeepsTyped

NARROW = {"class": "govuk-input--width-4"}


class WorkshopForm(KeepsTyped):
    """What a workshop is, and for whom; `seen` is the version that was looked at."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give it a title.")},
    )
    about = forms.CharField(
        label=gettext_lazy("What is it for?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What somebody takes home who comes. Everybody invited reads it."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How do people come together?"),
        choices=WorkshopKind.choices,
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("For whom is it?"), choices=Audience.choices, widget=forms.RadioSelect
    )
    cohort = forms.ModelChoiceField(
        label=gettext_lazy("Teachers of which cohort?"),
        queryset=Cohort.objects.none(),
        required=False,
        empty_label=gettext_lazy("All cohorts of the programme"),
    )
    register_by_on = DayField(label=gettext_lazy("Last day to take a seat"))
    asks_percent = forms.IntegerField(
        label=gettext_lazy("How much of it does a certificate ask for, in percent?"),
        widget=forms.NumberInput(attrs=NARROW),
        min_value=1,
        max_value=100,
        initial=80,
        help_text=gettext_lazy("Of all its minutes. Whoever came for less has no certificate."),
    )
    is_listed = forms.BooleanField(
        label=gettext_lazy("Show it to everybody whom it is for"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Without this, only those who have its link find it."),
    )
    walk_ins = forms.BooleanField(
        label=gettext_lazy("Somebody without a seat may come while seats are free"),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    as_read = ("seen",)

    def __init__(self, *args: Any, cohorts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]
        self.fields["kind"].initial = WorkshopKind.WORKSHOP
        self.fields["audience"].initial = Audience.BOTH

    @staticmethod
    def of(workshop: Workshop) -> dict[str, Any]:
        """What the form begins with."""
        names = (
            "title", "about", "kind", "audience", "cohort", "register_by_on", "asks_percent",
            "is_listed", "walk_ins",
        )  # fmt: skip
        return {name: getattr(workshop, name) for name in names} | {"seen": workshop.version}

    def said(self) -> dict[str, Any]:
        """What the actions are given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class SiteForm(KeepsTyped):
    """Where one group comes together."""

    name = forms.CharField(
        label=gettext_lazy("Name of the site"),
        max_length=80,
        help_text=gettext_lazy("A town, or “Online, in the evening”. People choose by it."),
        error_messages={"required": gettext_lazy("Give the site a name.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Building and room"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Where you meet. Leave it empty for a webinar."),
    )
    street = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=300)
    room_url = secure_link(
        gettext_lazy("Link of the room online"),
        hint=gettext_lazy("For a webinar, from any meeting service. Only who has a seat sees it."),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("How many seats"),
        widget=forms.NumberInput(attrs=NARROW),
        error_messages={
            "required": gettext_lazy("Say how many seats there are."),
            "invalid": gettext_lazy("Write the seats as a number."),
        },
    )
    leader = forms.ModelChoiceField(
        label=gettext_lazy("Who leads it"),
        queryset=Person.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("This person shows the code there, and says who came."),
    )
    leader_address = forms.EmailField(
        label=gettext_lazy("Or somebody who is not in this list"),
        required=False,
        help_text=gettext_lazy(
            "The list is long and ends early. Write the mail address of a mentor or coordinator "
            "of this programme, and that person leads it."
        ),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("The days of this site are told by its clock."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    as_read = ("seen",)
    is_by_address = False

    def __init__(
        self, *args: Any, leaders: Leaders, may_look_up: Callable[[], bool], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.leaders, self.may_look_up = leaders, may_look_up
        ids = [one.pk for one in leaders.listed]
        leader: Any = self.fields["leader"]
        leader.queryset = Person.objects.filter(pk__in=ids).order_by("name")
        leader.choices = [(one.pk, one.name) for one in leaders.listed]  # they are at hand
        if leaders.are_all:
            del self.fields["leader_address"]
        zones: Any = zone_choices(get_language() or "en")
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]

    @staticmethod
    def of(site: Site) -> dict[str, Any]:
        """What the form begins with."""
        names = ("name", "place", "street", "room_url", "seats", "leader", "time_zone")
        return {name: getattr(site, name) for name in names} | {"seen": site.version}

    def clean(self) -> dict[str, Any]:
        """Whose an address is, is looked up for a site that is whole."""
        values: dict[str, Any] = super().clean() or {}
        address = str(values.pop("leader_address", ""))
        if not address or self.errors:
            return values
        if not self.may_look_up():
            self.add_error("leader_address", _("Too many attempts. Wait an hour."))
        elif (found := self.leaders.by_address(address)) is None:
            self.add_error(
                "leader_address", _("No mentor or coordinator of this programme has this address.")
            )
        else:
            self.is_by_address = True
            values["leader"] = found
        return values

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with somebody who was named by address is said there."""
        at_address = field == "leader" and self.is_by_address
        super().add_error("leader_address" if at_address else field, error)

    def said(self) -> dict[str, Any]:
        """What the actions are given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class DayForm(KeepsTyped):
    """One time at which a site comes together, by its own clock."""

    day = DayField(label=gettext_lazy("Day"))
    begins = ClockField(label=gettext_lazy("It begins at"))
    ends = ClockField(label=gettext_lazy("It ends at"))
    weeks = forms.IntegerField(
        label=gettext_lazy("For how many weeks?"),
        widget=forms.NumberInput(attrs=NARROW),
        min_value=1,
        max_value=52,
        initial=1,
        help_text=gettext_lazy("For a series: the same day and time in each of so many weeks."),
        error_messages={
            "required": gettext_lazy("Write a number of weeks; 1 for a single day."),
            "invalid": gettext_lazy("Write a number of weeks; 1 for a single day."),
        },
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    as_read = ("seen",)

    def __init__(self, *args: Any, zone: ZoneInfo, repeats: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.times: list[tuple[datetime, datetime]] = []
        if not repeats:
            del self.fields["weeks"]

    @staticmethod
    def of(day: MeetingDay, zone: ZoneInfo) -> dict[str, Any]:
        """What the form begins with: how it stands now, as the clock of the site shows it."""
        begins, ends = day.starts_at.astimezone(zone), day.ends_at.astimezone(zone)
        said = {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
        return said | {"seen": day.sequence}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            for week in range(values.get("weeks", 1)):
                begins, ends = (self._moment(name, week) for name in ("begins", "ends"))
                if begins is None or ends is None:
                    break
                self.times.append((begins, ends))
        return values

    def _moment(self, name: str, week: int) -> datetime | None:
        """So many weeks after the day, at the same time by the clock of the site."""
        values = self.cleaned_data
        if name not in values:  # an error of this field is said already
            return None
        try:
            day = values["day"] + timedelta(weeks=week)
            return instant(day, values[name], self.zone).at
        except OverflowError:
            self.add_error("day", _("This is more than two years away. Choose a nearer day."))
        except NoSuchTime:
            sentence = _(
                "There is no such time on that day: the clocks are put forward over it. "
                "Choose a time an hour earlier or later."
            )
            self.add_error(name, sentence)
        return None


class CancelForm(KeepsTyped):
    """Why a workshop is called off."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=200,
        help_text=gettext_lazy("Everybody who has a seat or waits for one reads it."),
        error_messages={"required": gettext_lazy("Say why, so that nobody need guess.")},
    )


class FreeSeatForm(KeepsTyped):
    """Why somebody's place is freed."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=200,
        help_text=gettext_lazy("Whoever loses the place reads it, and nobody else."),
        error_messages={"required": gettext_lazy("Say why, so that nobody need guess.")},
    )


class SeenForm(forms.Form):
    """A button that says what it was pressed for."""

    keeps_nothing = "It is a button."

    seen = forms.IntegerField(min_value=0, max_value=2**31)
