"""What runs by itself, and when. Each module registers its jobs when imported."""

from banyan.practice.jobs.applications import (
    hand_in_passed_on,
    hand_in_what_was_passed_on,
    lapse_withdrawn,
)
from banyan.practice.jobs.observations import remind_of_co_analysis
from banyan.practice.jobs.submissions import (
    hand_in_finished,
    hand_in_what_waits,
    remind_of_disputes,
    remind_readers,
)
from banyan.practice.jobs.videos import delete_videos, drop_uploads, tell_of_videos_going

__all__ = [
    "delete_videos",
    "drop_uploads",
    "hand_in_finished",
    "hand_in_passed_on",
    "hand_in_what_waits",
    "hand_in_what_was_passed_on",
    "lapse_withdrawn",
    "remind_of_co_analysis",
    "remind_of_disputes",
    "remind_readers",
    "tell_of_videos_going",
]
