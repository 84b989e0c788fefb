"""Where a programme stands beside what its blueprint aims at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from banyan.insights.queries.measures import Counting, Days, Part
from banyan.kernel.viewer import Viewer
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.queries import blueprint_named
from banyan.programmes.states import Side
from banyan.ui import words
from blueprint import Blueprint, Indicator
from blueprint.phrases import PHRASES

FEWEST = 3  # people or pairs behind a number, before it is told: the rule of the house
CONTENT_FROM = 4  # of 5
FIRST_OF_CALENDAR = 1900  # a smaller year is counted from the start of the programme
BY_HAND = "stated_by_coordinator"


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator at one time: the target, if there is one, and what was measured, in words."""

    when: str
    target: str
    measured: str
    told: bool  # whether `measured` is a number
    past: bool = False  # a year that was over before the first cohort began


@dataclass(frozen=True, slots=True)
class Standing:
    """`definition` is the anchor on the page of numbers."""

    code: str
    title: str
    hint: str
    unit: str
    definition: str
    readings: tuple[Reading, ...]
    by_hand: bool = False  # what lies outside, and is not measured here

    @property
    def now(self) -> list[Reading]:
        return [one for one in self.readings if not one.past]

    @property
    def earlier(self) -> list[Reading]:
        """Targets for years in which nothing was run here."""
        return [one for one in self.readings if one.past]


@dataclass(frozen=True, slots=True)
class _Time:
    """A year for which there is a target, or all of the time so far."""

    words: str
    since: date
    until: date


def indicators_of_cohort(viewer: Viewer, cohort: Cohort, fewest: int = FEWEST) -> list[Standing]:
    """The indicators of the blueprint that a cohort pins. The caller has loaded the cohort with
    its programme through a viewer's query."""
    return _standings(viewer, cohort.programme, blueprint_named(*cohort.design), [cohort], fewest)


def indicators_of_programme(
    viewer: Viewer, programme: Programme, cohorts: Collection[Cohort]
) -> list[Standing]:
    """The same over all its cohorts that the viewer may look at, by the blueprint of its own."""
    design = blueprint_named(programme.blueprint, programme.blueprint_version)
    return _standings(viewer, programme, design, cohorts, FEWEST)


def _standings(
    viewer: Viewer,
    programme: Programme,
    design: Blueprint,
    cohorts: Collection[Cohort],
    fewest: int,
) -> list[Standing]:
    if not design.indicators:
        return []
    began = min((one.starts_on for one in cohorts), default=programme.starts_on)
    counting = Counting(viewer, cohorts)
    language = get_language() or "en"
    return [
        Standing(
            code=one.code,
            title=one.title.in_(language),
            hint=one.hint.in_(language) if one.hint else "",
            unit=unit_of(one),
            definition=f"measure-{one.measure}",
            by_hand=one.measure == BY_HAND,
            readings=tuple(
                Reading(
                    time.words,
                    target,
                    *_measured(one, time, began, counting, fewest),
                    past=time.until <= began,
                )
                for time, target in _times(one, programme, began, viewer.today)
            ),
        )
        for one in design.indicators
    ]


def unit_of(one: Indicator) -> str:
    """What the numbers of an indicator are told in, in the active language."""
    return pgettext("blueprint", PHRASES[f"word.{one.unit}"])


def year_of(year: int) -> str:
    """A year of the calendar, or of the programme, in words."""
    if year >= FIRST_OF_CALENDAR:
        return str(year)
    return _("year %(number)s") % {"number": words.number(year)}


def _times(
    one: Indicator, programme: Programme, began: date, today: date
) -> list[tuple[_Time, str]]:
    """Each year with a target; where none of them is running, all of the time so far as well,
    but for what is not measured here."""
    found = []
    running = one.measure == BY_HAND and bool(one.targets)
    for target in one.targets:
        since, until = _year(target.year, programme)
        running = running or since <= today < until
        found.append((_Time(year_of(target.year), since, until), words.number(target.value)))
    if not running:
        found.append((_Time(_("so far"), began, today + timedelta(days=1)), ""))
    return found


def _year(year: int, programme: Programme) -> tuple[date, date]:
    if year >= FIRST_OF_CALENDAR:
        return date(year, 1, 1), date(year + 1, 1, 1)
    return _later(programme.starts_on, year - 1), _later(programme.starts_on, year)


def _later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _measured(
    one: Indicator, time: _Time, began: date, counting: Counting, fewest: int
) -> tuple[str, bool]:
    """The number in words, or why there is none; and whether it is a number."""
    if one.measure == BY_HAND:
        return _("Not measured here: the coordinator counts it."), False
    today = counting.viewer.today
    if time.until <= began:
        return _("Before the start"), False
    if time.since > today:
        return _("Not yet"), False
    whole = Days(max(time.since, began), min(time.until, today + timedelta(days=1)))
    days = _days(one, whole)
    if days.since < whole.since:  # no month is whole in it
        return _("Not yet"), False
    if one.measure in SIDES:
        return _satisfied(one, counting.answers(SIDES[one.measure], days))
    part = MEASURES[one.measure](counting, days)
    if not part.whole:
        return _("Nothing to count yet"), False
    if part.behind < fewest:
        return _("Fewer than %(number)s, so not told") % {"number": words.number(fewest)}, False
    return _told(one, part, fewest)


def _days(one: Indicator, days: Days) -> Days:
    """The last seven days of a time, or the last month of the calendar that is whole in it."""
    if one.within == "week":
        return Days(max(days.since, days.until - timedelta(days=7)), days.until)
    if one.within == "month":
        until = days.until.replace(day=1)
        return Days((until - timedelta(days=1)).replace(day=1), until)
    return days


def _told(one: Indicator, part: Part, fewest: int) -> tuple[str, bool]:
    if one.unit == "percent":
        share = _rounded(Decimal(100 * part.value) / part.whole, 0)
        return (
            _("%(percent)s%% (%(done)s of %(of)s)")
            % {
                "percent": words.number(share),
                "done": words.number(part.value),
                "of": words.number(part.whole),
            },
            True,
        )
    value = Decimal(part.value)
    if one.for_each:
        value /= part.whole
    if one.unit == "hours":
        return words.number(_rounded(value / 60, 1)), True
    if one.unit == "minutes":
        return words.number(_rounded(value, 0)), True
    if 0 < part.value < fewest:
        return _("Fewer than %(number)s") % {"number": words.number(fewest)}, False
    return words.number(part.value), True


def _satisfied(one: Indicator, answers: Sequence[int]) -> tuple[str, bool]:
    if not answers:
        return _("Too few have answered"), False
    if one.unit == "percent":
        content = sum(answer >= CONTENT_FROM for answer in answers)
        share = _rounded(Decimal(100 * content) / len(answers), 0)
        return _("%(percent)s%%") % {"percent": words.number(share)}, True
    return words.number(_rounded(Decimal(sum(answers)) / len(answers), 1)), True


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


SIDES = {"teachers_satisfied": Side.TEACHER, "mentors_satisfied": Side.MENTOR}
MEASURES: dict[str, Callable[[Counting, Days], Part]] = {
    "teachers_in_pairs": Counting.teachers_in_pairs,
    "pairs_meeting": Counting.pairs_meeting,
    "minutes_held": Counting.minutes_held,
    "steps_in_time": Counting.steps_in_time,
    "modules_completed": Counting.modules_completed,
    "pairs_completed": Counting.pairs_completed,
    "mentors_trained": Counting.mentors_trained,
    "applications_decided": Counting.applications_decided,
    "requests_answered": Counting.requests_answered,
}
