"""Sessions as people type them: times in their own zone, steps a line each, minutes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from banyan.kernel.clocks import Instant, NoSuchTime, instant
from banyan.mentoring.actions.planning import MOST_MINUTES, meeting_room, said_range
from banyan.mentoring.models import Seat, Session
from banyan.mentoring.states import Missing
from banyan.programmes.models import Cohort
from banyan.ui.fields import ClockField, DayField
from banyan.ui.forms import KeepsTyped
from blueprint import Blueprint


def no_such_time() -> str:
    return _(
        "There is no such time on that day: the clocks are put forward over it. "
        "Choose a time an hour earlier or later."
    )


class TimeForm(KeepsTyped):
    """When, how long and where. `zone` is the one of the person who types, `stands` when it begins
    as things are, of a session that is there already."""

    day = DayField(label=gettext_lazy("Day"))
    time = ClockField(label=gettext_lazy("Time"))
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes"),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": gettext_lazy("Say how many minutes."),
            "invalid": gettext_lazy("Write the minutes as a number."),
        },
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How will you meet?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of the ways to meet."),
            "invalid_choice": gettext_lazy("Choose one of the ways to meet."),
        },
    )
    meeting_url = forms.URLField(
        label=gettext_lazy("Link of your own"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy("For a session online. You can paste it later, too."),
        error_messages={"invalid": gettext_lazy("Paste the whole link, from https:// on.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Where you meet in person, or who calls whom."),
    )
    topic = forms.CharField(
        label=gettext_lazy("What is it about?"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("A few words. Only the people of this session read them."),
    )

    def __init__(
        self,
        *args: Any,
        blueprint: Blueprint,
        zone: ZoneInfo,
        zone_label: str = "",
        stands: datetime | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.zone, self.stands = zone, stands
        self.instant: Instant | None = None
        session, language = blueprint.session, get_language() or "en"
        mode = self.fields["mode"]
        assert isinstance(mode, forms.ChoiceField)  # noqa: S101 - tells the type checker
        mode.choices = [(m.code, m.title.in_(language)) for m in session.modes]
        mode.widget.hints = {  # read by ui.forms
            m.code: m.hint.in_(language) for m in session.modes if m.hint
        }
        self.fields["time"].help_text = zone_label
        if meeting_room().opens_by_itself:
            hint = _("For a session online. Without one, Banyan opens a room for you.")
            self.fields["meeting_url"].help_text = hint
        self.fields["minutes"].help_text = _("From %(least)s to %(most)s.") % {
            "least": session.minutes.minimum,
            "most": session.minutes.maximum,
        }
        self.fields["mode"].initial = session.default_mode
        self.fields["minutes"].initial = session.minutes.default

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, clock = values.get("day"), values.get("time")
        if day is not None and clock is not None:
            try:
                self.instant = instant(day, clock, self.zone, self.stands)
            except (NoSuchTime, OverflowError):
                self.add_error("time", no_such_time())
        return values

    @property
    def starts_at(self) -> datetime:
        """The moment that was typed; only of a form that is valid."""
        if self.instant is None:
            raise ValueError("ask a valid form only")
        return self.instant.at

    def where(self) -> dict[str, str]:
        """What the actions call how and where."""
        return {
            name: str(self.cleaned_data[name])
            for name in ("mode", "meeting_url", "place", "topic")
            if name in self.cleaned_data
        }


class ProposeForm(TimeForm):
    """One time for a session of two, or up to three, of which the other one chooses."""

    day_2 = DayField(label=gettext_lazy("Or on this day"), required=False)
    time_2 = ClockField(label=gettext_lazy("Time on that day"), required=False)
    day_3 = DayField(label=gettext_lazy("Or on this one"), required=False)
    time_3 = ClockField(label=gettext_lazy("Time on that day"), required=False)
    OTHERS = (("day_2", "time_2"), ("day_3", "time_3"))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        self.others: list[datetime] = []
        for day_name, time_name in self.OTHERS:
            day, clock = values.get(day_name), values.get(time_name)
            if day is not None and clock is not None:
                try:
                    self.others.append(instant(day, clock, self.zone).at)
                except (NoSuchTime, OverflowError):
                    self.add_error(time_name, no_such_time())
            elif day is not None and time_name not in self.errors:
                self.add_error(time_name, _("Choose a time."))
            elif clock is not None and day_name not in self.errors:
                self.add_error(day_name, _("Choose a day."))
        return values

    def first_fields(self) -> list[forms.BoundField]:
        """What every session has, in its order."""
        others = {name for names in self.OTHERS for name in names}
        return [bound for bound in self if bound.name not in others]

    def other_fields(self) -> list[forms.BoundField]:
        """The two further times."""
        return [self[name] for names in self.OTHERS for name in names if name in self.fields]

    def has_others(self) -> bool:
        """Whether anything is said there, or is wrong."""
        return any(bound.value() or bound.errors for bound in self.other_fields())


class RescheduleForm(ProposeForm):
    """Another time for a session that stands; `seen` says which time the person looked at."""

    why = forms.CharField(
        label=gettext_lazy("Why another time?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "A few words, if you like. Only the people of this session read them."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, group: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if group:  # nobody has to choose: it is moved, and people are told
            for name in (name for names in self.OTHERS for name in names):
                del self.fields[name]
        # What stands there may be the room that was opened for the two.
        self.fields["meeting_url"].label = _("Link of the session")

    @staticmethod
    def of(session: Session, zone: ZoneInfo) -> dict[str, Any]:
        """What the form begins with: how it stands now, as the person's own clock shows it."""
        local = session.starts_at.astimezone(zone)
        return {
            "day": local.date(),
            "time": local.time(),
            "minutes": session.planned_minutes,
            "mode": session.mode,
            "meeting_url": session.meeting_url,
            "place": session.place,
            "topic": session.topic,
            "seen": session.sequence,
        }


class GroupForm(TimeForm):
    """A session that a mentor announces to the teachers of a cohort."""

    cohort = forms.ModelChoiceField(
        label=gettext_lazy("For which cohort?"), queryset=Cohort.objects.none(), empty_label=None
    )
    seats = forms.IntegerField(
        label=gettext_lazy("How many seats"),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": gettext_lazy("Say how many seats there are."),
            "invalid": gettext_lazy("Write the seats as a number."),
        },
    )
    field_order = ("cohort", "topic", "day", "time", "minutes", "seats", "mode")

    def __init__(self, *args: Any, cohorts: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        cohort = self.fields["cohort"]
        assert isinstance(cohort, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        cohort.queryset = cohorts
        topic = self.fields["topic"]
        topic.required = True
        topic.help_text = _("A few words. Every teacher of the cohort reads them.")
        topic.error_messages["required"] = _("Say what the session is about.")
        self.fields["seats"].initial = kw["blueprint"].session.seats.default


class CancelForm(KeepsTyped):
    """Why a session is called off: a reason of the blueprint, and words if one likes."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why, so that the other one need not guess.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Shown in place of the reason above."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, blueprint: Blueprint, **kw: Any) -> None:
        super().__init__(*args, **kw)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)  # noqa: S101 - tells the type checker
        reason.choices = self.reasons(blueprint)

    @staticmethod
    def reasons(blueprint: Blueprint) -> list[tuple[str, str]]:
        """The blueprint's reasons in the reader's language, by code."""
        language = get_language() or "en"
        return [(r.code, r.title.in_(language)) for r in blueprint.session.cancel_reasons]

    @property
    def why(self) -> str:
        return str(self.cleaned_data["words"] or self.cleaned_data["reason"])


class SeenForm(forms.Form):
    """A button that says which time it was pressed for."""

    keeps_nothing = "It is a button."

    seen = forms.IntegerField()


class ConfirmForm(SeenForm):
    """The same, and which of several times; none for any of them."""

    at = forms.IntegerField(required=False, min_value=0, max_value=2**31)  # in minutes since 1970


class AgendaForm(KeepsTyped):
    """One thing to talk about."""

    text = forms.CharField(
        label=gettext_lazy("What would you like to talk about?"),
        max_length=300,
        error_messages={
            "required": gettext_lazy("Write what you would like to talk about."),
            "max_length": gettext_lazy("Keep it to 300 characters."),
        },
    )


def missing_field(initial: str = "") -> forms.ChoiceField:
    """Asked of a session of two; it counts only where nobody met."""
    return forms.ChoiceField(
        label=_("If you did not meet: who was not there?"),
        help_text=_(
            "Nobody is called absent on the word of the other one alone: it counts when somebody "
            "says so of herself, or when a coordinator settles it."
        ),
        choices=Missing.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=initial or None,
    )


class AttendanceForm(KeepsTyped):
    """How many minutes: one field for each person of whom the viewer may say it."""

    def __init__(
        self, *args: Any, seats: Iterable[Seat], host: bool, group: bool, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.seats = list(seats)
        self.group = group
        own_or_pair = not (host and group)
        label = (
            _("How many minutes were you there?") if group else _("How many minutes did you meet?")
        )
        zero = _("Write 0 if you were not there.") if group else _("Write 0 if you did not meet.")
        nothing = (
            _("Say how many minutes, or 0 if you were not there.")
            if group
            else _("Say how many minutes, or 0 if you did not meet.")
        )
        for seat in self.seats:
            self.fields[f"minutes_{seat.person_id}"] = forms.IntegerField(
                label=label if own_or_pair else seat.person.name,
                help_text=zero if own_or_pair else "",
                initial=seat.host_minutes if host else seat.own_minutes,
                required=own_or_pair,
                min_value=0,
                max_value=MOST_MINUTES,
                error_messages={
                    "required": nothing,
                    "invalid": _("Write the minutes as a number."),
                    "min_value": said_range(),
                    "max_value": said_range(),
                },
            )

        if not group and self.seats:
            seat = self.seats[0]
            self.fields["missing"] = missing_field(
                seat.host_missing if host else seat.own_missing,
            )

    @property
    def missing(self) -> str:
        """Who was not there, as far as it was asked and said."""
        return "" if self.group else str(self.cleaned_data.get("missing") or "")

    def said(self) -> dict[int, int]:
        """Person id → minutes, of those of whom something was said."""
        values = {s.person_id: self.cleaned_data[f"minutes_{s.person_id}"] for s in self.seats}
        return {person: minutes for person, minutes in values.items() if minutes is not None}
