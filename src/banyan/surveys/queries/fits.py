"""What one of a pair is asked about how the two fit, and whose answer is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Hold as HoldOfPair
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.doses import rests_of
from banyan.mentoring.queries.mentorships import blueprint_of, coordinators_over
from banyan.mentoring.standings import MENTOR, PAIR
from banyan.mentoring.states import MentorshipForm, MentorshipStatus
from banyan.people.models import Person
from banyan.programmes.queries import cohorts_by
from banyan.programmes.states import Side
from banyan.surveys.models import FitPulse
from banyan.surveys.queries.settled import CHANGE_FOR
from banyan.surveys.standings import FIT_AUTHOR
from banyan.surveys.states import FitStatus
from banyan.ui.paging import in_lots
from banyan.ui.pieces import Answer
from banyan.ui.words import number
from blueprint import Blueprint, Fit, Hold, fit_of, pulse_opens

AT_A_TIME = 500  # pairs in memory
MOST_REST = 180  # days on hold for which somebody is still looked for
MOST = 400  # pairs of one person that are looked at, each once for every answer she gave


@dataclass(frozen=True, slots=True)
class FitAsked:
    """One of a pair on one of the days on which she is asked; what she has said is her own."""

    pair: Mentorship
    person_id: int
    side: Side
    day: int  # of the blueprint: so many days after the pair began
    opens_on: date
    last_on: date
    given: FitPulse | None

    @property
    def design(self) -> Fit:
        return fit_of(blueprint_of(self.pair.cohort))

    @property
    def questions(self) -> tuple[blueprint.Question, ...]:
        return self.design.mentor if self.side == Side.MENTOR else self.design.teacher

    @property
    def is_answered(self) -> bool:
        return self.given is not None and self.given.status == FitStatus.GIVEN

    @property
    def is_low(self) -> bool:
        """Whether something she answered lies where help is offered."""
        if self.given is None:
            return False
        return any(int(answer) <= self.design.low for answer in self.given.answers.values())


def own_pair(viewer: Viewer, pk: int) -> Mentorship:
    """A pair of the viewer's own, on either side. Raises DoesNotExist for everybody else."""
    rows = Mentorship.objects.filter(PAIR.where(viewer), form=MentorshipForm.PAIR)
    return (
        rows.select_related("mentor", "mentee", "school", "cohort__programme")
        .defer("end_words", "decline_reason")
        .get(pk=pk)
    )


def fit_asked(viewer: Viewer, pair: Mentorship) -> FitAsked | None:
    """What the viewer is asked about this pair of hers: the newest pulse that is open, or that she
    has answered; None where there is none. Two queries."""
    if pair.starts_on is None:
        return None
    said = {
        row.day: row for row in FitPulse.objects.filter(FIT_AUTHOR.where(viewer), mentorship=pair)
    }
    rests = rests_of([pair.pk])[pair.pk]
    found = None
    for asked in _days(viewer, pair, rests, viewer.today, said):
        if asked.opens_on <= viewer.today <= asked.last_on or asked.given is not None:
            found = asked
    return found


def _days(
    viewer: Viewer,
    pair: Mentorship,
    rests: Iterable[Hold],
    today: date,
    said: dict[int, FitPulse],
) -> Iterator[FitAsked]:
    side = Side.MENTOR if MENTOR.holds(viewer, pair) else Side.TEACHER
    for day, opens_on, last_on in windows(pair, rests, today):
        yield FitAsked(pair, viewer.person_id, side, day, opens_on, last_on, said.get(day))


def windows(
    pair: Mentorship, rests: Iterable[Hold], today: date
) -> Iterator[tuple[int, date, date]]:
    """Of a pair that has begun, each day of the blueprint with the first and the last day on which
    an answer counts."""
    design = fit_of(blueprint_of(pair.cohort))
    rests = list(rests)
    for day in design.days:
        if pair.starts_on is not None:
            opens_on = pulse_opens(day, pair.starts_on, rests, today)
            yield day, opens_on, opens_on + timedelta(days=design.open_days)


def fits_due(viewer: Viewer) -> list[FitAsked]:
    """Of the viewer's own pairs that work now, those of which she is asked and has said nothing,
    the first to close first. At most two queries."""
    rows = Mentorship.objects.filter(
        PAIR.where(viewer),
        form=MentorshipForm.PAIR,
        status=MentorshipStatus.ACTIVE,
        ends_early_on__isnull=True,
        starts_on__lte=viewer.today,
    ).annotate(
        of_hers=FilteredRelation("fits", condition=Q(fits__person=viewer.person_id)),
        said_on=F("of_hers__day"),
    )
    rows = rows.select_related("mentor", "mentee", "school", "cohort__programme")
    pairs: dict[int, Mentorship] = {}
    said: dict[int, set[int | None]] = defaultdict(set)
    for pair in rows.defer("end_words", "decline_reason").order_by("pk")[:MOST]:
        pairs[pair.pk] = pair
        said[pair.pk].add(pair.said_on)
    if not pairs:
        return []
    rests = rests_of(pairs)
    found = [
        asked
        for pk, pair in pairs.items()
        for asked in _days(viewer, pair, rests[pk], viewer.today, {})
        if asked.day not in said[pk] and asked.opens_on <= viewer.today <= asked.last_on
    ]
    return sorted(found, key=lambda asked: (asked.last_on, asked.pair.pk))


def other_of(asked: FitAsked) -> Person:
    return asked.pair.mentee if asked.side == Side.MENTOR else asked.pair.mentor


def fit_as_given(asked: FitAsked) -> FitPulse:
    """What was said, or the row that will be: to say who reads it before it is written."""
    return asked.given or FitPulse(mentorship=asked.pair, person_id=asked.person_id)


def fit_in_words(asked: FitAsked) -> list[Answer]:
    language = get_language() or "en"
    given = asked.given.answers if asked.given else {}
    return [
        Answer(
            question.text.in_(language),
            _("%(value)s of 5") % {"value": number(given[question.code])},
        )
        for question in asked.questions
        if question.code in given
    ]


def later_reasons(asked: FitAsked) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(one.code, one.title.in_(language)) for one in asked.design.later_reasons]


def counted_of(pair: Mentorship) -> int:
    """The fewest people of whom a number of these answers is shown."""
    return blueprint_of(pair.cohort).visibility.aggregate_needs


def who_helps(pair: Mentorship, today: date) -> list[str]:
    """Names of the coordinators of the school who are none of the two."""
    ids = set(coordinators_over([pair.school], on=today)) - {pair.mentor_id, pair.mentee_id}
    return list(Person.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))


def fit_until(asked: FitAsked) -> datetime | None:
    """Until when an answer that was given may be changed; after that it counts."""
    return asked.given.given_at + CHANGE_FOR if asked.given else None


# What notices and jobs need to know: they have no viewer


@dataclass(frozen=True, slots=True)
class FitMissing:
    """One of a pair who has not said anything on one of its days."""

    pair: Mentorship
    person_id: int
    other: str
    day: int
    remind_on: date


def fits_missing(today: date) -> Iterator[FitMissing]:
    """Everybody of the pairs that work whose answer is open and missing. Some pairs at a time:
    one query, and three for each lot of those of whom a day may be open."""
    rows = _maybe_open(today)
    if rows is not None:
        for found in in_lots(rows, AT_A_TIME):
            yield from _missing(found, today)


def _maybe_open(today: date) -> QuerySet[Mentorship] | None:
    """The pairs that began on a day after which they may be asked today; None if nobody is asked.
    Days on hold make it later, by how much only a look at each of those pairs can say."""
    held = Exists(HoldOfPair.objects.filter(mentorship=OuterRef("pk")))
    begun = Q()
    for (days, open_days), cohorts in cohorts_by(_asks).items():
        for day in days:
            latest = today - timedelta(days=day)
            earliest = latest - timedelta(days=open_days)
            on_time = Q(starts_on__gte=earliest)
            later = Q(held, starts_on__gte=earliest - timedelta(days=MOST_REST))
            begun |= Q(on_time | later, cohort__in=cohorts, starts_on__lte=latest)
    if not begun:
        return None
    rows = Mentorship.objects.filter(
        begun,
        form=MentorshipForm.PAIR,
        status=MentorshipStatus.ACTIVE,
        ends_early_on__isnull=True,
    )
    people = rows.select_related("mentor", "mentee", "school", "cohort__programme")
    return people.defer("end_words", "decline_reason").order_by("pk")


def _asks(design: Blueprint) -> tuple[tuple[int, ...], int]:
    asks = fit_of(design)
    return asks.days, asks.open_days


def _missing(pairs: list[Mentorship], today: date) -> Iterator[FitMissing]:
    ids = [pair.pk for pair in pairs]
    rests = rests_of(ids)
    rows = FitPulse.objects.filter(mentorship__in=ids)
    said = set(rows.values_list("mentorship_id", "person_id", "day"))
    for pair in pairs:
        after = fit_of(blueprint_of(pair.cohort)).remind_after_days
        for day, opens_on, last_on in windows(pair, rests[pair.pk], today):
            if not opens_on <= today <= last_on:
                continue
            both = ((pair.mentor_id, pair.mentee.name), (pair.mentee_id, pair.mentor.name))
            for person, other in both:
                if (pair.pk, person, day) not in said:
                    yield FitMissing(pair, person, other, day, opens_on + timedelta(days=after))


def fit_still_missing(pair_id: int, person_id: int, day: int) -> bool:
    """Whether somebody of a pair that works has said nothing yet."""
    works = Mentorship.objects.filter(
        pk=pair_id, status=MentorshipStatus.ACTIVE, ends_early_on__isnull=True
    )
    said = FitPulse.objects.filter(mentorship=pair_id, person=person_id, day=day)
    return works.exists() and not said.exists()
