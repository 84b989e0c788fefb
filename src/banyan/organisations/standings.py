"""How a viewer may stand to a place in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.kernel.standing import Standing
from banyan.kernel.viewer import Viewer
from banyan.organisations.states import Role


def under(field: str, scopes: Iterable[str]) -> Q:
    """Rows whose organisation is one of these, or anywhere beneath one of these."""
    chosen = Q(pk__in=[])
    for scope in scopes:
        chosen |= Q(**{field: scope}) | Q(**{f"{field}__startswith": scope + "/"})
    return chosen


def role_over(role: Role, path: str, words: object) -> Standing:
    """The standing of those who hold a role over the organisation at `path` of the row.

    `path` is a lookup from the row to an organisation's path: "school__path". Where a step of it
    is empty, nobody stands so.
    """
    attributes = path.split("__")

    def holds(viewer: Viewer, row: Any) -> bool:
        value = row
        for attribute in attributes:
            if value is None:
                return False
            value = getattr(value, attribute)
        return viewer.holds(role, over=value)

    return Standing(
        name=role.name,
        words=words,
        holds=holds,
        where=lambda viewer: under(path, viewer.scopes(role)),
    )


COORDINATOR = role_over(Role.COORDINATOR, "path", _("the coordinators of this area"))
ADMINISTRATOR = role_over(Role.ADMINISTRATOR, "path", _("the administrators of this area"))
PRINCIPAL = role_over(Role.PRINCIPAL, "path", _("the principal"))
NODAL_OFFICER = role_over(Role.NODAL_OFFICER, "path", _("the nodal officers of this area"))
KEEPER = ADMINISTRATOR | COORDINATOR
KEEPER_OF_HOLDER = role_over(
    Role.ADMINISTRATOR, "organisation__path", _("the administrators of this area")
) | role_over(Role.COORDINATOR, "organisation__path", _("the coordinators of this area"))
IMPORTER = role_over(Role.ADMINISTRATOR, "under__path", _("the administrators of this area"))
