"""Rows to plain values for the blueprint package, and its journeys back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import itemgetter

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.carrying import carried
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.relations import asked as is_asked
from banyan.mentoring.queries.steps import Doing, OnRecord, on_record, record_of
from banyan.mentoring.states import MentorshipForm, MentorshipStatus
from blueprint import Facts, Hold, Journey, Step, journey


def facts_of(pair: Mentorship, stored: OnRecord) -> Facts:
    """What the journey of a pair is derived from."""
    design = blueprint_of(pair.cohort)
    form = pair.blueprint_form or design.relationship.default_form
    before = carried(
        design, form, stored.traits, stored.earlier, pair.starts_on or pair.cohort.starts_on
    )
    asked = [step for step in design.steps if is_asked(step, form, stored.traits)]
    days = [day for day, _minutes in stored.minutes]
    by_sessions = met(asked, days) | logged(asked, stored.logged)
    return Facts(
        programme_starts_on=pair.cohort.starts_on,
        programme_ends_on=pair.cohort.ends_on,
        starts_on=pair.starts_on,
        ends_on=end_of(pair),
        form=form,
        traits=stored.traits,
        done=before[0] | by_sessions | dict(stored.done),
        waived={key: on for key, on in before[1].items() if key not in stored.done}
        | dict(stored.waived),
        holds=tuple(Hold(begins_on, ends_on) for begins_on, ends_on in stored.holds),
        minutes=stored.minutes,
        group_minutes=stored.group_minutes,
        others=stored.others,
        closed=stored.closed,
        confirmed_on=pair.ends_on if pair.status == MentorshipStatus.COMPLETED else None,
    )


def end_of(pair: Mentorship) -> date | None:
    """The day after the last one of a pair that is over or was extended. What lies beyond the end
    of the cohort, or beyond that to which it was extended, was never owed, so it does not become
    owed when the pair is closed later."""
    if pair.starts_on is None:
        return None
    longer = pair.extended_to + timedelta(days=1) if pair.extended_to else None
    if pair.ends_on is None:
        return longer and max(pair.starts_on, longer)
    over = min(pair.ends_on + timedelta(days=1), longer or pair.cohort.ends_on)
    return max(pair.starts_on, over)


def met(asked: Iterable[Step], days: Iterable[date]) -> dict[str, date]:
    """The meetings of the journey that sessions have done: nobody ticks off what both confirmed.

    The first session does the first step of kind "meeting", and so on; from the first one that
    comes back, all later sessions are its. What stands in a module, or after that, is told by hand.
    """
    steps = [step for step in asked if step.kind == "meeting" and not step.modules]
    return _in_turn(steps, [(day, None) for day in days])


def logged(asked: Iterable[Step], sessions: Iterable[tuple[date, int]]) -> dict[str, date]:
    """The same for steps of kind "log" that both owe: `sessions` are those with a log, day and
    agreed minutes. One that was shorter than the step takes does not do it."""
    steps = [
        step for step in asked if step.kind == "log" and step.by == "both" and not step.modules
    ]
    return _in_turn(steps, sessions)


def _in_turn(steps: Sequence[Step], sessions: Iterable[tuple[date, int | None]]) -> dict[str, date]:
    """Day and minutes of each session; no minutes where any will do."""
    done: dict[str, date] = {}
    once = next((n for n, step in enumerate(steps) if step.every), len(steps))
    for day, minutes in sorted(sessions, key=itemgetter(0)):
        at = min(len(done), once)
        if at == len(steps) or (minutes is not None and minutes < steps[at].minutes):
            continue
        time = len(done) - at + 1
        done[steps[at].code + (f"#{time}" if time > 1 else "")] = day
    return done


def journeys_of(pairs: Sequence[Mentorship], today: date) -> dict[int, Journey]:
    """By id of the pair: the journey of each that has one. No query where no blueprint has steps.

    The caller has loaded the pairs, with their cohorts and programmes, through a viewer's query.
    """
    walking = [pair for pair in pairs if has_journey(pair)]
    if not walking:
        return {}
    stored = on_record(walking)
    return {
        pair.pk: journey(blueprint_of(pair.cohort), facts_of(pair, stored[pair.pk]), today)
        for pair in walking
    }


def has_journey(pair: Mentorship) -> bool:
    """Whether there is anything to go through: a pair, by a blueprint that names steps."""
    return (
        pair.form == MentorshipForm.PAIR
        and pair.starts_on is not None
        and bool(blueprint_of(pair.cohort).steps)
    )


def journey_of(pair: Mentorship, today: date) -> Journey | None:
    """The journey of one pair; None where its blueprint names no steps, or before it begins."""
    return journeys_of([pair], today).get(pair.pk)


def facts_on_record(pair: Mentorship) -> Facts | None:
    """What the journey of one pair is derived from; None where there is none. One query."""
    return facts_of(pair, on_record([pair])[pair.pk]) if has_journey(pair) else None


def doing(viewer: Viewer, pair: Mentorship, key: str) -> Doing:
    """One step of a pair. Raises Mentorship.DoesNotExist for a key that its journey lacks."""
    found = journey_of(pair, viewer.today)
    for state in found.steps if found else ():
        if state.key == key:
            record = record_of(viewer, pair, key)
            return Doing(pair, blueprint_of(pair.cohort), state.step, state, record)
    raise Mentorship.DoesNotExist(f"no step {key}")


def spelled(key: str) -> str:
    """The key of a step as it stands in an address: no slash, no hash."""
    return key.replace("/", ".").replace("#", "-")


def key_of(spelling: str) -> str:
    """The key that an address spells."""
    return spelling.replace(".", "/").replace("-", "#")
