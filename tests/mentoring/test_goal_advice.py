"""What a goal lacks, said kindly: for any draft whatever, and silent when nothing is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from banyan.mentoring.rules.goal_advice import ORDER, VAGUE, Advice, advice, vague

TODAY = date(2026, 1, 14)
CLEAR: dict[str, Any] = {
    "what": "More voices in class 7",
    "baseline": "Five of forty answer",
    "measure": "Tally of voices in one lesson, each week",
    "target": "Twenty of forty",
    "support": "My mentor counts with me",
    "priority": "Speaking",
    "due": "2026-02-20",
}
CODES = [*ORDER, *(f"milestone_{number}_on" for number in (1, 2, 3))]
ANYTHING = st.one_of(
    st.none(), st.text(max_size=40), st.integers(), st.lists(st.text(), max_size=2)
)
WORDS = st.dictionaries(st.sampled_from(CODES), ANYTHING)
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def remarks(words: Mapping[str, Any], **more: Any) -> list[str]:
    return [one.section for one in advice("A title", words, today=TODAY, **more)]


def test_a_clear_goal_is_left_alone() -> None:
    assert advice("", CLEAR, today=TODAY) == []


def test_an_empty_draft_hears_of_each_thing_once_in_the_order_of_the_form() -> None:
    assert [one.section for one in advice("", {}, today=TODAY)] == [
        "what", "baseline", "measure", "target", "support", "priority", "due",
    ]  # fmt: skip


@given(WORDS, st.text(max_size=20), st.booleans(), DAYS)
def test_any_draft_whatever_gets_an_answer(
    words: dict[str, Any], title: str, linked: bool, today: date
) -> None:
    found = advice(title, words, linked=linked, today=today)
    sections = [one.section for one in found]
    assert sections == sorted(set(sections), key=ORDER.index)
    assert all(one.sentence for one in found)
    assert found == advice(title, words, linked=linked, today=today)


@given(WORDS, st.sampled_from(["what", "baseline", "support"]))
def test_saying_more_is_never_answered_with_a_new_wish_for_that_section(
    words: dict[str, Any], code: str
) -> None:
    before, after = remarks(words), remarks({**words, code: "Something said"})
    assert code not in after
    assert set(after) - set(before) <= {"target"}  # it may now be the same as where she starts


@given(st.sets(st.sampled_from(sorted(CLEAR))))
def test_what_is_left_out_is_what_is_asked_for(missing: set[str]) -> None:
    words = {code: said for code, said in CLEAR.items() if code not in missing}
    assert set(remarks(words)) == missing - {"what"}  # a title says what


@given(WORDS)
def test_a_need_a_standard_or_a_priority_says_what_it_is_good_for(words: dict[str, Any]) -> None:
    assert "priority" not in remarks(words, linked=True)
    assert "priority" not in remarks({**words, "standard": "npst_2024@1.0/1.1"})


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("They speak better", "better"),
        ("Better!", "better"),
        ("बच्चे बेहतर बोलें।", "बेहतर"),
        ("वे ज़्यादा पढ़ें", "ज़्यादा"),
        ("Ученики говорят лучше", "лучше"),
        ("Как можно больше!", "как можно больше"),
        ("3 voices more than today", ""),
        ("१० बच्चे ज़्यादा", ""),
        ("Half of the class answers", ""),
        ("A betterment fund", ""),
        ("", ""),
    ],
)
def test_a_wish_that_measures_nothing_is_heard_in_three_languages(said: str, word: str) -> None:
    assert vague(said) == word


@given(st.sampled_from(sorted(word for words in VAGUE.values() for word in words)), st.text())
def test_a_number_beside_a_wish_makes_it_a_measure(word: str, around: str) -> None:
    assert vague(f"{around} {word} 7") == ""
    assert vague(word.upper()) != ""


@given(st.integers(-400, 1000))
def test_its_day_lies_ahead_and_not_too_far(days: int) -> None:
    found = remarks({**CLEAR, "due": (TODAY + timedelta(days=days)).isoformat()})
    assert found == (
        ["due"] if days < 0 else [] if days <= 42 else ["milestone_1"] if days <= 366
        else ["due", "milestone_1"]
    )  # fmt: skip


def test_a_milestone_has_a_day_before_the_last_one() -> None:
    assert remarks({**CLEAR, "milestone_1": "Ten"}) == ["milestone_1"]
    assert remarks({**CLEAR, "milestone_1": "Ten", "milestone_1_on": "2026-02-01"}) == []
    assert remarks({**CLEAR, "milestone_2": "Ten", "milestone_2_on": "2026-03-01"}) == [
        "milestone_2"
    ]


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_it_speaks_the_readers_language(language: str) -> None:
    def said(words: Mapping[str, Any]) -> list[Advice]:
        return advice("", words, today=TODAY)

    vague_goal = {**CLEAR, "target": "better", "due": "2026-12-31"}
    english = {one.sentence for words in ({}, vague_goal) for one in said(words)}
    with translation.override(language):
        spoken = {one.sentence for words in ({}, vague_goal) for one in said(words)}
    assert not english & spoken
    assert len(english) == len(spoken) == 9
