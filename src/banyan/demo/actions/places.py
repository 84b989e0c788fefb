"""India for the pilot: the nation with its districts, the schools, and everybody who works there."""

from __future__ import annotations

import csv
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction
from rich.progress import Progress

from banyan.demo.actions.world import World
from banyan.demo.places import (
    HOME_SCHOOL,
    LONG_SUMMER,
    MEERAS_SCHOOL,
    NATION,
    OMARS_DISTRICT,
    SCHOOLS,
)
from banyan.demo.queries import CAST, address_of
from banyan.kernel.viewer import Viewer, system
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.snapshot.calendar import read_calendar
from banyan.organisations.states import DaysKind, Level, ReportingKind, Role
from banyan.people import actions as people

DATA = Path(__file__).parent.parent / "data"


def places(world: World, progress: Progress) -> None:
    """The nation, its states and districts, and the schools of the pilot."""
    by = system(world.at(world.days + 60))
    task = progress.add_task("Schools", total=len(SCHOOLS))
    organisations.plant_tree(_rows("states.csv"), _rows("districts.csv"), by=by)
    wanted = {HOME_SCHOOL, MEERAS_SCHOOL}
    first = [p for p in SCHOOLS if p.code in wanted or p.district == OMARS_DISTRICT]
    rest = [p for p in SCHOOLS if p not in first]
    with transaction.atomic():
        for place in (first + rest)[: world.size.schools]:
            district = Organisation.objects.get(level=Level.DISTRICT, lgd_code=place.district)
            school = organisations.add_organisation(
                place.name,
                level=Level.SCHOOL,
                parent=district,
                by=by,
                school_type=place.type.value,
                local_code=place.code,
            )
            world.schools[place.code] = (place, school)
            progress.advance(task)
    progress.update(task, total=len(world.schools))


def calendars(world: World) -> None:
    """The national holidays, and the vacation of schools in the warm regions, from files."""
    by = system(world.at(world.days + 50))
    nation = Organisation.objects.get(level=Level.NATION, name=NATION)
    _calendar(nation, "holidays_in.ics", by)
    for code in LONG_SUMMER:
        if code in world.schools:
            _calendar(world.schools[code][1], "vacation_kvs.ics", by)


def _calendar(place: Organisation, name: str, by: Viewer) -> None:
    found = read_calendar((DATA / name).read_bytes(), DaysKind.CLOSED, today=by.today)
    organisations.bring_in_calendar(place, found.days, by=by)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def crowd(world: World, progress: Progress) -> None:
    """The cast, a principal for each school, and the teachers."""
    by = system(world.at(world.days + 40))
    since = by.today
    nation = Organisation.objects.get(level=Level.NATION, name=NATION)
    home = world.schools[HOME_SCHOOL][1]
    omars = Organisation.objects.get(level=Level.DISTRICT, lgd_code=OMARS_DISTRICT)
    roles = {
        "arun": [(home, Role.TEACHER)],
        "meera": [(world.schools[MEERAS_SCHOOL][1], Role.TEACHER)],
        "devi": [(nation, Role.COORDINATOR)],
        "kavita": [(home, Role.PRINCIPAL)],
        "nandan": [(nation, Role.NODAL_OFFICER)],
        "omar": [(omars, Role.COORDINATOR)],
        "asha": [(nation, Role.ADMINISTRATOR)],
        "hema": [(nation, Role.SAFEGUARDING)],
        "rina": [(world.schools[MEERAS_SCHOOL][1], Role.TEACHER)],
        "jaya": [(home, Role.TEACHER)],
        "farah": [(home, Role.TEACHER)],
        "kamala": [],
        "priya": [],
    }
    task = progress.add_task("People", total=world.size.teachers - 2 + len(world.schools))
    with transaction.atomic():
        for key, name, *_rest in CAST:
            person = people.add_person(name, email=address_of(key), by=by)
            EmailAddress.objects.filter(user=person).update(verified=True)
            world.cast[key] = person
            for where, role in roles[key]:
                organisations.give_role(person, where, role, by=by, starts_on=since)
        world.teachers.append((world.cast["arun"], *world.schools[HOME_SCHOOL]))
        world.teachers.append((world.cast["rina"], *world.schools[MEERAS_SCHOOL]))
    each = list(world.schools.values())
    with transaction.atomic():
        for place, school in each:
            if place.code != HOME_SCHOOL:
                name, email = world.names.one(place.languages)
                head = people.add_person(name, email=email, by=by)
                organisations.give_role(head, school, Role.PRINCIPAL, by=by, starts_on=since)
            progress.advance(task)
    while len(world.teachers) < world.size.teachers:
        with transaction.atomic():
            for place, school in each:
                if len(world.teachers) >= world.size.teachers:
                    break
                name, email = world.names.one(place.languages)
                reachable = world.chance.random() < 0.93  # a few have no address at all
                locale = (
                    "hi" if place.languages[0] == "hi" and world.chance.random() < 0.4 else "en"
                )
                person = people.add_person(
                    name, email=email if reachable else None, locale=locale, by=by
                )
                organisations.give_role(person, school, Role.TEACHER, by=by, starts_on=since)
                world.teachers.append((person, place, school))
                progress.advance(task)
    _report(world, home, by)


def _report(world: World, home: Organisation, by: Viewer) -> None:
    """At Arun's school a colleague appraises him and another teacher, which no role of hers says."""
    colleagues = [person for person, _place, school in world.teachers if school == home][1:]
    senior, *others = colleagues[:2]
    for person in (world.cast["arun"], *others):
        organisations.enter_reporting_line(
            person, senior, ReportingKind.EVALUATOR, home, by=by, starts_on=by.today
        )
