"""The journey of a pair in the reader's words, as its page and boards draw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.steps import Doing, title_of
from banyan.mentoring.rules.steps import STEP
from banyan.mentoring.snapshot import spelled
from banyan.mentoring.standings import PAY_READERS
from banyan.programmes.queries.reasons import sentence_of
from banyan.ui import pieces, words
from blueprint import Facts, Journey, Status, StepState, Text, TrancheState, tranches

# How a status of the journey is drawn on the root line; what is not needed is not drawn.
DRAWN = {
    Status.NOT_YET: pieces.StepStatus.OPEN,
    Status.OPEN: pieces.StepStatus.NOW,
    Status.DUE_SOON: pieces.StepStatus.DUE,
    Status.OVERDUE: pieces.StepStatus.OVERDUE,
    Status.DONE: pieces.StepStatus.DONE,
    Status.WAIVED: pieces.StepStatus.WAIVED,
    Status.ON_HOLD: pieces.StepStatus.ON_HOLD,
}
OPEN = (Status.OPEN, Status.DUE_SOON, Status.OVERDUE)
FINISHED = (Status.DONE, Status.WAIVED)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the journey: a module, or what belongs to the whole pair."""

    title: str
    steps: list[pieces.Step]
    done: int
    of: int
    now: bool  # something in it can be done today


@dataclass(frozen=True, slots=True)
class Walk:
    """The journey of a pair as its page shows it."""

    stretches: list[Stretch]
    next: pieces.Step | None
    why_next: str
    next_is_own: bool
    complete: bool
    doses: list[str]


def walk(viewer: Viewer, pair: Mentorship, found: Journey) -> Walk:
    """The journey in the reader's words, what comes next first."""
    next_key = found.next.key if found.next else ""
    parts: list[tuple[str, tuple[StepState, ...]]] = [
        (_title(module.module.title), module.steps)
        for module in found.modules
        if module.status != Status.NOT_NEEDED
    ]
    whole = tuple(state for state in found.steps if state.module is None)
    if whole:
        parts.insert(0, (_("The whole time") if parts else "", whole))
    stretches = [_stretch(pair, title, states, next_key) for title, states in parts]
    coming = found.next
    return Walk(
        stretches=stretches,
        next=drawn(pair, coming, next_key) if coming else None,
        why_next=sentence_of(coming.reason) if coming else "",
        next_is_own=coming is not None and _is_own(viewer, pair, coming),
        complete=found.complete,
        doses=[*_doses(viewer, pair, found), *_percent(found)],
    )


def pay(viewer: Viewer, pair: Mentorship, facts: Facts) -> list[str]:
    """How far the mentor has earned her pay, for her and for those who see to it."""
    if not PAY_READERS.holds(viewer, pair):
        return []
    return [_paid(state) for state in tranches(blueprint_of(pair.cohort), facts, viewer.today)]


def _paid(state: TrancheState) -> str:
    said = {"part": _title(state.tranche.title), "share": words.number(state.tranche.percent)}
    if state.due_on is None:
        return _("%(part)s, %(share)s%%: the day is not known yet.") % said
    said["day"] = words.day(state.due_on)
    if state.earned is None:
        return _("%(part)s, %(share)s%%: decided on %(day)s.") % said
    if state.earned:
        return _("%(part)s, %(share)s%%: earned on %(day)s.") % said
    return _("%(part)s, %(share)s%%: not earned on %(day)s.") % said


def _percent(found: Journey) -> Iterator[str]:
    if found.expectations_percent is not None:
        yield _("Expectations met of those due: %(percent)s%%") % {
            "percent": words.number(found.expectations_percent)
        }


def _is_own(viewer: Viewer, pair: Mentorship, state: StepState) -> bool:
    record = StepRecord(mentorship=pair, key=state.key)
    doing = Doing(pair, blueprint_of(pair.cohort), state.step, state, record)
    return bool(STEP.decide(viewer, doing, "finish"))


def _stretch(pair: Mentorship, title: str, states: tuple[StepState, ...], next_key: str) -> Stretch:
    shown = [state for state in states if state.status in DRAWN]
    return Stretch(
        title=title,
        steps=[drawn(pair, state, next_key) for state in _folded(shown)],
        done=sum(state.status in FINISHED for state in shown),
        of=len(shown),
        now=any(state.status in OPEN for state in shown),
    )


def _folded(states: list[StepState]) -> list[StepState]:
    """Of a step that comes back, only where one stands: the last time it was done, and the first
    that is still to do. A year of weekly steps is no line that anybody reads."""
    kept: set[str] = set()
    for code in dict.fromkeys(state.step.code for state in states):
        times = [state for state in states if state.step.code == code]
        finished = [state for state in times if state.status in FINISHED]
        to_do = [state for state in times if state.status not in FINISHED]
        kept |= {state.key for state in (*finished[-1:], *to_do[:1])}
    return [state for state in states if state.key in kept]


def drawn(pair: Mentorship, state: StepState, next_key: str) -> pieces.Step:
    """A node of the root line: its day where there is one, or else why it has none yet."""
    dated = state.status in OPEN and state.due_on is not None
    return pieces.Step(
        title=title_of(state),
        status=DRAWN[state.status],
        on=state.done_on or (state.due_on if dated else None),
        note="" if dated or state.status in FINISHED else sentence_of(state.reason),
        url=address(pair, state.key),
        next=state.key == next_key,
    )


def _title(text: Text) -> str:
    return text.in_(get_language() or "en")


def _doses(viewer: Viewer, pair: Mentorship, found: Journey) -> Iterator[str]:
    today, all_of_hers = viewer.today, PAY_READERS.holds(viewer, pair)
    begun = [m.module for m in found.modules if m.due_on and m.starts_on and m.starts_on <= today]
    modules = {dose.dose.code: iter(begun) for dose in found.doses}
    for dose in found.doses:
        begins_on, ends_on = dose.period
        module = next(modules[dose.dose.code]) if dose.dose.per == "module" else None
        if dose.dose.of == "mentor" and not all_of_hers:
            continue
        if begins_on <= today < ends_on:
            said = {
                "dose": _title(dose.dose.title),
                "held": words.short_minutes(dose.held),
                "wanted": words.short_minutes(dose.wanted),
            }
            if module is not None:
                said["module"] = _title(module.title)
                yield _("%(module)s, %(dose)s: %(held)s of %(wanted)s") % said
            elif dose.dose.per == "programme":
                yield _("%(dose)s: %(held)s of %(wanted)s") % said
            else:
                said["day"] = words.day(ends_on - timedelta(days=1))
                yield _("%(dose)s, up to %(day)s: %(held)s of %(wanted)s") % said


def address(pair: Mentorship, key: str) -> str:
    return reverse("mentoring:step", args=[pair.pk, spelled(key)])
