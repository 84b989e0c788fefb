"""Recording events, moving a thing through its lifecycle in one recorded step, delivering."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import DateTimeField, F, IntegerField, QuerySet
from django_q.tasks import async_task

from banyan.kernel.decision import Stale
from banyan.kernel.lifecycle import Lifecycle
from banyan.kernel.viewer import Viewer
from banyan.trail.models import Delivery, Event, Heartbeat
from banyan.trail.queries import left_open, open_deliveries
from banyan.trail.queries import subject_of as subject_of  # those who act name rows, too
from banyan.trail.registry import followers_of, handler_of
from banyan.ui.changes import PreparedAddition, PreparedChange
from banyan.ui.prepared import Given

M = TypeVar("M", bound=models.Model)

MOST_ATTEMPTS = 8
AT_A_TIME = 50  # deliveries in one task of the queue: seconds of work, far from its time limit


def put(model: type[M], values: dict[str, Any], **key: Any) -> tuple[M, bool]:
    """The row of this key, with these values, made where there is none; and whether anything is
    other than it was. A form that two tabs send is news once."""
    rows = model._default_manager.select_for_update(no_key=True)
    row, made = rows.get_or_create(defaults=values, **key)
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    if changes:
        row.save(update_fields=list(changes))
    return row, made or bool(changes)


def record(*, verb: str, subject: str, scope: str, by: Viewer, **data: Any) -> Event:
    """Write one event and queue its followers, in the caller's transaction.

    Raises TransactionManagementError outside a transaction: an event without its change, or a
    change without its event, must be impossible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb} recorded outside a transaction")
    event = _add_event(
        Event(
            verb=verb,
            subject=subject,
            actor=by.person_id,
            scope=scope,
            happened_at=by.now,
            data=data,
        )
    )
    for name in followers_of(verb):
        delivery = _add_delivery(Delivery(event=event, follower=name))
        # The queue's table is in the same database, so the wake-up commits with the change;
        # should it be lost all the same, the sweep finds the open delivery.
        async_task("banyan.trail.jobs.deliver_one", delivery.pk)
    return event


_add_event, _add_delivery = PreparedAddition(Event), PreparedAddition(Delivery)


def record_all(*, verb: str, about: Iterable[tuple[str, str]], by: Viewer) -> list[Event]:
    """One event for each subject with its scope, as `record` writes them, in a few statements."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb} recorded outside a transaction")
    events = Event.objects.bulk_create(
        Event(verb=verb, subject=subject, actor=by.person_id, scope=scope, happened_at=by.now)
        for subject, scope in about
    )
    followers = followers_of(verb)
    deliveries = Delivery.objects.bulk_create(
        Delivery(event=event, follower=name) for event in events for name in followers
    )
    ids = [delivery.pk for delivery in deliveries]
    for start in range(0, len(ids), AT_A_TIME):
        async_task("banyan.trail.jobs.deliver_some", ids[start : start + AT_A_TIME])
    return events


def later(job: str, *given: int) -> None:
    """The worker runs this function of a `jobs.py` (a dotted path) once what is being written is
    there; should the wake-up be lost, a job that runs by itself must find what is left to do."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{job} asked for outside a transaction")
    async_task(job, *given)


def move(
    thing: M,
    lifecycle: Lifecycle,
    verb: str,
    *,
    by: Viewer,
    scope: str,
    on: object = None,
    told: Any = None,
    **changes: Any,
) -> M:
    """Decide, change and record, or refuse and leave no trace.

    `on` is what the table decides on, where that is more than the row; `told` is a mapping of what
    the event says beside the two states. Raises Refused when the table says no and Stale when
    somebody else was faster.
    """
    lifecycle.decide(by, thing if on is None else on, verb).or_refuse()
    before = thing.status  # type: ignore[attr-defined]
    after = lifecycle.target(verb).value
    # No savepoint inside a larger action: nothing was written yet when somebody was faster.
    with transaction.atomic(savepoint=False):
        rows = type(thing)._base_manager.filter(pk=thing.pk, status=before)
        if changed := rows.update(status=after, **changes):
            record(
                verb=f"{lifecycle.kind}.{verb}",
                subject=subject_of(thing),
                scope=scope,
                by=by,
                before=before,
                after=after,
                **(told or {}),
            )
    if not changed:
        raise Stale(str(lifecycle.moved_on))
    for field, value in {"status": after, **changes}.items():
        setattr(thing, field, value)
    return thing


def deliver(delivery: Delivery, *, now: datetime) -> None:
    """Hand one event to one follower; the effect and its receipt commit together, or neither.

    Whatever the follower raises goes to the queue, which records it; the delivery stays open
    with one attempt more, and the sweep finds it.
    """
    _tried(pk=delivery.pk)
    with transaction.atomic():
        handler_of(delivery.follower)(delivery.event)
        _done(pk=delivery.pk, now=now)


@PreparedChange
def _tried() -> tuple[QuerySet[Delivery], dict[str, Any]]:
    rows = Delivery.objects.filter(pk=Given("pk", IntegerField()))
    return rows, {"attempts": F("attempts") + 1}


@PreparedChange
def _done() -> tuple[QuerySet[Delivery], dict[str, Any]]:
    rows = Delivery.objects.filter(pk=Given("pk", IntegerField()))
    return rows, {"done_at": Given("now", DateTimeField())}


def deliver_open(*, now: datetime, limit: int = 500) -> int:
    """Deliver here and now what is still open, oldest first; returns how many."""
    waiting = list(open_deliveries(most_attempts=MOST_ATTEMPTS)[:limit])
    for delivery in waiting:
        deliver(delivery, now=now)
    return len(waiting)


def wake_open(*, before: datetime) -> int:
    """Queue again each delivery that was due before this moment; returns how many.

    A delivery given up after MOST_ATTEMPTS stays in the table and shows on the health page.
    """
    ids = left_open(before, most_attempts=MOST_ATTEMPTS)
    for pk in ids:
        async_task("banyan.trail.jobs.deliver_one", pk)
    return len(ids)


def beat(name: str, *, now: datetime) -> None:
    """A worker says that it is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": now})
