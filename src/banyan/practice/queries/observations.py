"""Observations: that they are, and, for those who read their records, what was seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.records import Reading, Words
from banyan.mentoring.snapshot import journeys_of
from banyan.mentoring.standings import PAIR, POWERS
from banyan.mentoring.states import LIVE
from banyan.organisations.models import Membership
from banyan.organisations.queries.reporting import holding
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice.models import EvidenceLine, Observation, ObservationDraft
from banyan.practice.queries.evidence import Counts, Line, counted, line_of
from banyan.practice.standings import OBSERVATION_KNOWERS, OBSERVATION_PAIR
from banyan.practice.states import Direction, ObservationStatus, Tool
from blueprint import Status, StepState
from blueprint import counted as counted_on

ANALYSE_DAYS = 7  # where the blueprint says nothing
GRID = (5, 6)  # rows and places of a room of which nobody said how large it is
DRAFTED = (ObservationStatus.ANALYSED, ObservationStatus.FEEDBACK)  # what one says to the other
DONE = (ObservationStatus.CLOSED, ObservationStatus.CANCELLED)
_WORDS = ("record__title", "record__words")


@dataclass(frozen=True, slots=True)
class Cycle:
    """An observation as one of its two has it before them, with its words."""

    observation: Observation
    reading: Reading
    has_evidence: bool
    draft: Words  # of the viewer's own, and not given yet

    @property
    def status(self) -> str:
        return self.observation.status

    @property
    def record(self) -> Record:
        return self.observation.record

    @property
    def words(self) -> dict[str, Any]:
        """Of the record, and what the viewer is about to say."""
        return {**self.reading.words, **self.draft}

    def said(self, code: str) -> str:
        """What stands in a section, "" for nothing."""
        return str(self.words.get(code) or "").strip()

    @property
    def learner_id(self) -> int:
        """Who takes the steps: whoever was observed, but of a visit whoever came to see it."""
        return self.observation.observer_id if self.is_visit else self.record.owner_id

    @property
    def is_visit(self) -> bool:
        """Whether the observer came to learn from it."""
        return self.observation.direction in (Direction.MODELLING, Direction.VISIT)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Number and text of each step that was proposed."""
        return [(n, self.said(f"step_{n}")) for n in ("1", "2") if self.said(f"step_{n}")]

    @property
    def grid(self) -> tuple[int, int]:
        words = self.reading.words
        rows, columns = words.get("rows"), words.get("columns")
        return (
            rows if isinstance(rows, int) else GRID[0],
            columns if isinstance(columns, int) else GRID[1],
        )

    @property
    def tools(self) -> list[str]:
        """Those that were agreed; all where nothing was said."""
        chosen = self.reading.words.get("tools")
        return [str(one) for one in chosen] if isinstance(chosen, list) else list(Tool.values)


def observations(viewer: Viewer) -> QuerySet[Observation]:
    """Every observation of which the viewer may know, without a word of it, newest first."""
    return _known(viewer).order_by("-record__begun_at", "-pk")


def _known(viewer: Viewer) -> QuerySet[Observation]:
    return (
        Observation.objects.filter(OBSERVATION_KNOWERS.where(viewer))
        .select_related(
            "observer", "record__owner", "record__school", "record__mentorship__cohort__programme"
        )
        .defer(*_WORDS)
    )


def own(viewer: Viewer, row: Observation) -> bool:
    """Whether it is one of the viewer's own: observed, or observing."""
    return OBSERVATION_PAIR.holds(viewer, row)


def cycle(viewer: Viewer, reading: Reading) -> Cycle:
    """The observation of a record that the viewer reads. Raises DoesNotExist where it is a copy
    that was taken on into a new pair, which has no observation of its own."""
    row = _beside(reading)
    return Cycle(row, reading, reading.whole and _seen(row).exists(), _draft(viewer, row))


def cycle_with_lines(viewer: Viewer, reading: Reading) -> tuple[Cycle, list[EvidenceLine]]:
    """The same, and `lines` of it, in one query where the record came with its observation."""
    row = _beside(reading)
    begun = Subquery(_drafts(viewer, row).values("words")[:1])
    rows: list[Any] = list(_seen(row).annotate(begun=begun)) if reading.whole else []
    words = rows[0].begun or {} if rows else _draft(viewer, row)
    return Cycle(row, reading, bool(rows), words), rows


def _drafts(viewer: Viewer, row: Observation) -> QuerySet[ObservationDraft]:
    found = ObservationDraft.objects.filter(observation=row, author_id=viewer.person_id)
    return found if row.status in DRAFTED else found.none()


def _draft(viewer: Viewer, row: Observation) -> Words:
    return _drafts(viewer, row).values_list("words", flat=True).first() or {}


def _beside(reading: Reading) -> Observation:
    row: Observation = reading.record.observation
    row.record = reading.record
    return row


def _seen(row: Observation) -> QuerySet[EvidenceLine]:
    return row.lines.filter(taken_back=False).order_by("at_seconds", "pk")


def lines(found: Cycle) -> list[EvidenceLine]:
    """What was seen and heard, in its order: for those who read all of the record."""
    return list(_seen(found.observation)) if found.reading.whole else []


def plain(rows: Iterable[EvidenceLine]) -> list[Line]:
    return [line_of(row) for row in rows]


def counts(found: Cycle, rows: Iterable[EvidenceLine]) -> Counts:
    """What these lines of it come to."""
    row, (high, wide) = found.observation, found.grid
    length = None
    if row.began_at is not None and row.ended_at is not None:
        length = int((row.ended_at - row.began_at).total_seconds())
    return counted(plain(rows), places=high * wide, ends_at=length)


def pairs_to_observe(viewer: Viewer) -> list[Mentorship]:
    """The viewer's own pairs of today."""
    rows = Mentorship.objects.filter(PAIR.where(viewer), status__in=LIVE)
    return list(
        rows.select_related("mentor", "mentee", "school", "cohort__programme").order_by("-pk")
    )


def colleagues(viewer: Viewer) -> QuerySet[Person]:
    """Who teaches today where the viewer teaches, and has no say over her work: those whom she can
    ask in. By name."""
    today = Q(starts_on__lte=viewer.today) & (Q(ends_on__isnull=True) | Q(ends_on__gt=viewer.today))
    held = Membership.objects.filter(today)
    teach = held.filter(role=Role.TEACHER)
    schools = teach.filter(person_id=viewer.person_id).values("organisation")
    of_them = teach.filter(person=OuterRef("pk"), organisation__in=schools)
    in_power = held.filter(person=OuterRef("pk"), role__in=POWERS)
    over_her = holding(viewer.today).filter(person=viewer.person_id, reports_to=OuterRef("pk"))
    found = Person.objects.filter(Exists(of_them), ~Exists(in_power), ~Exists(over_her))
    found = found.exclude(pk=viewer.person_id)
    return found.order_by("name", "pk")


def open_steps(pair: Mentorship, today: date) -> list[StepState]:
    """The steps of its journey that an observation would do, those to be done now first."""
    found = journeys_of([pair], today).get(pair.pk)
    waits = (Status.OPEN, Status.DUE_SOON, Status.OVERDUE, Status.NOT_YET)
    steps = [
        one
        for one in (found.steps if found else ())
        if one.step.kind == "observation" and one.status in waits
    ]
    return sorted(steps, key=lambda one: one.status == Status.NOT_YET)


def analyse_by(pair: Mentorship, step_key: str, day: date) -> date:
    """The day by which an observation of this day is looked at together: what the blueprint gives
    to a step that is counted from the one that it serves, else a week."""
    code = step_key.partition("#")[0].rpartition("/")[2]
    for step in blueprint_of(pair.cohort).steps:
        due = step.due
        if code and due and due.counted_from == "step" and due.step == code:
            return counted_on(day, due.after)
    return day + timedelta(days=ANALYSE_DAYS)


def told_of(pk: int) -> Observation:
    """For those who tell of it: the people, and no words."""
    return (
        Observation.objects.select_related("observer", "record__owner", "record__mentorship")
        .defer(*_WORDS)
        .get(pk=pk)
    )


def stands_at(pk: int) -> str | None:
    """How far it is now; None when it is gone."""
    return Observation.objects.filter(pk=pk).values_list("status", flat=True).first()


def to_analyse(on: date) -> list[Observation]:
    """What was observed and should be looked at together by this day, of pairs that go on."""
    rows = Observation.objects.filter(
        Q(record__mentorship=None) | Q(record__mentorship__status__in=LIVE),
        status=ObservationStatus.OBSERVED,
        analyse_by__lte=on,
    )
    return list(rows.select_related("observer", "record__owner").defer(*_WORDS).order_by("pk"))


def other_of(row: Observation, person_id: int) -> Person:
    """The other one of the two."""
    return row.observer if row.record.owner_id == person_id else row.record.owner
