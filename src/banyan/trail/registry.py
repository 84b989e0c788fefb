"""Which followers hear which verbs, and the sentence in which a timeline tells a verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banyan.trail.models import Event

Handler = Callable[["Event"], None]

_followers: dict[str, tuple[Handler, frozenset[str]]] = {}
_sentences: dict[str, object] = {}


def follow(name: str, handler: Handler, *verbs: str) -> None:
    """From now on, `handler` gets each event of these verbs, at least once, in the worker.

    The name is stored with the delivery: keep it stable. Handlers must be idempotent.
    """
    _followers[name] = (handler, frozenset(verbs))


def followers_of(verb: str) -> tuple[str, ...]:
    return tuple(name for name, (_, verbs) in sorted(_followers.items()) if verb in verbs)


def handler_of(name: str) -> Handler:
    """Raises KeyError when no such follower is registered (an old name in the database)."""
    return _followers[name][0]


def tell(sentences: dict[str, object]) -> None:
    """Register timeline sentences by verb; `{actor}` stands for the person who did it."""
    _sentences.update(sentences)


def sentence_of(verb: str) -> object | None:
    return _sentences.get(verb)


def verbs() -> dict[str, tuple[str, ...]]:
    """Every verb that is followed, with its followers, for the generated documents."""
    known = sorted(set(_sentences) | {v for _, vs in _followers.values() for v in vs})
    return {verb: followers_of(verb) for verb in known}


@dataclass(frozen=True, slots=True)
class Job:
    """Something that runs by itself: a dotted path to a function without arguments."""

    name: str
    function: str
    minutes: int


_jobs: dict[str, Job] = {}


def every(minutes: int, function: str) -> None:
    """From now on the worker runs `function` (a dotted path in a `jobs.py`) this often."""
    _jobs[function] = Job(function.removeprefix("banyan."), function, minutes)


def jobs() -> list[Job]:
    return [job for _, job in sorted(_jobs.items())]
