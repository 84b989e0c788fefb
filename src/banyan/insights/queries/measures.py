"""What the indicators of a blueprint count, over some cohorts and a stretch of days."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Q

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, Request, Seat
from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.snapshot import journeys_of
from banyan.mentoring.standings import COORDINATOR
from banyan.mentoring.states import (
    MentorshipForm,
    MentorshipStatus,
    RequestStatus,
    SessionStatus,
)
from banyan.organisations.standings import under
from banyan.organisations.states import Role
from banyan.programmes.models import Application, Cohort, Enrolment
from banyan.programmes.queries import blueprint_named
from banyan.programmes.queries.trainings import states_of
from banyan.programmes.standings import ENROLMENT_COORDINATOR, SCREENER
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus, Side
from banyan.surveys.queries.settled import WholeStep, whole_steps
from blueprint import Journey, Status

UNDECIDED = (ApplicationStatus.SUBMITTED, ApplicationStatus.SCREENED, ApplicationStatus.READ)
ANSWERED = (RequestStatus.ACCEPTED, RequestStatus.DECLINED)
OVER = (MentorshipStatus.COMPLETED, MentorshipStatus.ENDED)


@dataclass(frozen=True, slots=True)
class Days:
    """`[since, until)`; `until` is never later than tomorrow."""

    since: date
    until: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.since <= day < self.until


@dataclass(frozen=True, slots=True)
class Part:
    """`value` of `whole`, over `behind` people or pairs."""

    value: int
    whole: int
    behind: int


class Counting:
    """Everything is read once, when the first measure asks for it: as many queries for a thousand
    pairs as for one. Only what the viewer coordinates is counted."""

    def __init__(self, viewer: Viewer, cohorts: Collection[Cohort]) -> None:
        self.viewer = viewer
        self.cohorts = list(cohorts)

    # What is read

    @cached_property
    def _pairs(self) -> list[Mentorship]:
        rows = Mentorship.objects.filter(
            COORDINATOR.where(self.viewer),
            cohort__in=self.cohorts,
            form=MentorshipForm.PAIR,
            starts_on__isnull=False,
        )
        return list(rows.select_related("cohort__programme").defer("end_words").order_by("pk"))

    @cached_property
    def _teachers(self) -> list[tuple[int, date, date | None]]:
        """Of each enrolment: the person, and the first day and the day of the end."""
        rows = Enrolment.objects.filter(
            ENROLMENT_COORDINATOR.where(self.viewer),
            cohort__in=self.cohorts,
            starts_on__isnull=False,
        ).exclude(status=EnrolmentStatus.INVITED)
        found = rows.values_list("person_id", "starts_on", "ends_on")
        return [(person, since, until) for person, since, until in found if since]

    @cached_property
    def _held(self) -> list[tuple[int, date, int]]:
        """Of each session of a pair that took place: the pair, the day, the minutes that count."""
        rows = Seat.objects.filter(
            under("session__school__path", self.viewer.scopes(Role.COORDINATOR)),
            session__cohort__in=self.cohorts,
            session__status=SessionStatus.HELD,
            session__mentorship__form=MentorshipForm.PAIR,
        ).values_list(
            "session__mentorship_id",
            "session__starts_at",
            "session__mentorship__mentee__time_zone",
            "accounted_minutes",
        )
        return [(pair, day_there(at, zone), minutes or 0) for pair, at, zone, minutes in rows]

    @cached_property
    def _journeys(self) -> dict[int, Journey]:
        return journeys_of(self._pairs, self.viewer.today)

    def _running(self, days: Days) -> list[Mentorship]:
        """Pairs that ran on at least one of these days."""
        return [
            pair
            for pair in self._pairs
            if pair.starts_on
            and pair.starts_on < days.until
            and (pair.ends_on is None or pair.ends_on >= days.since)
        ]

    # What is counted

    def teachers_in_pairs(self, days: Days) -> Part:
        enrolled = {
            person
            for person, starts_on, ends_on in self._teachers
            if starts_on < days.until and (ends_on is None or ends_on > days.since)
        }
        paired = enrolled & {pair.mentee_id for pair in self._running(days)}
        return Part(len(paired), len(enrolled), len(enrolled))

    def pairs_meeting(self, days: Days) -> Part:
        running = {pair.pk for pair in self._running(days)}
        met = running & {pair for pair, day, _minutes in self._held if day in days}
        return Part(len(met), len(running), len(running))

    def minutes_held(self, days: Days) -> Part:
        """The whole is the pairs."""
        running = len(self._running(days))
        return Part(
            sum(minutes for _pair, day, minutes in self._held if day in days), running, running
        )

    def steps_in_time(self, days: Days) -> Part:
        """Of the steps whose last day was one of these and is over."""
        in_time = due = pairs = 0
        for journey in self._journeys.values():
            over = [
                state
                for state in journey.steps
                if state.due_on in days
                and state.due_on
                and state.due_on < self.viewer.today
                and state.status not in (Status.WAIVED, Status.NOT_NEEDED, Status.ON_HOLD)
            ]
            due += len(over)
            pairs += bool(over)
            in_time += sum(
                state.status == Status.DONE and state.done_on <= state.due_on
                for state in over
                if state.done_on and state.due_on
            )
        return Part(in_time, due, pairs)

    def modules_completed(self, days: Days) -> Part:
        """Of all modules that the pairs of these days need, those complete by the last one."""
        running = {pair.pk for pair in self._running(days)}
        needed = [
            [one for one in journey.modules if one.status != Status.NOT_NEEDED]
            for pair, journey in self._journeys.items()
            if pair in running
        ]
        modules = [one for each in needed for one in each]
        done = [one for one in modules if one.completed_on and one.completed_on < days.until]
        return Part(len(done), len(modules), sum(bool(each) for each in needed))

    def pairs_completed(self, days: Days) -> Part:
        """Of the pairs that came to an end on one of these days."""
        over = [one for one in self._pairs if one.status in OVER and one.ends_on in days]
        done = sum(one.status == MentorshipStatus.COMPLETED for one in over)
        return Part(done, len(over), len(over))

    def mentors_trained(self, days: Days) -> Part:
        """Of the mentors of pairs of these days, as it stood on the last one: each by the blueprint
        that the cohort of her pair pins. Two queries for each programme and blueprint."""
        on = days.until - timedelta(days=1)
        every: set[int] = set()
        lacking: set[int] = set()
        for (programme, design), people in self._mentors(days).items():
            asked = [one for one in blueprint_named(*design).training if one.required]
            every |= people
            for person, states in states_of(programme, asked, people, on).items():
                if not all(states[one.code].status.counts for one in asked):
                    lacking.add(person)
        return Part(len(every - lacking), len(every), len(every))

    def _mentors(self, days: Days) -> dict[tuple[int, tuple[str, str]], set[int]]:
        found: dict[tuple[int, tuple[str, str]], set[int]] = {}
        for pair in self._running(days):
            by = pair.cohort.programme_id, pair.cohort.design
            found.setdefault(by, set()).add(pair.mentor_id)
        return found

    @cached_property
    def _applications(self) -> list[tuple[datetime, datetime | None]]:
        rows = Application.objects.filter(
            SCREENER.where(self.viewer),
            programme__in={one.programme_id for one in self.cohorts},
            submitted_at__isnull=False,
        ).filter(Q(decided_at__isnull=False) | Q(status__in=UNDECIDED))
        found = rows.values_list("submitted_at", "decided_at")
        return [(sent, decided) for sent, decided in found if sent]

    def applications_decided(self, days: Days) -> Part:
        """Of those sent before the last of these days is over and not decided before the first."""
        day = self._day
        waiting = [
            decided
            for sent, decided in self._applications
            if day(sent) < days.until and (decided is None or day(decided) >= days.since)
        ]
        done = sum(decided is not None and day(decided) in days for decided in waiting)
        return Part(done, len(waiting), len(waiting))

    @cached_property
    def _requests(self) -> list[tuple[datetime, str]]:
        rows = Request.objects.filter(
            COORDINATOR.where(self.viewer),
            cohort__in=self.cohorts,
            status__in=(*ANSWERED, RequestStatus.EXPIRED),
        )
        return list(rows.values_list("asked_at", "status"))

    def requests_answered(self, days: Days) -> Part:
        """Of those asked on one of these days that are over and were not taken back."""
        asked = [status for at, status in self._requests if self._day(at) in days]
        return Part(sum(status in ANSWERED for status in asked), len(asked), len(asked))

    def answers(self, side: Side, days: Days) -> list[int]:
        """From 1 to 5, to every such question of the feedback of one side, in whole steps: those
        that closed on one of these days."""
        return [
            answer
            for one in self._said[side]
            if self._day(one.at) in days
            for answer in one.answers
        ]

    @cached_property
    def _said(self) -> dict[Side, list[WholeStep]]:
        fewest = {}
        for cohort in self.cohorts:
            design = blueprint_named(*cohort.design)
            fewest[cohort.pk] = max(design.feedback.means_need, design.visibility.aggregate_needs)
        return whole_steps(self.viewer, fewest)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.viewer.zone).date()
