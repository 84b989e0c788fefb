"""Who may do what to work handed in and to what is kept of practice. The whole answer."""

from banyan.practice.rules.anchors import ANCHOR_RIGHTS, CALIBRATING
from banyan.practice.rules.applications import APPLYING
from banyan.practice.rules.lesson_plans import LESSON_PLAN, LESSON_PLAN_RIGHTS
from banyan.practice.rules.needs import ASSESSMENT_RIGHTS, VIEW_RIGHTS
from banyan.practice.rules.observations import OBSERVATION, OBSERVATION_RIGHTS
from banyan.practice.rules.submissions import (
    ASSIGNING,
    DISPUTE,
    DISPUTING,
    HANDING_IN,
    READING,
    SUBMISSION,
    SUBMISSION_RIGHTS,
    may_assign,
)
from banyan.practice.rules.videos import FILMING_CONSENT, UPLOADING, VIDEO, WATCHING
from banyan.practice.rules.well_being import WELL_BEING_RIGHTS

__all__ = [
    "ANCHOR_RIGHTS",
    "APPLYING",
    "ASSESSMENT_RIGHTS",
    "ASSIGNING",
    "CALIBRATING",
    "DISPUTE",
    "DISPUTING",
    "FILMING_CONSENT",
    "HANDING_IN",
    "LESSON_PLAN",
    "LESSON_PLAN_RIGHTS",
    "OBSERVATION",
    "OBSERVATION_RIGHTS",
    "READING",
    "SUBMISSION",
    "SUBMISSION_RIGHTS",
    "UPLOADING",
    "VIDEO",
    "VIEW_RIGHTS",
    "WATCHING",
    "WELL_BEING_RIGHTS",
    "may_assign",
]
