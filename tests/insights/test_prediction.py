"""Predicted fit beside lived fit: what is counted, how sure it is, and what is never said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from scipy import stats

from banyan.insights import queries
from banyan.insights.queries.intervals import (
    difference_interval,
    level_of_each,
    mean_interval,
    share_interval,
)
from banyan.insights.queries.lived import Compared, lived_pairs, says, signed
from banyan.kernel.viewer import Viewer
from banyan.matching.models import Proposal, Round
from banyan.mentoring.models import Mentorship
from banyan.people.models import Person
from banyan.surveys.models import FitPulse
from tests.conftest import NOW, Cast
from tests.mentoring.conftest import World, kept_world

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
LONG_SINCE = NOW - timedelta(days=60)


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)


@pytest.fixture
def round_(world: World) -> Round:
    return Round.objects.create(
        cohort=world.cohort, number=1, status="published", opened_by=world.cast.devi, opened_at=NOW
    )


def lived(
    round_: Round,
    world: World,
    score: int,
    teacher: Sequence[int],
    mentor: Sequence[int] = (),
    *,
    met: bool | None = None,
    at: datetime = LONG_SINCE,
) -> Mentorship:
    """A pair of a round with this score, and what its two said; `met`: whether they share hours."""
    number = Mentorship.objects.count()
    one, other = world.person(f"Teacher {number}"), world.person(f"Mentor {number}")
    pair = Mentorship.objects.create(
        mentor=other, mentee=one, cohort=world.cohort, school=world.cast.school, status="active",
        proposed_at=at - timedelta(days=40), starts_on=(at - timedelta(days=31)).date(),
    )  # fmt: skip
    codes = {True: ["hours_shared"], False: ["hours_none_shared"], None: []}[met]
    reasons = [{"code": code, "params": {}, "kind": "for"} for code in codes]
    Proposal.objects.create(
        round=round_, teacher=one, mentor=other, school=world.cast.school, score=score,
        reasons=reasons, mentorship=pair,
    )  # fmt: skip
    for person, side, said, asked in (
        (one, "teacher", teacher, ("fits", "open", "helps")),
        (other, "mentor", mentor, ("fits", "can_help")),
    ):
        if said:
            FitPulse.objects.create(
                mentorship=pair, person=person, side=side, day=30, status="given", given_at=at,
                answers=dict(zip(asked, said, strict=True)),
            )  # fmt: skip
    return pair


def found(world: World, viewer: Look, who: Person | None = None) -> queries.Prediction:
    return queries.prediction(viewer(who or world.cast.devi), [world.cohort])


# The intervals, beside those of scipy.stats


@pytest.mark.parametrize("size", [2, 5, 12, 60])
def test_the_intervals_are_those_of_a_library(size: int) -> None:
    chance = Random(size)
    one = [chance.choice((1, 2, 3, 4, 5)) + chance.random() / 9 for _ in range(size)]
    two = [chance.choice((2, 3, 4)) + chance.random() / 9 for _ in range(size + 3)]
    mean = mean_interval(one, -99, 99)
    assert mean is not None
    theirs = stats.t.interval(0.95, size - 1, loc=sum(one) / size, scale=stats.sem(one))
    assert (mean.low, mean.high) == pytest.approx(theirs)
    apart = difference_interval(one, two, 0.99)
    assert apart is not None
    welch = stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.99)
    assert (apart.low, apart.high) == pytest.approx((welch.low, welch.high))
    for hits in range(size + 1):
        share = share_interval(hits, size)
        wilson = stats.binomtest(hits, size).proportion_ci(0.95, method="wilson")
        assert (share.low, share.high) == pytest.approx((wilson.low, wilson.high))


def test_what_cannot_be_told_is_not() -> None:
    assert mean_interval([4.0], 1, 5) is None
    assert mean_interval([4.0, 4.0, 4.0], 1, 5) is None  # alike is not certain
    assert difference_interval([4.0, 4.0], [4.0, 4.0]) is None
    assert difference_interval([4.0, 5.0], [4.0]) is None
    with pytest.raises(ValueError, match="a share of nobody"):
        share_interval(0, 0)
    clipped = mean_interval([1.0, 5.0], 1, 5)
    assert clipped is not None
    assert (clipped.low, clipped.high) == (1, 5)
    assert level_of_each(1) == pytest.approx(0.95)
    assert level_of_each(5) == pytest.approx(0.99)


# What is counted


def test_a_pair_lives_as_the_mean_of_its_sides(round_: Round, world: World, viewer: Look) -> None:
    lived(round_, world, 9000, (3, 4, 5), (2, 3))
    lived(round_, world, 9000, (5, 5, 5))
    values = [(one.value, one.both) for one in lived_pairs(viewer(world.cast.devi), [world.cohort])]
    assert sorted(values) == [(3.25, True), (5.0, False)]


def test_whose_answer_can_still_change_or_come_does_not_count_yet(
    round_: Round, world: World, viewer: Look
) -> None:
    first = datetime(2025, 12, 31, 18, 30, tzinfo=NOW.tzinfo)  # January begins in India
    week, open_ = timedelta(days=7), timedelta(days=21)
    second = timedelta(seconds=1)
    lived(round_, world, 9000, (4, 4, 4), (4, 4), at=first - week - second)
    lived(round_, world, 9000, (4, 4, 4), (4, 4), at=first - week)
    lived(round_, world, 9000, (4, 4, 4), at=first - week - open_ - second)
    lived(round_, world, 9000, (4, 4, 4), at=first - week - open_)
    assert len(lived_pairs(viewer(world.cast.devi), [world.cohort])) == 2


def test_fewer_than_the_blueprint_asks_for_are_shown_nowhere(
    round_: Round, world: World, viewer: Look, signed_in: SignIn
) -> None:
    for _each in range(4):
        lived(round_, world, 9000, (1, 2, 1), (2, 1))
    for _each in range(5):
        lived(round_, world, 7000, (4, 5, 4), (4, 4))
    told = found(world, viewer)
    assert [band.pairs for band in told.bands] == [None, 5, None, None]
    body = signed_in(world.cast.devi).get("/insights/programmes/nmm/fit/").content.decode()
    assert "too few to show" in body
    assert "Too few pairs to say" in body


def test_one_more_pair_changes_no_number_until_there_are_enough_more(
    round_: Round, world: World, viewer: Look
) -> None:
    for _each in range(5):
        lived(round_, world, 9000, (4, 5, 4), (4, 4))
    before = found(world, viewer).bands
    for _each in range(4):
        lived(round_, world, 9000, (1, 1, 1), (1, 1), at=LONG_SINCE + timedelta(days=1))
        assert found(world, viewer).bands == before
    lived(round_, world, 9000, (1, 1, 1), (1, 1), at=LONG_SINCE + timedelta(days=1))
    assert found(world, viewer).bands[0].pairs == 10


def test_where_there_is_a_difference_it_says_so_and_where_there_is_none_that_it_shows_none(
    round_: Round, world: World, viewer: Look, signed_in: SignIn
) -> None:
    """Twelve pairs with shared hours live better than twelve without; the score tells nothing."""
    for number in range(12):
        score = 9000 if number % 2 else 5500
        lived(round_, world, score, (5, 4, 5), (4, 5 - number % 3), met=True)
        lived(round_, world, score, (3, 2, 3), (2, 3 - number % 2), met=False)
    told = found(world, viewer)
    (hours,) = told.criteria
    assert (hours.met, hours.unmet) == (10, 10)  # whole steps of five
    assert hours.difference is not None
    assert hours.difference.low > 0
    assert says(hours).startswith("They live better, by +")
    assert told.better.difference is not None
    assert told.better.difference.holds_nothing
    assert (told.better.title, told.better.met, told.better.unmet) == ("Good fit", 10, 10)
    assert says(told.better).startswith("This does not show that they live otherwise")
    body = signed_in(world.cast.devi).get("/insights/programmes/nmm/fit/").content.decode()
    assert says(hours) in body
    assert says(told.better) in body
    assert "No weight changes by itself" in body


def test_under_twenty_pairs_nothing_is_said_of_what_they_show(
    round_: Round, world: World, viewer: Look, signed_in: SignIn
) -> None:
    for number in range(15):
        lived(round_, world, 9000 if number < 10 else 5500, (5, 5, 4 - number % 2), (4, 4))
    assert (found(world, viewer).pairs, found(world, viewer).says_something) == (15, False)
    body = signed_in(world.cast.devi).get("/insights/programmes/nmm/fit/").content.decode()
    assert "it takes 20 in all, and 10 on each side" in body


def test_the_sentences() -> None:
    assert says(Compared("", None, None, None)) == "Too few pairs on one of the two sides."
    assert "All of these pairs live alike" in says(Compared("", 10, 10, None))
    worse = difference_interval([1.0, 1.1, 1.2, 1.0], [4.0, 4.1, 4.2, 4.0])
    assert says(Compared("", 10, 10, worse)).startswith("They live less well, by −3")
    assert [signed(value) for value in (0.44, -0.25, 0.01, -0.01)] == ["+0.4", "−0.2", "0", "0"]


# Who sees it


def test_it_is_of_ones_own_area_and_for_coordinators_alone(
    round_: Round, world: World, viewer: Look, signed_in: SignIn
) -> None:
    for _each in range(5):
        lived(round_, world, 9000, (4, 4, 5), (4, 4))
    assert found(world, viewer).pairs == 5
    assert found(world, viewer, world.cast.omar).pairs == 0
    for who in ("arun", "meera", "kavita", "nandan", "asha", "somu"):
        page = signed_in(getattr(world.cast, who)).get("/insights/programmes/nmm/fit/")
        assert page.status_code == 404


@pytest.mark.parametrize("pairs", [1, 30])
def test_it_asks_as_often_for_many_as_for_one(
    round_: Round, world: World, signed_in: SignIn, pairs: int
) -> None:
    for number in range(pairs):
        lived(round_, world, 9000, (4, 4, 5), (4, 4), met=bool(number % 2))
    devi = signed_in(world.cast.devi)
    devi.get("/insights/programmes/nmm/fit/")
    with CaptureQueriesContext(connection) as asked:
        devi.get("/insights/programmes/nmm/fit/")
    assert len(asked) == 6
