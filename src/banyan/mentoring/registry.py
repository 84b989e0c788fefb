"""Where each kind of record has its page: contexts above register the addresses of theirs."""

from __future__ import annotations

from banyan.mentoring.states import RecordKind

_pages: dict[RecordKind, str] = {}


def has_page(kind: RecordKind, address: str) -> None:
    """From now on a record of this kind opens at the address of this name, which takes its id."""
    _pages[kind] = address


def page_of(kind: RecordKind) -> str | None:
    """The name of the address, or None for a kind that nobody has built a page for."""
    return _pages.get(kind)
