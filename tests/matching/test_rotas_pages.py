"""Pages of short meetings: the plan, the whole table, one's own sheet, what is said in private."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.matching.actions import rotas as verbs
from banyan.matching.models import Impression, Rota, RotaPlace, Round
from banyan.matching.queries import rotas as queries
from banyan.matching.states.rotas import Feeling
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.meeting import STARTS, at, group, morning

pytestmark = pytest.mark.django_db
SIGNED = Callable[[Person], Client]
TYPED = {
    "seen": "0",
    "name": "Getting to know you",
    "day": "2026-01-21",
    "time": "10:00",
    "time_zone": "Asia/Kolkata",
    "minutes": "10",
    "pause": "2",
    "most": "5",
    "invited": "waiting",
    "place": "The hall",
}


def mentor_ids() -> list[str]:
    found = Person.objects.filter(name__startswith="Mentor").order_by("pk")
    return [str(each.pk) for each in found]


@time_machine.travel(NOW, tick=False)
def test_a_coordinator_plans_seats_announces_and_takes_the_table_away(
    world: World, signed_in: SIGNED
) -> None:
    group(world, 3, 2)
    devi = signed_in(world.cast.devi)
    new = f"/cohorts/{world.cohort.pk}/short-meetings/new/"
    assert "Lay the table" in devi.get(new).content.decode()
    answer = devi.post(new, {**TYPED, "mentors": mentor_ids()})
    rota = Rota.objects.get()
    assert answer["Location"] == f"/short-meetings/{rota.pk}/"
    local = rota.starts_at.astimezone(ZoneInfo("Asia/Kolkata"))
    assert (local.hour, local.minute, rota.turns) == (10, 0, 3)
    first = RotaPlace.objects.filter(rota=rota, side="mentor").order_by("pk")[0]
    rooms = {"seen": rota.version, f"room_{first.pk}": "Table 1"}
    devi.post(f"/short-meetings/{rota.pk}/rooms/", rooms)
    page = devi.get(f"/short-meetings/{rota.pk}/").content.decode()
    assert "Mentor 0 · Table 1" in page
    assert "Announce and tell everybody" in page
    devi.post(f"/short-meetings/{rota.pk}/announce/")
    assert Rota.objects.get().status == "announced"
    file = devi.get(f"/short-meetings/{rota.pk}/table.csv").content.decode("utf-8-sig")
    head, *lines = file.splitlines()
    assert head == "Turn,Begins,Mentor 0 (Table 1),Mentor 1"
    assert len(lines) == 3
    assert sorted(re.findall(r"Teacher \d", file)) == [f"Teacher {n}" for n in (0, 0, 1, 1, 2, 2)]


@time_machine.travel(NOW, tick=False)
def test_what_is_typed_wrongly_is_said_beside_it_and_kept(world: World, signed_in: SIGNED) -> None:
    group(world, 1, 1)
    devi = signed_in(world.cast.devi)
    new = f"/cohorts/{world.cohort.pk}/short-meetings/new/"
    typed = {**TYPED, "mentors": mentor_ids()}
    for wrong, sentence in (
        ({"day": "2020-01-01"}, "This time has passed"),
        ({"day": "2031-01-01"}, "more than a year away"),
        ({"mentors": []}, "Choose at least one mentor."),
        ({"minutes": "0"}, "3"),
        ({"time": "soon"}, "Write the time like 16:30."),
    ):
        answer = devi.post(new, {**typed, **wrong})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert "Getting to know you" in page
    assert not Rota.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_a_link_that_anybody_could_listen_at_is_said_beside_it_and_kept(
    world: World, signed_in: SIGNED
) -> None:
    group(world, 1, 1)
    rota = morning(world)
    place = RotaPlace.objects.get(rota=rota, side="mentor")
    typed = {"seen": rota.version, f"room_{place.pk}": "http://meet.example.org/open"}
    answer = signed_in(world.cast.devi).post(f"/short-meetings/{rota.pk}/rooms/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A meeting link begins with https://" in page
    assert "http://meet.example.org/open" in page
    assert RotaPlace.objects.get(pk=place.pk).room == ""


def test_nothing_is_said_with_a_word_that_is_none_of_the_three(
    world: World, signed_in: SIGNED
) -> None:
    group(world, 1, 1)
    rota = held(world)
    url, field = f"/short-meetings/{rota.pk}/mine/answers/", f"of_{mentor_ids()[0]}"
    with time_machine.travel(queries.ends_at(rota) + timedelta(minutes=1), tick=False):
        mine = signed_in(Person.objects.get(name="Teacher 0"))
        assert mine.post(url, {field: "adore"}).status_code == 422
    assert not Impression.objects.exists()


def test_each_sees_her_own_sheet_in_her_own_zone(world: World, signed_in: SIGNED) -> None:
    group(world, 2, 2)
    rota = morning(world)
    teacher = Person.objects.get(name="Teacher 0")
    Person.objects.filter(pk=teacher.pk).update(time_zone="Europe/Moscow")
    teacher.refresh_from_db()
    page = signed_in(teacher).get(f"/short-meetings/{rota.pk}/mine/").content.decode()
    here = STARTS.astimezone(ZoneInfo("Europe/Moscow"))
    assert f"{here.hour % 12 or 12}:{here.minute:02}" in page
    assert "Mentor 0" in page
    assert "Mentor 1" in page
    assert "Teacher 1" not in page


def test_the_table_is_laid_anew_from_the_page_of_who_is_there(
    world: World, signed_in: SIGNED
) -> None:
    group(world, 4, 2)
    rota = morning(world)
    place = RotaPlace.objects.get(rota=rota, person__name="Mentor 1")
    with time_machine.travel(STARTS + timedelta(minutes=1), tick=False):
        devi = signed_in(world.cast.devi)
        marked = f"/short-meetings/{rota.pk}/people/{place.pk}/"
        devi.post(marked, {"coming": "not_coming"})
        page = devi.get(f"/short-meetings/{rota.pk}/").content.decode()
        assert "Somebody would sit alone" in page
        devi.post(f"/short-meetings/{rota.pk}/lay/", {"seen": rota.version})
        page = devi.get(f"/short-meetings/{rota.pk}/").content.decode()
        assert "Somebody would sit alone" not in page
        assert (
            devi.post(f"/short-meetings/{rota.pk}/lay/", {"seen": rota.version}).status_code == 409
        )


def held(world: World) -> Rota:
    rota = morning(world)
    return verbs.hold(rota, by=replace(world.devi, now=queries.ends_at(rota)))


def test_what_one_says_is_kept_and_shown_to_her_alone(world: World, signed_in: SIGNED) -> None:
    """Every other page that anybody has is the same, letter by letter, whatever she says."""
    group(world, 3, 3)
    rota = held(world)
    teacher, mentor = (Person.objects.get(name=n) for n in ("Teacher 0", "Mentor 0"))
    others = [p for p in Person.objects.order_by("pk") if p.pk != teacher.pk]
    paths = [f"/short-meetings/{rota.pk}/", f"/short-meetings/{rota.pk}/table.csv",
             f"/short-meetings/{rota.pk}/mine/", f"/short-meetings/{rota.pk}/mine/answers/",
             f"/cohorts/{world.cohort.pk}/short-meetings/", "/", "/me/who-sees-what/"]  # fmt: skip
    with time_machine.travel(queries.ends_at(rota) + timedelta(minutes=1), tick=False):

        def everything() -> dict[tuple[int, str], str]:
            return {
                (person.pk, path): re.sub(
                    r'csrfmiddlewaretoken" value="\w+"', "", client.get(path).content.decode()
                )
                for person in others
                for client in (signed_in(person),)
                for path in paths
            }

        mine = signed_in(teacher)
        url = f"/short-meetings/{rota.pk}/mine/answers/"
        mine.post(url, {f"of_{mentor.pk}": "would"})
        before = everything()
        mine.post(url, {f"of_{mentor.pk}": "rather_not"})
        assert everything() == before
        page = mine.get(url).content.decode()
        assert re.search(r'value="rather_not"[^>]*checked', page)
    assert Impression.objects.get().feeling == Feeling.RATHER_NOT


def test_a_round_is_opened_that_heeds_it_and_says_so(world: World, signed_in: SIGNED) -> None:
    group(world, 3, 3)
    rota = held(world)
    with time_machine.travel(queries.ends_at(rota) + timedelta(minutes=1), tick=False):
        devi = signed_in(world.cast.devi)
        rounds = f"/cohorts/{world.cohort.pk}/rounds/"
        assert "What was said after short meetings" not in devi.get(rounds).content.decode()
        devi.post(f"/short-meetings/{rota.pk}/close/")
        assert "What was said after short meetings" in devi.get(rounds).content.decode()
        answer = devi.post(f"{rounds}open/", {"heeds": rota.pk})
        page = devi.get(answer["Location"]).content.decode()
    assert Round.objects.get().heeds_id == rota.pk
    assert "This round heeds what was said in private" in page


@time_machine.travel(NOW, tick=False)
def test_home_leads_to_what_comes_and_then_to_what_is_to_be_said(
    world: World, signed_in: SIGNED
) -> None:
    group(world, 2, 2)
    rota = morning(world)
    for name in ("Teacher 0", "Mentor 0"):
        client = signed_in(Person.objects.get(name=name))
        assert f"/short-meetings/{rota.pk}/mine/" in client.get("/").content.decode(), name
    verbs.hold(rota, by=replace(world.devi, now=queries.ends_at(rota)))
    with time_machine.travel(queries.ends_at(rota) + timedelta(minutes=1), tick=False):
        teacher = Person.objects.get(name="Teacher 0")
        client = signed_in(teacher)
        assert f"/short-meetings/{rota.pk}/mine/answers/" in client.get("/").content.decode()


COST = {"": 7, "mine/": 6, "mine/answers/": 8, "people/": 5}


@pytest.mark.parametrize(("teachers", "mentors"), [(3, 1), (9, 4)])
def test_the_pages_cost_the_same_for_many_as_for_few(
    world: World, signed_in: SIGNED, teachers: int, mentors: int
) -> None:
    group(world, teachers, mentors)
    rota = morning(world)
    teacher = Person.objects.get(name="Teacher 0")
    with time_machine.travel(queries.ends_at(rota) - timedelta(minutes=1), tick=False):
        seen = {}
        for path in COST:
            client = signed_in(teacher if "mine" in path else world.cast.devi)
            client.get(f"/short-meetings/{rota.pk}/{path}")
            with CaptureQueriesContext(connection) as counted:
                assert client.get(f"/short-meetings/{rota.pk}/{path}").status_code == 200
            seen[path] = len(counted)
    assert seen == COST


def test_a_tab_that_stayed_open_takes_nothing_back(world: World, signed_in: SIGNED) -> None:
    """Only what differs from what stood on the page is said; the page is told what stands now."""
    group(world, 3, 3)
    rota = held(world)
    teacher = Person.objects.get(name="Teacher 0")
    one, other, third = mentor_ids()
    url = f"/short-meetings/{rota.pk}/mine/answers/"
    with time_machine.travel(queries.ends_at(rota) + timedelta(minutes=1), tick=False):
        mine = signed_in(teacher)
        assert 'name="was"' in mine.get(url).content.decode()
        empty = {f"of_{pk}": "" for pk in mentor_ids()}
        mine.post(url, {"was": "", **empty, f"of_{one}": "would"})
        mine.post(url, {"was": "", **empty, f"of_{other}": "could"})  # the other tab
        now = f"{one}:would {other}:could"
        assert f'value="{now}"' in mine.get(url).content.decode()
        answer = mine.post(
            url,
            {"was": now, **empty, f"of_{other}": "could", f"of_{third}": "rather_not"},
            headers={"idempotency-key": "k", "banyan-person": str(teacher.pk)},
        )
    assert answer.json()["fields"] == {"was": f"{other}:could {third}:rather_not"}
    said = dict(Impression.objects.values_list("other_id", "feeling"))
    assert said == {int(other): "could", int(third): "rather_not"}


def test_whoever_has_no_part_cannot_tell_that_it_exists(world: World, signed_in: SIGNED) -> None:
    group(world, 2, 2)
    rota = morning(world)
    for person in (world.cast.omar, world.cast.kavita, world.cast.meera):
        for path in ("", "mine/", "mine/answers/", "table.csv", "people/"):
            assert signed_in(person).get(f"/short-meetings/{rota.pk}/{path}").status_code == 404
    assert queries.own_place(at(Person.objects.get(name="Mentor 1")), rota.pk).side == "mentor"
