"""The ledger of cohorts: what each pair owes by a dose, what counts of it, who is behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from banyan.credentials.queries.ledger import Entry, Groups, Said, Sums, entries, groups_of, sums
from banyan.credentials.queries.owing import Due, Met, Owed
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Hold, Mentorship, Seat
from banyan.mentoring.queries.doses import closed_of, minutes_of
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.snapshot import end_of
from banyan.mentoring.standings import COORDINATOR
from banyan.mentoring.states import LIVE, MentorshipForm, SessionStatus
from banyan.organisations.models import Organisation
from banyan.programmes.models import Cohort
from blueprint import Dose, Facts, owed
from blueprint import Hold as Rest

# Seats of which minutes count, and what says how many: as in `minutes_of`.
COUNTED = Q(session__status=SessionStatus.HELD, accounted_minutes__gt=0)
MINUTES = "accounted_minutes"
Holds = tuple[tuple[date, date | None], ...]
AT_ONCE = 500  # pairs whose sessions are read together for the file


@dataclass(frozen=True, slots=True)
class Line:
    """A pair of the cohort with its columns."""

    pair: Mentorship
    due: Due
    sums: Sums


def doses_of(cohort: Cohort) -> list[Dose]:
    """What the cohort's blueprint asks of each pair by the calendar."""
    return [
        dose for dose in blueprint_of(cohort).doses if dose.per != "module" and dose.of == "pair"
    ]


class Dues(list[Due]):
    """Pairs in the order in which they need somebody, with their groups if they were read."""

    groups: Groups | None = None


def dues(viewer: Viewer, cohort: Cohort, dose: Dose | None) -> Dues:
    """All pairs of the cohort in the viewer's area that run or have run, in the order in which
    they need somebody. As many queries for ten thousand pairs as for one: three, one more where
    groups count, one where less is owed while schools are closed, and one where somebody met on
    days on which nothing could be owed."""
    pairs = lived(viewer, [cohort])
    groups = groups_of(pairs) if dose and dose.groups else None
    counted = dues_by_cohort(viewer, [(cohort, dose)], pairs, groups or {})[cohort.pk]
    found = Dues(sorted(counted, key=lambda one: one.order))
    found.groups = groups
    return found


def lived(viewer: Viewer, cohorts: Sequence[Cohort]) -> list[Lived]:
    """The pairs of these cohorts in the viewer's area that run or have run."""
    rows = pairs_of(viewer, cohorts).values_list(
        *Lived._fields[:-2], "mentee__time_zone", "school__path"
    )
    return [Lived._make(row) for row in rows]


def pairs_of(viewer: Viewer, cohorts: Sequence[Cohort]) -> QuerySet[Mentorship]:
    """The same, as rows."""
    return Mentorship.objects.filter(
        COORDINATOR.where(viewer),
        cohort__in=cohorts,
        form=MentorshipForm.PAIR,
        starts_on__isnull=False,
    )


def dues_by_cohort(
    viewer: Viewer,
    asked: Sequence[tuple[Cohort, Dose | None]],
    pairs: Sequence[Lived],
    groups: Groups,
) -> dict[int, list[Due]]:
    """The same of several cohorts, each by a dose of its own, in no order and as many queries as
    for one. `pairs` are those that `lived` found in them, `groups` theirs where a dose counts
    them."""
    doses = {cohort.pk: (cohort, dose) for cohort, dose in asked if dose is not None}
    counted_pairs = [pair for pair in pairs if pair.cohort_id in doses]
    counting = _Counting(viewer, doses, counted_pairs, groups)
    counted = {one.pair: one for one in counting.dues()} if doses else {}
    found: dict[int, list[Due]] = {cohort.pk: [] for cohort, _dose in asked}
    for pair in pairs:
        due = counted.get(pair.pk) or Due(pair.pk, live=pair.status in LIVE)
        found[pair.cohort_id].append(due)
    return found


class Lived(NamedTuple):
    """What is read of each pair of a cohort."""

    pk: int
    cohort_id: int
    status: str
    starts_on: date
    ends_on: date | None
    extended_to: date | None
    mentor_id: int
    mentee_id: int
    zone: str
    path: str | None
    """Of its school."""


class _Counting:
    """One dose of each cohort over all its pairs; `asked` by the id of a cohort. The database adds
    up; pairs with a session outside the days in which something can be owed are counted day by day
    instead, so that each says the same as its own ledger."""

    def __init__(
        self,
        viewer: Viewer,
        asked: Mapping[int, tuple[Cohort, Dose]],
        pairs: Sequence[Lived],
        groups: Groups,
    ) -> None:
        self.asked, self.today, self.pairs, self.groups = asked, viewer.today, pairs, groups
        self.asks = {
            pk: blueprint_of(cohort).model_copy(update={"doses": (dose,)})
            for pk, (cohort, dose) in asked.items()
        }
        self.rests = _holds(asked)
        self.closed = _closed(asked, pairs)
        self.kept: dict[tuple[object, ...], Owed] = {}

    def dues(self) -> list[Due]:
        met, by_day = self._met(), self._by_day()
        each = [(pair, self._owed(pair)) for pair in self.pairs]
        apart = [
            pair.pk
            for pair, owed_ in each
            if pair.pk not in by_day and not owed_.holds(met.get(pair.pk), pair.zone)
        ]
        if apart:
            counted = minutes_of(apart)
            by_day |= {pk: counted.get(pk, []) for pk in apart}
        return [
            owed_.due_by_day(pair, by_day[pair.pk])
            if pair.pk in by_day
            else owed_.due(pair, met.get(pair.pk))
            for pair, owed_ in each
        ]

    def _met(self) -> dict[int, Met]:
        """By pair, as the database adds it up."""
        began = self._began()
        rows = (
            Seat.objects.filter(
                COUNTED, session__cohort__in=self.asked, session__mentorship__isnull=False
            )
            .values_list("session__mentorship_id")
            .annotate(
                before=Sum(MINUTES, filter=~began, default=0),
                times_before=Count("pk", filter=~began),
                now=Sum(MINUTES, filter=began, default=0),
                times_now=Count("pk", filter=began),
                first=Min("session__starts_at"),
                last=Max("session__starts_at"),
            )
        )
        return {pk: Met(*met) for pk, *met in rows}

    def _began(self) -> Q:
        """Sessions of the period that runs, by the clock of each teacher."""
        firsts = {pk: self._period_began_on(*each) for pk, each in self.asked.items()}
        zones = sorted({pair.zone for pair in self.pairs})
        began = Q(pk__in=[])
        for first in sorted(set(firsts.values())):
            here = Q(session__cohort__in=[pk for pk, day in firsts.items() if day == first])
            for zone in zones:
                midnight = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone))
                later = Q(session__starts_at__gte=midnight)
                if len(zones) > 1:
                    later &= Q(session__mentorship__mentee__time_zone=zone)
                began |= later & here if len(firsts) > 1 else later
        return began

    def _period_began_on(self, cohort: Cohort, dose: Dose) -> date:
        today = self.today
        if dose.per == "week":
            return today - timedelta(days=today.weekday())
        if dose.per == "month":
            return today.replace(day=1)
        if dose.per == "year":
            return today.replace(month=1, day=1)
        return cohort.starts_on - timedelta(days=366)

    def _by_day(self) -> dict[int, list[tuple[date, int]]]:
        """Where groups count, pairs that came to one, with all that counts for them."""
        groups = {
            pair.pk: credited
            for pair in self.pairs
            if self.asked[pair.cohort_id][1].groups
            and (credited := _credited(self.groups.get(pair.pk, ())))
        }
        alone = minutes_of(groups) if groups else {}
        return {pk: sorted([*alone.get(pk, ()), *each]) for pk, each in groups.items()}

    def _owed(self, pair: Lived) -> Owed:
        """What a pair owes: worked out once for all pairs of the same days."""
        holds = self.rests.get(pair.pk, ())
        closed = self.closed.get((pair.cohort_id, pair.path or ""), ())
        key = pair.cohort_id, pair.starts_on, pair.ends_on, pair.extended_to, holds, closed
        if (known := self.kept.get(key)) is not None:
            return known
        cohort, _dose = self.asked[pair.cohort_id]
        row = Mentorship(
            cohort=cohort,
            starts_on=pair.starts_on,
            ends_on=pair.ends_on,
            extended_to=pair.extended_to,
        )
        facts = Facts(
            cohort.starts_on,
            cohort.ends_on,
            pair.starts_on,
            end_of(row),
            holds=tuple(Rest(*each) for each in holds),
            closed=closed,
        )
        made = self.kept[key] = Owed(owed(self.asks[pair.cohort_id], facts, self.today), self.today)
        return made


def _holds(cohorts: Iterable[int]) -> dict[int, Holds]:
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rows = Hold.objects.filter(mentorship__cohort__in=cohorts).order_by("begins_on")
    for pk, begins_on, ends_on in rows.values_list("mentorship_id", "begins_on", "ends_on"):
        found[pk].append((begins_on, ends_on))
    return {pk: tuple(each) for pk, each in found.items()}


def _closed(
    asked: Mapping[int, tuple[Cohort, Dose]], pairs: Iterable[Lived]
) -> dict[tuple[int, str], tuple[Rest, ...]]:
    """Days on which schools are closed, by cohort and path, where the blueprint owes less on
    them."""
    places = sorted({(pair.cohort_id, pair.path or "") for pair in pairs})
    found = closed_of(
        Mentorship(
            pk=number,
            cohort=asked[pk][0],
            school=Organisation(path=path),
            starts_on=asked[pk][0].starts_on,
        )
        for number, (pk, path) in enumerate(places)
    )
    return {places[number]: tuple(days) for number, days in found.items() if days}


def _credited(groups: Iterable[Said]) -> list[tuple[date, int]]:
    """Day and minutes of the groups that the teacher attended."""
    return [(said.day, said.credited) for said in groups if said.credited]


def lines(viewer: Viewer, shown: Sequence[Due], groups: Groups | None = None) -> list[Line]:
    """These pairs with their columns, in this order; three queries at most, one less with the
    groups that `dues` read. The caller has them from there, and so through a viewer's query."""
    rows = Mentorship.objects.filter(pk__in=[one.pair for one in shown])
    people = rows.select_related("mentor", "mentee", "school", "cohort__programme")
    pairs = {pair.pk: pair for pair in people.defer("end_words")}
    met: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries(viewer, list(pairs.values()), groups):
        met[entry.pair].append(entry)
    return [Line(pairs[one.pair], one, sums(met[one.pair])) for one in shown if one.pair in pairs]


def all_lines(viewer: Viewer, found: Dues) -> Iterator[Line]:
    """The same of any number of pairs, some at a time."""
    for first in range(0, len(found), AT_ONCE):
        yield from lines(viewer, found[first : first + AT_ONCE], found.groups)
