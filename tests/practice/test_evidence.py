"""What is written down in a lesson: what a tool may send, what is counted, what judges."""

from __future__ import annotations

import pytest

from banyan.practice.forms.observations import read
from banyan.practice.queries.evidence import Line, counted
from banyan.practice.rules.observations import sounds_like_a_judgement
from tests.practice.observing import LINES


def test_what_is_counted_is_what_the_lines_say() -> None:
    found = counted(
        [
            *LINES,
            Line("b.1", 130, "wait", number=31),
            Line("b.2", 131, "wait", number=8),
            Line("b.3", 132, "wait", number=12),
            Line("b.4", 140, "sweep", "30", 21),
            Line("b.5", 150, "sweep", "30", 24),
            Line("b.6", 160, "question", "closed"),
            Line("b.7", 161, "question", "closed"),
            Line("b.8", 162, "spoke", "2-3"),
            Line("b.9", 163, "spoke", "1-1"),
            Line("c.1", 164, "near", "1-1"),
            Line("c.2", 180, "talk", "silence"),
        ],
        places=20,
        ends_at=240,
    )
    assert (found.teacher_seconds, found.pupil_seconds, found.quiet_seconds) == (60, 120, 60)
    assert (found.teacher_percent, found.open_percent, found.heard_percent) == (33, 33, 10)
    assert (found.wait_seconds, found.on_task_percent, found.places_visited) == (1.2, 75, 1)


def test_a_median_between_two_waits_is_told_to_the_tenth() -> None:
    waits = [Line("a.1", 10, "wait", number=72), Line("a.2", 20, "wait", number=73)]
    assert counted(waits, places=20).wait_seconds == 7.3


def test_where_nothing_was_counted_nothing_is_said() -> None:
    found = counted([], places=20)
    assert (found.teacher_percent, found.open_percent, found.heard_percent) == (None, None, None)
    assert (found.wait_seconds, found.on_task_percent) == (None, None)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Explains it well.", "well"),
        ("Goes too fast for the back row.", "too fast"),
        ("बहुत अच्छा पढ़ाया", "अच्छा"),
        ("Слишком быстро объясняет", "Слишком"),
        ("Writes three goals on the board.", ""),
        ("Welcomes everybody at the door.", ""),
        ("Показывает на доску.", ""),
    ],
)
def test_a_line_that_judges_is_heard(line: str, word: str) -> None:
    assert sounds_like_a_judgement(line) == word


@pytest.mark.parametrize(
    "parts",
    [
        ["a.1", "x", "talk", "teacher"],
        ["a.1", "1", "talk", "<script>"],
        ["a.1", "1", "spoke", "99-99"],
        ["a.1", "1", "sweep", "10", "11"],
        ["a.1", "1", "sweep", "0", "0"],
        ["a.1", "1", "wait"],
        ["a.1", "1", "teacher_says", "", "", " "],
        ["a.1", "1", "verdict", "good"],
        ["A 1", "1", "talk", "teacher"],
    ],
)
def test_what_no_tool_sends_is_left_out(parts: list[str]) -> None:
    assert read(parts) is None
