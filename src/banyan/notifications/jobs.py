"""What the worker runs to tell people by mail."""

from __future__ import annotations

from django.utils import timezone

from banyan.notifications import actions


def send_due() -> int:
    """Every minute: what is to be told at once."""
    return actions.mail_due(now=timezone.now())


def send_digests() -> int:
    """Every ten minutes: the digest of each person whose hour has come."""
    return actions.mail_digests(now=timezone.now())
