"""From a copy to a programme that runs by it, on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import blueprint
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.models import Cohort, Design, Enrolment, Programme
from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.states import DesignStatus
from blueprint import editing
from tests.conftest import NOW
from tests.programmes.conftest import World

SignIn = Callable[[Person], Client]
COPY = "/blueprints/peer/1.1/copy/"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    blueprint_named.cache_clear()


@pytest.fixture
def devi(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.cast.devi)


@pytest.fixture
def row(world: World, devi: Client) -> Design:
    said = {"organisation": world.cast.nation.pk, "code": "our_peers"}
    assert devi.post(COPY, said).status_code == 302
    return Design.objects.get()


def fields_of(page: str) -> dict[str, str]:
    """What the first form of a page would send, as far as these tests change nothing."""
    inputs = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)
    flipped = re.findall(r'<input[^>]*value="([^"]*)"[^>]*name="([^"]+)"', page)
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page)
    return {**dict(inputs), **{name: value for value, name in flipped}, **dict(areas)}


def test_a_copy_asks_for_a_name_of_its_own(world: World, devi: Client, signed_in: SignIn) -> None:
    assert 'value="peer_own"' in devi.get(COPY).content.decode()
    taken = devi.post(COPY, {"organisation": world.cast.nation.pk, "code": "in_nmm"})
    assert taken.status_code == 422
    assert "has this code already" in taken.content.decode()
    odd = devi.post(COPY, {"organisation": world.cast.nation.pk, "code": "Our Peers"})
    assert 'value="Our Peers"' in odd.content.decode()
    assert signed_in(world.cast.arun).get(COPY).status_code == 403


def test_the_common_parts_change_and_the_rest_of_the_file_stays(devi: Client, row: Design) -> None:
    url = f"/designs/{row.pk}/"
    said = fields_of(devi.get(url).content.decode())
    said |= {"title-en": "Our peers", "mentor-caseload-maximum": "9"}
    assert devi.post(url, said)["Location"] == url
    found = blueprint.load(Design.objects.get().text)
    assert (str(found.title), found.mentor.caseload.maximum) == ("Our peers", 9)
    changed = blueprint.difference(blueprint.load(row.text), found)
    assert {change.path.split(".")[0] for change in changed} == {"title", "mentor"}
    wrong = devi.post(url, said | {"mentor-caseload-maximum": "none", "title-en": "Still here"})
    assert (wrong.status_code, 'value="Still here"' in wrong.content.decode()) == (422, True)


def test_the_file_is_checked_as_it_is_typed_and_stays_as_it_was(devi: Client, row: Design) -> None:
    url = f"/designs/{row.pk}/file/"
    broken = row.text.replace("reviewers: ", "reviewer: ", 1)
    asked = devi.post(url, {"text": broken, "edition": 0}, headers={"hx-request": "true"})
    part = asked.content.decode()
    assert part.startswith('<div id="problems"')
    assert "mentor.reviewer" in part
    whole = devi.post(url, {"text": broken, "edition": 0, "step": "check"}).content.decode()
    assert "reviewer: " in whole
    assert Design.objects.get().text == row.text


def test_a_draft_is_saved_with_mistakes_and_not_published(devi: Client, row: Design) -> None:
    url = f"/designs/{row.pk}/file/"
    said = {"text": "title: [", "edition": 0, "step": "save"}
    assert devi.post(url, said).status_code == 302
    assert Design.objects.get().text == "title: ["
    assert "cannot be read now" in devi.get(f"/designs/{row.pk}/").content.decode()
    assert "still has 1 mistake" in devi.get(f"/designs/{row.pk}/publish/").content.decode()
    refused = devi.post(f"/designs/{row.pk}/publish/", {"edition": 1})
    assert (refused.status_code, Design.objects.get().status) == (403, DesignStatus.DRAFT)


def test_whoever_saves_second_is_told_and_keeps_her_words(devi: Client, row: Design) -> None:
    url = f"/designs/{row.pk}/file/"
    assert devi.post(url, {"text": "format: 1", "edition": 0, "step": "save"}).status_code == 302
    second = devi.post(url, {"text": "format: 2 # mine", "edition": 0, "step": "save"})
    page = second.content.decode()
    assert (second.status_code, "format: 2 # mine" in page) == (409, True)
    assert "This blueprint has been saved since" in page
    assert devi.post(url, fields_of(page) | {"step": "save"}).status_code == 302


def test_what_is_published_is_in_the_gallery_and_starts_a_programme(
    world: World, devi: Client, row: Design, client: Client
) -> None:
    url = f"/designs/{row.pk}/publish/"
    assert "What is published never changes" in devi.get(url).content.decode()
    published = devi.post(url, {"edition": 0})
    assert published["Location"] == "/blueprints/our_peers/1.0/"
    assert 'href="/blueprints/our_peers/1.0/"' in client.get("/blueprints/").content.decode()
    start = "/programmes/new/?blueprint=our_peers"
    assert 'value="our_peers" selected' in devi.get(start).content.decode()
    said = {
        "blueprint": "our_peers",
        "organisation": world.cast.nation.pk,
        "name": "Peers",
        "code": "peers",
        "starts_on": "2026-02-01",
        "last_on": "2026-12-31",
        "cohort": "Spring",
    }
    assert "Spring" in devi.post(start, {**said, "step": "check"}).content.decode()
    assert devi.post(start, {**said, "step": "start"}).status_code == 302
    programme = Programme.objects.get(code="peers")
    cohort = Cohort.objects.get(programme=programme)
    assert (cohort.name, cohort.design) == ("Spring", ("our_peers", "1.0"))
    assert devi.get("/programmes/peers/").status_code == 200


def test_what_is_true_of_a_teacher_is_asked_where_the_blueprint_has_such_things(
    world: World, devi: Client
) -> None:
    by = viewer_for(world.cast.devi, now=NOW)
    days = date(2026, 1, 1), date(2027, 1, 1)
    team = actions.start_programme(
        "team", "TEAM", world.cast.nation, "ct_team", *days, by=by, first_cohort="First"
    )
    cohort = Cohort.objects.get(programme=team)
    page = devi.get(f"/cohorts/{cohort.pk}/enrol/").content.decode()
    assert 'name="traits" value="category_one"' in page
    assert "by_conversation" not in page  # said of a pair
    assert "traits" not in devi.get(f"/cohorts/{world.cohort.pk}/enrol/").content.decode()
    said = {"name": "Bina Rathod", "school": "1005", "traits": ["returning"], "confirmed": "on"}
    assert devi.post(f"/cohorts/{cohort.pk}/enrol/", said).status_code == 302
    enrolled = Enrolment.objects.get(cohort=cohort)
    assert enrolled.traits == ["returning"]
    place = devi.get(f"/enrolments/{enrolled.pk}/").content.decode()
    assert "Roles here: Beginning teacher" in place
    change = devi.get(f"/enrolments/{enrolled.pk}/change/").content.decode()
    assert re.search(r'value="returning"[^>]*checked', change)


def test_a_draft_is_not_in_the_gallery_and_not_for_others(
    world: World, row: Design, signed_in: SignIn, client: Client
) -> None:
    assert client.get("/blueprints/our_peers/1.0/").status_code == 404
    assert client.get("/blueprints/our_peers/1.0/file.yaml").status_code == 404
    for page in ("", "file/", "publish/"):
        assert signed_in(world.cast.omar).get(f"/designs/{row.pk}/{page}").status_code == 404


def test_an_edition_that_no_form_has_is_a_clash(devi: Client, row: Design) -> None:
    for edition in ("", "x", "1", "-1", "٠", "9" * 5000):
        assert devi.post(f"/designs/{row.pk}/publish/", {"edition": edition}).status_code == 409
    assert Design.objects.get().status == DesignStatus.DRAFT


def test_the_gallery_asks_as_little_for_many_blueprints_as_for_one(
    world: World, client: Client, devi: Client, row: Design
) -> None:
    Design.objects.update(status=DesignStatus.PUBLISHED)
    client.get("/blueprints/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/blueprints/")
    for code in ("theirs", "yours"):
        text = editing.write(row.text, {("code",): code})
        status = DesignStatus.PUBLISHED
        actions.copy_blueprint(
            blueprint.get("peer"), code, world.cast.nation, by=viewer_for(world.cast.devi, now=NOW)
        )
        Design.objects.filter(code=code).update(status=status, text=text)
    assert client.get("/blueprints/").content.count(b"/blueprints/theirs/1.0/") > 0
    with CaptureQueriesContext(connection) as for_three:
        client.get("/blueprints/")
    assert len(for_three) == len(for_one) == 1
