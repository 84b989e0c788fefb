"""The fixed sentences of the blueprint package, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from blueprint import PHRASES


def say(code: str, values: Mapping[str, object]) -> str:
    """A sentence in the active language. Raises `KeyError` for a code that is not in the table."""
    one = f"{code}.one"
    return gettext(PHRASES[one if values.get("number") == 1 and one in PHRASES else code]) % values
