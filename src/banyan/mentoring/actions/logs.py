"""The log of a session: what both keep of it, and the steps that each takes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Stale, unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.sessions import record
from banyan.mentoring.models import Mentorship, NextStep, Session, SessionLog
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.rules import MENTORSHIP_RIGHTS, SESSION_RIGHTS
from banyan.programmes.queries.frameworks import fits
from banyan.programmes.states import Side
from banyan.trail import actions as trail
from blueprint import Blueprint

MOST_STEPS = 10  # a side, in one session: more than that is no longer a next step
ONE_WRITING = timedelta(minutes=15)  # a log that is saved as it is typed is told of once in these


class Overtaken(Stale):
    """Somebody wrote the log after this person opened it, perhaps she herself on another page.
    Nothing was changed."""

    def __init__(self, there: SessionLog, by: Viewer) -> None:
        if there.written_by_id == by.person_id:
            said = _("You wrote in this log yourself, on another page, while you had it open here.")
        else:
            said = _("The other one wrote in this log while you had it open.")
        super().__init__(said)


@transaction.atomic
def write_log(
    session: Session,
    *,
    by: Viewer,
    version: int,
    works: str = "",
    challenges: str = "",
    next_on: date | None = None,
    words: Mapping[str, object] | None = None,
    standards: Iterable[str] = (),
    teacher_steps: Iterable[str] = (),
    mentor_steps: Iterable[str] = (),
    ticked: Iterable[NextStep] = (),
    opened: Iterable[NextStep] = (),
) -> SessionLog:
    """Keep what was said and agreed. `version` is the one that was read (0 when there was none).

    `words` are those of the blueprint's other sections, by code; `standards` items of the
    frameworks that it names. The steps given are all the steps of this session: those left out go,
    unless they are done. `ticked` and `opened` are steps of earlier ones. What changes nothing is
    no writing, whoever wrote it: it has the version that is there.

    Raises Overtaken when somebody wrote meanwhile, and then changes nothing; Unfit for too many
    steps; ValueError for a section, an option or a standard that the blueprint lacks.
    """
    SESSION_RIGHTS.decide(by, session, "write_log").or_refuse()
    design = blueprint_of(session.cohort)
    written: dict[str, Any] = {
        "works": works.strip(),
        "challenges": challenges.strip(),
        "next_on": next_on,
        "words": _of_sections(design, words or {}),
        "standards": _of_frameworks(design, standards),
    }
    lines = {Side.TEACHER: _lines(teacher_steps), Side.MENTOR: _lines(mentor_steps)}
    for step, done in [*((one, True) for one in ticked), *((one, False) for one in opened)]:
        tick_step(step, by=by, done=done)
    before = SessionLog.objects.filter(session=session).first()
    there = before or SessionLog(session=session, version=0)
    steps = _Steps.of(session, lines)
    if not steps and all(getattr(there, name) == value for name, value in written.items()):
        return there
    if there.version != version:
        raise Overtaken(there, by)
    written |= {"version": version + 1, "written_by_id": by.person_id, "written_at": by.now}
    log = _write(session, version, written, by)
    steps.keep(session, by=by)
    if before is None or before.written_by_id != by.person_id or _long_ago(before, by):
        record(session, "log", by=by)
    return log


def _write(session: Session, version: int, written: Mapping[str, Any], by: Viewer) -> SessionLog:
    """On the version that was read, or not at all: two may write at the same moment."""
    fresh: int | bool
    if version:
        fresh = SessionLog.objects.filter(session=session, version=version).update(**written)
        log = SessionLog.objects.get(session=session)
    else:
        log, fresh = SessionLog.objects.get_or_create(session=session, defaults=dict(written))
    if not fresh:
        raise Overtaken(log, by)
    return log


def _long_ago(log: SessionLog, by: Viewer) -> bool:
    return by.now - log.written_at >= ONE_WRITING


def _of_sections(design: Blueprint, words: Mapping[str, object]) -> dict[str, object]:
    """What was written in sections of the blueprint; what was left empty is left out."""
    kinds = {one.code: one for one in design.session.log if one.kind in ("text", "choices")}
    kept: dict[str, object] = {}
    for code, said in words.items():
        section = kinds.get(code)
        options = {option.code for option in section.options} if section else set()
        if section is None or (isinstance(said, list) and not options.issuperset(said)):
            raise ValueError(f"no part of this log: {code}")
        kept[code] = said if isinstance(said, list) else str(said).strip()
    return {code: said for code, said in kept.items() if said}


def _of_frameworks(design: Blueprint, standards: Iterable[str]) -> list[str]:
    """Each once, in their order."""
    kept = list(dict.fromkeys(standards))
    if wrong := [one for one in kept if not fits(one, design)]:
        raise ValueError(f"no standards of this blueprint: {wrong}")
    return kept


def _lines(steps: Iterable[str]) -> list[str]:
    """Steps without blanks and doubles, in the order in which they were written."""
    lines = list(dict.fromkeys(text.strip()[:300] for text in steps if text.strip()))
    if len(lines) > MOST_STEPS:
        raise unfit(
            "teacher_steps", _("Choose at most %(most)s steps a side.") % {"most": MOST_STEPS}
        )
    return lines


@dataclass(frozen=True)
class _Steps:
    """What the steps that were written change of those that are there. One that is typed over
    stays the same step: whoever is about to tick it still finds it."""

    changed: tuple[tuple[int, str], ...]
    gone: tuple[int, ...]
    new: tuple[tuple[Side, str], ...]

    @classmethod
    def of(cls, session: Session, lines: Mapping[Side, list[str]]) -> _Steps:
        changed: list[tuple[int, str]] = []
        gone: list[int] = []
        new: list[tuple[Side, str]] = []
        known = NextStep.objects.filter(session=session).order_by("pk")
        rows = list(known.only("side", "text", "done_on"))
        for side, texts in lines.items():
            mine = [row for row in rows if row.side == side]
            there = {row.text for row in mine}
            left = [row.pk for row in mine if row.done_on is None and row.text not in texts]
            added = [text for text in texts if text not in there]
            changed += zip(left, added, strict=False)
            gone += left[len(added) :]
            new += [(side, text) for text in added[len(left) :]]
        return cls(tuple(changed), tuple(gone), tuple(new))

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone or self.new)

    def keep(self, session: Session, *, by: Viewer) -> None:
        for pk, text in self.changed:
            NextStep.objects.filter(pk=pk, done_on__isnull=True).update(text=text)
        if self.gone:
            NextStep.objects.filter(pk__in=self.gone, done_on__isnull=True).delete()
        NextStep.objects.bulk_create(
            NextStep(
                mentorship_id=session.mentorship_id or 0,  # the rules let only a pair write a log
                session=session,
                side=side,
                text=text,
                written_at=by.now,
            )
            for side, text in self.new
        )


@transaction.atomic
def tick_step(step: NextStep, *, by: Viewer, done: bool = True) -> NextStep:
    """Either marks a step as done, or as open again. A second time changes nothing."""
    MENTORSHIP_RIGHTS.decide(by, step.mentorship, "tick_step").or_refuse()
    done_on = by.today if done else None
    changed = NextStep.objects.filter(pk=step.pk, done_on__isnull=done).update(done_on=done_on)
    if changed:
        step.done_on = done_on
        if step.session is not None:
            record(step.session, "tick" if done else "untick", by=by)
        else:
            _tell_pair(step, "tick" if done else "untick", by=by)
    return step


@transaction.atomic
def agree_step(pair: Mentorship, side: Side, text: str, *, by: Viewer) -> NextStep:
    """A step that was agreed outside of a session, such as after an observation: the next session
    opens with it. The same open step twice is one."""
    MENTORSHIP_RIGHTS.decide(by, pair, "tick_step").or_refuse()
    known = NextStep.objects.filter(
        mentorship=pair, side=side.value, text=text.strip()[:300], done_on__isnull=True
    ).first()
    if known is not None:
        return known
    made = NextStep.objects.create(
        mentorship=pair, session=None, side=side.value, text=text.strip()[:300], written_at=by.now
    )
    _tell_pair(made, "agree_step", by=by)
    return made


def _tell_pair(step: NextStep, verb: str, *, by: Viewer) -> None:
    trail.record(
        verb=f"mentorship.{verb}",
        subject=trail.subject_of(step.mentorship),
        scope=step.mentorship.school.path or "",
        by=by,
    )
