"""The frameworks that come with the product, and what their items are to each other."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from blueprint.frameworks.checking import load, load_crosswalk
from blueprint.frameworks.language import Crosswalk, Edition, Framework, Relation

SHELF = Path(__file__).parent / "library"

_INHERITED: dict[Relation, Relation] = {
    "exact": "narrower",
    "close": "related",
    "broader": "related",
    "narrower": "narrower",
    "related": "related",
}
"""What a part is to the other item, where the whole is this to it."""


class Tag(NamedTuple):
    """One item of one version of one framework: what a goal carries."""

    framework: str
    version: str
    item: str


@dataclass(frozen=True)
class Related:
    """An item of another framework, and what the one asked about is to it."""

    tag: Tag
    kind: Relation
    through: str = ""
    """The code of the item above whose match counts for this one; empty for its own match."""


@cache
def editions() -> dict[Edition, Framework]:
    """Every version of every framework that comes with the product."""
    found = (load(path) for path in sorted(SHELF.glob("*.yaml")))
    return {Edition(framework=each.code, version=each.version): each for each in found}


def library() -> dict[str, Framework]:
    """The newest version of every framework that comes with the product, by code."""
    ordered = sorted(editions().values(), key=lambda framework: framework.order)
    return {framework.code: framework for framework in ordered}


def get(code: str, version: str | None = None) -> Framework:
    """One framework of the library, the newest version if none is named.

    Raises `LookupError` if there is none such.
    """
    for framework in [library().get(code)] if version is None else editions().values():
        if framework and (framework.code, framework.version) == (
            code,
            version or framework.version,
        ):
            return framework
    wanted = code if version is None else f"{code} {version}"
    known = ", ".join(sorted(map(str, editions().values())))
    raise LookupError(f"There is no framework {wanted}; there are: {known}.")


@cache
def _crosswalks() -> tuple[Crosswalk, ...]:
    paths = sorted((SHELF / "crosswalks").glob("*.yaml"))
    return tuple(load_crosswalk(path, editions()) for path in paths)


def crosswalks(framework: Framework) -> tuple[Crosswalk, ...]:
    """The crosswalks of the library that touch this version, each walked from it."""
    here = Edition(framework=framework.code, version=framework.version)
    return tuple(
        each if each.first == here else each.converse()
        for each in _crosswalks()
        if here in (each.first, each.second)
    )


def related(tag: Tag, framework: str) -> tuple[Related, ...]:
    """The items of another framework that a tag counts for, by the crosswalks of the library.

    Where an item has no match of its own, that of the nearest item above it counts: what is part
    of a thing that matches is a narrower match. Raises `LookupError` for a tag of nothing.
    """
    mine = get(tag.framework, tag.version)
    ways = [each for each in crosswalks(mine) if each.second.framework == framework]
    for code in (mine.item(tag.item).code, *(item.code for item in mine.above(tag.item))):
        found = tuple(
            Related(
                Tag(way.second.framework, way.second.version, match.to),
                match.kind if code == tag.item else _INHERITED[match.kind],
                "" if code == tag.item else code,
            )
            for way in ways
            for match in way.matches
            if match.item == code
        )
        if found:
            return found
    return ()
