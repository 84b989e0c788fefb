"""Lists to open in a spreadsheet: each speaks one language from its first line to its last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, override

from banyan.ui import words
from banyan.ui.dialect import Dialect, speaking, spoken
from banyan.ui.sheets import long_sheet

EVENING = datetime(2026, 1, 14, 20, 0, tzinfo=UTC)  # the 15th in India, the 14th in New York


def lines() -> Iterator[list[object]]:
    for _number in range(2):
        yield [gettext("Mentor"), gettext_lazy("Teacher"), words.on(EVENING), get_language()]


def test_a_long_list_goes_on_in_the_language_zone_and_words_that_its_page_had() -> None:
    loud = Dialect("ru", lambda message, found, counted: found.upper())
    with override("ru"), timezone.override(ZoneInfo("Asia/Kolkata")), speaking(loud):
        answer = long_sheet("x.csv", [gettext_lazy("Mentor")], lines())
    with override("en"), timezone.override(ZoneInfo("America/New_York")):
        before = spoken()
        text = answer.getvalue().decode("utf-8-sig")
        assert spoken() is before
        assert gettext("Mentor") == "Mentor"
    assert text.splitlines() == ["НАСТАВНИК", *["НАСТАВНИК,УЧИТЕЛЬ,2026-01-15,ru"] * 2]


def test_between_two_lines_another_page_of_the_same_thread_speaks_its_own_language() -> None:
    with override("ru"):
        parts = iter(long_sheet("x.csv", ["-"], lines()))
        next(parts)
    with override("en"):
        assert "Наставник" in next(parts).decode()
        assert gettext("Mentor") == "Mentor"
        assert "Наставник" in next(parts).decode()
    assert next(parts, None) is None


def test_where_no_language_was_chosen_the_one_of_the_installation_is_spoken() -> None:
    with speaking(None):
        answer = long_sheet("x.csv", ["-"], lines())
        with override("ru"):
            assert "Mentor,Teacher" in answer.getvalue().decode()
