"""Who was matched and how well, group by group: honest numbers, and nobody to be told from them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from banyan.matching import actions
from banyan.matching.models import Round
from banyan.matching.queries.audit import Audit, audit_of, heads
from banyan.matching.queries.rounds import problem_of
from banyan.matching.queries.suppressing import Tally, told_of
from banyan.matching.states import Grouping
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.test_pages import OUTSIDERS, opened

SignIn = Callable[[Person], Client]
HEAD = ["By", "Group", "Teachers", "With a mentor", "Share with a mentor, percent"]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def many(world: World) -> Round:
    """Six teachers speak Hindi first and teach mathematics, six Tamil and science; four seats for
    the first, six for the second. One more speaks Odia."""
    for number in range(6):
        world.teacher(f"Hindi {number}")
        world.teacher(f"Tamil {number}", languages=["ta"], subjects=["science"])
    world.teacher("Odia 0", languages=["or"], stages=["secondary"])
    world.mentor(world.cast.meera, capacity=4, languages=["hi"])
    world.mentor("Gita Rao", capacity=6, languages=["ta"])
    return world.computed()


def audited(round_: Round) -> Audit:
    problem = problem_of(round_)
    assert problem is not None
    return audit_of(round_, problem)


def told(audit: Audit, title: str) -> dict[str, tuple[int | None, ...]]:
    (table,) = (one for one in audit.tables if one.title == title)
    return {one.name: (one.teachers, one.matched, one.share) for one in table.groups}


@pytest.mark.django_db
def test_groups_are_told_with_their_shares_and_small_ones_are_not(many: Round) -> None:
    found = audited(many)
    assert (found.whole.teachers, found.whole.matched, found.whole.share) == (13, 10, 76)
    languages = told(found, "Language that is given first")
    # One who speaks Odia could be worked out from the others, so a second group is not told either.
    assert languages["Odia"] == (None, None, None)
    assert sorted(languages.values(), key=str) == sorted(
        [(None, None, None), (None, None, None), (6, 6, 100)], key=str
    )
    subjects = told(found, "Subject")
    assert subjects == {"Mathematics": (7, 4, 57), "Science": (6, 6, 100)}


@pytest.mark.django_db
def test_how_far_groups_are_apart_is_told_in_words(many: Round) -> None:
    (table,) = (one for one in audited(many).tables if one.title == "Subject")
    assert table.differs == (
        "The share with a mentor goes from 57% (Mathematics) to 100% (Science)."
        " One teacher weighs 17 points in the smaller of these two groups."
    )


@pytest.mark.django_db
def test_a_median_of_few_is_not_told(many: Round, world: World) -> None:
    (table,) = (one for one in audited(many).tables if one.title == "Subject")
    medians = {one.name: one.median for one in table.groups}
    assert medians["Mathematics"] is None  # four fits
    assert medians["Science"] is not None and audited(many).whole.median is not None


@pytest.mark.django_db
def test_page_and_file_say_the_same(many: Round, world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.devi)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = opened(browser, f"/rounds/{many.pk}/audit/")
    assert len(asked) == 6, "\n".join(q["sql"][:160] for q in asked)
    for words in (
        "Mathematics",
        "4 (57%)",
        "not told",
        "Not told: ",
        "nobody is to blame",
        "Gender",
    ):
        assert words in page
    assert "Hindi 0" not in page and "Odia 0" not in page
    body = browser.get(f"/rounds/{many.pk}/audit.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(body)))
    assert lines[0][:5] == HEAD
    assert ["Subject", "Mathematics", "7", "4", "57", "", ""] in lines
    assert ["Language that is given first", "Odia", "", "", "", "", ""] in lines
    assert all(len(line) == len(lines[0]) for line in lines)


@pytest.mark.django_db
def test_few_teachers_are_not_told_apart_at_all(
    draft: Round, world: World, signed_in: SignIn
) -> None:
    assert audited(draft).tables == ()
    page = opened(signed_in(world.cast.devi), f"/rounds/{draft.pk}/audit/")
    assert "Counts are shown from 5 teachers on" in page
    body = signed_in(world.cast.devi).get(f"/rounds/{draft.pk}/audit.csv").content.decode()
    assert body.splitlines()[1:] == [",Everybody,,,,,"]


@pytest.mark.django_db
def test_before_the_first_answer_there_is_nothing_to_count(
    pairable: World, signed_in: SignIn
) -> None:
    round_ = actions.open_round(pairable.cohort, by=pairable.devi)
    browser = signed_in(pairable.cast.devi)
    assert "Nothing to count yet" in opened(browser, f"/rounds/{round_.pk}/audit/")
    file = browser.get(f"/rounds/{round_.pk}/audit.csv").content.decode("utf-8-sig")
    assert list(csv.reader(file.splitlines())) == [heads()]


@pytest.mark.django_db
@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_can_tell_that_there_are_numbers(
    name: str, draft: Round, world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.everybody()[name])
    for url in (f"/rounds/{draft.pk}/audit/", f"/rounds/{draft.pk}/audit.csv"):
        assert browser.get(url).status_code == 404


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(3, 8))
def test_no_few_people_can_be_worked_out_from_what_is_told(sizes: list[int], fewest: int) -> None:
    """Of groups that make up everybody: whoever takes what is told from the whole is left with
    nobody, or with as many as may be told of, and more than one group is behind it."""
    groups = {str(place): Tally(size, size // 2) for place, size in enumerate(sizes)}
    everybody = sum(sizes)
    matched = sum(one.matched for one in groups.values())
    shown = told_of(groups, Tally(everybody, matched), fewest)
    hidden = set(groups) - shown
    assert all(groups[one].people >= fewest for one in shown)
    assert all(everybody - groups[one].people in (0, *range(fewest, everybody)) for one in shown)
    left = sum(groups[one].people for one in hidden)
    assert left == 0 or left >= fewest or not shown
    assert len(hidden) != 1 or not shown


def test_a_group_in_which_nearly_everybody_is_tells_of_the_others() -> None:
    groups = {"hi": Tally(18, 9), "en": Tally(12, 6)}
    assert told_of(groups, Tally(20, 10), 5, several=True) == {"en"}
    assert told_of({"hi": Tally(20, 10)}, Tally(20, 10), 5) == {"hi"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seats", "told_there"),
    [
        (18, {"Ahmedabad, Gujarat": (9, 0, 0), "Surat, Gujarat": (9, 0, 0)}),
        (20, {}),  # of each district four wait: lots are told of both together, and so nothing here
    ],
)
def test_beside_lots_the_audit_tells_no_group_that_they_do_not_tell(
    seats: int, told_there: dict[str, tuple[int, ...]], world: World
) -> None:
    for number in range(14):
        world.teacher(f"Near {number}")
        world.teacher(f"Far {number}", school=world.cast.other_school)
    round_ = actions.open_round(world.cohort, by=world.devi)
    lottery = actions.freeze(round_, by=world.devi, seats=seats, grouping=Grouping.DISTRICT)
    actions.draw(lottery, by=world.devi)
    actions.compute(round_, by=world.devi)
    found = audited(Round.objects.get())
    assert told(found, "District") == told_there
    assert told(found, "School type") == {"Kendriya Vidyalaya": (seats, 0, 0)}
