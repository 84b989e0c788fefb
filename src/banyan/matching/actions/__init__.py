"""What can be done to a round: one function a verb."""

from banyan.matching.actions.publishing import CHUNK, publish, publish_rest
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
    "forbid",
    "open_round",
    "pin",
    "publish",
    "publish_rest",
]
