"""What the base template needs on every page, from the request alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language_info

from banyan.ui.pieces import Link


def site(request: HttpRequest) -> dict[str, Any]:
    """Name of the site, and the navigation that the composition put on the request.

    `request.navigation` and `request.account_navigation`, where they exist, are lists of
    `(label, url, current, count)`, the last two optional.
    """
    return {
        "site_name": getattr(settings, "SITE_NAME", "Banyan"),
        "navigation": _links(getattr(request, "navigation", ())),
        "account_navigation": _links(getattr(request, "account_navigation", ())),
        "languages": _languages(),
    }


@cache
def _languages() -> list[tuple[str, str]]:
    """Each language of the site by its code, with its own name for itself."""
    return [
        (code, capfirst(get_language_info(code)["name_local"]))
        for code, _name in settings.LANGUAGES
    ]


def _links(rows: Any) -> list[Link]:
    return [row if isinstance(row, Link) else Link(*row) for row in rows]
