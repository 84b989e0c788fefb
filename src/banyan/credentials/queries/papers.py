"""The documents of a pair, filled in from its data in one of the languages of its blueprint."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.credentials.models import Certificate, Signature
from banyan.credentials.queries.content import (
    BLANK,
    Content,
    Line,
    OfADocument,
    Part,
    Table,
    long_day,
)
from banyan.credentials.states import CertificateStatus, Signer
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.queries.mentorships import blueprint_of, coordinators_over
from banyan.mentoring.queries.steps import OnRecord, on_record
from banyan.mentoring.snapshot import facts_of, has_journey, spelled
from banyan.mentoring.standings import OVERSEER, PAY_READERS, STEP_WORDS_READERS
from banyan.mentoring.states import MentorshipForm, StepStatus
from banyan.organisations.models import Organisation
from banyan.organisations.states import Level
from banyan.people.models import Person
from banyan.practice.queries.reviews import code_of
from banyan.practice.queries.submissions import decided
from banyan.programmes.queries import words_of
from banyan.ui import words
from blueprint import Blueprint, Document, Journey, Status, StepState, journey

_OF_PAIR = ("pair", "teacher", "mentor")
_NEEDED = frozenset(Status) - {Status.NOT_NEEDED}


@dataclass(frozen=True)
class Paper(OfADocument):
    """A document of a pair; where steps ask for it several times, one for each of them."""

    pair: Mentorship
    design: Blueprint
    document: Document
    state: StepState | None = None
    name: str = ""  # in addresses
    signed: tuple[Signature, ...] = ()  # everything that anybody has signed of this pair
    journey: Journey | None = None
    record: OnRecord | None = None  # what the journey is derived from

    @cached_property
    def met(self) -> tuple[tuple[date, int], ...]:
        """Day and agreed minutes of the sessions of the two."""
        return (self.record or on_record([self.pair])[self.pair.pk]).minutes

    @property
    def module(self) -> str:
        module = self.state.module if self.state else None
        return module.title.in_(translation.get_language() or "en") if module else ""

    @property
    def signers(self) -> tuple[Signer, ...]:
        found: list[Signer] = []
        for party in self.document.signed_by:
            found += [Signer.TEACHER, Signer.MENTOR] if party == "both" else [Signer(party)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def edition(self) -> str:
        """A digest of what is signed: the words with what stands in them, the people and the
        beginning. What its tables show goes on changing, and is no part of it; nor is the day of
        reading, or how much has been done by then."""
        what = {
            "blueprint": self.design.code,
            "document": self.document.model_dump(mode="json"),
            "teacher": self.pair.mentee.name,
            "mentor": self.pair.mentor.name,
            "starts_on": str(self.pair.starts_on),
            "places": {name: stands() for name, stands in self._places().items()},
        }
        return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()

    def _places(self) -> dict[str, Callable[[], object]]:
        """What stands in the places of its words and is agreed on, of those that it has."""
        pair, design = self.pair, self.design
        form = pair.blueprint_form or design.relationship.default_form
        titles = {one.code: one.title.root for one in design.relationship.forms}
        agreed: dict[str, Callable[[], object]] = {
            "programme": lambda: pair.cohort.programme.name,
            "cohort": lambda: pair.cohort.name,
            "school": lambda: pair.school.name,
            "end": lambda: str(pair.cohort.ends_on),
            "form": lambda: titles.get(form, form),
            "months": lambda: design.relationship.months.default,
            "role_mentor": lambda: design.words.mentor.one.root,
            "role_teacher": lambda: design.words.teacher.one.root,
            "goals": lambda: [row.words for row in _of_goals(_done(pair), design)],
        }
        said = str([one.text.root for one in self.document.paragraphs])
        return {name: stands for name, stands in agreed.items() if f"{{{name}}}" in said}

    @cached_property
    def signatures(self) -> dict[Signer, Signature]:
        return {
            Signer(row.party): row
            for row in self.signed
            if (row.paper, row.edition) == (self.name, self.edition)
        }

    @property
    def missing(self) -> list[Signer]:
        return [one for one in self.signers if one not in self.signatures]


def papers(pair: Mentorship, viewer: Viewer) -> list[Paper]:
    """The documents of a pair that the viewer has loaded; without certificates, which are awarded
    and not signed. What concerns the mentor alone, such as her pay, is not for her teacher; a
    letter or statement is the coordinator's until she has signed it."""
    if pair.form != MentorshipForm.PAIR:
        return []
    design = blueprint_of(pair.cohort)
    runs = OVERSEER.holds(viewer, pair)
    record = on_record([pair])[pair.pk] if has_journey(pair) else None
    found = journey(design, facts_of(pair, record), viewer.today) if record else None
    states = [state for state in found.steps if state.status in _NEEDED] if found else []
    rows = Signature.objects.filter(mentorship=pair).select_related("person")
    signed = tuple(rows.order_by("pk"))
    issued = {row.paper for row in signed if row.party == Signer.COORDINATOR}
    made: list[Paper] = []
    for document in design.documents:
        if document.of not in _OF_PAIR or document == certificate_document(design):
            continue
        if document.of == "mentor" and not PAY_READERS.holds(viewer, pair):
            continue
        asked = [state for state in states if state.step.document == document.code]
        if not asked and _is_issued(document) and not (runs or document.code in issued):
            continue
        if len(asked) < 2:
            state = asked[0] if asked else None
            made.append(Paper(pair, design, document, state, document.code, signed, found, record))
        for state in asked if len(asked) > 1 else []:
            name = f"{document.code}.{spelled(state.key)}"
            made.append(Paper(pair, design, document, state, name, signed, found, record))
    return made


def _is_issued(document: Document) -> bool:
    """Whether the coordinator sends it to one of the two: a statement, a letter, a decision."""
    return (
        document.of in ("teacher", "mentor")
        and document.kind in ("report", "order")
        and "coordinator" in document.signed_by
    )


def paper(pair: Mentorship, name: str, viewer: Viewer) -> Paper:
    """Raises DoesNotExist for a name that the pair has no document of."""
    for one in papers(pair, viewer):
        if one.name == name:
            return one
    raise Mentorship.DoesNotExist(f"no document {name}")


def language_for(languages: tuple[str, ...], asked: str) -> str:
    """The language asked for, else the reader's, else the first."""
    mine = (translation.get_language() or "en").partition("-")[0]
    return next((one for one in (asked, mine) if one in languages), languages[0])


def content(paper: Paper, viewer: Viewer, language: str) -> Content:
    """The document in this language. Tables show of goals only what the viewer may read."""
    with words_of(paper.pair, language):
        goals = list(_goals(paper.pair, paper.design, viewer, language))
        values = _filled(paper.pair, paper.design, viewer, language, goals, paper.met)
        tables = {**_TABLES, "goals": lambda *_of: _goals_table(goals)}
        return Content(
            language=language,
            title=paper.document.title.in_(language),
            parts=parts(paper.document, language, values),
            tables=[
                table
                for kind in paper.document.includes
                if (table := tables[kind](paper, viewer, language)).rows
            ],
            lines=[_line(paper, one) for one in paper.signers],
        )


def parts(document: Document, language: str, values: Mapping[str, str]) -> list[Part]:
    """Its paragraphs, filled in."""
    return [
        Part(
            one.heading.in_(language) if one.heading else "",
            _put(one.text.in_(language), values),
        )
        for one in document.paragraphs
    ]


def _put(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda hit: values.get(hit[1], BLANK), text)


def filled(pair: Mentorship, design: Blueprint, viewer: Viewer, language: str) -> dict[str, str]:
    """What stands for each place in braces, in the active language."""
    goals = list(_goals(pair, design, viewer, language))
    return _filled(pair, design, viewer, language, goals, on_record([pair])[pair.pk].minutes)


def _filled(
    pair: Mentorship, design: Blueprint, viewer: Viewer, language: str,
    goals: Iterable[tuple[str, str]], met: Iterable[tuple[date, int]],
) -> dict[str, str]:  # fmt: skip
    minutes = sum(held for _on, held in met)
    form = pair.blueprint_form or design.relationship.default_form
    titles = {one.code: one.title for one in design.relationship.forms}
    above = Organisation.objects.filter(pk__in=pair.school.ancestor_ids)
    district = above.filter(level=Level.DISTRICT).first()
    coordinators = Person.objects.filter(pk__in=coordinators_over([pair.school], on=viewer.today))
    return {
        "teacher": pair.mentee.name,
        "mentor": pair.mentor.name,
        "coordinator": words.join_names(
            coordinators.order_by("name").values_list("name", flat=True)[:3]
        )
        or BLANK,
        "programme": pair.cohort.programme.name,
        "cohort": pair.cohort.name,
        "school": pair.school.name,
        "district": district.name if district else BLANK,
        "start": long_day(pair.starts_on) if pair.starts_on else BLANK,
        "end": long_day(pair.ends_on or pair.extended_to or pair.cohort.ends_on),
        "today": long_day(viewer.today),
        "role_mentor": design.words.mentor.one.in_(language),
        "role_teacher": design.words.teacher.one.in_(language),
        "hours": words.number(round(minutes / 60, 1)),
        "minutes": words.number(minutes),
        "number": BLANK,
        "form": titles[form].in_(language) if form in titles else form,
        "months": words.number(design.relationship.months.default),
        "goals": words.join_names(text for _title, text in goals) or BLANK,
    }


def _line(paper: Paper, one: Signer) -> Line:
    """Whoever has signed; while nobody has, who would, where that is one person."""
    signed = paper.signatures.get(one)
    expected = {Signer.TEACHER: paper.pair.mentee.name, Signer.MENTOR: paper.pair.mentor.name}
    if signed is None:
        return Line(expected.get(one, BLANK), str(one.label), _("Not signed yet"))
    if not signed.on_paper:
        when = _("Signed on %(day)s") % {"day": long_day(signed.signed_at)}
        return Line(signed.person.name, str(one.label), when)
    said = {"name": signed.person.name, "day": long_day(signed.signed_at)}
    if signed.signed_on:
        said["signed"] = long_day(signed.signed_on)
        by = _("Signed on paper on %(signed)s; recorded by %(name)s on %(day)s") % said
    else:
        by = _("Signed on paper; recorded by %(name)s on %(day)s") % said
    return Line(expected.get(one, BLANK), str(one.label), by)


def _steps(paper: Paper, viewer: Viewer, language: str, kind: str = "") -> Table:
    found = paper.journey
    rows = [
        [
            (f"{state.module.title.in_(language)}: " if state.module else "")
            + state.step.title.in_(language)
            + (f" ({state.number})" if state.number > 1 else ""),
            long_day(state.due_on) if state.due_on else "–",
            long_day(state.done_on) if state.done_on else "–",
        ]
        for state in (found.steps if found else ())
        if state.status in _NEEDED and (not kind or state.step.kind == kind)
    ]
    return Table(
        _("Expectations") if kind else _("Steps"),
        [_("Step"), pgettext("paper", "By"), _("Done")],
        rows,
        [6, 2, 2],
    )


def _expectations(paper: Paper, viewer: Viewer, language: str) -> Table:
    return _steps(paper, viewer, language, "expectation")


def _stages(paper: Paper, viewer: Viewer, language: str) -> Table:
    rows = [
        [
            stage.title.in_(language),
            words.join_names(one.title.in_(language) for one in stage.artefacts) or "–",
        ]
        for stage in paper.design.stages
    ]
    return Table(_("Stages"), [_("Stage"), _("What there is at its end")], rows, [1, 1])


def _goals_table(goals: Iterable[tuple[str, str]]) -> Table:
    rows = [list(one) for one in goals]
    return Table(_("Goals"), [_("Question"), _("Answer")], rows, [1, 2])


def _goals(
    pair: Mentorship, design: Blueprint, viewer: Viewer, language: str
) -> Iterator[tuple[str, str]]:
    """What the pair wrote in its goals, as far as this viewer may read it."""
    steps = {step.code: step for step in design.steps}
    for row in _of_goals(_done(pair).filter(STEP_WORDS_READERS.where(viewer)), design):
        step = steps[code_of(row.key)]
        labels = {prompt.code: prompt.title.in_(language) for prompt in step.prompts}
        for code, value in row.words.items():
            yield labels.get(code, step.title.in_(language)), str(value)


def _done(pair: Mentorship) -> QuerySet[StepRecord]:
    rows = StepRecord.objects.filter(mentorship=pair, status=StepStatus.DONE)
    return rows.order_by("done_on", "pk")


def _of_goals(rows: Iterable[StepRecord], design: Blueprint) -> list[StepRecord]:
    goals = {step.code for step in design.steps if step.kind == "goal"}
    return [row for row in rows if code_of(row.key) in goals]


def _sessions(paper: Paper, viewer: Viewer, language: str) -> Table:
    rows = [[long_day(on), words.minutes(minutes)] for on, minutes in paper.met]
    return Table(_("Sessions"), [_("Day"), _("How long")], rows, [1, 1])


def _decisions(paper: Paper, viewer: Viewer, language: str) -> Table:
    rows = [
        [
            handed.how.step.title.in_(language),
            str(handed.submission.get_status_display()),
            long_day(handed.submission.settled_at) if handed.submission.settled_at else "–",
            because,
        ]
        for handed, because in decided(viewer, paper.pair)
    ]
    head = [_("Work"), _("Outcome"), _("Decided on"), _("Why")]
    return Table(_("Decisions"), head, rows, [3, 2, 2, 5])


_TABLES = {
    "decisions": _decisions,
    "steps": _steps,
    "stages": _stages,
    "sessions": _sessions,
    "expectations": _expectations,
}


# Certificates


def certificate_document(design: Blueprint) -> Document | None:
    """What the blueprint gives when a pair has completed; None where it gives nothing."""
    code = design.recognition.certificate if design.recognition else None
    return next((one for one in design.documents if one.code == code), None)


@dataclass(frozen=True)
class Award:
    """One of a pair, who could be awarded the certificate of the programme."""

    pair: Mentorship
    design: Blueprint
    document: Document
    holder: Person
    has_one: bool


def awards(pair: Mentorship) -> list[Award]:
    """Whoever of the two the blueprint gives a certificate to."""
    design = blueprint_of(pair.cohort)
    document = certificate_document(design)
    if document is None or design.recognition is None:
        return []
    held = set(
        Certificate.objects.filter(mentorship=pair, status=CertificateStatus.ISSUED).values_list(
            "holder_id", flat=True
        )
    )
    both = {"teacher": pair.mentee, "mentor": pair.mentor}
    return [
        Award(pair, design, document, both[side], both[side].pk in held)
        for side in design.recognition.given_to
    ]
