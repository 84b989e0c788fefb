from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django_q.models import OrmQ

from banyan.kernel.viewer import system
from banyan.organisations.actions import add_organisation
from banyan.organisations.states import Level
from banyan.trail import actions, registry
from banyan.trail.models import Delivery, Event, Heartbeat
from banyan.trail.queries import timeline
from tests.conftest import NOW, Cast


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """A follower of "tree.grow" for one test, and what it heard."""
    seen: list[str] = []

    def follower(event: Event) -> None:
        if event.data.get("broken"):
            raise ValueError("the follower is broken")
        seen.append(event.subject)

    registry.follow("test.follower", follower, "tree.grow")
    registry.tell({"tree.grow": "{actor} watered it."})
    yield seen
    registry._followers.pop("test.follower")
    registry._sentences.pop("tree.grow")


def grow(subject: str = "tree:1", **data: object) -> Event:
    with transaction.atomic():
        return actions.record(verb="tree.grow", subject=subject, scope="1", by=system(NOW), **data)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_impossible() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(verb="tree.grow", subject="tree:1", scope="1", by=system(NOW))
    assert Event.objects.count() == 0


def test_an_event_waits_for_its_followers_and_for_nobody_else(db: None, heard: list[str]) -> None:
    grow()
    assert [(d.follower, d.done_at) for d in Delivery.objects.all()] == [("test.follower", None)]
    assert OrmQ.objects.count() == 1


def test_a_delivery_is_done_once(db: None, heard: list[str]) -> None:
    grow()
    assert actions.deliver_open(now=NOW) == 1
    assert actions.deliver_open(now=NOW) == 0
    assert heard == ["tree:1"]


def test_a_failing_follower_leaves_the_delivery_open_and_counted(
    db: None, heard: list[str]
) -> None:
    grow(broken=True)
    with pytest.raises(ValueError, match="broken"), transaction.atomic():
        actions.deliver_open(now=NOW)
    assert [d.done_at for d in Delivery.objects.all()] == [None]
    assert heard == []


def test_the_sweep_wakes_what_nobody_handled(db: None, heard: list[str]) -> None:
    grow()
    OrmQ.objects.all().delete()  # the wake-up was lost
    assert actions.wake_open(before=NOW) == 0
    assert actions.wake_open(before=NOW + timedelta(minutes=1)) == 1
    assert OrmQ.objects.count() == 1


def test_a_timeline_tells_the_newest_first(db: None, heard: list[str]) -> None:
    grow()
    grow("tree:2")
    assert [(e.sentence, e.actor_id) for e in timeline(["tree:1"])] == [("{actor} watered it.", 0)]


def test_a_heartbeat_is_one_row(db: None) -> None:
    actions.beat("worker", now=NOW)
    actions.beat("worker", now=NOW + timedelta(minutes=1))
    assert [h.beat_at for h in Heartbeat.objects.all()] == [NOW + timedelta(minutes=1)]


def test_a_change_and_its_event_are_undone_together(cast: Cast) -> None:
    before = Event.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        add_organisation("Vadodara", level=Level.DISTRICT, parent=cast.state, by=system(NOW))
        raise RuntimeError
    assert Event.objects.count() == before
