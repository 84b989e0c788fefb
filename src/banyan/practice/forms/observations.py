"""An observation as it is typed and tapped: its plan, its sections, its lines of evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banyan.kernel.clocks import NoSuchTime, instant
from banyan.mentoring.forms.records import RecordForm, Section
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.records import Words
from banyan.people.models import Person
from banyan.practice.queries.evidence import SCRIPTED, Line
from banyan.practice.queries.observations import Cycle
from banyan.practice.states import (
    EvidenceKind,
    QuestionKind,
    StepAnswer,
    Tool,
    Voice,
)
from banyan.ui.fields import ClockField, DayField
from banyan.ui.forms import KeepsTyped

LAST_SECOND = 8 * 3600
MOST_AHEAD = 366  # days

PLAN = (
    Section(
        "look_for",
        gettext_lazy("What would show it?"),
        gettext_lazy("What could be seen or heard in the room, so that both look for the same."),
        rows=3,
    ),
    Section("place", gettext_lazy("Where?"), gettext_lazy("Class, room or link."), rows=1),
    Section(
        "tools",
        gettext_lazy("How will it be written down?"),
        gettext_lazy("One or two are enough for one person."),
        choices=tuple(Tool.choices),
        many=True,
    ),
    Section("rows", gettext_lazy("Rows of places in the room"), number=(1, 10)),
    Section("columns", gettext_lazy("Places in a row"), number=(1, 8)),
)
_SHOWS_HINT = gettext_lazy(
    "Begin with what was seen and heard: “Of twenty questions four were open …”. "
    "What it means comes next, when both have looked."
)
ANALYSIS = {
    "shows_observed": Section(
        "shows_observed", gettext_lazy("What does the evidence show?"), _SHOWS_HINT, rows=6
    ),
    "shows_observer": Section(
        "shows_observer", gettext_lazy("What does the evidence show?"), _SHOWS_HINT, rows=6
    ),
}
_STRENGTH = gettext_lazy("What worked, and what it did for the pupils. Name the moment.")
_STEP_HINT = gettext_lazy("One small thing that can be done in the very next lessons.")
_PRACTICE_HINT = gettext_lazy("When, in which lesson, and how it is tried out before.")
FEEDBACK = (
    Section("strength_1", gettext_lazy("A strength"), _STRENGTH, rows=3),
    Section("strength_2", gettext_lazy("Another strength"), rows=2),
    Section("step_1", gettext_lazy("A next step"), _STEP_HINT, rows=2),
    Section("practice_1", gettext_lazy("When and how is it practised?"), _PRACTICE_HINT, rows=2),
    Section("step_2", gettext_lazy("A second step, if there is one"), rows=2),
    Section("practice_2", gettext_lazy("When and how is that practised?"), rows=2),
)


def answer_sections(found: Cycle) -> tuple[Section, ...]:
    """For each step that was proposed: what she says to it, and why."""
    asked: list[Section] = []
    for number, text in found.steps:
        asked += [
            Section(
                f"answer_{number}",
                text,
                found.said(f"practice_{number}"),
                choices=tuple(StepAnswer.choices),
            ),
            Section(
                f"because_{number}",
                gettext_lazy("Why, or what help?"),
                gettext_lazy("Needed where you see it differently."),
                rows=2,
            ),
        ]
    return tuple(asked)


def sections_said(record: Record) -> tuple[Section, ...]:
    """The sections of an observation that is only read: an answer stands under its step."""
    answered = [
        section
        for number in (1, 2)
        for step in [record.words.get(f"step_{number}", "")]
        for section in (
            Section(f"answer_{number}", step, choices=tuple(StepAnswer.choices)),
            Section(f"because_{number}", step),
        )
    ]
    return (*PLAN, *ANALYSIS.values(), *FEEDBACK, *answered)


def sections(found: Cycle, codes: Iterable[str]) -> tuple[Section, ...]:
    """The sections with these codes as they are asked for."""
    known = {one.code: one for one in (*PLAN, *FEEDBACK, *answer_sections(found))} | ANALYSIS
    return tuple(known[code] for code in codes if code in known)


class StageForm(RecordForm):
    """Sections of one stage. The title is the focus, which was agreed: it stays."""

    def __init__(self, data: Any = None, *, title: str = "", **kwargs: Any) -> None:
        asked = tuple(kwargs.pop("sections"))
        words = kwargs.pop("words", None) or {}
        codes = {one.code for one in asked}
        mine = {code: value for code, value in words.items() if code in codes}
        super().__init__(data, sections=asked, title=title, words=mine, **kwargs)
        self.kept_title = title
        del self.fields["title"]

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "title": self.kept_title}


class PlanForm(KeepsTyped, RecordForm):
    """The planning talk: the question, what would show it, when, where and how. It asks the other
    one to agree: so it is kept beside until it is sent."""

    as_read = ("seen",)
    day = DayField(label=gettext_lazy("Day"), required=False)
    time = ClockField(label=gettext_lazy("Time"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        zone: ZoneInfo,
        now: datetime,
        starts_at: datetime | None = None,
        words: Any = None,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("sections", None)
        codes = {one.code for one in PLAN}
        mine = {code: value for code, value in (words or {}).items() if code in codes}
        local = starts_at.astimezone(zone) if starts_at else None
        initial = kwargs.pop("initial", {})
        if local is not None:
            initial |= {"day": local.date(), "time": local.time()}
        super().__init__(data, sections=PLAN, words=mine, initial=initial, **kwargs)
        self.zone, self.now, self.stands = zone, now, starts_at
        self.starts_at: datetime | None = None
        title = self.fields["title"]
        title.label = _("What shall be looked at?")
        title.help_text = _(
            "One question, such as: whom do I ask, and who stays silent? "
            "The one who is observed chooses it."
        )
        self.order_fields(["title", "look_for", "day", "time", "place"])

    def anew(self, data: Any = None, *, title: str = "", words: Words | None = None) -> RecordForm:
        return PlanForm(data, zone=self.zone, now=self.now, title=title, words=words)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, clock = values.get("day"), values.get("time")
        if day is not None and abs((day - self.now.date()).days) > MOST_AHEAD:
            self.add_error("day", _("Choose a day within a year."))
        elif day is not None and clock is None and "time" not in self.errors:
            self.add_error("time", _("Choose a time."))
        elif day is not None and clock is not None:
            try:
                self.starts_at = instant(day, clock, self.zone, self.stands).at
            except (NoSuchTime, OverflowError):
                self.add_error("time", _("There is no such time on that day."))
        return values


class BeginForm(PlanForm):
    """The same before there is an observation: in which pair, whose lesson, for which step."""

    who = forms.ChoiceField(
        label=gettext_lazy("Whose lesson is it?"),
        help_text=gettext_lazy("What comes of it belongs to the person who is observed."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whose lesson it is.")},
    )
    serves = forms.ChoiceField(label=gettext_lazy("A step of your journey"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        pairs: list[Mentorship],
        steps: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.choices = {
            f"{pair.pk}-{side}": (pair, person)
            for pair in pairs
            for side, person in (("teacher", pair.mentee), ("mentor", pair.mentor))
        }
        who, serves = self.fields["who"], self.fields["serves"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 - tells the type checker
        assert isinstance(serves, forms.ChoiceField)  # noqa: S101 - tells the type checker
        who.choices = [(key, str(person)) for key, (_pair, person) in self.choices.items()]
        serves.choices = [("", pgettext_lazy("step", "None")), *steps]
        if not steps:
            del self.fields["serves"]
        self.order_fields(["who", "serves", "title"])


class AskInForm(PlanForm):
    """The same of a lesson of one's own, to which a colleague is asked in."""

    who = forms.ChoiceField(
        label=gettext_lazy("Whom do you ask in?"),
        help_text=gettext_lazy(
            "Your colleague reads it and writes in it, for as long as you wish."
        ),
        error_messages={"required": gettext_lazy("Choose a colleague.")},
    )

    def __init__(self, data: Any = None, *, colleagues: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.choices = {str(one.pk): one for one in colleagues}
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 - tells the type checker
        named = [(key, str(person)) for key, person in self.choices.items()]
        who.choices = [("", _("Choose a colleague")), *named]
        self.order_fields(["who", "title"])


class VisitForm(AskInForm):
    """The same of a lesson of a colleague, whom one asks to be let in."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        who, title = self.fields["who"], self.fields["title"]
        who.label = _("Whom do you ask?")
        who.help_text = _("What comes of it is your colleague’s, who lets you read it.")
        for code in ("look_for", "place", "tools", "rows", "columns"):
            del self.fields[code]  # for the talk before it, when the colleague has agreed to it
        title.label = _("What would you like to learn?")
        title.help_text = _(
            "One question, such as: how do the quiet ones come to speak? "
            "Your colleague may change it before saying yes."
        )


KEY = re.compile(r"[0-9a-z.]{1,24}", re.ASCII)
PLACE = re.compile(r"([1-9]|10)-[1-8]", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
VALUES = {
    EvidenceKind.TALK: set(Voice.values),
    EvidenceKind.QUESTION: set(QuestionKind.values),
}
AT_PLACES = (EvidenceKind.ASKED, EvidenceKind.SPOKE, EvidenceKind.NEAR)


class EvidenceForm(forms.Form):
    """What the tools have kept, as lines of text, and one line that is typed.

    A kept line is its key, second, kind, value, number and words, with tabs between them; "began"
    with milliseconds says when the clock was started, "gone" with a key what was taken back. What
    cannot be read is left out: nobody in a classroom can mend it.
    """

    saved_as_typed = True
    lines = forms.CharField(required=False, max_length=400_000, widget=forms.Textarea, strip=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Who, and what"),
        choices=[(one.value, one.label) for one in SCRIPTED],
        required=False,
    )
    line = forms.CharField(
        label=gettext_lazy("What you see or hear"),
        help_text=gettext_lazy("As it is said and done. What it means comes later."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("Keep it to 300 characters.")},
    )
    clock = forms.CharField(
        label=gettext_lazy("Minutes and seconds since it began"),
        help_text=gettext_lazy("Such as 12:30. Leave it empty for now."),
        required=False,
        max_length=8,
        error_messages={"max_length": gettext_lazy("Write it like 12:30.")},
    )

    def __init__(
        self, data: Any = None, *, kept: Iterable[Line] = (), began_at: datetime | None = None
    ) -> None:
        began = f"began\t{int(began_at.timestamp() * 1000)}\n" if began_at else ""
        lines = began + written(kept)
        super().__init__(data, initial={"lines": lines, "kind": EvidenceKind.TEACHER_SAYS.value})

    def clean_clock(self) -> int | None:
        said = self.cleaned_data["clock"].strip()
        if not said:
            return None
        found = re.fullmatch(r"([0-9]{1,3}):([0-5][0-9])", said, re.ASCII)
        if found is None:
            raise forms.ValidationError(_("Write it like 12:30."))
        return min(int(found[1]) * 60 + int(found[2]), LAST_SECOND)

    @property
    def began_at(self) -> datetime | None:
        for parts in self._rows():
            if parts[0] == "began" and re.fullmatch(r"[0-9]{12,14}", parts[1], re.ASCII):
                return datetime.fromtimestamp(int(parts[1]) / 1000, UTC)
        return None

    @property
    def taken_back(self) -> list[str]:
        return [row[1] for row in self._rows() if row[0] == "gone" and KEY.fullmatch(row[1])]

    @property
    def kept(self) -> list[Line]:
        found = (read(parts) for parts in self._rows() if len(parts) >= 3)
        return [line for line in found if line is not None]

    def _rows(self) -> list[list[str]]:
        text = self.cleaned_data.get("lines", "")
        rows = (row.rstrip("\r").split("\t") for row in text.split("\n"))
        return [row for row in rows if len(row) >= 2]


def read(parts: list[str]) -> Line | None:
    """A kept line as a value; None for what is none."""
    key, second, kind, value, number, text = (*parts, "", "", "", "")[:6]
    if not KEY.fullmatch(key) or not NUMBER.fullmatch(second) or kind not in EvidenceKind.values:
        return None
    at, count = min(int(second), LAST_SECOND), int(number) if NUMBER.fullmatch(number) else None
    if kind in SCRIPTED:
        said = text.replace("\0", "").strip()[:300]
        return Line(key, at, kind, text=said) if said else None
    if kind in AT_PLACES:
        return Line(key, at, kind, value) if PLACE.fullmatch(value) else None
    if kind == EvidenceKind.WAIT:
        return Line(key, at, kind, number=count) if count is not None else None
    if kind == EvidenceKind.SWEEP:
        heads = int(value) if NUMBER.fullmatch(value) else 0
        fits = count is not None and 0 < heads <= 500 and count <= heads
        return Line(key, at, kind, value, count) if fits else None
    return Line(key, at, kind, value) if value in VALUES[EvidenceKind(kind)] else None


def written(lines: Iterable[Line]) -> str:
    """Lines as the page keeps them."""
    return "\n".join(
        "\t".join(
            (
                one.key,
                str(one.at_seconds),
                one.kind,
                one.value,
                "" if one.number is None else str(one.number),
                one.text,
            )
        ).rstrip("\t")
        for one in lines
    )


__all__ = [
    "BeginForm", "EvidenceForm", "PlanForm", "StageForm", "answer_sections", "read",
    "sections", "written",
]  # fmt: skip
