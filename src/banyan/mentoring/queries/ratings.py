"""Questions in writing as numbers over several teachers: how many wait, whether answers helped;
never of which question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, DateTimeField, Min, Q, QuerySet, Value, When

from banyan.kernel.several import steps
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Question
from banyan.mentoring.queries.questions import AREA, WITH_MENTOR, title_in
from banyan.mentoring.states import Helped, QuestionStatus
from banyan.programmes.models import Enrolment
from banyan.programmes.queries import blueprint_named, pinned_code
from banyan.programmes.states import EnrolmentStatus

FEWEST = 5  # teachers behind a number; more where a blueprint says so

# A teacher, what she said, and code and version of the blueprint that it was said under.
Rating = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Rated:
    """Of so many answers that teachers rated as they closed their questions, how many helped."""

    answers: int
    helped: int


@dataclass(frozen=True, slots=True)
class Ratings:
    """What a viewer is told; nothing while too few teachers have said."""

    own: Rated | None  # of what she has answered as a mentor
    by_cohort: list[tuple[str, Rated]]  # of the schools that she coordinates


def ratings(viewer: Viewer) -> Ratings:
    """As a mentor and as a coordinator. One query."""
    here, hers = AREA.where(viewer), Q(mentor_id=viewer.person_id)
    rows = Question.objects.filter(here | hers).exclude(helped="").order_by("closed_at", "pk")
    own: list[Rating] = []
    of_cohorts: dict[tuple[str, int], list[Rating]] = defaultdict(list)
    for is_hers, is_here, name, cohort, *said in rows.values_list(
        _said(hers), _said(here), "cohort__name", "cohort", "teacher", "helped", *_DESIGN
    ):
        rating: Rating = (said[0], said[1], said[2], said[3])
        if is_hers:
            own.append(rating)
        if is_here:
            of_cohorts[name, cohort].append(rating)
    found = [(name, _together(of_cohorts[name, cohort])) for name, cohort in sorted(of_cohorts)]
    shown = [(name, rated) for name, rated in found if rated is not None]
    return Ratings(_together(own), shown)


def _said(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


_DESIGN = (pinned_code("cohort__"), "cohort__blueprint_version")


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


# What coordinators see besides: numbers and clocks, never a word


@dataclass(frozen=True, slots=True)
class DomainCount:
    domain: str
    title: str  # of the domain, in the active language
    waiting: int  # nobody has taken them
    oldest_at: datetime | None  # of those
    with_mentors: int
    closed: int


def counts(viewer: Viewer) -> list[DomainCount] | None:
    """Of the schools that the viewer coordinates, by domain; None where fewer teachers are enrolled
    there than a number may be of (`visibility.aggregate_needs`): it would tell whose question it
    is. One query, and a second one where they are few."""
    enrolled = Enrolment.objects.filter(AREA.where(viewer), status=EnrolmentStatus.ENROLLED)
    people: dict[tuple[str, str], int] = {}
    by_domain: dict[str, list[DomainCount]] = defaultdict(list)
    for code, version, domain, many, *more in _counted_by_design(viewer, enrolled):
        if domain:
            found = DomainCount(domain, title_in(code, version, domain), many, *more)
            by_domain[domain].append(found)
        else:
            people[code, version] = many
    needs = {of: blueprint_named(*of).visibility.aggregate_needs for of in people}
    fewest = max(needs.values(), default=0)
    # Somebody may be enrolled under two blueprints: of all there are as many at least as of one.
    if (
        all(many < fewest for many in people.values())
        and enrolled.values("person").distinct().count() < fewest
    ):
        return None
    return [_summed(by_domain[domain]) for domain in sorted(by_domain)]


def _counted_by_design(viewer: Viewer, enrolled: QuerySet[Enrolment]) -> QuerySet[Any, Any]:
    """For each design its enrolled people, without a domain; and for each domain of it the
    questions that wait, since when the oldest does, those with mentors and the closed ones."""
    design = (pinned_code("cohort__"), "cohort__blueprint_version")
    people = enrolled.order_by().values_list(*design, Value(""))
    waits = Q(status=QuestionStatus.OPEN)
    questions = Question.objects.filter(AREA.where(viewer)).order_by()
    return people.annotate(
        waiting=Count("person", distinct=True),
        oldest=Value(None, output_field=DateTimeField()),
        taken=Value(0),
        ended=Value(0),
    ).union(
        questions.values_list(*design, "domain").annotate(
            waiting=Count("pk", filter=waits),
            oldest=Min("asked_at", filter=waits),
            taken=Count("pk", filter=Q(status__in=WITH_MENTOR)),
            ended=Count("pk", filter=Q(status=QuestionStatus.CLOSED)),
        ),
        all=True,
    )


def _summed(each: list[DomainCount]) -> DomainCount:
    """Of one domain in several designs."""
    return DomainCount(
        each[0].domain,
        each[0].title,
        sum(one.waiting for one in each),
        min((one.oldest_at for one in each if one.oldest_at), default=None),
        sum(one.with_mentors for one in each),
        sum(one.closed for one in each),
    )
