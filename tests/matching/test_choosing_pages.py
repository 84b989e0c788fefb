"""Pages of two who choose each other."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from banyan.matching.actions import choosing as verbs
from banyan.matching.models import PairRequest
from banyan.matching.states import ChoiceStatus
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World, listed
from tests.matching.test_choosing import WORDS, agreed, asked, at, fresh

pytestmark = pytest.mark.django_db


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_from_the_list_to_an_approved_pair(choosing: World) -> None:
    arun, meera, devi = (
        browser(p) for p in (choosing.cast.arun, choosing.cast.meera, choosing.cast.devi)
    )
    with time_machine.travel(NOW, tick=False):
        home = arun.get("/").content.decode()
        assert f"/cohorts/{choosing.cohort.pk}/choose/" in home
        page = arun.get(f"/cohorts/{choosing.cohort.pk}/choose/").content.decode()
        place = choosing.places[choosing.cast.meera.pk].pk
        address = f"/cohorts/{choosing.cohort.pk}/choose/{place}/"
        assert address in page
        form = arun.get(address).content.decode()
        assert "You and Meera Iyer can read this." in form
        assert "A coordinator sees that you asked, and not your words." in form
        answer = arun.post(address, {"text": WORDS}, follow=True)
        assert WORDS in answer.content.decode()
        row = PairRequest.objects.get()
        at_hers = meera.get("/").content.decode()
        assert "Arun Patel would like you as a mentor" in at_hers
        assert WORDS not in at_hers
        meera.post(f"/pair-requests/{row.pk}/agree/")
        desk = devi.get("/").content.decode()
        assert "1 pair that chose each other waits for you" in desk
        seen = devi.get(f"/pair-requests/{row.pk}/").content.decode()
        assert WORDS not in seen and "Approve this pair" in seen
        listed_ = devi.get(f"/cohorts/{choosing.cohort.pk}/pair-requests/").content.decode()
        assert "Arun Patel and Meera Iyer" in listed_ and WORDS not in listed_
        devi.post(f"/pair-requests/{row.pk}/approve/")
        assert fresh(row).status == ChoiceStatus.APPROVED
        round_ = choosing.computed()
        assert (
            "They chose each other" in devi.get(f"/rounds/{round_.pk}/?show=pairs").content.decode()
        )
        wishes = devi.get(f"/rounds/{round_.pk}/wishes/").content.decode()
        assert f"/pair-requests/{row.pk}/" in wishes


def test_what_was_typed_stays_when_the_seat_went_meanwhile(choosing: World) -> None:
    listed(choosing, choosing.mentor("Nima Rao"))
    place = choosing.places[choosing.cast.meera.pk].pk
    address = f"/cohorts/{choosing.cohort.pk}/choose/{place}/"
    asked(choosing)
    with time_machine.travel(NOW, tick=False):
        page = browser(choosing.cast.arun).post(address, {"text": WORDS})
    assert page.status_code == 422
    told = page.content.decode()
    assert "You have asked Meera Iyer already" in told and WORDS in told


def test_a_coordinator_says_why_not_and_the_two_read_it(choosing: World) -> None:
    row = agreed(choosing)
    with time_machine.travel(NOW, tick=False):
        devi = browser(choosing.cast.devi)
        empty = devi.post(f"/pair-requests/{row.pk}/refuse/", {"because": ""})
        assert empty.status_code == 422
        devi.post(f"/pair-requests/{row.pk}/refuse/", {"because": "She moves away in May."})
        for person in (choosing.cast.arun, choosing.cast.meera):
            page = browser(person).get(f"/pair-requests/{row.pk}/").content.decode()
            assert "She moves away in May." in page


def test_who_has_nothing_to_do_with_it_cannot_tell_that_it_exists(choosing: World) -> None:
    row = asked(choosing)
    bela = choosing.teacher("Bela Roy").person
    with time_machine.travel(NOW, tick=False):
        for person in (choosing.cast.kavita, choosing.cast.omar, bela):
            client = browser(person)
            assert client.get(f"/pair-requests/{row.pk}/").status_code == 404
            for verb in ("agree", "decline", "withdraw", "approve", "refuse"):
                assert client.post(f"/pair-requests/{row.pk}/{verb}/").status_code == 404
            page = client.get("/pair-requests/").content.decode()
            assert f"/pair-requests/{row.pk}/" not in page


def test_lists_ask_no_more_of_the_database_when_they_are_longer(
    choosing: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def counted(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    arun, devi = browser(choosing.cast.arun), browser(choosing.cast.devi)
    choose = f"/cohorts/{choosing.cohort.pk}/choose/"
    requests = f"/cohorts/{choosing.cohort.pk}/pair-requests/"
    with time_machine.travel(NOW, tick=False):
        asked(choosing)
        few = [counted(arun, choose), counted(arun, "/pair-requests/"), counted(devi, requests)]
        for name in ("Nima Rao", "Uma Das"):
            mentor = listed(choosing, choosing.mentor(name))
            verbs.withdraw(asked(choosing, mentor=mentor), by=at(choosing.cast.arun))
        many = [counted(arun, choose), counted(arun, "/pair-requests/"), counted(devi, requests)]
    assert few == many
