"""What this folder needs of a meeting server, whoever makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from banyan.interop.meetings.states import Problem
from banyan.mentoring.ports import Guest


class Trouble(Exception):
    """A server did not do what it was asked for. `final`: asking again will not help;
    `wait`: how long it asks us to wait before we do."""

    def __init__(
        self, problem: Problem, *, final: bool = False, wait: timedelta | None = None
    ) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.final = final
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Plan:
    """What a server may know of a session: when it is, and a name that tells nothing. Never its
    topic, and nobody's name. `again`: an earlier try may have got through without our hearing."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    account: str = ""  # the vendor's account in whose name the room is made
    again: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A room that is there: the server's id of it, and the address at which one goes in."""

    id: str
    address: str


@dataclass(frozen=True, slots=True)
class Recording:
    """Something that was recorded, with the addresses at which it can be watched."""

    began_at: datetime
    minutes: int
    addresses: tuple[str, ...]


class Recorder(Protocol):
    """A server that can record what is said in its rooms."""

    def recordings(self, uids: Sequence[str]) -> list[Recording]:
        """What was recorded in rooms with these names and can be watched, the oldest first. Raises
        Trouble."""
        ...


class Server(Protocol):
    """One kind of meeting server. Every function that asks it for something raises Trouble."""

    accounts: Sequence[str]  # one meeting at a time in each; empty where that does not matter
    asks: bool  # whether it has to be asked for a room

    def missing(self) -> list[str]:
        """The environment variables without which it cannot work and that are not set."""
        ...

    def check(self) -> None:
        """Ask it for something harmless, with our credentials."""
        ...

    def fixed(self, uid: str) -> str:
        """The address of a room that is known without asking anybody; empty where there is none."""
        ...

    def make(self, plan: Plan) -> Made:
        """Make the room. The same uid again is the same room, as far as the server lets us."""
        ...

    def move(self, id: str, plan: Plan) -> None:
        """Tell it the new time."""
        ...

    def end(self, id: str, plan: Plan) -> None:
        """Take the room away. One that is not there any more is no trouble."""
        ...

    def door(
        self, address: str, uid: str, guest: Guest, until: datetime, *, recorded: bool = False
    ) -> str:
        """Where this person goes in, until that moment or a little later. `recorded`: everybody in
        there has agreed that it is recorded, once the host starts it."""
        ...
