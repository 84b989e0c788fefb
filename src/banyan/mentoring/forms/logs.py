"""The log of a session as both write it, in the sections of the blueprint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from banyan.mentoring.models import NextStep, SessionLog
from banyan.mentoring.queries.sessions import Opening
from banyan.programmes.queries.frameworks import items_of, named_in, standards_of, written_in
from banyan.programmes.states import Side
from banyan.ui import words
from banyan.ui.fields import DayField
from blueprint import Blueprint, LogSection

MOST_WORDS = 6000
COLUMNS = ("works", "challenges")  # sections of nearly every blueprint


def field_of(section: LogSection) -> str:
    """The name of the field of a section; no code has a hyphen, so none is called as another."""
    if section.kind == "steps":
        return f"{section.by}_steps"
    if section.kind == "date":
        return "next_on"
    return section.code if section.code in COLUMNS else f"words-{section.code}"


class LogForm(forms.Form):
    """One field for each section of the log, and what it touched of each framework.

    `version` is the one that was read; `seen` the steps of earlier sessions that were done then,
    so that what somebody else ticks meanwhile stays ticked.
    """

    saved_as_typed = True
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        blueprint: Blueprint,
        opening: Opening,
        ticks: bool,
    ) -> None:
        super().__init__(data)
        self.blueprint, self.opening, steps = blueprint, opening, opening.steps
        self.earlier = {str(s.pk): s for s in (*steps.done_since, *steps.open_before)}
        log = opening.log or SessionLog(next_on=opening.next_on, version=0)
        done = [str(step.pk) for step in steps.done_since]
        self.initial = {"version": log.version, "seen": " ".join(done), "done": done}
        self.codes: dict[str, str] = {}
        self.serving: list[str] = []
        if ticks and self.earlier:
            self.fields["done"] = forms.MultipleChoiceField(
                label=_("What has been done since last time?"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(pk, step.text) for pk, step in self.earlier.items()],
            )
        for section in blueprint.session.log:
            self._add(section, log, steps.here)
        for framework in named_in(blueprint):
            self._add_framework(framework, log)

    def _add(self, section: LogSection, log: SessionLog, steps: Iterable[NextStep]) -> None:
        name, language = field_of(section), get_language() or "en"
        hint = section.hint.in_(language) if section.hint else ""
        made: forms.Field
        if section.kind == "date":
            made = DayField()
            self.initial[name] = log.next_on
        elif section.kind == "choices":
            made = forms.MultipleChoiceField(
                widget=forms.CheckboxSelectMultiple,
                choices=[(one.code, one.title.in_(language)) for one in section.options],
            )
        else:
            rows = 3 if section.kind == "steps" else 5
            made = forms.CharField(
                max_length=MOST_WORDS,
                widget=forms.Textarea(attrs={"rows": rows}),
                error_messages={"max_length": gettext_lazy("Keep it to 6000 characters.")},
            )
        if section.kind == "steps":
            self.initial[name] = "\n".join(s.text for s in steps if s.side == section.by)
            hint = _("%(hint)s One step a line.") % {"hint": hint}
        elif section.code in COLUMNS:
            self.initial[name] = getattr(log, section.code)
        elif section.kind != "date":
            self.initial[name] = log.words.get(section.code, "")
            self.codes[name] = section.code
        made.label, made.help_text, made.required = section.title.in_(language), hint, False
        self.fields[name] = made

    def _add_framework(self, framework: Any, log: SessionLog) -> None:
        language = written_in(framework, get_language() or "en")
        items = items_of(framework, language)
        name = f"standard-{framework.code}"
        self.fields[name] = forms.MultipleChoiceField(
            label=framework.title.in_(language),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=items,
        )
        self.initial[name] = [one for one, _said in items if one in log.standards]
        self.serving.append(name)

    @property
    def sections(self) -> list[BoundField]:
        """Everything that is written, in the order of the blueprint."""
        return [self[field_of(one)] for one in self.blueprint.session.log]

    @property
    def frameworks(self) -> list[BoundField]:
        return [self[name] for name in self.serving]

    def written(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        chosen, seen = set(said.get("done", ())), set(said["seen"].split())
        seen &= self.earlier.keys()
        return {
            "version": said["version"],
            "next_on": said.get("next_on"),
            **{name: said[name] for name in COLUMNS if name in said},
            **{side: said.get(side, "").splitlines() for side in ("teacher_steps", "mentor_steps")},
            "words": {code: said[name] for name, code in self.codes.items()},
            "standards": [one for name in self.serving for one in said[name]],
            "ticked": [self.earlier[pk] for pk in sorted(chosen - seen)],
            "opened": [self.earlier[pk] for pk in sorted(seen - chosen)] if self.ticks else [],
        }

    @property
    def ticks(self) -> bool:
        return "done" in self.fields


@dataclass(frozen=True, slots=True)
class Said:
    """One section as it is read: words, or a list of items."""

    title: str
    text: str = ""
    items: tuple[str, ...] = ()


def said_in(
    blueprint: Blueprint, log: SessionLog | None, steps: Iterable[NextStep] = ()
) -> list[Said]:
    """Every section in which something was written, and the standards that were touched. Steps
    only where they are given: a page shows them with their buttons."""
    language = get_language() or "en"
    found = [_said(section, log, tuple(steps), language) for section in blueprint.session.log]
    if log is not None and log.standards:
        touched = standards_of(log.standards, blueprint, language)
        items = tuple(one.item for one in touched if not one.kind)
        found.append(Said(_("Standards"), items=items))
    return [one for one in found if one.text or one.items]


def said_for_next_time(blueprint: Blueprint, log: SessionLog | None) -> list[Said]:
    """What the blueprint wants to stand over the next log."""
    language = get_language() or "en"
    sections = (one for one in blueprint.session.log if one.next_time)
    found = (_said(section, log, (), language) for section in sections)
    return [one for one in found if one.text or one.items]


def _said(
    section: LogSection, log: SessionLog | None, steps: tuple[NextStep, ...], language: str
) -> Said:
    title = section.title.in_(language)
    if section.kind == "steps":
        return Said(title, items=tuple(s.text for s in steps if s.side == Side(section.by)))
    if log is None:
        return Said(title)
    if section.kind == "date":
        return Said(title, words.day(log.next_on) if log.next_on else "")
    if section.kind == "choices":
        ticked = log.words.get(section.code, ())
        options = (one for one in section.options if one.code in ticked)
        return Said(title, items=tuple(one.title.in_(language) for one in options))
    if section.code in COLUMNS:
        return Said(title, getattr(log, section.code))
    return Said(title, str(log.words.get(section.code, "")))
