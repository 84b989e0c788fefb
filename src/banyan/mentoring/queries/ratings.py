"""Whether answers in writing helped: numbers over several teachers, never of which question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from banyan.kernel.several import steps
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Question
from banyan.mentoring.queries.questions import AREA
from banyan.mentoring.states import Helped
from banyan.programmes.queries import blueprint_named, pinned_code

FEWEST = 5  # teachers behind a number; more where a blueprint says so

# A teacher, what she said, and code and version of the blueprint that it was said under.
Rating = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Rated:
    """Of so many answers that teachers rated as they closed their questions, how many helped."""

    answers: int
    helped: int


def own_ratings(viewer: Viewer) -> Rated | None:
    """Of what the viewer has answered as a mentor; None while too few teachers have said. One
    query."""
    rows = _rated(Question.objects.filter(mentor_id=viewer.person_id))
    return _together(rows.values_list("teacher", "helped", *_DESIGN))


def ratings_by_cohort(viewer: Viewer) -> list[tuple[str, Rated]]:
    """Of the schools that the viewer coordinates, by the names of cohorts; without those in which
    too few teachers have said. One query."""
    rows = _rated(Question.objects.filter(AREA.where(viewer)))
    said: dict[tuple[str, int], list[Rating]] = defaultdict(list)
    for name, cohort, *rating in rows.values_list(
        "cohort__name", "cohort", "teacher", "helped", *_DESIGN
    ):
        said[name, cohort].append((rating[0], rating[1], rating[2], rating[3]))
    found = [(name, _together(said[name, cohort])) for name, cohort in sorted(said)]
    return [(name, rated) for name, rated in found if rated is not None]


_DESIGN = (pinned_code("cohort__"), "cohort__blueprint_version")


def _rated(rows: QuerySet[Question]) -> QuerySet[Question]:
    return rows.exclude(helped="").order_by("closed_at", "pk")


def _together(said: Iterable[Rating]) -> Rated | None:
    """By steps (`kernel.several`): the one who sees the number before and after one more teacher
    has said does not read off it what she said."""
    known = list(said)
    needs = {
        blueprint_named(code, version).visibility.aggregate_needs
        for code, version in {(code, version) for _who, _said, code, version in known}
    }
    heard = ((teacher, helped) for teacher, helped, _code, _version in known)
    counted = [one for step in steps(heard, max({FEWEST} | needs)) for one in step]
    return Rated(len(counted), counted.count(Helped.YES)) if counted else None
