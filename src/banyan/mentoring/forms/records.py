"""Records of practice as forms: a field for each section, and what the writer had before her."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.records import (
    Reading,
    Words,
    can_be_named,
    can_be_taken_on,
    can_lead,
    digest,
    paragraphs,
)
from banyan.mentoring.registry import sections_of
from banyan.mentoring.rules.records import KINDS, RECORD_RIGHTS
from banyan.mentoring.states import RecordKind, Tier
from banyan.ui.forms import KeepsTyped
from banyan.ui.words import day, join_names, number

MOST = 6000
LONGEST = timedelta(days=731)
_TOO_LONG = {"max_length": _("Keep it to 6000 characters.")}
DAY = {"invalid": _("Write the day as year-month-day, such as 2026-03-31.")}


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a kind of record. With `choices` it is chosen, not written."""

    code: str
    label: object
    hint: object = ""
    rows: int = 4
    choices: tuple[tuple[str, object], ...] = ()
    many: bool = False  # of the choices
    select: bool = False  # a long list, of which one may be left open
    number: tuple[int, int] | None = None  # the least and the most
    day: bool = False

    def told(self, value: object) -> str:
        """What the section holds, as it is read."""
        titles = {str(code): str(title) for code, title in self.choices}
        if isinstance(value, list):
            chosen = [titles.get(str(one), str(one)) for one in value]
            # Between titles that hold a comma, nobody would see where one ends.
            return "; ".join(chosen) if any("," in one for one in chosen) else join_names(chosen)
        if self.day and isinstance(value, str):
            return day(date.fromisoformat(value))
        if isinstance(value, int) and not isinstance(value, bool):
            return titles.get(str(value), number(value))
        return titles.get(str(value), str(value))


class RecordForm(forms.Form):
    """Nothing is required: a draft may leave anything out. `seen` carries, by section, the digest
    of what was there when the page was drawn."""

    saved_as_typed = True
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=160,
        error_messages={"max_length": _("Keep it to 160 characters.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        sections: Iterable[Section],
        title: str = "",
        words: Words | None = None,
        **kwargs: Any,
    ) -> None:
        self.sections = tuple(sections)
        said = dict(words or {})
        before = {code: digest(value) for code, value in {**said, "": title}.items()}
        initial = {"title": title, "seen": json.dumps(before), **kwargs.pop("initial", {})}
        super().__init__(data, initial={**initial, **said}, **kwargs)
        for section in self.sections:
            self.fields[section.code] = _field(section)

    @property
    def marks_optional(self) -> bool:
        """Where nothing is required the page says so once, and not with every field."""
        return any(field.required for field in self.fields.values())

    @property
    def words(self) -> dict[str, Any]:
        """What was written, by section; what was left empty is left out."""
        said = {one.code: self.cleaned_data.get(one.code) for one in self.sections}
        return {
            code: value.isoformat() if hasattr(value, "isoformat") else value
            for code, value in said.items()
            if value not in (None, "", [])
        }

    def anew(self, data: Any = None, *, title: str = "", words: Words | None = None) -> RecordForm:
        """The same form with something else in it."""
        return type(self)(data, sections=self.sections, title=title, words=words)

    @property
    def seen_now(self) -> str:
        """What the writer has before her once this is saved: what she sent. A section that somebody
        else has changed meanwhile, and she has not, is still the earlier one to her."""
        said = {code: digest(value) for code, value in self.words.items()}
        return json.dumps({**said, "": digest(self.cleaned_data["title"].strip()[:160])})

    def clean_seen(self) -> dict[str, str]:
        """Anything that is not what a page of ours sends counts as having seen nothing."""
        try:
            said = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        if not isinstance(said, dict):
            return {}
        return {str(key): value for key, value in said.items() if isinstance(value, str)}


def told(sections: Iterable[Section], words: Words) -> list[tuple[str, str]]:
    """What was written, label and text in the reader's words, in the order of the form; last, and
    without a label, what stands in no section of it. What was left empty is left out; what follows
    under the same label is told together with it."""
    known = {one.code: one for one in sections}
    order = [code for code in known if code in words] + [
        code for code in words if code not in known
    ]
    lines: list[tuple[str, str]] = []
    for code in order:
        label = str(known[code].label) if code in known else ""
        text = known.get(code, Section(code, "")).told(words[code])
        if label and lines and lines[-1][0] == label:
            text = f"{lines.pop()[1]}\n{text}"
        lines.append((label, text))
    return [(label, text) for label, text in lines if text]


def _field(section: Section) -> forms.Field:
    shared: dict[str, Any] = {"label": section.label, "help_text": section.hint, "required": False}
    if section.choices and section.many:
        return forms.MultipleChoiceField(
            choices=section.choices, widget=forms.CheckboxSelectMultiple, **shared
        )
    if section.choices and section.select:
        left_open = [("", _("I leave this open")), *section.choices]
        return forms.ChoiceField(choices=left_open, **shared)
    if section.choices:
        return forms.ChoiceField(choices=section.choices, widget=forms.RadioSelect, **shared)
    if section.number is not None:
        least, most = section.number
        return forms.IntegerField(min_value=least, max_value=most, **shared)
    if section.day:
        return forms.DateField(widget=forms.DateInput, error_messages=DAY, **shared)
    return forms.CharField(
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": section.rows}),
        error_messages=_TOO_LONG,
        **shared,
    )


class ShareForm(KeepsTyped):
    """Who may read it, until when, and which paragraphs; none chosen is all of it."""

    person = forms.ChoiceField(
        label=_("Who may read it?"),
        error_messages={
            "required": _("Choose whom you let read it."),
            "invalid_choice": _("This person can read it already, or cannot be named here."),
        },
    )
    parts = forms.MultipleChoiceField(
        label=_("Which paragraphs?"),
        help_text=_("Choose none to share all of it, also what you write later."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("Leave it empty to share it until you take it back."),
        required=False,
        widget=forms.DateInput,
        error_messages=DAY,
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, reading: Reading) -> None:
        super().__init__(data)
        self.viewer = viewer
        self.people = {str(one.pk): one for one in can_be_named(viewer, reading.record)}
        who, parts = self.fields["person"], self.fields["parts"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 - tells the type checker
        assert isinstance(parts, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker
        who.choices = [("", _("Choose a name")), *((pk, str(p)) for pk, p in self.people.items())]
        self.by_section = _paragraphs_of(reading)
        parts.choices = [one for _label, each in self.by_section for one in each]
        if len(parts.choices) < 2:
            del self.fields["parts"]

    def clean_until(self) -> datetime | None:
        """The end of that day, where the owner lives."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < self.viewer.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        if day > self.viewer.today + LONGEST:
            raise forms.ValidationError(_("Choose a day within the next two years."))
        end = datetime.combine(day + timedelta(days=1), time(), self.viewer.zone)
        return end.astimezone(UTC)


def _paragraphs_of(reading: Reading) -> list[tuple[str, list[tuple[str, str]]]]:
    """Section by section, in the order of its form, each paragraph with its digest, once."""
    known = {one.code: one for one in sections_of(reading.record)}
    order = [code for code in known if code in reading.words]
    order += [code for code in reading.words if code not in known]
    met: set[str] = set()
    found = []
    for code in order:
        said, section = reading.words[code], known.get(code, Section(code, ""))
        texts = paragraphs(said) if isinstance(said, str) else []
        each = [(digest(one), section.told(one)) for one in texts]
        fresh = [(key, one) for key, one in dict(each).items() if key not in met]
        met.update(key for key, _one in fresh)
        if fresh:
            found.append((str(section.label), fresh))
    return found


class TierForm(forms.Form):
    keeps_nothing = "It is one choice, made by pressing its button."
    tier = forms.ChoiceField(
        label=_("Who reads it, besides the people whom you name?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who reads it.")},
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, record: Record) -> None:
        super().__init__(data, initial={"tier": record.tier})
        field = self.fields["tier"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = tiers_of(viewer, record)


def tiers_of(viewer: Viewer, record: Record) -> list[tuple[str, object]]:
    """What its owner may choose, with words; without a pair that goes on there is nobody to share
    it with. To publish is no choice among others: it has a page of its own."""
    opens = record.mentorship_id is not None and RECORD_RIGHTS.decide(viewer, record, "open")
    return [
        (tier.value, capfirst(tier.label))
        for tier in KINDS[RecordKind(record.kind)].tiers
        if tier == Tier.OWN or (tier == Tier.PAIR and opens)
    ]


class CommentForm(KeepsTyped):
    section = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write a few words."),
            "max_length": _("Keep it to 2000 characters."),
        },
    )


class LinkForm(forms.Form):
    """Another record that led to this one."""

    keeps_nothing = "It is one choice from a list."

    earlier = forms.ChoiceField(
        label=_("What did it grow out of?"),
        error_messages={
            "required": _("Choose a record."),
            "invalid_choice": _("The two are joined already, or cannot be."),
        },
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, record: Record) -> None:
        super().__init__(data)
        self.found = {str(one.pk): one for one in can_lead(viewer, record)[:100]}
        field = self.fields["earlier"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", _("Choose a record")), *_named(list(self.found.values()))]


class HandOverForm(KeepsTyped):
    """What goes on in a new pair: nothing is chosen for her."""

    records = forms.MultipleChoiceField(
        label=_("What do you take on?"),
        help_text=_("A copy goes on in the new pair. What you leave out stays where it is."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what you take on, or go back.")},
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, pair: Mentorship) -> None:
        super().__init__(data)
        self.found = {str(one.pk): one for one in can_be_taken_on(viewer, pair)[:100]}
        field = self.fields["records"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker
        field.choices = _named(list(self.found.values()))


def _named(records: Sequence[Any]) -> list[tuple[str, str]]:
    return [(str(one.pk), named(one)) for one in records]


def named(record: Any) -> str:
    """A record of a list in words: its kind, and its title where the viewer reads that."""
    kind = str(RecordKind(record.kind).label)
    return f"{kind}: {record.shown_title}" if record.shown_title else kind
