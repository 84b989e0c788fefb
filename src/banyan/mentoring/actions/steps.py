"""The steps of a pair's journey: drafted, done, opened again, waived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.readings import note
from banyan.mentoring.models import Record, StepRecord
from banyan.mentoring.queries.steps import Doing, is_goal
from banyan.mentoring.rules.steps import STEP, readers_of, shown_by
from banyan.mentoring.standings import STEP_WORDS_READERS
from banyan.mentoring.states import RecordKind, StepStatus
from banyan.programmes.queries.frameworks import fits
from banyan.trail import actions as trail

Words = Mapping[str, object]
ONE_DRAFT = timedelta(minutes=15)


def draft_step(
    doing: Doing, words: Words, version: int, *, by: Viewer, standards: Iterable[str] = ()
) -> StepRecord:
    """Keep what is written so far, and of a goal which standards it serves. Raises Stale when
    somebody else wrote since `version`, and ValueError for a standard that the blueprint lacks."""
    kept = _fitting(doing, standards)
    return _write(doing, "draft", version, by=by, words=dict(words), standards=kept, done_on=None)


def finish_step(
    doing: Doing, words: Words, version: int, *, by: Viewer, standards: Iterable[str] = ()
) -> StepRecord:
    """Say that it is done, today. Raises as `draft_step`."""
    kept, today = _fitting(doing, standards), by.today
    return _write(doing, "finish", version, by=by, words=dict(words), standards=kept, done_on=today)


def _fitting(doing: Doing, standards: Iterable[str]) -> list[str]:
    """Each once, in their order."""
    kept = list(dict.fromkeys(standards))
    if wrong := [one for one in kept if not fits(one, doing.design) or not is_goal(doing.step)]:
        raise ValueError(f"no standards of this step: {wrong}")
    return kept


def do_step_by(found: Record, doing: Doing, *, by: Viewer) -> StepRecord:
    """A step of the journey is done by pointing at a record that shows it: whoever owns the step
    says so. No word of the record goes into the step, whose readers are others.

    Raises Refused, Stale as `finish_step` does, and ValueError for a kind of record that does not
    show such a step, and for a record of another pair."""
    fitting = RecordKind(found.kind) in shown_by(doing.design, doing.step)
    if not fitting or found.mentorship_id != doing.pair.pk:
        raise ValueError(f"{doing.state.key} is not done by this record")
    with transaction.atomic():
        record = doing.record
        done = finish_step(doing, record.words, record.version, by=by, standards=record.standards)
        Record.objects.filter(pk=found.pk).update(step_key=doing.state.key)
    return done


def reopen_step(doing: Doing, version: int, *, by: Viewer) -> StepRecord:
    """Go back to a draft: what was written stays."""
    return _write(doing, "reopen", version, by=by, done_on=None)


def waive_step(doing: Doing, because: str, version: int, *, by: Viewer) -> StepRecord:
    """Say that this pair need not do it, and why."""
    return _write(doing, "waive", version, by=by, waived_because=because.strip(), done_on=by.today)


def ask_for_step(doing: Doing, version: int, *, by: Viewer) -> StepRecord:
    """Take a waiver back."""
    return _write(doing, "ask", version, by=by, waived_because="", done_on=None)


def conclude_step(doing: Doing, on: date, *, by: Viewer) -> StepRecord:
    """What follows from elsewhere, such as the judgement of readers: the step is done. Only the
    platform does this; one that is done or waived already stays as it is."""
    if doing.status not in (StepStatus.DONE, StepStatus.WAIVED):
        return _write(doing, "conclude", doing.record.version, by=by, done_on=on)
    return doing.record


def return_step(doing: Doing, *, by: Viewer) -> StepRecord:
    """What follows from elsewhere, such as the judgement of readers: a step that was done is a
    draft again, with what was written. Only the platform does this."""
    if doing.status == StepStatus.DONE:
        return _write(doing, "return", doing.record.version, by=by, done_on=None)
    return doing.record


def note_step_reading(doing: Doing, *, by: Viewer) -> None:
    """Somebody else than its author reads what was written: that is on the author's log, once in a
    while for one who reads it again and again."""
    record = doing.record
    if record.pk is None or record.written_by_id in (None, by.person_id):
        return
    if not STEP_WORDS_READERS.holds(by, record):
        return
    note("step.read", record, doing.pair.school.path or "", by=by)


def _write(doing: Doing, verb: str, version: int, *, by: Viewer, **changes: object) -> StepRecord:
    STEP.decide(by, doing, verb).or_refuse()
    record = doing.record
    changes |= {"status": STEP.target(verb).value, "written_at": by.now}
    if "words" in changes:  # whoever wrote them was told who reads them: nothing else changes that
        changes["written_by_id"] = by.person_id
        changes["readers"] = readers_of(doing.design, doing.step).value
    with transaction.atomic():
        row, _created = StepRecord.objects.get_or_create(mentorship=doing.pair, key=record.key)
        same = StepRecord.objects.filter(pk=row.pk, version=version, status=record.status)
        changed = same.update(version=F("version") + 1, **changes)
        if changed and not (verb == "draft" and _goes_on(record, by)):
            _tell(doing, verb, by)
    if not changed:
        raise Stale(str(STEP.moved_on))
    row.refresh_from_db()
    return row


def _goes_on(record: StepRecord, by: Viewer) -> bool:
    """Whether the same writer kept a draft of it just before: one time of writing is told once."""
    return (
        record.status == StepStatus.DRAFT
        and record.written_by_id == by.person_id
        and record.written_at is not None
        and by.now - record.written_at < ONE_DRAFT
    )


def _tell(doing: Doing, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"step.{verb}",
        subject=trail.subject_of(doing.pair),
        scope=doing.pair.school.path or "",
        by=by,
        key=doing.record.key,
    )
