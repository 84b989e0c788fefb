"""Numbers, days and names, as text in the language and zone of the reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django import template

from banyan.ui import words
from banyan.ui.markup import format_html

register = template.Library()


@register.simple_tag(name="number")
def number_tag(value: words.Number, digits: int | None = None) -> str:
    return words.number(value, digits)


@register.simple_tag(name="minutes")
def minutes_tag(value: int) -> str:
    return words.minutes(value)


@register.simple_tag(name="join_names")
def join_names_tag(names: Iterable[object]) -> str:
    return words.join_names(names)


@register.simple_tag(name="day")
def day_tag(value: date | None, form: str = "full") -> str:
    """A calendar day in the reader's language, as `<time>`; nothing for no day."""
    if value is None:
        return ""
    text = words.day(value, "short" if form == "short" else "full")
    return format_html('<time datetime="{}">{}</time>', words.on(value).isoformat(), text)


@register.simple_tag(name="moment")
def moment_tag(value: datetime | None, *zones: str) -> str:
    """An instant in the reader's zone, as `<time>`; nothing for no instant."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(timespec="minutes"),
        words.moment(value, *zones),
    )


register.filter("number", words.number)
register.filter("minutes", words.minutes)
register.filter("short_minutes", words.short_minutes)
register.filter("day", words.day)
register.filter("moment", words.moment)
register.filter("join_names", words.join_names)
register.filter("initials", words.initials)


@register.filter
def tone(level: str) -> str:
    """The tone of a message of Django, from its level."""
    return {"success": "leaf", "warning": "marigold", "error": "terracotta"}.get(level, "sky")
