from banyan.practice.models.lesson_plans import LessonCredit, LessonPlan
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
    "LessonCredit",
    "LessonPlan",
    "Observation",
    "Reading",
    "Submission",
    "Upload",
    "Video",
]
