"""Tasks wait in a table, are taken by one worker at a time, and go when they are done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.models import OrmQ

from banyan.config.broker import Broker

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 8, 3, 6, tzinfo=UTC)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    monkeypatch.setattr(Conf, "POLL", 0)
    found = get_broker()
    assert isinstance(found, Broker)
    return found


def test_a_task_is_handed_out_once_until_its_lock_is_over(broker: Broker) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        ids = [broker.enqueue(package) for package in ("a", "b")]
        assert broker.dequeue() is None  # it waits from the moment after
        clock.shift(timedelta(seconds=1))
        assert broker.dequeue() == [(ids[0], "a"), (ids[1], "b")]
        clock.shift(timedelta(seconds=1))
        assert broker.dequeue() is None
        clock.shift(timedelta(seconds=Conf.RETRY))
        assert broker.dequeue() == [(ids[0], "a"), (ids[1], "b")]


def test_what_is_done_or_given_up_waits_no_more(broker: Broker) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        first, second, third = [broker.enqueue(package) for package in "abc"]
        broker.acknowledge(first)
        broker.fail(second)
        clock.shift(timedelta(seconds=1))
        assert broker.dequeue() == [(third, "c")]
        assert list(OrmQ.objects.values_list("pk", flat=True)) == [third]


def test_the_faster_worker_has_the_task(broker: Broker) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        ids = [broker.enqueue(package) for package in ("a", "b")]
        clock.shift(timedelta(seconds=1))
        faster = [ids[0]]

        def between(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
            if sql.startswith("UPDATE") and faster:
                later = NOW + timedelta(minutes=3)
                OrmQ.objects.filter(pk=faster.pop()).update(lock=later)
            return execute(sql, *given)

        with connection.execute_wrapper(between):
            assert broker.dequeue() == [(ids[1], "b")]


def test_tasks_of_another_cluster_are_left_to_it(broker: Broker) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        OrmQ.objects.create(key="elsewhere", payload="a", lock=NOW)
        clock.shift(timedelta(seconds=1))
        assert broker.dequeue() is None


def test_a_look_takes_no_more_than_the_bulk_one_statement_each(broker: Broker) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(Conf.BULK + 2):
            broker.enqueue(str(number))
        clock.shift(timedelta(seconds=1))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            taken = broker.dequeue()
        assert taken is not None
        assert [package for _pk, package in taken] == [str(each) for each in range(Conf.BULK)]
        assert len(asked) == 1 + Conf.BULK
