"""Pages of numbers: who finds them, what they cost, and what they never say."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from banyan.insights import queries
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from tests.conftest import LONG_AGO, NOW
from tests.surveys.conftest import DAY, HOUR, World

Enter = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _noon() -> Iterable[None]:
    with travel(NOW, tick=False):
        yield


def test_who_finds_which_page(world: World, signed_in: Enter) -> None:
    cast = world.cast
    addresses = {
        "funnel": f"/insights/cohorts/{world.cohort.pk}/",
        "stage": f"/insights/cohorts/{world.cohort.pk}/met/",
        "trouble": "/insights/trouble/",
        "schools": "/insights/schools/",
        "school": f"/insights/schools/{cast.school.pk}/",
        "file": f"/insights/schools/{cast.school.pk}/table.csv",
        "other school": f"/insights/schools/{cast.other_school.pk}/",
        "nation": f"/insights/schools/{cast.nation.pk}/",
        "numbers": "/numbers/",
    }
    found = {
        who: {
            name
            for name, address in addresses.items()
            if signed_in(person).get(address).status_code == 200
        }
        for who, person in cast.everybody().items()
    }
    assert found == {
        "meera": {"numbers"},
        "arun": {"numbers"},
        "devi": set(addresses),
        "kavita": {"schools", "school", "file", "numbers"},
        "nandan": {"schools", "school", "file", "other school", "nation", "numbers"},
        "omar": {"funnel", "stage", "trouble", "schools", "other school", "numbers"},
        "asha": {"numbers"},
        "somu": {"numbers"},
    }


def test_a_stranger_is_asked_to_sign_in(world: World, client: Client) -> None:
    for address in ("/insights/trouble/", "/insights/schools/", "/numbers/"):
        assert client.get(address).status_code == 302


def test_the_page_of_a_cohort_leads_from_each_number_to_its_rows(
    world: World, signed_in: Enter
) -> None:
    world.held(world.cast.arun)
    devi = signed_in(world.cast.devi)
    page = devi.get(f"/insights/cohorts/{world.cohort.pk}/").content.decode()
    for key in ("invited", "enrolled", "proposed", "active", "met", "met_this_month"):
        address = f"/insights/cohorts/{world.cohort.pk}/{key}/"
        assert f'href="{address}"' in page
        assert f'href="/numbers/#{key}"' in page
        assert "Arun Patel" in devi.get(address).content.decode()
    missing = devi.get(f"/insights/cohorts/{world.cohort.pk}/met/?missing=1").content.decode()
    assert "Arun Patel" not in missing
    assert devi.get(f"/insights/cohorts/{world.cohort.pk}/nonsense/").status_code == 404


def test_omar_sees_no_row_of_another_district(world: World, signed_in: Enter) -> None:
    omar = signed_in(world.cast.omar)
    for address in (f"/insights/cohorts/{world.cohort.pk}/invited/", "/insights/trouble/"):
        assert "Arun" not in omar.get(address).content.decode()


def test_principals_and_nodal_officers_see_no_name_of_a_teacher(
    world: World, signed_in: Enter
) -> None:
    session = world.held(world.cast.arun)
    session.topic = "The quarrel in class eight"
    session.save(update_fields=["topic"])
    for person in (world.cast.kavita, world.cast.nandan):
        browser = signed_in(person)
        for path in ("", f"{world.cast.school.pk}/", f"{world.cast.school.pk}/table.csv"):
            answer = browser.get(f"/insights/schools/{path}").content.decode()
            for word in ("Arun", "Meera", "quarrel"):
                assert word not in answer


def test_the_file_holds_the_table_and_no_formula(world: World, signed_in: Enter) -> None:
    world.held(world.cast.arun)
    world.cast.school.name = "=SUM(A1) School"
    world.cast.school.save(update_fields=["name"])
    answer = signed_in(world.cast.nandan).get(
        f"/insights/schools/{world.cast.district.pk}/table.csv"
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["'=SUM(A1) School", "1", "1", "1", "1", "45", "45"],
        ["Ahmedabad in all", "1", "1", "1", "1", "45", "45"],
    ]


def test_somebody_with_several_places_chooses_one(world: World, signed_in: Enter) -> None:
    organisations.give_role(
        world.cast.kavita,
        world.cast.other_school,
        Role.PRINCIPAL,
        by=world.by(world.cast.asha),
        starts_on=LONG_AGO,
    )
    page = signed_in(world.cast.kavita).get("/insights/schools/").content.decode()
    for school in (world.cast.school, world.cast.other_school):
        assert f'href="/insights/schools/{school.pk}/"' in page


def test_every_number_has_its_definition(world: World, signed_in: Enter) -> None:
    keys = [one.key for one in queries.definitions()]
    assert len(set(keys)) == len(keys)
    page = signed_in(world.cast.arun).get("/numbers/").content.decode()
    for key in keys:
        assert f'id="{key}"' in page
    stages = queries.funnel(world.by(world.cast.devi), Cohort.objects.get()).stages
    assert {stage.key for stage in stages} <= set(keys)


def cost(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(address).status_code == 200
    return len(counted)


def test_pages_cost_the_same_at_one_row_and_at_three(world: World, signed_in: Enter) -> None:
    devi, nandan = signed_in(world.cast.devi), signed_in(world.cast.nandan)
    pages = [
        (devi, f"/insights/cohorts/{world.cohort.pk}/"),
        (devi, f"/insights/cohorts/{world.cohort.pk}/invited/"),
        (devi, "/insights/trouble/"),
        (nandan, "/insights/schools/"),
        (nandan, f"/insights/schools/{world.cast.district.pk}/"),
        (nandan, f"/insights/schools/{world.cast.school.pk}/"),
    ]
    world.held(world.cast.arun, NOW - 40 * DAY)
    one = [cost(browser, address) for browser, address in pages]
    for n, name in enumerate(("Bina Rathod", "Chetan Mehta")):
        world.held(world.teacher(name), NOW - 45 * DAY + n * 2 * HOUR)
    three = [cost(browser, address) for browser, address in pages]
    assert three == one
    assert max(one) <= 10
