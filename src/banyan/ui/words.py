"""Numbers, dates and lists as the reader writes them: her language, her zone, her grouping."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, gettext, ngettext

Number = int | float | Decimal
NUMBERS = (int, float, Decimal)


@lru_cache(maxsize=64)
def _locale(language: str, home: str) -> Locale:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):  # a language in which only a document speaks
        locale = Locale("en", home)
    if locale.territory is None and locale.language == "en":
        return Locale("en", home)
    return locale


def reader_locale() -> Locale:
    """The Babel locale of the active language.

    Plain English is written as it is in the home territory of the installation (setting
    `HOME_TERRITORY`), so that a lakh is 1,00,000 there.
    """
    return _locale(get_language() or settings.LANGUAGE_CODE, settings.HOME_TERRITORY)


def own_name(language: str) -> str:
    """The name of a language in itself, or its code where it is not known here."""
    try:
        return str(capfirst(get_language_info(language)["name_local"]))
    except KeyError:
        return language


def number(value: Number, digits: int | None = None) -> str:
    """`value` grouped for the reader; rounded to at most `digits` decimals when given."""
    if digits is not None:
        value = round(Decimal(value), digits)
    return _number(value, reader_locale())


def minutes(value: int) -> str:
    """A length of time, given in minutes, in hours and minutes: `1 hour 30 minutes`."""
    hours, rest = divmod(value, 60)
    parts = []
    if hours:
        parts.append(
            ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": number(hours)}
        )
    if rest or not hours:
        parts.append(
            ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": number(rest)}
        )
    return " ".join(parts)


def short_minutes(value: int) -> str:
    """The same in little room, for a large number: `7 h 5 min`."""
    hours, rest = divmod(value, 60)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": number(rest)}
    if not rest:
        return gettext("%(hours)s h") % {"hours": number(hours)}
    return gettext("%(hours)s h %(minutes)s min") % {
        "hours": number(hours),
        "minutes": number(rest),
    }


# The same few numbers, days, hours and zones stand many times on a page, and a locale is slow to
# ask.


@lru_cache(maxsize=2048)
def _number(value: Number, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=2048)
def _day(year: int, month: int, day_of_month: int, form: str, locale: Locale) -> str:
    value = datetime(year, month, day_of_month)  # noqa: DTZ001 - a calendar day has no zone
    if form == "short":
        return format_date(value, format="medium", locale=locale)
    if locale.language == "en":
        return format_date(value, format="EEE d MMM y", locale=locale)
    return format_skeleton("yMMMEd", value, locale=locale)


@lru_cache(maxsize=2048)
def _clock(hour: int, minute: int, locale: Locale) -> str:
    told = format_time(time(hour, minute), format="short", locale=locale)
    return told.replace("\u202f", "\u00a0")


@lru_cache(maxsize=512)
def _zone_name(zone: str, locale: Locale) -> str:
    if zone in ("UTC", "Etc/UTC"):  # no place, of which Babel would say “Unknown Region”
        return "UTC"
    # Of the three patterns that CLDR has for "the time of a place" Babel keeps the last, which in
    # Russian is the one for summer; the pattern for any time of the year is the place alone.
    return get_timezone_name(zone, locale=locale).removesuffix(", летнее время")


@lru_cache(maxsize=512)
def _list(names: tuple[str, ...], locale: Locale) -> str:
    return format_list(names, locale=locale)


def on(value: date) -> date:
    """The calendar day; of a `datetime` that knows its zone, the day it is for the reader."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def day(value: date, form: Literal["full", "short"] = "full") -> str:
    """A calendar day (see `on`) with its weekday (`full`) or without (`short`)."""
    value = on(value)
    return _day(value.year, value.month, value.day, form, reader_locale())


def clock(value: datetime | time) -> str:
    """The time of day of an instant, in the reader's zone; or one of no day at all, as it is."""
    here = timezone.localtime(value) if isinstance(value, datetime) else value
    return _clock(here.hour, here.minute, reader_locale())


def zone_name(zone: str | None = None) -> str:
    """The name of an IANA zone in the reader's language, as people say it: `India Time`; of her own
    if none is given."""
    return _zone_name(zone or str(timezone.get_current_timezone()), reader_locale())


def home_zone() -> str:
    """The IANA zone of most people of this installation: setting `HOME_ZONE`."""
    return str(settings.HOME_ZONE)


def zones_differ(value: datetime, *zones: str) -> bool:
    """Whether any of the named IANA zones tells another clock time than the reader's, then."""
    here = timezone.localtime(value).utcoffset()
    return any(value.astimezone(ZoneInfo(zone)).utcoffset() != here for zone in zones)


def moment(value: datetime, *zones: str) -> str:
    """An instant as day and time in the reader's zone.

    The zone is named when one of `zones` (IANA names of the others concerned; when none is given,
    setting `HOME_ZONE`) tells another time. `value` must know its zone.
    """
    # Translators: a day and a time of day, such as "Wed 14 Jan 2026, 3:30 pm".
    text = gettext("%(day)s, %(time)s") % {"day": day(value), "time": clock(value)}
    if zones_differ(value, *(zones or (home_zone(),))):
        # Translators: a moment and the name of the time zone it is told in.
        text = gettext("%(moment)s (%(zone)s)") % {"moment": text, "zone": zone_name()}
    return text


def join_names(names: Iterable[object]) -> str:
    """Names as a list in a sentence: `Meera, Arun and Devi`."""
    found = tuple(str(name) for name in names)
    return found[0] if len(found) == 1 else _list(found, reader_locale())


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """The first letters of the first and the last word of a name.

    A letter of an Indic script keeps the vowel sign that belongs to it, or it reads as another.
    """
    words = name.split()
    ends = words[:1] + words[1:][-1:]
    return "".join(_first_letter(word) for word in ends)


def _first_letter(word: str) -> str:
    length = 1
    # General category M: a mark that cannot stand without the letter before it.
    while length < len(word) and unicodedata.category(word[length]).startswith("M"):
        length += 1
    return word[:length].upper()
