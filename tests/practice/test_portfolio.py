"""The portfolio: the thread of a teacher's own work, as she chooses it, and nothing of others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import goals
from banyan.mentoring.actions import records as actions
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.states import RecordKind
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.queries.portfolio import joined, portfolio
from banyan.practice.states import SubmissionStatus
from tests.conftest import NOW
from tests.practice.conftest import World

SignedIn = Callable[[Person], Client]
CHOICE, PRINT, FILE = "/portfolio/", "/portfolio/print/", "/portfolio/portfolio.pdf"
IDS = st.integers(1, 12)


@given(st.lists(IDS, unique=True), st.lists(st.tuples(IDS, IDS)))
def test_a_thread_holds_what_hangs_together_once_and_in_order(
    ids: list[int], pairs: list[tuple[int, int]]
) -> None:
    groups = joined(ids, pairs)
    assert sorted(sum(groups, [])) == sorted(ids)  # noqa: RUF017 - a dozen
    assert all(group == sorted(group, key=ids.index) for group in groups)
    assert [group[0] for group in groups] == sorted((g[0] for g in groups), key=ids.index)
    # By another way: spread from each until nothing new is reached.
    for pk in ids:
        reached = {pk}
        while True:
            more = {b for a, b in pairs if a in reached and b in ids}
            more |= {a for a, b in pairs if b in reached and a in ids}
            if more <= reached:
                break
            reached |= more
        assert set(next(group for group in groups if pk in group)) == reached


def practise(me: Viewer, pair: Mentorship) -> list[Record]:
    """A need that led to a goal, the goal to a lesson plan, and a journal that stands alone."""
    begin = actions.begin
    need = begin(RecordKind.NEED, by=me, pair=pair, title="Own-need", words={"a": "own-voices"})
    goal = goals.begin_goal("Own-goal", {"what": "own-what"}, by=me, pair=pair, after=[need])
    plan = begin(RecordKind.LESSON_PLAN, by=me, pair=pair, title="Own-plan", after=[goal.record])
    alone = begin(RecordKind.JOURNAL, by=me, title="Own-entry", words={"text": "own-text"})
    private = begin(RecordKind.WELL_BEING, by=me, title="Own-being")
    return [need, goal.record, plan, alone, private]


@pytest.fixture
def me(world: World) -> Viewer:
    return viewer_for(world.cast.arun, now=NOW)


def own_words(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"[Oo]wn-\w+", page)))


@pytest.mark.django_db
def test_the_thread_stands_in_its_order_and_each_leads_to_the_next(
    me: Viewer, world: World, signed_in: SignedIn
) -> None:
    need, goal, plan, alone, private = practise(me, world.pair)
    found = portfolio(me)
    assert [[one.record.pk for one in thread] for thread in found.threads] == [
        [need.pk, goal.pk, plan.pk]
    ]
    assert [one.record.pk for one in found.alone] == [alone.pk, private.pk]
    page = signed_in(world.cast.arun).get(PRINT).content.decode()
    assert own_words(page) == [
        "Own-need", "own-voices", "Own-goal", "own-what", "Own-plan", "Own-entry", "own-text",
    ]  # fmt: skip
    assert f'href="#record-{goal.pk}"' in page and f'id="record-{goal.pk}"' in page


@pytest.mark.django_db
def test_she_chooses_what_goes_in(me: Viewer, world: World, signed_in: SignedIn) -> None:
    need, goal, _plan, _alone, private = practise(me, world.pair)
    client = signed_in(world.cast.arun)
    page = client.get(PRINT, {"item": [f"record-{need.pk}", f"record-{private.pk}"]})
    assert own_words(page.content.decode()) == ["Own-need", "own-voices", "Own-being"]
    assert f"#record-{goal.pk}" not in page.content.decode()
    choice = client.get(CHOICE).content.decode()
    boxes = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", choice)
    chosen = {box for box in boxes if "checked" in box}
    assert (len(boxes), len(chosen)) == (5, 4)


@pytest.mark.django_db
def test_nobody_elses_words_are_in_it(me: Viewer, world: World, signed_in: SignedIn) -> None:
    meera = viewer_for(world.cast.meera, now=NOW)
    plan = actions.begin(RecordKind.LESSON_PLAN, by=me, pair=world.pair, title="Own-plan")
    actions.comment(plan, "canary-remark", by=meera)
    goals.begin_goal("canary-goal", {}, by=meera)
    other = actions.begin(RecordKind.JOURNAL, by=meera, words={"text": "canary-journal"})
    actions.share(other, world.cast.arun, by=meera)
    pages = (CHOICE, PRINT, f"{PRINT}?item=record-{other.pk}")
    for page in pages:
        assert "canary" not in signed_in(world.cast.arun).get(page).content.decode()
    assert "Own-plan" not in signed_in(world.cast.meera).get(PRINT).content.decode()
    assert "Own-plan" not in signed_in(world.cast.devi).get(PRINT).content.decode()


@pytest.mark.django_db
def test_work_that_was_handed_in_stands_with_its_outcome(
    me: Viewer, world: World, signed_in: SignedIn
) -> None:
    world.write()
    submission = world.pair.submissions.get()
    client = signed_in(world.cast.arun)
    page = client.get(PRINT).content.decode()
    assert "A violet paper" in page
    assert str(SubmissionStatus(submission.status).label) in page
    assert "violet" not in signed_in(world.cast.meera).get(PRINT).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_it_is_a_file_of_her_own_in_her_language(
    language: str, me: Viewer, world: World, signed_in: SignedIn
) -> None:
    practise(me, world.pair)
    actions.begin(RecordKind.JOURNAL, by=me, title="#let x = 1", words={"text": "सोच $x$ мысль"})
    client = signed_in(world.cast.arun)
    client.cookies["django_language"] = language
    drawn = client.get(FILE)
    assert drawn["Content-Type"] == "application/pdf"
    assert drawn.content.startswith(b"%PDF-")


@pytest.mark.django_db
def test_many_items_ask_as_much_as_one(me: Viewer, world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.cast.arun)
    counts = []
    for number in (1, 3):
        for _time in range(number):
            practise(me, world.pair)
        world.write(at=NOW + timedelta(hours=number)) if number == 1 else None
        for url in (CHOICE, PRINT):
            client.get(url)
            with CaptureQueriesContext(connection) as counted:
                client.get(url)
            counts.append(len(counted))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 10, counts


@pytest.mark.django_db
def test_an_observation_stands_under_its_questions(
    me: Viewer, world: World, signed_in: SignedIn
) -> None:
    words = {
        "strength_1": "Own-strength",
        "step_1": "Own-step",
        "answer_1": "will_try",
        "tools": ["on_task", "talk"],
    }
    actions.begin(RecordKind.OBSERVATION, by=me, pair=world.pair, title="Own-lesson", words=words)
    page = signed_in(world.cast.arun).get(PRINT).content.decode()
    assert own_words(page) == ["Own-lesson", "Own-strength", "Own-step"]
    assert "A strength" in page and "will_try" not in page and "on_task" not in page
    assert "How many are at their task; Who talks, and for how long" in page
