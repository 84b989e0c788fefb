"""The days of the year, one after the other."""

from __future__ import annotations

import logging
import random
import time as stopwatch
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import time_machine
from django.db import connection
from django_q.conf import Conf

from banyan.config.serving import schedule_jobs

from . import recount
from .account import Account
from .living import Life
from .opening import Pilot, Size, begin
from .post import OFFICE, Office
from .worker import Worker

ACT_AT = (time(2, 40), time(7, 10), time(12, 25))  # UTC: before school, at noon, at home
NIGHT = range(17, 24)  # UTC hours in which the worker is looked at less often


@dataclass(frozen=True)
class Trouble:
    """What goes wrong. `mail_away` is a day without a mail server, `worker_away` one on which the
    worker does not run from six to fifteen o'clock; both are counted from the first day."""

    mail_away: int
    worker_away: int
    dying: float = 0.004
    losing: float = 0.002
    repeating: float = 0.05


@dataclass
class Lived:
    """What came of it."""

    account: Account
    differences: list[str]
    seconds: float
    actions: int
    figures: dict[str, int] = field(default_factory=dict)


def moments(day: date, every: int) -> Iterator[datetime]:
    """When the worker looks: each so many minutes, at night every two hours."""
    for minute in range(0, 24 * 60, every):
        if minute // 60 not in NIGHT or minute % 120 == 0:
            yield datetime.combine(day, time(minute // 60, minute % 60), UTC)


def live(
    size: Size,
    starts_on: date,
    trouble: Trouble,
    seed: int,
    say: Callable[[str], None],
    *,
    every: int = 60,
    pace: int = 1,
) -> Lived:
    """One pilot from its first day; the database is empty, and ours. The worker looks for work each
    `every` minutes; `pace` as in `Life`."""
    begun = stopwatch.monotonic()
    vars(OFFICE).update(vars(Office()))
    chance, account = random.Random(seed), Account()  # noqa: S311 - invented people need no secrets
    first = datetime.combine(starts_on, time(4), UTC)
    with _in_one_process(), time_machine.travel(first, tick=False) as clock:
        schedule_jobs()
        pilot = begin(size, starts_on)
        say(f"{len(pilot.pairs)} pairs begin after {stopwatch.monotonic() - begun:.0f} s")
        life = Life(pilot, account, chance, pace)
        worker = Worker(account, chance, trouble.dying, trouble.losing, trouble.repeating)
        numbers = {pair.row.pk: pair.number for pair in life.pairs}
        for number in range(size.days):
            day = starts_on + timedelta(days=number)
            OFFICE.open = number != trouble.mail_away
            if day.day == 1 or number == 0:
                # Before the first look of the day: what is done after it is not undone by it.
                clock.move_to(datetime.combine(day, time(0), UTC) if number else first)
                life.begin_month(datetime.now(UTC))
            looks = moments(day, every)
            if number == trouble.worker_away:
                looks = (at for at in looks if not 6 <= at.hour < 15)
            _day(day, looks, life, worker, clock)
            if day.day == 1:
                found = len(_differences(account, numbers))
                told = f"{life.actions} actions, {len(OFFICE.mails)} mails, {found} differences"
                say(f"{day:%B} begins: {told}")
    differences = _differences(account, numbers)
    return Lived(
        account, differences, stopwatch.monotonic() - begun, life.actions, _figures(account, pilot)
    )


def _differences(account: Account, numbers: dict[int, int]) -> list[str]:
    """What the recount finds until now."""
    account.mails, account.mails_lost = OFFICE.mails, OFFICE.lost
    return [
        *recount.reminders(account),
        *recount.mails(account),
        *recount.attendance(account),
        *recount.digests(account),
        *recount.feedback(account),
        *recount.closed_days(account),
        *recount.expiries(account),
        *recount.nudges(account, numbers),
        *recount.ledger(account, numbers),
    ]


@contextmanager
def _in_one_process() -> Iterator[None]:
    """The queue neither sleeps when nothing waits nor reports each failure that is meant to be, and
    its connection stays open from task to task, as a pool keeps it where the product runs."""
    logger, lasts = logging.getLogger("django-q"), connection.settings_dict["CONN_MAX_AGE"]
    level, poll = logger.level, Conf.POLL
    connection.close()  # how long the next one lasts is decided when it is opened
    connection.settings_dict["CONN_MAX_AGE"] = None
    logger.setLevel(logging.CRITICAL)
    Conf.POLL = 0
    try:
        yield
    finally:
        Conf.POLL = poll
        logger.setLevel(level)
        connection.settings_dict["CONN_MAX_AGE"] = lasts
        connection.close()


def _day(
    day: date,
    looks: Iterable[datetime],
    life: Life,
    worker: Worker,
    clock: time_machine.Traveller,
) -> None:
    acting = [datetime.combine(day, at, UTC) for at in ACT_AT]
    for at in sorted({*acting, *looks}):
        clock.move_to(at)
        if at in acting:
            life.act(at)
        else:
            worker.turn(at, lambda: clock.shift(timedelta(seconds=1)))


def _figures(account: Account, pilot: Pilot) -> dict[str, int]:
    sessions = account.sessions.values()
    return {
        "sessions planned": len(account.sessions),
        "sessions with minutes that count": sum(bool(one.accounted()) for one in sessions),
        "minutes that count": sum(one.accounted() or 0 for one in sessions),
        "turns of the worker": len(account.turns),
        "deaths of the worker": account.deaths,
        "receipts lost": account.lost_receipts,
        "tasks handed out twice": account.again,
        "mails": len(account.mails),
        "mails lost with the worker": account.mails_lost,
        "days closed, of all schools": len(
            {days for each in pilot.closed.values() for days in each}
        ),
        "times away": sum(map(len, account.away.values())),
        "rests": sum(map(len, account.rests.values())),
        "pairs ended early": len(account.ended),
    }
