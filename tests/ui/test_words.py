"""Numbers, days and moments as the reader writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from banyan.ui import words

INSTANT = datetime(2026, 1, 14, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_lakh_is_grouped_as_india_groups_it(language: str) -> None:
    with translation.override(language):
        assert words.number(1234567) == "12,34,567"


def test_english_is_grouped_as_its_home_territory_groups_it(settings: object) -> None:
    settings.HOME_TERRITORY = "GB"  # type: ignore[attr-defined]
    assert words.number(1234567) == "1,234,567"


def test_russian_writes_numbers_lengths_and_days_its_own_way() -> None:
    with translation.override("ru"):
        assert words.number(1234567) == "1\u00a0234\u00a0567"
        assert words.minutes(90) == "1 час 30 минут"
        assert words.minutes(142) == "2 часа 22 минуты"
        assert words.day(date(2026, 1, 14)) == "ср, 14 янв. 2026\u202fг."


def test_russian_names_a_zone_alike_in_summer_and_winter() -> None:
    named = {}
    for zone in ("Asia/Kolkata", "Europe/Moscow", "Europe/Istanbul"):
        with timezone.override(zone), translation.override("ru"):
            named[zone] = words.zone_name()
    assert named == {
        "Asia/Kolkata": "Индия",
        "Europe/Moscow": "Москва",
        "Europe/Istanbul": "Турция",
    }


def test_the_time_of_no_place_is_called_so() -> None:
    with timezone.override("UTC"), translation.override("hi"):
        assert words.zone_name() == "UTC"


def test_decimals_are_rounded_when_asked() -> None:
    assert words.number(3.14159, 1) == "3.1"


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (90, "1 hour 30 minutes"),
        (6000, "100 hours"),
    ],
)
def test_a_length_is_said_in_hours_and_minutes(length: int, text: str) -> None:
    assert words.minutes(length) == text


def test_a_day_is_said_with_its_weekday() -> None:
    assert words.day(date(2026, 1, 14)) == "Wed 14 Jan 2026"
    assert words.day(date(2026, 1, 14), "short") == "14 Jan 2026"


def test_an_instant_is_the_day_it_is_for_the_reader() -> None:
    late = datetime(2026, 1, 14, 20, 0, tzinfo=UTC)
    with timezone.override("Asia/Kolkata"):
        assert words.day(late) == "Thu 15 Jan 2026"


def test_a_moment_at_home_does_not_name_the_zone() -> None:
    with timezone.override("Asia/Kolkata"):
        assert words.moment(INSTANT) == "Wed 14 Jan 2026, 3:30\u00a0pm"


def test_a_moment_names_the_zone_when_the_other_tells_another_time() -> None:
    with timezone.override("Asia/Kolkata"):
        told = words.moment(INSTANT, "America/New_York")
    assert told == "Wed 14 Jan 2026, 3:30\u00a0pm (India Time)"


def test_a_moment_names_the_zone_to_a_reader_away_from_home() -> None:
    with timezone.override("Europe/Moscow"):
        assert words.moment(INSTANT) == "Wed 14 Jan 2026, 1:00\u00a0pm (Moscow Time)"


def test_zones_of_another_name_and_the_same_time_are_not_different() -> None:
    with timezone.override("Asia/Kolkata"):
        assert not words.zones_differ(INSTANT, "Asia/Colombo")


def test_zones_differ_only_while_their_clocks_do() -> None:
    with timezone.override("Europe/London"):
        assert not words.zones_differ(INSTANT, "UTC")
        assert words.zones_differ(datetime(2026, 7, 14, 10, 0, tzinfo=UTC), "UTC")


def test_names_are_joined_as_in_a_sentence() -> None:
    assert words.join_names(["Meera"]) == "Meera"
    assert words.join_names(["Meera", "Arun"]) == "Meera and Arun"
    assert words.join_names(["Meera", "Arun", "Devi"]) == "Meera, Arun and Devi"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Meera Nair", "MN"),
        ("madonna", "M"),
        ("A. P. J. Abdul Kalam", "AK"),
        ("गीता शर्मा", "गीश"),
        ("", ""),
    ],
)
def test_initials_keep_the_sign_that_belongs_to_the_letter(name: str, letters: str) -> None:
    assert words.initials(name) == letters
