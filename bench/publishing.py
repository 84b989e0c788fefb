"""The longest write transaction while a round of 650 pairs is published and told of.

On SQLite a write transaction keeps every other writer waiting, so the house allows it 200 ms.
Run with the project's interpreter: `.venv/bin/python bench/publishing.py`. Works in a file of its
own, or in a test database on the server of DATABASE_URL. Prints two lines and asserts nothing.
Other work on the machine lengthens the clock, and hardly the CPU: so both are given.
"""

import gc
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import django

TEACHERS, MENTORS, SEATS, SCHOOLS = 650, 60, 12, 60
DOMAINS = ("digital_education", "inclusive_education", "classroom_management")


def main(folder: Path) -> None:
    """Fill a programme, publish its round, let the worker tell everybody, and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.config.settings")
    # Out of debug mode, in which Django keeps every statement; so a secret is needed.
    os.environ |= {
        "BANYAN_DEBUG": "0",
        "BANYAN_HOME": str(folder),
        "BANYAN_SECRET_KEY": secrets.token_urlsafe(50),
    }
    django.setup()
    from django.db import connection  # noqa: PLC0415  # after setup
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415
    from django.urls import get_resolver  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from banyan.kernel.viewer import system  # noqa: PLC0415
    from banyan.matching import actions as matching  # noqa: PLC0415
    from banyan.organisations import actions as organisations  # noqa: PLC0415
    from banyan.organisations.models import Organisation  # noqa: PLC0415
    from banyan.organisations.queries import viewer_for  # noqa: PLC0415
    from banyan.organisations.states import Level, Role  # noqa: PLC0415
    from banyan.people import actions as people  # noqa: PLC0415
    from banyan.people.models import Person  # noqa: PLC0415
    from banyan.programmes import actions as programmes  # noqa: PLC0415
    from banyan.programmes.models import (  # noqa: PLC0415
        Application,
        Enrolment,
        Expertise,
        Fluency,
        Need,
    )
    from banyan.trail import actions as trail  # noqa: PLC0415

    test = connection.settings_dict["TEST"]
    test["NAME"] = test["NAME"] or str(folder / "bench.sqlite3")
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    now = timezone.now()
    by = system(now)
    nation = organisations.found_nation("India", by=by)
    state = organisations.add_organisation("Gujarat", level=Level.STATE, parent=nation, by=by)
    schools = [
        organisations.add_organisation(f"School {n}", level=Level.SCHOOL, parent=state, by=by)
        for n in range(SCHOOLS)
    ]
    devi = people.add_person("Devi Nair", email="devi@example.org", by=by)
    began = now.date() - timedelta(days=30)
    organisations.give_role(devi, nation, Role.COORDINATOR, by=by, starts_on=began)
    viewer = viewer_for(devi, now=now)
    programme = programmes.start_programme(
        "bench", "Bench", nation, "in_nmm", began, began + timedelta(days=365), by=viewer
    )
    cohort = programmes.add_cohort(
        programme, "Intake", began, began + timedelta(days=300), by=viewer
    )

    def persons(letter: str, count: int) -> list[Person]:
        return Person.objects.bulk_create(
            Person(name=f"{letter} {n}", email=f"{letter}{n}@example.org", joined_at=now)
            for n in range(count)
        )

    def school(number: int) -> Organisation:
        return schools[number % SCHOOLS]

    enrolled = Enrolment.objects.bulk_create(
        Enrolment(
            cohort=cohort, person=person, school=school(n), status="enrolled", languages=["hi"],
            subjects=["mathematics"], stages=["middle"], hours=["sat-morning"], years=4,
            starts_on=began,
        )
        for n, person in enumerate(persons("T", TEACHERS))
    )  # fmt: skip
    Need.objects.bulk_create(
        Need(enrolment=each, domain=DOMAINS[n % 3], rank=1) for n, each in enumerate(enrolled)
    )
    pool = Application.objects.bulk_create(
        Application(
            programme=programme, person=person, status="matchable", organisation=school(n + 1),
            years=14, subjects=["mathematics"], stages=["middle"], hours=["sat-morning"],
            capacity=SEATS,
        )
        for n, person in enumerate(persons("M", MENTORS))
    )  # fmt: skip
    for each in pool:  # nobody is matched who has not been to the workshop
        programmes.record_training(programme, each.person, "workshop", began, by=by)
    Expertise.objects.bulk_create(
        Expertise(application=each, domain=domain, rank=rank)
        for each in pool
        for rank, domain in enumerate(DOMAINS, 1)
    )
    Fluency.objects.bulk_create(Fluency(application=each, language="hi", rank=1) for each in pool)

    held: list[tuple[float, float]] = []  # seconds on the clock, and of CPU
    set_autocommit: Callable[..., None] = connection.set_autocommit
    begun = [0.0, 0.0]

    def timed(autocommit: bool, *given: object, **more: object) -> None:
        """A transaction begins where Django turns its commits off, and ends where it turns them
        on again."""
        set_autocommit(autocommit, *given, **more)
        if autocommit:
            held.append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
        else:
            begun[:] = [time.perf_counter(), time.process_time()]

    get_resolver().reverse_dict  # noqa: B018  # a server has done this with its first page
    round_ = matching.compute(matching.open_round(cohort, by=viewer), by=viewer)
    gc.collect()
    gc.freeze()  # no walk over what was loaded or filled so far falls into a transaction
    connection.set_autocommit = timed  # type: ignore[method-assign]
    started = time.perf_counter()
    matching.publish_rest(matching.publish(round_, by=viewer), now=now)
    seconds = time.perf_counter() - started
    published, held[:] = list(held), []
    started = time.perf_counter()
    while trail.deliver_open(now=now):
        pass
    telling = time.perf_counter() - started
    connection.set_autocommit = set_autocommit  # type: ignore[method-assign]
    pairs = round_.proposals.filter(mentorship__isnull=False).count()
    teardown_databases(made, verbosity=0)

    for what, took, spans in (("publishing", seconds, published), ("telling", telling, held)):
        clock, cpu = (max(each) * 1000 for each in zip(*spans, strict=True))
        sys.stdout.write(
            f"{what} {pairs} pairs: {took:.2f} s in {len(spans)} write transactions, the longest"
            f" {clock:.0f} ms on the clock (at most 200) and {cpu:.0f} ms of CPU\n"
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name))
