"""The table in which the queue waits, asked by statements that are prepared: the worker looks there
each second, and says of each task that it has it, and that it is done."""

from __future__ import annotations

from time import sleep
from typing import Any

from django.db import close_old_connections, transaction
from django.db.models import DateTimeField, IntegerField, QuerySet
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ

from banyan.ui.changes import PreparedAddition, PreparedChange, PreparedRemoval
from banyan.ui.prepared import Given, PreparedRows

PK, NOW = Given("pk", IntegerField()), Given("now", DateTimeField())


@PreparedRows
def _waiting(key: str, most: int) -> QuerySet[OrmQ]:
    # The longest waiting first: a task that comes back after its lock stands behind the others.
    rows: QuerySet[OrmQ] = OrmQ.objects.filter(key=key, lock__lt=NOW).order_by("lock", "pk")
    return rows[:most]


@PreparedChange
def _locked() -> tuple[QuerySet[OrmQ], dict[str, Any]]:
    # One that another worker has taken since has another time in it.
    rows = OrmQ.objects.filter(pk=PK, lock=Given("lock", DateTimeField()))
    return rows, {"lock": Given("until", DateTimeField())}


@PreparedRemoval
def _done() -> QuerySet[OrmQ]:
    rows: QuerySet[OrmQ] = OrmQ.objects.filter(pk=PK)
    return rows


_added = PreparedAddition(OrmQ)


def _mended() -> None:
    """A connection that a restart of the database has broken is opened anew; inside a transaction
    none is closed."""
    if transaction.get_autocommit():
        close_old_connections()


class Broker(ORM):  # type: ignore[misc]
    """As the library does it, with the same rows and the same locks."""

    def dequeue(self) -> list[tuple[int, str]] | None:
        """The longest waiting tasks that nobody has, as id and package, from now on ours until the
        lock is over; after a short sleep None, when there are none."""
        _mended()
        found = _waiting(self.list_key, Conf.BULK, now=timezone.now())
        if not found:
            sleep(Conf.POLL)
            return None
        return [
            (task.pk, task.payload)
            for task in found
            if _locked(pk=task.pk, lock=task.lock, until=self.timeout(task))
        ]

    def enqueue(self, task: str) -> int:
        """A package to be taken up after this moment; returns its id."""
        _mended()
        row = OrmQ(key=self.list_key, payload=task, lock=timezone.now())
        return int(_added(row).pk)

    def delete(self, task_id: int) -> None:
        """It is done, or given up."""
        _mended()
        _done(pk=task_id)
