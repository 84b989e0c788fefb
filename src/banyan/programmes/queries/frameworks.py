"""Frameworks of standards: what comes with the product, in the reader's language, and what a goal
counts for in them. Public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import pgettext

from blueprint import Blueprint
from blueprint import frameworks as shelf
from blueprint.frameworks import Crosswalk, Framework, Item, Tag


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


def named_in(design: Blueprint) -> list[Framework]:
    """The frameworks that goals of a blueprint can point at, the newest version of each."""
    found = shelf.library()
    return [found[code] for code in design.frameworks if code in found]


@dataclass(frozen=True)
class Standard:
    """What a goal counts for: an item of a framework that was chosen, or that a crosswalk leads to
    from one that was. `kind` says what the chosen one is to it; empty where it was chosen."""

    framework: Framework
    title: str
    item: str
    kind: str = ""


def spelled(tag: Tag) -> str:
    """As it is kept: "framework@version/item"."""
    return f"{tag.framework}@{tag.version}/{tag.item}"


def tag_of(spelling: str) -> Tag:
    """Raises LookupError for what names no item of any framework."""
    edition, _slash, item = spelling.partition("/")
    code, _at, version = edition.partition("@")
    return Tag(code, version, shelf.get(code, version).item(item).code)


def items_of(found: Framework, language: str) -> list[tuple[str, str]]:
    """Everything in a framework that a goal can point at: how it is kept, and how it is read."""
    return [
        (
            spelled(Tag(found.code, found.version, item.code)),
            f"{item.code} {item.title.in_(language)}",
        )
        for item, _above in found.walk()
    ]


def read_as(spelling: str, locale: str) -> str:
    """How an item that was kept so is read, by a reader of this locale; as it is kept, where no
    framework has it any more."""
    try:
        tag = tag_of(spelling)
    except LookupError:
        return spelling
    framework = shelf.get(tag.framework, tag.version)
    language = written_in(framework, locale)
    return f"{tag.item} {framework.item(tag.item).title.in_(language)}"


def fits(spelling: str, design: Blueprint) -> bool:
    """Whether it is an item of a framework that this blueprint names."""
    try:
        return tag_of(spelling).framework in design.frameworks
    except LookupError:
        return False


def standards_of(kept: Iterable[str], design: Blueprint, language: str) -> list[Standard]:
    """What a goal counts for in each framework that the blueprint names: what was chosen there; by
    the crosswalks, where nothing was. What is no longer there is left out."""
    tags = [tag_of(one) for one in kept if fits(one, design)]
    chosen = {tag.framework for tag in tags}
    found = [(tag, "") for tag in tags]
    for code in design.frameworks:
        if code not in chosen:
            ways = (way for tag in tags for way in shelf.related(tag, code))
            found += list({way.tag: (way.tag, str(way.kind)) for way in ways}.values())
    return [_standard(tag, kind, language) for tag, kind in found]


def _standard(tag: Tag, kind: str, language: str) -> Standard:
    framework = shelf.get(tag.framework, tag.version)
    item = framework.item(tag.item)
    said = f"{item.code} {item.title.in_(language)}"
    return Standard(framework, framework.title.in_(language), said, kind)


def relation(kind: str) -> str:
    """What the item on the left is to the item on the right."""
    return {
        "exact": pgettext("of an item", "the same as"),
        "close": pgettext("of an item", "nearly the same as"),
        "broader": pgettext("of an item", "wider than"),
        "narrower": pgettext("of an item", "a part of"),
        "related": pgettext("of an item", "touches"),
    }[kind]


def case_package(found: Framework, language: str) -> dict[str, Any]:
    """It as a CASE 1.0 package in one of its languages."""
    try:
        return shelf.case.write(found, language)
    except LookupError as error:
        raise ObjectDoesNotExist(str(error)) from error
