"""Frameworks of standards: what comes with the product, in the reader's language. Public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from blueprint import frameworks as shelf
from blueprint.frameworks import Crosswalk, Framework, Item


@dataclass(frozen=True)
class Line:
    """An item with what lies in it, in one language."""

    code: str
    title: str
    text: str
    notes: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Way:
    """What the items of a framework are to those of another: here, how, there."""

    other: Framework
    title: str
    note: str
    rows: tuple[tuple[str, str, str], ...]


def frameworks() -> list[Framework]:
    """The newest version of each, in the order of their codes."""
    return [found for _, found in sorted(shelf.library().items())]


def framework(code: str, version: str) -> Framework:
    """One version of one framework."""
    try:
        return shelf.get(code, version)
    except LookupError as error:
        raise ObjectDoesNotExist(str(error)) from error


def written_in(found: Framework, locale: str) -> str:
    """The language in which a reader of `locale` gets it: hers, else English, else the original."""
    for language in (locale, locale.partition("-")[0], "en"):
        if language in found.languages:
            return language
    return found.languages[0]


def lines(found: Framework, language: str) -> tuple[Line, ...]:
    """The tree of its items."""
    stages = {level.code: level.title.in_(language) for level in found.levels}

    def line(item: Item) -> Line:
        return Line(
            item.code,
            item.title.in_(language),
            item.text.in_(language) if item.text else "",
            tuple((stages[each.level], each.text.in_(language)) for each in item.at_levels),
            tuple(map(line, item.items)),
        )

    return tuple(map(line, found.items))


def ways(found: Framework, language: str) -> list[Way]:
    """Its crosswalks to the others; items by code and title, in its own language where it can."""

    def named(framework: Framework, code: str) -> str:
        return f"{code} {framework.item(code).title.in_(language)}"

    order = [item.code for item, _above in found.walk()]

    def way(crosswalk: Crosswalk) -> Way:
        other = shelf.get(crosswalk.second.framework, crosswalk.second.version)
        return Way(
            other,
            other.title.in_(language),
            crosswalk.note.in_(language),
            tuple(
                (named(found, match.item), match.kind, named(other, match.to))
                for match in sorted(crosswalk.matches, key=lambda match: order.index(match.item))
            ),
        )

    return [way(crosswalk) for crosswalk in shelf.crosswalks(found)]


def case_package(found: Framework, language: str) -> dict[str, Any]:
    """It as a CASE 1.0 package in one of its languages."""
    try:
        return shelf.case.write(found, language)
    except LookupError as error:
        raise ObjectDoesNotExist(str(error)) from error
