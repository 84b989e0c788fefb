"""The frameworks that come with the product, and what their items are to each other."""

import re
from pathlib import Path

import pytest

import blueprint
from blueprint import frameworks
from blueprint.frameworks import Tag
from blueprint.frameworks.shelf import SHELF
from blueprint.shelf import SHELF as BLUEPRINTS

FILES = sorted(SHELF.glob("*.yaml"))
GOOD = (SHELF / "npst_2024.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_good_and_named_after_its_code(path: Path) -> None:
    assert frameworks.check(path) == []
    assert frameworks.load(path).code == path.stem


def test_the_library_holds_what_the_programmes_name() -> None:
    found = frameworks.library()
    assert {code: each.languages for code, each in found.items()} == {
        "banyan_practice": ("en", "hi", "ru"),
        "cct_areas": ("en",),
        "npst_2024": ("en", "hi"),
    }
    npst = found["npst_2024"]
    assert [str(item.title) for item in npst.items] == [
        "Core values and ethics",
        "Professional knowledge and practice",
        "Professional growth",
    ]
    assert [level.code for level in npst.levels] == ["proficient", "advanced", "expert"]
    assert len(found["cct_areas"].items) == 5
    practice = found["banyan_practice"]
    assert len(practice.items) == 7
    assert {len(area.items) for area in practice.items} == {3, 4}


def test_no_text_says_mentee_or_shouts() -> None:
    said = [text for each in frameworks.library().values() for _, text in each.texts()]
    bad = [text for text in said if re.search("(?i)mentee|!", "".join(text.root.values()))]
    assert bad == []


@pytest.mark.parametrize(("locale", "letters"), [("hi", "[ऀ-ॿ]"), ("ru", "[а-яё]")])
def test_a_translation_is_in_its_own_script(locale: str, letters: str) -> None:
    latin = [
        (each.code, path)
        for each in frameworks.library().values()
        if locale in each.languages
        for path, text in each.texts()
        if not re.search(letters, text.in_(locale))
    ]
    assert latin == []


def test_a_version_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(
        LookupError, match=r"no framework npst_2024 9\.0; there are: banyan_practice"
    ):
        frameworks.get("npst_2024", "9.0")
    with pytest.raises(LookupError, match="no framework danielson"):
        frameworks.get("danielson")


def test_one_tag_counts_in_another_framework() -> None:
    planning = Tag("banyan_practice", "1.0", "1")
    assert [
        (found.tag.item, found.kind, found.through)
        for found in frameworks.related(planning, "cct_areas")
    ] == [("2", "close", "")]


def test_a_part_counts_where_its_whole_does() -> None:
    aim = Tag("banyan_practice", "1.0", "1.1")
    assert [
        (found.tag, found.kind, found.through) for found in frameworks.related(aim, "cct_areas")
    ] == [(Tag("cct_areas", "1.0", "2"), "related", "1")]
    respect = Tag("banyan_practice", "1.0", "2.2")  # it has a match of its own
    assert [found.tag.item for found in frameworks.related(respect, "npst_2024")] == ["1"]


def test_a_crosswalk_can_be_walked_both_ways() -> None:
    for framework in frameworks.library().values():
        for way in frameworks.crosswalks(framework):
            assert way.first.framework == framework.code
            assert way.converse().converse() == way
            for match in way.matches:
                back = frameworks.related(
                    Tag(way.second.framework, way.second.version, match.to), framework.code
                )
                assert (match.item, frameworks.CONVERSE[match.kind]) in [
                    (found.tag.item, found.kind) for found in back
                ]


def test_every_two_frameworks_of_the_library_are_compared() -> None:
    for framework in frameworks.library().values():
        others = sorted(set(frameworks.library()) - {framework.code})
        ways = frameworks.crosswalks(framework)
        assert sorted(way.second.framework for way in ways) == others


def test_a_tag_of_nothing_is_an_error_and_of_no_match_is_empty() -> None:
    with pytest.raises(LookupError):
        frameworks.related(Tag("npst_2024", "1.0", "9"), "cct_areas")
    assert frameworks.related(Tag("npst_2024", "1.0", "1"), "danielson") == ()


def test_what_is_written_reads_the_same() -> None:
    for framework in frameworks.library().values():
        assert frameworks.load(frameworks.written(framework)) == framework


@pytest.mark.parametrize(
    ("old", "new", "path", "what", "cure"),
    [
        (
            'code: "2"',
            'code: "1"',
            "items[1].code",
            "Another item has the code “1” already.",
            "Give each item of a framework its own code.",
        ),
        (
            'code: "2"',
            'code: "part two"',
            "items[part two].code",
            "“part two” is not written as it must be.",
            "The code of an item has letters, digits and dots and no spaces, in quotes: “2.1”.",
        ),
        ("languages: [en, hi]", "languages: [en, hi, ru]", "languages", "ru", "ru"),
        ("code: expert", "code: advanced", "levels[advanced].code", "named twice", "Keep one"),
        ('issued_on: "2026-11-22"', "issued_on: 2026", "issued_on", "A day is wanted", "2026-04"),
        ("kind: {en: Standard", "sort: {en: Standard", "items[1].sort", "sort", "kind"),
        ("code: npst_2024", "grade: A", "code", "“code” is missing.", "Add `code:`"),
        (
            'title: {en: Professional growth, hi',
            "at_levels: [{level: expret, text: {en: a, hi: b}}]\n    title: {en: Growth, hi",
            "items[3].at_levels[1].level",
            "There is no stage “expret”.",
            "Did you mean “expert”?",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_cure(
    old: str, new: str, path: str, what: str, cure: str
) -> None:
    problems = frameworks.check(GOOD.replace(old, new, 1))
    said = [(each.path, each.what, each.cure.replace('"', "”")) for each in problems]
    cure = cure.replace("“2.1”", "”2.1”")
    assert [each for each in said if each[0] == path and what in each[1] and cure in each[2]], said
    assert all(each.line for each in problems)


def test_items_are_not_nested_without_end() -> None:
    inner = '{code: "9", title: x}'
    for number in range(8):
        inner = f'{{code: "{number}", title: x, items: [{inner}]}}'
    text = GOOD[: GOOD.index("\nitems:")] + f"\nitems: [{inner}]\n"
    whats = [each.what for each in frameworks.check(text)]
    assert any("more than 8 levels" in what for what in whats), whats


def test_translations_of_one_framework_come_together() -> None:
    whole = frameworks.get("banyan_practice")
    parts = [whole.in_language(locale) for locale in whole.languages]
    assert frameworks.combined(parts) == whole


def test_a_blueprint_names_frameworks_that_there_are() -> None:
    good = (BLUEPRINTS / "in_nmm.yaml").read_text(encoding="utf-8")
    named = "\nframeworks: [npst_2024, banyan_practice]\n"
    assert good.count(named) == 1

    def told(line: str) -> list[tuple[str, str, str]]:
        text = good.replace(named, f"\n{line}\n")
        return [(each.path, each.what, each.cure) for each in blueprint.check(text)]

    assert told("frameworks: [npst_2024, banyan_practice]") == []
    assert told("frameworks: [npst_2023]") == [
        ("frameworks[1]", "There is no framework “npst_2023”.", "Did you mean “npst_2024”?")
    ]
    assert told("frameworks: [npst_2024, npst_2024]") == [
        ("frameworks[2]", "“npst_2024” is named twice.", "Remove one.")
    ]
