"""How a viewer may stand to a row, said twice: once to Python and once to SQL.

The two spellings sit on adjacent lines and combine together, so a rule that hides a
button and the query that lists the rows cannot be edited apart. A standing also has
words, so the label that says who can read a record comes from the same place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from banyan.kernel.decision import ALLOWED, Decision, Rule, denied


@dataclass(frozen=True, slots=True)
class Standing:
    """`holds(viewer, row)` and `where(viewer)` (a Q for the same rows) must agree.

    `words` is a noun phrase in the reader's language ("the mentor"); `named(row)`, where
    there is one, gives the name of the one person who stands so to this row; `barred(row)` that of
    one who would, but for a rule that keeps her out. Either is empty where there is none.
    """

    name: str
    words: object
    holds: Callable[[Any, Any], bool]
    where: Callable[[Any], Any]
    named: Callable[[Any], str] | None = None
    barred: Callable[[Any], str] | None = None
    parts: tuple[Standing, ...] = ()

    def __or__(self, other: Standing) -> Standing:
        return Standing(
            name=f"{self.name} or {other.name}",
            words=self.words,
            holds=lambda viewer, row: self.holds(viewer, row) or other.holds(viewer, row),
            where=lambda viewer: self.where(viewer) | other.where(viewer),
            parts=self.each() + other.each(),
        )

    def each(self) -> tuple[Standing, ...]:
        """The standings this one is made of, in the order they were joined."""
        return self.parts or (self,)

    def otherwise(self, reason: object, of: str = "") -> Rule:
        """This standing as a rule: allowed to those who have it, refused to others. Of a thing that
        is no row itself, `of` names the attribute that is the row."""
        standing = self
        row_of: Callable[[Any], Any] = attrgetter(of) if of else lambda thing: thing

        def rule(viewer: Any, thing: Any) -> Decision:
            return ALLOWED if standing.holds(viewer, row_of(thing)) else denied(reason)

        rule.standing = standing  # type: ignore[attr-defined]  # read by docs/roles.md
        return rule
