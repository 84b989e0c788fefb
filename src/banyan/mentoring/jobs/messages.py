"""What was taken back long enough ago, and files of messages that nobody reads any more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.mentoring.actions.messages import clear_files, forget_taken_back
from banyan.trail.registry import every


def clear_attachments() -> int:
    """What was sealed long enough, words and files, and files that belong to no message, such as
    after a crash. Returns how many files."""
    now = timezone.now()
    return forget_taken_back(now) + clear_files(now - timedelta(days=1))


every(24 * 60, "banyan.mentoring.jobs.messages.clear_attachments")
