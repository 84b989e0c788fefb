"""The world while it is being built: its clock, its chance, and the background work of its days."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django_q.models import OrmQ
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import blueprint
from banyan.demo.people import Names
from banyan.demo.places import Place
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions.planning import forget_past_time
from banyan.mentoring.jobs import nudge_quiet_at
from banyan.notifications.models import Notice
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.trail import actions as trail
from banyan.trail.models import Delivery

MONTHS = 6
INDIA = ZoneInfo("Asia/Kolkata")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world: schools, mentors, teachers, months of history."""

    schools: int
    mentors: int
    teachers: int
    months: int


SIZES = {
    "full": Size(30, 60, 700, MONTHS),
    "small": Size(6, 8, 60, 3),
    "tiny": Size(3, 4, 18, 2),  # for tests
}


@dataclass
class World:
    """What has been built so far, and what the next step needs of it."""

    size: Size
    now: datetime
    chance: random.Random
    names: Names
    plan: blueprint.Blueprint
    viewers: dict[int, Viewer] = field(default_factory=dict)
    cast: dict[str, Person] = field(default_factory=dict)
    schools: dict[str, tuple[Place, Organisation]] = field(default_factory=dict)
    teachers: list[tuple[Person, Place, Organisation]] = field(default_factory=list)
    mentors: list[Person] = field(default_factory=list)

    def at(self, days_ago: float, hour: int = 11, zone: ZoneInfo = INDIA) -> datetime:
        """That many days before now, at about that hour on the clocks of a place."""
        # Days are counted on the clocks of the place: a day that a change of clocks makes an hour
        # longer would otherwise be another day, for whoever builds the world near midnight there.
        day = (self.now.astimezone(zone) - timedelta(days=days_ago)).date()
        local = datetime.combine(day, time(hour, self.chance.randrange(0, 40)), zone)
        return local.astimezone(UTC)

    def slot(self, days_ago: float, hour: int, zone: ZoneInfo = INDIA) -> datetime:
        """The same for a meeting: people agree on whole quarters of an hour."""
        about = self.at(days_ago, hour, zone)
        return about.replace(minute=about.minute // 15 * 15)

    def school_day(self, days_ago: float, hour: int, zone: ZoneInfo = INDIA) -> datetime:
        """The same, on the Friday before where it would be a weekend."""
        about = self.slot(days_ago, hour, zone)
        return about - timedelta(days=max(0, about.astimezone(zone).weekday() - 4))

    def saturday(self, days_ago: float, hour: int, zone: ZoneInfo = INDIA) -> datetime:
        """The same, on the Saturday that follows."""
        about = self.slot(days_ago, hour, zone)
        return about + timedelta(days=(5 - about.astimezone(zone).weekday()) % 7)

    def seen(self, person: Person, at: datetime) -> Viewer:
        """This person looking at that time; roles are read once and kept."""
        known = self.viewers.get(person.pk)
        if known is None:
            known = self.viewers[person.pk] = viewer_for(person, now=self.now)
        return replace(known, now=at)

    @property
    def days(self) -> int:
        return self.size.months * 30


@contextmanager
def steps(console: Console) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        yield progress


def settle(world: World, progress: Progress, what: str) -> None:
    """Do the background work that is waiting, as the worker would have.

    What happened long ago was told, read and cleared away long ago: it is not told again.
    """
    waiting = Delivery.objects.filter(done_at__isnull=True)
    waiting.filter(event__happened_at__lt=world.now - timedelta(days=21)).update(done_at=world.now)
    told, task = 0, progress.add_task(what, total=waiting.count())
    while True:
        with transaction.atomic():
            done = trail.deliver_open(now=world.now, limit=250)
        if not done:
            break
        told += done  # what is told may bring about more to tell
        progress.update(task, completed=told, total=told + waiting.count())
    OrmQ.objects.all().delete()  # their wake-ups: the work is done


def ask_after_the_quiet(world: World) -> None:
    """Pairs that had gone quiet were asked after on the days of their silence, not all today."""
    for days_ago in (56, 42, 28, 21, 14, 7, 4, 2, 1, 0):
        nudge_quiet_at(world.now - timedelta(days=days_ago))


def tidy(world: World) -> None:
    """Old notices were read and mailed long ago; the last few days are still new. Time that has
    passed holds nobody."""
    old = world.now - timedelta(days=4)
    Notice.objects.filter(created_at__lt=old).update(read_at=old, mailed_at=old)
    forget_past_time(by=system(world.now))
    Notice.objects.filter(mailed_at__isnull=True).update(mailed_at=world.now)
