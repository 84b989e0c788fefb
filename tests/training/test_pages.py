"""Pages of workshops as people meet them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from banyan.interop.calendar.actions import make_address
from banyan.people.models import Person
from banyan.programmes.models import Application
from banyan.training import actions
from banyan.training.models import Presence, Seat, Site, Workshop
from banyan.training.queries import codes, workshops
from tests.conftest import NOW
from tests.training.conftest import AFTER, DURING, FIRST, LENGTH, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def clock() -> object:
    cache.clear()  # attempts are counted there
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def page(world: World, name: str = "workshop", *more: object) -> str:
    room = "credentials" if name == "attendance" else "training"
    return reverse(f"{room}:{name}", args=[world.workshop.pk, *more])


def text(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def link(world: World) -> str:
    row = Workshop.objects.get(pk=world.workshop.pk)
    return page(world, "by_link", codes.link_token(row.pk, row.link_edition))


def test_a_coordinator_plans_a_workshop_from_an_empty_form_to_an_open_link(
    world: World, signed_in: SignIn
) -> None:
    devi = signed_in(world.cast.devi)
    said = {
        "title": "Orientation of mentors", "about": "", "kind": "webinar", "audience": "mentors",
        "register_by_on": "2026-02-10", "asks_percent": "60", "is_listed": "on",
    }  # fmt: skip
    made = devi.post(reverse("training:plan", args=["nmm"]), said, follow=True)
    assert made.status_code == 200
    row = Workshop.objects.get(title="Orientation of mentors")
    said = {
        "name": "Online", "seats": "40", "leader": str(world.cast.devi.pk),
        "time_zone": "Asia/Kolkata", "room_url": "https://meet.example.org/abc",
    }  # fmt: skip
    devi.post(reverse("training:add_site", args=[row.pk]), said)
    site = row.sites.get()
    said = {"day": "2026-02-11", "begins": "16:00", "ends": "17:30", "weeks": "1"}
    devi.post(reverse("training:add_day", args=[site.pk]), said)
    assert site.days.get().starts_at.isoformat() == "2026-02-11T10:30:00+00:00"
    opened = devi.post(reverse("training:open", args=[row.pk]), follow=True)
    assert f"/workshops/{row.pk}/by-link/{codes.link_token(row.pk, 1)}/" in text(opened)


def test_of_a_programme_too_large_for_one_list_anybody_is_chosen_by_mail_address(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    devi, address = signed_in(world.cast.devi), page(world, "add_site")
    said = {
        "name": "Rajkot", "place": "Hall 3", "seats": "9", "leader": str(world.cast.devi.pk),
        "time_zone": "Asia/Kolkata",
    }  # fmt: skip
    assert "who is not in this list" not in text(devi.get(address))
    monkeypatch.setattr(workshops, "MOST_LISTED", 1)
    shown = text(devi.get(address))
    assert "who is not in this list" in shown
    assert ("Devi Nair" in shown, "Meera Iyer" in shown) == (True, False)
    for nobody in ("arun@example.org", "nobody@example.org"):
        answer = devi.post(address, said | {"leader_address": nobody})
        assert answer.status_code == 422
        assert "No mentor or coordinator of this programme has this address." in text(answer)
        assert nobody in text(answer)
    assert not world.workshop.sites.filter(name="Rajkot").exists()
    devi.post(address, said | {"leader_address": "Meera@Example.org"})
    site = world.workshop.sites.get(name="Rajkot")
    assert site.leader == world.cast.meera
    change = reverse("training:change_site", args=[site.pk])
    assert "Meera Iyer" in text(devi.get(change))  # whoever leads it stays in the list
    kept = said | {"leader": str(world.cast.meera.pk), "seats": "8", "seen": "0"}
    Application.objects.filter(person=world.cast.meera).update(status="withdrawn")
    devi.post(change, kept)  # whoever leads it goes on, also when she is no mentor any more
    site.refresh_from_db()
    assert (site.seats, site.leader) == (8, world.cast.meera)
    monkeypatch.setattr(workshops, "MOST_LISTED", 0)
    again = devi.post(change, kept | {"leader_address": "meera@example.org", "seen": "1"})
    assert again.status_code == 422


def test_whoever_plans_a_site_is_chosen_to_lead_it_however_long_the_list_is(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    Person.objects.filter(pk=world.cast.devi.pk).update(name="Zubeida Nair")
    monkeypatch.setattr(workshops, "MOST_LISTED", 1)
    shown = text(signed_in(world.cast.devi).get(page(world, "add_site")))
    assert re.search(r"<option[^>]* selected[^>]*>Zubeida Nair", shown)


def test_addresses_are_not_tried_out(world: World, signed_in: SignIn,
    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Nothing is looked up for a site that is not whole, and few times for one that is."""
    monkeypatch.setattr(workshops, "MOST_LISTED", 1)
    devi, address = signed_in(world.cast.devi), page(world, "add_site")
    said = {
        "name": "", "place": "Hall 3", "seats": "9", "leader": str(world.cast.devi.pk),
        "time_zone": "Asia/Kolkata", "leader_address": "nobody@example.org",
    }  # fmt: skip
    unknown = "No mentor or coordinator of this programme has this address."
    assert unknown not in text(devi.post(address, said))
    said["name"] = "Rajkot"
    for _attempt in range(20):
        assert unknown in text(devi.post(address, said))
    assert "Too many attempts." in text(
        devi.post(address, said | {"leader_address": "meera@example.org"})
    )
    assert not world.workshop.sites.filter(name="Rajkot").exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Give it a title."),
        ("register_by_on", "2031-01-01", "more than two years away"),
        ("register_by_on", "soon", "Write the day like"),
        ("asks_percent", "101", "less than or equal to 100"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(
    world: World, signed_in: SignIn, field: str, value: str, sentence: str
) -> None:
    said = {
        "title": "Kept words", "kind": "workshop", "audience": "both",
        "register_by_on": "2026-02-10", "asks_percent": "80", field: value,
    }  # fmt: skip
    answer = signed_in(world.cast.devi).post(reverse("training:plan", args=["nmm"]), said)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert value in text(answer)


def test_a_teacher_follows_the_link_signs_in_and_takes_a_seat(
    world: World, client: Client, signed_in: SignIn
) -> None:
    asked = client.get(link(world))
    assert asked.status_code == 302
    assert asked["Location"] == f"{reverse('account_login')}?next={link(world)}"
    Workshop.objects.update(is_listed=False)
    arun = signed_in(world.cast.arun)
    assert arun.get(page(world)).status_code == 404
    shown = arun.get(link(world))
    assert shown.status_code == 200
    assert f'action="{link(world)}"' in text(shown)
    taken = arun.post(link(world), {"site": world.here.pk}, follow=True)
    assert "You have a seat." in text(taken)
    assert world.status(world.cast.arun) == "seated"
    again = arun.post(link(world), {"site": world.here.pk})  # the other tab
    assert again.status_code == 409


def test_whoever_is_not_of_the_programme_gets_one_calm_sentence(
    world: World, signed_in: SignIn
) -> None:
    for who in (world.cast.somu, world.cast.omar, world.cast.kavita):
        answer = signed_in(who).get(link(world))
        assert answer.status_code == 200
        assert "This workshop is not for you as it stands" in text(answer)
        assert signed_in(who).get(page(world)).status_code == 404
        assert signed_in(who).post(link(world), {"site": world.here.pk}).status_code == 403
    assert not Seat.objects.exists()


def test_a_link_that_was_renewed_works_no_more(world: World, signed_in: SignIn) -> None:
    before = link(world)
    devi = signed_in(world.cast.devi)
    devi.post(page(world, "renew_link"), {"seen": 1})
    assert devi.post(page(world, "renew_link"), {"seen": 1}).status_code == 409  # the other tab
    arun = signed_in(world.cast.arun)
    assert arun.get(before).status_code == 410
    assert "This link does not work" in text(arun.get(before))
    assert arun.get(link(world)).status_code == 302  # to the workshop, which is listed


def test_when_the_meeting_is_over_the_page_on_the_wall_says_so(
    world: World, signed_in: SignIn
) -> None:
    address = reverse("training:code", args=[world.day().pk])
    world.take(world.cast.arun)
    with time_machine.travel(FIRST + LENGTH + timedelta(minutes=1), tick=False):
        shown = signed_in(world.cast.meera).get(address)
        assert signed_in(world.cast.arun).get(address).status_code in (403, 404)
    assert shown.status_code == 200
    assert "The code is shown from 15 minutes before the meeting until its end." in text(shown)
    assert not re.search(r"\d{3} \d{3}", text(shown).partition("<main")[2])
    assert ("hx-get" in text(shown), "http-equiv" in text(shown)) == (False, False)
    with time_machine.travel(FIRST - timedelta(minutes=20), tick=False):
        early = text(signed_in(world.cast.meera).get(address))
    assert "The code is shown from 15 minutes before the meeting until its end." in early
    assert ("hx-get" in early, "http-equiv" in early) == (True, True)  # it comes by itself


def test_the_leader_shows_the_code_and_a_teacher_types_it(world: World, signed_in: SignIn) -> None:
    world.take(world.cast.arun)
    with time_machine.travel(DURING, tick=False):
        shown = signed_in(world.cast.meera).get(reverse("training:code", args=[world.day().pk]))
        code = codes.code_at(world.day().pk, DURING)
        assert f"{code[:3]} {code[3:]}" in text(shown)
        assert f'<meta http-equiv="refresh" content="{codes.seconds_left(DURING) + 1}">' in text(
            shown
        )
        assert "no-store" in shown["Cache-Control"]
        arun = signed_in(world.cast.arun)
        assert page(world, "come") in text(arun.get(page(world)))
        wrong = arun.post(page(world, "come"), {"code": "000000"})
        assert wrong.status_code == 422
        assert "This is not the code that is shown now" in text(wrong)
        done = arun.post(page(world, "come"), {"code": f"{code[:3]} {code[3:]}"}, follow=True)
        assert "It is noted that you came, at 10:04" in text(done)
        assert "said by code" in text(done)
        assert page(world, "come") not in text(done)
    assert Presence.objects.get().person == world.cast.arun


def test_where_the_list_was_faster_she_is_told_what_it_says(
    world: World, signed_in: SignIn
) -> None:
    world.take(world.cast.arun)
    arun = world.cast.arun.pk
    meera = world.by(world.cast.meera, DURING)
    actions.say_presence(world.day(), {arun: 0}, {arun: None}, by=meera)
    with time_machine.travel(DURING, tick=False):
        typed = {"code": codes.code_at(world.day().pk, DURING)}
        said = text(signed_in(world.cast.arun).post(page(world, "come"), typed, follow=True))
    assert "has said already who came; of you it says 0 minutes" in said
    assert "Thank you" not in said
    assert Presence.objects.get().minutes == 0


def test_a_series_keeps_its_time_of_day_when_the_clocks_change(
    world: World, signed_in: SignIn
) -> None:
    devi = signed_in(world.cast.devi)
    Site.objects.filter(pk=world.here.pk).update(time_zone="Europe/Berlin")
    url = reverse("training:add_day", args=[world.here.pk])
    said = {"day": "2026-03-23", "begins": "16:00", "ends": "17:00", "weeks": "2"}
    devi.post(url, said)
    assert [day.starts_at.isoformat() for day in world.here.days.all()[2:]] == [
        "2026-03-23T15:00:00+00:00",
        "2026-03-30T14:00:00+00:00",  # the clocks were put forward on the 29th
    ]
    made = world.here.days.count()
    said = {"day": "2026-03-22", "begins": "02:30", "ends": "04:00", "weeks": "2"}
    gap = devi.post(url, said)
    assert "the clocks are put forward over it" in text(gap)
    overlapping = devi.post(url, {**said, "begins": "15:30", "ends": "16:30", "day": "2026-03-16"})
    assert "has a meeting at that time already" in text(overlapping)
    assert world.here.days.count() == made  # all of a series, or none


def test_once_people_come_a_meeting_is_not_moved_nor_taken_out(
    world: World, signed_in: SignIn
) -> None:
    """Who came early stands in the list already."""
    world.take(world.cast.arun)
    early = FIRST - timedelta(minutes=10)
    code = codes.code_at(world.day().pk, early)
    actions.come(world.workshop, code, by=world.by(world.cast.arun, early))
    with time_machine.travel(early, tick=False):
        devi = signed_in(world.cast.devi)
        for name in ("drop_day", "change_day"):
            answer = devi.post(reverse(f"training:{name}", args=[world.day().pk]))
            assert answer.status_code == 403
            assert "is about to begin" in text(answer)


def test_nobody_guesses_the_code(world: World, signed_in: SignIn) -> None:
    world.take(world.cast.arun)
    with time_machine.travel(DURING, tick=False):
        arun = signed_in(world.cast.arun)
        for _attempt in range(10):
            answer = arun.post(page(world, "come"), {"code": "000000"})
            assert "Too many attempts" not in text(answer)
        code = codes.code_at(world.day().pk, DURING)
        answer = arun.post(page(world, "come"), {"code": code})
        assert "Too many attempts" in text(answer)
    assert not Presence.objects.exists()


def test_the_list_says_who_came_and_keeps_what_was_typed(world: World, signed_in: SignIn) -> None:
    world.take(world.cast.arun)
    world.take(world.bina)
    arun, bina = world.cast.arun.pk, world.bina.pk
    url = reverse("training:presence", args=[world.day().pk])
    with time_machine.travel(AFTER, tick=False):
        meera = signed_in(world.cast.meera)
        said = {f"came_{arun}": "on", f"minutes_{arun}": "999", f"seen_{arun}": ""}
        wrong = meera.post(url, said)
        assert wrong.status_code == 422
        assert "This meeting lasted 240 minutes" in text(wrong)
        assert 'value="999"' in text(wrong)
        said[f"minutes_{arun}"] = "120"
        done = meera.post(url, said, follow=True)
        assert "It is noted who came." in text(done)
        stale = meera.post(url, {**said, f"came_{bina}": "on"})  # the other tab
        assert stale.status_code == 409
    rows = Presence.objects.order_by("person").values_list("person", "minutes", "way")
    assert sorted(rows) == sorted([(arun, 120, "list"), (bina, 0, "list")])


def test_the_room_and_what_is_read_before_are_for_those_with_a_seat(
    world: World, signed_in: SignIn
) -> None:
    devi = world.by(world.cast.devi)
    Site.objects.update(room_url="https://meet.example.org/room")
    actions.add_resource(world.workshop, "Chapter one", "https://example.org/one", by=devi)
    actions.add_resource(
        world.workshop, "All slides", "https://example.org/all", by=devi, is_after=True
    )
    actions.share_recording(world.workshop, "https://example.org/film", by=devi)
    world.take(world.cast.arun)
    for who, sees in ((world.cast.arun, True), (world.bina, False), (world.cast.meera, True)):
        shown = text(signed_in(who).get(page(world)))
        assert ("https://meet.example.org/room" in shown) is sees
        assert ("https://example.org/one" in shown) is sees
        assert "https://example.org/all" in shown
        assert "https://example.org/film" in shown


def test_those_who_come_read_no_names_of_each_other(world: World, signed_in: SignIn) -> None:
    world.take(world.cast.arun)
    world.take(world.bina)
    arun = signed_in(world.cast.arun)
    assert "Bina" not in text(arun.get(page(world)))
    assert arun.get(page(world, "people")).status_code == 403
    assert arun.post(page(world, "take_out")).status_code == 403
    for who in (world.cast.meera, world.cast.devi):
        assert "Bina Shah" in text(signed_in(who).get(page(world, "people")))


def test_the_list_of_those_who_come_is_taken_out_by_a_coordinator(
    world: World, signed_in: SignIn
) -> None:
    world.take(world.cast.arun)
    answer = signed_in(world.cast.devi).post(page(world, "take_out"))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "Arun Patel,KV Sabarmati,Ahmedabad,Has a seat,,,0,480"


def test_a_principal_is_told_how_many_and_nobody_of_whom(world: World, signed_in: SignIn) -> None:
    world.take(world.cast.arun)
    shown = text(signed_in(world.cast.kavita).get(reverse("training:workshops")))
    assert "Reading aloud together" in shown
    assert "KV Sabarmati" in shown
    assert "Arun" not in shown


def test_a_page_asks_the_same_however_many_come(world: World, signed_in: SignIn) -> None:
    cast, by = world.cast, world.by(world.cast.devi)
    Workshop.objects.update(audience="both")
    presence, every = reverse("training:presence", args=[world.day().pk]), "/workshops/"
    seen = [
        *[(who, page(world)) for who in (cast.devi, cast.meera, cast.arun)],
        *[(who, page(world, "people")) for who in (cast.devi, cast.meera)],
        *[(who, every) for who in (cast.devi, cast.meera, cast.arun, cast.kavita)],
        (cast.meera, presence),
        (cast.devi, reverse("training:of_programme", args=["nmm"])),
        (cast.devi, page(world, "attendance")),
    ]

    def cost() -> list[int]:
        counts = []
        for who, url in seen:
            browser = signed_in(who)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(url).status_code == 200
            counts.append(len(queries))
        return counts

    world.take(cast.arun)
    with time_machine.travel(DURING, tick=False):
        few = cost()
    world.take(world.bina)
    world.take(world.chitra)
    another = actions.add_site(
        world.workshop, "Rajkot", 9, cast.devi, "Asia/Kolkata", by=by, place="Hall 4"
    )
    for hours in (50, 60):
        at = DURING + timedelta(hours=hours)
        actions.add_day(another, at, at + timedelta(hours=1), by=by)
    with time_machine.travel(DURING, tick=False):
        assert cost() == few
    assert max(few) <= 10, few


def test_her_calendar_has_the_days_and_no_word_of_what_it_is(
    world: World, client: Client, signed_in: SignIn
) -> None:
    world.take(world.cast.arun)
    token = make_address(by=world.by(world.cast.arun))
    url = reverse("calendar:feed", args=[token])
    body = client.get(url).content
    events = Calendar.from_ical(body).walk("VEVENT")
    assert [str(one["summary"]) for one in events] == ["Workshop", "Workshop"]
    assert b"Reading" not in body and b"Ahmedabad" not in body
    actions.cancel(world.workshop, "The hall is flooded.", by=world.by(world.cast.devi))
    events = Calendar.from_ical(client.get(url).content).walk("VEVENT")
    assert {str(one["status"]) for one in events} == {"CANCELLED"}


def test_home_says_what_comes(world: World, signed_in: SignIn) -> None:
    shown = text(signed_in(world.cast.arun).get("/"))
    assert "Reading aloud together" in shown
    assert "You can take a seat" in shown
    world.take(world.cast.arun)
    assert "You have a seat" in text(signed_in(world.cast.arun).get("/"))
    with time_machine.travel(AFTER + timedelta(days=1), tick=False):
        assert "Reading aloud together" not in text(signed_in(world.cast.arun).get("/"))


def test_a_coordinator_frees_a_place_from_the_list_and_only_its_owner_reads_why(
    world: World, signed_in: SignIn
) -> None:
    Workshop.objects.update(is_listed=False)
    seat = world.take(world.cast.arun)
    address = reverse("training:free_seat", args=[seat.pk])
    devi, arun = signed_in(world.cast.devi), signed_in(world.cast.arun)
    assert address in text(devi.get(page(world, "people")))
    assert address not in text(signed_in(world.cast.meera).get(page(world, "people")))
    assert "Arun Patel is told at once" in text(devi.get(address))
    assert devi.post(address, {"reason": ""}).status_code == 422
    assert "The place of Arun Patel is free" in text(
        devi.post(address, {"reason": "Your leave begins."}, follow=True)
    )
    shown = text(arun.get(page(world)))
    assert "Your leave begins." in shown
    assert "take a seat again" in shown
    for who in (world.cast.devi, world.cast.meera):
        for name in ("workshop", "people"):
            assert "Your leave begins." not in text(signed_in(who).get(page(world, name)))
    assert arun.get(address).status_code == 404
    arun.post(page(world, "take_seat"), {"site": world.here.pk})
    assert "Your leave begins." not in text(arun.get(page(world)))
