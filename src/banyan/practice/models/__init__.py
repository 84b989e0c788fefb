from banyan.practice.models.observations import EvidenceLine, Observation
from banyan.practice.models.submissions import (
    Anchor,
    Dispute,
    Reading,
    Submission,
)
from banyan.practice.models.videos import FilmingConsent, Upload, Video

__all__ = [
    "Anchor",
    "Dispute",
    "EvidenceLine",
    "FilmingConsent",
    "Observation",
    "Reading",
    "Submission",
    "Upload",
    "Video",
]
