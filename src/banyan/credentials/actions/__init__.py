"""Signing documents, awarding certificates, making papers of a programme, paying mentors."""

from banyan.credentials.actions.attendance import certify, certify_all
from banyan.credentials.actions.hours import (
    attest_hours,
    award_hours,
    claim_hours,
    refuse_hours,
    withdraw_hours,
)
from banyan.credentials.actions.pairs import award, show_name, sign, withdraw_certificate
from banyan.credentials.actions.programmes import (
    approve,
    begin,
    issue,
    take_back,
    withdraw_paper,
    write,
)
from banyan.credentials.actions.stipends import (
    approve_stipend,
    propose_stipend,
    refuse_stipend,
    withdraw_stipend,
)

__all__ = [
    "approve",
    "approve_stipend",
    "attest_hours",
    "award",
    "award_hours",
    "begin",
    "certify",
    "certify_all",
    "claim_hours",
    "issue",
    "propose_stipend",
    "refuse_hours",
    "refuse_stipend",
    "show_name",
    "sign",
    "take_back",
    "withdraw_certificate",
    "withdraw_hours",
    "withdraw_paper",
    "withdraw_stipend",
    "write",
]
