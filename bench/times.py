"""How long it takes to find the times at which mentors can be booked, beside asking the time zone.

Sixty mentors of three zones keep ten stretches a week and have forty sessions in eight weeks, over
a night in which clocks are changed. Prints a line: processor time for every time of 45 minutes, and
how many times as long it takes to ask the zone what its clock shows at every quarter of an hour
alone.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from banyan.kernel import hours as spans
from banyan.kernel.hours import Clock, Hours, Span

MENTORS, WEEKS, SESSIONS, RUNS, SEED = 60, 8, 40, 9, 2026
ZONES = tuple(ZoneInfo(name) for name in ("Asia/Kolkata", "Europe/Moscow", "America/New_York"))
BEGINS = spans.minute(datetime(2026, 3, 1, tzinfo=UTC))
ENDS = BEGINS + WEEKS * spans.WEEK


def mentors() -> list[tuple[Hours, list[Span]]]:
    """Hours and sessions of invented mentors."""
    chance = random.Random(SEED)  # noqa: S311 - invented people need no secrets
    made = []
    for number in range(MENTORS):
        weekly = tuple(
            (day, hour * 60, hour * 60 + 120)
            for day in range(5)
            for hour in chance.sample((8, 10, 12, 14, 16, 18), 2)
        )
        begins = sorted(
            BEGINS + chance.randrange(WEEKS * 7) * spans.DAY + chance.randrange(8, 20) * 60
            for _ in range(SESSIONS)
        )
        sessions = [(at, at + 45) for at in begins]
        made.append((Hours(ZONES[number % 3], weekly, buffer=10, most_a_week=8), sessions))
    return made


def search(people: list[tuple[Hours, list[Span]]]) -> int:
    """How many times there are."""
    found = 0
    for hours, sessions in people:
        left = spans.free(hours, sessions, BEGINS, ENDS, busy=sessions)
        clock = Clock.of(hours.zone, BEGINS, ENDS)
        found += len(spans.starts(left, 45, every=15, clock=clock))
    return found


def ask(people: list[tuple[Hours, list[Span]]]) -> int:
    """What each quarter of an hour is on the clock of each mentor, and nothing more."""
    return sum(
        spans.moment(at).astimezone(hours.zone).hour
        for hours, _sessions in people
        for at in range(BEGINS, ENDS, 15)
    )


def seconds(work: Callable[[], int], runs: int) -> float:
    """Processor time of the quickest of some runs."""
    took = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)


if __name__ == "__main__":
    everybody = mentors()
    own = seconds(lambda: search(everybody), RUNS)
    other = seconds(lambda: ask(everybody), 1)
    sys.stdout.write(
        f"times of {MENTORS} mentors in {WEEKS} weeks: {search(everybody)} in {own * 1000:.0f} ms; "
        f"asking the zone at every quarter: {other / own:.0f} times as long\n"
    )
