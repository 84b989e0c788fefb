"""Ways to other pages: links, tabs, breadcrumbs, and the pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from banyan.ui import words
from banyan.ui.components.drawn import drawn
from banyan.ui.components.marks import icon
from banyan.ui.markup import format_html, format_html_join

register = template.Library()


@register.simple_tag
def link_button(text: str, url: str, variant: str = "primary") -> SafeString:
    """A link that is the next thing to do."""
    return format_html('<a class="button {}" href="{}">{}</a>', variant, url, text)


@register.simple_tag
def back_link(url: str, text: str | None = None) -> SafeString:
    return format_html(
        '<a class="back" href="{}">{}{}</a>', url, icon("back"), text or gettext("Back")
    )


@register.simple_tag
def breadcrumbs(links: Sequence[Any]) -> SafeString:
    """`links`: things with `label` and `url`, from the top; the page itself is left out."""
    return drawn("breadcrumbs", links=links)


@register.simple_tag
def subnav(links: Sequence[Any], label: str) -> SafeString:
    """Tabs that are pages. `links`: `Link`s; `label` names the group for those who listen."""
    return format_html(
        '<nav class="subnav" aria-label="{}"><ul class="plain-list">{}</ul></nav>',
        label,
        places(links, zero=True),
    )


@register.simple_tag
def places(links: Sequence[Any], zero: bool = False) -> SafeString:
    """The lines of a list of `Link`s; `zero` draws a count of nothing too."""
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}{}</a></li>',
        (
            (
                link.url,
                mark_safe(' aria-current="page"') if link.current else "",
                link.label,
                format_html(' <span class="count">{}</span>', words.number(link.count))
                if link.count or (zero and link.count is not None)
                else "",
            )
            for link in links
        ),
    )


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Any, name: str = "page") -> SafeString:
    """Earlier and later rows of a `Page`; what else stands in the address is kept."""
    request = context.get("request")

    def address(number: int) -> str:
        query = request.GET.copy() if request is not None else None
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    if not page.has_previous and not page.has_next:
        return SafeString("")
    return format_html(
        '<nav class="pagination" aria-label="{}">\n  <span>{}</span>\n  <span>{}</span>\n</nav>\n',
        gettext("More of this list"),
        format_html(
            '<a class="button secondary" rel="prev" href="{}">{}{}</a>',
            address(page.number - 1),
            icon("back"),
            gettext("Earlier"),
        )
        if page.has_previous
        else "",
        format_html(
            '<a class="button secondary" rel="next" href="{}">{}{}</a>',
            address(page.number + 1),
            gettext("More"),
            icon("on"),
        )
        if page.has_next
        else "",
    )
