"""CASE 1.0 packages: what we write is what the specification asks for, and comes back the same."""

import copy
import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import blueprint
from blueprint import frameworks
from blueprint.frameworks import (
    AtLevel,
    Framework,
    Item,
    Level,
    Licence,
    Origin,
    case,
)
from blueprint.frameworks.case.package import MOST
from blueprint.frameworks.case.reading import LONGEST
from blueprint.text import Text

SAMPLES = Path(__file__).parent / "samples"
KNOWN = tuple(frameworks.editions().values())
UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

# The fields of CASE 1.0 (1EdTech, information model, 7 July 2017): required, then allowed.
ABOUT = {"identifier", "uri", "lastChangeDateTime"}
LINK = {"title", "identifier", "uri"}
FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "CFDocument": (
        ABOUT | {"creator", "title"},
        {"officialSourceURL", "description", "language", "version", "licenseURI", "notes"},
    ),
    "CFItems": (
        ABOUT | {"fullStatement"},
        {"abbreviatedStatement", "humanCodingScheme", "CFItemType", "language"},
    ),
    "CFAssociations": (
        ABOUT | {"associationType", "originNodeURI", "destinationNodeURI"},
        {"sequenceNumber", "CFAssociationGroupingURI"},
    ),
    "CFConcepts": (ABOUT | {"title", "hierarchyCode"}, {"keywords", "description"}),
    "CFLicenses": (ABOUT | {"title", "licenseText"}, {"description"}),
    "CFAssociationGroupings": (ABOUT | {"title"}, {"description"}),
    "CFRubrics": (ABOUT, {"title", "CFRubricCriteria"}),
    "CFRubricCriteria": (ABOUT, {"CFItemURI", "rubricId", "CFRubricCriterionLevels"}),
    "CFRubricCriterionLevels": (
        ABOUT,
        {"quality", "description", "position", "rubricCriterionId"},
    ),
}


def faults(value: Any, name: str = "") -> list[str]:
    """Where a package is not what the specification asks for."""
    found: list[str] = []
    if isinstance(value, list):
        return [fault for each in value for fault in faults(each, name)]
    if not isinstance(value, dict):
        return found
    if name.endswith("URI"):
        found += [name] if set(value) != LINK else []
    elif name in FIELDS:
        needed, allowed = FIELDS[name]
        found += [f"{name} lacks {each}" for each in needed - value.keys()]
        found += [f"{name} has {each}" for each in value.keys() - needed - allowed]
    if "identifier" in value and not UUID.fullmatch(value["identifier"]):
        found.append(f"{name} {value['identifier']}")
    if "lastChangeDateTime" in value:
        dt.datetime.fromisoformat(value["lastChangeDateTime"])
    for key, inner in value.items():
        if isinstance(inner, str) and key != "notes" and re.search(r"[\r\n\t]", inner):
            found.append(f"{name}.{key} is not a normalised string")
        found += faults(inner, key)
    return found


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=20
).filter(str.strip)
codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:()/-]{0,8}", fullmatch=True)
texts = words.map(lambda said: Text({"hi": said}))


@st.composite
def any_framework(draw: st.DrawFn) -> Framework:
    names = draw(st.lists(st.sampled_from(["a", "b2", "c_3"]), unique=True))
    levels = tuple(
        Level(code=name, title=draw(texts), text=draw(st.none() | texts)) for name in names
    )
    own = iter(draw(st.lists(codes, unique=True, min_size=30, max_size=30)))

    def items(depth: int) -> tuple[Item, ...]:
        return tuple(
            Item(
                code=next(own),
                title=draw(texts),
                text=draw(st.none() | texts),
                kind=draw(st.none() | texts),
                at_levels=tuple(
                    AtLevel(level=name, text=draw(texts)) for name in names if draw(st.booleans())
                ),
                items=items(depth + 1) if depth < 3 else (),
            )
            for _ in range(draw(st.integers(1 if depth == 1 else 0, 2)))
        )

    return Framework(
        format=1,
        code="ours",
        version=draw(st.sampled_from(["1.0", "12.34"])),
        title=draw(texts),
        summary=draw(texts),
        languages=("hi",),
        creator=draw(words),
        issued_on=draw(st.dates()),
        licence=Licence(title=draw(words), text=draw(texts)),
        source=Origin(
            title=draw(words), where=draw(words | st.just("https://example.org/standards"))
        ),
        note=draw(st.none() | texts),
        levels=levels,
        items=items(1),
    )


@given(any_framework())
@settings(max_examples=60)
def test_what_is_exported_and_imported_is_the_same(framework: Framework) -> None:
    package = case.write(framework)
    assert faults(package) == []
    imported = case.read(json.dumps(package), KNOWN)
    assert imported.framework == framework
    assert imported.told == ()
    assert frameworks.load(frameworks.written(framework)) == framework


@pytest.mark.parametrize("code", sorted(frameworks.library()))
def test_the_library_comes_back_in_all_its_languages_with_its_matches(code: str) -> None:
    framework = frameworks.get(code)
    back = []
    for locale in framework.languages:
        package = case.write(framework, locale)
        assert faults(package) == []
        imported = case.read(json.dumps(package), KNOWN)
        back.append(imported.framework)
        assert [(item, kind, tag.framework, tag.item) for item, kind, tag in imported.matches] == [
            (match.item, match.kind, way.second.framework, match.to)
            for way in frameworks.crosswalks(framework)
            for match in way.matches
        ]
    assert frameworks.combined(back) == framework


def test_identifiers_are_the_same_in_every_export_and_differ_between_versions() -> None:
    npst = frameworks.get("npst_2024")
    newer = npst.model_copy(update={"version": "1.1"})

    def names(package: dict[str, Any]) -> set[str]:
        return {item["identifier"] for item in package["CFItems"]}

    assert case.write(npst) == case.write(npst)
    assert names(case.write(npst)).isdisjoint(names(case.write(newer, ways=())))
    assert names(case.write(npst)).isdisjoint(names(case.write(npst, "hi")))
    # Others may have stored it: this one can never change.
    assert case.write(npst)["CFDocument"]["identifier"] == "f9bab66c-b647-5065-979b-e832617486ac"


def test_addresses_begin_as_configured() -> None:
    npst = frameworks.get("npst_2024")
    plain, ours = case.write(npst), case.write(npst, base="https://example.org/uri/")
    assert plain["CFDocument"]["uri"] == f"urn:uuid:{plain['CFDocument']['identifier']}"
    assert (
        ours["CFDocument"]["uri"] == f"https://example.org/uri/{ours['CFDocument']['identifier']}"
    )


def test_a_language_that_nobody_wrote_is_told() -> None:
    with pytest.raises(LookupError, match="not written in ta; it is in: en, hi"):
        case.write(frameworks.get("npst_2024"), "ta")


def test_packages_that_differ_in_more_than_words_do_not_come_together() -> None:
    first, second = frameworks.get("npst_2024"), frameworks.get("cct_areas")
    with pytest.raises(blueprint.Invalid, match="code: The packages differ here"):
        frameworks.combined([first, second])


@pytest.mark.parametrize(
    ("name", "code", "items", "first", "last"),
    [
        ("opensalt-sample-framework", "what_standards_could_be", 16, "CCSS.Math.Content.6.RP.A",
         "CCSS.Math.Content.7.RP.A.3"),
        ("SmartLevelFramework", "smartlevel_test", 14, "1", "2.2"),
        ("Utf8TestFramework", "utf8_test", 1, "1", "1"),
    ],
)  # fmt: skip
def test_packages_of_others_are_read(
    name: str, code: str, items: int, first: str, last: str
) -> None:
    imported = case.read(SAMPLES / f"{name}.json")
    found = [item.code for item, _ in imported.framework.walk()]
    assert (imported.framework.code, len(found), found[0], found[-1]) == (code, items, first, last)
    assert {each.severity for each in imported.told} == {"advice"}
    assert frameworks.load(frameworks.written(imported.framework)) == imported.framework
    assert faults(case.write(imported.framework)) == []


def test_letters_beyond_the_first_plane_are_kept() -> None:
    assert str(case.read(SAMPLES / "Utf8TestFramework.json").framework.title) == "UTF8 𝑑 Test"


PACKAGE = case.write(frameworks.get("banyan_practice"))


def child(package: dict[str, Any], number: int) -> Any:
    return package["CFAssociations"][number]


def circle(package: dict[str, Any]) -> None:
    # 1 lies in 1.1, which lies in 1.
    child(package, 0)["destinationNodeURI"] = child(package, 1)["originNodeURI"]


def orphan(package: dict[str, Any]) -> None:
    child(package, 1)["destinationNodeURI"]["identifier"] = "somewhere else"


def twin(package: dict[str, Any]) -> None:
    package["CFItems"].append(package["CFItems"][0])


def empty(package: dict[str, Any]) -> None:
    package["CFItems"] = []


def wordless(package: dict[str, Any]) -> None:
    del package["CFItems"][3]["fullStatement"]


def blank(package: dict[str, Any]) -> None:
    package["CFItems"][0].update(fullStatement=" ", abbreviatedStatement=" ")


def numbered(package: dict[str, Any]) -> None:
    package["CFItems"] = 7


def dayless(package: dict[str, Any]) -> None:
    package["CFDocument"]["lastChangeDateTime"] = "yesterday"


def crowded(package: dict[str, Any]) -> None:
    package["CFItems"] *= MOST // 30


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (circle, "Items lie in each other in a circle: “1” in “1.1” in “1”."),
        (orphan, "CFAssociations[2]: “1.1” lies in something that is not in the package."),
        (twin, "stands twice."),
        (empty, "CFItems: The package has no items."),
        (wordless, "CFItems[4].fullStatement: “fullStatement” is missing."),
        (blank, "There are no words here."),
        (numbered, "CFItems: A list is wanted here, and this is 7."),
        (dayless, "CFDocument.lastChangeDateTime: “yesterday” is not a day."),
        (crowded, "CFItems: The list is too long. Keep it within 2,000 items."),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(
    spoil: Callable[[dict[str, Any]], None], said: str
) -> None:
    package = copy.deepcopy(PACKAGE)
    spoil(package)
    with pytest.raises(blueprint.Invalid) as refused:
        case.read(json.dumps(package))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This is not JSON."),
        (b"{", "This is not JSON."),
        (b"[]", "A CASE package is a list of keys with values"),
        (b"\xff\xfe{\x00", "not in UTF-8"),
        (b'{"CFDocument": "\\ud800"}', "half a character"),
        (b"[" * 100_000, "levels inside each other"),
        (b"1" * 5_000, "This is not JSON."),
        (b" " * (LONGEST + 1), "longer than"),
        (b"{}", "CFDocument: “CFDocument” is missing."),
    ],
)
def test_what_is_no_package_is_told_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(blueprint.Invalid) as refused:
        case.read(content)
    assert said in str(refused.value)


def test_what_can_be_mended_is_mended_and_told() -> None:
    package = copy.deepcopy(PACKAGE)
    package["CFItems"][1]["humanCodingScheme"] = "two words"
    package["CFItems"][2]["humanCodingScheme"] = "1.3"  # the next one's
    package["CFAssociations"].pop(3)  # 1.3 lies in nothing
    package["CFDocument"]["version"] = "second"
    imported = case.read(json.dumps(package))
    assert [each.what for each in imported.told] == [
        "“1.3” lies in nothing; it is kept at the top.",
        "The code “two words” cannot be used or stands twice; it is now 1.1.",
        "The code “1.3” cannot be used or stands twice; it is now 8.",
        "The version “second” is not two numbers with a dot; it is now 1.0.",
    ]


def test_unknown_fields_are_left_out() -> None:
    package = copy.deepcopy(PACKAGE)
    package["CFDocument"]["subject"] = {"anything": [1, 2]}
    package["CFItems"][0]["CFDocumentURI"] = 7
    package["more"] = None
    assert case.read(json.dumps(package)).framework == case.read(json.dumps(PACKAGE)).framework


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*FIELDS, *ABOUT, "fullStatement", "originNodeURI", "title"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(st.sampled_from(sorted(PACKAGE)), junk)
@settings(max_examples=150)
def test_nothing_but_a_sentence_comes_of_nonsense(key: str, value: Any) -> None:
    try:
        case.read(json.dumps({**PACKAGE, key: value}), KNOWN)
    except blueprint.Invalid as refused:
        assert refused.problems
