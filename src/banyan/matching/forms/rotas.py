"""Short meetings as people type them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from banyan.kernel.clocks import Instant, NoSuchTime, instant
from banyan.matching.actions.rotas import Plan
from banyan.matching.models import Rota, RotaPlace
from banyan.matching.states.rotas import Coming, Feeling, Invited
from banyan.mentoring.forms.sessions import no_such_time
from banyan.people.forms import zone_choices
from banyan.people.models import Person
from banyan.ui.fields import ClockField, DayField
from banyan.ui.forms import KeepsTyped

MOST_MEETINGS = 12  # of one teacher


class PlanForm(KeepsTyped):
    """When, how long, where and who. `seen` is the version that the coordinator looked at."""

    as_read = ("seen",)

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = forms.CharField(
        label=gettext_lazy("What shall it be called?"),
        help_text=gettext_lazy("Everybody who takes part reads it, such as “Getting to know you”."),
        max_length=120,
    )
    day = DayField(label=gettext_lazy("Day"))
    time = ClockField(label=gettext_lazy("First meeting begins at"))
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of the place"),
        help_text=gettext_lazy("Everybody sees the times in their own."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of each meeting"), min_value=3, max_value=60, initial=10
    )
    pause = forms.IntegerField(
        label=gettext_lazy("Minutes between two meetings"), min_value=0, max_value=30, initial=3
    )
    most = forms.IntegerField(
        label=gettext_lazy("How many mentors each teacher meets"),
        help_text=gettext_lazy("If there are more, those who fit best are chosen."),
        min_value=1,
        max_value=MOST_MEETINGS,
        initial=5,
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Where everybody comes. Leave it empty if you meet on line: then every mentor has a"
            " link."
        ),
    )
    invited = forms.ChoiceField(
        label=gettext_lazy("Which teachers come?"),
        choices=Invited.choices,
        widget=forms.RadioSelect,
        initial=Invited.WAITING,
    )
    area = forms.TypedChoiceField(
        label=gettext_lazy("Of which district or school?"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    mentors = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which mentors come?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one mentor.")},
    )

    def __init__(
        self,
        *args: Any,
        pool: Sequence[tuple[int, str]],
        areas: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["time_zone"]
        zones.choices = zone_choices(get_language() or "en")
        mentors: Any = self.fields["mentors"]
        mentors.choices = list(pool)
        area: Any = self.fields["area"]
        area.choices = [("", _("Of all of them")), *areas]
        self.instant: Instant | None = None

    @staticmethod
    def of(rota: Rota, mentors: Iterable[int]) -> dict[str, Any]:
        """What the form begins with: how it stands now, by the clock of the place."""
        local = rota.starts_at.astimezone(ZoneInfo(rota.time_zone))
        same = ("name", "time_zone", "minutes", "pause", "most", "place", "invited")
        return {
            **{name: getattr(rota, name) for name in same},
            "area": rota.area_id,
            "day": local.date(),
            "time": local.time(),
            "mentors": list(mentors),
            "seen": rota.version,
        }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if {"day", "time", "time_zone"} <= values.keys():
            try:
                self.instant = instant(values["day"], values["time"], ZoneInfo(values["time_zone"]))
            except (NoSuchTime, OverflowError):
                self.add_error("time", no_such_time())
        return values

    @property
    def plan(self) -> Plan:
        """What was said; only of a form that is valid."""
        if self.instant is None:
            raise ValueError("ask a valid form only")
        same = ("name", "time_zone", "minutes", "pause", "most", "invited")
        return Plan(
            starts_at=self.instant.at,
            place=self.cleaned_data["place"].strip(),
            area_id=self.cleaned_data["area"],
            **{name: self.cleaned_data[name] for name in same},
        )


class RoomsForm(KeepsTyped):
    """Each mentor's table, room or link."""

    as_read = ("seen",)

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, places: Iterable[RotaPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in places:
            self.fields[f"room_{place.pk}"] = forms.CharField(
                label=place.person.name, max_length=300, required=False, initial=place.room
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name, text in list(values.items()):
            if name.startswith("room_") and text.startswith("http://"):
                self.add_error(name, _("A meeting link begins with https://"))
        return values

    @property
    def rooms(self) -> dict[int, str]:
        return {
            int(name.removeprefix("room_")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("room_")
        }


class CancelRotaForm(KeepsTyped):
    """Why short meetings do not take place."""

    because = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Everybody who was to come reads it. Leave it empty if you like."),
        max_length=200,
        required=False,
    )


class MarkForm(forms.Form):
    """What is said of somebody who was expected, by pressing its button."""

    coming = forms.TypedChoiceField(choices=Coming.choices, coerce=Coming)


class SeenRotaForm(forms.Form):
    """The version of the table that was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ImpressionForm(forms.Form):
    """Of each whom she has met: would she like to, could she, or rather not. It is saved as it is
    chosen, until the answers close. `was` is what stood there when the page was opened: only what
    differs from it is said, so that a page that stayed open takes nothing back."""

    saved_as_typed = True

    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args: Any, met: Iterable[Person], said: Mapping[int, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["was"] = told(said)
        for person in met:
            self.fields[f"of_{person.pk}"] = forms.ChoiceField(
                label=person.name,
                choices=[*Feeling.choices, ("", _("I say nothing"))],
                widget=forms.RadioSelect,
                required=False,
                initial=said.get(person.pk, ""),
            )

    @property
    def feelings(self) -> dict[int, Feeling | None]:
        was = dict(part.split(":", 1) for part in self.cleaned_data["was"].split() if ":" in part)
        return {
            int(name.removeprefix("of_")): Feeling(said) if said else None
            for name, said in self.cleaned_data.items()
            if name != "was" and said != was.get(name.removeprefix("of_"), "")
        }


def told(said: Mapping[int, str | None]) -> str:
    """What was said of each, by id, as the hidden field of `ImpressionForm` has it."""
    return " ".join(f"{pk}:{feeling}" for pk, feeling in sorted(said.items()) if feeling)
