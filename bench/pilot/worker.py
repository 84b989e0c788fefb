"""The queue's own code, turn by turn, in this process: its scheduler, its pusher, its worker and
its monitor. What goes wrong is done to it from outside."""

from __future__ import annotations

import multiprocessing
import queue
import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.monitor import monitor
from django_q.pusher import pusher
from django_q.scheduler import scheduler
from django_q.worker import worker

from .account import Account, Turn
from .post import OFFICE, Died

MOST_STATEMENTS = 120  # of a turn in which the worker dies, before it does
KEPT = 40  # tasks done of late, some of which are handed out again


class Guillotine:
    """Kills the worker at a statement of its own choosing."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.left -= 1
        if self.left < 0:
            raise Died
        return execute(sql, params, many, context)


class Worker:
    """`turn` does what is due and what waits. `dying`, `losing` and `repeating` are the chances of
    a turn that the worker is killed in the middle of it, that it dies between the work and its
    receipt, and that a task of late is handed out once more."""

    def __init__(
        self, account: Account, chance: random.Random, dying: float, losing: float, repeating: float
    ) -> None:
        self.account, self.chance = account, chance
        self.dying, self.losing, self.repeating = dying, losing, repeating
        self.done: list[str] = []
        self.broker = get_broker()
        self.once = multiprocessing.Event()  # set: the pusher looks once
        self.once.set()
        self.timer = multiprocessing.Value("f", -1)

    def turn(self, at: datetime, wait: Callable[[], None]) -> None:
        """One look for work; `wait` lets the clock go on: a lock is over after its moment only."""
        died = False
        if self.done and self.chance.random() < self.repeating:
            self.broker.enqueue(self.chance.choice(self.done))
            self.account.again += 1
        fate = self.chance.random()
        if fate < self.dying:
            if self.chance.random() < 0.3:
                OFFICE.dies_before = self.chance.randrange(3)
                died = not self._all(wait)
                OFFICE.dies_before = None
            else:
                with connection.execute_wrapper(Guillotine(self.chance.randrange(MOST_STATEMENTS))):
                    died = not self._all(wait)
            self.account.deaths += died
        elif fate < self.dying + self.losing:
            self._all(wait, receipts=False)
            self.account.lost_receipts += 1
            died = True
        else:
            self._all(wait)
        self.account.turns.append(Turn(at, not died, OFFICE.open))

    def _all(self, wait: Callable[[], None], *, receipts: bool = True) -> bool:
        """Whether it lived to the end."""
        try:
            scheduler(self.broker)
            while True:
                wait()
                if not self._some(receipts=receipts):
                    return True
        except Died:
            return False

    def _some(self, *, receipts: bool) -> bool:
        """What the pusher takes at once; False when nothing waits."""
        tasks: Any = queue.Queue()
        results: Any = queue.Queue()
        pusher(tasks, self.once, self.broker)
        if tasks.empty():
            return False
        taken = [task["ack_id"] for task in list(tasks.queue)]
        rows = OrmQ.objects.filter(pk__in=taken)
        self.done = [*self.done, *rows.values_list("payload", flat=True)][-KEPT:]
        tasks.put("STOP")
        worker(tasks, results, self.timer, timeout=Conf.TIMEOUT)
        if receipts:
            results.put("STOP")
            monitor(results, self.broker)
        return True
