"""The stages of a whole programme: what exists, what is missing, what comes next."""

import datetime as dt

from blueprint.journeys.calendar import add, shift
from blueprint.journeys.facts import Reason, StageFacts, StageState, Status
from blueprint.journeys.plan import DUE_SOON_DAYS
from blueprint.language import Artefact, Blueprint, Stage, When


def stages(blueprint: Blueprint, facts: StageFacts, today: dt.date) -> tuple[StageState, ...]:
    """Where each stage stands on a day, in the order of the blueprint.

    A stage is done on the day on which the last of its artefacts came to exist. What is dated
    after `today` does not exist yet.
    """
    there = {key for key, day in facts.artefacts.items() if day <= today}
    missing = {
        stage.code: tuple(a for a in stage.artefacts if f"{stage.code}/{a.code}" not in there)
        for stage in blueprint.stages
    }
    done = {
        stage.code: _done_on(stage, facts)
        for stage in blueprint.stages
        if not missing[stage.code] and (stage.artefacts or stage.code in there)
    }
    titles = {stage.code: stage.title for stage in blueprint.stages}
    soon = blueprint.clocks.due_soon_days if blueprint.clocks else DUE_SOON_DAYS
    found = []
    for stage in blueprint.stages:
        lacking, due = missing[stage.code], _due_on(stage.due, facts)
        waits = next((code for code in stage.after if code in titles and code not in done), None)
        if stage.code in done:
            status = Status.DONE
            reason = Reason("done", {"day": done[stage.code]})
        elif waits is not None:
            status, reason = Status.NOT_YET, Reason("after_stage", {"stage": titles[waits]})
        else:
            status, reason = _by(due, today, soon, lacking)
        found.append(StageState(stage, status, due, done.get(stage.code), lacking, reason))
    return tuple(found)


def _done_on(stage: Stage, facts: StageFacts) -> dt.date:
    keys = [f"{stage.code}/{artefact.code}" for artefact in stage.artefacts] or [stage.code]
    return max(facts.artefacts[key] for key in keys)


def _due_on(when: When | None, facts: StageFacts) -> dt.date | None:
    """The last day in time; nothing if it is counted from something of a pair."""
    if when is None or when.counted_from not in ("programme_start", "programme_end"):
        return None
    day = facts.programme_starts_on.toordinal()
    if when.counted_from == "programme_end":
        day = max(facts.programme_ends_on.toordinal() - 1, day)
    before = shift(when.before)
    day = add(add(day, *shift(when.after)), *(-part for part in before))
    return dt.date.fromordinal(day)


def _by(
    due: dt.date | None, today: dt.date, soon: int, missing: tuple[Artefact, ...]
) -> tuple[Status, Reason]:
    if due is None:
        if missing:
            return Status.OPEN, Reason("stage_missing", {"artefact": missing[0].title})
        return Status.OPEN, Reason("open", {})
    if today > due:
        return Status.OVERDUE, Reason("overdue", {"day": due + dt.timedelta(days=1)})
    days = (due - today).days
    return (Status.DUE_SOON if days <= soon else Status.OPEN), Reason("due", {"day": due})
