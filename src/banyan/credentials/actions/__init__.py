"""Signing documents, awarding certificates, and making papers of a programme."""

from banyan.credentials.actions.pairs import award, show_name, sign, withdraw_certificate
from banyan.credentials.actions.programmes import (
    approve,
    begin,
    issue,
    take_back,
    withdraw_paper,
    write,
)

__all__ = [
    "approve",
    "award",
    "begin",
    "issue",
    "show_name",
    "sign",
    "take_back",
    "withdraw_certificate",
    "withdraw_paper",
    "write",
]
