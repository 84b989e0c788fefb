"""A page of rows that were put together from several queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """What `{% pagination %}` asks of a page; its number counts from 1."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def number_of(text: str | None) -> int:
    """The number of a page as an address gives it; 1 for none, and for what is none."""
    if not text or len(text) > 6 or not text.isdecimal():
        return 1
    return max(1, min(int(text), 1000))


def sheet_of(rows: Sequence[Row], number: int, size: int = PAGE_SIZE) -> Sheet[Row]:
    """Page `number` of rows that are all there."""
    start = (number - 1) * size
    return Sheet(rows[start : start + size], number, len(rows) > start + size)
