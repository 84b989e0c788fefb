"""A blueprint as a page: nothing that a file says is missing from it."""

import re
import typing
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

import blueprint
from blueprint import command
from blueprint.page import HEADER, ORDER, Group, Line, Page, Table, page
from blueprint.phrases import ONE, PHRASES, english
from blueprint.text import Text
from tests.blueprint.samples import dumped, rich

RICH = blueprint.load(dumped(rich()))
ALL = [*blueprint.library().values(), RICH]


def lines(shown: Page) -> Iterator[Line | Table]:
    queue: list[Group | Line | Table] = list(shown.sections)
    while queue:
        block = queue.pop(0)
        if isinstance(block, Group):
            queue += block.blocks
        else:
            yield block


def words(shown: Page) -> str:
    return "\n".join(command._lines(shown))


def kinds() -> tuple[dict[str, type[BaseModel]], dict[str, str]]:
    """Every model of the language by its name, and every word of a choice by its field."""
    models: dict[str, type[BaseModel]] = {}
    choices: dict[str, str] = {}
    seen: set[type[BaseModel]] = set()

    def walk(kind: typing.Any, at: str) -> None:
        if typing.get_origin(kind) is typing.Literal:
            choices.update({f"{at}.{value}": f"word.{value}" for value in typing.get_args(kind)})
            return
        for inner in typing.get_args(kind):
            walk(inner, at)
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)) or kind is Text:
            return
        if models.setdefault(kind.__name__, kind) is kind and kind not in seen:
            seen.add(kind)
            for name, one in kind.model_fields.items():
                walk(one.annotation, f"{kind.__name__}.{name}")

    walk(blueprint.Blueprint, "")
    return models, choices


def test_every_part_of_the_language_has_its_place_on_the_page() -> None:
    parts = [*HEADER, *ORDER, "provenance"]
    assert sorted(parts) == sorted(blueprint.Blueprint.model_fields)


def test_every_field_and_every_word_of_a_choice_has_a_phrase() -> None:
    models, choices = kinds()
    untold = {"Blueprint", "Word", "Span", "When", "Every", "Provenance", "QuietHours", "Coded",
              "Caseload", "MonthlyHours", "Months", "Minutes", "Seats",
              "Inflection", "CaseForms"}  # fmt: skip
    inline = {"code", "title", "hint"}
    audiences = {f"Exposure.{name}" for name in typing.get_args(blueprint.Audience)}
    fields = {
        f"{name}.{field}"
        for name, model in models.items()
        if name not in untold
        for field in model.model_fields
        if field not in inline
    }
    assert sorted(fields - audiences - {"Exposure.record"} - set(PHRASES)) == []
    silent = [
        at
        for at, word in choices.items()
        if not at.startswith(("Blueprint.format", "When.", "Exposure.record"))
        and at not in PHRASES
        and word not in PHRASES
    ]
    assert silent == []


@pytest.mark.parametrize("plan", ALL, ids=str)
@pytest.mark.parametrize("locale", ["en", "hi", "ru"])
def test_every_text_of_a_file_is_on_its_page(plan: blueprint.Blueprint, locale: str) -> None:
    shown = words(page(plan, locale))
    assert [path for path, text in plan.texts() if text.in_(locale) not in shown] == []


@pytest.mark.parametrize("plan", ALL, ids=str)
def test_every_number_of_a_file_is_on_its_page(plan: blueprint.Blueprint) -> None:
    shown = set(re.findall(r"\d+", words(page(plan))))
    assert [path for path, number in plan.numbers() if str(number) not in shown] == []


@pytest.mark.parametrize("plan", ALL, ids=str)
def test_every_line_with_a_number_says_where_it_was_read(plan: blueprint.Blueprint) -> None:
    shown = page(plan)
    origins = {origin.number: origin for origin in shown.origins}
    told = {line.path: line.origin for line in lines(shown)}
    for path, _ in plan.numbers():
        origin = plan.provenance_of(path)
        at = next(known for known in sorted(told, key=len, reverse=True) if path.startswith(known))
        assert origin is not None
        number = told[at]
        assert number is not None, path
        if at == path:
            assert origins[number].note == (origin.note.in_("en") if origin.note else "")


def test_the_words_of_the_programme_stand_where_its_roles_do() -> None:
    steps = next(section for section in page(RICH).sections if section.path == "steps")
    meeting = steps.blocks[1]
    assert isinstance(meeting, Group)
    assert [(line.label, line.text) for line in meeting.blocks if isinstance(line, Line)] == [
        ("Kind", "meeting"),
        ("Who does it", "both of the pair"),
        ("Comes after", "Sign"),
        ("Comes back", "after 1 week, 8 times in all"),
        ("Needed", "yes"),
        ("Only in the form", "One to one"),
        ("Minutes, at least", "45"),
    ]
    assert steps.blocks[3] == Group(
        "steps[reflection]",
        "Reflection",
        "",
        (
            Line("steps[reflection].kind", "Kind", "work handed in"),
            Line("steps[reflection].by", "Who does it", "teacher"),
            Line("steps[reflection].modules", "In each of", "First, Second"),
            Line("steps[reflection].after", "Comes after", "Profile"),
            Line("steps[reflection].due", "Due", "6 weeks after “Profile” is done", 13),
            Line("steps[reflection].required", "Needed", "yes"),
            Line("steps[reflection].waived_by", "Waived by", "coordinator"),
            Group(
                "steps[reflection].evidence",
                "What is brought",
                "",
                (
                    Group(
                        "steps[reflection].evidence[pages]",
                        "Pages",
                        "",
                        (Line("steps[reflection].evidence[pages].required", "Needed", "no"),),
                    ),
                ),
            ),
            Line("steps[reflection].review", "Judged by", "Blind reading"),
        ),
    )


def test_a_page_can_be_told_in_other_words() -> None:
    def loud(code: str, values: typing.Mapping[str, object]) -> str:
        return english(code, values).upper()

    shown = page(RICH, "en", loud)
    assert shown.sections[0].heading == "THE WORDS OF THE PROGRAMME"
    assert shown.title == "National Mission for Mentoring"


def test_one_of_something_is_told_in_the_singular() -> None:
    for code in PHRASES:
        if code.endswith(ONE):
            assert code.removesuffix(ONE) in PHRASES
    assert english("weeks", {"number": 1}) == "1 week"
    assert english("weeks", {"number": 2}) == "2 weeks"
    with pytest.raises(KeyError):
        english("nothing", {})


def test_a_rule_of_sight_is_a_table() -> None:
    [table] = [block for block in lines(page(RICH)) if isinstance(block, Table)
               and block.path == "visibility.records"]  # fmt: skip
    assert table.columns == ("Kind of record", "teacher", "mentor", "coordinator",
                             "head of the school", "nodal officer",
                             "administrator of the platform")  # fmt: skip
    assert table.rows[-1] == ("Goals and plan", "every word", "every word",
                              "that it was done, when and for how long",
                              "that it was done, when and for how long", "none",
                              "none")  # fmt: skip
