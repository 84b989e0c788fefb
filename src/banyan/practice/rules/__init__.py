"""Who may do what to work handed in and to what is kept of practice. The whole answer."""

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

__all__ = [
    "ASSIGNING",
    "DISPUTE",
    "DISPUTING",
    "HANDING_IN",
    "READING",
    "SUBMISSION",
    "SUBMISSION_RIGHTS",
    "may_assign",
]
