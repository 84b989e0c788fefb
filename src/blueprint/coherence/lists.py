"""No list names the same thing twice."""

from collections.abc import Iterator

from pydantic import BaseModel

from blueprint.coherence.finding import Finding
from blueprint.language import Blueprint, Target
from blueprint.text import Text
from blueprint.tree import Steps


def twice(blueprint: Blueprint) -> Iterator[Finding]:
    """Codes, words and years that stand twice in one list, wherever the list is."""
    for steps, entries in _lists(blueprint, ()):
        seen: dict[str, int] = {}
        for number, entry in enumerate(entries):
            code = getattr(entry, "code", None)
            if isinstance(entry, Target):
                yield from _target(steps, number, str(entry.year), seen)
            elif isinstance(entry, str) and entry in seen:
                yield Finding((*steps, number), f"“{entry}” is named twice.", "Remove one.")
            elif isinstance(code, str) and code in seen:
                yield Finding(
                    (*steps, number, "code"),
                    f"The code “{code}” is used twice: by items {seen[code] + 1} and {number + 1}.",
                    "Give one of them another code, or remove it.",
                )
            name = entry if isinstance(entry, str) else code
            if isinstance(name, str):
                seen.setdefault(name, number)


def _target(steps: Steps, number: int, year: str, seen: dict[str, int]) -> Iterator[Finding]:
    if year in seen:
        yield Finding(
            (*steps, number, "year"),
            f"The year {year} has two targets: items {seen[year] + 1} and {number + 1}.",
            "Keep one of the two.",
        )
    seen.setdefault(year, number)


def _lists(value: object, steps: Steps) -> Iterator[tuple[Steps, tuple[object, ...]]]:
    if isinstance(value, tuple):
        yield steps, value
        for number, item in enumerate(value):
            yield from _lists(item, (*steps, number))
    elif isinstance(value, BaseModel) and not isinstance(value, Text):
        for name in type(value).model_fields:
            yield from _lists(getattr(value, name), (*steps, name))
