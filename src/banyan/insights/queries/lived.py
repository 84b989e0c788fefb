"""Predicted fit beside lived fit: what matching said of pairs, and how these say they live.

A pair comes in when no answer of it can come or change any more, and only in a step with as many
other pairs as the blueprint asks for people (`steps`), once a month: so no two readings of a number
tell what one pair said. Bands and criteria are different groups of the same pairs; those of a
criterion are shown from `FEWEST_EACH` pairs on each side, so that few are not told apart by laying
the groups over each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banyan.insights.queries.intervals import (
    Interval,
    difference_interval,
    level_of_each,
    mean_interval,
    mean_of,
    share_interval,
)
from banyan.insights.queries.spans import month_begins
from banyan.kernel.several import steps
from banyan.kernel.viewer import Viewer
from banyan.matching.queries.reasons import FITS
from banyan.matching.states import Fit
from banyan.programmes.models import Cohort
from banyan.programmes.queries import blueprint_named
from banyan.programmes.states import Side
from banyan.surveys.models import FitPulse
from banyan.surveys.queries.settled import CHANGE_FOR
from banyan.surveys.standings import FIT_COUNTER
from banyan.surveys.states import FitStatus
from banyan.ui import words
from blueprint import fit_of

WELL = 4.0  # from 1 to 5: a pair that lives well; the word is ours
# Where the pairs are parted for the one comparison of predictions: at the first of these words of
# `FITS` that leaves enough on both sides. Fixed lines, so that nobody changes sides.
PARTED_AT = (Fit.GOOD, Fit.FAIR, Fit.VERY_GOOD)
FEWEST = 20  # pairs in all, before anything is said of what they show; our own line
FEWEST_EACH = 10  # pairs on each side of a comparison; our own line
LEAST, MOST = 1.0, 5.0  # the scale

# Codes of the matchmaker by which a criterion is met in a pair, or is not.
CRITERIA: tuple[tuple[object, frozenset[str], frozenset[str]], ...] = tuple(
    (title, frozenset(met.split()), frozenset(unmet.split()))
    for title, met, unmet in (
        (_("What the teacher needs most is offered"), "first_need_met", "first_need_unmet"),
        (
            _("Both put the same language first"),
            "language_first",
            "language_not_first no_common_language",
        ),
        (_("They teach a subject in common"), "subjects_shared", "subjects_missing"),
        (_("They know a stage of school in common"), "stages_shared", "stages_missing"),
        (_("The mentor has more experience"), "experience_more", "experience_not_more"),
        (_("They are in the same district"), "same_district", "same_state far"),
        (_("They are free at the same hours"), "hours_shared", "hours_none_shared"),
    )
)


@dataclass(frozen=True, slots=True)
class Lived:
    """A pair whose answers stay as they are: what was predicted, and how it lives, from 1 to 5."""

    teacher_id: int
    score: int
    codes: frozenset[str]
    value: float  # the mean of its sides, each the mean of what she answered
    both: bool  # whether both sides answered
    at: datetime  # from when it counts


@dataclass(frozen=True, slots=True)
class Band:
    """Pairs of which the same was predicted. Without `pairs`, they are too few to be shown."""

    word: str
    pairs: int | None
    mean: float | None = None
    between: Interval | None = None
    well: Interval | None = None  # the share that lives well

    @property
    def shares(self) -> tuple[str, str, str]:
        """The share that lives well and between what it may lie, in percent."""
        if self.well is None:
            return "", "", ""
        one, low, high = (
            words.number(round(100 * part))
            for part in (self.well.value, self.well.low, self.well.high)
        )
        return one, low, high


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs where a criterion was met beside those where it was not; without numbers where one of
    the two groups is too small."""

    title: str
    met: int | None
    unmet: int | None
    difference: Interval | None


@dataclass(frozen=True, slots=True)
class Prediction:
    until: datetime  # what was settled before this is counted
    fewest: int  # people behind every number
    pairs: int  # that are counted in some number
    both: int  # of these, with answers of both sides
    bands: tuple[Band, ...]
    says_something: bool  # whether there are enough pairs for a word on what they show
    better: Compared  # predicted so well or better beside the others
    criteria: tuple[Compared, ...]


def lived_pairs(viewer: Viewer, cohorts: Collection[Cohort]) -> list[Lived]:
    """Pairs of these cohorts that a round proposed, in the schools that the viewer coordinates,
    whose first pulse is over, in the order in which they count. One query."""
    rows = (
        FitPulse.objects.filter(
            FIT_COUNTER.where(viewer),
            mentorship__cohort__in=[one.pk for one in cohorts],
            mentorship__proposal__score__isnull=False,
            status=FitStatus.GIVEN,
        )
        .order_by("pk")
        .values_list(
            "mentorship_id", "mentorship__mentee_id", "mentorship__cohort_id",
            "mentorship__proposal__score", "mentorship__proposal__reasons",
            "side", "day", "answers", "given_at", named=True,
        )
    )  # fmt: skip
    designs = {one.pk: fit_of(blueprint_named(*one.design)) for one in cohorts}
    of_pair: dict[int, list[tuple[float, datetime]]] = defaultdict(list)
    about: dict[int, tuple[int, int, list[dict[str, object]], int]] = {}
    for row in rows:
        design = designs[row.mentorship__cohort_id]
        asked = design.mentor if row.side == Side.MENTOR else design.teacher
        said = [int(row.answers[one.code]) for one in asked if one.code in row.answers]
        score = row.mentorship__proposal__score
        if not said or score is None or row.day != min(design.days, default=None):
            continue
        of_pair[row.mentorship_id].append((mean_of(said), row.given_at))
        about[row.mentorship_id] = (
            row.mentorship__mentee_id,
            score,
            row.mentorship__proposal__reasons,
            design.open_days,
        )
    found = []
    for pk, said_by in of_pair.items():
        teacher, score, reasons, open_days = about[pk]
        both = len(said_by) == 2
        last = max(at for _value, at in said_by)
        # One who has not answered still may until the pulse closes.
        settled = last + CHANGE_FOR + (timedelta(0) if both else timedelta(days=open_days))
        values = [value for value, _at in said_by]
        codes = frozenset(str(one["code"]) for one in reasons)
        found.append(Lived(teacher, score, codes, mean_of(values), both, settled))
    until = month_begins(viewer)
    return sorted(
        (one for one in found if one.at < until), key=lambda one: (one.at, one.teacher_id)
    )


def prediction(viewer: Viewer, cohorts: Collection[Cohort]) -> Prediction:
    """What these cohorts' pairs show of how good the prediction is. One query."""
    fewest = max(
        (blueprint_named(*one.design).visibility.aggregate_needs for one in cohorts), default=5
    )
    pairs = lived_pairs(viewer, cohorts)
    bands = _bands(pairs, fewest)
    shown = whole(pairs, fewest)
    enough = len(shown) >= FEWEST
    better = _better(pairs, fewest)
    told = [
        (title, met, unmet)
        for title, met, unmet in CRITERIA
        if any(one.codes & met for one in pairs) and any(one.codes & unmet for one in pairs)
    ]
    criteria = [
        _compared(
            str(title),
            pairs,
            fewest,
            lambda one, met=met: bool(one.codes & met),  # type: ignore[misc]
            lambda one, met=met, unmet=unmet: bool(one.codes & unmet) and not one.codes & met,  # type: ignore[misc]
            len(told),
        )
        for title, met, unmet in told
    ]
    return Prediction(
        until=month_begins(viewer),
        fewest=fewest,
        pairs=len(shown),
        both=sum(one.both for one in shown),
        bands=bands,
        says_something=enough,
        better=better,
        criteria=tuple(criteria),
    )


def whole(pairs: Iterable[Lived], fewest: int) -> list[Lived]:
    """Those in whole steps: each step has pairs of as many different teachers."""
    told = [(one.teacher_id, one) for one in pairs]
    return [one for step in steps(told, fewest) for one in step]


def _bands(pairs: Sequence[Lived], fewest: int) -> tuple[Band, ...]:
    found = []
    above: int | None = None
    for least, word, _tone in FITS:
        mine = whole(
            [one for one in pairs if one.score >= least and (above is None or one.score < above)],
            fewest,
        )
        above = least
        if not mine:
            found.append(Band(str(word.label), None))
            continue
        values = [one.value for one in mine]
        well = sum(value >= WELL for value in values)
        found.append(
            Band(
                str(word.label),
                len(mine),
                mean_of(values),
                mean_interval(values, LEAST, MOST),
                share_interval(well, len(mine)),
            )
        )
    return tuple(found)


def _better(pairs: Sequence[Lived], fewest: int) -> Compared:
    """Pairs predicted to fit so well or better beside the others; the title is the word."""
    begins = {word: least for least, word, _tone in FITS}
    found = Compared("", None, None, None)
    for word in PARTED_AT:
        least = begins[word]
        found = _compared(
            str(word.label),
            pairs,
            fewest,
            lambda one, least=least: one.score >= least,  # type: ignore[misc]
            lambda one, least=least: one.score < least,  # type: ignore[misc]
            1,
        )
        if found.met is not None:
            break
    return found


def _compared(
    title: str,
    pairs: Sequence[Lived],
    fewest: int,
    met: Callable[[Lived], bool],
    unmet: Callable[[Lived], bool],
    looked_at: int,
) -> Compared:
    have = [one.value for one in whole(filter(met, pairs), fewest)]
    lack = [one.value for one in whole(filter(unmet, pairs), fewest)]
    if min(len(have), len(lack)) < max(FEWEST_EACH, fewest):
        return Compared(title, None, None, None)
    difference = difference_interval(have, lack, level_of_each(looked_at))
    return Compared(title, len(have), len(lack), difference)


def says(one: Compared) -> str:
    """What a comparison shows, in a plain sentence: a difference only where none is left out."""
    if one.met is None:
        return gettext("Too few pairs on one of the two sides.")
    if one.difference is None:
        return gettext("All of these pairs live alike: this shows no difference.")
    said = {
        "difference": signed(one.difference.value),
        "low": signed(one.difference.low),
        "high": signed(one.difference.high),
    }
    if one.difference.holds_nothing:
        sentence = gettext(
            "This does not show that they live otherwise: %(difference)s (%(low)s to %(high)s)."
        )
    elif one.difference.value > 0:
        sentence = gettext(
            "They live better, by %(difference)s (%(low)s to %(high)s). Why is not shown."
        )
    else:
        sentence = gettext(
            "They live less well, by %(difference)s (%(low)s to %(high)s). Why is not shown."
        )
    return sentence % said


def signed(value: float) -> str:
    """A difference of lived fit with its sign, to a tenth: +0.4, −0.2, 0.0."""
    tenths = round(value, 1)
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return sign + words.number(abs(tenths), 1)
