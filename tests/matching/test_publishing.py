"""A round that is too large for one transaction: some pairs at a time, whatever happens between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from banyan.kernel.decision import Refused
from banyan.matching import actions, jobs, snapshot
from banyan.matching.actions import publishing
from banyan.matching.models import Proposal, Round
from banyan.matching.queries.publishing import being_published
from banyan.matching.states import RoundStatus, Skip
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.notifications.models import Notice
from banyan.organisations.models import Membership
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.trail.models import Event
from matchmaker.weighing import Weighing
from tests.conftest import NOW
from tests.matching.conftest import World

pytestmark = pytest.mark.django_db

NAMES = ("Bela Roy", "Chand Lal", "Dev Anand", "Esha Jain", "Farah Khan")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wide(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Five teachers wait for five seats, three of Meera's and two of Gita's; two pairs make a
    chunk."""
    monkeypatch.setattr(publishing, "CHUNK", 2)
    for name in NAMES:
        world.teacher(name)
    world.mentor(world.cast.meera, capacity=3)
    world.mentor("Gita Rao", capacity=2)
    return world


@pytest.fixture
def begun(wide: World) -> Round:
    """A round that a coordinator has published, before any worker has come to it."""
    return actions.publish(wide.computed(), by=wide.devi)


def stored(round_: Round) -> tuple[str, int]:
    return Round.objects.get(pk=round_.pk).status, Mentorship.objects.count()


def stopped_after(chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whoever publishes stops, as if the machine had, after so many chunks."""
    going = publishing._propose_some
    left = [chunks]

    def some(*given: Any) -> bool:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return going(*given)

    monkeypatch.setattr(publishing, "_propose_some", some)


def test_a_large_round_is_left_to_the_worker_and_says_so(begun: Round) -> None:
    assert stored(begun) == (RoundStatus.PUBLISHING, 0)
    tasks = [(task.task["func"], task.task["args"]) for task in OrmQ.objects.all()]
    assert ("banyan.matching.jobs.publish_rest", (begun.pk,)) in tasks
    assert jobs.publish_rest(begun.pk) == 1
    assert stored(begun) == (RoundStatus.PUBLISHED, 5)


@pytest.mark.parametrize("chunks", [0, 1, 2, 3])
def test_after_a_crash_between_chunks_the_rest_is_found_and_nothing_is_done_twice(
    chunks: int, begun: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        stopped_after(chunks, patch)
        with pytest.raises(KeyboardInterrupt):
            jobs.publish_rest(begun.pk)
    assert stored(begun) == (RoundStatus.PUBLISHING, min(2 * chunks, 5))
    assert jobs.publish_all() == 1
    assert stored(begun) == (RoundStatus.PUBLISHED, 5)
    assert jobs.publish_all() == 0
    assert jobs.publish_rest(begun.pk) == 0
    assert (stored(begun)[1], Event.objects.filter(verb="mentorship.propose").count()) == (5, 5)
    summary = Round.objects.get(pk=begun.pk).summary
    assert (summary["published"], summary["skipped"]) == (5, 0)


def test_two_workers_on_one_round_propose_each_pair_once(begun: Round) -> None:
    both = being_published() + being_published()
    for round_ in both:
        actions.publish_rest(round_, now=NOW)
    assert stored(begun) == (RoundStatus.PUBLISHED, 5)


def test_each_pair_is_the_coordinators_doing_and_told_once(
    begun: Round, wide: World, worker: Callable[[], int]
) -> None:
    jobs.publish_rest(begun.pk)
    events = Event.objects.filter(verb="mentorship.propose").order_by("pk")
    assert {(e.actor, e.scope) for e in events} == {(wide.cast.devi.pk, wide.cast.school.path)}
    assert [e.subject for e in events] == [
        f"mentorship:{pk}" for pk in Mentorship.objects.order_by("pk").values_list("pk", flat=True)
    ]
    worker()
    told = Notice.objects.filter(data__has_key="answer_by_at")
    assert sorted(told.values_list("person__name", flat=True)) == sorted(
        [*NAMES, *(p.mentor.name for p in Mentorship.objects.select_related("mentor"))]
    )
    assert {(n.kind, n.link.split("/")[1]) for n in told} == {("matching.proposed", "proposals")}


def test_whoever_published_need_not_be_coordinator_any_more(begun: Round, wide: World) -> None:
    Membership.objects.filter(person=wide.cast.devi).delete()
    jobs.publish_rest(begun.pk)
    assert stored(begun) == (RoundStatus.PUBLISHED, 5)


def test_what_changes_between_two_chunks_is_respected(
    begun: Round, wide: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        stopped_after(1, patch)
        with pytest.raises(KeyboardInterrupt):
            jobs.publish_rest(begun.pk)
    left = list(
        Proposal.objects.filter(round=begun, mentorship=None)
        .select_related("teacher", "mentor", "school")
        .order_by("mentor_id", "teacher_id")
    )
    gone, first, second = left  # Meera's third teacher, and both of Gita's
    assert (first.mentor, first.mentor_id) == (second.mentor, second.mentor_id)
    programmes.withdraw_enrolment(wide.cohort.enrolments.get(person=gone.teacher), by=wide.devi)
    assert first.mentor is not None
    school = wide.cast.other_school
    hari = wide.teacher("Hari Das", school=school).person
    mentoring.propose(first.mentor, hari, wide.cohort, school, [], by=wide.devi)
    jobs.publish_rest(begun.pk)
    skipped = dict(Proposal.objects.filter(round=begun).values_list("pk", "skipped"))
    assert [skipped[pair.pk] for pair in left] == [Skip.NOT_WAITING, "", Skip.FULL]
    assert Mentorship.objects.filter(mentor=first.mentor).count() == 2


def test_the_number_of_queries_of_a_chunk_does_not_hang_on_its_pairs(
    wide: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    for chunk in (1, 4):
        monkeypatch.setattr(publishing, "CHUNK", chunk)
        Mentorship.objects.all().delete()
        Round.objects.update(status=RoundStatus.DISCARDED)
        round_ = actions.publish(wide.computed(), by=wide.devi)
        (again,) = being_published(round_.pk)
        weighing = Weighing(snapshot.taken(wide.devi, again).problem)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert publishing._propose_some(again, weighing, wide.devi)
        asked.append(len(found))
        Proposal.objects.filter(round=round_).update(mentorship=None, skipped="")
    assert asked[0] == asked[1]


def test_no_other_round_of_the_cohort_is_opened_meanwhile(begun: Round, wide: World) -> None:
    with pytest.raises(Refused, match="open already"):
        actions.open_round(wide.cohort, by=wide.devi)
    jobs.publish_rest(begun.pk)
    assert actions.open_round(wide.cohort, by=wide.devi).number == 2


def test_the_pairs_proposed_so_far_can_read_and_answer(
    begun: Round, monkeypatch: pytest.MonkeyPatch, signed_in: Callable[[Person], Client]
) -> None:
    with monkeypatch.context() as patch:
        stopped_after(1, patch)
        with pytest.raises(KeyboardInterrupt):
            jobs.publish_rest(begun.pk)
    rows = Proposal.objects.filter(round=begun).select_related("teacher")
    seen = {row.pk: signed_in(row.teacher).get(f"/proposals/{row.pk}/").status_code for row in rows}
    assert seen == {row.pk: 200 if row.mentorship_id else 404 for row in rows}


def test_the_page_says_how_far_it_is_and_asks_again_by_itself(
    begun: Round,
    wide: World,
    monkeypatch: pytest.MonkeyPatch,
    signed_in: Callable[[Person], Client],
) -> None:
    with monkeypatch.context() as patch:
        stopped_after(2, patch)
        with pytest.raises(KeyboardInterrupt):
            jobs.publish_rest(begun.pk)
    browser, url = signed_in(wide.cast.devi), f"/rounds/{begun.pk}/"
    page = " ".join(browser.get(url).content.decode().split())
    assert "4 of 5 pairs are proposed so far" in page
    assert f'hx-get="{url}"' in page and f'<a href="{url}">See how far it is</a>' in page
    part = browser.get(url, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode() and "4 of 5" in part.content.decode()
    jobs.publish_rest(begun.pk)
    done = browser.get(url, headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    page = " ".join(browser.get(url).content.decode().split())
    assert "5 pairs were proposed to their two people." in page and "hx-get" not in page
