"""Blocks around what a page says: cards, notifications, and what opens or is still empty."""

from __future__ import annotations

from collections.abc import Callable

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from banyan.ui import words
from banyan.ui.components.marks import icon
from banyan.ui.markup import conditional_escape, format_html

register = template.Library()
NOTHING = SafeString("")


@register.simple_block_tag
def card(content: str, heading: str = "", level: int = 2, anchor: str = "") -> SafeString:
    """`anchor`: what an address calls this card after its #."""
    title = format_html("<h{0}>{1}</h{0}>", level, heading) if heading else ""
    return format_html('<div class="card"{}>{}{}</div>', _named(anchor), title, content)


def _named(anchor: str) -> SafeString:
    return format_html(' id="{}"', anchor) if anchor else NOTHING


@register.simple_block_tag
def next_thing(content: str, heading: str, kicker: str | None = None) -> SafeString:
    """The one next thing for this person, at the top of a home page."""
    return format_html(
        '<section class="next-thing"><p class="kicker">{}</p><h2>{}</h2>{}</section>',
        gettext("Next for you") if kicker is None else kicker,
        heading,
        content,
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    return format_html('<div class="inset">{}</div>', content)


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    return format_html(
        '<details{}><summary>{}</summary><div class="inside">{}</div></details>',
        mark_safe(" open") if open else "",
        summary,
        content,
    )


@register.simple_block_tag
def empty(content: str, heading: str, level: int = 2) -> SafeString:
    """A page or list with nothing in it yet: what will be here, what to do first, the button."""
    return format_html('<div class="empty"><h{0}>{1}</h{0}>{2}</div>', level, heading, content)


@register.simple_block_tag
def pair(
    content: str, first: str, second: str, url: str = "", next: str = "", anchor: str = ""
) -> SafeString:
    """Two people as their initials and names; inside, what it is for; `next`, what comes next;
    `anchor`, what an address calls it after its #."""
    coming = (
        format_html('<p class="next-line"><strong>{}</strong> {}</p>', gettext("Next:"), next)
        if next
        else NOTHING
    )
    return pairs()(content, first, second, url, coming, anchor)


def pairs() -> Callable[..., SafeString]:
    """Draws a list of pairs as `pair` does: what all of them say is asked for once. What comes
    next, the last argument, is markup."""
    said = gettext("%(first)s and %(second)s")

    def drawn(
        content: str,
        first: str,
        second: str,
        url: str = "",
        coming: SafeString = NOTHING,
        anchor: str = "",
    ) -> SafeString:
        names = conditional_escape(said % {"first": first, "second": second})
        if url:
            names = f'<a href="{conditional_escape(url)}">{names}</a>'
        return SafeString(
            f'<article class="pair"{_named(anchor)}><div class="faces" aria-hidden="true">'
            f'<span class="initials">{conditional_escape(words.initials(first))}</span>'
            f'<span class="initials">{conditional_escape(words.initials(second))}</span></div>'
            f'<h3 class="names">{names}</h3>'
            f'<div class="rest">{conditional_escape(content)}{coming}</div></article>'
        )

    return drawn


@register.simple_block_tag
def notification(content: str, tone: str = "sky", heading: str = "") -> SafeString:
    """News about this page. Tones: sky, leaf (done), marigold (mind this), terracotta (trouble)."""
    sign = {"leaf": "check", "terracotta": "warning", "marigold": "bang"}.get(tone, "info")
    return format_html(
        '<div class="notification {}">{}<div class="what">{}{}</div></div>',
        tone,
        icon(sign),
        format_html("<strong>{}</strong>", heading) if heading else "",
        content,
    )


@register.simple_block_tag
def working(content: str, heading: str, url: str, done: int, of: int) -> SafeString:
    """Something that the worker is at: how far it is, looked at again by itself every 3 seconds.

    `url` is the page itself, which answers htmx with this piece alone, or with `ui.http.reload()`
    once the work is done. Without JavaScript the link is there.
    """
    return format_html(
        '<div class="notification sky" hx-get="{0}" hx-trigger="every 3s" hx-swap="outerHTML">{1}'
        '<div class="what"><strong>{2}</strong>{3}'
        '<progress aria-label="{2}" value="{4}" max="{5}"></progress>'
        '<p><a href="{0}">{6}</a></p></div></div>',
        url,
        icon("info"),
        heading,
        content,
        done,
        max(of, 1),
        gettext("See how far it is"),
    )
