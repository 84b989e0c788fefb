"""Cures in words: what somebody may have meant."""

import difflib
from collections.abc import Sequence

from blueprint.said import Said


def nearest(said: str, known: Sequence[str]) -> str:
    """A cure for a word that is not known: the nearest one, or the list of those there are."""
    close = difflib.get_close_matches(said.lower(), known, n=1, cutoff=0.6)
    if close:
        return Said("Did you mean “%(word)s”?", word=close[0])
    if not known:
        return "Remove it: there is nothing to name yet."
    return Said("Write one of: %(known)s.", known=", ".join(known))
