"""A view of a teacher as a form: for each element a level in words and a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.forms.records import RecordForm, Section, named
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.records import records_of_pair
from banyan.mentoring.states import RecordKind
from banyan.practice.queries.needs import (
    SAID,
    Element,
    can_be_evidence,
    elements,
    framework_of,
)
from banyan.practice.states import LevelOfPractice, Source
from banyan.programmes.queries.frameworks import written_in
from banyan.ui.forms import KeepsTyped
from blueprint.frameworks import Framework

LONGEST = 300
LEVELS: tuple[tuple[str, object], ...] = tuple(
    (str(level.value), level.label) for level in LevelOfPractice
)


@dataclass(frozen=True, slots=True)
class Graded(Section):
    """The level of one element, which lies in an area of its framework."""

    area: str = ""


ABOUT = (
    Section(
        "strengths",
        _("What goes well already?"),
        _("Begin here. What would a colleague come to see in this classroom?"),
        rows=3,
    ),
    Section("needs", _("What should come next?"), rows=3),
)


def sections_of(found: Iterable[Element]) -> tuple[Section, ...]:
    """The sections of a view: strengths and needs in own words, then each element."""
    return (
        *ABOUT,
        *(
            section
            for one in found
            for section in (
                Graded(one.code, one.title, choices=LEVELS, area=one.area),
                Section(f"{one.code}{SAID}", _("In a sentence, if you like")),
            )
        ),
    )


def sections_said(record: Record) -> tuple[Section, ...]:
    """The same of a view that is only read: a sentence stands under its element."""
    row = getattr(record, "assessment", None)  # none beside what was never assessed
    if row is None:
        return ABOUT
    found = elements(framework_of(row.framework), get_language() or "en")
    return (
        *ABOUT,
        *(
            section
            for one in found
            for section in (
                Section(one.code, one.title, choices=LEVELS),
                Section(f"{one.code}{SAID}", one.title),
            )
        ),
    )


class AssessmentForm(RecordForm):
    """Everything may be left out: what nobody looked at is told as that, and not as a low level."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["title"].widget = forms.HiddenInput()
        for one in self.sections:
            if isinstance(one, Graded):
                self.fields[one.code] = forms.TypedChoiceField(
                    label=str(one.label),
                    choices=[("", _("Not looked at")), *one.choices],
                    coerce=int,
                    empty_value=None,
                    required=False,
                )
                self.fields[f"{one.code}{SAID}"] = forms.CharField(
                    label=_("In a sentence, if you like"),
                    max_length=LONGEST,
                    required=False,
                    error_messages={"max_length": _("Keep it to 300 characters.")},
                )

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[one.code] for one in ABOUT]

    @property
    def areas(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Area by area: the level and the sentence of each element."""
        graded = [one for one in self.sections if isinstance(one, Graded)]
        for area, found in groupby(graded, key=lambda one: one.area):
            yield area, [(self[one.code], self[f"{one.code}{SAID}"]) for one in found]


class BeginForm(forms.Form):
    """On which framework, and for a mentor whether it comes from an observed lesson."""

    keeps_nothing = "It opens a record by a choice or two; that one is saved as it is typed."

    framework = forms.ChoiceField(
        label=_("Which description of teaching?"), widget=forms.RadioSelect
    )
    source = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=[
            (Source.MENTOR.value, _("How you see it as the mentor")),
            (Source.OBSERVATION.value, _("A lesson that you observed")),
        ],
        widget=forms.RadioSelect,
    )
    observation = forms.ChoiceField(label=_("Which observation?"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        viewer: Viewer,
        found: list[Framework],
        pair: Mentorship | None,
        locale: str,
    ) -> None:
        super().__init__(data, initial={"framework": found[0].code})
        self.frameworks = {one.code: one for one in found}
        self.observations: dict[str, Record] = {}
        _choose(
            self.fields["framework"],
            [(one.code, one.title.in_(written_in(one, locale))) for one in found],
        )
        if pair is None or pair.mentor_id != viewer.person_id:
            del self.fields["source"], self.fields["observation"]
            return
        seen = records_of_pair(viewer, pair, RecordKind.OBSERVATION)[:50]
        self.observations = {str(one.pk): one for one in seen}
        if self.observations:
            rows = [(str(one.pk), named(one)) for one in seen]
            _choose(self.fields["observation"], [("", _("None of these")), *rows])
        else:
            del self.fields["observation"]

    @property
    def whose(self) -> Source:
        return Source(self.cleaned_data.get("source") or Source.SELF)

    @property
    def chosen(self) -> Framework:
        return self.frameworks[self.cleaned_data["framework"]]

    @property
    def after(self) -> list[Record]:
        """The observation that led to it, if it was named."""
        found = self.observations.get(self.cleaned_data.get("observation") or "")
        return [found] if found is not None and self.whose == Source.OBSERVATION else []


class EvidenceForm(KeepsTyped):
    """Which record shows something of which element."""

    element = forms.ChoiceField(
        label=_("Of what does it show something?"),
        error_messages={"required": _("Choose what it shows something of.")},
    )
    record = forms.ChoiceField(
        label=_("Which record shows it?"), error_messages={"required": _("Choose a record.")}
    )

    def __init__(
        self, data: Any = None, *, viewer: Viewer, record: Record, elements: list[Element], of: str
    ) -> None:
        super().__init__(data, initial={"element": of})
        self.found = {str(one.pk): one for one in can_be_evidence(viewer, record)[:100]}
        rows = [(one.code, f"{one.code} {one.title}") for one in elements]
        _choose(self.fields["element"], [("", _("Choose one")), *rows])
        rows = [(pk, named(one)) for pk, one in self.found.items()]
        _choose(self.fields["record"], [("", _("Choose a record")), *rows])


def _choose(field: forms.Field, choices: list[Any]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
    field.choices = choices
