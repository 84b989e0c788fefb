"""What the gallery shows: every component with invented content, in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.ui import charts
from banyan.ui.pieces import Answer, Entry, Link, Step, StepStatus

INSTANT = datetime(2026, 1, 14, 10, 0, tzinfo=UTC)


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Your name"), help_text=_("As your mentor should call you."))
    about = forms.CharField(
        label=_("What would you like to work on?"), widget=forms.Textarea, required=False
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("hi", "हिन्दी")], required=False
    )
    format = forms.ChoiceField(
        label=_("How would you like to meet?"),
        choices=[
            ("online", _("On line")),
            ("person", _("In person")),
            ("phone", _("By telephone")),
        ],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Which days suit you?"),
        choices=[("mon", _("Monday")), ("wed", _("Wednesday")), ("sat", _("Saturday"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = forms.DateField(label=_("Day"))
    at = forms.TimeField(label=_("Time"), required=False)
    years = forms.IntegerField(label=_("Years of teaching"), min_value=0)
    evidence = forms.FileField(label=_("A lesson plan"), required=False)
    agreed = forms.BooleanField(
        label=_("My name may stand in the directory"),
        help_text=_("You can change this at any time."),
    )


@dataclass(frozen=True)
class Rows:
    """A page of a list, as pagination sees it."""

    number: int
    has_previous: bool
    has_next: bool


def sample_context() -> dict[str, Any]:
    """The values of the gallery page."""
    good = SampleForm()
    wrong = SampleForm(
        {
            "name": "",
            "about": _("Questions that every child answers"),
            "day": "32/01/2026",
            "years": "eight",
            "days": ["wed"],
        },
        prefix="wrong",
    )
    wrong = SampleForm({f"wrong-{key}": value for key, value in wrong.data.items()}, prefix="wrong")
    return {
        "good": good,
        "wrong": wrong,
        "instant": INSTANT,
        "a_day": date(2026, 1, 14),
        "names": ["Meera", "Arun", "Devi"],
        "tabs": [
            Link(str(_("Overview")), "#tabs", current=True),
            Link(str(_("Sessions")), "#tabs", count=12),
            Link(str(_("Goals")), "#tabs", count=0),
        ],
        "trail": [
            Link(str(_("Rajasthan")), "#ways"),
            Link(str(_("Jaipur")), "#ways"),
        ],
        "middle_page": Rows(2, True, True),
        "steps": _steps(),
        "entries": [
            Entry(
                INSTANT,
                "Meera Nair",
                str(_("Offered three times for the first session")),
                "#timeline",
            ),
            Entry(INSTANT.replace(day=15), "Arun Kumar", str(_("Chose Saturday at four"))),
            Entry(INSTANT.replace(day=17), "", str(_("Reminded both of you"))),
        ],
        "answers": [
            Answer(str(_("Name")), "Arun Kumar", "#answers"),
            Answer(
                str(_("Would like to work on")),
                str(_("Reading aloud in a mixed class")),
                "#answers",
            ),
        ],
        "points": [
            (str(_("Invited")), 760),
            (str(_("Enrolled")), 700),
            (str(_("Matched")), 612),
            (str(_("Met once")), 544),
        ],
        "level_chart": charts.levels(
            str(_("Every pupil is asked")),
            [(1, str(_("Aug"))), (60, str(_("Oct"))), (90, str(_("Nov"))), (150, str(_("Jan")))],
            [str(_("Not yet")), str(_("With help")), str(_("Mostly"))],
            {str(_("Teacher")): {0: 1, 1: None, 3: 3}, str(_("Mentor")): {1: 2, 2: 2, 3: 2}},
            missing=str(_("Not looked at")),
        ),
        "months": [
            str(_("Aug")),
            str(_("Sep")),
            str(_("Oct")),
            str(_("Nov")),
            str(_("Dec")),
            str(_("Jan")),
        ],
        "series": {
            str(_("Planned")): [120, 260, 410, 520, 560, 610],
            str(_("Held")): [96, 221, 350, 402, 498, 544],
        },
        "table_rows": [
            ("Arun Kumar", INSTANT, 95, "leaf", _("Held")),
            ("Lakshmi Rao", INSTANT.replace(day=20), 60, "marigold", _("Due")),
            ("Farid Khan", INSTANT.replace(day=2), 0, "terracotta", _("Missed")),
        ],
        "swatches": [
            "ground",
            "raised",
            "leaf",
            "leaf-soft",
            "marigold",
            "marigold-soft",
            "terracotta",
            "terracotta-soft",
            "sky-soft",
            "private-soft",
        ],
    }


def _steps() -> list[Step]:
    return [
        Step(str(_("Meet each other")), StepStatus.DONE, date(2026, 1, 5), url="#journey"),
        Step(
            str(_("Say what you need")),
            StepStatus.WAIVED,
            note=str(_("Your school said it for you.")),
        ),
        Step(str(_("Agree how you work together")), StepStatus.OVERDUE, date(2026, 1, 12)),
        Step(
            str(_("Hold your first session")),
            StepStatus.DUE,
            date(2026, 1, 20),
            str(_("Meera has offered three times.")),
            "#journey",
            str(_("Choose a time")),
            next=True,
        ),
        Step(
            str(_("Visit a classroom")),
            StepStatus.ON_HOLD,
            note=str(_("Waits for the examinations to end.")),
        ),
        Step(str(_("Look back together")), StepStatus.OPEN, date(2026, 3, 30)),
    ]
