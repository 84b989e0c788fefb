"""What each kind of record has of its own: its page, its sections, a row that lives beside it.
Contexts above register theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from banyan.kernel.standing import Standing
from banyan.mentoring.states import RecordKind

Sections = Callable[[Any], Iterable[Any]]
Beginning = Callable[[Any], None]
Carry = Callable[[Any, Any, Any], None]

_pages: dict[RecordKind, str] = {}
_sections: dict[RecordKind, Sections] = {}
_beside: dict[RecordKind, str] = {}
_beginnings: dict[RecordKind, Beginning] = {}
_carriers: dict[RecordKind, Carry] = {}
_known: dict[RecordKind, tuple[Standing, type[Model], str]] = {}


def has_page(
    kind: RecordKind, address: str, sections: Sections | None = None, beside: str = ""
) -> None:
    """From now on a record of this kind opens at the address of this name, which takes its id.
    `sections` gives, for one record, the sections of its form: whoever prints it names them so.
    Where these depend on the row that lives beside it, `beside` is the relation to that row."""
    _pages[kind] = address
    if sections is not None:
        _sections[kind] = sections
    if beside:
        _beside[kind] = beside


def page_of(kind: RecordKind) -> str | None:
    """The name of the address, or None for a kind that nobody has built a page for."""
    return _pages.get(kind)


def sections_of(record: Any) -> tuple[Any, ...]:
    """The sections of its form; none for a kind that has not said them."""
    known = _sections.get(RecordKind(record.kind))
    return tuple(known(record)) if known else ()


def rows_beside(*kinds: RecordKind) -> tuple[str, ...]:
    """The relations to read along where records of these kinds are printed, of any if none is
    named."""
    return tuple(name for kind, name in _beside.items() if not kinds or kind in kinds)


def begins(kind: RecordKind, beginning: Beginning) -> None:
    """From now on this is called with each record of the kind when it is made, in the same
    transaction, however it came to be: to make the row that lives beside it."""
    _beginnings[kind] = beginning


def beginning_of(kind: RecordKind) -> Beginning | None:
    return _beginnings.get(kind)


def goes_on(kind: RecordKind, carry: Carry) -> None:
    """From now on, when a record of this kind is taken on, into a new pair or by its owner alone,
    what is kept beside it goes along: `carry` is given the earlier one, its copy and the viewer."""
    _carriers[kind] = carry


def carrier_of(kind: RecordKind) -> Carry | None:
    return _carriers.get(kind)


def is_known(kind: RecordKind, standing: Standing, beside: type[Model], name: str) -> None:
    """From now on the label of a record of this kind names those who stand so to the row that lives
    `beside` it, by this `name`: they see that it is there, how it stands and when, and no word."""
    _known[kind] = standing, beside, name


def known_by(kind: RecordKind) -> Standing | None:
    """None for a kind of which nobody knows who does not read it."""
    return _known[kind][0] if kind in _known else None


def row_of(record: Any) -> Any:
    """The row that lives beside a record, by which those who only know of it are filtered; of one
    that is not written yet, the row that it will have. None where it has none."""
    _standing, beside, name = _known[RecordKind(record.kind)]
    return beside(record=record) if record.pk is None else getattr(record, name, None)
