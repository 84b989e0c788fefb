"""What a round has to know of people beside their places in it: by one query, however many things
it is and however many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models import DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate

from banyan.matching.models import Apart
from banyan.mentoring.models import Mentorship, WeeklyHours
from banyan.mentoring.states import LIVE, MentorshipForm, MentorshipStatus
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.queries.reporting import holding
from banyan.organisations.states import Level, Role
from banyan.programmes.models import (
    Application,
    Cohort,
    Consent,
    Enrolment,
    Expertise,
    Fluency,
    Need,
    TrainingRecord,
)
from banyan.programmes.queries.bars import Recorded, trainings_asked
from banyan.programmes.queries.consents import is_asked
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.queries.trainings import states_from
from banyan.programmes.states import ConsentStatus, EnrolmentStatus, Side
from blueprint import Training, TrainingStatus

Key = TypeVar("Key")

# By these somebody can have power over a teacher: see `snapshot`.
POWERS = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.NODAL_OFFICER)
APART = (MentorshipStatus.DECLINED, MentorshipStatus.ENDED)
# So many who wait are asked for by their ids; of more, whatever is known of the whole cohort is
# read: most of it waits then, and no database takes ids without end.
BY_ID = 2000
NOTHING = Value(0)
NO_DAY = Value(None, DateField())
NO_WORD = Value("")


@dataclass(frozen=True, slots=True)
class Known:
    """Of teachers who wait and of mentors of a pool."""

    needs: dict[int, list[str]]  # by enrolment: domains, what matters most first
    expertise: dict[int, list[str]]  # by place in the pool: domains, the strongest first
    fluencies: dict[int, list[str]]  # by place in the pool: languages, the best first
    sure: dict[int, dict[str, int]]  # by enrolment: how sure, by domain
    strong: dict[int, dict[str, int]]  # by place in the pool: the same
    fluent: dict[int, dict[str, str]]  # by place in the pool: how well, by language
    kept: dict[int, list[int]]  # by person: hours in which they can be booked, see `_hours`
    worked_at: dict[int, list[str]]  # by mentor: kinds of school where a role is or was held
    together: dict[int, list[int]]  # by teacher: mentors of pairs that came to their end
    under_age: frozenset[str]  # traits of whoever is under age
    cleared: frozenset[int]  # mentors who may mentor teachers who are under age
    recorded: Recorded
    earlier: list[tuple[int, int]]  # teacher and mentor who are not asked for each other again
    apart: dict[int, list[str]]  # by person: whom she calls so, she would rather not be with
    powers: list[tuple[str, int, int]]  # role, person and place over which it is held
    reports: list[tuple[str, int, int]]  # kind, teacher and the mentor to whom she reports
    above: dict[int, tuple[str, str]]  # districts and states: level and name


def known_of(
    cohort: Cohort,
    waiting: Collection[Enrolment],
    pool: QuerySet[Application],
    places: Iterable[Organisation | None],
    *,
    on: date,
) -> Known:
    """On this day, of these who wait, of the pool, and of these places. It may also be of others of
    the cohort. One query."""
    enrolled = Enrolment.objects.filter(cohort=cohort, status=EnrolmentStatus.ENROLLED)
    if len(waiting) <= BY_ID:
        enrolled = enrolled.filter(pk__in=[each.pk for each in waiting])
    teachers = enrolled.values("person")
    found: dict[str, list[Any]] = defaultdict(list)
    # What has a day comes first: the first tells the database what the columns hold.
    parts: list[QuerySet[Any]] = [
        *_trainings(cohort, pool, on),
        *_consents(cohort, teachers, pool),
        *_said(enrolled, pool),
        *_between(teachers, pool, on),
        _apart(cohort),
        _where(pool, on),
        _hours(teachers, pool),
        _above(places),
    ]
    for kind, whose, which, word, day in parts[0].union(*parts[1:], all=True):
        found[kind].append((which, whose, word, day))
    held = _last(((whose, word), day) for _which, whose, word, day in found["training"])
    return Known(
        needs=_ranked(found["need"]),
        expertise=_ranked(found["expertise"]),
        fluencies=_ranked(found["fluency"]),
        sure=_levels(found["sure"]),
        strong=_levels(found["strong"]),
        fluent=_fluent(found["fluent"]),
        kept=_numbers(found["kept"]),
        worked_at=_ranked(found["worked_at"]),
        together=_numbers(found["together"]),
        under_age=frozenset(
            trait.code for trait in blueprint_named(*cohort.design).traits if trait.under_age
        ),
        cleared=_cleared(cohort, held, on),
        recorded=Recorded(
            consenting=frozenset((word, whose) for _which, whose, word, _day in found["consent"]),
            held=held,
            accepted=_last((whose, day) for _which, whose, _word, day in found["accepted"]),
        ),
        earlier=[(whose, which) for which, whose, _word, _day in found["earlier"]],
        apart=_ranked(found["apart"]),
        powers=sorted((word, whose, which) for which, whose, word, _day in found["power"]),
        reports=sorted((word, whose, which) for which, whose, word, _day in found["report"]),
        above={
            whose: (level, word)
            for level in (Level.DISTRICT.value, Level.STATE.value)
            for _which, whose, word, _day in found[level]
        },
    )


def _row(
    kind: str, whose: str, which: Any = NOTHING, word: Any = NO_WORD, day: Any = NO_DAY
) -> Any:
    """What every part of the query selects, in this order."""
    return Value(kind), F(whose), which, word, day


def _trainings(cohort: Cohort, pool: QuerySet[Application], on: date) -> list[QuerySet[Any]]:
    """Those that mentors need, each time that one was held; and where some are asked for only after
    a while, since when each is in the pool."""
    asked = [*trainings_asked(cohort), *clearing_in(cohort)]
    if not asked:
        return []
    held = TrainingRecord.objects.filter(
        programme_id=cohort.programme_id,
        person__in=pool.values("person"),
        code__in=[one.code for one in asked],
        held_on__lte=on,
    )
    rows: list[QuerySet[Any]] = [
        held.values_list(*_row("training", "person_id", word=F("code"), day=F("held_on")))
    ]
    if any(one.first_within_months for one in asked):
        accepted = Application.objects.filter(
            programme_id=cohort.programme_id,
            person__in=pool.values("person"),
            decided_at__isnull=False,
        )
        day = TruncDate("decided_at", tzinfo=UTC)
        rows.append(accepted.values_list(*_row("accepted", "person_id", day=day)))
    return rows


def clearing_in(cohort: Cohort) -> list[Training]:
    """Trainings that clear a mentor of this cohort for teachers who are under age."""
    return [one for one in blueprint_named(*cohort.design).training if one.clears_for_under_age]


def _cleared(cohort: Cohort, held: Mapping[tuple[int, str], date], on: date) -> frozenset[int]:
    """Mentors of whom such a training counts on this day."""
    clearing = clearing_in(cohort)
    people = {person for person, _code in held}
    states = states_from(clearing, people, held, {}, on) if clearing else {}
    counts = (TrainingStatus.VALID, TrainingStatus.SOON)
    return frozenset(
        person
        for person, mine in states.items()
        if any(state.status in counts for state in mine.values())
    )


def _consents(
    cohort: Cohort, teachers: QuerySet[Any], pool: QuerySet[Application]
) -> list[QuerySet[Any]]:
    """Those that hold, on each side that is asked for one."""
    given = Consent.objects.filter(cohort=cohort, status=ConsentStatus.GIVEN)
    sides = {
        Side.TEACHER: Q(side=Side.TEACHER, person__in=teachers),
        Side.MENTOR: Q(side=Side.MENTOR, person__in=pool.values("person")),
    }
    return [
        given.filter(these).values_list(*_row("consent", "person_id", word=F("side")))
        for side, these in sides.items()
        if is_asked(cohort, side)
    ]


def _said(enrolled: QuerySet[Enrolment], pool: QuerySet[Application]) -> list[QuerySet[Any]]:
    """What people said of themselves that has an order."""
    places = pool.values("pk")
    needs = Need.objects.filter(enrolment__in=enrolled.values("pk"))
    expertise = Expertise.objects.filter(application__in=places)
    fluencies = Fluency.objects.filter(application__in=places)
    rank, domain = F("rank"), F("domain")
    level = F("level")
    spoken = Concat("language", Value(":"), "level")
    return [
        needs.filter(level__isnull=False)
        .order_by()
        .values_list(*_row("sure", "enrolment_id", level, domain)),
        expertise.filter(level__isnull=False)
        .order_by()
        .values_list(*_row("strong", "application_id", level, domain)),
        fluencies.exclude(level="")
        .order_by()
        .values_list(*_row("fluent", "application_id", rank, spoken)),
        needs.order_by().values_list(*_row("need", "enrolment_id", rank, domain)),
        expertise.order_by().values_list(*_row("expertise", "application_id", rank, domain)),
        fluencies.order_by().values_list(*_row("fluency", "application_id", rank, F("language"))),
    ]


def _between(teachers: QuerySet[Any], pool: QuerySet[Application], on: date) -> list[QuerySet[Any]]:
    """Two who declined each other, ended early or have announced it, whoever did it and why; and
    roles by which a mentor has power over some place, and who reports to one."""
    earlier = Mentorship.objects.filter(
        Q(status__in=APART) | Q(status__in=LIVE, ends_early_on__isnull=False),
        mentee__in=teachers,
        form=MentorshipForm.PAIR,
    )
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        person__in=pool.values("person"),
        role__in=POWERS,
        starts_on__lte=on,
    )
    lines = holding(on).filter(person__in=teachers, reports_to__in=pool.values("person"))
    done = Mentorship.objects.filter(
        status=MentorshipStatus.COMPLETED,
        mentee__in=teachers,
        mentor__in=pool.values("person"),
        form=MentorshipForm.PAIR,
    )
    return [
        done.order_by().values_list(*_row("together", "mentee_id", F("mentor_id"))),
        earlier.order_by().values_list(*_row("earlier", "mentee_id", F("mentor_id"))),
        held.order_by().values_list(*_row("power", "person_id", F("organisation_id"), F("role"))),
        lines.order_by().values_list(*_row("report", "person_id", F("reports_to_id"), F("kind"))),
    ]


def _where(pool: QuerySet[Application], on: date) -> QuerySet[Any]:
    """Kinds of school that mentors know because they have, or had, a role in one."""
    held = Membership.objects.filter(
        ~Q(organisation__school_type=""), person__in=pool.values("person"), starts_on__lte=on
    )
    kind = F("organisation__school_type")
    return held.order_by().values_list(*_row("worked_at", "person_id", word=kind))


def _hours(teachers: QuerySet[Any], pool: QuerySet[Application]) -> QuerySet[Any]:
    """Hours of the week in which people can be booked, as one number each: the weekday, and the
    minutes of the day at which they begin and end, four figures each."""
    rows = WeeklyHours.objects.filter(
        Q(availability__person__in=teachers) | Q(availability__person__in=pool.values("person"))
    )
    number = Cast("weekday", IntegerField()) * 100_000_000 + F("begins") * 10_000 + F("ends")
    return rows.order_by().values_list(*_row("kept", "availability__person_id", number))


def _apart(cohort: Cohort) -> QuerySet[Any]:
    """With whom people of the programme would rather not be paired."""
    rows = Apart.objects.filter(programme_id=cohort.programme_id)
    return rows.order_by().values_list(*_row("apart", "person_id", word=F("name")))


def _above(places: Iterable[Organisation | None]) -> QuerySet[Any]:
    """The districts and states in which they lie, by their level."""
    ids = {pk for each in places if each is not None for pk in each.ancestor_ids}
    rows = Organisation.objects.filter(pk__in=ids, level__in=[Level.DISTRICT, Level.STATE])
    return rows.order_by().values_list(F("level"), F("pk"), NOTHING, F("name"), NO_DAY)


def _ranked(rows: list[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for _rank, whose, word, _day in sorted(rows):
        found[whose].append(word)
    return dict(found)


def _levels(rows: list[Any]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for level, whose, word, _day in rows:
        found[whose][word] = level
    return dict(found)


def _fluent(rows: list[Any]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for _rank, whose, word, _day in rows:
        language, _colon, level = word.rpartition(":")
        found[whose][language] = level
    return dict(found)


def _numbers(rows: list[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, whose, _word, _day in sorted(rows):
        found[whose].append(number)
    return dict(found)


def _last(rows: Iterable[tuple[Key, date]]) -> dict[Key, date]:
    """Of each the last day."""
    return dict(sorted(rows, key=itemgetter(1)))
