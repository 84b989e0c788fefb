"""What becomes of the room of a session, and how long we go on asking for it.

| the session | the room |
|---|---|
| confirmed, booked, announced, and online without a link of its own | `ask`: waiting, to be made |
| is at another time, and the room is there | `reset`: moving, the server is told |
| has a link of its own, is in person, cancelled, lapsed or expired | `close`: closing, if there is one |

| what the server does | the room |
|---|---|
| makes it | `open` |
| takes the new time, or never does (its address works at any time) | `settle`: open |
| has lost it at the new time, or its host is taken then | `renew`: waiting, to be made again |
| does not make it, to the end of our patience | `fall`: a link is used, nothing is lost |
| ends it, or never does | `bury`: closed |
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.interop.meetings.states import RoomStatus as R
from banyan.kernel.lifecycle import Lifecycle, Move
from banyan.kernel.rights import Right, Rights
from banyan.mentoring.rules.sessions import (
    ahead,
    one_to_one,
    online,
    planned,
    session_pair_words,
)
from banyan.people.rules import platform

MOST_TRIES = 6
FIRST_PAUSE = timedelta(minutes=1)  # doubled after each try: 1, 2, 4, 8, 16 minutes
LONGEST_WAIT = timedelta(minutes=30)  # whatever a server asks for
BEFORE_START = timedelta(minutes=20)  # by then people need to know where they meet
LEASE = timedelta(minutes=5)  # longer than any try takes; then whoever held it is taken for dead

ROOM = Lifecycle(
    "room",
    R,
    initial=R.WAITING,
    moved_on=_("This room has changed meanwhile."),
    moves=[
        #    verb      from                                    to         who
        Move("ask",    (R.CLOSED, R.FALLEN),                   R.WAITING, platform, (), pgettext_lazy("button", "Prepare the room")),
        Move("open",   (R.WAITING,),                           R.OPEN,    platform, (), pgettext_lazy("button", "Open the room")),
        Move("fall",   (R.WAITING,),                           R.FALLEN,  platform, (), pgettext_lazy("button", "Use a link instead")),
        Move("reset",  (R.OPEN, R.CLOSING),                    R.MOVING,  platform, (), pgettext_lazy("button", "Tell the new time")),
        Move("settle", (R.MOVING,),                            R.OPEN,    platform, (), pgettext_lazy("button", "Keep the room")),
        Move("renew",  (R.MOVING,),                            R.WAITING, platform, (), pgettext_lazy("button", "Make the room again")),
        Move("close",  (R.OPEN, R.MOVING),                     R.CLOSING, platform, (), pgettext_lazy("button", "Close the room")),
        Move("bury",   (R.CLOSING, R.WAITING, R.FALLEN),       R.CLOSED,  platform, (), pgettext_lazy("button", "Close the room")),
    ],
)  # fmt: skip


RECORDING_RIGHTS = Rights(  # decided on a session
    "recording",
    [
        Right("agree", session_pair_words, (one_to_one, online, planned, ahead)),
        Right("take_back", session_pair_words, (one_to_one, planned)),  # also while they meet
        Right("watch", session_pair_words, (one_to_one,)),
    ],
)


def wait_asked(said: str) -> timedelta | None:
    """What a Retry-After header asks for, in seconds (RFC 9110, 10.2.3); None when it says a date
    or nothing that one can read. Never longer than LONGEST_WAIT."""
    if not said.isascii() or not said.strip().isdigit():
        return None
    return min(timedelta(seconds=int(said.strip()[:6])), LONGEST_WAIT)


def next_try(
    tries: int, now: datetime, needed_at: datetime, asked: timedelta | None
) -> datetime | None:
    """When to ask again after so many tries; None when there is no more use: as often as we may,
    or so late that people would not know where they meet."""
    if tries >= MOST_TRIES:
        return None
    pause = FIRST_PAUSE * 2 ** (tries - 1)
    at = now + max(pause, asked or pause)
    return at if at <= needed_at - BEFORE_START else None
