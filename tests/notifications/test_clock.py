"""Quiet hours and digests on the wall clocks of three countries."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from banyan.notifications.rules import digest_due, in_quiet_hours, last_digest

KOLKATA, MOSCOW, NEW_YORK = (
    ZoneInfo(name) for name in ("Asia/Kolkata", "Europe/Moscow", "America/New_York")
)


@pytest.mark.parametrize(
    ("zone", "utc", "quiet"),
    [
        (KOLKATA, "2026-01-14T15:29", False),  # 20:59
        (KOLKATA, "2026-01-14T15:30", True),  # 21:00
        (KOLKATA, "2026-01-14T18:30", True),  # midnight
        (KOLKATA, "2026-01-15T01:29", True),  # 06:59
        (KOLKATA, "2026-01-15T01:30", False),  # 07:00
        (MOSCOW, "2026-01-14T17:59", False),
        (MOSCOW, "2026-01-14T18:00", True),
        (MOSCOW, "2026-01-15T03:59", True),
        (MOSCOW, "2026-01-15T04:00", False),
        (NEW_YORK, "2026-01-15T01:59", False),  # winter, UTC-5
        (NEW_YORK, "2026-01-15T02:00", True),
        (NEW_YORK, "2026-01-15T11:59", True),
        (NEW_YORK, "2026-01-15T12:00", False),
        (NEW_YORK, "2026-07-15T00:59", False),  # summer, UTC-4
        (NEW_YORK, "2026-07-15T01:00", True),
        (NEW_YORK, "2026-07-15T10:59", True),
        (NEW_YORK, "2026-07-15T11:00", False),
    ],
)
def test_quiet_hours_cross_midnight_on_the_persons_own_clock(
    zone: ZoneInfo, utc: str, quiet: bool
) -> None:
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert in_quiet_hours(time(21), time(7), now, zone) is quiet


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = datetime(2026, 1, 14, 6, 30, tzinfo=UTC)
    assert in_quiet_hours(time(9), time(14), noon, KOLKATA) is True
    assert in_quiet_hours(time(14), time(9), noon, KOLKATA) is False
    assert in_quiet_hours(time(12), time(12), noon, KOLKATA) is False


def quiet_minutes(first: datetime, zone: ZoneInfo) -> int:
    """How many minutes of the 24 hours from `first` are quiet."""
    minutes = (first + timedelta(minutes=n) for n in range(24 * 60))
    return sum(in_quiet_hours(time(21), time(7), at, zone) for at in minutes)


def test_a_night_with_a_change_of_clocks_is_an_hour_shorter_or_longer() -> None:
    noon = time(17)  # of New York, in UTC, in winter
    usual, spring, autumn = (
        datetime.combine(day, noon, UTC)
        for day in (date(2026, 1, 14), date(2026, 3, 7), date(2026, 10, 31))
    )
    lengths = [quiet_minutes(at, NEW_YORK) for at in (usual, spring, autumn)]
    assert lengths == [600, 540, 660]
    assert [quiet_minutes(at, MOSCOW) for at in (spring, autumn)] == [600, 600]
    assert [quiet_minutes(at, KOLKATA) for at in (spring, autumn)] == [600, 600]


@pytest.mark.parametrize("zone", [KOLKATA, MOSCOW, NEW_YORK])
@pytest.mark.parametrize("digest_at", [time(8), time(2, 30), time(1, 30), time(0), time(23, 59)])
def test_a_digest_is_due_once_for_every_day_of_a_year(zone: ZoneInfo, digest_at: time) -> None:
    """Asked every ten minutes for a year with both changes of clocks."""
    at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    digested_on, days = last_digest(digest_at, at, zone).astimezone(zone).date(), []
    while at < datetime(2027, 1, 1, 12, tzinfo=UTC):
        if digest_due(digest_at, digested_on, time(21), time(7), at, zone):
            moment = last_digest(digest_at, at, zone)
            assert timedelta(0) <= at - moment < timedelta(minutes=10)
            digested_on = moment.astimezone(zone).date()
            days.append(digested_on)
        at += timedelta(minutes=10)
    assert days == [days[0] + timedelta(days=n) for n in range(365)]


def test_a_digest_time_that_the_clock_skips_is_an_hour_later() -> None:
    noon = datetime(2026, 3, 8, 17, tzinfo=UTC)
    moment = last_digest(time(2, 30), noon, NEW_YORK)
    assert moment == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert moment.astimezone(NEW_YORK).time() == time(3, 30)
