"""Workshops of the pilot: one that took place, one with a waiting list, a series of webinars that
begins, and one that takes place while the world is being built, so that its code can be tried."""

from __future__ import annotations

from datetime import datetime, timedelta

from banyan.credentials import actions as credentials
from banyan.credentials.queries.attendance import attended
from banyan.demo.actions.world import INDIA, World
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Enrolment, Programme
from banyan.programmes.states import EnrolmentStatus
from banyan.training import actions as training
from banyan.training.models import MeetingDay, Site, Workshop
from banyan.training.queries.codes import code_at

ROOM = "https://meet.jit.si/"
LIBRARY = "https://ncert.gov.in/"
TWO_HOURS, DAY = timedelta(hours=2), timedelta(hours=6)
PART = 150  # minutes, of whoever had to leave early


def bring_together(world: World, programme: Programme, cohort: Cohort) -> None:
    taught = Enrolment.objects.filter(cohort=cohort, status=EnrolmentStatus.ENROLLED)
    rows = taught.select_related("person").order_by("pk").exclude(person=world.cast["arun"])
    teachers = [one.person for one in rows[:12]]
    _orientation(world, programme)
    _reading(world, programme, cohort, teachers)
    _questions(world, programme, teachers)
    _open_evening(world, programme, teachers)


def _devi(world: World, at: datetime) -> Viewer:
    return world.seen(world.cast["devi"], at)


def _planned(
    world: World,
    programme: Programme,
    title: str,
    first: datetime,
    told: datetime,
    **said: object,
) -> Workshop:
    last_day = (first.astimezone(INDIA) - timedelta(days=1)).date()
    return training.plan(programme, title, last_day, by=_devi(world, told), **said)  # type: ignore[arg-type]


def _orientation(world: World, programme: Programme) -> None:
    """Two days for mentors, at two sites; whoever came for long enough has a certificate."""
    meera, devi = world.cast["meera"], world.cast["devi"]
    first = world.saturday(42, 10)
    told = first - timedelta(days=15)
    by = _devi(world, told)
    workshop = _planned(
        world, programme, "Orientation of mentors", first, told, audience="mentors",
        about="Listening, asking and being silent. Two days of practice with one another.",
    )  # fmt: skip
    places = (("Ahmedabad", devi, "DIET, hall 2"), ("Surat", meera, "DIET, first floor"))
    others = [one for one in world.mentors if one not in (meera, devi)]
    seats = len(others) // 2 + 2
    sites = [
        training.add_site(workshop, town, seats, leader, "Asia/Kolkata", by=by, place=place)
        for town, leader, place in places
    ]
    for site in sites:
        for begins in (first, first + timedelta(days=1)):
            training.add_day(site, begins, begins + DAY, by=by)
    training.add_resource(workshop, "To read before", LIBRARY, by=by)
    training.open_workshop(workshop, by=by)
    for number, mentor in enumerate(others):
        seen = world.seen(mentor, told + timedelta(days=1, hours=number))
        training.take_seat(workshop, sites[number % 2], by=seen)
    for number, mentor in enumerate(others):
        _came(world, sites[number % 2], mentor, number)
    over = first + timedelta(days=2)
    training.hold(workshop, by=_devi(world, over))
    training.share_recording(workshop, ROOM + "orientation-recording", by=_devi(world, over))
    training.add_resource(workshop, "Slides of both days", LIBRARY, by=by, is_after=True)
    day_after = _devi(world, over + timedelta(days=1))
    _row, rows = attended(day_after, workshop.pk)
    credentials.certify_all(rows, by=day_after)


def _came(world: World, site: Site, person: Person, number: int) -> None:
    """On the first day by the code; on the second by the list, and not everybody all day."""
    days = MeetingDay.objects.filter(site=site)
    first, second = days.select_related("site__workshop__programme__organisation")
    at = first.starts_at + timedelta(minutes=number % 20)
    training.come(first.site.workshop, code_at(first.pk, at), by=world.seen(person, at))
    minutes = second.minutes if number % 4 != 1 else PART
    leader = world.seen(site.leader, second.ends_at)
    training.say_presence(second, {person.pk: minutes}, {person.pk: None}, by=leader)


def _reading(world: World, programme: Programme, cohort: Cohort, teachers: list[Person]) -> None:
    """Still to come, for teachers: one site is full, and two wait there; Arun has a seat."""
    first, told = world.saturday(-9, 10), world.at(6)
    by = _devi(world, told)
    workshop = _planned(
        world, programme, "Reading aloud in every class", first, told, audience="teachers",
        cohort=cohort, about="Bring a book that your pupils love, and one that they never open.",
    )  # fmt: skip
    meera = world.cast["meera"]
    full = training.add_site(
        workshop, "Ahmedabad", 5, meera, "Asia/Kolkata", by=by, place="DIET, hall 2",
        street="Opposite the old library",
    )  # fmt: skip
    free = training.add_site(
        workshop, "Surat", 30, world.cast["devi"], "Asia/Kolkata", by=by, place="DIET, hall 1"
    )
    for begins in (first, first + timedelta(days=7)):
        training.add_day(full, begins, begins + DAY, by=by)
        training.add_day(free, begins + timedelta(days=1), begins + timedelta(days=1) + DAY, by=by)
    training.add_resource(workshop, "A list of stories by class", LIBRARY, by=by)
    training.open_workshop(workshop, by=by)
    coming = [(world.cast["arun"], full), *((one, full) for one in teachers[:6])]
    for number, (person, site) in enumerate([*coming, *((one, free) for one in teachers[6:9])]):
        seen = world.seen(person, told + timedelta(hours=3 * number + 2))
        training.take_seat(workshop, site, by=seen)


def _questions(world: World, programme: Programme, teachers: list[Person]) -> None:
    """A series of three evenings online, for everybody of the programme."""
    first, told = world.school_day(-13, 17), world.at(3)
    by = _devi(world, told)
    workshop = _planned(
        world, programme, "Questions that make pupils think", first, told, kind="webinar",
        about="Three evenings. In between you try one question in your own class.",
    )  # fmt: skip
    site = training.add_site(
        workshop, "Online, in the evening", 100, world.cast["devi"], "Asia/Kolkata", by=by,
        room_url=ROOM + "questions-that-make-pupils-think",
    )  # fmt: skip
    weekly = [first + timedelta(weeks=week) for week in range(3)]
    training.add_days(site, [(one, one + TWO_HOURS) for one in weekly], by=by)
    training.open_workshop(workshop, by=by)
    for person in [*teachers[3:8], *world.mentors[1:3]]:
        training.take_seat(workshop, site, by=world.seen(person, told + timedelta(hours=4)))


def _open_evening(world: World, programme: Programme, teachers: list[Person]) -> None:
    """Online at this very moment, led by Meera; whoever looks in may come."""
    begins = world.now - timedelta(minutes=20)
    begins = begins.replace(minute=begins.minute // 15 * 15, second=0, microsecond=0)
    told = world.at(2)
    by = _devi(world, told)
    workshop = _planned(
        world, programme, "Open hour: bring what is on your mind", begins, told, kind="webinar",
        audience="teachers", walk_ins=True,
        about="No programme and no slides: your questions, and those who have met them before.",
    )  # fmt: skip
    site = training.add_site(
        workshop, "Online", 40, world.cast["meera"], "Asia/Kolkata", by=by,
        room_url=ROOM + "open-hour",
    )  # fmt: skip
    day = training.add_day(site, begins, begins + 2 * TWO_HOURS, by=by)
    training.open_workshop(workshop, by=by)
    coming = [world.cast["arun"], *teachers[8:12]]
    for person in coming:
        training.take_seat(workshop, site, by=world.seen(person, told))
    for person in coming[1:3]:
        at = world.now - timedelta(minutes=15)
        training.come(workshop, code_at(day.pk, at), by=world.seen(person, at))
