"""The latest intake of the pilot, in which teachers and mentors rank short lists before a round."""

from __future__ import annotations

from datetime import timedelta

from banyan.demo import words
from banyan.demo.actions.editions import RANKING, own_edition
from banyan.demo.actions.pilot import join
from banyan.demo.actions.world import World
from banyan.kernel.viewer import system
from banyan.matching import actions as matching
from banyan.matching.actions import listing
from banyan.matching.actions.apart import keep_apart
from banyan.matching.models import Preference, Round
from banyan.matching.queries.apart import own_apart
from banyan.matching.queries.listing import own_list
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application, Cohort

NAME = "Teachers and mentors who rank each other"
TEACHERS, MENTORS = 8, 2  # with Farah, and with Kamala
# What they come with, one after the other.
NEEDS = (
    ("classroom_management", "inclusive_education"),
    ("digital_education", "classroom_management"),
    ("inclusive_education", "holistic_assessment"),
)
SPOKEN = {"gu": "C2", "hi": "C1", "en": "B2"}
SUBJECTS = (("science", "mathematics"), ("mathematics",), ("english", "hindi"))


def let_rank(world: World, first: Cohort) -> None:
    """Lists are open since two days, for five more: Farah and Kamala have not ranked theirs yet,
    and of the others more than half have."""
    devi = world.seen(world.cast["devi"], world.at(12))
    cohort = programmes.add_cohort(
        first.programme, NAME, first.starts_on - timedelta(days=2), first.ends_on, by=devi
    )
    cohort = own_edition(cohort, world.plan, RANKING, by=devi)
    farah, kamala = world.cast["farah"], world.cast["kamala"]
    for number, person in enumerate([kamala, *(_somebody(world) for _n in range(MENTORS - 1))]):
        join(world, first.programme, person, [*NEEDS[0], *NEEDS[number]], 24)
    _say_how_far(world, first, kamala)
    for number, person in enumerate([farah, *(_teacher(world) for _n in range(TEACHERS - 1))]):
        _enrol(world, cohort, person, number)
    _ask_apart(world, first, farah)
    round_ = matching.open_round(cohort, by=world.seen(world.cast["devi"], world.at(3)))
    listing.open_lists(round_, by=world.seen(world.cast["devi"], world.at(2)))
    _rank(world, round_)


def _say_how_far(world: World, first: Cohort, kamala: Person) -> None:
    """Kamala says how sure she is in what she offers, and how well she speaks."""
    place = Application.objects.select_related("programme__organisation").get(
        programme=first.programme, person=kamala
    )
    sure = dict(zip(NEEDS[0], (4, 3), strict=True))
    programmes.change_application(
        place,
        by=world.seen(kamala, world.at(10)),
        domain_levels=sure,
        levels=SPOKEN,
        format="online",
    )


def _ask_apart(world: World, first: Cohort, farah: Person) -> None:
    """Farah would rather not be paired with somebody of her family, and says so in confidence."""
    by = world.seen(farah, world.at(9))
    found = own_apart(by, first.programme.code)
    keep_apart(found, ["Yusuf Shaikh, Surat"], by=by, seen=found.version)


def _somebody(world: World) -> Person:
    name, email = world.names.one(["gu"])
    return people.add_person(name, email=email, by=system(world.at(30)))


def _teacher(world: World) -> Person:
    person, by = _somebody(world), system(world.at(14))
    _place, school = next(iter(world.schools.values()))
    organisations.give_role(person, school, Role.TEACHER, by=by, starts_on=by.today)
    return person


def _enrol(world: World, cohort: Cohort, person: Person, number: int) -> None:
    stages = world.plan.vocabularies.stages
    _place, school = next(iter(world.schools.values()))
    programmes.enrol(
        cohort,
        person,
        school,
        by=world.seen(world.cast["devi"], world.at(11)),
        needs=list(NEEDS[number % len(NEEDS)]),
        languages=["gu", "hi", "en"],
        subjects=list(SUBJECTS[number % len(SUBJECTS)]),
        stages=[stages[number % len(stages)].code],
        hours=["sat-morning", "mon-evening"],
        years=2 + number,
        need_levels=dict.fromkeys(NEEDS[number % len(NEEDS)], 1 + number % 2),
        levels=SPOKEN if number % 2 else {},
        again=number % 3 == 0,
        hopes=words.HOPES[number % len(words.HOPES)],
        confirmed=True,
    )
    world.viewers.pop(person.pk, None)


def _rank(world: World, round_: Round) -> None:
    """Three people of five rank; those whom a visitor can be have not come to it yet."""
    known = {person.pk for person in world.cast.values()}
    rows = Preference.objects.filter(round=round_, place=1).exclude(person__in=known)
    for number, row in enumerate(rows.select_related("person").order_by("side", "person")):
        if number % 5 > 2:
            continue
        by = world.seen(row.person, world.at(1, 12 + number % 8))
        found = own_list(by, round_.pk, row.side)
        chosen = [each.pk for each in found.rows[: 1 + number % 3]]
        listing.rank(found, chosen[::-1] if number % 2 else chosen, by=by)
