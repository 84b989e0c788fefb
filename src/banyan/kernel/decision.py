"""Yes, or no with a reason that a person can read.

Every permission and every guard answers with a Decision, so that one answer hides a
button, explains why it is greyed, and refuses the request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Decision:
    """Truthy when allowed; otherwise `reason` is a sentence, perhaps lazily translated."""

    allowed: bool
    reason: object = ""

    def __bool__(self) -> bool:
        return self.allowed

    def __str__(self) -> str:
        return str(self.reason)

    def or_refuse(self) -> None:
        """Raise Refused when the answer is no."""
        if not self.allowed:
            raise Refused(self)


ALLOWED = Decision(True)


def denied(reason: object) -> Decision:
    """A no, with its sentence."""
    return Decision(False, reason)


class Refused(Exception):
    """The answer was no. The edge turns this into a 403 with the sentence, nothing else."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(str(decision))
        self.decision = decision


class Unfit(Refused):
    """A value cannot be taken; `field` names it, so that a form can say it beside the field."""

    def __init__(self, field: str, decision: Decision) -> None:
        super().__init__(decision)
        self.field = field


def unfit(field: str, reason: object) -> Unfit:
    """To be raised: this field's value cannot be taken, for this reason."""
    return Unfit(field, denied(reason))


class Stale(Exception):
    """Somebody changed it first. Show how it stands now (409); do not retry."""


Rule = Callable[[Any, Any], Decision]  # (viewer, thing) -> Decision
