"""Permissions that are not moves: reading, writing a note, opening a round.

The same idea as a Lifecycle without the states; the two tables of a context stand in
its `rules.py` and are its whole answer to "may she?".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from banyan.kernel.decision import ALLOWED, Decision, Rule


@dataclass(frozen=True)
class Right:
    """One row: a verb, who has it, and what it needs."""

    verb: str
    who: Rule
    needs: tuple[Rule, ...] = ()
    label: object = ""


class Rights:
    """Raises ValueError at import when a verb is declared twice."""

    def __init__(self, kind: str, rights: Iterable[Right]) -> None:
        self.kind = kind
        self.rights = tuple(rights)
        self._by_verb = {right.verb: right for right in self.rights}
        if len(self._by_verb) != len(self.rights):
            raise ValueError(f"{kind}: a verb is declared twice")

    def label(self, verb: str) -> object:
        return self._by_verb[verb].label

    def decide(self, viewer: Any, thing: Any, verb: str) -> Decision:
        """May this viewer do this to this thing? Who comes first."""
        right = self._by_verb[verb]
        for rule in (right.who, *right.needs):
            if not (decision := rule(viewer, thing)):
                return decision
        return ALLOWED
