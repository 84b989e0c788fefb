from banyan.practice.models.submissions import (
    Dispute,
    Reading,
    Submission,
)

__all__ = [
    "Dispute",
    "Reading",
    "Submission",
]
