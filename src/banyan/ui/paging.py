"""Long lists, a page at a time, without counting what nobody asked to have counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)

PAGE_SIZE = 25
MOST = 100_000  # pages; nobody turns so many


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page; its number counts from 1."""

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


def number_of(number: str | int | None) -> int:
    """The number of a page as an address gives it; 1 for none, and for what is none."""
    try:
        wanted = max(1, int(number or 1))
    except ValueError:
        wanted = 1
    return min(wanted, MOST)


def slice_of(rows: Sequence[Row], number: str | int | None, size: int = PAGE_SIZE) -> Page[Row]:
    """Page `number` of rows that are all there."""
    wanted = number_of(number)
    start = (wanted - 1) * size
    return Page(rows[start : start + size], number=wanted, has_next=len(rows) > start + size)


def page_asked(
    ask: Callable[[int, int], Sequence[Row]], number: str | int | None, size: int = PAGE_SIZE
) -> Page[Row]:
    """Page `number` of rows that are asked for by where they begin and end, in an order in which
    no two are alike."""
    wanted = number_of(number)
    start = (wanted - 1) * size
    found = ask(start, start + size + 1)
    return Page(rows=found[:size], number=wanted, has_next=len(found) > size)


def in_lots(rows: QuerySet[Stored, Any], size: int) -> Iterator[list[Stored]]:
    """All rows by their primary key, at most `size` at a time, one query a lot; what is changed
    meanwhile is neither skipped nor read twice. After a lot that is not full nobody asks again."""
    ordered, last = rows.order_by("pk"), 0
    while lot := list(ordered.filter(pk__gt=last)[:size]):
        yield lot
        if len(lot) < size:
            return
        last = lot[-1].pk


def page_of(
    rows: QuerySet[Stored, Any], number: str | int | None, size: int = PAGE_SIZE
) -> Page[Stored]:
    """Page `number` of a queryset, in one query: one row more than shown says if another follows.

    The order is made total by the primary key, so that no row is on two pages.
    """
    wanted = number_of(number)
    order = tuple(rows.query.order_by) or tuple(rows.model._meta.ordering or ())
    start = (wanted - 1) * size
    found = list(rows.order_by(*order, "pk")[start : start + size + 1])
    return Page(rows=found[:size], number=wanted, has_next=len(found) > size)
