"""Small marks: signs, states in one word, and a line that says why, who or careful."""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from banyan.ui.components.drawn import drawn
from banyan.ui.markup import conditional_escape, format_html

register = template.Library()

ICONS = {
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "dot": '<circle cx="12" cy="12" r="4" fill="currentColor"/>',
    "bang": '<path d="M12 5v9M12 18.5v.5"/>',
    "dash": '<path d="M6 12h12"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "back": '<path d="M14 6l-6 6 6 6"/>',
    "on": '<path d="M10 6l6 6-6 6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.7v.1"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17v.1"/>',
    "root": '<path d="M4 8c2-4 14-4 16 0M8 6v8M12 5v15M16 6v8"/>',
    "cross": '<path d="M7 7l10 10M17 7 7 17"/>',
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawn sign that says nothing new: hidden from those who listen."""
    turns = " turns" if name in ("back", "on") else ""
    drawing = f'<svg class="icon{turns}" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>'
    return mark_safe(drawing)  # noqa: S308 - constants above


@register.simple_tag
@cache
def mark() -> SafeString:
    """The canopy and its three roots, in the colour of the text around it."""
    return drawn("mark")


@register.simple_tag
def badge(text: str, tone: str = "") -> SafeString:
    """A state in one word. Tones: leaf, marigold, terracotta, sky, private, or none."""
    return format_html('<span class="badge {}">{}</span>', tone, text)


@register.simple_tag
def visibility(sentence: str, private: bool = False) -> SafeString:
    """Who can read this, in words; `private` when it is confidential."""
    kind = " private" if private else ""
    return format_html(
        '<p class="visibility{}">{}<span>{}</span></p>', kind, icon("lock"), sentence
    )


@register.simple_tag
def reason(text: str, kind: str = "for") -> SafeString:
    """Why this pair or number (`for`), why not (`against`), or what is not known (`unknown`)."""
    return SafeString(f"{_reason(kind)}{conditional_escape(text)}</span></p>")


@cache
def _reason(kind: str) -> str:
    """What is the same in each of the many on a page."""
    sign = {"for": "root", "against": "cross", "unknown": "info"}[kind]
    return f'<p class="reason {kind}">{icon(sign)}<span>'


@register.simple_tag
def warning(text: str) -> SafeString:
    return format_html(
        '<div class="warning">{}<p><span class="govuk-visually-hidden">{} </span>{}</p></div>',
        icon("warning"),
        gettext("Warning:"),
        text,
    )
