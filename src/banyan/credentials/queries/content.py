"""What a document says in one language, ready to be drawn as a page or as a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from babel.dates import format_date
from django.utils.translation import get_language

from banyan.ui import words
from blueprint import Blueprint, Document

BLANK = "________"  # what is filled in by hand


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    head: list[str]
    rows: list[list[str]]
    widths: list[int]


@dataclass(frozen=True, slots=True)
class Line:
    """Who signs, in what part, and when she did."""

    name: str
    label: str
    signed: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the title of a paper of an organisation. `label` is the word "Order";
    `approval` the block of whoever approves a regulation or plan; `status` says what it is not."""

    organisation: str
    label: str
    dated: str
    number: str
    approval: list[str]
    status: str


@dataclass(frozen=True, slots=True)
class Content:
    """A document in one language, ready to be drawn."""

    language: str
    title: str
    parts: list[Part]
    tables: list[Table]
    lines: list[Line]
    head: Head | None = None
    below: list[Table] = field(default_factory=list)  # under the signatures


class OfADocument:
    """What is made from a document of a blueprint, and signed by those whom that names."""

    design: Blueprint
    document: Document

    @property
    def languages(self) -> tuple[str, ...]:
        return self.document.languages or self.design.languages

    @property
    def title(self) -> str:
        return self.document.title.in_(get_language() or "en")


def long_day(value: date) -> str:
    """As papers write it: "1 October 2025", the month in words and no weekday."""
    return str(format_date(words.on(value), "d MMMM y", words.reader_locale()))
