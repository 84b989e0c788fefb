"""A framework out of a CASE 1.0 package. Fields we have no use for are left out."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from blueprint.examining import MANY, Invalid, Kind, Problem, examine_values
from blueprint.frameworks.agreement import DEEPEST
from blueprint.frameworks.case.identity import identifier
from blueprint.frameworks.case.package import Item, Package
from blueprint.frameworks.case.writing import GROUPINGS
from blueprint.frameworks.checking import FRAMEWORK
from blueprint.frameworks.language import Framework, Relation
from blueprint.frameworks.shelf import Tag
from blueprint.tree import Plain

LONGEST = 5_000_000
"""Bytes; the longest package read."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:()/-]{0,99}")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RELATIONS: dict[str, Relation] = {title: kind for kind, (title, _) in GROUPINGS.items()}


_PACKAGE: Kind[Package] = Kind("CASE package", Package, lambda _: ())


@dataclass(frozen=True)
class Imported:
    """What a package held: the framework, what its items are to items we know, and advice."""

    framework: Framework
    matches: tuple[tuple[str, Relation, Tag], ...]
    told: tuple[Problem, ...]


def read(source: Path | bytes | str, known: Iterable[Framework] = ()) -> Imported:
    """The framework in a CASE 1.0 package: a file (a `Path`) or its content.

    Associations with items of the `known` frameworks become matches; other associations than
    isChildOf are left out. Raises `Invalid` with every problem if the package cannot be used, and
    `OSError` if the file cannot be opened.
    """
    package, problems = examine_values(_values(source), _PACKAGE)
    if package is None:
        raise Invalid(tuple(problems))
    return _Reading(package).framework(known)


def _values(source: Path | bytes | str) -> Plain:
    if isinstance(source, Path):
        with source.open("rb") as file:
            source = file.read(LONGEST + 1)
    if len(source) > LONGEST:
        raise _refused(
            f"The package is longer than {LONGEST:,} bytes.", "Export one framework at a time."
        )
    try:
        text = source if isinstance(source, str) else source.decode("utf-8-sig")
        found: Plain = json.loads(text)
        # Half a surrogate pair ("\ud800") cannot be stored, sent or shown.
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeError:
        raise _refused(
            "The package is not in UTF-8, or holds half a character.", "Export it again in UTF-8."
        ) from None
    except RecursionError:
        raise _refused(
            "There are too many levels inside each other.", "Export the framework again."
        ) from None
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise _refused(
            "This is not JSON.", "Export the package again as CASE JSON.", line
        ) from None
    return found


def _refused(what: str, cure: str, line: int | None = None) -> Invalid:
    return Invalid((Problem("", what, cure, line),))


@dataclass
class _Reading:
    package: Package
    told: list[Problem] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)

    def framework(self, known: Iterable[Framework]) -> Imported:
        package, document = self.package, self.package.CFDocument
        notes = self._notes()
        locale = self._locale()
        self.codes: dict[str, str] = {}
        children = self._children()
        if self.wrong:
            raise Invalid(tuple(self.wrong[:MANY]))
        items = {item.identifier: item for item in package.CFItems}
        tree = self._tree(children, items, locale)
        where = document.officialSourceURL or document.uri
        values: dict[str, Any] = {
            "format": 1,
            "code": notes.get("code") or self._name(),
            "version": self._version(),
            "title": {locale: document.title},
            "summary": {locale: document.description or document.title},
            "languages": [locale],
            "creator": document.creator[:500],
            "issued_on": self._day(),
            "licence": self._licence(locale),
            "source": {
                "title": notes.get("source") or document.title[:500],
                "where": notes.get("where") or where[:500],
            },
            "items": tree,
        }
        if "note" in notes:
            values["note"] = {locale: notes["note"]}
        # Whether concepts are stages can only be known of a package of ours: by its identifiers.
        bare, problems = examine_values(values, FRAMEWORK)
        if bare is None or self.wrong:
            raise Invalid((*self.wrong, *problems))
        self._add_levels(values, bare, locale)
        framework, problems = examine_values(values, FRAMEWORK)
        if framework is None:
            raise Invalid(tuple(problems))
        return Imported(framework, self._matches(framework, known), tuple(self.told[:MANY]))

    def _children(self) -> dict[str, list[str]]:
        """The identifiers below each, in their order; those at the top are below the document."""
        document, items = self.package.CFDocument.identifier, self.package.CFItems
        counted = Counter(item.identifier for item in items)
        if not items:
            self._refuse("CFItems", "The package has no items.", "Export a framework that has.")
        for again in [name for name, times in counted.items() if times > 1 or name == document]:
            what = f"The identifier {_short(again)} stands twice."
            self._refuse("CFItems", what, "Give each item an identifier of its own.")
        parents: dict[str, tuple[str, int]] = {}
        for number, link in enumerate(self.package.CFAssociations or (), 1):
            child, parent = link.originNodeURI.identifier, link.destinationNodeURI.identifier
            if link.associationType != "isChildOf" or child not in counted:
                continue
            path = f"CFAssociations[{number}]"
            if parent not in counted and parent != document:
                what = f"{self._called(child)} lies in something that is not in the package."
                self._refuse(path, what, "Export the whole framework, with all its items.")
            elif child in parents:
                what = f"{self._called(child)} lies in two items; the first is kept."
                self._tell(path, what, "Let each item lie in one.")
            else:
                # Where no number is given, the order of the items is the order.
                parents[child] = (parent, link.sequenceNumber or 0)
        children: dict[str, list[str]] = {}
        for item in items:
            if item.identifier not in parents:
                what = f"{self._called(item.identifier)} lies in nothing; it is kept at the top."
                self._tell("CFAssociations", what, "Say by isChildOf where it lies.")
            parent = parents.get(item.identifier, (document, 0))[0]
            children.setdefault(parent, []).append(item.identifier)
        for below in children.values():
            below.sort(key=lambda name: (name not in parents, parents.get(name, ("", 0))[1]))
        self._refuse_circles({child: parent for child, (parent, _) in parents.items()})
        return children

    def _refuse_circles(self, parents: dict[str, str]) -> None:
        sound: set[str] = set()
        for name in parents:
            way: list[str] = []
            while name in parents and name not in sound and name not in way:
                way.append(name)
                name = parents[name]
            if name in way:
                circle = [*way[way.index(name) :], name]
                said = " in ".join(self._called(each) for each in circle[:6])
                more = " and so on" if len(circle) > 6 else ""
                what = f"Items lie in each other in a circle: {said}{more}."
                self._refuse("CFAssociations", what, "Take one of these isChildOf away.")
            sound.update(way)

    def _tree(
        self, children: dict[str, list[str]], items: dict[str, Item], locale: str
    ) -> list[Any]:
        """Items inside items, from the top; the codes are given out on the way."""

        def below(parent: str, code: str, depth: int) -> list[Any]:
            if depth > DEEPEST and parent in children:
                what = f"{self._called(parent)} is too deep: {DEEPEST} levels are the most."
                self._refuse("CFAssociations", what, "Bring the lowest items together.")
                return []
            found = []
            for number, name in enumerate(children.get(parent, []), 1):
                item = items[name]
                own = self._code(item, f"{code}.{number}" if code else str(number))
                title = item.abbreviatedStatement
                said: dict[str, Any] = {"code": own, "title": {locale: title or item.fullStatement}}
                if title:
                    said["text"] = {locale: item.fullStatement}
                if item.CFItemType:
                    said["kind"] = {locale: item.CFItemType}
                if inner := below(name, own, depth + 1):
                    said["items"] = inner
                found.append(said)
            return found

        self.taken = {item.humanCodingScheme for item in items.values() if item.humanCodingScheme}
        return below(self.package.CFDocument.identifier, "", 1)

    def _code(self, item: Item, place: str) -> str:
        wanted = item.humanCodingScheme
        given = self.codes.values()
        if wanted and _CODE.fullmatch(wanted) and wanted not in given:
            code = wanted
        else:
            place = place[-90:].lstrip(".")
            free = (f"{place}-{number}" if number > 1 else place for number in count(1))
            code = next(each for each in free if each not in given and each not in self.taken)
            if wanted:
                what = f"The code “{wanted[:60]}” cannot be used or stands twice; it is now {code}."
                self._tell("CFItems", what, "Give each item a short code of its own.")
        self.codes[item.identifier] = code
        return code

    def _add_levels(self, values: dict[str, Any], bare: Framework, locale: str) -> None:
        definitions = self.package.CFDefinitions
        levels = [
            concept
            for concept in (definitions and definitions.CFConcepts) or ()
            if concept.identifier in _either(bare, "level", concept.keywords or "")
        ]
        values["levels"] = [
            {
                "code": level.keywords,
                "title": {locale: level.title},
                **({"text": {locale: level.description}} if level.description else {}),
            }
            for level in levels
        ]
        notes: dict[str, list[Any]] = {}
        for criterion in [
            each
            for rubric in self.package.CFRubrics or ()
            for each in rubric.CFRubricCriteria or ()
            if each.CFItemURI
        ]:
            code = self.codes.get(criterion.CFItemURI.identifier if criterion.CFItemURI else "", "")
            if criterion.identifier in _either(bare, "criterion", code):
                notes[code] = [
                    {
                        "level": levels[note.position - 1].keywords,
                        "text": {locale: note.description},
                    }
                    for note in criterion.CFRubricCriterionLevels or ()
                    if note.position and 0 < note.position <= len(levels) and note.description
                ]
        _note(values["items"], notes)

    def _matches(
        self, framework: Framework, known: Iterable[Framework]
    ) -> tuple[tuple[str, Relation, Tag], ...]:
        elsewhere = {
            identifier(other, other.languages[0], "item", item.code): Tag(
                other.code, other.version, item.code
            )
            for other in known
            if other.code != framework.code
            for item, _ in other.walk()
        }
        found: list[tuple[str, Relation, Tag]] = []
        for link in self.package.CFAssociations or ():
            code = self.codes.get(link.originNodeURI.identifier)
            tag = elsewhere.get(link.destinationNodeURI.identifier)
            if code is None or tag is None:
                continue
            group = link.CFAssociationGroupingURI
            if link.associationType == "exactMatchOf":
                found.append((code, "exact", tag))
            elif link.associationType == "isRelatedTo":
                kind = _RELATIONS.get((group.title if group else None) or "", "related")
                found.append((code, kind, tag))
        return tuple(found)

    def _notes(self) -> dict[str, str]:
        """Our own lines in the notes of a document; of another's notes, the whole as a note."""
        said = self.package.CFDocument.notes or ""
        pairs = [line.partition(": ") for line in said.splitlines()]
        ours = {key: value for key, _, value in pairs if key in ("code", "source", "where", "note")}
        if {"code", "source", "where"} <= ours.keys():
            return ours
        return {"note": said} if said.strip() else {}

    def _name(self) -> str:
        title = re.sub(r"[^a-z0-9]+", "_", self.package.CFDocument.title.lower()).strip("_")[:40]
        if not re.match(r"[a-z]", title):
            end = re.sub(r"[^a-z0-9]", "", self.package.CFDocument.identifier.lower())[:8]
            title = f"framework_{title or end}"
        return title.rstrip("_")

    def _version(self) -> str:
        said = self.package.CFDocument.version
        if said and re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,4}", said, re.ASCII):
            return said
        if said:
            what = f"The version “{said[:40]}” is not two numbers with a dot; it is now 1.0."
            self._tell("CFDocument.version", what, "Write the version that you want in the file.")
        return "1.0"

    def _locale(self) -> str:
        said = [self.package.CFDocument.language, *(item.language for item in self.package.CFItems)]
        given = Counter(locale for locale in said if locale and _LOCALE.fullmatch(locale))
        document = self.package.CFDocument.language
        if document and document in given:
            return document
        if given:
            return given.most_common(1)[0][0]
        what = "The package does not say its language; it is taken for English."
        self._tell("CFDocument.language", what, "Write the language in the file.")
        return "en"

    def _day(self) -> str:
        said = self.package.CFDocument.lastChangeDateTime[:10]
        try:
            return date.fromisoformat(said).isoformat()
        except ValueError:
            what = f"“{said}” is not a day."
            cure = "Write it as 2026-04-01T00:00:00+00:00."
            self._refuse("CFDocument.lastChangeDateTime", what, cure)
            return "1970-01-01"

    def _licence(self, locale: str) -> dict[str, Any]:
        meant = self.package.CFDocument.licenseURI
        definitions = self.package.CFDefinitions
        for licence in (definitions and definitions.CFLicenses) or ():
            if meant and licence.identifier == meant.identifier:
                return {"title": licence.title[:500], "text": {locale: licence.licenseText}}
        what = "The package names no licence."
        self._tell("CFDocument.licenseURI", what, "Ask its creator before you publish it.")
        return {
            "title": "Not stated",
            "text": "The package names no licence. Ask its creator before you publish it.",
        }

    def _called(self, name: str) -> str:
        for item in self.package.CFItems:
            if item.identifier == name:
                return f"“{item.humanCodingScheme or item.fullStatement[:60]}”"
        return _short(name)

    def _refuse(self, path: str, what: str, cure: str) -> None:
        self.wrong.append(Problem(path, what, cure))

    def _tell(self, path: str, what: str, cure: str) -> None:
        self.told.append(Problem(path, what, cure, severity="advice"))


def _either(framework: Framework, *parts: str) -> tuple[str, str]:
    """The identifiers of a part, whether this language is the original or a translation."""
    locale = framework.languages[0]
    translated = framework.model_copy(update={"languages": ("", locale)})
    return identifier(framework, locale, *parts), identifier(translated, locale, *parts)


def _note(items: list[Any], notes: dict[str, list[Any]]) -> None:
    for item in items:
        if notes.get(item["code"]):
            item["at_levels"] = notes[item["code"]]
        _note(item.get("items", []), notes)


def _short(name: str) -> str:
    try:
        return str(UUID(name))
    except ValueError:
        return f"“{name[:60]}”"
