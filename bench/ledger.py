"""Seconds for the ledger of a cohort of 10,000 pairs: all put in order, and the first page told.

The pairs began on one of sixty days, one in ten has been on leave, and each has met twelve times.
Prints a table and asserts nothing. Run by `make bench` on both databases, in a database of its own.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
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
from banyan.credentials.queries import cohort_ledger as queries  # noqa: E402
from banyan.kernel.viewer import Viewer, system  # noqa: E402
from banyan.mentoring.models import Hold, Mentorship, Seat, Session  # noqa: E402
from banyan.organisations import actions as organisations  # noqa: E402
from banyan.organisations.models import Organisation  # noqa: E402
from banyan.organisations.queries import viewer_for  # noqa: E402
from banyan.organisations.states import Level, Role, SchoolType  # noqa: E402
from banyan.people.models import Person  # noqa: E402
from banyan.programmes.models import Cohort, Programme  # noqa: E402

PAIRS, MET, RUNS, OF_A_MENTOR = 10_000, 12, 5, 10
AIM = 1  # second
NOW = datetime(2026, 4, 14, 6, tzinfo=UTC)
STARTS = date(2025, 9, 1)
DAY = timedelta(days=1)


def place() -> tuple[Organisation, Organisation]:
    by = system(NOW - 400 * DAY)
    nation = organisations.found_nation("India", by=by)
    above = nation
    for level in (Level.STATE, Level.DISTRICT):
        above = organisations.add_organisation(str(level), level=level, parent=above, by=by)
    school = organisations.add_organisation(
        "KV", level=Level.SCHOOL, parent=above, by=by, local_code="1", school_type=SchoolType.KV
    )
    return nation, school


def cohort_at(nation: Organisation) -> Cohort:
    version = blueprint.get("cps_induction").version
    programme = Programme.objects.create(
        code="bench",
        name="Bench",
        organisation=nation,
        blueprint="cps_induction",
        blueprint_version=version,
        status="open",
        starts_on=STARTS,
        ends_on=date(2027, 9, 1),
    )
    return Cohort.objects.create(
        programme=programme,
        name="First",
        blueprint_version=version,
        starts_on=STARTS,
        ends_on=date(2027, 9, 1),
    )


def fill(nation: Organisation, school: Organisation) -> tuple[Viewer, Cohort]:
    """The pairs with their sessions, by a coordinator of the nation."""
    cohort = cohort_at(nation)
    devi = Person.objects.create(name="Devi", email="devi@bench.example", joined_at=NOW)
    by = system(NOW - 390 * DAY)
    organisations.give_role(devi, nation, Role.COORDINATOR, by=by, starts_on=STARTS - 300 * DAY)
    people = Person.objects.bulk_create(
        Person(
            name=f"Person {n}", email=f"p{n}@bench.example", time_zone="Asia/Kolkata", joined_at=NOW
        )
        for n in range(PAIRS + PAIRS // OF_A_MENTOR)
    )
    mentors, teachers = people[PAIRS:], people[:PAIRS]
    pairs = Mentorship.objects.bulk_create(
        Mentorship(
            mentor=mentors[n // OF_A_MENTOR],
            mentee=teacher,
            cohort=cohort,
            school=school,
            status="active",
            proposed_at=NOW - 200 * DAY,
            starts_on=STARTS + (n % 60) * DAY,
        )
        for n, teacher in enumerate(teachers)
    )
    Hold.objects.bulk_create(
        Hold(
            mentorship=pair,
            begins_on=STARTS + (90 + n % 40) * DAY,
            ends_on=STARTS + (104 + n % 40) * DAY,
        )
        for n, pair in enumerate(pairs[::10])
    )
    sessions = Session.objects.bulk_create(
        (
            Session(
                mentorship=pair,
                cohort=cohort,
                school=school,
                host=pair.mentor,
                topic="-",
                starts_at=at,
                ends_at=at + timedelta(hours=1),
                time_zone="Asia/Kolkata",
                status="held",
                proposed_by=pair.mentor,
                proposed_at=at,
            )
            for n, pair in enumerate(pairs)
            for number in range(MET)
            for at in [NOW - (5 + number * 13 + n % 9) * DAY]
        ),
        batch_size=5000,
    )
    Seat.objects.bulk_create(
        (
            Seat(
                session=one,
                person=pair.mentee,
                taken_at=NOW,
                own_minutes=40 + n % 90,
                host_minutes=40 + n % 90,
            )
            for n, one in enumerate(sessions)
            for pair in [pairs[n // MET]]
        ),
        batch_size=5000,
    )
    return viewer_for(devi, now=NOW), cohort


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Of the clock and of this process's CPU: the medians of the runs."""
    found = []
    for _run in range(RUNS):
        begun, spent = time.perf_counter(), time.process_time()
        work()
        found.append((time.perf_counter() - begun, time.process_time() - spent))
    return statistics.median(f[0] for f in found), statistics.median(f[1] for f in found)


def main() -> None:
    """Measure and print."""
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        viewer, cohort = fill(*place())
        (dose,) = queries.doses_of(cohort)

        def page() -> object:
            found = queries.dues(viewer, cohort, dose)
            return queries.lines(viewer, found[:25], found.groups)

        with CaptureQueriesContext(connection) as asked:
            page()
        clock, spent = seconds(page)
        found = queries.dues(viewer, cohort, dose)
        whole, whole_spent = seconds(lambda: sum(1 for _line in queries.all_lines(viewer, found)))
        overdue = sum(one.behind > 0 for one in found)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(
            f"{connection.vendor}: {len(found):,} pairs, {len(found) * MET:,} sessions, "
            f"{overdue:,} overdue\n"
            f"in order, and the first page: {clock:.2f} s ({spent:.2f} s of CPU), "
            f"{len(asked)} queries; aimed at {AIM} s\n"
            f"all columns of all, for a file: {whole:.2f} s ({whole_spent:.2f} s of CPU)\n"
            f"most memory: {peak} MB\n"
        )
    finally:
        teardown_databases(kept, verbosity=0)


if __name__ == "__main__":
    main()
