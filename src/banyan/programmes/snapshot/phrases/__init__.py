"""The fixed sentences of the blueprint package, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext

from blueprint import PHRASES


def say(code: str, values: Mapping[str, object]) -> str:
    """A sentence in the active language. Raises `KeyError` for a code that is not in the table.

    The files beside this one hold the sentences for the catalogues; a test keeps them in step.
    """
    one = f"{code}.one"
    source = PHRASES[one if values.get("number") == 1 and one in PHRASES else code]
    return pgettext("blueprint", source) % values
