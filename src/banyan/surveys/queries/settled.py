"""Answers that stay as they are, and are many enough to be counted together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from banyan.kernel.several import steps
from banyan.kernel.viewer import Viewer
from banyan.programmes.queries import blueprint_named, pinned_code
from banyan.programmes.states import Side
from banyan.surveys.models import Response
from banyan.surveys.standings import AREA_COORDINATOR

CHANGE_FOR = timedelta(days=7)  # how long somebody may change what she said; then it counts


def month_closed(viewer: Viewer) -> datetime:
    """The instant before which feedback is counted for coordinators: a week before the first day
    of this month, when all of it has settled. So the numbers change once a month."""
    first = datetime.combine(viewer.today.replace(day=1), time(0), tzinfo=viewer.zone)
    return first - CHANGE_FOR


@dataclass(frozen=True, slots=True)
class WholeStep:
    """Answers that were let in together, when the last of them was given."""

    at: datetime
    answers: tuple[int, ...]  # to every question from 1 to 5


def whole_steps(viewer: Viewer, cohorts: Mapping[int, int]) -> dict[Side, list[WholeStep]]:
    """What each side answered about the sessions of these cohorts, in the schools that the viewer
    coordinates: by steps of answers of at least so many different people as `cohorts` says for
    each cohort's id (`steps`).

    Only what was given before this month's count (`month_closed`). The steps of a cohort are its
    own, whichever others are counted with it: so a number over whole steps, of a cohort or of all
    of a programme, differs from another such number by whole steps again, and two of them never
    tell what one person said. One query.
    """
    rows = (
        Response.objects.filter(
            AREA_COORDINATOR.where(viewer),
            session__cohort__in=list(cohorts),
            given_at__lt=month_closed(viewer),
        )
        .order_by("given_at", "pk")
        .values_list(
            "side",
            "session__cohort_id",
            "person_id",
            "given_at",
            "answers",
            pinned_code("session__cohort__"),
            "session__cohort__blueprint_version",
        )
    )
    told: dict[tuple[str, int], list[tuple[int, tuple[datetime, list[int]]]]] = defaultdict(list)
    for side, cohort, person_id, at, answers, code, version in rows:
        feedback = blueprint_named(code, version).feedback
        asked = feedback.teacher if side == Side.TEACHER else feedback.mentor
        scales = [one.code for one in asked if one.kind == "scale"]
        said = [int(answers[one]) for one in scales if one in answers]
        if said:
            told[side, cohort].append((person_id, (at, said)))
    return {
        side: [
            WholeStep(step[-1][0], tuple(answer for _at, said in step for answer in said))
            for cohort, need in cohorts.items()
            for step in steps(told[side, cohort], need)
        ]
        for side in Side
    }
