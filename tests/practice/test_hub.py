"""The page of practice: what there is of each kind, for whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banyan.mentoring.actions import records as actions
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import RecordKind
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.queries.hub import PLACES, counted, shared_with
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db

PAGE = "/practice/"


def begin(person: Person, title: str) -> None:
    by = viewer_for(person, now=NOW)
    pair = Mentorship.objects.filter(mentee=person).first()
    actions.begin(RecordKind.LESSON_PLAN, by=by, pair=pair, title=title)


def test_each_kind_has_its_count_for_the_two_who_read_it(pair: Mentorship, cast: Cast) -> None:
    begin(cast.arun, "Halves")
    for person, count in ((cast.arun, 1), (cast.meera, 1), (cast.kavita, 0), (cast.devi, 0)):
        assert counted(viewer_for(person, now=NOW)).total() == count


def test_what_is_published_stands_in_the_gallery_and_not_here(cast: Cast) -> None:
    arun = viewer_for(cast.arun, now=NOW)
    copy = actions.begin(RecordKind.LESSON_PLAN, by=arun, title="Halves")
    assert list(shared_with(arun)) == [copy]
    actions.publish(copy, by=arun)
    assert [shared_with(viewer_for(p, now=NOW)).count() for p in (cast.arun, cast.omar)] == [0, 0]


def test_every_place_opens(cast: Cast, signed_in: Callable[[Person], Client]) -> None:
    client = signed_in(cast.arun)
    for place in PLACES:
        for name in filter(None, (place.page, place.begin, place.beside)):
            assert client.get(reverse(name), follow=True).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_few_queries(
    rows: int, pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    for number in range(rows):
        begin(cast.arun, f"Halves {number}")
    client = signed_in(cast.arun)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as counted_queries:
        page = client.get(PAGE)
    assert len(counted_queries) == 6
    assert page.content.decode().count("Halves") == rows


def test_the_gallery_of_lesson_plans_is_one_step_away(
    cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    assert f'href="{reverse("practice:published_plans")}"' in (
        signed_in(cast.arun).get(PAGE).content.decode()
    )


def test_the_navigation_says_on_each_page_of_practice_where_one_is(
    cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.arun)
    for page in (PAGE, *(reverse(place.page) for place in PLACES)):
        here = [one.label for one in client.get(page).context["navigation"] if one.current]
        assert here == ["Practice"], page
