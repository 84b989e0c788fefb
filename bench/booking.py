"""Milliseconds to find in the database when sixty mentors can be booked within eight weeks.

They keep ten stretches a week in three zones, have forty sessions each in those weeks with the
twelve teachers of each, one in ten is on leave for some days, and two days are closed for all.
Prints a table, with what is aimed at, and asserts nothing. Run by `make bench` on both databases,
in a database of its own.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

HOME = tempfile.mkdtemp(prefix="banyan-bench-")
os.environ |= {"BANYAN_DEMO": "1", "BANYAN_DEBUG": "0", "BANYAN_HOME": HOME}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{HOME}/bench.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")

import django  # noqa: E402  # the environment comes first

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    setup_databases,
    teardown_databases,
)

import blueprint  # noqa: E402
from banyan.kernel.viewer import system  # noqa: E402
from banyan.mentoring.models import (  # noqa: E402
    Availability,
    Leave,
    Mentorship,
    Seat,
    Session,
    WeeklyHours,
)
from banyan.mentoring.queries import hours as queries  # noqa: E402
from banyan.organisations import actions as organisations  # noqa: E402
from banyan.organisations.models import Organisation  # noqa: E402
from banyan.organisations.states import DaysKind, Level, Role, SchoolType  # noqa: E402
from banyan.people.models import Person  # noqa: E402
from banyan.programmes.models import Cohort, Programme  # noqa: E402

MENTORS, OF_A_MENTOR, WEEKS, SESSIONS, RUNS, SEED = 60, 12, 8, 40, 9, 2026
ZONES = ("Asia/Kolkata", "Europe/Moscow", "America/New_York")
NOW, DAY = datetime(2026, 3, 1, tzinfo=UTC), timedelta(days=1)
AIM = 50  # milliseconds


def places() -> tuple[Organisation, Organisation]:
    """A nation and a school of it."""
    by = system(NOW - 400 * DAY)
    above = nation = organisations.found_nation("India", by=by)
    for level in (Level.STATE, Level.DISTRICT):
        above = organisations.add_organisation(str(level), level=level, parent=above, by=by)
    for on in (date(2026, 3, 4), date(2026, 4, 3)):
        organisations.add_days(nation, DaysKind.CLOSED, "Holiday", on, on, by=by)
    school = organisations.add_organisation(
        "KV", level=Level.SCHOOL, parent=above, by=by, local_code="1", school_type=SchoolType.KV
    )
    return nation, school


def cohort_at(nation: Organisation) -> Cohort:
    version, ends_on = blueprint.get("in_nmm").version, date(2027, 3, 1)
    programme = Programme.objects.create(
        code="bench", name="Bench", organisation=nation, blueprint="in_nmm", status="open",
        blueprint_version=version, starts_on=date(2025, 9, 1), ends_on=ends_on,
    )  # fmt: skip
    return Cohort.objects.create(
        programme=programme, name="First", blueprint_version=version,
        starts_on=date(2025, 9, 1), ends_on=ends_on,
    )  # fmt: skip


def people() -> list[Person]:
    """The mentors, then their teachers."""
    return Person.objects.bulk_create(
        Person(
            name=f"Person {n}", email=f"p{n}@bench.example", time_zone=ZONES[n % 3], joined_at=NOW
        )
        for n in range(MENTORS * (1 + OF_A_MENTOR))
    )


def keep_hours(mentors: list[Person], chance: random.Random) -> None:
    kept = Availability.objects.bulk_create(
        Availability(person=each, time_zone=each.time_zone, most_a_week=8) for each in mentors
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(availability=one, weekday=day, begins=hour * 60, ends=hour * 60 + 120)
        for one in kept
        for day in range(5)
        for hour in chance.sample((8, 10, 12, 14, 16, 18), 2)
    )
    away = date(2026, 3, 16)
    Leave.objects.bulk_create(
        Leave(person=each, starts_on=away, ends_on=away + 5 * DAY, entered_at=NOW)
        for each in mentors[::10]
    )


def meet(mentors: list[Person], teachers: list[Person], chance: random.Random) -> None:
    """Their sessions of these weeks, no two of a mentor at the same time."""
    nation, school = places()
    cohort = cohort_at(nation)
    for mentor in mentors:
        organisations.give_role(
            mentor, school, Role.MENTOR, by=system(NOW - 300 * DAY), starts_on=date(2025, 9, 1)
        )
    pairs = Mentorship.objects.bulk_create(
        Mentorship(
            mentor=mentors[n // OF_A_MENTOR], mentee=teacher, cohort=cohort, school=school,
            status="active", proposed_at=NOW - 200 * DAY, starts_on=date(2025, 9, 1),
        )
        for n, teacher in enumerate(teachers)
    )  # fmt: skip
    made = Session.objects.bulk_create(
        Session(
            mentorship=pair, cohort=cohort, school=school, host=mentor, topic="-",
            starts_at=at, ends_at=at + timedelta(minutes=45), time_zone=mentor.time_zone,
            status="confirmed", proposed_by=mentor, proposed_at=NOW - 10 * DAY,
        )
        for number, mentor in enumerate(mentors)
        for slot in chance.sample(range(WEEKS * 7 * 12), SESSIONS)
        for at in [NOW + timedelta(days=slot // 12, hours=8 + slot % 12)]
        for pair in [pairs[number * OF_A_MENTOR + slot % OF_A_MENTOR]]
    )  # fmt: skip
    Seat.objects.bulk_create(
        Seat(session=one, person_id=one.mentorship.mentee_id, taken_at=NOW) for one in made
    )


def main() -> None:
    """Measure and print."""
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        chance = random.Random(SEED)  # noqa: S311 - invented people need no secrets
        everybody = people()
        mentors, teachers = everybody[:MENTORS], everybody[MENTORS:]
        keep_hours(mentors, chance)
        meet(mentors, teachers, chance)
        ids = [each.pk for each in mentors]

        def search() -> int:
            found, _closings = queries.offering(ids, since=NOW.date())
            hours = {person: offering.hours for person, offering in found.items()}
            times = queries.offered(hours, 45, NOW, NOW + timedelta(weeks=WEEKS))
            return sum(map(len, times.values()))

        with CaptureQueriesContext(connection) as asked:
            count = search()
        took = []
        for _run in range(RUNS):
            begun, spent = time.perf_counter(), time.process_time()
            search()
            took.append((time.perf_counter() - begun, time.process_time() - spent))
        clock, cpu = (statistics.median(run[at] for run in took) * 1000 for at in (0, 1))
        sys.stdout.write(
            f"{connection.vendor}: {count:,} times of {MENTORS} mentors in {WEEKS} weeks, beside "
            f"{MENTORS * SESSIONS:,} sessions: {clock:.0f} ms ({cpu:.0f} ms of CPU), "
            f"{len(asked)} queries; aimed at {AIM} ms\n"
        )
    finally:
        teardown_databases(kept, verbosity=0)


if __name__ == "__main__":
    main()
