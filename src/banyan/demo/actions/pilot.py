"""The pilot of the national mission: its programme, its mentors and teachers, and its pairs."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from rich.progress import Progress

from banyan.demo import words
from banyan.demo.actions.moving_on import first_chapter
from banyan.demo.actions.stages import go_on, prepare
from banyan.demo.actions.world import World
from banyan.demo.places import NATION, Place
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions as matching
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.states import Level, Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application, Cohort, Programme
from banyan.programmes.states import Advice

SECOND = "latha@demo.invalid"  # who reads applications beside Devi
FREE = tuple(
    f"{day}-{part}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat")
    for part in ("morning", "afternoon", "evening")
)


def programme_of(world: World) -> tuple[Programme, Cohort]:
    """Devi starts the programme and its first cohort."""
    day = world.at(world.days + 30)
    by = world.seen(world.cast["devi"], day)
    nation = Organisation.objects.get(level=Level.NATION, name=NATION)
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
    cohort = programmes.add_cohort(
        programme, f"Pilot {starts.year}", starts, starts + timedelta(days=450), by=by
    )

    def devi(days_ago: float) -> Viewer:
        return world.seen(world.cast["devi"], world.at(days_ago))

    prepare(programme, devi, world.days + 30)
    programmes.open_programme(programme, by=by)
    go_on(world, programme, devi, world.days + 29)
    return programme, cohort


def pool(world: World, programme: Programme, progress: Progress) -> None:
    """Applications: most are accepted, some are not, some still wait for a reader."""
    devi = world.cast["devi"]
    nation = Organisation.objects.get(level=Level.NATION, name=NATION)
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
            fine = number < world.size.mentors
            _read(world, application, second, away, Advice.ACCEPT if fine else Advice.REFUSE)
            decided = world.seen(devi, world.at(away - 3))
            if fine:
                _take_in(world, application, decided, away)
                world.mentors.append(person)
            else:
                programmes.refuse(application, words.REFUSALS[number % 2], by=decided)
            progress.advance(task)
    progress.update(task, completed=total)


def join(world: World, programme: Programme, person: Person, domains: list[str], away: int) -> None:
    """Somebody applies that many days ago, is read twice and taken into the pool, and is shown
    there with what she teaches."""
    by = world.seen(person, world.at(away))
    application = _application(world, programme, person, by, domains, ["gu", "hi", "en"])
    programmes.submit(application, by=by)
    _read(world, application, Person.objects.get(email=SECOND), away, Advice.ACCEPT)
    _take_in(world, application, world.seen(world.cast["devi"], world.at(away - 3)), away)
    programmes.publish(
        application, True, ["about", "years", "subjects", "stages"],
        by=world.seen(person, world.at(away - 8)),
    )  # fmt: skip


def _read(
    world: World, application: Application, second: Person, away: int, advice: Advice
) -> None:
    devi = world.cast["devi"]
    programmes.screen(application, by=world.seen(devi, world.at(away - 1)))
    said = "Clear about the work and warm about teachers."
    for reader in (devi, second):
        by = world.seen(reader, world.at(away - 2))
        text = said if advice == Advice.ACCEPT else "Not this year."
        programmes.review(application, advice, text, by=by)


def _take_in(world: World, application: Application, decided: Viewer, away: int) -> None:
    devi = world.cast["devi"]
    programmes.accept(application, by=decided)
    programmes.orient(
        application,
        (decided.now + timedelta(days=2)).date(),
        by=world.seen(devi, world.at(away - 6)),
    )
    programmes.activate(application, by=world.seen(devi, world.at(away - 7)))
    world.viewers.pop(application.person_id, None)  # she holds a role now


def _second_reader(world: World, nation: Organisation) -> Person:
    by = system(world.at(world.days + 39))
    reader = people.add_person("Latha Krishnan", email=SECOND, by=by)
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
                arun, rina = index == 0, person == world.cast["rina"]
                late = chance.random() < 0.06 and not (arun or rina)
                needs = list(dict.fromkeys([chance.choice(common), *chance.sample(domains, 2)]))
                if arun or rina:  # Meera can help both, whatever the dice say
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
    """A first round, answered by most; a second for those who said no, and for Rina, who goes on
    with somebody else; a draft open today."""
    devi = world.cast["devi"]
    task = progress.add_task("Matching", total=2)
    for number, days_ago in enumerate((world.days, world.days - 25), 1):
        by = world.seen(devi, world.at(days_ago))
        match = matching.open_round(cohort, by=by)
        if number == 1:
            for key in ("arun", "rina"):
                matching.pin(match, world.cast[key], world.cast["meera"], by=by)
        matching.compute(match, by=by)
        match.refresh_from_db()
        by = world.seen(devi, world.at(days_ago - 1))
        matching.publish_rest(matching.publish(match, by=by), now=by.now)
        _answer(world, cohort, days_ago - 2)
        if number == 1:
            first_chapter(world)
        progress.advance(task)


def _answer(world: World, cohort: Cohort, days_ago: float) -> None:
    waiting = Mentorship.objects.filter(cohort=cohort, status=MentorshipStatus.PROPOSED)
    pairs = list(waiting.select_related("mentor", "mentee", "school").order_by("pk"))
    for start in range(0, len(pairs), 50):
        with transaction.atomic():
            for pair in pairs[start : start + 50]:
                known = {person.pk for person in world.cast.values()}
                luck = 0.0 if pair.mentee_id in known else world.chance.random()
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
    asking = world.teachers[2:5]
    for text, (person, _place, _school) in zip(words.REQUESTS, asking, strict=False):
        by = world.seen(person, world.at(2))
        mentoring.ask(world.cast["meera"], cohort, "classroom_management", text, by=by)
