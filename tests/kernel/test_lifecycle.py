from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest

from banyan.kernel.decision import ALLOWED, Decision, Refused, denied
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights


class Door(Enum):
    SHUT = "shut"
    OPEN = "open"
    BRICKED = "bricked"


@dataclass
class Thing:
    status: str
    locked: bool = False


def anyone(viewer: Any, thing: Any) -> Decision:
    return ALLOWED


def owner(viewer: Any, thing: Any) -> Decision:
    return ALLOWED if viewer == "owner" else denied("Only the owner.")


def unlocked(viewer: Any, thing: Thing) -> Decision:
    return denied("It is locked.") if thing.locked else ALLOWED


DOOR = Lifecycle(
    "door",
    Door,
    initial=Door.SHUT,
    moved_on="The door has moved.",
    moves=[
        Move("open", (Door.SHUT,), Door.OPEN, anyone, (unlocked,)),
        Move("shut", (Door.OPEN,), Door.SHUT, anyone),
        Move("brick", (Door.SHUT,), Door.BRICKED, owner),
    ],
)


def test_a_move_is_allowed_from_its_state_by_its_people() -> None:
    assert DOOR.decide("guest", Thing("shut"), "open")


def test_who_is_asked_before_anything_else_is_told() -> None:
    decision = DOOR.decide("guest", Thing("open"), "brick")
    assert str(decision) == "Only the owner."


def test_a_move_from_another_state_says_that_it_moved_on() -> None:
    assert str(DOOR.decide("guest", Thing("open"), "open")) == "The door has moved."


def test_a_guard_refuses_with_its_own_sentence() -> None:
    decision = DOOR.decide("guest", Thing("shut", locked=True), "open")
    with pytest.raises(Refused, match=r"It is locked\."):
        decision.or_refuse()


def test_buttons_are_the_moves_of_this_state_for_this_viewer() -> None:
    moves = [(m.verb, bool(d)) for m, d in DOOR.open_to("guest", Thing("shut", locked=True))]
    assert moves == [("open", False)]


def test_a_final_state_is_one_that_nothing_leaves() -> None:
    assert DOOR.final == frozenset({Door.BRICKED})


def test_the_diagram_has_every_move() -> None:
    assert DOOR.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> shut",
        "    shut --> open : open",
        "    open --> shut : shut",
        "    shut --> bricked : brick",
        "    bricked --> [*]",
    ]


def _lifecycle(*moves: Move) -> Lifecycle:
    return Lifecycle("door", Door, initial=Door.SHUT, moves=moves, moved_on="")


def test_a_verb_twice_is_malformed() -> None:
    one = Move("open", (Door.SHUT,), Door.OPEN, anyone)
    with pytest.raises(ValueError, match="declared twice"):
        _lifecycle(one, one)


def test_a_state_that_nothing_reaches_is_malformed() -> None:
    with pytest.raises(ValueError, match=r"no way to reach \['bricked'\]"):
        _lifecycle(Move("open", (Door.SHUT,), Door.OPEN, anyone))


def test_a_right_asks_who_and_then_what_it_needs() -> None:
    rights = Rights("door", [Right("paint", owner, (unlocked,))])
    assert rights.decide("owner", Thing("shut"), "paint")
    assert str(rights.decide("guest", Thing("shut", locked=True), "paint")) == "Only the owner."
    assert str(rights.decide("owner", Thing("shut", locked=True), "paint")) == "It is locked."


def test_a_right_twice_is_malformed() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        Rights("door", [Right("paint", owner), Right("paint", owner)])
