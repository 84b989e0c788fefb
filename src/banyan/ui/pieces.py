"""The values that components draw. Anything with the same attributes serves as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True)
class Link:
    """A place to go: in the navigation, in tabs, in breadcrumbs. `count` is what waits there."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


class StepStatus(StrEnum):
    DONE = "done"
    OPEN = "open"
    NOW = "now"
    DUE = "due"
    OVERDUE = "overdue"
    WAIVED = "waived"
    ON_HOLD = "on_hold"


@dataclass(frozen=True)
class Step:
    """One node of a journey. `next` draws it large; `action` and `url` make its button."""

    title: str
    status: str
    on: date | None = None
    note: str = ""
    url: str = ""
    action: str = ""
    next: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of a timeline: when, who, and the sentence that says what happened."""

    at: datetime
    actor: str
    sentence: str
    url: str = ""


@dataclass(frozen=True)
class Answer:
    """A row of "check your answers"."""

    question: str
    answer: object
    change_url: str = ""
