"""Goals: written, endorsed, looked at again, revised, met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import once, records
from banyan.mentoring.models import Goal, GoalTurn, Mentorship, Record, RecordComment
from banyan.mentoring.queries.records import Words
from banyan.mentoring.rules.goal_advice import MILESTONES
from banyan.mentoring.rules.goals import GOAL, GOAL_RIGHTS
from banyan.mentoring.states import GoalStatus, GoalTurnKind, RecordKind
from banyan.trail import actions as trail

PROGRESS = "progress"  # the tag of a remark that says how far a goal is


def beside(record: Record) -> None:
    """The row that every record of the kind has beside it, however it came to be: a draft."""
    Goal.objects.create(record=record, due_on=_due(record.words))


def carry(earlier: Record, made: Record, by: Viewer) -> None:
    """A goal that is taken on keeps the days of its milestones. One that was under way goes on
    where nobody else has to say yes to it; in a new pair it is a draft, for the new mentor."""
    was, goal = earlier.goal, Goal.objects.select_related("record__school").get(record=made)
    Goal.objects.filter(pk=goal.pk).update(reached=was.reached)
    if was.status == GoalStatus.ACTIVE and GOAL.decide(by, goal, "set_out"):
        set_out(goal, by=by)


def begin_goal(
    title: str,
    words: Words,
    *,
    by: Viewer,
    pair: Mentorship | None = None,
    step_key: str = "",
    after: Iterable[Record] = (),
) -> Goal:
    """A new draft of the viewer's own: of a teacher in her pair, or of anybody for herself. The
    same begun again at once is the same draft."""
    record = once.begin(
        RecordKind.GOAL, by=by, pair=pair, title=title, words=words, step_key=step_key, after=after
    )
    return Goal.objects.get(record=record)


def write_goal(
    goal: Goal, title: str, words: Words, seen: Mapping[str, str], *, by: Viewer
) -> Goal:
    """Keep what was typed; anything may be left out. Raises Refused once it is endorsed, and
    Conflict as `records.write` does."""
    with transaction.atomic():
        locked = _locked(goal)
        GOAL_RIGHTS.decide(by, locked, "write").or_refuse()
        row = records.write(goal.record, title, words, seen, by=by)
        due = _due(row.words)
        if due != locked.due_on:
            Goal.objects.filter(pk=goal.pk).update(due_on=due)
            goal.due_on = due
    return goal


def propose_goal(goal: Goal, *, by: Viewer) -> Goal:
    """Ask the mentor for a yes."""
    return _move(goal, "propose", by)


def withdraw_goal(goal: Goal, *, by: Viewer) -> Goal:
    """Back to a draft, before the mentor has answered."""
    return _move(goal, "withdraw", by)


def endorse_goal(goal: Goal, version: int, *, by: Viewer) -> Goal:
    """The mentor says yes to the words as she has read them, of that version. Raises Stale when
    they have changed since."""
    GOAL.decide(by, goal, "endorse").or_refuse()
    with transaction.atomic():
        if Record.objects.select_for_update(of=("self",)).get(pk=goal.record_id).version != version:
            raise Stale(_("The goal has changed since you opened it. Read it once more."))
        moved = _move(goal, "endorse", by)
        _turn(goal, GoalTurnKind.ENDORSED, by)
    return moved


def set_out(goal: Goal, *, by: Viewer) -> Goal:
    """Begin with a goal of one's own, to which nobody says yes."""
    return _move(goal, "set_out", by)


def revise_goal(goal: Goal, because: str, *, by: Viewer) -> Goal:
    """Its words may change again, and want a new yes; the earlier ones stay on record."""
    with transaction.atomic():
        moved = _move(goal, "revise", by)
        before = records.part_versions(goal.record, by=by)
        _turn(goal, GoalTurnKind.REVISED, by, because, before)
    return moved


def meet_goal(goal: Goal, *, by: Viewer) -> Goal:
    """It is reached."""
    with transaction.atomic():
        moved = _move(goal, "meet", by, settled_on=by.today, review_on=None)
        _turn(goal, GoalTurnKind.MET, by)
    return moved


def drop_goal(goal: Goal, because: str, *, by: Viewer) -> Goal:
    """Let it go; that is no failure."""
    with transaction.atomic():
        moved = _move(goal, "drop", by, settled_on=by.today, review_on=None)
        _turn(goal, GoalTurnKind.DROPPED, by, because)
    return moved


def pick_up_goal(goal: Goal, *, by: Viewer) -> Goal:
    """Take up again what was let go, as a draft."""
    return _move(goal, "pick_up", by, settled_on=None)


def reach_milestone(goal: Goal, code: str, *, by: Viewer, reached: bool = True) -> Goal:
    """A milestone is reached today, or is not after all. Raises ValueError for no milestone."""
    if code not in MILESTONES:
        raise ValueError(f"{code} is no milestone")
    with transaction.atomic():
        locked = _locked(goal)
        GOAL_RIGHTS.decide(by, locked, "reach").or_refuse()
        days = {one: on for one, on in locked.reached.items() if one != code}
        if reached:
            days[code] = locked.reached.get(code, by.today.isoformat())
        Goal.objects.filter(pk=goal.pk).update(reached=days)
    goal.reached = days
    return goal


def look_again(
    goal: Goal, text: str, review_on: date | None, *, by: Viewer
) -> RecordComment | None:
    """Say how far it is, and when the two look at it next; either may be left out."""
    with transaction.atomic():
        locked = _locked(goal)
        GOAL_RIGHTS.decide(by, locked, "look").or_refuse()
        said = once.comment(goal.record, text, by=by, tag=PROGRESS) if text.strip() else None
        if review_on != locked.review_on:
            Goal.objects.filter(pk=goal.pk).update(review_on=review_on)
            _tell(goal, "look", by)
    goal.review_on = review_on
    return said


def _locked(goal: Goal) -> Goal:
    """The row as it is now, which nobody else changes until the transaction ends."""
    row = Goal.objects.select_for_update().get(pk=goal.pk)
    row.record = goal.record
    return row


def _move(goal: Goal, verb: str, by: Viewer, **changes: object) -> Goal:
    return trail.move(goal, GOAL, verb, by=by, scope=records.scope_of(goal.record), **changes)


def _turn(
    goal: Goal, kind: GoalTurnKind, by: Viewer, because: str = "", version: int | None = None
) -> None:
    newest = goal.record.versions.order_by("-number").values_list("number", flat=True)
    GoalTurn.objects.create(
        goal=goal,
        kind=kind,
        version=version if version is not None else newest[0],
        because=because.strip(),
        by_id=by.person_id,
        at=by.now,
    )


def _tell(goal: Goal, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"goal.{verb}",
        subject=trail.subject_of(goal),
        scope=records.scope_of(goal.record),
        by=by,
    )


def _due(words: Words) -> date | None:
    said = words.get("due")
    return date.fromisoformat(said) if said else None
