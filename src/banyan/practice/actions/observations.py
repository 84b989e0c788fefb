"""An observation: planned, agreed, seen, looked at together, answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, denied
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as mentoring
from banyan.mentoring.actions import once, records
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.records import Reading, Words, known
from banyan.mentoring.queries.records import record as record_of
from banyan.mentoring.queries.serving import talks_around
from banyan.mentoring.snapshot import doing
from banyan.mentoring.states import RecordKind
from banyan.people.models import Person
from banyan.practice.models import EvidenceLine, Observation, ObservationDraft
from banyan.practice.queries import observations as queries
from banyan.practice.queries.evidence import Line
from banyan.practice.queries.observations import Cycle
from banyan.practice.rules.observations import (
    ANSWERS,
    MOST_STEPS,
    OBSERVATION,
    OBSERVATION_RIGHTS,
    sections_of,
    writing,
)
from banyan.practice.states import Direction, ObservationStatus, StepAnswer
from banyan.programmes.states import Side
from banyan.trail import actions as trail

MOST_LINES = 2000  # of one lesson
LONGEST = timedelta(hours=8)
NO_OLDER = timedelta(days=30)  # than this is what a phone sends when it is back


def plan(
    pair: Mentorship,
    observed: Person,
    *,
    by: Viewer,
    focus: str = "",
    words: Words | None = None,
    starts_at: datetime | None = None,
    step_key: str = "",
    after: Iterable[Record] = (),
) -> Observation:
    """Plan to look at a lesson of one of the pair, who owns what comes of it. Whoever plans has
    agreed to it thereby. The same planned again at once is the one. Raises Refused as
    `records.begin`."""
    observer = pair.mentor if observed.pk == pair.mentee_id else pair.mentee
    with transaction.atomic():
        same = once.there(
            RecordKind.OBSERVATION, by=by, owner=observed, pair=pair, title=focus, words=words,
            step_key=step_key,
        )  # fmt: skip
        if there := _already(same, observer, starts_at):
            return there
        record = records.begin(
            RecordKind.OBSERVATION, by=by, owner=observed, pair=pair, title=focus, words=words,
            step_key=step_key, after=after,
        )  # fmt: skip
        return _planned(record, observer.pk, _direction(pair, observed), starts_at, by)


def _already(
    same: QuerySet[Record], observer: Person | int, starts_at: datetime | None
) -> Observation | None:
    """The one that was planned so, in another tab."""
    return Observation.objects.filter(
        record__in=same, observer=observer, starts_at=starts_at, status=ObservationStatus.PLANNED
    ).first()


def ask_in(
    colleague: Person,
    *,
    by: Viewer,
    focus: str = "",
    words: Words | None = None,
    starts_at: datetime | None = None,
) -> Observation:
    """Ask a colleague to come and see a lesson of the viewer's own, without any pair. It is hers,
    and the colleague reads it and writes along for as long as she lets her. Raises Refused for
    whoever does not teach with her, or heads a school."""
    _check_colleague(colleague, by)
    with transaction.atomic():
        same = once.there(RecordKind.OBSERVATION, by=by, title=focus, words=words)
        if there := _already(same, colleague, starts_at):
            return there
        record = records.begin(RecordKind.OBSERVATION, by=by, title=focus, words=words)
        records.share(record, colleague, by=by)
        return _planned(record, colleague.pk, Direction.PEER, starts_at, by)


def ask_to_visit(
    colleague: Person,
    *,
    by: Viewer,
    focus: str = "",
    words: Words | None = None,
    starts_at: datetime | None = None,
) -> Observation:
    """Ask to come and see a lesson of a colleague, to learn from it, without any pair. It is the
    colleague's, who agrees or does not, and lets the viewer read and write along for as long as
    she likes. Raises Refused for whoever does not teach with the viewer, or heads a school, and
    for a viewer who has a say over that colleague's work."""
    _check_colleague(colleague, by)
    with transaction.atomic():
        same = once.there(RecordKind.OBSERVATION, by=by, owner=colleague, title=focus, words=words)
        if there := _already(same, by.person_id, starts_at):
            return there
        record = records.begin(
            RecordKind.OBSERVATION, by=by, owner=colleague, title=focus, words=words, visiting=True
        )
        return _planned(record, by.person_id, Direction.VISIT, starts_at, by)


def _check_colleague(colleague: Person, by: Viewer) -> None:
    if not queries.colleagues(by).filter(pk=colleague.pk).exists():
        denied(
            _("You can ask those who teach at your school and have no say over your work.")
        ).or_refuse()


def _planned(
    record: Record,
    observer_id: int,
    direction: Direction,
    starts_at: datetime | None,
    by: Viewer,
) -> Observation:
    made = Observation.objects.create(
        record=record, observer_id=observer_id, direction=direction.value,
        planned_by_id=by.person_id, starts_at=starts_at,
    )  # fmt: skip
    _tell(made, "plan", by)
    return made


def _direction(pair: Mentorship, observed: Person) -> Direction:
    if blueprint_of(pair.cohort).relationship.symmetric:
        return Direction.PEER
    return Direction.LESSON if observed.pk == pair.mentee_id else Direction.MODELLING


def change_plan(
    found: Cycle,
    focus: str,
    words: Words,
    seen: Mapping[str, str],
    *,
    by: Viewer,
    starts_at: datetime | None = None,
) -> None:
    """Write the plan, which the other one has yet to agree to. Raises as `records.write`."""
    OBSERVATION_RIGHTS.decide(by, found, "plan").or_refuse()
    allowed = sections_of(by, found)
    with transaction.atomic():
        before = (found.record.version, found.observation.starts_at)
        kept = _write(found, focus, words, seen, (*allowed, ""), by=by)
        if (kept.version, starts_at) != before:
            Observation.objects.filter(pk=found.observation.pk).update(
                planned_by_id=by.person_id, starts_at=starts_at
            )


def write(found: Cycle, words: Words, seen: Mapping[str, str], *, by: Viewer) -> None:
    """Write what has its time now and is the viewer's to write; every other section stays. What
    she says to the other one stays hers until she gives it. Raises as `records.write`."""
    OBSERVATION_RIGHTS.decide(by, found, "write").or_refuse()
    allowed = sections_of(by, found)
    if found.status in queries.DRAFTED:
        _draft(found, words, seen, allowed, by=by)
    else:
        _write(found, found.reading.title, words, seen, allowed, by=by)


def _draft(
    found: Cycle, words: Words, seen: Mapping[str, str], allowed: tuple[str, ...], *, by: Viewer
) -> None:
    with transaction.atomic():
        row = Observation.objects.select_for_update(of=("self",)).get(pk=found.observation.pk)
        if row.status != found.observation.status:
            raise Stale(str(OBSERVATION.moved_on))
        draft, _made = ObservationDraft.objects.get_or_create(
            observation=row, defaults={"author_id": by.person_id, "written_at": by.now}
        )
        draft.words = records.merged(draft.words, _of(words, allowed), _of(seen, allowed))
        draft.written_at = by.now
        draft.save(update_fields=["words", "written_at"])


def _send(found: Cycle, *, by: Viewer) -> None:
    """What was hers alone becomes part of the record, as it was when she could give it."""
    draft = ObservationDraft.objects.filter(observation=found.observation).first()
    if (draft.words if draft is not None else {}) != found.draft:
        raise Stale(str(OBSERVATION.moved_on))
    if draft is not None:
        _write(found, found.reading.title, draft.words, {}, tuple(draft.words), by=by)
        draft.delete()


def _of(said: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    return {code: value for code, value in said.items() if code in allowed}


def _write(
    found: Cycle,
    title: str,
    words: Words,
    seen: Mapping[str, str],
    allowed: tuple[str, ...],
    *,
    by: Viewer,
) -> Record:
    right = writing(by, found)
    mine, had = _of(words, allowed), _of(seen, allowed)
    return records.write(found.record, title, mine, had, by=by, right=right)


def agree(found: Cycle, *, by: Viewer) -> None:
    """The other one has planned it: now both have agreed, and have had the talk before it."""
    with transaction.atomic():
        _move(found, "agree", by=by)
        _serve_talks(found, before=True, by=by)


def replan(found: Cycle, *, by: Viewer) -> None:
    """Back to the plan; whoever asks for it changes it next."""
    _move(found, "replan", by=by, planned_by_id=by.person_id)


def call_off(found: Cycle, *, by: Viewer) -> None:
    _move(found, "call_off", by=by)


def collect(
    found: Cycle,
    lines: Iterable[Line],
    taken_back: Iterable[str] = (),
    *,
    by: Viewer,
    began_at: datetime | None = None,
) -> int:
    """Keep what was seen and heard. A line that is there already stays as it is, whatever is sent
    under its key: facts are not rewritten, only taken back while the lesson goes on. `began_at` is
    when the phone says that the lesson began. Returns how many lines are new."""
    OBSERVATION_RIGHTS.decide(by, found, "collect").or_refuse()
    sent = {line.key: line for line in lines}
    with transaction.atomic():
        row = Observation.objects.select_for_update(of=("self",)).get(pk=found.observation.pk)
        if row.status != found.observation.status:
            denied(OBSERVATION.moved_on).or_refuse()
        there = set(row.lines.values_list("key", flat=True))
        fresh = [line for key, line in sent.items() if key not in there]
        if len(there) + len(fresh) > MOST_LINES:
            denied(
                _("That is more than one lesson holds. Say that the lesson is over.")
            ).or_refuse()
        EvidenceLine.objects.bulk_create(
            EvidenceLine(
                observation=row, key=line.key, at_seconds=line.at_seconds, kind=line.kind,
                value=line.value, number=line.number, text=line.text,
            )
            for line in fresh
        )  # fmt: skip
        row.lines.filter(key__in=list(taken_back), taken_back=False).update(
            taken_back=True, text="", value="", number=None
        )
        if fresh and row.began_at is None:
            row.began_at = _began(began_at, fresh, by.now)
            row.save(update_fields=["began_at"])
            _tell(found.observation, "begin", by)
    found.observation.began_at = row.began_at
    return len(fresh)


def _began(said: datetime | None, lines: list[Line], now: datetime) -> datetime:
    """When the lesson began: as the phone says, unless its clock cannot be right."""
    if said is not None and now - NO_OLDER <= said <= now:
        return said
    return now - timedelta(seconds=max(line.at_seconds for line in lines))


def finish(found: Cycle, *, by: Viewer, ended_at: datetime | None = None) -> None:
    """The lesson is over: what was written down is closed. The step of the journey that it serves
    is done by that. `ended_at` is when it ended, without it the last line."""
    row, pair = found.observation, found.record.mentorship
    last = row.lines.filter(taken_back=False).order_by("-at_seconds").first()
    began = row.began_at or by.now
    least = began + timedelta(seconds=last.at_seconds if last else 0)
    end = ended_at if ended_at is not None and least <= ended_at <= by.now else least
    end = min(end, began + LONGEST)
    day = end.astimezone(by.zone).date()
    until = queries.analyse_by(pair, found.record.step_key, day) if pair else None
    with transaction.atomic():
        _move(found, "finish", by=by, began_at=began, ended_at=end, analyse_by=until)
        if pair is not None and found.record.step_key:
            _serve(pair, found.record.step_key, end, by)


def _serve(pair: Mentorship, key: str, at: datetime, by: Viewer) -> None:
    """The step of the journey is done on the day of the lesson; a key that the journey has no
    more is let be."""
    platform = system(by.now)
    try:
        step = doing(platform, pair, key)
    except Mentorship.DoesNotExist:
        return
    mentoring.conclude_step(step, at.astimezone(by.zone).date(), by=platform)


def _serve_talks(found: Cycle, *, before: bool, by: Viewer) -> None:
    """The talks that the blueprint puts before the observation or after it are steps of their own:
    they are done by it, too."""
    pair, key = found.record.mentorship, found.record.step_key
    if pair is not None and key:
        earlier, later = talks_around(blueprint_of(pair.cohort), key)
        for talk in earlier if before else later:
            _serve(pair, talk, by.now, by)


def analyse(found: Cycle, *, by: Viewer) -> None:
    """Both have said what the evidence shows, and have had the talk after it."""
    with transaction.atomic():
        _move(found, "analyse", by=by)
        _serve_talks(found, before=False, by=by)


def give(found: Cycle, *, by: Viewer) -> None:
    """Strengths and steps go to the one for whom they are. Of a visit the steps are the
    visitor's own: giving them is her answer."""
    with transaction.atomic():
        _move(found, "give", by=by)
        _send(found, by=by)
        if found.learner_id == by.person_id:
            answers = {f"answer_{number}": StepAnswer.WILL_TRY.value for number, _t in found.steps}
            _write(found, found.reading.title, answers, {}, ANSWERS, by=by)
            answer(_again(found, by), by=by)


def answer(found: Cycle, *, by: Viewer) -> None:
    """What she says to each step. The next session opens with those that she will try, and with
    those for which she needs help, as steps of the other one."""
    pair = found.record.mentorship
    with transaction.atomic():
        _move(found, "answer", by=by)
        _send(found, by=by)
        if pair is None:
            return
        own = Side.TEACHER if found.learner_id == pair.mentee_id else Side.MENTOR
        others = Side.MENTOR if own == Side.TEACHER else Side.TEACHER
        for number, text in found.steps[:MOST_STEPS]:
            said = found.said(f"answer_{number}")
            if said == StepAnswer.WILL_TRY:
                mentoring.agree_step(pair, own, text, by=by)
            elif said == StepAnswer.NEED_HELP:
                helping = _("Help with: %(step)s") % {"step": text}
                mentoring.agree_step(pair, others, helping, by=by)


def close(found: Cycle, *, by: Viewer) -> None:
    _move(found, "close", by=by)


def _again(found: Cycle, by: Viewer) -> Cycle:
    """The same with the words as they are now."""
    reading: Reading = known(by, record_of(by, found.record.pk))
    return queries.cycle(by, reading)


def _move(found: Cycle, verb: str, *, by: Viewer, **changes: object) -> None:
    row = found.observation
    trail.move(
        row, OBSERVATION, verb, by=by, scope=records.scope_of(row.record), on=found, **changes
    )


def _tell(row: Observation, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"observation.{verb}",
        subject=trail.subject_of(row),
        scope=records.scope_of(row.record),
        by=by,
    )
