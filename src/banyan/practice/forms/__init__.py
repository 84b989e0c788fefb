"""From what was typed to values, with a message for each field."""

from banyan.practice.forms.submissions import (
    AssignForm,
    DecideForm,
    DisputeDecisionForm,
    DisputeForm,
    ReadingForm,
)

__all__ = [
    "AssignForm",
    "DecideForm",
    "DisputeDecisionForm",
    "DisputeForm",
    "ReadingForm",
]
