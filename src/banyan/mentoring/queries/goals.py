"""Goals: those of a viewer, those of a pair as far as each may know them, and the plan they make.

Words come through the door of records; what stands here is how a goal stands, and its days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Q, QuerySet

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Goal, GoalTurn, Mentorship, NextStep, Record
from banyan.mentoring.queries.history import said_while_read
from banyan.mentoring.queries.records import Reading, known_together, own_records, records
from banyan.mentoring.queries.sessions import open_steps
from banyan.mentoring.registry import rows_beside
from banyan.mentoring.standings import GOAL_COORDINATOR, PAIR_WORDS_READERS, RECORD_OWNER
from banyan.mentoring.states import LIVE, GoalStatus, RecordKind, Tier
from banyan.ui.prepared import TODAY, Given, PreparedOne, PreparedRows

TONES = {
    GoalStatus.PROPOSED: "marigold",
    GoalStatus.ACTIVE: "sky",
    GoalStatus.MET: "leaf",
}
IN_THE_PLAN = (GoalStatus.DRAFT, GoalStatus.PROPOSED, GoalStatus.ACTIVE, GoalStatus.MET)
_ORDER = {status: place for place, status in enumerate(("active", "proposed", "draft", "met"))}


@dataclass(frozen=True, slots=True)
class Line:
    """A goal in a list. `title` is empty, and `reads` false, for whoever sees only its status and
    its days."""

    goal: Goal
    title: str
    reads: bool

    @property
    def status(self) -> GoalStatus:
        return GoalStatus(self.goal.status)

    @property
    def tone(self) -> str:
        return "" if self.left else TONES.get(self.status, "")

    @property
    def left(self) -> bool:
        """Whether it stands open in a pair that has ended, where nothing moves it any more."""
        row = self.goal.record
        if row.tier != Tier.PAIR or row.mentorship is None or row.mentorship.status in LIVE:
            return False
        return self.status not in (GoalStatus.MET, GoalStatus.DROPPED)


def goal_of(reading: Reading) -> Goal:
    """The goal of a record that its viewer has opened."""
    found = reading.record.goal
    found.record = reading.record
    return found


def turns_of(viewer: Viewer, reading: Reading) -> list[GoalTurn]:
    """Its way so far; what was said on it is not for readers of parts, and what was said before
    the viewer was let in is its owner's."""
    if not reading.whole:
        return []
    said = said_while_read(viewer, reading.record, "at", "by_id")
    turns = GoalTurn.objects.filter(said, goal__record=reading.record).select_related("by")
    return list(turns.order_by("at", "pk"))


def decided(viewer: Viewer, pk: int) -> Goal:
    """The goal of this record, without a word of it: to decide on, or to move. Raises DoesNotExist
    for whoever may read nothing of it."""
    found: Record = _decided.one(viewer, pk)
    found.goal.record = found
    return found.goal


@PreparedOne
def _decided(viewer: Viewer) -> QuerySet[Record]:
    return records(viewer, RecordKind.GOAL).select_related("goal")


def own_goals(viewer: Viewer) -> list[Line]:
    """The viewer's own, those under way first. One query."""
    return _lines(own_records(viewer, RecordKind.GOAL).select_related("goal"))


def goals_shown(viewer: Viewer) -> list[Line]:
    """Those of others that the viewer reads: of her teachers, or shared with her. One query."""
    rows = records(viewer, RecordKind.GOAL).exclude(RECORD_OWNER.where(viewer))
    return _lines(rows.select_related("goal"))


def _lines(rows: Iterable[Any]) -> list[Line]:
    found = []
    for row in rows:
        row.goal.record = row
        found.append(Line(row.goal, row.shown_title, True))
    return sorted(found, key=_place)


def _place(line: Line) -> tuple[bool, int, date, int]:
    goal = line.goal
    order = _ORDER.get(line.status, len(_ORDER))
    return line.left, order, goal.due_on or date.max, goal.record_id


def goals_of_pair(viewer: Viewer, pair: Mentorship) -> list[Line]:
    """What this pair has: with titles for whoever reads them, for its coordinators the status and
    the days alone. Two queries."""
    readable: dict[int, Any] = {
        row.pk: row for row in records(viewer, RecordKind.GOAL).filter(mentorship=pair)
    }
    rows = (
        Goal.objects.filter(record__mentorship=pair)
        .filter(Q(record__in=list(readable)) | GOAL_COORDINATOR.where(viewer))
        .select_related("record__owner", "record__mentorship")
        .defer("record__words", "record__title", "record__mentorship__end_words")
    )
    lines = []
    for goal in rows:
        read = readable.get(goal.record_id)
        lines.append(Line(goal, read.shown_title if read else "", read is not None))
    return sorted(lines, key=_place)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a teacher of a pair wants, why, and what comes next: made of what is on record at the
    moment of asking, and kept nowhere."""

    pair: Mentorship
    goals: list[tuple[Goal, Reading]]
    needs: list[Reading]  # the last of each who looked, unless it is hardly begun
    steps: list[NextStep]


def plan(viewer: Viewer, pair: Mentorship) -> Plan:
    """Of the teacher's goals and needs in this pair, as far as the viewer may read them. Raises
    DoesNotExist for everybody but the two. Four queries."""
    if not PAIR_WORDS_READERS.holds(viewer, pair):
        raise Record.DoesNotExist
    wanted = records(viewer, RecordKind.GOAL, RecordKind.NEED).filter(
        mentorship=pair, owner_id=pair.mentee_id
    )
    found = wanted.select_related("goal", *rows_beside(RecordKind.NEED)).order_by("begun_at", "pk")
    readings = [one for one in known_together(viewer, found) if one.whole]
    needs = [one for one in readings if one.record.kind == RecordKind.NEED]
    goals = [(goal_of(one), one) for one in readings if one.record.kind == RecordKind.GOAL]
    goals = [(goal, one) for goal, one in goals if goal.status in IN_THE_PLAN]
    return Plan(
        pair,
        sorted(goals, key=lambda one: (_ORDER[one[0].status], one[0].due_on or date.max)),
        _last_looks(needs),
        open_steps(viewer, pair),
    )


def _last_looks(needs: list[Reading]) -> list[Reading]:
    """Of each who looked the last time, oldest first as they come. A look that says less than half
    of the one before it is hardly begun, and does not take its place yet."""
    last: dict[int, Reading] = {}
    for one in needs:
        before = last.get(one.record.written_by_id)
        if before is None or 2 * len(one.words) >= len(before.words):
            last[one.record.written_by_id] = one
    return list(last.values())


# What notices and jobs need to know: they have no viewer, and get no words


def told_of(pk: int) -> Goal:
    return _without_words(Goal.objects.all()).get(pk=pk)


def still(pk: int, status: str, **days: str) -> bool:
    """Whether a goal stands so, with these days."""
    return Goal.objects.filter(pk=pk, status=status, **days).exists()


def under_way_by(day: date, late: timedelta) -> list[Goal]:
    """Goals under way, of which a day to look at them, or their last one, has come by this day
    and not long ago; those of pairs that have ended, and are frozen, are left alone."""
    return _under_way_by(today=day, since=day - late)


@PreparedRows
def _under_way_by() -> QuerySet[Goal]:
    days = (Given("since", DateField()), TODAY)
    rows = Goal.objects.filter(
        Q(review_on__range=days) | Q(due_on__range=days), status=GoalStatus.ACTIVE
    ).exclude(~Q(record__mentorship__status__in=LIVE), record__mentorship__isnull=False)
    return _without_words(rows).order_by("pk")


def _without_words(rows: QuerySet[Goal]) -> QuerySet[Goal]:
    return rows.select_related(
        "record__owner", "record__mentorship__mentor", "record__mentorship__mentee"
    ).defer("record__words", "record__title", "record__mentorship__end_words")
