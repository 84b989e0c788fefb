"""Lesson plans: taught, thought about, published as a copy, copied by others with credit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import once, records
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import RecordKind, Tier
from banyan.practice.models import LessonCredit, LessonPlan
from banyan.practice.rules.lesson_plans import (
    LESSON_PLAN,
    LESSON_PLAN_RIGHTS,
    MOST_CREDITS,
    PLANNED,
)
from banyan.trail import actions as trail


def stand_beside(record: Record) -> None:
    """The row that lives beside a record of a lesson plan, however that came to be."""
    LessonPlan.objects.create(record=record)


def carry_credits(earlier: Record, made: Record, by: Viewer) -> None:
    """A plan that is taken on says, as before, after whom it was made."""
    plan = LessonPlan.objects.get(record=made)
    _give_credit(plan, LessonCredit.objects.filter(plan__record=earlier))


def teach(plan: LessonPlan, on: date, *, by: Viewer) -> LessonPlan:
    """It was taught on that day: what came of it can be written now."""
    return _move(plan, "teach", by, taught_on=on)


def plan_again(plan: LessonPlan, *, by: Viewer) -> LessonPlan:
    """It was not taught after all, or is to be taught again."""
    return _move(plan, "plan_again", by, taught_on=None)


def reflect(plan: LessonPlan, *, by: Viewer) -> LessonPlan:
    """She has thought about how it went. Raises Refused before she has written a word of it."""
    return _move(plan, "reflect", by)


def reopen(plan: LessonPlan, *, by: Viewer) -> LessonPlan:
    return _move(plan, "reopen", by)


def publish(plan: LessonPlan, *, by: Viewer, version: int | None = None) -> LessonPlan:
    """Everybody reads the plan as it is now, under CC BY 4.0: a copy, without what was thought
    about it and without remarks. Published again, the copy is brought up to date;
    where it is, nothing is done. Raises Stale when the other one has written in it since that
    version, which its author read."""
    LESSON_PLAN_RIGHTS.decide(by, plan, "publish").or_refuse()
    row = Record.objects.get(pk=plan.record_id)
    if version is not None and version != row.version:
        raise Stale(str(LESSON_PLAN.moved_on))
    words = {code: row.words[code] for code in PLANNED if code in row.words}
    with transaction.atomic():
        made = LessonPlan.objects.select_for_update().filter(edition_of=plan).first()
        if made is None:
            record = records.begin(RecordKind.LESSON_PLAN, by=by, title=row.title, words=words)
            made = LessonPlan.objects.get(record=record)
            LessonPlan.objects.filter(pk=made.pk).update(edition_of=plan)
            _give_credit(made, plan.credits.all())
        else:
            record = Record.objects.get(pk=made.record_id)
            same = (record.title, record.words) == (row.title, words)
            if same and record.tier == Tier.PUBLIC.value:
                return LessonPlan.objects.select_related("record").get(pk=made.pk)
            said = {**record.words, "": record.title}
            seen = {code: digest(value) for code, value in said.items()}
            records.write(record, row.title, words, seen, by=by)
        records.publish(record, by=by)
        LessonPlan.objects.filter(pk=made.pk).update(published_at=by.now)
    return LessonPlan.objects.select_related("record").get(pk=made.pk)


def take_in(edition: LessonPlan, *, by: Viewer) -> None:
    """It is published no longer. Copies that others have made stay theirs."""
    LESSON_PLAN_RIGHTS.decide(by, edition, "take_in").or_refuse()
    records.set_tier(edition.record, Tier.OWN, by=by)


def copy(edition: LessonPlan, *, by: Viewer, pair: Mentorship | None) -> LessonPlan:
    """A draft of the viewer's own, from what is published; it says after whom it was made, and so
    does whatever is made from it. One that was copied at once before, and is as it was, is the
    one."""
    LESSON_PLAN_RIGHTS.decide(by, edition, "copy").or_refuse()
    source = Record.objects.get(pk=edition.record_id)
    with transaction.atomic():
        record = once.begin(
            RecordKind.LESSON_PLAN, by=by, pair=pair, title=source.title, words=source.words
        )
        made = LessonPlan.objects.get(record=record)
        if made.credits.exists():
            return made
        hers = LessonCredit(author_id=source.owner_id, title=source.title)
        given = list(edition.credits.all())
        _give_credit(made, given if source.owner_id == by.person_id else [*given, hers])
    return made


def _give_credit(plan: LessonPlan, credits: Iterable[LessonCredit]) -> None:
    """The same author and title once; the oldest are never left out of a long row."""
    named = dict.fromkeys((one.author_id, one.title) for one in credits)
    LessonCredit.objects.bulk_create(
        LessonCredit(plan=plan, number=number, author_id=author, title=title)
        for number, (author, title) in enumerate(list(named)[:MOST_CREDITS], start=1)
    )


def _move(plan: LessonPlan, verb: str, by: Viewer, **changes: object) -> LessonPlan:
    scope = records.scope_of(plan.record)
    return trail.move(plan, LESSON_PLAN, verb, by=by, scope=scope, **changes)
