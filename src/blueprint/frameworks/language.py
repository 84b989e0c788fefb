"""What a framework of standards and a crosswalk between two of them can say."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from blueprint.language.base import Code, LanguageCode, Line, Section, Version
from blueprint.text import Text, texts

Relation = Literal["exact", "close", "broader", "narrower", "related"]

CONVERSE: dict[Relation, Relation] = {
    "exact": "exact",
    "close": "close",
    "broader": "narrower",
    "narrower": "broader",
    "related": "related",
}
"""The same match, seen from the other side."""


def _in_one_line(said: Text) -> Text:
    # Where a line of the file ends means nothing, and CASE knows no line breaks in statements.
    return Text({locale: " ".join(words.split()) for locale, words in said.root.items()})


def _year_month_day(value: Any) -> Any:
    # pydantic would read a bare 2026 as seconds after 1970.
    if isinstance(value, dt.date) or (
        isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)
    ):
        return value
    raise PydanticCustomError("date_parsing", "a day is wanted here")


Said = Annotated[Text, AfterValidator(_in_one_line)]
OneLine = Annotated[Line, AfterValidator(lambda words: " ".join(words.split()))]
Day = Annotated[dt.date, BeforeValidator(_year_month_day)]
ItemCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:()/-]{0,99}$")]


class Level(Section):
    """A stage of a career that the framework speaks of."""

    code: Code
    """The stored name of the stage."""
    title: Said
    """What people read."""
    text: Said | None = None
    """What the stage means, in a sentence."""


class AtLevel(Section):
    """What one item asks of people at one stage."""

    level: Code
    """The stage."""
    text: Said
    """What is asked there."""


class Item(Section):
    """A standard, an area, a statement: whatever a goal can point at."""

    code: ItemCode
    """How the framework numbers it, in quotes, such as "2.1". Unique in the framework."""
    title: Said
    """Its name, or the whole statement where it has no name."""
    text: Said | None = None
    """The statement, where the title is only a name."""
    kind: Said | None = None
    """What the framework calls this sort of item: standard, area, statement."""
    at_levels: tuple[AtLevel, ...] = ()
    """What it asks at the stages of a career."""
    items: "tuple[Item, ...]" = ()
    """What it is made of, in its order."""


class Licence(Section):
    """What others may do with the words."""

    title: OneLine
    """Its name, such as "CC BY 4.0"."""
    text: Said
    """What it allows, in a sentence."""


class Origin(Section):
    """Where the framework was read."""

    title: OneLine
    """The title of the document or page."""
    where: OneLine
    """Its address, or the place where it can be found."""


class Framework(Section):
    """What good practice is, as one body of people sees it; descriptive, never a grade."""

    format: Literal[1]
    """The version of this language: 1."""
    code: Code
    """The stored name of the framework."""
    version: Version
    """The version of this file, in quotes, as `"1.0"`. What points at it stays on that version."""
    title: Said
    """The name of the framework."""
    summary: Said
    """What it is, in a few sentences."""
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    """The languages in which every text of this file is written, the original first."""
    creator: OneLine
    """Who answers for the framework."""
    issued_on: Day
    """The day of this version, as "2026-04-01"."""
    licence: Licence
    """What others may do with its words."""
    source: Origin
    """Where it was read."""
    note: Said | None = None
    """What to know about its words, above all which of them are ours."""
    levels: tuple[Level, ...] = ()
    """The stages of a career, from the first up."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """What it asks for, in its order."""

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def order(self) -> tuple[int, int]:
        """The version as numbers, so that 1.10 comes after 1.9."""
        major, minor = self.version.split(".")
        return int(major), int(minor)

    def walk(self) -> Iterator[tuple[Item, tuple[Item, ...]]]:
        """Every item with the items it lies in, outermost first; in the order of the file."""

        def inside(items: tuple[Item, ...], above: tuple[Item, ...]) -> Iterator[Any]:
            for item in items:
                yield item, above
                yield from inside(item.items, (*above, item))

        return inside(self.items, ())

    def item(self, code: str) -> Item:
        """The item of that code; `LookupError` if this framework has none such."""
        for item, _ in self.walk():
            if item.code == code:
                return item
        raise LookupError(f"{code!r} is not among the items of {self}")

    def above(self, code: str) -> tuple[Item, ...]:
        """The items that one lies in, the nearest first; `LookupError` if there is none such."""
        for item, above in self.walk():
            if item.code == code:
                return above[::-1]
        raise LookupError(f"{code!r} is not among the items of {self}")

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every text with its path, in the order of the language."""
        return texts(self)

    def missing(self, locale: str) -> tuple[str, ...]:
        """Paths of the texts that nobody wrote for `locale`."""
        return tuple(path for path, text in self.texts() if not text.says(locale))

    def in_language(self, locale: str) -> "Framework":
        """The same framework with the words of one language alone."""
        alone = _alone(self, locale)
        assert isinstance(alone, Framework)  # noqa: S101  # for the type checker
        return alone.model_copy(update={"languages": (locale,)})


class Edition(Section):
    """One version of one framework."""

    framework: Code
    """Its code."""
    version: Version
    """Its version, in quotes."""


class Match(Section):
    """What an item of one framework is to an item of another."""

    item: ItemCode
    """The item of the first framework."""
    kind: Relation
    """What the first is to the second: exact, close, broader, narrower, or only related."""
    to: ItemCode
    """The item of the second."""


class Crosswalk(Section):
    """How two frameworks speak of the same practice, so that one goal counts in both."""

    format: Literal[1]
    """The version of this language: 1."""
    first: Edition
    """The framework that the matches begin with."""
    second: Edition
    """The framework that they lead to."""
    note: Said
    """Who judged so, and how."""
    matches: Annotated[tuple[Match, ...], Field(min_length=1)]
    """The matches, in the order of the first framework."""

    def converse(self) -> "Crosswalk":
        """The same crosswalk, walked from the second framework to the first."""
        matches = tuple(
            Match(item=match.to, kind=CONVERSE[match.kind], to=match.item) for match in self.matches
        )
        return self.model_copy(
            update={"first": self.second, "second": self.first, "matches": matches}
        )


def _alone(value: object, locale: str) -> object:
    if isinstance(value, Text):
        return Text({locale: value.in_(locale)})
    if isinstance(value, tuple):
        return tuple(_alone(item, locale) for item in value)
    if isinstance(value, Section):
        kept = {name: _alone(getattr(value, name), locale) for name in type(value).model_fields}
        return value.model_copy(update=kept)
    return value
