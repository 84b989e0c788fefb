"""What can be done to work handed in and to what is kept of practice: one function a verb."""

from banyan.practice.actions.submissions import (
    MOST_WORDS,
    assign_reader,
    change_reading,
    decide,
    decide_dispute,
    decline_reading,
    finish_reading,
    hand_in,
    raise_dispute,
    release_reader,
    withdraw_dispute,
    withdraw_submission,
)

__all__ = [
    "MOST_WORDS",
    "assign_reader",
    "change_reading",
    "decide",
    "decide_dispute",
    "decline_reading",
    "finish_reading",
    "hand_in",
    "raise_dispute",
    "release_reader",
    "withdraw_dispute",
    "withdraw_submission",
]
