from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from banyan.kernel.period import Period
from banyan.kernel.viewer import Grant, Viewer, stranger, system

LATE = datetime(2026, 1, 14, 20, 0, tzinfo=UTC)


def test_today_is_the_date_on_the_viewers_own_wall() -> None:
    assert Viewer(1, LATE, zone=ZoneInfo("Asia/Kolkata")).today == date(2026, 1, 15)
    assert Viewer(1, LATE, zone=ZoneInfo("America/New_York")).today == date(2026, 1, 14)


def test_a_grant_covers_its_place_and_what_is_under_it_only() -> None:
    grant = Grant("coordinator", "1/14")
    assert [grant.covers(p) for p in ("1/14", "1/14/203", "1/140", "1", "1/1")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_a_stranger_and_the_system_are_nobody() -> None:
    assert not stranger(LATE).is_somebody
    assert not system(LATE).is_somebody
    assert system(LATE).is_system


def test_a_period_is_half_open() -> None:
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    assert april.holds(date(2026, 4, 30))
    assert not april.holds(date(2026, 5, 1))


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2026, 4, 2), date(2026, 4, 1))
