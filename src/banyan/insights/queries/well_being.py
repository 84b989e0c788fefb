"""Well-being as a mean of many: never of fewer than eight people, and never to be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from banyan.kernel.several import steps
from banyan.kernel.viewer import Viewer
from banyan.practice.queries.well_being import Counted, to_be_counted

FEWEST = 8  # people behind any number of well-being


@dataclass(frozen=True, slots=True)
class Mean:
    question: str  # its code
    value: float  # from 1 to 5
    people: int


@dataclass(frozen=True, slots=True)
class Area:
    """One district in which enough have answered."""

    name: str
    means: tuple[Mean, ...]


def well_being(viewer: Viewer) -> list[Area]:
    """The districts that the viewer coordinates whole, by name, without those in which
    too few have answered: nobody is to learn whether anybody has.

    The checks of a district close in steps of eight people each, in the order of giving; a number
    is over whole steps, so the difference between two of them is again of eight people or more.
    A step in which anybody has taken her numbers back counts no more, as a whole. What was given
    in the running month (UTC) waits for the next. One query.
    """
    month = datetime.combine(viewer.now.astimezone(UTC).date().replace(day=1), time(0), UTC)
    areas: dict[tuple[str, int], list[Counted]] = defaultdict(list)
    for one in to_be_counted(viewer, before=month):
        areas[one.area_name, one.area].append(one)
    told = [Area(name, _means(areas[name, pk])) for name, pk in sorted(areas)]
    return [one for one in told if one.means]


def _means(given: list[Counted]) -> tuple[Mean, ...]:
    said: dict[str, list[int]] = defaultdict(list)
    for step in steps(((one.person, one) for one in given), FEWEST):
        if any(one.answers is None for one in step):
            continue
        last: dict[int, Mapping[str, int]] = {one.person: one.answers or {} for one in step}
        for question in {code for answers in last.values() for code in answers}:
            found = [answers[question] for answers in last.values() if question in answers]
            if len(found) >= FEWEST:
                said[question] += found
    return tuple(
        Mean(question, sum(found) / len(found), len(found))
        for question, found in sorted(said.items())
    )
