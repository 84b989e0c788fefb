from banyan.practice.models.submissions import (
    Dispute,
    Reading,
    Submission,
)
from banyan.practice.models.videos import FilmingConsent, Upload, Video

__all__ = [
    "Dispute",
    "FilmingConsent",
    "Reading",
    "Submission",
    "Upload",
    "Video",
]
