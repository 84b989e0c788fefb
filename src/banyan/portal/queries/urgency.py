"""Which of the things that wait for somebody is the most urgent: the table, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

HOUR = timedelta(hours=1)
DAY = timedelta(hours=26)  # tomorrow at the same time is within a day, also if one looks early
WEEK = timedelta(days=7)


class Kind(StrEnum):
    """What waits; `by` says until when."""

    STEP = "step"  # of the journey, that this person has to do: until the end of its last day
    SESSION = "session"  # that both have confirmed: until it begins
    ANSWER = "answer"  # that somebody else waits for: until it is too late to give it
    AFTERWARDS = "afterwards"  # what is to be said of a session, or short meetings, that were held
    MESSAGE = "message"  # that the other one of a pair has written
    PLAN = "plan"  # a pair that has no session before it
    MINE = "mine"  # what this person waits for, or has not finished


@dataclass(frozen=True, slots=True)
class Thing(Generic[T]):
    """One thing that waits. `by`: until when, if there is such a moment; `what`: how it is told."""

    kind: Kind
    by: datetime | None
    what: T


Left = timedelta
# In the first line that fits, what has the least time left comes first.
TABLE: tuple[tuple[str, Callable[[Kind, Left], bool]], ...] = (
    ("a session that begins within the hour", lambda kind, left: kind == "session" and left < HOUR),
    ("a step that is overdue", lambda kind, left: kind == "step" and left <= Left(0)),
    ("a session within a day", lambda kind, left: kind == "session" and left < DAY),
    ("due within a week", lambda kind, left: kind in ("step", "answer") and left < WEEK),
    ("somebody waits for an answer", lambda kind, left: kind == "answer"),
    ("somebody has written", lambda kind, left: kind == "message"),
    ("what is to be said of a session", lambda kind, left: kind == "afterwards"),
    ("a pair without a session", lambda kind, left: kind == "plan"),
    ("a session further away", lambda kind, left: kind == "session"),
    ("what one waits for", lambda kind, left: kind == "mine"),
    ("a step with time left", lambda kind, left: kind == "step"),
)


def place_of(thing: Thing[T], now: datetime) -> tuple[int, Left]:
    """The line of the table that a thing stands in, and how much time it has left."""
    left = thing.by - now if thing.by else Left.max
    return next(n for n, (_, fits) in enumerate(TABLE) if fits(thing.kind, left)), left


def most_urgent(things: Iterable[Thing[T]], now: datetime) -> T | None:
    """What to lead with; of two that are alike the one given first. None when nothing waits."""
    first = min(things, key=lambda thing: place_of(thing, now), default=None)
    return first.what if first else None
