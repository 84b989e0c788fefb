from banyan.practice.models.observations import EvidenceLine, Observation
from banyan.practice.models.submissions import (
    Dispute,
    Reading,
    Submission,
)
from banyan.practice.models.videos import FilmingConsent, Upload, Video

__all__ = [
    "Dispute",
    "EvidenceLine",
    "FilmingConsent",
    "Observation",
    "Reading",
    "Submission",
    "Upload",
    "Video",
]
