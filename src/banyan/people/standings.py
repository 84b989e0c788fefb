"""How a viewer may stand to a person."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer


def person_at(path: str, name: str, words: object) -> Standing:
    """The standing of the one person at `path` of the row, who is also named by it.

    `path` is a lookup from the row to a person: "mentor", "mentorship__mentee". Where a step of it
    is empty, nobody stands so.
    """
    *steps, last = path.split("__")

    def end_of(row: Any) -> Any:
        for step in steps:
            row = getattr(row, step, None)
        return row

    def holds(viewer: Viewer, row: Any) -> bool:
        found = getattr(end_of(row), f"{last}_id", None)
        return viewer.is_somebody and found == viewer.person_id

    return Standing(
        name=name,
        words=words,
        holds=holds,
        where=lambda viewer: Q(**{f"{path}_id": viewer.person_id}),
        named=lambda row: str(getattr(end_of(row), last, None) or ""),
    )


HERSELF = Standing(
    name="HERSELF",
    words=_("the person herself or himself"),
    holds=lambda viewer, person: viewer.is_somebody and person.pk == viewer.person_id,
    where=lambda viewer: Q(pk=viewer.person_id),
    named=lambda person: person.name,
)

# What was typed and is not sent yet.
TYPIST = person_at("person", "TYPIST", _("whoever types it"))
