from __future__ import annotations

from collections.abc import Callable

import pytest
from babel import Locale
from django.conf import settings
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.people import actions
from banyan.people.forms import city_of, modern_zones, zone_choices
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import Cast

SignedIn = Callable[[Person], Client]
Look = Callable[..., Viewer]


def test_a_person_changes_name_language_and_zone(cast: Cast, signed_in: SignedIn) -> None:
    given = {"name": " Arun P. Patel ", "locale": "hi", "time_zone": "Europe/Moscow"}
    browser = signed_in(cast.arun)
    assert browser.post("/me/", given).headers["Location"] == "/me/"
    cast.arun.refresh_from_db()
    assert (cast.arun.name, cast.arun.locale, cast.arun.time_zone) == (
        "Arun P. Patel",
        "hi",
        "Europe/Moscow",
    )
    event = Event.objects.get(verb="person.change")
    assert (event.subject, event.actor) == (f"person:{cast.arun.pk}", cast.arun.pk)
    assert event.data == {"fields": ["locale", "name", "time_zone"]}
    assert browser.get("/me/").headers["Content-Language"] == "hi"


def test_saving_what_is_there_already_leaves_no_trace(cast: Cast, signed_in: SignedIn) -> None:
    given = {"name": "Arun Patel", "locale": "en", "time_zone": "Asia/Kolkata"}
    signed_in(cast.arun).post("/me/", given)
    assert Event.objects.filter(verb="person.change").count() == 0


def test_a_zone_that_is_none_is_told_beside_the_field(cast: Cast, signed_in: SignedIn) -> None:
    given = {"name": "Arun", "locale": "en", "time_zone": "Mars/Olympus"}
    page = signed_in(cast.arun).post("/me/", given).content.decode()
    assert "Something here needs another look" in page
    assert 'value="Arun"' in page
    cast.arun.refresh_from_db()
    assert (cast.arun.name, cast.arun.time_zone) == ("Arun Patel", "Asia/Kolkata")


def test_an_old_name_of_a_zone_stays_until_another_is_chosen(
    cast: Cast, signed_in: SignedIn
) -> None:
    Person.objects.filter(pk=cast.arun.pk).update(time_zone="Asia/Calcutta")
    browser = signed_in(cast.arun)
    assert '<option value="Asia/Calcutta" selected>' in browser.get("/me/").content.decode()
    browser.post("/me/", {"name": "Arun", "locale": "en", "time_zone": "Asia/Calcutta"})
    cast.arun.refresh_from_db()
    assert (cast.arun.name, cast.arun.time_zone) == ("Arun", "Asia/Calcutta")


def test_only_she_herself_changes_what_is_known_of_her(cast: Cast, viewer: Look) -> None:
    for other in (cast.asha, cast.devi, cast.kavita):
        with pytest.raises(Refused, match="Only this person"):
            actions.change_person(cast.arun, by=viewer(other), name="Somebody else")
    assert Event.objects.filter(verb="person.change").count() == 0


def test_a_stranger_chooses_a_language_for_the_browser(client: Client, db: None) -> None:
    answer = client.post("/language/setlang/", {"language": "hi", "next": "/account/login/"})
    assert answer.headers["Location"] == "/account/login/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "hi"
    assert '<html lang="hi"' in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_a_person_chooses_a_language_for_herself_everywhere(
    language: str, cast: Cast, signed_in: SignedIn
) -> None:
    signed_in(cast.arun).post("/language/setlang/", {"language": language, "next": "/me/"})
    assert signed_in(cast.arun).get("/me/").headers["Content-Language"] == language
    assert Event.objects.filter(verb="person.change", actor=cast.arun.pk).count() == 1


def test_a_language_that_we_do_not_speak_changes_nothing(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.arun).post("/language/setlang/", {"language": "tlh", "next": "//x.org"})
    assert answer.headers["Location"] == "/"
    assert Event.objects.filter(verb="person.change").count() == 0


def test_zones_have_one_name_each_and_it_is_the_present_one() -> None:
    zones = modern_zones()
    present = {"Asia/Kolkata", "Asia/Kathmandu", "Asia/Yangon", "Asia/Dhaka", "Asia/Ho_Chi_Minh"}
    assert present <= set(zones)
    assert {"Asia/Calcutta", "Asia/Katmandu", "Asia/Rangoon", "Asia/Dacca"} & set(zones) == set()
    assert len(zones) == len(set(zones))


@pytest.mark.parametrize(
    ("language", "cities"),
    [
        ("hi", ["कोलकाता", "हो ची मिन्ह सिटी", "नुक"]),
        ("ru", ["Калькутта", "Хошимин", "Нуук"]),
    ],
)
def test_a_city_with_a_new_name_is_still_told_in_the_readers_language(
    language: str, cities: list[str]
) -> None:
    zones = ["Asia/Kolkata", "Asia/Ho_Chi_Minh", "America/Nuuk"]
    assert [city_of(zone, Locale(language)) for zone in zones] == cities


def test_india_comes_first_among_the_zones() -> None:
    assert zone_choices("en")[0] == ("India", [("Asia/Kolkata", "Kolkata")])
