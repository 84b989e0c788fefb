"""What is said when a blueprint changes under pairs that run."""

import copy
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import blueprint
from blueprint.difference import Change, difference
from blueprint.language import Blueprint
from blueprint.phrases import english
from blueprint.text import Text, leaves
from tests.blueprint.samples import counted, dumped, named, rich

RICH = blueprint.load(dumped(rich()))
LIBRARY = list(blueprint.library().values())


def after(change: Callable[[dict[str, Any]], object], locale: str = "en") -> tuple[Change, ...]:
    data = rich()
    change(data)
    return difference(RICH, Blueprint.model_validate(data), locale)


def said(changes: tuple[Change, ...]) -> list[tuple[str, bool]]:
    return [(change.sentence, change.affects_running) for change in changes]


def uncovered(old: Blueprint, new: Blueprint) -> list[str]:
    """Values that differ and that no sentence is about."""
    was, now = dict(leaves(old)), dict(leaves(new))
    changes = difference(old, new)
    gone = object()
    return [
        path
        for path in {**was, **now}
        if was.get(path, gone) != now.get(path, gone)
        and not any(change.covers(path) for change in changes)
    ]


@pytest.mark.parametrize("plan", [*LIBRARY, RICH], ids=str)
def test_nothing_changes_from_a_blueprint_to_itself(plan: Blueprint) -> None:
    assert difference(plan, Blueprint.model_validate_json(plan.model_dump_json())) == ()


@pytest.mark.parametrize(("old", "new"), list(pairwise([*LIBRARY, RICH, LIBRARY[0]])), ids=str)
def test_between_neighbours_on_the_shelf_every_difference_is_told(
    old: Blueprint, new: Blueprint
) -> None:
    assert uncovered(old, new) == []


def test_a_new_step_says_by_when_it_is_asked_for() -> None:
    step = named("mid", kind="review", by="both", due=counted("pair_start", after={"months": 6}))
    found = after(lambda data: data["steps"].append(step))
    assert said(found) == [
        (
            "The step “Mid” is new: pairs that run will be asked for it by this day: "
            "6 months after the pair begins.",
            True,
        )
    ]
    assert (found[0].path, found[0].kind) == ("steps[mid]", "added")


def test_a_step_that_goes_is_kept_where_it_was_done() -> None:
    found = after(lambda data: data["steps"].pop(5))
    assert said(found) == [
        ("The step “Shown work” is no longer asked; what was done of it is kept.", True)
    ]


def _set(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        inner: Any = data
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "sentence", "running"),
    [
        (
            _set("steps", 0, "due", "after", to={"weeks": 3}),
            "The step “Sign” is now due 3 weeks after the pair begins, instead of 10 working days "
            "after the pair begins.",
            True,
        ),
        (
            _set("steps", 0, "due", to=None),
            "The step “Sign” has no last day now; it was due 10 working days after the pair "
            "begins.",
            True,
        ),
        (
            _set("steps", 3, "by", to="both"),
            "The step “Reflection” is now done by both of the pair, instead of teacher.",
            True,
        ),
        (
            _set("steps", 5, "required", to=True),
            "The step “Shown work” is now needed to reach the end.",
            True,
        ),
        (
            _set("mentor", "caseload", "maximum", to=15),
            "Mentors now accompany at most 15 teachers instead of 20.",
            False,
        ),
        (
            _set("mentor", "minimum_years", to=5),
            "Mentors now need at least 5 years of experience instead of 8.",
            False,
        ),
        (
            _set("doses", 0, "minutes", to=90),
            "“Monthly” now asks for at least 90 minutes instead of 180.",
            True,
        ),
        (
            _set("visibility", "records", 8, "coordinator", to="none"),
            "Of “Goals and plan”, this is what the coordinator sees now: none. It was: that it was "
            "done, when and for how long.",
            True,
        ),
        (
            _set("pay", to=None),
            "No longer in this blueprint: What a mentor is paid.",
            True,
        ),
        (
            _set("request", "most_open", to=5),
            "Requests for guidance, “Open at once, at most”: now “5”, instead of “3”.",
            False,
        ),
        (
            _set("relationship", "trial", to=None),
            "The relationship, “Trial”: no longer said; it was “2 weeks”.",
            True,  # a pair that runs is asked at the end of it
        ),
        (
            _set("steps", 1, "title", to="Talk"),
            "“Meeting” is now called “Talk”.",
            False,
        ),
        (
            _set("completion", "statement", to="All is done."),
            "When it is complete, “What it takes” now reads: “All is done.”",
            True,
        ),
        (
            _set("provenance", 0, "source", to="nep_2020"),
            "It is told otherwise where numbers come from.",
            False,
        ),
        (
            _set("indicators", 0, "targets", to=[{"year": 2, "value": 50}]),
            "In pairs, “Targets”: now “2: 50”, instead of “1: 20, 2: 40”.",
            False,
        ),
    ],
)
def test_a_change_is_a_sentence(
    change: Callable[[dict[str, Any]], object], sentence: str, running: bool
) -> None:
    assert said(after(change)) == [(sentence, running)]


def test_the_log_gains_and_loses_parts() -> None:
    def change(data: dict[str, Any]) -> None:
        data["session"]["log"].pop(0)
        data["session"]["log"].append(named("photo", kind="text"))

    assert said(after(change)) == [
        ("The log of a session loses the part “What works”; what was written there is kept.", True),
        ("The log of a session gains the part “Photo”.", True),
    ]


def test_an_order_that_changes_is_told() -> None:
    found = after(lambda data: data["steps"].reverse())
    assert said(found) == [("What a pair does: the order is another one.", True)]


def test_wording_in_one_language_is_one_sentence_at_the_end() -> None:
    def change(data: dict[str, Any]) -> None:
        data["title"]["hi"] = "एक"
        data["summary"]["hi"] = "दो"
        data["mentor"]["minimum_years"] = 6

    found = after(change)
    assert said(found)[-1] == ("Only wording changed in 2 texts (hi).", False)
    assert len(found) == 2
    assert (found[-1].path, found[-1].also) == ("title", ("summary",))


def test_what_pairs_notice_comes_first() -> None:
    def change(data: dict[str, Any]) -> None:
        data["version"] = "1.1"
        data["doses"][0]["minutes"] = 90

    assert [one.affects_running for one in after(change)] == [True, False]


def test_changes_can_be_told_in_other_words() -> None:
    def loud(code: str, values: Mapping[str, object]) -> str:
        return english(code, values).upper()

    data = rich()
    data["version"] = "1.1"
    [change] = difference(RICH, Blueprint.model_validate(data), "en", loud)
    assert change.sentence == "THE VERSION IS NOW 1.1; IT WAS 1.0."


values = st.one_of(
    st.integers(0, 100), st.booleans(), st.none(), st.sampled_from(["teacher", "mentor", "both"]),
    st.just([]), st.text("ab", min_size=1, max_size=3),
)  # fmt: skip


@settings(max_examples=60)
@given(st.data())
def test_whatever_changes_is_covered_by_a_sentence(data: st.DataObject) -> None:
    changed = RICH
    for _ in range(data.draw(st.integers(1, 4))):
        changed = _another(changed, data)
    assert uncovered(RICH, changed) == []
    for change in difference(RICH, changed):
        assert change.sentence[-1] in ".”"
        assert "%(" not in change.sentence


def _another(plan: Blueprint, data: st.DataObject) -> Blueprint:
    """The blueprint with one value changed, or one item or part taken away, if it still has the
    right shape. Whether it is coherent does not matter here."""
    plain = copy.deepcopy(plan.model_dump(mode="json"))
    inner: Any = plain
    while True:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        if not keys:
            return plan
        key = data.draw(st.sampled_from(keys))
        following = inner[key]
        if isinstance(following, dict | list) and following and data.draw(st.integers(0, 5)):
            inner = following
            continue
        if isinstance(inner, list) and data.draw(st.booleans()):
            inner.pop(key)
        else:
            inner[key] = data.draw(values)
        break
    try:
        return Blueprint.model_validate(plain)
    except ValueError:
        return plan


def test_texts_are_compared_by_language() -> None:
    text = Text({"en": "a", "hi": "b"})
    found = difference(RICH, RICH.model_copy(update={"summary": text}))
    assert said(found) == [("Only wording changed in 1 text (en, hi, ru).", False)]


def test_a_code_is_told_as_it_is_written() -> None:
    peer = blueprint.get("peer")
    said = blueprint.difference(peer, peer.model_copy(update={"code": "ours"}))
    assert [change.sentence for change in said] == [
        "This is another programme design: “ours” instead of “peer”."
    ]
