"""The tables of papers of a programme: stages with their days, pairs by name, targets, numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.credentials.ports import Numbers
from banyan.credentials.queries.content import long_day
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import waiting_for_match
from banyan.mentoring.queries.steps import on_record, pairs_of_cohort
from banyan.mentoring.snapshot import journeys_of
from banyan.mentoring.states import LIVE, MentorshipStatus
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.queries.roles import words_in
from banyan.programmes.queries.stages import records_of, stages_of
from banyan.ui import words
from blueprint import Blueprint, Indicator, Status
from blueprint.phrases import PHRASES

Cell = str | int  # a number stands for a person, and is told by the name when the paper is drawn

OF_A_COHORT = frozenset(("pairs", "mentors", "waiting", "completed", "sample", "numbers"))
NAMING = OF_A_COHORT - {"numbers"}
SAMPLED = 10  # pairs


class Sheet(TypedDict):
    """A table as it is kept: the caption, the heads, the rows, and how wide each column is."""

    caption: str
    head: list[str]
    rows: list[list[Cell]]
    widths: list[int]


@dataclass(frozen=True, slots=True)
class About:
    """What a paper is about, and who draws it up."""

    programme: Programme
    cohort: Cohort | None
    design: Blueprint
    viewer: Viewer
    seed: int = 0  # of a sample: the same as long as the paper is the same


def sheets(kinds: Sequence[str], about: About, language: str) -> list[Sheet]:
    """Those with any rows, in the order of the document, in the active language."""
    made = (_SHEETS[kind](about, language) for kind in kinds)
    return [sheet for sheet in made if sheet["rows"]]


def _stages(about: About, language: str) -> Sheet:
    programme, party = about.programme, words_in(about.design).party
    records = records_of(programme)
    rows: list[list[Cell]] = [
        [
            state.stage.title.in_(language),
            party(state.stage.responsible),
            "; ".join(one.title.in_(language) for one in state.stage.artefacts) or "–",
            long_day(state.due_on) if state.due_on else "–",
        ]
        for state in stages_of(programme, records.values(), about.viewer.today)
    ]
    head = [
        _("Stage"),
        _("Who answers for it"),
        _("What there is at its end"),
        pgettext("paper", "By"),
    ]
    return Sheet(caption=_("Stages"), head=head, rows=rows, widths=[4, 3, 5, 3])


def _indicators(about: About, language: str) -> Sheet:
    """What is aimed at; in a paper about a cohort, with what was measured beside it."""
    if about.cohort:
        return _measured(about, about.cohort, language)
    rows: list[list[Cell]] = [
        [
            one.title.in_(language),
            pgettext("blueprint", PHRASES[f"word.{one.unit}"]),
            _targets(one),
        ]
        for one in about.design.indicators
        if one.targets
    ]
    head = [_("Indicator"), _("Unit"), _("Target")]
    return Sheet(caption=_("Indicators and targets"), head=head, rows=rows, widths=[5, 2, 5])


def _measured(about: About, cohort: Cohort, language: str) -> Sheet:
    counts: Numbers = import_string(settings.PAPER_NUMBERS)()
    found = counts.indicators_of(about.viewer, cohort)
    rows: list[list[Cell]] = [
        [
            f"{one.title.in_(language)}, {pgettext('blueprint', PHRASES[f'word.{one.unit}'])}",
            when,
            target or "–",
            measured,
        ]
        for one in about.design.indicators
        for when, target, measured in found.get(one.code, ())
    ]
    head = [_("Indicator"), _("When"), _("Target"), _("Measured")]
    return Sheet(caption=_("Indicators and targets"), head=head, rows=rows, widths=[5, 2, 2, 4])


def _targets(one: Indicator) -> str:
    """By year: of the calendar, or of the programme."""
    said = [
        _("%(year)s: %(value)s")
        % {
            "year": str(target.year)
            if target.year >= FIRST_OF_CALENDAR
            else _("year %(number)s") % {"number": words.number(target.year)},
            "value": words.number(target.value),
        }
        for target in one.targets
    ]
    return " · ".join(said)


FIRST_OF_CALENDAR = 1900  # a smaller year is counted from the start of the programme


def _pairs_of(about: About) -> list[Mentorship]:
    if about.cohort is None:
        return []
    rows = pairs_of_cohort(about.viewer, about.cohort)
    return sorted(rows, key=lambda pair: (pair.mentor.name, pair.mentee.name))


def _pairs(about: About, language: str) -> Sheet:
    role = words_in(about.design)
    rows: list[list[Cell]] = [
        [
            words.number(number),
            pair.mentor_id,
            pair.mentee_id,
            pair.school.name,
            long_day(pair.starts_on) if pair.starts_on else "–",
        ]
        for number, pair in enumerate(_of_status(about, LIVE), 1)
    ]
    head = [_("No."), role.mentor.one, role.teacher.one, _("School"), _("Since")]
    return Sheet(caption=_("Pairs"), head=head, rows=rows, widths=[1, 4, 4, 4, 3])


def _of_status(about: About, statuses: Sequence[str]) -> list[Mentorship]:
    return [pair for pair in _pairs_of(about) if pair.status in statuses]


def _mentors(about: About, language: str) -> Sheet:
    role = words_in(about.design)
    having: dict[int, int] = {}
    for pair in _of_status(about, LIVE):
        having[pair.mentor_id] = having.get(pair.mentor_id, 0) + 1
    rows: list[list[Cell]] = [
        [words.number(number), mentor, words.number(many)]
        for number, (mentor, many) in enumerate(having.items(), 1)
    ]
    head = [_("No."), role.mentor.one, role.teacher.many]
    return Sheet(caption=role.mentor.many, head=head, rows=rows, widths=[1, 6, 3])


def _waiting(about: About, language: str) -> Sheet:
    role = words_in(about.design)
    found = list(waiting_for_match(about.viewer, about.cohort)) if about.cohort else []
    found.sort(key=lambda one: (one.starts_on is None, one.starts_on, one.person.name))
    rows: list[list[Cell]] = [
        [one.person_id, one.school.name, long_day(one.starts_on) if one.starts_on else "–"]
        for one in found
    ]
    head = [role.teacher.one, _("School"), _("Waits since")]
    return Sheet(caption=_("Without a mentor"), head=head, rows=rows, widths=[4, 4, 3])


def _completed(about: About, language: str) -> Sheet:
    role = words_in(about.design)
    rows: list[list[Cell]] = [
        [
            words.number(number),
            pair.mentee_id,
            pair.mentor_id,
            long_day(pair.ends_on) if pair.ends_on else "–",
        ]
        for number, pair in enumerate(_of_status(about, (MentorshipStatus.COMPLETED,)), 1)
    ]
    head = [_("No."), role.teacher.one, role.mentor.one, _("Completed on")]
    return Sheet(caption=_("Those who have completed"), head=head, rows=rows, widths=[1, 4, 4, 3])


def _sample(about: About, language: str) -> Sheet:
    role, pairs = words_in(about.design), _pairs_of(about)
    if len(pairs) > SAMPLED:
        pairs = random.Random(about.seed).sample(pairs, SAMPLED)  # noqa: S311  # no secret
    journeys, stored = journeys_of(pairs, about.viewer.today), on_record(pairs)
    rows: list[list[Cell]] = []
    for number, pair in enumerate(pairs, 1):
        found = journeys.get(pair.pk)
        needed = [s for s in found.steps if s.status != Status.NOT_NEEDED] if found else []
        done = [s for s in needed if s.status in (Status.DONE, Status.WAIVED)]
        held = sum(minutes for _on, minutes in stored[pair.pk].minutes)
        rows.append(
            [
                words.number(number),
                pair.mentee_id,
                pair.mentor_id,
                words.short_minutes(held),
                _("%(done)s of %(of)s")
                % {"done": words.number(len(done)), "of": words.number(len(needed))},
            ]
        )
    head = [_("No."), role.teacher.one, role.mentor.one, _("Time together"), _("Steps done")]
    return Sheet(caption=_("Pairs drawn by lot"), head=head, rows=rows, widths=[1, 4, 4, 3, 3])


def _numbers(about: About, language: str) -> Sheet:
    counts: Numbers = import_string(settings.PAPER_NUMBERS)()
    found = counts.of_cohort(about.viewer, about.cohort) if about.cohort else []
    rows: list[list[Cell]] = [list(line) for line in found]
    return Sheet(
        caption=_("Numbers"), head=[_("What is counted"), _("How many")], rows=rows, widths=[4, 1]
    )


_SHEETS: dict[str, Callable[[About, str], Sheet]] = {
    "stages": _stages,
    "indicators": _indicators,
    "pairs": _pairs,
    "mentors": _mentors,
    "waiting": _waiting,
    "completed": _completed,
    "sample": _sample,
    "numbers": _numbers,
}
