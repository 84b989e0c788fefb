"""Programmes, the people in them, and the registers of those who take part."""

from banyan.programmes.models.people import (
    Application,
    Enrolment,
    Evidence,
    Expertise,
    Fluency,
    Need,
    PeopleImport,
    Review,
)
from banyan.programmes.models.programmes import Cohort, Design, Programme, StageRecord
from banyan.programmes.models.registers import Consent, TrainingRecord

__all__ = [
    "Application",
    "Cohort",
    "Consent",
    "Design",
    "Enrolment",
    "Evidence",
    "Expertise",
    "Fluency",
    "Need",
    "PeopleImport",
    "Programme",
    "Review",
    "StageRecord",
    "TrainingRecord",
]
