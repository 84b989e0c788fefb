"""What is shown of what others said: means by steps, themes without small numbers."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.surveys import queries
from banyan.surveys.models import Response
from banyan.surveys.queries.shown import closed_steps, without_small
from tests.conftest import NOW
from tests.surveys.conftest import DAY, World

SAID = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 5)), max_size=40)


@given(SAID, st.integers(3, 5))
def test_any_two_means_ever_seen_differ_by_answers_of_enough_people(
    said: list[tuple[int, int]], need: int
) -> None:
    """Whoever looks after each new answer, and subtracts what she saw from what she sees."""
    sizes = sorted({len(closed_steps(said[:n], need)) for n in range(len(said) + 1)})
    for earlier, later in itertools.pairwise(sizes):
        assert len({person for person, _answer in said[earlier:later]}) >= need


@given(SAID, st.integers(3, 5))
def test_what_is_shown_is_what_was_said_first(said: list[tuple[int, int]], need: int) -> None:
    shown = closed_steps(said, need)
    assert shown == [answer for _person, answer in said[: len(shown)]]
    people_after = {person for person, _answer in said[len(shown) :]}
    assert len(people_after) < need


@given(SAID, st.integers(3, 5), st.data())
def test_an_answer_that_waits_for_its_step_shows_nowhere(
    said: list[tuple[int, int]], need: int, data: st.DataObject
) -> None:
    shown = len(closed_steps(said, need))
    if shown < len(said):
        at = data.draw(st.integers(shown, len(said) - 1))
        other = [*said[:at], (said[at][0], 6 - said[at][1]), *said[at + 1 :]]
        assert closed_steps(other, need) == closed_steps(said, need)


COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12))


@given(COUNTS)
@settings(max_examples=300)
def test_no_small_count_is_shown_and_none_can_be_worked_out(counts: dict[str, int]) -> None:
    shown = without_small(counts)
    assert shown.keys() == counts.keys()
    for code, count in shown.items():
        assert count is None or count == counts[code] >= 5
    hidden = [code for code, count in shown.items() if count is None]
    assert len(hidden) != 1 or len(counts) == 1
    small = [code for code in counts if counts[code] < 5]
    assert len(hidden) == (2 if len(small) == 1 and len(counts) > 1 else len(small))


def means(world: World, at: datetime = NOW) -> list[tuple[Decimal, int]]:
    return [(m.mean, m.answers) for m in queries.means(world.by(world.cast.meera, at))]


def test_three_teachers_make_a_mean_with_one_decimal(world: World) -> None:
    for name, score in (("Bina Rathod", 5), ("Chetan Mehta", 4)):
        world.say(world.teacher(name), NOW - 20 * DAY + len(name) * timedelta(hours=3), score)
    assert means(world) == []
    world.say(world.cast.arun, NOW - 10 * DAY, 5)
    assert means(world) == [(Decimal("4.7"), 3), (Decimal("4.7"), 3)]  # one a question


def test_many_answers_of_two_teachers_make_none(world: World) -> None:
    bina = world.teacher("Bina Rathod")
    for day in range(20, 10, -1):
        world.say((bina, world.cast.arun)[day % 2], NOW - day * DAY)
    assert Response.objects.count() == 10
    assert means(world) == []


def test_an_answer_counts_when_it_cannot_be_changed_any_more(world: World) -> None:
    teachers = [world.cast.arun, world.teacher("Bina Rathod"), world.teacher("Chetan Mehta")]
    for day, teacher in enumerate(teachers):
        world.say(teacher, NOW - (9 - day) * DAY)
    given_at = Response.objects.latest("given_at").given_at
    assert means(world, given_at + 7 * DAY - timedelta(seconds=1)) == []
    assert means(world, given_at + 7 * DAY) == [(Decimal("5.0"), 3), (Decimal("5.0"), 3)]


def test_what_a_mentor_says_is_in_no_mean(world: World) -> None:
    for person in (world.cast.arun, world.teacher("Bina Rathod")):
        world.say(person, NOW - 10 * DAY if person == world.cast.arun else NOW - 12 * DAY)
    Response.objects.filter(person=world.cast.arun).update(side="mentor")
    world.say(world.teacher("Chetan Mehta"), NOW - 14 * DAY)
    assert means(world) == []


def test_another_mentors_answers_are_not_mixed_in(world: World) -> None:
    for day, name in enumerate(("Bina Rathod", "Chetan Mehta", "Dipa Joshi")):
        world.say(world.teacher(name), NOW - (20 - day) * DAY)
    assert queries.means(world.by(world.cast.devi)) == []


def tick(world: World, count: int, theme: str, at: datetime) -> None:
    """So many different teachers tick this theme."""
    for n in range(count):
        teacher = world.teacher(f"{theme}{n}{at.month} Das")
        world.say(teacher, at + timedelta(hours=n), themes=[theme])


IN_DECEMBER = datetime(2025, 12, 10, 4, tzinfo=UTC)


def themes(world: World, at: datetime = NOW) -> tuple[int | None, dict[str, int]]:
    found = queries.themes(world.by(world.cast.devi, at))
    return found.people, {row.title: row.people for row in found.rows if row.people is not None}


def test_themes_are_counted_by_people_not_by_ticks(world: World) -> None:
    tick(world, 5, "workload", IN_DECEMBER)
    for day in range(6):
        world.say(world.cast.arun, IN_DECEMBER - (day + 2) * DAY, themes=["time"])
    assert themes(world) == (6, {"Workload": 5})


def test_fewer_than_five_people_are_no_number_at_all(world: World) -> None:
    tick(world, 4, "workload", IN_DECEMBER)
    assert themes(world) == (None, {})


def test_themes_change_once_a_month_and_wait_until_they_have_settled(world: World) -> None:
    tick(world, 5, "workload", datetime(2025, 12, 27, 4, tzinfo=UTC))  # not a week before January
    assert themes(world) == (None, {})
    assert themes(world, datetime(2026, 1, 31, 12, tzinfo=UTC)) == (None, {})
    assert themes(world, datetime(2026, 2, 1, 12, tzinfo=UTC)) == (5, {"Workload": 5})


def test_a_coordinator_of_another_district_counts_none_of_it(world: World) -> None:
    tick(world, 5, "workload", IN_DECEMBER)
    assert queries.themes(world.by(world.cast.omar)).people is None


@pytest.mark.parametrize("who", ["kavita", "nandan", "asha", "meera", "arun", "somu"])
def test_whoever_coordinates_nothing_finds_no_themes(world: World, who: str) -> None:
    with pytest.raises(Response.DoesNotExist):
        queries.themes(world.by(getattr(world.cast, who)))


def test_the_smallest_of_the_others_goes_with_a_single_small_one() -> None:
    assert without_small(Counter(a=9, b=6, c=2)) == {"a": 9, "b": None, "c": None}
    assert without_small(Counter(a=9, b=1, c=2)) == {"a": 9, "b": None, "c": None}
    assert without_small(Counter(a=9, b=6)) == {"a": 9, "b": 6}
