"""A goal as a form: what it says, why it is let go or revised, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.forms.records import DAY, LONGEST, Section
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules.goal_advice import MILESTONES
from banyan.programmes.queries.frameworks import items_of, named_in, read_as, written_in
from banyan.ui.forms import KeepsTyped

WHAT = (
    Section(
        "what",
        _("What will be different, and for whom?"),
        _("One sentence is enough. Name no pupil."),
        rows=3,
    ),
    Section("baseline", _("Where do you stand today?"), _("As you can count or see it."), rows=2),
    Section(
        "measure",
        _("How will you know?"),
        _("What you will count, hear or see: how many pupils answer, how long you wait."),
        rows=2,
    ),
    Section("target", _("Where do you want to be?"), _("In the same measure."), rows=2),
    Section(
        "support",
        _("What makes it possible?"),
        _("Time, help, material, a first step that is small."),
        rows=2,
    ),
)
_STANDARD = _("Which standard does it serve?")
WHY_AND_WHEN = (
    Section(
        "priority",
        _("Which priority of your school does it serve?"),
        _("Leave it empty if it grows out of a need or a standard."),
        rows=2,
    ),
    Section("due", _("By which day?"), day=True),
)
_NUMBERED = {
    "milestone_1": (_("First milestone"), _("Day of the first milestone")),
    "milestone_2": (_("Second milestone"), _("Day of the second milestone")),
    "milestone_3": (_("Third milestone"), _("Day of the third milestone")),
}
MILESTONE_SECTIONS = tuple(
    section
    for code in MILESTONES
    for section in (
        Section(code, _NUMBERED[code][0], rows=1),
        Section(f"{code}_on", _NUMBERED[code][1], day=True),
    )
)


def sections_for(pair: Mentorship | None, words: Mapping[str, Any]) -> tuple[Section, ...]:
    """The sections of a goal that is written in this pair: with the standards of its blueprint to
    choose from, and what was chosen earlier."""
    locale = get_language() or "en"
    items: dict[str, object] = {}
    for framework in named_in(blueprint_of(pair.cohort)) if pair is not None else ():
        items |= dict(items_of(framework, written_in(framework, locale)))
    return _with_standard(items, words)


def sections_said(record: Record) -> tuple[Section, ...]:
    """The sections of a goal that is only read: of the standards, the one that was chosen."""
    return _with_standard({}, record.words)


def _with_standard(items: dict[str, object], words: Mapping[str, Any]) -> tuple[Section, ...]:
    chosen = words.get("standard")
    if chosen and chosen not in items:
        items = {chosen: read_as(chosen, get_language() or "en"), **items}
    standard = Section("standard", _STANDARD, choices=tuple(items.items()), select=True)
    return (*WHAT, *([standard] if items else []), *WHY_AND_WHEN, *MILESTONE_SECTIONS)


class BecauseForm(KeepsTyped):
    """Why a goal is revised, or let go."""

    because = forms.CharField(
        label=_("What has changed?"),
        help_text=_("One sentence is enough. It stays with the goal, so that you see how it grew."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say in a few words what has changed."),
            "max_length": _("Keep it to 500 characters."),
        },
    )


class LookForm(KeepsTyped):
    """How far a goal is, and when to look next."""

    text = forms.CharField(
        label=_("How far is it?"),
        help_text=_("What you have seen or counted since the last time."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Keep it to 2000 characters.")},
    )
    review_on = forms.DateField(
        label=_("When do you look at it again?"),
        help_text=_("You are both reminded on that day. Leave it empty for no reminder."),
        required=False,
        widget=forms.DateInput,
        error_messages=DAY,
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.viewer = viewer

    def clean_review_on(self) -> Any:
        day = self.cleaned_data["review_on"]
        if day is not None and day < self.viewer.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        if day is not None and day > self.viewer.today + LONGEST:
            raise forms.ValidationError(_("Choose a day within the next two years."))
        return day
