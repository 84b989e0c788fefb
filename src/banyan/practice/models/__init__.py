from banyan.practice.models.lesson_plans import LessonCredit, LessonPlan
from banyan.practice.models.needs import Assessment, Evidence
from banyan.practice.models.observations import EvidenceLine, Observation, ObservationDraft
from banyan.practice.models.submissions import (
    Anchor,
    Dispute,
    Reading,
    Submission,
)
from banyan.practice.models.videos import FilmingConsent, Upload, Video
from banyan.practice.models.well_being import Pulse, WellBeing

__all__ = [
    "Anchor",
    "Assessment",
    "Dispute",
    "Evidence",
    "EvidenceLine",
    "FilmingConsent",
    "LessonCredit",
    "LessonPlan",
    "Observation",
    "ObservationDraft",
    "Pulse",
    "Reading",
    "Submission",
    "Upload",
    "Video",
    "WellBeing",
]
