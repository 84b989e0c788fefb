"""What a rule says when something does not fit."""

from collections.abc import Iterable, Iterator

from blueprint.language import Coded, Language, Question, Source
from blueprint.said import Said
from blueprint.tree import Finding, Steps
from blueprint.words import nearest

__all__ = ["Finding", "dangling", "number_of"]


def dangling(
    steps: Steps, code: str | None, entries: Iterable[Coded | Language | Source | Question], of: str
) -> Iterator[Finding]:
    """A finding if a code names none of the entries; `of` is the word for one of them."""
    known = [entry.code for entry in entries]
    if code is not None and code not in known:
        yield Finding(steps, Said(f"There is no {of} “%(code)s”.", code=code), nearest(code, known))


def number_of(count: int, one: str, many: str) -> Said:
    """`1 mistake`, `2 mistakes`."""
    return Said(f"%(count)s {one if count == 1 else many}", count=count)
