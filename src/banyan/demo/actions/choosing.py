"""A later intake of the pilot, whose teachers may ask a mentor themselves."""

from __future__ import annotations

from datetime import timedelta

from banyan.demo import words
from banyan.demo.actions.editions import CHOOSING, own_edition
from banyan.demo.actions.world import World
from banyan.kernel.viewer import system
from banyan.matching.actions import choosing
from banyan.matching.models import PairRequest
from banyan.matching.queries.choosing import own_enrolment
from banyan.matching.snapshot.choosing import looking
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort

NAME = "Teachers who choose their mentor"


def let_choose(world: World, first: Cohort) -> None:
    """Four teachers: Jaya waits for Meera's answer; two who chose each other wait for Devi, two
    are approved; one has not asked yet."""
    devi = world.seen(world.cast["devi"], world.at(12))
    cohort = programmes.add_cohort(
        first.programme, NAME, first.starts_on - timedelta(days=1), first.ends_on, by=devi
    )
    cohort = own_edition(cohort, world.plan, CHOOSING, by=devi)
    teachers = [world.cast["jaya"], *(_teacher(world) for _number in range(3))]
    for person in teachers:
        _place, school = next(iter(world.schools.values()))
        programmes.enrol(
            cohort,
            person,
            school,
            by=devi,
            needs=["classroom_management", "inclusive_education"],
            languages=["gu", "hi", "en"],
            subjects=["mathematics"],
            stages=[world.plan.vocabularies.stages[1].code],
            hours=["sat-morning", "sun-morning"],
            years=3,
            hopes=words.HOPES[0],
            confirmed=True,
        )
        world.viewers.pop(person.pk, None)
    jaya, *others = teachers
    meera = world.cast["meera"]
    _ask(world, jaya, cohort, meera, 2)
    for verb, person in zip(("agree", "approve"), others, strict=False):
        row = _ask(world, person, cohort, None, 6)
        choosing.agree(row, by=world.seen(row.mentor, world.at(4)))
        if verb == "approve":
            choosing.approve(row, by=world.seen(world.cast["devi"], world.at(3)))


def _teacher(world: World) -> Person:
    by = system(world.at(14))
    name, email = world.names.one(["gu"])
    person = people.add_person(name, email=email, by=by)
    _place, school = next(iter(world.schools.values()))
    organisations.give_role(person, school, Role.TEACHER, by=by, starts_on=by.today)
    return person


def _ask(
    world: World, teacher: Person, cohort: Cohort, mentor: Person | None, days_ago: float
) -> PairRequest:
    """This teacher asks this mentor, or else the one who fits best beside Meera."""
    by = world.seen(teacher, world.at(days_ago))
    enrolment = own_enrolment(by, cohort.pk)
    if mentor is None:
        found = looking(by, enrolment)
        meera = world.cast["meera"].pk
        # In a very small world there may be nobody beside her.
        first = min(found.facts.fitting, key=lambda pk: pk == meera)
        mentor = found.seen.places[first].person
    return choosing.ask(mentor, enrolment, words.CHOICE, by=by)
