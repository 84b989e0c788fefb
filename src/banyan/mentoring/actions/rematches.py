"""Another pairing without blame: asking for it in confidence, making way for it, and what of her
plans a teacher takes along."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records
from banyan.mentoring.actions.moving import change, end_hold, move
from banyan.mentoring.models import Carrying, Mentorship, Rematch
from banyan.mentoring.queries.endings import end_reasons
from banyan.mentoring.queries.rematches import (
    Leaving,
    asked_of,
    chosen_records,
    plans_of,
    to_carry,
)
from banyan.mentoring.rules.endings import asks_for_notice, earliest_end
from banyan.mentoring.rules.rematches import CARRYING_RIGHTS, REMATCH, REMATCHING_RIGHTS
from banyan.trail import actions as trail


def ask_rematch(mentorship: Mentorship, reason: str, words: str, *, by: Viewer) -> Rematch:
    """One of the two asks the coordinators for another pairing; the other one is not told. `reason`
    is one of the blueprint, none of which blames (ValueError otherwise). Raises Refused for
    whoever has asked already."""
    REMATCHING_RIGHTS.decide(by, mentorship, "ask").or_refuse()
    if reason not in dict(end_reasons(mentorship)):
        raise ValueError(f"{reason} is no reason of this blueprint")
    try:
        with transaction.atomic():
            asked = Rematch.objects.create(
                mentorship=mentorship,
                asked_by_id=by.person_id,
                reason=reason,
                words=words.strip(),
                asked_at=by.now,
            )
            # Of the wish and not of the pair: its timeline must not tell the other one.
            trail.record(
                verb="rematch.ask", subject=trail.subject_of(asked), scope=_scope(mentorship), by=by
            )
    except IntegrityError as twice:
        raise Refused(denied(_("You have asked already; the coordinators know."))) from twice
    return asked


def withdraw_rematch(asked: Rematch, *, by: Viewer) -> Rematch:
    """Whoever asked would rather go on; the coordinators are told."""
    return _settled(asked, "withdraw", by)


def stay(asked: Rematch, *, by: Viewer) -> Rematch:
    """The coordinator has looked into it: the pair goes on for now. Whoever asked is told."""
    return _settled(asked, "stay", by)


def settle_asked(mentorship: Mentorship, *, by: Viewer) -> None:
    """Another mentor is proposed: what was asked in this pair is done, whoever asked it."""
    for asked in asked_of(by, mentorship):
        _settled(asked, "settle", by)


def _settled(asked: Rematch, verb: str, by: Viewer) -> Rematch:
    scope = _scope(asked.mentorship)
    return trail.move(
        asked, REMATCH, verb, by=by, scope=scope, settled_at=by.now, settled_by_id=by.person_id
    )


@transaction.atomic
def make_way(mentorship: Mentorship, *, by: Viewer) -> Mentorship:
    """The pair ends so that another can begin: today, or, where the blueprint asks for notice, on
    the first day that it allows; on the announced day where there is one. No reason is kept with
    it: whoever reads the pair does not learn what was asked in confidence. Raises Refused, and
    Stale when somebody else was faster."""
    REMATCHING_RIGHTS.decide(by, mentorship, "find").or_refuse()
    if mentorship.ends_early_on is not None:
        return mentorship
    said: dict[str, Any] = {"end_reason": "", "ended_by_id": by.person_id, "wants_another": True}
    if asks_for_notice(mentorship):
        day = earliest_end(mentorship, by.today)
        changes = {**said, "ends_early_on": day}
        return change(mentorship, "make_way", changes, by=by, on=day.isoformat())
    end_hold(mentorship, by)
    last = max(by.today, mentorship.starts_on or by.today)
    return move(mentorship, "rematch", by=by, ends_on=last, paused_until=None, **said)


def choose_plans(found: Leaving, chosen: Collection[int], *, by: Viewer) -> Carrying:
    """Which of her plans the teacher takes along to whoever comes next; what was chosen before is
    forgotten. Until somebody new has begun nobody reads it. Raises Refused, and ValueError for a
    record that is no plan of hers in this pair."""
    CARRYING_RIGHTS.decide(by, found, "choose").or_refuse()
    if not set(chosen) <= {plan.pk for plan in plans_of(by, found.pair)}:
        raise ValueError("not a plan of hers in this pair")
    said: dict[str, Any] = {"records": sorted(set(chosen)), "carried_at": None}
    with transaction.atomic():
        Mentorship.objects.select_for_update(no_key=True).only("pk").get(pk=found.pair.pk)
        if same := Carrying.objects.filter(mentorship=found.pair, **said).first():
            return same  # from another tab
        row, _made = Carrying.objects.update_or_create(
            mentorship=found.pair, defaults=said | {"chosen_at": by.now}
        )
        trail.record(
            verb="carrying.choose", subject=trail.subject_of(row), scope=_scope(found.pair), by=by
        )
    return row


def carry_plans(*, by: Viewer, mentee: int | None = None) -> int:
    """Copies of what teachers, or this one, chose to take along go on in the pairs that have begun;
    the earlier ones stay as they were. In the name of each teacher, who chose it. Returns how many
    records were taken along."""
    return sum(_carried(row, pair, by) for row, pair in to_carry(by.today, mentee))


@transaction.atomic
def _carried(row: Carrying, pair: Mentorship, by: Viewer) -> int:
    if not Carrying.objects.filter(pk=row.pk, carried_at__isnull=True).update(carried_at=by.now):
        return 0
    teacher = row.mentorship.mentee
    as_teacher = Viewer(teacher.pk, by.now, zone=ZoneInfo(teacher.time_zone))
    plans = chosen_records(row)
    for plan in plans:
        records.hand_over(plan, pair, by=as_teacher)
    return len(plans)


def _scope(mentorship: Mentorship) -> str:
    return mentorship.school.path or ""
