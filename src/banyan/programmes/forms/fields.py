"""Pieces that several forms share: ranked choices, free hours, schools by code or name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy

from banyan.organisations.models import Organisation
from banyan.organisations.snapshot import looks_like_aadhaar
from banyan.organisations.states import Level
from banyan.programmes.snapshot import Words
from banyan.programmes.states import Format, PartOfDay, Speaks, Sure, Weekday

RANKS = (
    gettext_lazy("First"),
    gettext_lazy("Second"),
    gettext_lazy("Third"),
    gettext_lazy("Fourth"),
    gettext_lazy("Fifth"),
)


class AreaField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has none at run time
    """One of the viewer's areas; districts of one name are told apart by their states."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), empty_label=None, **kwargs)

    def label_from_instance(self, obj: Organisation) -> str:
        if obj.parent is None or obj.level != Level.DISTRICT:
            return obj.name
        return f"{obj.name}, {obj.parent.name}"


def rank_fields(name: str, choices: dict[str, str], many: int) -> dict[str, forms.Field]:
    """`many` selects, the most wanted first: name_1, name_2, …"""
    offered = [("", gettext("Choose")), *choices.items()]
    return {
        f"{name}_{rank}": forms.ChoiceField(label=label, choices=offered, required=False)
        for rank, label in enumerate(RANKS[:many], 1)
    }


def ranked(form: forms.Form, name: str) -> list[str]:
    """What was chosen, in its order; a gap closes, and a choice made twice is an error."""
    chosen: list[str] = []
    for field in (key for key in form.fields if key.startswith(f"{name}_")):
        code = form.cleaned_data.get(field) or ""
        if code and code in chosen:
            form.add_error(field, gettext("This is chosen already. Choose each once."))
        elif code:
            chosen.append(code)
    return chosen


def unrank(name: str, codes: Iterable[str]) -> dict[str, str]:
    """The first values of the fields that `rank_fields` makes."""
    return {f"{name}_{rank}": code for rank, code in enumerate(codes, 1)}


def level_fields(name: str, levels: type[Speaks] | type[Sure], many: int) -> dict[str, forms.Field]:
    """How far along somebody is in what she chose in the same place: level_name_1, …"""
    offered = [("", gettext("Not said")), *levels.choices]
    # Translators: how well somebody speaks a language that she has ranked, as in "How well: first".
    asked = gettext("How well: %(place)s") if levels is Speaks else gettext("How sure: %(place)s")
    return {
        f"level_{name}_{rank}": forms.ChoiceField(
            label=asked % {"place": str(place).lower()}, choices=offered, required=False
        )
        for rank, place in enumerate(RANKS[:many], 1)
    }


def levels_in(form: forms.Form, name: str) -> dict[str, str]:
    """What was said, by the choice in the same place; nothing for what was not."""
    found: dict[str, str] = {}
    for field in (key for key in form.fields if key.startswith(f"{name}_")):
        code, level = (form.cleaned_data.get(key) for key in (field, f"level_{field}"))
        if code and level:
            found.setdefault(code, level)
    return found


def unlevel(name: str, codes: Iterable[str], levels: Mapping[str, object]) -> dict[str, object]:
    """The first values of the fields that `level_fields` makes."""
    return {f"level_{name}_{rank}": levels.get(code) or "" for rank, code in enumerate(codes, 1)}


def sure_in(form: forms.Form, name: str) -> dict[str, int]:
    """`levels_in` for how sure somebody is in domains, as numbers."""
    return {code: int(level) for code, level in levels_in(form, name).items()}


def many(label: object, choices: dict[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,  # type: ignore[arg-type]  # a lazy text is a text
        choices=list(choices.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def hour_fields() -> dict[str, forms.Field]:
    """One group of days for each part of the day."""
    days = {day.value: str(day.label) for day in Weekday}
    return {part.value: many(part.label, days) for part in PartOfDay}


def hours_in(form: forms.Form) -> list[str]:
    """Codes of free hours, in the order of the week."""
    return [
        f"{day}-{part}"
        for day in Weekday.values
        for part in PartOfDay.values
        if day in form.cleaned_data.get(part, ())
    ]


def unhour(codes: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {part: [] for part in PartOfDay.values}
    for code in codes:
        day, _dash, part = code.partition("-")
        found.setdefault(part, []).append(day)
    return found


def how_to_meet() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("How would you rather meet?"),
        choices=Format.choices,
        widget=forms.RadioSelect,
        initial=Format.EITHER.value,
    )


def years(label: object, help_text: object = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        min_value=0,
        max_value=70,
        required=False,
    )


def words_area(label: object, help_text: object = "", *, longest: int = 4000) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        max_length=longest,
        required=False,
        widget=forms.Textarea,
    )


def no_aadhaar(form: forms.Form, *names: str) -> None:
    """An error beside each of these fields that holds what looks like an Aadhaar number."""
    for name in names:
        if looks_like_aadhaar(str(form.cleaned_data.get(name) or "")):
            form.add_error(
                name,
                gettext("This looks like an Aadhaar number. Take it out: it is never kept."),
            )


class Noted(forms.Form):
    """A form with a note, in which no number of a person belongs."""

    def clean(self) -> dict[str, Any]:
        no_aadhaar(self, "note")
        return super().clean() or {}


class NotedOnADay(Noted):
    """And with a day, `on`, that has come."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(gettext("Choose a day that has come already."))
        return on


def find_school(said: str, schools: QuerySet[Organisation]) -> Organisation:
    """The one school of that UDISE code, local code or name. Raises ValidationError with names
    that come near."""
    found = list(schools.filter(Q(udise_code=said) | Q(local_code=said) | Q(name__iexact=said))[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise forms.ValidationError(
            gettext("Several schools are called that. Write the UDISE code instead.")
        )
    near = list(schools.filter(name__icontains=said).values_list("name", flat=True)[:5])
    if near:
        raise forms.ValidationError(
            gettext("No school is called exactly that. Did you mean: %(names)s?")
            % {"names": "; ".join(near)}
        )
    raise forms.ValidationError(
        gettext(
            "No school of this area has that code or name. Look at the spelling, or add the school "
            "to the directory first."
        )
    )


class PeriodForm(forms.Form):
    """First and last day; what comes out is half open, as everywhere."""

    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput)
    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput)

    def clean_last_on(self) -> date:
        last: date = self.cleaned_data["last_on"]
        if last == date.max:  # it has no day after it, and the period needs one
            raise forms.ValidationError(self.fields["last_on"].error_messages["invalid"])
        return last

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", gettext("The last day must not come before the first."))
        return cleaned

    @property
    def ends_on(self) -> date:
        """The first day after the period."""
        last: date = self.cleaned_data["last_on"]
        return last + timedelta(days=1)


def answers_of(form: forms.Form) -> dict[str, Any]:
    """The values of the fields that both teachers and mentors fill, as actions take them."""
    plain: dict[str, Any] = {
        name: form.cleaned_data.get(name)
        for name in ("subjects", "stages", "traits", "years", "format", "capacity", "hours_a_month")
        if name in form.fields
    }
    if "languages_1" in form.fields:
        plain["languages"] = ranked(form, "languages")
        if "level_languages_1" in form.fields:
            plain["levels"] = levels_in(form, "languages")
    if PartOfDay.MORNING.value in form.fields:
        plain["hours"] = hours_in(form)
    return plain


def inclusion_field(words: Words, label: object, help_text: object) -> forms.MultipleChoiceField:
    """What may be said, or asked for, in confidence, as boxes to tick."""
    field = many(label, words.inclusion)
    field.help_text = help_text  # type: ignore[assignment]  # a lazy text is a text
    return field


def trait_field(words: Words) -> dict[str, forms.Field]:
    """What may be true of a teacher; nothing where the blueprint names nothing."""
    if not words.traits:
        return {}
    field = many(gettext("What applies here"), words.traits)
    field.help_text = gettext("It decides which steps are asked for.")
    return {"traits": field}


def vocabulary(words: Words) -> dict[str, forms.Field]:
    """Subjects and stages, as boxes to tick."""
    return {
        "subjects": many(gettext("Subjects"), words.subjects),
        "stages": many(gettext("Stages of school"), words.stages),
    }
