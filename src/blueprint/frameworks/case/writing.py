"""A framework as a CASE 1.0 package (CFPackage of the 1EdTech information model, version 1.0).

Required fields are those of the specification: identifier, uri, title, creator and
lastChangeDateTime of a CFDocument; identifier, uri, fullStatement and lastChangeDateTime of a
CFItem; identifier, uri, associationType, both nodes and lastChangeDateTime of a CFAssociation. A
package has no field for what is ours alone, so: stages are CFConcepts, what an item asks at a stage
is a criterion of a CFRubric, a match that is not exact is isRelatedTo in a grouping that says what
it is, and the notes of the document hold its code and source, a line each.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from blueprint.frameworks.case.identity import identifier
from blueprint.frameworks.language import Crosswalk, Framework, Item, Relation
from blueprint.frameworks.shelf import crosswalks, get
from blueprint.text import Text

GROUPINGS: dict[Relation, tuple[str, str]] = {
    "close": ("close", "The origin says nearly the same as the destination."),
    "broader": ("broader", "The origin holds the destination and more."),
    "narrower": ("narrower", "The origin is a part of the destination."),
    "related": ("related", "The origin touches the destination."),
}

Json = dict[str, Any]


def write(
    framework: Framework,
    locale: str | None = None,
    *,
    base: str | None = None,
    ways: Sequence[Crosswalk] | None = None,
) -> Json:
    """The package of a framework in one language, the original if none is named.

    `base` begins the address of everything, followed by its identifier (`urn:uuid:` without one).
    `ways` are crosswalks that begin with this framework; those of the library if none are given.
    Raises `LookupError` if the framework is not written in that language.
    """
    locale = locale or framework.languages[0]
    if locale not in framework.languages:
        known = ", ".join(framework.languages)
        raise LookupError(f"{framework} is not written in {locale}; it is in: {known}.")
    return _Writer(framework, locale, base or "urn:uuid:").package(
        crosswalks(framework) if ways is None else ways
    )


class _Writer:
    def __init__(self, framework: Framework, locale: str, base: str) -> None:
        self.framework, self.locale, self.base = framework, locale, base
        self.changed = f"{framework.issued_on.isoformat()}T00:00:00+00:00"

    def package(self, ways: Sequence[Crosswalk]) -> Json:
        matches = [*self._matches(ways), *self._translations()]
        used = {each.get("CFAssociationGroupingURI", {}).get("title") for each in matches}
        licence = self.framework.licence
        definitions = {
            "CFConcepts": list(self._levels()),
            "CFLicenses": [
                {
                    **self._about("licence"),
                    "title": licence.title,
                    "licenseText": self._say(licence.text),
                }
            ],
            "CFAssociationGroupings": [
                {**self._about("grouping", title), "title": title, "description": meaning}
                for title, meaning in GROUPINGS.values()
                if title in used
            ],
        }
        return {
            "CFDocument": self._document(),
            "CFItems": [self._item(item) for item, _ in self.framework.walk()],
            "CFAssociations": [*self._children(), *matches],
            "CFDefinitions": {name: found for name, found in definitions.items() if found},
            "CFRubrics": self._rubrics(),
        }

    def _document(self) -> Json:
        framework = self.framework
        notes = [
            f"code: {framework.code}",
            f"source: {framework.source.title}",
            f"where: {framework.source.where}",
        ]
        if framework.note:
            notes.append(f"note: {self._say(framework.note)}")
        address = framework.source.where
        official = address.startswith(("https://", "http://")) and " " not in address
        return {
            **self._about(),
            "creator": framework.creator,
            "title": self._say(framework.title),
            "description": self._say(framework.summary),
            "language": self.locale,
            "version": framework.version,
            **({"officialSourceURL": address} if official else {}),
            "licenseURI": self._link(framework.licence.title, "licence"),
            "notes": "\n".join(notes),
        }

    def _item(self, item: Item) -> Json:
        title = self._say(item.title)
        named = {"abbreviatedStatement": title, "fullStatement": self._say(item.text or item.title)}
        return {
            **self._about("item", item.code),
            **(named if item.text else {"fullStatement": title}),
            "humanCodingScheme": item.code,
            **({"CFItemType": self._say(item.kind)} if item.kind else {}),
            "language": self.locale,
        }

    def _children(self) -> Iterator[Json]:
        places: dict[str, int] = {}
        for item, above in self.framework.walk():
            parent = above[-1].code if above else ""
            places[parent] = places.get(parent, 0) + 1
            yield {
                **self._about("child", item.code),
                "associationType": "isChildOf",
                "sequenceNumber": places[parent],
                "originNodeURI": self._node(item),
                "destinationNodeURI": self._node(above[-1])
                if above
                else self._link(self._say(self.framework.title)),
            }

    def _matches(self, ways: Sequence[Crosswalk]) -> Iterator[Json]:
        for way in ways:
            other = get(way.second.framework, way.second.version)
            there = _Writer(other, other.languages[0], self.base)
            for match in way.matches:
                grouping = GROUPINGS.get(match.kind)
                parts = ("match", match.item, other.code, other.version, match.to)
                yield {
                    **self._about(*parts),
                    "associationType": "isRelatedTo" if grouping else "exactMatchOf",
                    "originNodeURI": self._node(self.framework.item(match.item)),
                    "destinationNodeURI": there._node(other.item(match.to)),
                    **(
                        {
                            "CFAssociationGroupingURI": self._link(
                                grouping[0], "grouping", grouping[0]
                            )
                        }
                        if grouping
                        else {}
                    ),
                }

    def _translations(self) -> Iterator[Json]:
        original = _Writer(self.framework, self.framework.languages[0], self.base)
        if original.locale == self.locale:
            return
        for item, _ in self.framework.walk():
            yield {
                **self._about("translation", item.code),
                "associationType": "exactMatchOf",
                "originNodeURI": self._node(item),
                "destinationNodeURI": original._node(item),
            }

    def _levels(self) -> Iterator[Json]:
        for number, level in enumerate(self.framework.levels, 1):
            yield {
                **self._about("level", level.code),
                "title": self._say(level.title),
                "keywords": level.code,
                "hierarchyCode": str(number),
                **({"description": self._say(level.text)} if level.text else {}),
            }

    def _rubrics(self) -> list[Json]:
        levels = {level.code: level for level in self.framework.levels}
        places = {code: number for number, code in enumerate(levels, 1)}
        criteria = [
            {
                **self._about("criterion", item.code),
                "CFItemURI": self._node(item),
                "rubricId": identifier(self.framework, self.locale, "rubric"),
                "CFRubricCriterionLevels": [
                    {
                        **self._about("at", item.code, note.level),
                        "quality": self._say(levels[note.level].title),
                        "description": self._say(note.text),
                        "position": places[note.level],
                        "rubricCriterionId": identifier(
                            self.framework, self.locale, "criterion", item.code
                        ),
                    }
                    for note in item.at_levels
                ],
            }
            for item, _ in self.framework.walk()
            if item.at_levels
        ]
        if not criteria:
            return []
        title = self._say(self.framework.title)
        return [{**self._about("rubric"), "title": title, "CFRubricCriteria": criteria}]

    def _about(self, *parts: str) -> Json:
        own = identifier(self.framework, self.locale, *parts)
        return {"identifier": own, "uri": self.base + own, "lastChangeDateTime": self.changed}

    def _link(self, title: str, *parts: str) -> Json:
        own = identifier(self.framework, self.locale, *parts)
        return {"title": title, "identifier": own, "uri": self.base + own}

    def _node(self, item: Item) -> Json:
        return self._link(self._say(item.title), "item", item.code)

    def _say(self, text: Text) -> str:
        return text.in_(self.locale)
