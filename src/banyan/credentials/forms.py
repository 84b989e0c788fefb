"""Writing a paper of a programme; a part of a mentor's pay; hours to claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from banyan.credentials.queries.ledger import Entry
from banyan.credentials.queries.programmes import Issue, asked_in
from banyan.programmes.forms.fields import no_aadhaar
from banyan.ui import words
from banyan.ui.forms import KeepsTyped
from blueprint import Pay

MOST_WORDS = 6000
A_YEAR = timedelta(days=366)  # before a programme begins a paper may be signed already


class OnPaperForm(forms.Form):
    """The day on which somebody else signed the paper that lies before the coordinator."""

    on = forms.DateField(label=_("Day on the paper"))
    signer = forms.CharField(widget=forms.HiddenInput)
    edition = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, began: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began, self.today = began, today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(gettext("Choose a day that has come already."))
        if on < self.began - A_YEAR:
            raise forms.ValidationError(
                gettext("Check the year: the programme began on %(day)s.")
                % {"day": words.day(self.began)}
            )
        return on


class PaperForm(forms.Form):
    language = forms.ChoiceField(label=_("Language in which it is written and signed"))
    number = forms.CharField(max_length=40, required=False, label=_("Number"))
    dated_on = forms.DateField(required=False, label=_("Date of the paper"))
    signatory = forms.CharField(
        max_length=200,
        required=False,
        label=_("Who heads the organisation"),
        help_text=_("Post, a comma, and the name: as they are to stand beside the signature."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, paper: Issue, **kwargs: Any) -> None:
        row = paper.row
        first: dict[str, Any] = {
            name: getattr(row, name) for name in ("language", "number", "dated_on", "signatory")
        }
        kwargs["initial"] = first | {"version": row.version}
        super().__init__(*args, **kwargs)
        languages = self.fields["language"]
        languages.choices = [  # type: ignore[attr-defined]
            (code, get_language_info(code)["name_local"]) for code in paper.languages
        ]
        locale = get_language() or "en"
        for key, at in asked_in(paper.document):
            one = paper.document.paragraphs[at]
            asks = one.asks.in_(locale) if one.asks else ""
            self.fields[f"section_{key}"] = forms.CharField(
                label=one.heading.in_(locale) if one.heading else asks,
                help_text=asks if one.heading else "",
                initial=row.sections.get(key, ""),
                max_length=MOST_WORDS,
                required=False,
                widget=forms.Textarea,
            )

    def clean(self) -> dict[str, Any]:
        no_aadhaar(self, *(name for name in self.fields if name.startswith("section_")))
        return super().clean() or {}

    @property
    def sections(self) -> dict[str, str]:
        """What was written, by section."""
        return {
            name.removeprefix("section_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("section_")
        }


class StipendForm(KeepsTyped):
    """How much the whole is, in whole units, where the blueprint leaves that open and no other part
    is on record: `known` is the whole of those that are."""

    whole = forms.IntegerField()

    def __init__(self, *args: Any, pay: Pay, known: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least, most = (pay.least, pay.most) if known is None else (known, known)
        self.is_open = least != most
        field: Any = self.fields["whole"]
        field.min_value, field.max_value, field.initial = least, most, least
        between = {
            "least": words.number(least),
            "most": words.number(most),
            "currency": pay.currency,
        }
        labels = {
            "hour": gettext("The pay for an hour, in %(currency)s"),
            "month": gettext("The pay for a month, in %(currency)s"),
        }
        field.label = labels.get(pay.per, gettext("The whole pay, in %(currency)s")) % between
        field.help_text = gettext("Between %(least)s and %(most)s.") % between
        if known is not None:
            sentence = gettext("The other parts on record are of %(least)s: so is this.")
            field.help_text = sentence % between
        for limit, value in ((MinValueValidator, least), (MaxValueValidator, most)):
            field.validators.append(limit(value, message=field.help_text))


class RefuseStipendForm(KeepsTyped):
    because = forms.CharField(
        label=_("Why is it not approved?"),
        help_text=_("Whoever proposed it reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why, so that it can be put right."),
            "max_length": _("Keep it to 300 characters."),
        },
    )


MOST_HOURS = 50  # in one claim


class HoursForm(KeepsTyped):
    """Sessions whose minutes are claimed, or something else with its hours and its day."""

    share = forms.ChoiceField(
        label=_("What kind of hours are they?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind that comes closest.")},
    )
    sessions = forms.MultipleChoiceField(
        label=_("Sessions that count"),
        help_text=_("Each can be claimed once. Leave this empty for something else you did."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these is claimed already. Choose again.")},
    )
    evidence = forms.CharField(
        label=_("Or something else you did"),
        help_text=_("In a sentence: a course, a book, a lesson you tried. Name no pupil."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Keep it to 1000 characters.")},
    )
    hours = forms.DecimalField(
        label=_("How many hours it took"),
        help_text=_("Half hours too: 1.5"),
        required=False,
        min_value=Decimal("0.5"),
        max_value=MOST_HOURS,
        decimal_places=1,
        max_digits=4,
        localize=False,
        error_messages={
            "min_value": _("Half an hour at least."),
            "max_value": _("Fifty hours at most in one claim."),
            "max_decimal_places": _("Whole hours, or with a half: 1.5"),
            "invalid": _("Write a number of hours, such as 2 or 1.5."),
        },
    )
    happened_on = forms.DateField(label=_("The day on which it ended"), required=False)
    standard = forms.ChoiceField(label=_("Which standard does it serve?"), required=False)

    def __init__(
        self,
        *args: Any,
        shares: Sequence[tuple[str, str]],
        sessions: Sequence[Entry],
        standards: Sequence[Any],
        began: date,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.session): one for one in sessions}
        self.began, self.today = began, today
        fields: Any = self.fields
        fields["share"].choices = list(shares)
        fields["sessions"].choices = [
            (key, f"{words.day(one.day)}: {words.short_minutes(one.sums.credited)}")
            for key, one in self.known.items()
        ]
        if not sessions:
            del fields["sessions"]
        fields["standard"].choices = [("", _("I leave this open")), *standards]
        if not standards:
            del fields["standard"]

    def clean_happened_on(self) -> date | None:
        on: date | None = self.cleaned_data["happened_on"]
        if on and on > self.today:
            raise forms.ValidationError(gettext("Choose a day that has come already."))
        if on and on < self.began:
            raise forms.ValidationError(
                gettext("Choose a day since the programme began, on %(day)s.")
                % {"day": words.day(self.began)}
            )
        return on

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen, other = said.get("sessions"), said.get("evidence", "").strip()
        if chosen and other:
            self.add_error("evidence", gettext("Claim sessions and other things apart."))
        elif not chosen and not other and "evidence" not in self.errors:
            nothing = gettext("Choose sessions, or say what else you did.")
            self.add_error("sessions" if "sessions" in self.fields else "evidence", nothing)
        elif other:
            if said.get("hours") is None and "hours" not in self.errors:
                self.add_error("hours", gettext("Say how many hours it took."))
            if said.get("happened_on") is None and "happened_on" not in self.errors:
                self.add_error("happened_on", gettext("Say on which day it ended."))
        no_aadhaar(self, "evidence")
        return said

    def claimed(self) -> dict[str, Any]:
        """What `claim_hours` takes."""
        said = self.cleaned_data
        return {
            "share": said["share"],
            "sessions": [self.known[key] for key in said.get("sessions") or ()],
            "evidence": said["evidence"],
            "minutes": int((said["hours"] or 0) * 60),
            "happened_on": said["happened_on"],
            "standard": said.get("standard", ""),
        }


class RefuseHoursForm(KeepsTyped):
    because = forms.CharField(
        label=_("Why not?"),
        help_text=_("Whoever claims the hours reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why, so that it can be put right."),
            "max_length": _("Keep it to 300 characters."),
        },
    )
