"""The pilot as it opens: schools, mentors in the pool, teachers enrolled, pairs that agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

import blueprint
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.proposals import Wanted
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import DaysKind, Level, Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort, Programme
from banyan.programmes.queries.stages import needed_to_open
from banyan.programmes.states import Advice

DESIGN = "in_nmm"
INDIA = "Asia/Kolkata"
# Some mentors of the mission are retired and live with their children: their clocks are changed.
FAR = {4: "America/New_York", 9: "Europe/London"}
BEFORE = timedelta(days=30)  # from the first day back to the day on which all is prepared
# Days closed, counted from the first day of the year: a holiday of the nation each month, the
# state's vacations with their lengths, and a festival of two days at every third school.
HOLIDAY, MONTH, VACATIONS, FESTIVAL = 3, 29, ((116, 21), (270, 12)), 40


@dataclass(frozen=True)
class Size:
    mentors: int
    teachers: int
    days: int


@dataclass
class Pilot:
    """What the year begins with."""

    cohort: Cohort
    coordinators: tuple[Person, Person]
    mentors: list[Person]
    teachers: list[Person]
    pairs: list[Mentorship]
    starts_on: date
    closed: dict[int, tuple[tuple[date, date], ...]]  # school → days, [from, until)


def begin(size: Size, starts_on: date) -> Pilot:
    """Everything through the actions that pages use, on the days before the first."""
    now = datetime.combine(starts_on - BEFORE, time(6), UTC)
    by = system(now)
    with transaction.atomic():
        nation = organisations.found_nation("India", by=by)
        devi, latha = (_coordinator(name, nation, by) for name in ("Devi Nair", "Latha Rao"))
        programme, cohort = _programme(nation, devi, starts_on, size.days, now)
        schools = _schools(nation, max(1, size.teachers // 14), by)
        mentors = [
            _mentor(programme, (devi, latha), number, schools[0], size, now)
            for number in range(size.mentors)
        ]
        teachers = [
            _teacher(cohort, devi, number, schools[number % len(schools)], now)
            for number in range(size.teachers)
        ]
        closed = _closed(nation, schools, starts_on, size.days, by)
        pairs = _pairs(cohort, devi, mentors, teachers, schools, starts_on)
    return Pilot(cohort, (devi, latha), mentors, teachers, pairs, starts_on, closed)


def _coordinator(name: str, nation: Organisation, by: Viewer) -> Person:
    email = f"{name.split()[0].lower()}@example.org"
    person = people.add_person(name, email=email, by=by)
    organisations.give_role(person, nation, Role.COORDINATOR, by=by, starts_on=by.today)
    return person


def _programme(
    nation: Organisation, devi: Person, starts_on: date, days: int, now: datetime
) -> tuple[Programme, Cohort]:
    by = viewer_for(devi, now=now)
    ends_on = starts_on + timedelta(days=days + 60)
    programme = programmes.start_programme(
        "pilot", "The pilot", nation, DESIGN, starts_on, ends_on, by=by
    )
    cohort = programmes.add_cohort(programme, "First", starts_on, ends_on, by=by)
    for key in needed_to_open(programme):
        programmes.record_artefact(programme, key, by.today, by=by)
    return programmes.open_programme(programme, by=by), cohort


def _schools(nation: Organisation, number: int, by: Viewer) -> list[Organisation]:
    state = organisations.add_organisation("Gujarat", level=Level.STATE, parent=nation, by=by)
    district = organisations.add_organisation(
        "Ahmedabad", level=Level.DISTRICT, parent=state, by=by
    )
    return [
        organisations.add_organisation(
            f"School {each + 1}", level=Level.SCHOOL, parent=district, by=by
        )
        for each in range(number)
    ]


def _closed(
    nation: Organisation, schools: list[Organisation], starts_on: date, days: int, by: Viewer
) -> dict[int, tuple[tuple[date, date], ...]]:
    """Enter when everybody, the state and some schools are closed."""

    def close(place: Organisation, title: str, day: int, length: int) -> tuple[date, date]:
        first = starts_on + timedelta(days=day)
        until = first + timedelta(days=length)
        organisations.add_days(
            place, DaysKind.CLOSED, title, first, until - timedelta(days=1), by=by
        )
        return first, until

    state = nation.children.get()
    everywhere = [close(nation, "Holiday", day, 1) for day in range(HOLIDAY, days, MONTH)]
    everywhere += [close(state, "Vacation", day, length) for day, length in VACATIONS if day < days]
    return {
        school.pk: (
            *everywhere,
            *([close(school, "Festival", FESTIVAL + number, 2)] if number % 3 == 0 else []),
        )
        for number, school in enumerate(schools)
    }


def _mentor(
    programme: Programme,
    readers: tuple[Person, Person],
    number: int,
    school: Organisation,
    size: Size,
    now: datetime,
) -> Person:
    design = blueprint.get(DESIGN)
    person = people.add_person(
        f"Mentor {number + 1}",
        email=f"mentor{number + 1}@example.org",
        time_zone=FAR.get(number, INDIA),
        by=system(now),
    )
    by, devi = viewer_for(person, now=now), viewer_for(readers[0], now=now)
    application = programmes.start_application(
        programme,
        by=by,
        domains=[domain.code for domain in design.domains[:3]],
        languages=["en"],
        organisation=school,
        years=12,
        capacity=-(-size.teachers // size.mentors),
        hours_a_month=design.mentor.hours_a_month.default,
        motivation="Somebody once did this for me.",
    )
    programmes.add_evidence(application, "Service record", "Twelve years.", "", by=by)
    programmes.submit(application, by=by)
    programmes.screen(application, by=devi)
    for reader in readers:
        programmes.review(application, Advice.ACCEPT, "Listens.", by=viewer_for(reader, now=now))
    programmes.accept(application, by=devi)
    programmes.orient(application, devi.today, by=devi)
    programmes.activate(application, by=devi)
    return person


def _teacher(
    cohort: Cohort, devi: Person, number: int, school: Organisation, now: datetime
) -> Person:
    person = people.add_person(
        f"Teacher {number + 1}", email=f"teacher{number + 1}@example.org", by=system(now)
    )
    programmes.enrol(
        cohort,
        person,
        school,
        by=viewer_for(devi, now=now),
        needs=[blueprint.get(DESIGN).domains[0].code],
        languages=["en"],
        confirmed=True,
    )
    return person


def _pairs(
    cohort: Cohort,
    devi: Person,
    mentors: list[Person],
    teachers: list[Person],
    schools: list[Organisation],
    starts_on: date,
) -> list[Mentorship]:
    """Proposed the day before the first, and accepted by both on it."""
    first = datetime.combine(starts_on, time(4), UTC)
    by = viewer_for(devi, now=first - timedelta(days=1))
    wanted = [
        Wanted(
            mentors[number % len(mentors)],
            teacher,
            schools[number % len(schools)],
            (blueprint.get(DESIGN).domains[0].code,),
        )
        for number, teacher in enumerate(teachers)
    ]
    pairs = []
    for found in mentoring.propose_all(wanted, cohort, by=by):
        found.decision.or_refuse()
        pair = found.mentorship
        if pair is None:
            raise RuntimeError("a pair that may be was not made")
        for person in (pair.mentor, pair.mentee):
            mentoring.accept(pair, by=viewer_for(person, now=first))
        pairs.append(pair)
    return pairs


def zone(person: Person) -> ZoneInfo:
    return ZoneInfo(person.time_zone)
