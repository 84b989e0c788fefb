"""The price of a move, before it is made: what it says is what then comes true."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.matching import actions
from banyan.matching.models import Round
from banyan.matching.queries.prices import price_of
from banyan.matching.queries.rounds import problem_of
from banyan.matching.states import Objective
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.test_pages import opened, text

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def torn(world: World) -> Round:
    """Bela has Gita and Chand has Meera; Bela would fit better with Meera, Chand could have nobody
    else."""
    world.teacher("Bela Roy", "digital_education", "inclusive_education")
    world.teacher("Chand Lal", languages=["ta"], subjects=["science"])
    world.mentor(
        world.cast.meera, "digital_education", "inclusive_education", languages=["hi", "ta"]
    )
    world.mentor("Gita Rao", languages=["hi"], subjects=["science"])
    return world.computed()


def named(name: str) -> Person:
    return Person.objects.get(name=name)


def test_each_possible_mentor_says_what_would_change(
    torn: Round, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.devi)
    page = opened(browser, f"/rounds/{torn.pk}/teachers/{named('Bela Roy').pk}/")
    before, after = page.index("Meera Iyer"), page.index("Gita Rao")
    told = "If these two were put together:</strong> 1 other teacher would be without a mentor."
    assert before < page.index(told) < after
    assert page.count("If these two were put together:") == 1  # not for the mentor she has
    assert page.count("See who would move<span") == 1  # as a link, besides the list of keys


def test_who_would_move_is_told_by_name_and_then_comes_true(
    torn: Round, world: World, signed_in: SignIn
) -> None:
    browser, bela, meera = signed_in(world.cast.devi), named("Bela Roy"), world.cast.meera
    url = f"/rounds/{torn.pk}/teachers/{bela.pk}/mentors/{meera.pk}/"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = opened(browser, url)
    assert len(asked) == 9, "\n".join(q["sql"][:160] for q in asked)
    assert "If Bela Roy and Meera Iyer were put together" in page
    assert "1 other teacher would be without a mentor." in page
    problem = problem_of(torn)
    assert problem is not None
    price = price_of(torn, problem, bela, meera)
    assert price is not None
    (moved,) = price.moves
    assert (moved.teacher, moved.before, moved.after) == ("Chand Lal", "Meera Iyer", "")
    assert "Chand Lal" in page and "Nobody" in page

    browser.post(f"{url}pin/")
    page = opened(browser, url)
    assert "This answer is out of date" in page and "1 other teacher" not in page
    browser.post(f"/rounds/{torn.pk}/compute/")
    assert world.pairs(torn) == {"Bela Roy": "Meera Iyer", "Chand Lal": ""}


def test_where_nobody_else_moves_the_page_says_so(world: World, signed_in: SignIn) -> None:
    world.teacher("Bela Roy")
    world.mentor(world.cast.meera)
    gita = world.mentor("Gita Rao", subjects=["science"])
    round_ = world.computed()
    problem, bela = problem_of(round_), named("Bela Roy")
    assert problem is not None
    assert world.pairs(round_) == {"Bela Roy": "Meera Iyer"}
    worse = price_of(round_, problem, bela, gita)
    assert worse is not None
    assert worse.sentences[0] == "Nobody else would move."
    assert worse.sentences[1].endswith("% lower.") and worse.moves == ()
    same = price_of(round_, problem, bela, world.cast.meera)
    assert same is not None
    assert same.sentences == ("This changes nothing: the two are together already.",)


def test_a_mentor_without_a_seat_is_told_as_impossible(world: World, signed_in: SignIn) -> None:
    world.teacher(world.cast.arun)
    world.mentor(world.cast.meera)
    first = actions.publish(world.computed(), by=world.devi)
    assert first.proposals.get().mentor == world.cast.meera
    world.teacher("Bela Roy")
    world.mentor("Gita Rao")
    round_ = world.computed()
    bela = named("Bela Roy").pk
    url = f"/rounds/{round_.pk}/teachers/{bela}/mentors/{world.cast.meera.pk}/"
    page = opened(signed_in(world.cast.devi), url)
    assert "Meera Iyer has fewer free seats (0) than teachers who were put there (1)." in page
    assert "Put these two together" not in page


def test_other_aims_say_the_price_of_the_move_that_is_asked_for(
    torn: Round, world: World, signed_in: SignIn
) -> None:
    round_ = actions.compute(actions.aim(torn, Objective.STABLE, by=world.devi), by=world.devi)
    assert world.pairs(round_) == {"Bela Roy": "Meera Iyer", "Chand Lal": ""}
    browser, home = signed_in(world.cast.devi), f"/rounds/{round_.pk}/teachers"
    bela, gita = named("Bela Roy").pk, named("Gita Rao").pk
    page = opened(browser, f"{home}/{bela}/")
    assert "If these two were put together:" not in page
    assert page.count("See who would move<span") == 1  # as a link, besides the list of keys
    page = opened(browser, f"{home}/{bela}/mentors/{gita}/")
    assert "1 other teacher without a mentor would have one." in page
    assert "Chand Lal" in page


def test_people_of_no_answer_have_no_price(torn: Round, world: World, signed_in: SignIn) -> None:
    late = world.mentor("Hari Das")  # in the pool since the pairs were found
    browser, bela = signed_in(world.cast.devi), named("Bela Roy").pk
    page = opened(browser, f"/rounds/{torn.pk}/teachers/{bela}/mentors/{late.pk}/")
    assert "What this would change is not known." in page
    for absent in (world.cast.omar.pk, 10**17):
        url = f"/rounds/{torn.pk}/teachers/{bela}/mentors/{absent}/"
        assert browser.get(url).status_code == 404


def test_a_round_that_is_published_has_no_moves_left(
    torn: Round, world: World, signed_in: SignIn
) -> None:
    actions.publish(torn, by=world.devi)
    browser, bela = signed_in(world.cast.devi), named("Bela Roy").pk
    url = f"/rounds/{torn.pk}/teachers/{bela}/mentors/{world.cast.meera.pk}/"
    response = browser.get(url)
    assert response.status_code == 403
    assert "This round is closed" in text(response)
    page = opened(browser, f"/rounds/{torn.pk}/teachers/{bela}/")
    assert "If these two were put together:" not in page
