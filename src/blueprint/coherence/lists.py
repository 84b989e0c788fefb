"""No list names the same thing twice."""

from collections.abc import Iterator

from pydantic import BaseModel

from blueprint.coherence.finding import Finding
from blueprint.language import Blueprint, Target
from blueprint.said import Said
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
                yield Finding(
                    (*steps, number),
                    Said("“%(entry)s” is named twice.", entry=entry),
                    "Remove one.",
                )
            elif isinstance(code, str) and code in seen:
                yield Finding(
                    (*steps, number, "code"),
                    Said(
                        "The code “%(code)s” is used twice: by items %(first)s and %(second)s.",
                        code=code,
                        first=seen[code] + 1,
                        second=number + 1,
                    ),
                    "Give one of them another code, or remove it.",
                )
            name = entry if isinstance(entry, str) else code
            if isinstance(name, str):
                seen.setdefault(name, number)


def _target(steps: Steps, number: int, year: str, seen: dict[str, int]) -> Iterator[Finding]:
    if year in seen:
        yield Finding(
            (*steps, number, "year"),
            Said(
                "The year %(year)s has two targets: items %(first)s and %(second)s.",
                year=str(year),
                first=seen[year] + 1,
                second=number + 1,
            ),
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
