"""From what was typed to values, with a message for each field."""

from banyan.practice.forms.anchors import AnchorForm, GiveAnchorForm
from banyan.practice.forms.submissions import (
    AssignForm,
    DecideForm,
    DisputeDecisionForm,
    DisputeForm,
    ReadingForm,
    ReturnForm,
)

__all__ = [
    "AnchorForm",
    "AssignForm",
    "DecideForm",
    "DisputeDecisionForm",
    "DisputeForm",
    "GiveAnchorForm",
    "ReadingForm",
    "ReturnForm",
]
