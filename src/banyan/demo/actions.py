"""Building the demonstration world, through the actions that pages use, at times long past."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import blueprint
from banyan.demo import words
from banyan.demo.history import live
from banyan.demo.people import Names
from banyan.demo.places import HOME_SCHOOL, MEERAS_SCHOOL, OMARS_DISTRICT, SCHOOLS, Place
from banyan.demo.queries import CAST, address_of
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions as matching
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import MentorshipStatus
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Level, Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application, Cohort, Programme
from banyan.programmes.states import Advice
from banyan.trail import actions as trail
from banyan.trail.models import Delivery

DATA = Path(__file__).parent / "data"
SEED = 20220729  # the day on which the pilot began
MONTHS = 6
FREE = tuple(
    f"{day}-{part}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat")
    for part in ("morning", "afternoon", "evening")
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world: schools, mentors, teachers, months of history."""

    schools: int
    mentors: int
    teachers: int
    months: int


SIZES = {
    "full": Size(30, 60, 700, MONTHS),
    "small": Size(6, 8, 60, 3),
    "tiny": Size(3, 4, 18, 2),  # for tests
}


@dataclass
class World:
    """What has been built so far, and what the next step needs of it."""

    size: Size
    now: datetime
    chance: random.Random
    names: Names
    plan: blueprint.Blueprint
    viewers: dict[int, Viewer] = field(default_factory=dict)
    cast: dict[str, Person] = field(default_factory=dict)
    schools: dict[str, tuple[Place, Organisation]] = field(default_factory=dict)
    teachers: list[tuple[Person, Place, Organisation]] = field(default_factory=list)
    mentors: list[Person] = field(default_factory=list)

    def at(self, days_ago: float, hour: int = 11) -> datetime:
        """That many days before now, at about that hour in India."""
        then = self.now - timedelta(days=days_ago)
        return then.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
            hours=hour, minutes=-330 + self.chance.randrange(0, 40)
        )

    def seen(self, person: Person, at: datetime) -> Viewer:
        """This person looking at that time; roles are read once and kept."""
        known = self.viewers.get(person.pk)
        if known is None:
            known = self.viewers[person.pk] = viewer_for(person, now=self.now)
        return replace(known, now=at)

    @property
    def days(self) -> int:
        return self.size.months * 30


@contextmanager
def steps(console: Console) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        yield progress


def build(*, size: str, console: Console) -> None:
    """Build the whole world; raises whatever an action refuses, and nothing is then kept."""
    world = World(
        size=SIZES[size],
        now=timezone.now(),
        chance=random.Random(SEED),  # noqa: S311  # invented people need no secrets
        names=Names(SEED),
        plan=blueprint.get("in_nmm"),
    )
    with steps(console) as progress:
        places(world, progress)
        crowd(world, progress)
        programme, cohort = programme_of(world)
        pool(world, programme, progress)
        enrolments(world, cohort, progress)
        settle(world, progress, "Telling people of the programme")
        pair_up(world, cohort, progress)
        live(world, cohort, progress)
        last_touches(world, cohort)
        settle(world, progress, "Telling people of the last weeks")
    tidy(world)


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


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def crowd(world: World, progress: Progress) -> None:
    """The cast, a principal for each school, and the teachers."""
    by = system(world.at(world.days + 40))
    since = by.today
    nation = Organisation.objects.get(level=Level.NATION)
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
        "priya": [],
    }
    task = progress.add_task("People", total=world.size.teachers - 1 + len(world.schools))
    with transaction.atomic():
        for key, name, *_rest in CAST:
            person = people.add_person(name, email=address_of(key), by=by)
            EmailAddress.objects.filter(user=person).update(verified=True)
            world.cast[key] = person
            for where, role in roles[key]:
                organisations.give_role(person, where, role, by=by, starts_on=since)
        world.teachers.append((world.cast["arun"], *world.schools[HOME_SCHOOL]))
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


def programme_of(world: World) -> tuple[Programme, Cohort]:
    """Devi starts the programme and its first cohort."""
    day = world.at(world.days + 30)
    by = world.seen(world.cast["devi"], day)
    nation = Organisation.objects.get(level=Level.NATION)
    starts = day.date()
    programme = programmes.start_programme(
        "nmm-pilot",
        "National Mission for Mentoring: pilot",
        nation,
        "in_nmm",
        starts,
        starts + timedelta(days=540),
        by=by,
    )
    programmes.open_programme(programme, by=by)
    cohort = programmes.add_cohort(
        programme, f"Pilot {starts.year}", starts, starts + timedelta(days=450), by=by
    )
    return programme, cohort


def pool(world: World, programme: Programme, progress: Progress) -> None:
    """Applications: most are accepted, some are not, some still wait for a reader."""
    devi = world.cast["devi"]
    nation = Organisation.objects.get(level=Level.NATION)
    second = _second_reader(world, nation)
    waiting = max(2, world.size.mentors // 10)
    refused = max(1, world.size.mentors // 12)
    total = world.size.mentors + waiting + refused
    task = progress.add_task("Mentors", total=total)
    domains = [d.code for d in world.plan.domains]
    needed = _languages_needed(world)
    for number in range(total):
        with transaction.atomic():
            away = world.days + 26 - (number % 12)
            if number >= world.size.mentors:
                away = 6 - (number % 3) if number >= world.size.mentors + refused else 40
            person = world.cast["meera"] if number == 0 else _new_mentor(world, number, away + 3)
            languages = ["gu", "hi", "en"] if number == 0 else needed[number % len(needed)]
            chosen = [
                domains[number % len(domains)],
                *world.chance.sample(domains, 3),
            ]
            if number == 0:
                chosen = ["classroom_management", "inclusive_education", "holistic_assessment"]
            by = world.seen(person, world.at(away))
            application = _application(world, programme, person, by, chosen, languages)
            programmes.submit(application, by=by)
            if number >= world.size.mentors + refused:
                if number % 2:
                    programmes.screen(application, by=world.seen(devi, world.at(1)))
                continue
            programmes.screen(application, by=world.seen(devi, world.at(away - 1)))
            fine = number < world.size.mentors
            for reader in (devi, second):
                programmes.review(
                    application,
                    Advice.ACCEPT if fine else Advice.REFUSE,
                    "Clear about the work and warm about teachers." if fine else "Not this year.",
                    by=world.seen(reader, world.at(away - 2)),
                )
            decided = world.seen(devi, world.at(away - 3))
            if fine:
                programmes.accept(application, by=decided)
                programmes.orient(
                    application,
                    (decided.now + timedelta(days=2)).date(),
                    by=world.seen(devi, world.at(away - 6)),
                )
                programmes.activate(application, by=world.seen(devi, world.at(away - 7)))
                world.viewers.pop(person.pk, None)  # she holds a role now
                world.mentors.append(person)
            else:
                programmes.refuse(application, words.REFUSALS[number % 2], by=decided)
            progress.advance(task)
    progress.update(task, completed=total)


def _second_reader(world: World, nation: Organisation) -> Person:
    by = system(world.at(world.days + 39))
    reader = people.add_person("Latha Krishnan", email="latha@demo.invalid", by=by)
    organisations.give_role(reader, nation, Role.COORDINATOR, by=by, starts_on=by.today)
    return reader


def _languages_needed(world: World) -> list[list[str]]:
    """Languages of the pilot in about the shares in which its schools speak them, then English."""
    lists = []
    for place, _school in world.schools.values():
        lists.append(list(dict.fromkeys([place.languages[0], "en", "hi"])))
        lists.append(list(dict.fromkeys(["hi", "en", place.languages[-1]])))
    world.chance.shuffle(lists)
    return lists


def _new_mentor(world: World, number: int, days_ago: float) -> Person:
    by = system(world.at(days_ago))
    name, email = world.names.one(["en"])
    return people.add_person(name, email=email, by=by)


def _application(
    world: World,
    programme: Programme,
    person: Person,
    by: Viewer,
    domains: list[str],
    languages: list[str],
) -> Application:
    chance = world.chance
    subjects = [s.code for s in world.plan.vocabularies.subjects]
    stages = [s.code for s in world.plan.vocabularies.stages]
    application = programmes.start_application(
        programme,
        by=by,
        domains=list(dict.fromkeys(domains))[:4],
        languages=languages,
        years=chance.randrange(9, 34),
        subjects=chance.sample(subjects, 2),
        stages=sorted(chance.sample(stages, 2), key=stages.index),
        hours=sorted(chance.sample(FREE, 5), key=FREE.index),
        capacity=chance.choice((8, 10, 10, 12, 12, 14)),
        hours_a_month=chance.choice((6, 8, 10, 12)),
        about=chance.choice(words.ABOUT),
        motivation=chance.choice(words.MOTIVATIONS),
    )
    for _code, title, text in chance.sample(words.EVIDENCE, 2):
        programmes.add_evidence(application, title, text, "", by=by)
    return application


def enrolments(world: World, cohort: Cohort, progress: Progress) -> None:
    """Teachers come in with their needs; most have said yes."""
    devi = world.cast["devi"]
    task = progress.add_task("Teachers", total=len(world.teachers))
    domains = [d.code for d in world.plan.domains]
    common = domains[:8]
    subjects = [s.code for s in world.plan.vocabularies.subjects]
    stages = [s.code for s in world.plan.vocabularies.stages]
    chance = world.chance
    for start in range(0, len(world.teachers), 50):
        with transaction.atomic():
            for index, (person, place, school) in enumerate(
                world.teachers[start : start + 50], start
            ):
                arun = index == 0
                late = chance.random() < 0.06 and not arun
                needs = list(dict.fromkeys([chance.choice(common), *chance.sample(domains, 2)]))
                if arun:
                    needs = ["classroom_management", "inclusive_education"]
                programmes.enrol(
                    cohort,
                    person,
                    school,
                    by=world.seen(devi, world.at(world.days + 20 - index % 9 if not late else 5)),
                    needs=needs,
                    languages=["gu", "hi", "en"] if arun else _spoken(world, place),
                    subjects=chance.sample(subjects, chance.choice((1, 1, 2))),
                    stages=[chance.choice(stages)],
                    hours=sorted(chance.sample(FREE, 4), key=FREE.index),
                    years=chance.randrange(0, 24),
                    hopes=chance.choice(words.HOPES) if chance.random() < 0.5 or arun else "",
                    confirmed=not late,
                )
                progress.advance(task)


def _spoken(world: World, place: Place) -> list[str]:
    """The school's first language, and some of the others; a few speak only the first."""
    first, *others = place.languages
    return [first, *(language for language in others if world.chance.random() < 0.75)]


def pair_up(world: World, cohort: Cohort, progress: Progress) -> None:
    """A first round, answered by most; a second for those who said no; a draft open today."""
    devi = world.cast["devi"]
    task = progress.add_task("Matching", total=2)
    for number, days_ago in enumerate((world.days, world.days - 25), 1):
        by = world.seen(devi, world.at(days_ago))
        match = matching.open_round(cohort, by=by)
        if number == 1:
            matching.pin(match, world.cast["arun"], world.cast["meera"], by=by)
        matching.compute(match, by=by)
        match.refresh_from_db()
        matching.publish(match, by=world.seen(devi, world.at(days_ago - 1)))
        _answer(world, cohort, days_ago - 2)
        progress.advance(task)


def _answer(world: World, cohort: Cohort, days_ago: float) -> None:
    waiting = Mentorship.objects.filter(cohort=cohort, status=MentorshipStatus.PROPOSED)
    pairs = list(waiting.select_related("mentor", "mentee", "school").order_by("pk"))
    for start in range(0, len(pairs), 50):
        with transaction.atomic():
            for pair in pairs[start : start + 50]:
                arun = pair.mentee_id == world.cast["arun"].pk
                luck = 0.0 if arun else world.chance.random()
                if luck > 0.97:
                    mentoring.decline(pair, by=world.seen(pair.mentee, world.at(days_ago)))
                    continue
                mentoring.accept(pair, by=world.seen(pair.mentor, world.at(days_ago)))
                if luck < 0.95:
                    mentoring.accept(pair, by=world.seen(pair.mentee, world.at(days_ago - 1)))


def last_touches(world: World, cohort: Cohort) -> None:
    """What makes today's pages worth opening: a draft round, open requests, people to invite."""
    devi = world.seen(world.cast["devi"], world.at(0.5))
    draft = matching.open_round(cohort, by=devi)
    matching.compute(draft, by=devi)
    programme = cohort.programme
    directory = Application.objects.filter(programme=programme, status="matchable").order_by("pk")
    for number, application in enumerate(directory.select_related("person")):
        if application.person_id == world.cast["meera"].pk or number % 3:
            publishes = ["about", "years", "subjects", "stages"]
            by = world.seen(application.person, world.at(world.days - 5))
            programmes.publish(application, True, publishes, by=by)
    asking = world.teachers[1:4]
    for text, (person, _place, _school) in zip(words.REQUESTS, asking, strict=False):
        by = world.seen(person, world.at(2))
        mentoring.ask(world.cast["meera"], cohort, "classroom_management", text, by=by)


def settle(world: World, progress: Progress, what: str) -> None:
    """Do the background work that is waiting, as the worker would have.

    What happened long ago was told, read and cleared away long ago: it is not told again.
    """
    waiting = Delivery.objects.filter(done_at__isnull=True)
    waiting.filter(event__happened_at__lt=world.now - timedelta(days=21)).update(done_at=world.now)
    task = progress.add_task(what, total=waiting.count())
    while True:
        with transaction.atomic():
            done = trail.deliver_open(now=world.now, limit=250)
        if not done:
            break
        progress.advance(task, done)
    OrmQ.objects.all().delete()  # their wake-ups: the work is done


def tidy(world: World) -> None:
    """Old notices were read and mailed long ago; the last few days are still new."""
    old = world.now - timedelta(days=4)
    Notice.objects.filter(created_at__lt=old).update(read_at=old, mailed_at=old)
    Notice.objects.filter(mailed_at__isnull=True).update(mailed_at=world.now)
