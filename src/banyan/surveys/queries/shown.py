"""What may be shown of what others said, so that nobody can be heard out of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

import blueprint
from banyan.kernel.several import Said, steps
from banyan.kernel.viewer import Viewer
from banyan.organisations.states import Role
from banyan.programmes.queries import blueprint_named, pinned_code
from banyan.programmes.states import Side
from banyan.surveys.models import Response
from banyan.surveys.queries.settled import CHANGE_FOR, month_closed
from banyan.surveys.standings import AREA_COORDINATOR

FEWEST_PEOPLE = 5  # behind the number of a theme, before it is shown


@dataclass(frozen=True, slots=True)
class Mean:
    """What the teachers of one mentor answered to one question, on the average.

    `mean` is from 1 to 5, rounded to one decimal; `answers` is how many it is made of.
    """

    question: str
    low: str
    high: str
    mean: Decimal
    answers: int


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many different people ticked a theme; None where it is not shown."""

    title: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Themes:
    until: date  # what was given before this day is counted
    people: int | None  # who ticked anything; None while they are too few
    rows: tuple[ThemeCount, ...]

    @property
    def show_anything(self) -> bool:
        return any(row.people is not None for row in self.rows)


def closed_steps(said: Sequence[tuple[int, Said]], need: int) -> list[Said]:
    """The answers that may be shown together, of (person id, answer) in the order of giving.

    Answers are let in by steps: a step closes when it holds answers of `need` different people.
    So two means that anybody ever saw differ by whole steps, and their difference is again a sum
    of answers of at least `need` people. It cannot hide what everybody said: a mean of 5.0 says
    that all of them chose 5.
    """
    return [answer for step in steps(said, need) for answer in step]


def means(viewer: Viewer) -> list[Mean]:
    """What teachers answered about the viewer's sessions as a mentor, over all of them together;
    nothing at all of a question that too few people have answered.

    Only answers that cannot be changed any more count (`CHANGE_FOR`), so that a change does not
    show as a difference either; they are let in by steps (`closed_steps`). One query.
    """
    rows = (
        Response.objects.filter(
            session__host_id=viewer.person_id,
            side=Side.TEACHER,
            given_at__lte=viewer.now - CHANGE_FOR,
        )
        .order_by("given_at", "pk")
        .values_list(
            "person_id",
            "answers",
            pinned_code("session__cohort__"),
            "session__cohort__blueprint_version",
        )
    )
    questions: dict[tuple[str, str], blueprint.Question] = {}
    need: dict[tuple[str, str], int] = defaultdict(int)
    said: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for person_id, answers, code, version in rows:
        feedback = blueprint_named(code, version).feedback
        for question in feedback.teacher:
            if question.kind == "scale":
                key = (code, question.code)
                questions[key] = question
                need[key] = max(need[key], feedback.means_need)
                if question.code in answers:
                    said[key].append((person_id, int(answers[question.code])))
    return [
        _mean(question, shown)
        for key, question in questions.items()
        if (shown := closed_steps(said[key], need[key]))
    ]


def _mean(question: blueprint.Question, shown: Sequence[int]) -> Mean:
    language = get_language() or "en"
    exact = Decimal(sum(shown)) / len(shown)
    return Mean(
        question=question.text.in_(language),
        low=question.low.in_(language) if question.low else "",
        high=question.high.in_(language) if question.high else "",
        mean=exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP),
        answers=len(shown),
    )


def mentors(viewer: Viewer) -> bool:
    return viewer.has(Role.MENTOR)


def without_small(counts: Mapping[str, int], fewest: int = FEWEST_PEOPLE) -> dict[str, int | None]:
    """The counts with those under `fewest` left out (None).

    Where exactly one would be left out, the smallest of the others goes too: whoever knows the
    sum could otherwise work the one out.
    """
    order = sorted(counts, key=lambda code: (counts[code], code))
    small = [code for code in order if counts[code] < fewest]
    hidden = set(order[:2] if len(small) == 1 else small)
    return {code: None if code in hidden else count for code, count in counts.items()}


def themes(viewer: Viewer) -> Themes:
    """Which themes came up in the schools that the viewer coordinates, as numbers of people.

    Raises DoesNotExist for whoever coordinates nothing.
    """
    if not viewer.scopes(Role.COORDINATOR):
        raise Response.DoesNotExist
    until = month_closed(viewer)
    rows = (
        Response.objects.filter(AREA_COORDINATOR.where(viewer), given_at__lt=until)
        .exclude(themes=[])
        .order_by("given_at", "pk")
        .values_list(
            "person_id",
            "themes",
            pinned_code("session__cohort__"),
            "session__cohort__blueprint_version",
        )
    )
    language = get_language() or "en"
    titles: dict[str, str] = {}
    ticked: set[tuple[str, int]] = set()
    for person_id, codes, code, version in rows.iterator():
        for theme in blueprint_named(code, version).feedback.themes:
            titles[theme.code] = theme.title.in_(language)
        ticked |= {(theme, person_id) for theme in codes}
    counts = Counter(theme for theme, _person in ticked)
    shown = without_small({code: counts[code] for code in titles})
    people = len({person_id for _theme, person_id in ticked})
    ordered = sorted(titles, key=lambda code: (-(shown[code] or 0), titles[code]))
    return Themes(
        until=until.date(),
        people=people if people >= FEWEST_PEOPLE else None,
        rows=tuple(ThemeCount(titles[code], shown[code]) for code in ordered),
    )
