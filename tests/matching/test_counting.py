"""A round counted by gender: once, asked of herself, and told in numbers that tell no answer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from banyan.kernel.decision import Refused, Stale
from banyan.matching import actions
from banyan.matching.actions.counting import count_by_gender, say_gender
from banyan.matching.models import GenderCount, GenderSaid, Proposal, Round
from banyan.matching.queries.counting import (
    Fits,
    by_gender,
    classes_of,
    counts_of,
    own_gender,
)
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Cohort
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.test_apart import at
from tests.matching.test_pages import opened

SignIn = Callable[[Person], Client]
ANSWERS = ("woman", "man", "another", "")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


# What is told


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Fits, dict[int, str], int]:
    """Some people, of whom each class and each group has few or many."""
    fits: dict[int, int | None] = {}
    said: dict[int, str] = {}
    for score in (None, 3_000, 5_000, 9_000):
        for answer in ANSWERS:
            for _one in range(draw(st.sampled_from([0, 0, 1, 2, 3, 6]))):
                fits[len(fits)] = score
                said[len(said)] = answer
    return fits, {pk: answer for pk, answer in said.items() if answer}, draw(st.integers(2, 4))


@given(rounds())
def test_each_number_is_of_the_fewest_at_least_and_leaves_as_many(
    made: tuple[Fits, dict[int, str], int],
) -> None:
    """Also for whoever knows of everybody whether she has a mentor and how well the two fit."""
    fits, said, fewest = made
    counts = counts_of(fits, said, fewest)
    if counts is None or not counts["rows"]:
        return
    classes = classes_of(fits, fewest)
    sizes = {"teachers": len(fits), **{name: len(people) for name, people in classes.items()}}
    rows = [dict(row) for row in counts["rows"]]
    for row in rows:
        told = {name: count for name, count in row.items() if isinstance(count, int)}
        assert set(told) == set(sizes)
        # What is in one class and not in the next: everybody stands in one of these.
        mine = [one - two for one, two in pairwise([*(told[name] for name in sizes), 0])]
        of_all = [one - two for one, two in pairwise([*sizes.values(), 0])]
        assert all(fewest <= n <= of - fewest for n, of in zip(mine, of_all, strict=True))
    for name, size in sizes.items():
        assert sum(int(str(row[name])) for row in rows) == size
    # Also for whoever knows who has answered: of those in each class not all said the same.
    one = str(rows[0]["group"])
    better = classes.get("better", set())
    matched = classes.get("matched", set(fits))
    for part in filter(None, [set(fits) - matched, matched - better, better]):
        answers = [said[pk] for pk in part if pk in said]
        assert sum(answer != one for answer in answers) >= fewest


@given(rounds(), st.randoms(use_true_random=False))
def test_whether_anything_is_counted_says_nothing_of_an_answer(
    made: tuple[Fits, dict[int, str], int], random: object
) -> None:
    fits, said, fewest = made
    others = dict.fromkeys(fits, "woman")
    assert (counts_of(fits, said, fewest) is None) == (counts_of(fits, others, fewest) is None)


def people(*kinds: tuple[int, int | None, str]) -> tuple[Fits, dict[int, str]]:
    """So many, who fit so well, and say this."""
    fits: dict[int, int | None] = {}
    said: dict[int, str] = {}
    for count, score, answer in kinds:
        for _one in range(count):
            if answer:
                said[len(fits)] = answer
            fits[len(fits)] = score
    return fits, said


def told(*kinds: tuple[int, int | None, str], fewest: int = 5) -> object:
    counts = counts_of(*people(*kinds), fewest)
    return counts and [tuple(row.values()) for row in counts["rows"]]


def test_three_groups_are_told_where_each_is_many_in_each_class() -> None:
    found = told(
        (6, None, "woman"), (7, None, "man"), (5, None, ""),
        (9, 8_000, "woman"), (8, 8_000, "man"), (5, 8_000, "another"),
    )  # fmt: skip
    assert found == [
        ("woman", 15, 9, None), ("man", 15, 8, None), ("not_said", 10, 5, None),
    ]  # fmt: skip


def test_where_few_have_not_said_the_larger_group_is_told_with_everybody_else() -> None:
    found = told(
        (6, None, "woman"), (7, None, "man"), (2, None, ""),
        (9, 8_000, "woman"), (8, 8_000, "man"), (1, 8_000, "another"),
    )  # fmt: skip
    assert found == [("man", 15, 8, None), ("others", 18, 10, None)]


def test_nothing_is_told_where_all_of_a_class_said_the_same() -> None:
    """Whoever waits would be known to be a man."""
    assert told((12, None, "man"), (12, 8_000, "woman"), (8, 8_000, "man")) == []


def test_nothing_is_told_where_all_who_answered_said_the_same() -> None:
    """Whoever knew who has answered would know what."""
    found = told(
        (12, None, "woman"), (12, None, ""), (12, 8_000, "woman"), (12, 8_000, ""),
    )  # fmt: skip
    assert found == []


def test_nothing_is_told_where_everybody_said_the_same() -> None:
    assert told((12, None, "woman"), (12, 8_000, "woman")) == []


def test_who_fits_better_than_the_middle_pair_is_told_where_nearly_all_have_a_mentor() -> None:
    found = told(
        (1, None, "woman"), (6, 4_000, "woman"), (7, 4_000, "man"),
        (5, 9_000, "woman"), (8, 9_000, "man"), (5, 4_000, ""), (5, 9_000, ""),
    )  # fmt: skip
    # Too few wait to stand by themselves: with whom they are put together they are not told from.
    assert found == [
        ("woman", 12, None, 5), ("man", 15, None, 8), ("not_said", 10, None, 5),
    ]  # fmt: skip


def test_a_round_of_few_counts_nothing_whatever_they_have_said() -> None:
    assert told((9, None, "woman"), (30, 8_000, "man")) is None
    assert told((1, None, "woman")) is None
    assert told() is None


# A round


def said_by(world: World, name: str, answer: str, cohort: Cohort | None = None) -> None:
    person = Person.objects.get(name=name)
    found = own_gender(at(person), (cohort or world.cohort).pk)
    say_gender(found, answer, by=at(person), seen=found.version)


def filled(world: World, *, waiting: int = 12, seats: int = 12) -> None:
    """As many wait for a mentor as have one; of either half are women."""
    for number in range(waiting + seats):
        name = f"Teacher {number:02}"
        world.teacher(name, languages=["hi"] if number < seats else ["or"])
        said_by(world, name, "woman" if number % 2 else "man")
    world.mentor(world.cast.meera, capacity=seats, languages=["hi"])


@pytest.mark.django_db
def test_a_count_is_made_when_the_round_is_published_and_stays_as_it_is(world: World) -> None:
    filled(world)
    draft = world.computed()
    assert by_gender(draft).groups == ()
    assert "two looks at it" in by_gender(draft).why_not
    round_ = actions.publish(draft, by=world.devi)
    kept = GenderCount.objects.get(round=round_)
    groups = by_gender(round_).groups
    assert [(one.name, one.teachers, one.matched, one.share) for one in groups] == [
        ("Women", 12, 6, 50), ("Everybody else together", 12, 6, 50),
    ]  # fmt: skip
    said_by(world, "Teacher 00", "woman")
    said_by(world, "Teacher 01", "")
    assert GenderCount.objects.get().counts == kept.counts
    assert "Teacher" not in str(kept.counts)


@pytest.mark.django_db
def test_nobody_is_counted_twice_so_that_two_rounds_cannot_be_compared(world: World) -> None:
    """Twelve go on waiting, and ten come, with one of whom the second round differs from what the
    first has told of those who wait."""
    filled(world)
    actions.publish(world.computed(), by=world.devi)
    world.teacher("Bela Roy", languages=["or"])
    said_by(world, "Bela Roy", "woman")
    world.mentor("Gita Rao", capacity=6, languages=["or"])
    second = actions.publish(world.computed(), by=world.devi)
    assert Proposal.objects.filter(round=second).count() == 13
    assert not GenderCount.objects.filter(round=second).exists()
    assert "no count has been made before" in by_gender(second).why_not


@pytest.mark.django_db
def test_a_round_too_small_to_count_uses_nobody_up(world: World) -> None:
    filled(world, waiting=3, seats=12)
    first = actions.publish(world.computed(), by=world.devi)
    assert not GenderCount.objects.exists()
    assert by_gender(first).groups == ()
    for number in range(20):
        world.teacher(f"Further {number:02}", languages=["or"])
        said_by(world, f"Further {number:02}", "woman" if number % 2 else "man")
    world.mentor("Gita Rao", capacity=12, languages=["or"])
    second = actions.publish(world.computed(), by=world.devi)
    kept = GenderCount.objects.get(round=second)
    assert sum(row["teachers"] for row in kept.counts["rows"]) == 23


@pytest.mark.django_db
def test_the_page_and_its_file_tell_it_in_words(world: World, signed_in: SignIn) -> None:
    filled(world)
    round_ = world.computed()
    browser = signed_in(world.cast.devi)
    page = opened(browser, f"/rounds/{round_.pk}/audit/")
    assert "A draft tells nothing" in page
    round_ = actions.publish(round_, by=world.devi)
    page = opened(browser, f"/rounds/{round_.pk}/audit/")
    assert "Women" in page and "Everybody else together" in page and "6 (50%)" in page
    body = browser.get(f"/rounds/{round_.pk}/audit.csv").content.decode("utf-8-sig")
    lines = [line for line in csv.reader(io.StringIO(body)) if line and line[0] == "Gender"]
    assert lines == [
        ["Gender", "Women", "12", "6", "50", "", ""],
        ["Gender", "Everybody else together", "12", "6", "50", "", ""],
    ]


@pytest.mark.django_db
def test_counting_costs_four_queries_however_many_there_are(world: World) -> None:
    filled(world)
    round_, by = world.computed(), world.devi
    with CaptureQueriesContext(connection) as found:
        count_by_gender(round_, by=by)
    assert len([q for q in found if "SAVEPOINT" not in q["sql"]]) == 4


# Saying it


@pytest.mark.django_db
def test_nobody_but_herself_reads_what_she_says(world: World, signed_in: SignIn) -> None:
    world.teacher(world.cast.arun)
    said_by(world, "Arun Patel", "another")
    address = f"/cohorts/{world.cohort.pk}/gender/"
    page = " ".join(opened(signed_in(world.cast.arun), address).split())
    assert re.search(r'value="another"[^>]* checked', page)
    assert "You can read this." in page
    everybody = world.cast.everybody() | {"rekha": world.rekha}
    for name, person in everybody.items():
        if name != "arun":
            assert signed_in(person).get(address).status_code == 404, name


@pytest.mark.django_db
def test_the_record_says_that_she_answered_and_never_what(world: World) -> None:
    world.teacher(world.cast.arun)
    for answer in ("man", "woman", ""):
        said_by(world, "Arun Patel", answer)
    assert [event.data for event in Event.objects.filter(verb="gender.say")] == [{}, {}, {}]
    assert not GenderSaid.objects.exists()
    said_by(world, "Arun Patel", "")  # what stands there already is no answer
    assert Event.objects.filter(verb="gender.say").count() == 3


@pytest.mark.django_db
def test_the_second_of_two_windows_is_told(world: World, signed_in: SignIn) -> None:
    world.teacher(world.cast.arun)
    by = at(world.cast.arun)
    first, second = (own_gender(by, world.cohort.pk) for _tab in range(2))
    say_gender(first, "man", by=by, seen=first.version)
    with pytest.raises(Stale):
        say_gender(second, "woman", by=by, seen=second.version)
    page = signed_in(world.cast.arun).post(
        f"/cohorts/{world.cohort.pk}/gender/", {"version": "0", "gender": "woman"}
    )
    shown = page.content.decode()
    assert page.status_code == 409
    assert "Man" in shown and "Save again" in shown
    assert GenderSaid.objects.get().gender == "man"


@pytest.mark.django_db
def test_nobody_says_it_in_her_place_and_what_is_no_answer_is_refused(
    world: World, signed_in: SignIn
) -> None:
    world.teacher(world.cast.arun)
    found = own_gender(at(world.cast.arun), world.cohort.pk)
    with pytest.raises(Refused):
        say_gender(found, "woman", by=world.devi, seen=0)
    for typed in ("x", "<b>"):
        page = signed_in(world.cast.arun).post(
            f"/cohorts/{world.cohort.pk}/gender/", {"version": "0", "gender": typed}
        )
        assert page.status_code == 422
    assert not GenderSaid.objects.exists()


@pytest.mark.django_db
def test_who_has_left_can_take_it_back_and_say_nothing_new(world: World, signed_in: SignIn) -> None:
    enrolled = world.teacher(world.cast.arun)
    said_by(world, "Arun Patel", "man")
    programmes.withdraw_enrolment(enrolled, by=at(world.cast.arun))
    found = own_gender(at(world.cast.arun), world.cohort.pk)
    with pytest.raises(Refused):
        say_gender(found, "woman", by=at(world.cast.arun), seen=found.version)
    assert "not asked here any more" in opened(
        signed_in(world.cast.arun), f"/cohorts/{world.cohort.pk}/gender/"
    )
    say_gender(found, "", by=at(world.cast.arun), seen=found.version)
    with pytest.raises(Cohort.DoesNotExist):
        own_gender(at(world.cast.arun), world.cohort.pk)


@pytest.mark.django_db
def test_it_is_asked_of_nobody_where_the_blueprint_does_not_say_so(world: World) -> None:
    world.teacher(world.cast.arun)
    Cohort.objects.filter(pk=world.cohort.pk).update(blueprint="in_nmm", blueprint_version="2.0")
    world.cohort.refresh_from_db()
    with pytest.raises(Cohort.DoesNotExist):
        own_gender(at(world.cast.arun), world.cohort.pk)
    round_ = Round(cohort=world.cohort, number=1)
    assert by_gender(round_).why_not == "This programme asks nobody, so it is not counted."
