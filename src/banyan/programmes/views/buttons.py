"""Buttons drawn from the rules tables, and forms that keep what was typed when the answer is no."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model
from django.forms import Form
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused
from banyan.kernel.lifecycle import Lifecycle
from banyan.kernel.viewer import Viewer
from banyan.programmes import queries
from banyan.ui.addresses import reverse

Result = TypeVar("Result")

ASKS_FIRST = frozenset({"application.refuse", "application.orient"})
LEAVES = frozenset({"enrolment.withdraw", "application.withdraw"})
LAST = frozenset({"programme.close", "enrolment.complete", "application.refuse"})


@dataclass(frozen=True, slots=True)
class Button:
    """A verb of a table as this viewer sees it: a live button, a link to a form, or why not."""

    label: object
    url: str
    asks: bool
    variant: str
    reason: object = ""


def buttons(table: Lifecycle, viewer: Viewer, thing: Model, key: object = None) -> list[Button]:
    """Every move that is open to this viewer from here; `key` stands in the address."""
    found = []
    for move, decision in table.open_to(viewer, thing):
        name = f"{table.kind}.{move.verb}"
        variant = "primary"
        if name in LAST:
            variant = "secondary"
        if name in LEAVES:
            variant = "quiet"
        url = reverse(f"programmes:{table.kind}_{move.verb}", args=[key or thing.pk])
        asks = name in ASKS_FIRST or name in LEAVES
        reason = "" if decision else decision.reason
        found.append(Button(move.label, url, asks, variant, reason))
    return sorted(found, key=lambda button: ["primary", "secondary", "quiet"].index(button.variant))


def attempt(form: Form, act: Callable[[], Result]) -> Result | None:
    """What the action gives back, or None with the refusal as a message of the form."""
    try:
        return act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def story(things: Iterable[Model]) -> list[queries.Line]:
    """The history of a page, with the platform by its name."""
    return queries.history(things, _("Banyan"))
