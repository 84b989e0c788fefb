"""A state machine written as a table: verb, from, to, who, and what it needs.

The table is data. Actions enforce it, pages draw their buttons from it, tests walk it,
and the documents are generated from it; so none of the four can disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from banyan.kernel.decision import ALLOWED, Decision, Rule, denied


@dataclass(frozen=True)
class Move:
    """One row of the table. `label` is the button's word, lazily translated."""

    verb: str
    source: tuple[Enum, ...]
    target: Enum
    who: Rule
    needs: tuple[Rule, ...] = ()
    label: object = ""


class Lifecycle:
    """Raises ValueError at import when the table is malformed: a state that nothing
    reaches, a verb declared twice, a move from a state that does not exist."""

    def __init__(
        self,
        kind: str,
        states: type[Enum],
        *,
        initial: Enum,
        moves: Iterable[Move],
        moved_on: object,
    ) -> None:
        self.kind = kind  # stored in the trail: a word of the domain, never a code path
        self.states = states
        self.initial = initial
        self.moves = tuple(moves)
        self.moved_on = moved_on  # the sentence for "not from this state"
        self._by_verb = {move.verb: move for move in self.moves}
        self._check()

    def decide(self, viewer: Any, thing: Any, verb: str) -> Decision:
        """May this viewer do this now? Who comes first, so outsiders learn nothing else."""
        move = self._by_verb[verb]
        if not (decision := move.who(viewer, thing)):
            return decision
        if self.states(thing.status) not in move.source:
            return denied(self.moved_on)
        for need in move.needs:
            if not (decision := need(viewer, thing)):
                return decision
        return ALLOWED

    def target(self, verb: str) -> Enum:
        return self._by_verb[verb].target

    def label(self, verb: str) -> object:
        return self._by_verb[verb].label

    def open_to(self, viewer: Any, thing: Any) -> tuple[tuple[Move, Decision], ...]:
        """The moves this viewer should see from here: each a live or a greyed button."""
        state = self.states(thing.status)
        return tuple(
            (move, self.decide(viewer, thing, move.verb))
            for move in self.moves
            if state in move.source and move.who(viewer, thing)
        )

    @property
    def final(self) -> frozenset[Enum]:
        """States that nothing leaves."""
        leaving = {state for move in self.moves for state in move.source}
        return frozenset(set(self.states) - leaving)

    def mermaid(self) -> str:
        """The table as a state diagram, for the generated documents."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        lines += [
            f"    {source.value} --> {move.target.value} : {move.verb}"
            for move in self.moves
            for source in move.source
        ]
        lines += [f"    {state.value} --> [*]" for state in self.states if state in self.final]
        return "\n".join(lines)

    def _check(self) -> None:
        if len(self._by_verb) != len(self.moves):
            raise ValueError(f"{self.kind}: a verb is declared twice")
        reached = {self.initial} | {move.target for move in self.moves}
        if missing := set(self.states) - reached:
            raise ValueError(f"{self.kind}: no way to reach {sorted(m.value for m in missing)}")
        for move in self.moves:
            if foreign := [s for s in (*move.source, move.target) if s not in set(self.states)]:
                raise ValueError(f"{self.kind}: {move.verb} names {foreign}, which is no state")
