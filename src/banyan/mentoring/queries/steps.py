"""What pairs have on record of the steps of their journeys, and the holds that move their days."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Hold, Mentorship, Seat, StepRecord
from banyan.mentoring.queries.doses import (
    closed_of,
    counts_groups,
    day_there,
    other_pairs,
    with_mentor,
)
from banyan.mentoring.standings import COORDINATOR, STEP_WORDS_READERS
from banyan.mentoring.states import (
    MentorshipForm,
    MentorshipStatus,
    SeatStatus,
    SessionKind,
    SessionStatus,
    StepStatus,
)
from banyan.programmes.models import Cohort, Enrolment
from banyan.ui import words
from banyan.ui.paging import in_lots
from banyan.ui.prepared import Given, PreparedRows, each, given_each, size_of
from blueprint import Blueprint, OtherPair, Question, Step, StepState
from blueprint import Hold as Rest


@dataclass(frozen=True, slots=True)
class OnRecord:
    """Everything stored from which the journey of one pair is derived."""

    done: Mapping[str, date] = field(default_factory=dict)
    waived: Mapping[str, date] = field(default_factory=dict)
    holds: tuple[tuple[date, date | None], ...] = ()
    traits: frozenset[str] = frozenset()
    minutes: tuple[tuple[date, int], ...] = ()
    earlier: Mapping[str, tuple[str, date]] = field(default_factory=dict)
    """By step key: what the teacher's earlier pairs of this cohort have done or waived."""
    group_minutes: tuple[tuple[date, int], ...] = ()
    """Of groups that the mentor led and the teacher attended, where the blueprint counts them."""
    others: tuple[OtherPair, ...] = ()
    """The mentor's other pairs of this cohort, where the blueprint counts over all of them."""
    logged: tuple[tuple[date, int], ...] = ()
    """Of `minutes` those of sessions of which the two keep a log."""
    closed: tuple[Rest, ...] = ()
    """Days on which the school is closed, where the blueprint owes less on them."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One step of one pair: what the blueprint asks, how it stands today, what is on record."""

    pair: Mentorship
    design: Blueprint
    step: Step
    state: StepState
    record: StepRecord

    @property
    def status(self) -> str:
        return self.record.status


def on_record(pairs: Iterable[Mentorship]) -> dict[int, OnRecord]:
    """By id of the pair. The caller has loaded the pairs through a viewer's query; no words are
    read. One query for any number of pairs up to `AT_ONCE`, and those of `other_pairs` and
    `closed_of`."""
    each_once = list({pair.pk: pair for pair in pairs}.values())
    found: dict[int, OnRecord] = {}
    for first in range(0, len(each_once), AT_ONCE):
        found |= _on_record_of({one.pk: one for one in each_once[first : first + AT_ONCE]})
    return found


# An SQLite that nobody has built otherwise takes 32,766 values in one query; here each pair has
# eleven. The steps of an earlier pair are found whether or not it is among the same lot.
AT_ONCE = 2048


def _on_record_of(by_id: Mapping[int, Mentorship]) -> dict[int, OnRecord]:
    going_on = {pk for pk, pair in by_id.items() if pair.status != MentorshipStatus.ENDED}
    of_teacher: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pk, pair in by_id.items():
        of_teacher[pair.cohort_id, pair.mentee_id].append(pk)
    found = {pk: _Stored(pair) for pk, pair in by_id.items()}
    for row in _rows(by_id.values()):
        for pk in of_teacher[row.cohort, row.teacher]:
            if row.status == IN_GROUP:
                found[pk].take_group(row)
            elif row.of in (pk, None):
                found[pk].take(row)
            elif row.key and row.of < pk and row.of not in going_on:
                found[pk].take_over(row)
    others = other_pairs(by_id.values())
    closed = closed_of(by_id.values())
    return {pk: stored.told(others[pk], closed.get(pk, ())) for pk, stored in found.items()}


WITH_LOG = "log"  # what stands in the place of a status, for a session with a log
IN_GROUP = "group"  # what stands in the place of a status, for the minutes of a group


class _Row(NamedTuple):
    """A step (key, status, day), a hold (first day, day of the end), agreed minutes of the two or
    of a group (when, how many, where), or what is true of the teacher (JSON), told apart by what
    is there."""

    of: int | None  # the pair; for a group its mentor; None for what is true of the teacher
    key: str
    status: str
    on: date | None
    until: date | None
    at: datetime | None
    minutes: int | None
    said: str  # the zone, or the JSON
    cohort: int
    teacher: int


def _rows(pairs: Collection[Mentorship]) -> Iterator[_Row]:
    """Also the steps of earlier pairs of the same teachers and cohorts. One query."""
    size = size_of(pairs)
    return map(
        _Row._make,
        _on_record(
            size,
            any(counts_groups(pair) for pair in pairs),
            **each("pair", [pair.pk for pair in pairs], size),
            **each("teacher", [pair.mentee_id for pair in pairs], size),
            **each("cohort", [pair.cohort_id for pair in pairs], size),
            **each("mentor", [pair.mentor_id for pair in pairs], size),
        ),
    )


@PreparedRows
def _on_record(size: int, groups: bool) -> QuerySet[Any]:
    pairs, teachers = given_each("pair", size), given_each("teacher", size)
    cohorts = given_each("cohort", size)
    no_id = Cast(Value(None), BigIntegerField())
    no_day, no_time = Cast(Value(None), DateField()), Cast(Value(None), DateTimeField())
    no_number, nothing = Cast(Value(None), IntegerField()), Value("", TextField())
    whose = ("mentorship__cohort_id", "mentorship__mentee_id")
    step = ("mentorship_id", "key", "status", "done_on", no_day, no_time, no_number, nothing)
    steps = StepRecord.objects.filter(mentorship__id__in=pairs).exclude(status=StepStatus.BLANK)
    earlier = StepRecord.objects.filter(
        mentorship__mentee__id__in=teachers,
        mentorship__cohort__id__in=cohorts,
        mentorship__form=MentorshipForm.PAIR,
        mentorship__status=MentorshipStatus.ENDED,
        status__in=[StepStatus.DONE, StepStatus.WAIVED],
    ).exclude(mentorship__id__in=pairs)
    holds = Hold.objects.filter(mentorship__id__in=pairs)
    agreed = Seat.objects.filter(session__status=SessionStatus.HELD, accounted_minutes__gt=0)
    together = agreed.filter(session__mentorship__id__in=pairs)
    attended = agreed.filter(
        session__kind=SessionKind.GROUP,
        session__cohort__id__in=cohorts,
        session__host__id__in=given_each("mentor", size),
        person__id__in=teachers,
        status=SeatStatus.SEATED,
    )
    true = Enrolment.objects.filter(cohort__id__in=cohorts, person__id__in=teachers)
    pair = "session__mentorship__"
    has_log = Case(
        When(session__log__isnull=False, then=Value(WITH_LOG)),
        default=Value(""),
        output_field=TextField(),
    )
    return steps.values_list(*step, *whose).union(
        earlier.values_list(*step, *whose),
        holds.values_list(
            "mentorship_id", nothing, nothing, "begins_on", "ends_on", no_time, no_number, nothing,
            *whose,
        ),
        together.values_list(
            "session__mentorship_id", nothing, has_log, no_day, no_day, "session__starts_at",
            "accounted_minutes", f"{pair}mentee__time_zone", f"{pair}cohort_id", f"{pair}mentee_id",
        ),
        true.values_list(
            no_id, nothing, nothing, no_day, no_day, no_time, no_number,
            Cast("traits", TextField()), "cohort_id", "person_id",
        ),
        *[
            attended.values_list(
                "session__host_id", nothing, Value(IN_GROUP, TextField()), no_day, no_day,
                "session__starts_at", "accounted_minutes", "person__time_zone",
                "session__cohort_id", "person_id",
            )
        ] * groups,
        all=True,
    )  # fmt: skip


class _Stored:
    """What is on record of one pair, while its rows are read."""

    def __init__(self, pair: Mentorship) -> None:
        self.pair = pair
        self.done: dict[str, date] = {}
        self.waived: dict[str, date] = {}
        self.holds: list[tuple[date, date | None]] = []
        self.minutes: list[tuple[datetime, date, int]] = []
        self.traits: frozenset[str] = frozenset()
        self.earlier: dict[str, tuple[str, date]] = {}
        self.groups: list[tuple[date, int]] = []
        self.logged: list[tuple[datetime, date, int]] = []

    def take(self, row: _Row) -> None:
        if row.of is None:
            self.traits = frozenset(json.loads(row.said))
        elif row.at is not None:
            met = (row.at, day_there(row.at, row.said), row.minutes or 0)
            self.minutes.append(met)
            if row.status == WITH_LOG:
                self.logged.append(met)
        elif row.on is None:
            return  # a draft
        elif not row.key:
            self.holds.append((row.on, row.until))
        elif row.status == StepStatus.DONE:
            self.done[row.key] = row.on
        else:
            self.waived[row.key] = row.on

    def take_over(self, row: _Row) -> None:
        """A step of an earlier pair; of two the later one."""
        if row.on is not None:
            step = (row.status, row.on)
            self.earlier[row.key] = max(self.earlier.get(row.key, step), step, key=itemgetter(1))

    def take_group(self, row: _Row) -> None:
        if row.of is None or row.at is None or not counts_groups(self.pair):
            return
        day = day_there(row.at, row.said)
        if with_mentor(self.pair, row.of, day):
            self.groups.append((day, row.minutes or 0))

    def told(self, others: Iterable[OtherPair], closed: Iterable[Rest]) -> OnRecord:
        return OnRecord(
            self.done,
            self.waived,
            tuple(sorted(self.holds, key=itemgetter(0))),
            self.traits,
            tuple((day, minutes) for _at, day, minutes in sorted(self.minutes)),
            self.earlier,
            tuple(sorted(self.groups)),
            tuple(others),
            tuple((day, minutes) for _at, day, minutes in sorted(self.logged)),
            tuple(closed),
        )


def record_of(viewer: Viewer, pair: Mentorship, key: str) -> StepRecord:
    """What is on record of one step; a new row, not saved, where there is nothing yet.

    For whoever may not read the words they are empty: the database does not hand them out. Why a
    step was waived is for everybody who is involved: the caller has loaded the pair.
    """
    rows = StepRecord.objects.filter(mentorship=pair, key=key)
    found = rows.filter(STEP_WORDS_READERS.where(viewer)).select_related("written_by").first()
    if found is None:
        found = rows.defer("words", "standards").select_related("written_by").first()
        if found is None:
            found = StepRecord(mentorship=pair, key=key)
        found.words, found.standards = {}, []
    found.mentorship = pair
    found.mentor_in_power = getattr(pair, "mentor_in_power", False)  # type: ignore[attr-defined]
    return found


def reads_words(viewer: Viewer, record: StepRecord) -> bool:
    return STEP_WORDS_READERS.holds(viewer, record)


def undone(pk: int, key: str) -> bool:
    """Whether this step of this pair is neither done nor waived."""
    return not _settled(pk=pk, key=key)


@PreparedRows
def _settled() -> QuerySet[StepRecord, Any]:
    rows = StepRecord.objects.filter(
        mentorship_id=Given("pk", IntegerField()),
        key=Given("key", CharField()),
        status__in=[StepStatus.DONE, StepStatus.WAIVED],
    )
    return rows.order_by().values_list("pk")[:1]


def running_pairs(at_a_time: int, only: Q | None = None) -> Iterator[list[Mentorship]]:
    """Every active pair, or `only` those, for the platform's own look, some at a time."""
    rows = Mentorship.objects.filter(
        only or Q(), status=MentorshipStatus.ACTIVE, form=MentorshipForm.PAIR
    )
    people = rows.select_related("mentor", "mentee", "school", "cohort__programme")
    return in_lots(people.defer("end_words"), at_a_time)


def pairs_of_cohort(viewer: Viewer, cohort: Cohort) -> list[Mentorship]:
    """The pairs of a cohort in the schools that this viewer coordinates, that run or have run."""
    rows = Mentorship.objects.filter(
        COORDINATOR.where(viewer),
        cohort=cohort,
        form=MentorshipForm.PAIR,
        starts_on__isnull=False,
    )
    people = rows.select_related("mentor", "mentee", "cohort__programme")
    return list(people.defer("end_words").order_by("pk"))


def is_goal(step: Step) -> bool:
    """Whether what is written in it can point at standards."""
    return step.kind == "goal"


def questions_of(design: Blueprint, step: Step) -> tuple[Question, ...]:
    """The questionnaire of a step; empty where it has none."""
    found = (one.questions for one in design.instruments if one.code == step.instrument)
    return next(found, ())


def evidence_key(design: Blueprint, step: Step, code: str) -> str:
    """What a piece of evidence is kept as among the words of its step: a prompt or question may be
    called so already, and no code has a hyphen."""
    asked = {one.code for one in step.prompts}
    asked |= {one.code for one in questions_of(design, step)}
    key = f"evidence_{code}"
    return f"evidence-{code}" if key in asked else key


def title_of(state: StepState) -> str:
    """The step's name in the reader's language, with its number from the second time on."""
    title = state.step.title.in_(get_language() or "en")
    if state.number < 2:
        return title
    return _("%(step)s, %(number)s") % {"step": title, "number": words.number(state.number)}
