"""What can be done to a round and its lots: one function a verb."""

from banyan.matching.actions.lotteries import draw, freeze, set_aside, take_out
from banyan.matching.actions.publishing import CHUNK, publish, publish_rest
from banyan.matching.actions.rematches import rematch
from banyan.matching.actions.rounds import (
    aim,
    clear_wish,
    compute,
    discard,
    forbid,
    open_round,
    pin,
)

__all__ = [
    "CHUNK",
    "aim",
    "clear_wish",
    "compute",
    "discard",
    "draw",
    "forbid",
    "freeze",
    "open_round",
    "pin",
    "publish",
    "publish_rest",
    "rematch",
    "set_aside",
    "take_out",
]
