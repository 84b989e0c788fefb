"""Short meetings in the pilot, for Arun's school: one morning that was held, and one to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from banyan.demo.actions.world import World
from banyan.kernel.viewer import system
from banyan.matching.actions import rotas
from banyan.matching.models import Rota, RotaPlace
from banyan.matching.queries.rotas import ends_at, own_answers, places_of
from banyan.matching.states.rotas import Coming, Feeling
from banyan.people.models import Person
from banyan.programmes.models import Application, Cohort, Enrolment

MENTORS = 4  # Meera and others of the pool
HELD, COMING = 4, -5  # days ago: of the first, people can still say how it was


def meet_shortly(world: World, cohort: Cohort) -> None:
    """Some days ago one of them did not come, and most have said in private how it was, Arun not
    yet; next week they meet again on line."""
    when = world.slot(HELD, 10), world.saturday(COMING, 10)
    held = _announced(world, cohort, "Getting to know you", when[0], "The library, first floor")
    on = world.seen(world.cast["devi"], held.starts_at + timedelta(minutes=14))
    away = [p for p in places_of(held) if p.side == "teacher" and p.person != world.cast["arun"]]
    if away:
        rotas.mark(held, away[-1], Coming.NOT_COMING, by=on)
        if held.turns > 2:
            rotas.lay_rest(held, by=on, seen=held.version)
    rotas.end(held, by=system(ends_at(held)))
    for number, place in enumerate(places_of(held)):
        if place.person != world.cast["arun"] and number % 5 != 4:
            _say(world, held, place)
    _announced(world, cohort, "Who could help with inclusion?", when[1], "")


def _announced(world: World, cohort: Cohort, name: str, starts_at: datetime, place: str) -> Rota:
    meera, arun = world.cast["meera"], world.cast["arun"]
    before = world.seen(world.cast["devi"], min(starts_at, world.now) - timedelta(days=8))
    school = Enrolment.objects.select_related("school").get(cohort=cohort, person=arun).school
    pool = Application.objects.filter(programme=cohort.programme_id, status="matchable")
    others = pool.exclude(person=meera).order_by("pk").values_list("person_id", flat=True)
    plan = rotas.Plan(
        name=name,
        starts_at=starts_at,
        time_zone="Asia/Kolkata",
        minutes=10,
        pause=2,
        most=MENTORS,
        invited="all",
        place=place,
        area_id=school.pk,
    )
    mentors = [meera.pk, *others[: MENTORS - 1]]
    made = rotas.plan(cohort, plan, mentors, by=before)
    if place:
        seats = RotaPlace.objects.filter(rota=made, side="mentor").order_by("pk")
        rooms = {one.pk: f"Table {number}" for number, one in enumerate(seats, 1)}
        rotas.seat(made, rooms, by=before, seen=made.version)
    return rotas.announce(made, by=before)


def _say(world: World, held: Rota, place: RotaPlace) -> None:
    """Most would like to work with somebody they met, and rather not with nobody or one."""
    by = world.seen(place.person, ends_at(held) + timedelta(hours=4))
    found = own_answers(by, held.pk)
    said: dict[int, Feeling] = {}
    for number, person in enumerate(found.met):
        if {place.person, person} == {world.cast["meera"], world.cast["arun"]} or not number:
            said[person.pk] = Feeling.WOULD
        else:
            said[person.pk] = Feeling.RATHER_NOT if _unlike(place.person, person) else Feeling.COULD
    if said:
        rotas.say(found, said, by=by)


def _unlike(one: Person, other: Person) -> bool:
    return (one.pk * 7 + other.pk) % 6 == 0
