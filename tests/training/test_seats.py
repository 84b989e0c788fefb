"""Seats, the waiting list, another site, and who may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.people.models import Person
from banyan.trail.models import Event
from banyan.training import actions
from banyan.training.models import Seat, Site
from banyan.training.rules import WORKSHOP_RIGHTS
from tests.conftest import NOW
from tests.training.conftest import DURING, FIRST, World

pytestmark = pytest.mark.django_db


def taken(site: Site) -> int:
    return Site.objects.get(pk=site.pk).seats_taken


def test_whoever_comes_third_to_two_seats_waits_and_moves_up_by_herself(world: World) -> None:
    cast = world.cast
    first, second, third = (world.take(who) for who in (cast.arun, world.bina, world.chitra))
    assert [first.status, second.status, third.status] == ["seated", "seated", "waiting"]
    promoted = actions.give_seat_back(world.workshop, by=world.by(cast.arun))
    assert promoted is not None
    assert promoted.person_id == world.chitra.pk
    assert [world.status(who) for who in (cast.arun, world.bina, world.chitra)] == [
        "left",
        "seated",
        "seated",
    ]
    assert taken(world.here) == 2
    (event,) = Event.objects.filter(verb="workshop.promote")
    assert event.data == {"person": world.chitra.pk, "site": world.here.pk}


def test_a_seat_is_for_somebody_who_is_still_here(world: World) -> None:
    for who in (world.cast.arun, world.bina, world.chitra):
        world.take(who)
    Person.objects.filter(pk=world.chitra.pk).update(is_active=False)
    actions.give_seat_back(world.workshop, by=world.by(world.cast.arun))
    assert world.status(world.chitra) == "waiting"
    assert taken(world.here) == 1


def test_the_school_of_whoever_takes_a_seat_is_kept_with_it(world: World) -> None:
    assert world.take(world.cast.arun).school == world.cast.school


def test_a_seat_is_taken_once_and_given_back_once(world: World) -> None:
    """In two tabs."""
    world.take(world.cast.arun)
    with pytest.raises(Stale):
        world.take(world.cast.arun, world.there)
    actions.give_seat_back(world.workshop, by=world.by(world.cast.arun))
    with pytest.raises(Stale):
        actions.give_seat_back(world.workshop, by=world.by(world.cast.arun))
    assert taken(world.here) == 0


def test_whoever_has_left_may_come_back(world: World) -> None:
    world.take(world.cast.arun)
    actions.give_seat_back(world.workshop, by=world.by(world.cast.arun))
    assert world.take(world.cast.arun).status == "seated"
    assert Seat.objects.filter(person=world.cast.arun).count() == 1


def test_a_coordinator_frees_a_seat_and_whoever_waited_first_has_it(world: World) -> None:
    seats = [world.take(who) for who in (world.cast.arun, world.bina, world.chitra)]
    devi = world.by(world.cast.devi)
    promoted = actions.free_seat(seats[0], " On leave. ", by=devi)
    assert promoted is not None
    assert promoted.person_id == world.chitra.pk
    assert [world.status(who) for who in (world.cast.arun, world.bina, world.chitra)] == [
        "freed",
        "seated",
        "seated",
    ]
    assert taken(world.here) == 2
    freed = Seat.objects.get(person=world.cast.arun)
    assert freed.freed_because == "On leave."
    event = Event.objects.get(verb="workshop.free_seat")
    assert event.data == {"person": world.cast.arun.pk, "site": world.here.pk}
    with pytest.raises(Stale):  # in the other tab, which has not seen it
        actions.free_seat(seats[0], "On leave.", by=devi)
    with pytest.raises(Refused, match="free already"):
        actions.free_seat(freed, "On leave.", by=devi)


def test_freeing_a_place_on_the_waiting_list_moves_nobody_up(world: World) -> None:
    for who in (world.cast.arun, world.bina):
        world.take(who)
    assert (
        actions.free_seat(world.take(world.chitra), "Twice.", by=world.by(world.cast.devi)) is None
    )
    assert world.status(world.chitra) == "freed"
    assert taken(world.here) == 2


def test_whoever_was_freed_may_come_back_and_the_reason_is_gone(world: World) -> None:
    actions.free_seat(world.take(world.cast.arun), "In error.", by=world.by(world.cast.devi))
    again = world.take(world.cast.arun)
    assert (again.status, Seat.objects.get().freed_because) == ("seated", "")


@pytest.mark.parametrize("who", ["meera", "kavita", "omar", "arun", "asha"])
def test_nobody_but_a_coordinator_frees_a_seat(world: World, who: str) -> None:
    seat = world.take(world.bina)
    with pytest.raises(Refused, match="Only a coordinator"):
        actions.free_seat(seat, "So.", by=world.by(getattr(world.cast, who)))


def test_a_seat_is_freed_for_a_reason_and_before_it_has_begun(world: World) -> None:
    seat, devi = world.take(world.cast.arun), world.cast.devi
    with pytest.raises(Unfit) as refused:
        actions.free_seat(seat, "  ", by=world.by(devi))
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="has begun"):
        actions.free_seat(seat, "Late.", by=world.by(devi, DURING))
    Seat.objects.update(person=devi)
    with pytest.raises(Refused, match="your own place"):
        actions.free_seat(Seat.objects.select_related("workshop").get(), "I.", by=world.by(devi))
    actions.cancel(world.workshop, "The hall is flooded.", by=world.by(devi))
    Seat.objects.update(person=world.cast.arun)
    with pytest.raises(Refused, match="not open"):
        actions.free_seat(Seat.objects.get(), "Over.", by=world.by(devi))


def test_a_seat_moves_to_another_site_and_the_first_who_waits_has_the_old_one(
    world: World,
) -> None:
    for who in (world.cast.arun, world.bina, world.chitra):
        world.take(who)
    arun = world.by(world.cast.arun)
    actions.change_site_of_seat(world.workshop, world.there, by=arun)
    assert world.status(world.chitra) == "seated"
    assert (taken(world.here), taken(world.there)) == (2, 1)
    with pytest.raises(Stale):
        actions.change_site_of_seat(world.workshop, world.there, by=arun)


def test_whoever_has_a_seat_keeps_it_when_the_other_site_is_full(world: World) -> None:
    world.take(world.bina, world.there)
    world.take(world.cast.arun)
    with pytest.raises(Refused, match="You keep your seat"):
        actions.change_site_of_seat(world.workshop, world.there, by=world.by(world.cast.arun))
    assert world.status(world.cast.arun) == "seated"
    assert (taken(world.here), taken(world.there)) == (1, 1)


def test_more_seats_are_for_those_who_wait_and_never_fewer_than_are_taken(world: World) -> None:
    for who in (world.cast.arun, world.bina, world.chitra):
        world.take(who)
    site = Site.objects.get(pk=world.here.pk)
    values = {"place": site.place, "by": world.by(world.cast.devi)}
    with pytest.raises(Unfit) as refused:
        actions.change_site(site, 0, site.name, 1, site.leader, site.time_zone, **values)
    assert refused.value.field == "seats"
    actions.change_site(site, 0, site.name, 5, site.leader, site.time_zone, **values)
    assert world.status(world.chitra) == "seated"
    assert taken(world.here) == 3
    with pytest.raises(Stale):  # the other tab
        actions.change_site(site, 0, site.name, 6, site.leader, site.time_zone, **values)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("meera", "not for you"),  # it is for teachers
        ("somu", "not for you"),
        ("kavita", "not for you"),
        ("omar", "not for you"),
    ],
)
def test_nobody_else_takes_a_seat(world: World, who: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        world.take(getattr(world.cast, who))


def test_no_seat_is_taken_after_the_last_day_nor_once_it_has_begun(world: World) -> None:
    arun = world.by(world.cast.arun, FIRST - timedelta(days=1))
    decision = WORKSHOP_RIGHTS.decide(arun, world.workshop, "take_seat")
    assert "last day" in str(decision)
    actions.change(
        world.workshop,
        0,
        world.workshop.title,
        date(2026, 3, 1),
        by=world.by(world.cast.devi),
        audience="teachers",
    )
    with pytest.raises(Refused, match="has begun"):
        actions.take_seat(world.workshop, world.here, by=world.by(world.cast.arun, DURING))


def test_a_seat_is_not_given_back_once_it_has_begun(world: World) -> None:
    world.take(world.cast.arun)
    with pytest.raises(Refused, match="has begun"):
        actions.give_seat_back(world.workshop, by=world.by(world.cast.arun, DURING))


def test_whoever_leads_it_takes_none(world: World) -> None:
    devi = world.by(world.cast.devi)
    actions.change(world.workshop, 0, "For all", date(2026, 1, 31), by=devi, audience="both")
    with pytest.raises(Refused, match="You lead this workshop"):
        actions.take_seat(world.workshop, world.here, by=world.by(world.cast.meera))


def test_a_cancelled_workshop_has_no_seats(world: World) -> None:
    world.take(world.cast.arun)
    actions.cancel(world.workshop, "The hall is flooded.", by=world.by(world.cast.devi))
    for act in (
        lambda: world.take(world.bina),
        lambda: actions.give_seat_back(world.workshop, by=world.by(world.cast.arun)),
    ):
        with pytest.raises(Refused, match="not open"):
            act()


def test_it_opens_with_a_site_and_a_day_at_each(world: World) -> None:
    devi = world.by(world.cast.devi)
    draft = actions.plan(world.programme.programme, "Another", date(2026, 1, 31), by=devi)
    with pytest.raises(Refused, match="needs a site"):
        actions.open_workshop(draft, by=devi)
    site = actions.add_site(draft, "One", 3, world.cast.devi, "Asia/Kolkata", by=devi, place="Hall")
    with pytest.raises(Refused, match="each site a day"):
        actions.open_workshop(draft, by=devi)
    actions.add_day(site, FIRST, FIRST + timedelta(hours=1), by=devi)
    actions.open_workshop(draft, by=devi)
    with pytest.raises(Refused):  # in the other tab
        actions.open_workshop(draft, by=devi)


@pytest.mark.parametrize(
    ("begins", "hours", "field"),
    [
        (NOW - timedelta(days=1), 2, "day"),
        (NOW + timedelta(days=1000), 2, "day"),
        (FIRST, -1, "ends"),
        (FIRST - timedelta(days=9), 20, "ends"),
        (FIRST + timedelta(hours=1), 1, "day"),  # overlaps the first
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(
    world: World, begins: object, hours: int, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        actions.add_day(
            world.here,
            begins,  # type: ignore[arg-type]
            begins + timedelta(hours=hours),  # type: ignore[operator]
            by=world.by(world.cast.devi),
        )
    assert refused.value.field == field


def test_only_coordinators_of_the_programme_plan(world: World) -> None:
    for who in (world.cast.meera, world.cast.omar, world.cast.kavita, world.cast.nandan):
        with pytest.raises(Refused):
            actions.plan(world.programme.programme, "Mine", date(2026, 1, 31), by=world.by(who))


def test_a_link_that_is_not_https_is_refused(world: World) -> None:
    devi = world.by(world.cast.devi)
    with pytest.raises(Unfit):
        actions.add_resource(world.workshop, "Slides", "javascript:alert(1)", by=devi)
    with pytest.raises(Unfit):
        actions.share_recording(world.workshop, "http://example.org/film", by=devi)
