"""The sections of what is written alone or for two: journal, experiments, student work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.forms.records import Section
from banyan.mentoring.models import Record
from banyan.practice.rules.prompts import PROMPTS, Prompt
from banyan.practice.states import ExperimentStage

BANDS = ("far", "near", "there", "beyond")
BAND_NAMES: dict[str, object] = {
    "far": pgettext_lazy("band", "Only beginning"),
    "near": pgettext_lazy("band", "Nearly there"),
    "there": pgettext_lazy("band", "There"),
    "beyond": pgettext_lazy("band", "Beyond it"),
}


def journal(prompts: tuple[Prompt, ...]) -> tuple[Section, ...]:
    """A question to begin with, and the page."""
    none = ("", pgettext_lazy("question", "No question, I just write"))
    questions = tuple((one.code, one.question) for one in prompts)
    return (
        Section("prompt", _("A question to think about"), choices=(none, *questions)),
        Section(
            "text",
            _("What is on your mind?"),
            _("Leave an empty line between paragraphs: you can share one without the others."),
            12,
        ),
    )


EXPERIMENT: tuple[Section, ...] = (
    Section("idea", _("What will you try?"), _("One small thing, in one class."), 3),
    Section("expect", _("What do you expect?"), _("What will you see or hear if it works?"), 3),
    Section("did", _("What did you do?"), _("As it really went."), 4),
    Section(
        "evidence",
        _("What did you see?"),
        _("What pupils said, wrote and did. Count where you can."),
        4,
    ),
    Section(
        "decision",
        _("What follows?"),
        choices=(
            ("keep", ExperimentStage.KEEP.label),
            ("adapt", ExperimentStage.ADAPT.label),
            ("drop", ExperimentStage.DROP.label),
        ),
    ),
    Section("because", _("Why, and what comes next?"), "", 3),
)


def _band(code: str) -> tuple[Section, ...]:
    name = BAND_NAMES[code]
    return (
        Section(f"{code}_count", _Named(_("%(band)s: how many pupils?"), name), number=(0, 500)),
        Section(f"{code}_can", _Named(_("%(band)s: what can they do?"), name), "", 2),
        Section(f"{code}_next", _Named(_("%(band)s: what will you teach them next?"), name), "", 2),
    )


class _Named:
    """A sentence with a band in it, in the language of whoever reads it."""

    def __init__(self, sentence: object, name: object) -> None:
        self.sentence, self.name = sentence, name

    def __str__(self) -> str:
        return str(self.sentence) % {"band": self.name}


STUDENT_WORK: tuple[Section, ...] = (
    Section("task", _("What was asked of the pupils?"), _("The task, the class, the day."), 3),
    Section(
        "good",
        _("What does good work show?"),
        _("Say it before you sort: three or four things to look for."),
        3,
    ),
    *(section for code in BANDS for section in _band(code)),
    Section(
        "patterns",
        _("What do you see across all of it?"),
        _("The mistake that comes back, the way of thinking behind it."),
        4,
    ),
    Section("next", _("What comes next for the whole class?"), "", 3),
)


def journal_said(record: Record) -> tuple[Section, ...]:
    return journal(PROMPTS)


def experiment_said(record: Record) -> tuple[Section, ...]:
    return EXPERIMENT


def student_work_said(record: Record) -> tuple[Section, ...]:
    return STUDENT_WORK
