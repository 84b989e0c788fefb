"""The context of somebody's teaching, and the first interview, as forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.mentoring.forms.records import RecordForm, Section
from banyan.mentoring.models import Record
from banyan.mentoring.queries.mentorships import blueprint_of
from blueprint import Blueprint

MOST_PUPILS = 2000
_COUNT = (0, MOST_PUPILS)
COUNTS = (
    Section("pupils", _("Pupils in the class"), number=_COUNT),
    Section("girls", _("Girls"), number=_COUNT),
    Section("boys", _("Boys"), number=_COUNT),
    Section("other_language", _("Pupils who speak another language at home"), number=_COUNT),
    Section("first_in_family", _("First in their family to go to school"), number=_COUNT),
    Section("disabilities", _("Pupils with a disability"), number=_COUNT),
    Section("grades", _("Grades taught together in one room"), number=(1, 12)),
)
_FREE = (
    Section(
        "school", _("What should somebody know about your school?"),
        _("The place, the building, what there is and what is missing."), rows=3,
    ),
    Section("motivation", _("Why do you teach?"), rows=3),
    Section(
        "aspiration", _("Where would you like to be in three years?"),
        _("In your teaching, in your subject, in your school."), rows=3,
    ),
)  # fmt: skip


def context_sections(design: Blueprint | None, language: str) -> tuple[Section, ...]:
    """Subjects and stages are those of the programme; without one they are written freely."""
    if design is None:
        taught: tuple[Section, ...] = (
            Section("taught", _("What do you teach, and in which grades?"), rows=2),
        )
    else:
        lists = design.vocabularies
        taught = tuple(
            Section(
                code, label,
                choices=tuple((one.code, one.title.in_(language)) for one in entries), many=True,
            )
            for code, label, entries in (
                ("subjects", _("Subjects"), lists.subjects),
                ("stages", _("Stages of school"), lists.stages),
            )
        )  # fmt: skip
    return (*taught, *COUNTS, *_FREE)


class ContextForm(RecordForm):
    """The class in counts; nobody is asked for a pupil's name."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["title"].widget = forms.HiddenInput()
        for one in COUNTS:
            least, most = one.number or _COUNT
            self.fields[one.code].error_messages |= {
                "invalid": _("Write a whole number."),
                "min_value": _("Write a number that is not below %(least)s.") % {"least": least},
                "max_value": _("Write a number up to %(most)s.") % {"most": most},
            }

    def clean(self) -> dict[str, Any]:
        """No part of a class is larger than the class."""
        said = super().clean() or self.cleaned_data
        pupils = said.get("pupils")
        for code in ("girls", "boys", "other_language", "first_in_family", "disabilities"):
            if pupils is not None and (said.get(code) or 0) > pupils:
                self.add_error(code, _("This is more than the whole class."))
        return said

    @property
    def counts(self) -> list[forms.BoundField]:
        return [self[one.code] for one in COUNTS]

    @property
    def before_counts(self) -> list[forms.BoundField]:
        first = [one.code for one in self.sections]
        return [self[code] for code in first[: first.index(COUNTS[0].code)]]

    @property
    def after_counts(self) -> list[forms.BoundField]:
        return [self[one.code] for one in _FREE]


QUESTIONS = (
    Section("path", _("How did you come to teaching, and to this school?"), rows=3),
    Section("joy", _("What do you enjoy most when you teach?"), rows=3),
    Section("good_lesson", _("Tell about a lesson that went well. What did you do?"), rows=3),
    Section("hard", _("What is hard at present?"), rows=3),
    Section("tried", _("What have you tried already, and what came of it?"), rows=3),
    Section("wish", _("What would you like to be different in half a year?"), rows=3),
    Section("help", _("What kind of help suits you, and what does not?"), rows=3),
    Section(
        "notes", _("What else was said"),
        _("No names of pupils or parents, please."), rows=3,
    ),
)  # fmt: skip
AGREED = "agreed"


class IntakeForm(RecordForm):
    """Nothing of an interview is written down before the teacher has agreed to it."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["title"].widget = forms.HiddenInput()
        self.fields["consent"].required = True
        self.fields["consent"].error_messages |= {
            "required": _("Nothing is written down until the teacher agrees.")
        }


def intake_sections(sentence: object) -> tuple[Section, ...]:
    """The consent, in this sentence, and the questions."""
    consent = Section("consent", _("Agreement"), choices=((AGREED, sentence),))
    return (consent, *QUESTIONS)


def context_said(record: Record) -> tuple[Section, ...]:
    """The sections of a context that is only read, in the words of the programme of its pair."""
    pair = record.mentorship
    design = blueprint_of(pair.cohort) if pair is not None else None
    return context_sections(design, get_language() or "en")


def intake_said(record: Record) -> tuple[Section, ...]:
    return intake_sections(_("The teacher agrees that the answers are written down here."))
