"""What runs by itself, and when. Each module registers its jobs when imported."""

from banyan.practice.jobs.submissions import (
    hand_in_finished,
    hand_in_what_waits,
    remind_of_disputes,
    remind_readers,
)

__all__ = [
    "hand_in_finished",
    "hand_in_what_waits",
    "remind_of_disputes",
    "remind_readers",
]
