"""A blueprint as its pages show it: in parts, each small enough for a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from banyan.programmes.queries.designs import blueprint_named
from banyan.programmes.queries.roles import everyday_words
from banyan.programmes.snapshot.phrases import say
from blueprint import Change, Group, Line, Origin, Page, Table, difference, page

PARTS: dict[str, tuple[object, tuple[str, ...]]] = {
    "people": (
        _("Who takes part"),
        ("words", "domains", "teacher", "mentor", "training", "conflicts", "traits"),
    ),
    "pairs": (
        _("How two people work together"),
        ("relationship", "matching", "request", "session", "feedback", "fit"),
    ),
    "course": (_("The course of the programme"), ("stages", "modules")),
    "steps": (_("What a pair does"), ("steps",)),
    "proof": (
        _("How it is measured and what comes of it"),
        (
            "instruments", "doses", "reviews", "completion", "recognition", "pay", "clocks",
            "nudges", "indicators",
        ),
    ),
    "documents": (_("Documents"), ("documents",)),
    "privacy": (_("Who may see what"), ("visibility", "signposts")),
    "lists": (_("Lists, frameworks and sources"), ("vocabularies", "frameworks", "sources")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A group of a page at its level of heading; blocks come as (what they are, they)."""

    path: str
    level: int
    heading: str
    hint: str
    blocks: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the pages of a blueprint. Origins are of the numbers that stand on it."""

    slug: str
    title: object
    sections: tuple[Shown, ...]
    origins: tuple[Origin, ...]


@lru_cache(maxsize=64)
def _page(code: str, version: str, locale: str) -> Page:
    with everyday_words():  # kept for every reader, whichever programme she comes from
        return page(blueprint_named(code, version), locale, say)


def page_in(code: str, version: str, locale: str) -> Page:
    """Everything that a blueprint says, in the active language, which is `locale`."""
    return _page(code, version, locale)


def parts_of(found: Page) -> list[Part]:
    """The parts of a blueprint that say something, in the order of reading."""
    by_path = {section.path: section for section in found.sections}
    beside = {path: set(_origins(section)) for path, section in by_path.items()}
    # What stands beside no number, such as the origin of a rule, is told with the sources.
    beside["sources"] = {origin.number for origin in found.origins}.difference(*beside.values())
    parts = []
    for slug, (title, paths) in PARTS.items():
        there = [path for path in paths if path in by_path]
        if there:
            numbers = set().union(*(beside[path] for path in there))
            origins = tuple(origin for origin in found.origins if origin.number in numbers)
            parts.append(
                Part(slug, title, tuple(shown(by_path[path], 2) for path in there), origins)
            )
    return parts


def shown(group: Group, level: int) -> Shown:
    """A group with its lines together, so that they make one list."""

    def kind(block: Line | Table | Group) -> str:
        if isinstance(block, Line):
            return "lines" if block.label else "words"
        return "table" if isinstance(block, Table) else "group"

    blocks: list[tuple[str, object]] = []
    for name, together in groupby(group.blocks, key=kind):
        if name in ("lines", "words"):
            blocks.append((name, tuple(together)))
        else:
            blocks += [
                (name, shown(one, min(level + 1, 6)) if isinstance(one, Group) else one)
                for one in together
            ]
    return Shown(group.path, level, group.heading, group.hint, tuple(blocks))


def _origins(group: Group) -> Iterator[int]:
    for block in group.blocks:
        if isinstance(block, Group):
            yield from _origins(block)
        elif block.origin is not None:
            yield block.origin


def changes(old: tuple[str, str], new: tuple[str, str], locale: str) -> tuple[Change, ...]:
    """What is different in the second blueprint, in the active language, which is `locale`."""
    return difference(blueprint_named(*old), blueprint_named(*new), locale, say)


def first_of_all(found: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """What pairs that run already will notice, and everything else."""
    every = list(found)
    return [c for c in every if c.affects_running], [c for c in every if not c.affects_running]
