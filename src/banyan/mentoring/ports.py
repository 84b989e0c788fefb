"""What mentoring needs from outside, named by dotted path in settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever goes into a meeting: the name that the others there see, and a key that is hers in
    this meeting alone."""

    key: str
    name: str
    is_host: bool


class NoDoor(Exception):
    """A meeting cannot be entered just now, with the reason in words."""


class MeetingRoom(Protocol):
    """Where sessions online take place."""

    @property
    def opens_by_itself(self) -> bool:
        """Whether a session without a link gets a room; else somebody has to paste a link."""
        ...

    @property
    def records(self) -> bool:
        """Whether a session of two can be recorded there, if both agree."""
        ...

    def address(self, *, session_uid: str) -> str:
        """An https address that only those who are told it can guess; the same for the same uid.
        Empty where a room has to be made first, in the background, or a link to be pasted.
        Asks nobody."""
        ...

    def door(self, address: str, *, session_uid: str, guest: Guest, until: datetime) -> str:
        """Where this person goes in, of a session that is at this address and lasts until then.
        Raises NoDoor when a server was asked and does not answer."""
        ...
