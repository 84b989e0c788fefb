"""Lesson plans as forms: their sections, the day on which one was taught, the search."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.kernel.viewer import Viewer
from banyan.mentoring.forms.records import DAY, Section
from banyan.mentoring.models import Record
from banyan.practice.states import LessonStatus, SchoolStage, Subject

LONGEST_AGO = timedelta(days=731)

# The three questions of universal design for learning: CAST, UDL Guidelines 3.0 (2024).
PLAN: tuple[Section, ...] = (
    Section("subject", _("Subject"), choices=tuple(Subject.choices), select=True),
    Section("stage", _("Stage of school"), choices=tuple(SchoolStage.choices), select=True),
    Section("minutes", _("How many minutes is the lesson?"), number=(5, 400)),
    Section(
        "aims",
        _("What pupils will know or be able to do"),
        _("Say it so that you can see at the end whether they can."),
        3,
    ),
    Section("known", _("What they know already"), _("And how you know that."), 3),
    Section(
        "steps",
        _("Steps"),
        _("One a line, its minutes first: “10 Warm up with halves of paper”."),
        8,
    ),
    Section("materials", _("Materials"), "", 2),
    Section(
        "take_part",
        _("So that everybody takes part"),
        _("What makes it worth their while, where they choose, who works with whom."),
        3,
    ),
    Section(
        "take_in",
        _("So that everybody understands"),
        _("More than one way in: words, pictures, things to touch, the language of home."),
        3,
    ),
    Section(
        "show",
        _("So that everybody can show it"),
        _("More than one way out: saying, drawing, building, writing."),
        3,
    ),
    Section("check", _("How you will see who has understood"), "", 3),
    Section("homework", _("Homework"), "", 2),
)
BACK: tuple[Section, ...] = (
    Section("went", _("How did it go?"), _("What did you see pupils do and say?"), 4),
    Section("learned", _("What did you learn from it?"), "", 3),
    Section("next_time", _("What will you do next time?"), "", 3),
)


def sections_for(status: str) -> tuple[Section, ...]:
    """The plan; once it is taught, also what came of it."""
    return PLAN if status == LessonStatus.DRAFT else (*PLAN, *BACK)


def sections_said(record: Record) -> tuple[Section, ...]:
    """Those that any of its texts can stand in."""
    return (*PLAN, *BACK)


class TaughtForm(forms.Form):
    keeps_nothing = "It is one day, and today stands there already."
    on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput,
        error_messages={**DAY, "required": _("Say on which day you taught it.")},
    )

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data, initial={"on": viewer.today})
        self.viewer = viewer

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.viewer.today:
            raise forms.ValidationError(_("This day has not come yet."))
        if day < self.viewer.today - LONGEST_AGO:
            raise forms.ValidationError(_("Choose a day of the last two years."))
        return day


class PublishForm(forms.Form):
    keeps_nothing = "It is one tick, which is given anew each time: it gives a licence."
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)  # that she has read
    agree = forms.BooleanField(
        label=_("I publish it under CC BY 4.0, with my name."),
        error_messages={"required": _("Tick the box if you want to publish it.")},
    )


class SearchForm(forms.Form):
    keeps_nothing = "It is a search: what is looked for stands in the address."
    words = forms.CharField(label=_("Words in its title or aims"), required=False, max_length=80)
    subject = forms.ChoiceField(
        label=_("Subject"),
        required=False,
        choices=[("", pgettext_lazy("subject", "Any")), *Subject.choices],
    )
    stage = forms.ChoiceField(
        label=_("Stage of school"),
        required=False,
        choices=[("", pgettext_lazy("stage", "Any")), *SchoolStage.choices],
    )

    @property
    def wanted(self) -> dict[str, str]:
        """What was asked for; nothing of what is no question."""
        return {key: value for key, value in getattr(self, "cleaned_data", {}).items() if value}
