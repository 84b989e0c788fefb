"""The tables of recognition: papers and certificates, stipends, hours."""

from banyan.credentials.rules.attendance import ATTENDING
from banyan.credentials.rules.hours import CLAIMING, HOURS
from banyan.credentials.rules.papers import (
    APPROVING,
    AWARDING,
    BEGINNING,
    CERTIFICATE,
    CERTIFICATE_RIGHTS,
    PAPER,
    PAPER_RIGHTS,
    SIGNING,
    Approving,
    Beginning,
    Signing,
    on_paper,
    signs_herself,
)
from banyan.credentials.rules.stipends import OFFERING, STIPEND

__all__ = [
    "APPROVING",
    "ATTENDING",
    "AWARDING",
    "BEGINNING",
    "CERTIFICATE",
    "CERTIFICATE_RIGHTS",
    "CLAIMING",
    "HOURS",
    "OFFERING",
    "PAPER",
    "PAPER_RIGHTS",
    "SIGNING",
    "STIPEND",
    "Approving",
    "Beginning",
    "Signing",
    "on_paper",
    "signs_herself",
]
