"""Whose feedback is due, what the viewer said, and what may be shown of what others said."""

from banyan.surveys.queries.asking import (
    Asked,
    Due,
    asked,
    feedback_due,
    own_feedback,
    session_to_answer,
    with_whom,
)
from banyan.surveys.queries.confidences import confidence, confidences, reads_confidences
from banyan.surveys.queries.shown import Mean, ThemeCount, Themes, means, themes

__all__ = [
    "Asked",
    "Due",
    "Mean",
    "ThemeCount",
    "Themes",
    "asked",
    "confidence",
    "confidences",
    "feedback_due",
    "means",
    "own_feedback",
    "reads_confidences",
    "session_to_answer",
    "themes",
    "with_whom",
]
