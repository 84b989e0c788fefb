"""The larger components, from their templates."""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe


def drawn(name: str, **values: Any) -> SafeString:
    """The component of this name in `templates/ui/components/`, with these values."""
    return mark_safe(get_template(f"ui/components/{name}.html").render(values))  # noqa: S308 - an autoescaping template
