"""What comes one after the other: the journey ahead, and what happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from banyan.ui.components.drawn import drawn
from banyan.ui.components.marks import icon
from banyan.ui.components.texts import moment_tag
from banyan.ui.markup import format_html, format_html_join

register = template.Library()


@register.simple_tag
def journey(steps: Iterable[Any]) -> SafeString:
    """The root line. `steps`: `Step`s, or anything with the same attributes, in order."""
    signs = {
        "done": "check",
        "now": "dot",
        "due": "dot",
        "overdue": "bang",
        "waived": "dash",
        "on_hold": "pause",
    }
    names = {
        "done": gettext("Done"),
        "open": gettext("Later"),
        "now": gettext("Open now"),
        "due": gettext("Due"),
        "overdue": gettext("Overdue"),
        "waived": gettext("Not needed"),
        "on_hold": gettext("On hold"),
    }
    tones = {"due": "marigold", "overdue": "terracotta", "on_hold": "sky"}
    rows = [
        {
            "step": step,
            "sign": icon(signs[step.status]) if step.status in signs else "",
            "status": names[step.status],
            "tone": tones.get(step.status, ""),
        }
        for step in steps
    ]
    return drawn("journey", rows=rows)


@register.simple_tag
def timeline(entries: Iterable[Any]) -> SafeString:
    """What happened. `entries`: `Entry`s, or anything with at, actor, sentence and url."""
    return format_html(
        '<ol class="timeline">{}</ol>',
        format_html_join(
            "",
            '<li><p>{}</p><p class="when">{}{}</p></li>',
            (
                (
                    format_html('<a href="{}">{}</a>', entry.url, entry.sentence)
                    if entry.url
                    else entry.sentence,
                    f"{entry.actor} · " if entry.actor else "",
                    moment_tag(entry.at),
                )
                for entry in entries
            ),
        ),
    )
