"""Who came: by the code that changes, by the list, and what counts for a certificate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.trail.models import Event
from banyan.training import actions
from banyan.training.models import Presence, Seat, Workshop
from banyan.training.queries import codes, people
from tests.training.conftest import AFTER, DURING, FIRST, SECOND, World

pytestmark = pytest.mark.django_db
MINUTES = 240


def come(world: World, who: object, code: str, at: object = DURING) -> Presence:
    return actions.come(world.workshop, code, by=world.by(who, at))  # type: ignore[arg-type]


def test_the_code_changes_by_the_minute_and_the_one_before_still_counts() -> None:
    shown = [codes.code_at(7, DURING + timedelta(seconds=60 * step)) for step in range(200)]
    assert all(len(code) == 6 and code.isdecimal() for code in shown)
    assert len(set(shown)) > 190
    now = codes.code_at(7, DURING)
    assert codes.is_code(7, now, DURING)
    assert codes.is_code(7, now, DURING + timedelta(seconds=60))
    assert not codes.is_code(7, now, DURING + timedelta(seconds=120))
    assert not codes.is_code(7, now, DURING - timedelta(seconds=60))
    assert not codes.is_code(8, now, DURING)


def test_the_truncation_is_that_of_one_time_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 4226, 5.4: its example of a digest makes 872921."""
    digest = bytes.fromhex("1f8698690e02ca16618550ef7f19da8e945b555a")

    class Fixed:
        def digest(self) -> bytes:
            return digest

    monkeypatch.setattr(codes, "salted_hmac", lambda *_a, **_k: Fixed())
    assert codes.code_at(1, DURING) == "872921"


def test_whoever_has_a_seat_comes_by_the_code(world: World) -> None:
    world.take(world.cast.arun)
    said = come(world, world.cast.arun, f" {codes.code_at(world.day().pk, DURING)} ")
    assert (said.minutes, said.way, said.said_at) == (MINUTES, "code", DURING)
    again = come(world, world.cast.arun, codes.code_at(world.day().pk, DURING))
    assert again.pk == said.pk
    assert Event.objects.filter(verb="workshop.come").count() == 1


def test_a_code_of_another_day_or_time_is_refused_with_a_sentence(world: World) -> None:
    world.take(world.cast.arun)
    wrong = [
        codes.code_at(world.day(1).pk, DURING),
        codes.code_at(world.day().pk, DURING - timedelta(minutes=5)),
        "",
        "१२३४५६",
    ]
    for code in wrong:
        with pytest.raises(Unfit, match="not the code"):
            come(world, world.cast.arun, code)
    with pytest.raises(Unfit, match="No meeting"):
        code = codes.code_at(world.day().pk, FIRST - timedelta(hours=1))
        come(world, world.cast.arun, code, FIRST - timedelta(hours=1))
    assert not Presence.objects.exists()


def test_a_code_of_another_site_names_her_own(world: World) -> None:
    world.take(world.cast.arun)
    code = codes.code_at(world.there.days.all()[0].pk, DURING)
    with pytest.raises(Unfit, match="seat at Ahmedabad"):
        come(world, world.cast.arun, code)


def test_whoever_waits_does_not_come_by_the_code(world: World) -> None:
    for who in (world.cast.arun, world.bina, world.chitra):
        world.take(who)
    code = codes.code_at(world.day().pk, DURING)
    with pytest.raises(Refused, match="no seat"):
        come(world, world.chitra, code)


def test_a_walk_in_takes_a_free_seat_and_never_one_too_many(world: World) -> None:
    Workshop.objects.update(walk_ins=True)
    code = codes.code_at(world.day().pk, DURING)
    world.take(world.cast.arun)
    come(world, world.bina, code)
    assert world.status(world.bina) == "seated"
    with pytest.raises(Refused, match="All seats"):
        come(world, world.chitra, code)
    with pytest.raises(Refused, match="no seat"):
        come(world, world.cast.somu, code)
    assert Seat.objects.filter(status="seated").count() == 2


def test_the_list_says_who_came_and_a_correction_is_on_record(world: World) -> None:
    arun, bina = world.cast.arun, world.bina
    world.take(arun)
    world.take(bina)
    meera = world.by(world.cast.meera, AFTER)
    day = world.day()
    nothing = {arun.pk: None, bina.pk: None}
    assert actions.say_presence(day, {arun.pk: MINUTES, bina.pk: 0}, nothing, by=meera) == 2
    assert actions.say_presence(day, {arun.pk: MINUTES, bina.pk: 0}, nothing, by=meera) == 0
    assert Event.objects.filter(verb="workshop.correct").count() == 0
    seen = {arun.pk: MINUTES, bina.pk: 0}
    devi = world.by(world.cast.devi, AFTER)
    assert actions.say_presence(day, {arun.pk: 100, bina.pk: 0}, seen, by=devi) == 1
    (event,) = Event.objects.filter(verb="workshop.correct")
    assert event.data == {"day": day.pk, "person": arun.pk, "before": MINUTES, "after": 100}
    with pytest.raises(Stale):  # the other tab
        actions.say_presence(day, {arun.pk: 30}, seen, by=meera)


def test_what_was_said_by_code_stays_so_when_the_list_says_the_same(world: World) -> None:
    world.take(world.cast.arun)
    come(world, world.cast.arun, codes.code_at(world.day().pk, DURING))
    arun = world.cast.arun.pk
    meera = world.by(world.cast.meera, AFTER)
    assert actions.say_presence(world.day(), {arun: MINUTES}, {arun: MINUTES}, by=meera) == 0
    assert Presence.objects.get().way == "code"


@pytest.mark.parametrize("minutes", [-1, MINUTES + 1])
def test_nobody_came_for_longer_than_it_lasted(world: World, minutes: int) -> None:
    world.take(world.cast.arun)
    arun = world.cast.arun.pk
    with pytest.raises(Unfit):
        actions.say_presence(
            world.day(), {arun: minutes}, {arun: None}, by=world.by(world.cast.meera, AFTER)
        )


def test_only_the_team_of_the_site_says_who_came_and_not_before_it_begins(world: World) -> None:
    world.take(world.cast.arun)
    arun = world.cast.arun.pk
    for who in (world.cast.kavita, world.cast.arun, world.cast.omar, world.cast.nandan):
        with pytest.raises(Refused):
            actions.say_presence(world.day(), {arun: 60}, {arun: None}, by=world.by(who, AFTER))
    early = world.by(world.cast.meera, FIRST - timedelta(minutes=1))
    with pytest.raises(Refused, match="not begun"):
        actions.say_presence(world.day(), {arun: 60}, {arun: None}, by=early)
    late = world.by(world.cast.meera, SECOND + timedelta(days=400))
    with pytest.raises(Refused, match="more than a year"):
        actions.say_presence(world.day(), {arun: 60}, {arun: None}, by=late)


def test_enough_is_a_part_of_all_minutes_of_her_site(world: World) -> None:
    arun = world.cast.arun.pk
    world.take(world.cast.arun)
    meera = world.by(world.cast.meera, AFTER)
    actions.say_presence(world.day(0), {arun: 240}, {arun: None}, by=meera)
    actions.say_presence(world.day(1), {arun: 143}, {arun: None}, by=meera)
    (row,) = people.rows_of(world.workshop, people.seats(meera, world.workshop))
    assert (row.minutes, row.planned, row.asked, row.enough) == (383, 480, 384, False)
    actions.say_presence(world.day(1), {arun: 144}, {arun: 143}, by=meera)
    (row,) = people.rows_of(world.workshop, people.seats(meera, world.workshop))
    assert row.enough


def test_a_principal_knows_how_many_and_no_name(world: World) -> None:
    for who in (world.cast.arun, world.bina, world.chitra):
        world.take(who)
    come(world, world.cast.arun, codes.code_at(world.day().pk, DURING))
    (one,) = people.of_schools(world.by(world.cast.kavita, AFTER))
    assert (one.school, one.registered, one.waiting, one.came) == ("KV Sabarmati", 2, 1, 1)
    assert list(people.seats(world.by(world.cast.kavita), world.workshop)) == []
    assert people.of_schools(world.by(world.cast.omar)) == []
