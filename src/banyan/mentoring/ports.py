"""What mentoring needs from outside, named by dotted path in settings."""

from __future__ import annotations

from typing import Protocol


class MeetingRoom(Protocol):
    """Makes the address of an online meeting."""

    def address(self, *, session_uid: str) -> str:
        """An https address that only those who are told it can guess; the same for the same uid."""
        ...
