"""Files of messages that nobody reads any more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.mentoring.actions.messages import clear_files, forget_files
from banyan.trail.registry import every


def clear_attachments() -> int:
    """Files of messages that were taken back, once no coordinator looks at them, and files that
    belong to no message, such as after a crash. Returns how many."""
    return forget_files() + clear_files(timezone.now() - timedelta(days=1))


every(24 * 60, "banyan.mentoring.jobs.messages.clear_attachments")
