"""The components of a long list as functions: its rows are made here, not tag by tag.

What a list says in every row, such as the badge of a state, is made once for the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString

from banyan.ui.addresses import reverse
from banyan.ui.components.blocks import card, details, pairs
from banyan.ui.components.forms import button_form, verb
from banyan.ui.components.marks import badge, reason
from banyan.ui.components.texts import day_tag as day
from banyan.ui.components.ways import link_button
from banyan.ui.markup import conditional_escape, format_html

__all__ = [
    "addresses",
    "badge",
    "button_form",
    "card",
    "day",
    "details",
    "joined",
    "link",
    "link_button",
    "pairs",
    "reason",
    "stencil",
    "verb",
]

ANY = 987_654_321_987_654_321  # stands for the id in an address until there is one


def addresses(name: str, *above: object, ids: int = 1) -> Callable[..., str]:
    """The address of each row by its id, or by so many ids, under those ids; its pattern is looked
    up once."""
    pattern = reverse(name, args=[*above, *[ANY] * ids]).replace(str(ANY), "{}")
    return pattern.format


def link(text: object, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)


def note(text: object) -> SafeString:
    """A line beside what matters more."""
    return format_html('<p class="small quiet">{}</p>', text)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    """Several components in one cell."""
    return SafeString("".join(map(conditional_escape, pieces)))


# Stand in a component for what each row has of its own: letters that no text has.
HOLES = ("\ue000", "\ue001", "\ue002", "\ue003")


def stencil(drawn: str) -> Callable[..., SafeString]:
    """A component that was drawn once, with `HOLES`; each call fills them in their order, and what
    is put into them is escaped as everywhere."""
    pattern = drawn.replace("{", "{{").replace("}", "}}")
    for at, hole in enumerate(HOLES):
        pattern = pattern.replace(hole, f"{{{at}}}")
    return lambda *values: SafeString(pattern.format(*map(conditional_escape, values)))
