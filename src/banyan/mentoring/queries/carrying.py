"""What a teacher has done in earlier pairs of her cohort, as far as it counts in the next one.

The rule is `docs/decisions/0009-what-carries-over.md`. Only keys, statuses and days: no words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from banyan.mentoring.queries.relations import asked
from banyan.mentoring.states import StepStatus
from blueprint import Blueprint, Step

Earlier = Mapping[str, tuple[str, date]]  # step key → done or waived, and its day


def carried(
    design: Blueprint, form: str, traits: frozenset[str], earlier: Earlier, starts_on: date
) -> tuple[dict[str, date], dict[str, date]]:
    """By step key: what counts as done, and as waived, from the first day of the new pair."""
    if not earlier:
        return {}, {}
    steps = {step.code: step for step in design.steps if asked(step, form, traits)}
    whole = {
        module.code for module in design.modules if _whole(module.code, steps.values(), earlier)
    }
    found: dict[str, dict[str, date]] = {StepStatus.DONE: {}, StepStatus.WAIVED: {}}
    for key, (status, on) in earlier.items():
        module, _slash, code = key.partition("#")[0].rpartition("/")
        step = steps.get(code)
        if step is not None and (module in whole or _own(step)):
            found[status][key] = max(on, starts_on)
    return found[StepStatus.DONE], found[StepStatus.WAIVED]


def _own(step: Step) -> bool:
    """Whether the teacher alone owes it, and nobody judges it."""
    return step.by == "teacher" and step.review is None and step.kind != "submission"


def _whole(module: str, steps: Iterable[Step], earlier: Earlier) -> bool:
    """Whether everything that this module requires was done or waived."""
    wanted = {f"{module}/{step.code}" for step in steps if module in step.modules and step.required}
    return bool(wanted) and wanted <= set(earlier)
