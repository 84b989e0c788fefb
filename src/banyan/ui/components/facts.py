"""Facts: answers in rows, numbers that lead to their rows, and charts of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from banyan.ui import charts, words
from banyan.ui.components.drawn import drawn
from banyan.ui.markup import format_html

register = template.Library()


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """Holds `{% summary_row %}`s: facts, or answers to check."""
    return format_html('<dl class="summary-list">{}</dl>', content)


@register.simple_block_tag
def summary_row(content: str, key: str, change_url: str = "") -> SafeString:
    change = (
        format_html(
            '<dd class="change"><a href="{}">{}'
            '<span class="govuk-visually-hidden"> {}</span></a></dd>',
            change_url,
            gettext("Change"),
            key,
        )
        if change_url
        else ""
    )
    return format_html("<div><dt>{}</dt><dd>{}</dd>{}</div>", key, content, change)


@register.simple_tag
def answers(rows: Iterable[Any]) -> SafeString:
    """A summary list from `Answer`s."""
    body = [summary_row(row.answer, row.question, row.change_url) for row in rows]
    return summary_list(mark_safe("".join(body)))  # noqa: S308 - escaped row by row


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """Holds `{% stat %}`s side by side."""
    return format_html('<div class="stats">{}</div>', content)


@register.simple_tag
def stat(value: object, label: str, url: str = "", definition: str = "") -> SafeString:
    """A number that leads to its rows, and says how it is counted."""
    shown = words.number(value) if isinstance(value, words.NUMBERS) else value
    linked = (
        format_html('<a href="{0}" aria-label="{1} {2}">{1}</a>', url, shown, label)
        if url
        else shown
    )
    counted = (
        format_html(
            '<details><summary>{}<span class="govuk-visually-hidden">: {}</span></summary>'
            '<div class="inside"><p>{}</p></div></details>',
            gettext("How this is counted"),
            label,
            definition,
        )
        if definition
        else ""
    )
    return format_html(
        '<div class="stat"><p class="value">{}</p><p class="label">{}</p>{}</div>',
        linked,
        label,
        counted,
    )


@register.simple_tag
def bar_chart(
    caption: str, points: Sequence[tuple[str, float]], label: str = "", value: str = ""
) -> SafeString:
    """Counts by name: each row of the table holds its bar. `label` and `value` head the columns."""
    return drawn("bar_chart", chart=charts.bars(caption, points, label, value))


@register.simple_tag
def line_chart(
    caption: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]
) -> SafeString:
    """One to four series over the same labels, with the numbers as a table beside."""
    return drawn("line_chart", chart=charts.lines(caption, labels, series))


@register.simple_tag
def level_chart(chart: charts.LevelChart) -> SafeString:
    """Levels in words over time, from `banyan.ui.charts.levels`, with the words as a table."""
    return drawn("level_chart", chart=chart)
