"""The board of a round: what is wrong at one glance, found by name, and mended in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.matching import actions
from banyan.matching.models import Round, Wish
from banyan.matching.queries.board import Trouble, trouble_of
from banyan.matching.queries.rounds import matching_round
from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from banyan.programmes.models import Application, Enrolment
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.test_pages import opened, text

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def trouble(world: World, round_: Round) -> Trouble | None:
    return trouble_of(world.devi, matching_round(world.devi, round_.pk))


def test_right_after_an_answer_nothing_is_wrong(
    draft: Round, world: World, signed_in: SignIn
) -> None:
    assert trouble(world, draft) == Trouble(0, 0, 0)
    assert "What to look at" not in opened(signed_in(world.cast.devi), f"/rounds/{draft.pk}/")


def test_a_round_without_an_answer_or_that_is_told_has_no_board(
    pairable: World, signed_in: SignIn
) -> None:
    round_ = actions.open_round(pairable.cohort, by=pairable.devi)
    assert trouble(pairable, round_) is None
    actions.publish(actions.compute(round_, by=pairable.devi), by=pairable.devi)
    assert trouble(pairable, round_) is None


def test_wishes_that_the_answer_does_not_keep_are_listed(
    draft: Round, world: World, signed_in: SignIn
) -> None:
    browser, url = signed_in(world.cast.devi), f"/rounds/{draft.pk}/"
    actions.forbid(draft, world.cast.arun, world.cast.meera, by=world.devi)
    assert trouble(world, draft) == Trouble(1, 0, 0)
    page = opened(browser, url)
    assert "Of 1 teacher a wish is not kept by this answer." in page
    listed = opened(browser, f"{url}?show=unkept")
    assert "Arun Patel and Meera Iyer" in listed and "the next answer keeps them apart" in listed
    actions.compute(draft, by=world.devi)
    assert trouble(world, draft) == Trouble(0, 0, 0)
    assert "Every wish is kept" not in opened(browser, f"{url}?show=unmatched")


def test_a_pin_counts_until_the_two_are_together(draft: Round, world: World) -> None:
    chitra = world.mentor("Chitra Rao")
    actions.pin(draft, world.cast.arun, chitra, by=world.devi)
    assert trouble(world, draft) == Trouble(1, 0, 0)
    actions.compute(draft, by=world.devi)
    assert world.pairs(draft) == {"Arun Patel": "Chitra Rao"}
    assert trouble(world, draft) == Trouble(0, 0, 0)


def test_a_pin_of_somebody_without_a_mentor_is_not_kept(draft: Round, world: World) -> None:
    bela = world.teacher("Bela Roy").person
    actions.compute(draft, by=world.devi)
    alone = draft.proposals.get(mentor=None).teacher
    Wish.objects.create(
        round=draft, teacher=alone, mentor=world.cast.meera, kind="pin", made_by=world.cast.devi
    )
    assert alone in (bela, world.cast.arun)
    assert trouble(world, draft) == Trouble(1, 0, 0)


def leaves(world: World) -> None:
    Enrolment.objects.filter(person=world.cast.arun).update(status="withdrawn")


def rests(world: World) -> None:
    Application.objects.filter(person=world.cast.meera).update(status="resting")


def fills_up(world: World) -> None:
    Mentorship.objects.create(
        mentor=world.cast.meera, mentee=world.person("Esha Jain"), cohort=world.cohort,
        school=world.cast.school, status="active", proposed_at=NOW, starts_on=NOW.date(),
    )  # fmt: skip


def pairs(world: World) -> None:
    Mentorship.objects.create(
        mentor=world.cast.omar, mentee=world.cast.arun, cohort=world.cohort,
        school=world.cast.school, status="active", proposed_at=NOW, starts_on=NOW.date(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (leaves, "The teacher is not waiting for a mentor any more."),
        (rests, "The mentor takes no new teachers now."),
        (fills_up, "The mentor has no free seat any more."),
        (pairs, "The teacher has a mentor or a proposal already."),
    ],
)
def test_what_has_changed_since_is_listed_with_its_reason(
    happens: Callable[[World], None], why: str, draft: Round, world: World, signed_in: SignIn
) -> None:
    happens(world)
    found = trouble(world, draft)
    assert found is not None and (found.unkept, found.moved) == (0, 1)
    browser, url = signed_in(world.cast.devi), f"/rounds/{draft.pk}/"
    page = opened(browser, url)
    assert "For 1 teacher something has changed since the pairs were found." in page
    assert why in opened(browser, f"{url}?show=moved")


def test_whoever_has_come_since_is_counted(draft: Round, world: World, signed_in: SignIn) -> None:
    world.teacher("Bela Roy")
    assert trouble(world, draft) == Trouble(0, 0, 1)
    page = opened(signed_in(world.cast.devi), f"/rounds/{draft.pk}/")
    assert "1 teacher waits by now and is not in this answer." in page


@pytest.mark.parametrize("named", ["arun", "meera", "sabarmati"])
def test_people_and_schools_are_found_by_name(
    named: str, draft: Round, world: World, signed_in: SignIn
) -> None:
    browser, url = signed_in(world.cast.devi), f"/rounds/{draft.pk}/"
    assert "Arun Patel and Meera Iyer" in opened(browser, f"{url}?show=pairs&school={named}")
    page = opened(browser, f"{url}?show=pairs&school=nobody")
    assert "Nobody of this name in this list" in page


def test_a_card_sends_the_one_form_around_all(
    draft: Round, world: World, signed_in: SignIn
) -> None:
    """One token and one way back, whichever button is pressed."""
    browser, url = signed_in(world.cast.devi), f"/rounds/{draft.pk}/"
    page = opened(browser, f"{url}?show=pairs&school=sabar")
    pair = f"{url}teachers/{world.cast.arun.pk}/mentors/{world.cast.meera.pk}"
    assert f'formaction="{pair}/pin/"' in page and f'formaction="{pair}/forbid/"' in page
    assert page.count('name="back"') == 1
    assert 'name="back" value="show=pairs&amp;school=sabar"' in page
    answer = browser.post(f"{pair}/pin/", {"back": "show=pairs&school=sabar"})
    card = f"#t{world.cast.arun.pk}"
    assert answer["Location"] == f"{url}?show=pairs&school=sabar{card}"
    assert f'<article class="pair" id="{card[1:]}">' in page
    assert browser.post(f"{pair}/clear/", {"back": ""})["Location"] == f"{url}{card}"
    assert browser.post(f"{pair}/pin/")["Location"] == url  # from the page of the teacher


def test_mentors_can_be_narrowed_to_the_idle_and_the_full(
    pairable: World, signed_in: SignIn
) -> None:
    pairable.mentor("Nita Sen", languages=["ta"])
    round_ = pairable.computed()
    browser, url = signed_in(pairable.cast.devi), f"/rounds/{round_.pk}/mentors/"

    def there(query: str) -> set[str]:
        page = opened(browser, url + query).split("<main", 1)[1]
        return {name for name in ("Nita Sen", "Meera Iyer") if name in page}

    assert there("") == {"Nita Sen", "Meera Iyer"}
    assert there("?show=idle") == {"Nita Sen"}
    assert there("?show=full") == {"Meera Iyer"}


def test_a_price_is_loaded_into_the_page_where_it_takes_longer(
    pairable: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    chitra = pairable.mentor("Chitra Rao")
    round_ = pairable.computed()
    monkeypatch.setattr("banyan.matching.queries.prices.QUICK", 0)
    browser, url = signed_in(pairable.cast.devi), f"/rounds/{round_.pk}/teachers/"
    taken = round_.proposals.get().mentor
    other = pairable.cast.meera if taken == chitra else chitra
    move = f"{url}{pairable.cast.arun.pk}/mentors/{other.pk}/"
    assert f'hx-get="{move}"' in opened(browser, f"{url}{pairable.cast.arun.pk}/")
    part = text(browser.get(move, headers={"HX-Request": "true"}))
    assert part.startswith("<ul><li>") and "Nobody else would move." in part
    assert "<main" in opened(browser, move)  # without a script, the page by itself


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("url", "count"), [("?show=unkept", 9), ("?show=moved", 9), ("mentors/?show=full", 8)]
)
def test_the_board_asks_as_often_for_three_as_for_one(
    url: str, count: int, rows: int, pairable: World, signed_in: SignIn
) -> None:
    for number in range(1, rows):
        pairable.teacher(f"Teacher {number}")
        pairable.mentor(f"Mentor {number}")
    round_ = pairable.computed()
    for row in round_.proposals.all():
        assert row.mentor is not None
        actions.forbid(round_, row.teacher, row.mentor, by=pairable.devi)
    Enrolment.objects.update(status="withdrawn")
    browser = signed_in(pairable.cast.devi)
    with CaptureQueriesContext(connection) as asked:
        opened(browser, f"/rounds/{round_.pk}/{url}")
    assert len(asked) == count, "\n".join(q["sql"][:160] for q in asked)
