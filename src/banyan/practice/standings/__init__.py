"""How a viewer may stand to what is kept of practice."""

from banyan.practice.standings.anchors import ANCHOR_KEEPER
from banyan.practice.standings.observations import (
    OBSERVATION_COORDINATOR,
    OBSERVATION_KNOWERS,
    OBSERVATION_PAIR,
    OBSERVED,
    OBSERVER,
)
from banyan.practice.standings.submissions import (
    ASSIGNER,
    AUTHOR,
    AUTHORS_CONFIDANT,
    AUTHORS_MENTOR,
    DECIDER,
    DISPUTANT,
    DISPUTANTS_MENTOR,
    DISPUTE_PARTIES,
    READER,
    READING_ASSIGNER,
    SUBMISSION_KNOWERS,
    SUBMISSION_PAIR,
    SUBMISSION_READERS,
)
from banyan.practice.standings.videos import (
    FILMER,
    UPLOADER,
    VIDEO_OWNER,
    VIDEO_READERS,
    VIDEO_WATCHER,
)
from banyan.practice.standings.well_being import PULSE_COUNTER

__all__ = [
    "ANCHOR_KEEPER",
    "ASSIGNER",
    "AUTHOR",
    "AUTHORS_CONFIDANT",
    "AUTHORS_MENTOR",
    "DECIDER",
    "DISPUTANT",
    "DISPUTANTS_MENTOR",
    "DISPUTE_PARTIES",
    "FILMER",
    "OBSERVATION_COORDINATOR",
    "OBSERVATION_KNOWERS",
    "OBSERVATION_PAIR",
    "OBSERVED",
    "OBSERVER",
    "PULSE_COUNTER",
    "READER",
    "READING_ASSIGNER",
    "SUBMISSION_KNOWERS",
    "SUBMISSION_PAIR",
    "SUBMISSION_READERS",
    "UPLOADER",
    "VIDEO_OWNER",
    "VIDEO_READERS",
    "VIDEO_WATCHER",
]
