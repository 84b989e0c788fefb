"""What several people said, put together so that nobody can be heard out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

Said = TypeVar("Said")


def steps(said: Iterable[tuple[int, Said]], need: int) -> Iterator[list[Said]]:
    """Answers, of (person id, answer) in the order of giving, by steps: a step closes when it
    holds answers of `need` different people. What comes after the last of them shows nowhere.

    Two sums over steps that anybody ever saw differ by whole steps, and so by answers of at least
    `need` people.
    """
    people: set[int] = set()
    waiting: list[Said] = []
    for person_id, answer in said:
        people.add(person_id)
        waiting.append(answer)
        if len(people) >= need:
            yield waiting
            people, waiting = set(), []
