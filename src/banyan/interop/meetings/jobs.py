"""What the background does for rooms: it follows sessions, and asks servers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from banyan.interop.meetings import actions, rooms
from banyan.interop.meetings.ports import Made, Trouble
from banyan.interop.meetings.queries import (
    due,
    ends_due,
    ends_of_recording,
    recorded_uid,
    session_of,
    uid_of,
)
from banyan.kernel.viewer import system
from banyan.trail.actions import later
from banyan.trail.models import Event
from banyan.trail.registry import every, follow

ONE = "banyan.interop.meetings.jobs.settle_one"
END = "banyan.interop.meetings.jobs.end_one"


def follow_session(event: Event) -> None:
    """A session was fixed, moved, given a link, or called off. Nothing is asked of a server here:
    that waits for its own task."""
    session = session_of(event.subject)
    if session is None:
        return
    room = actions.follow_session(session, by=system(timezone.now()))
    if room is not None:
        later(ONE, room.pk)


def settle_one(room_id: int) -> bool:
    """Ask the server for what is due of one room; returns whether anything was."""
    claim = actions.claim(room_id, by=system(timezone.now()))
    if claim is None:
        return False
    outcome = actions.asked(claim)
    needed = actions.conclude(claim, outcome, by=system(timezone.now()))
    if isinstance(outcome, Made) and not needed:
        actions.end_surplus(claim, outcome)
    return True


def settle() -> int:
    """Every minute: rooms whose next try has come, and those whose task was lost, also those that
    may be recorded and are to be ended. Returns how many tasks were made."""
    ids = due(timezone.now())
    ends = ends_due(timezone.now())
    with transaction.atomic():
        for room_id in ids:
            later(ONE, room_id)
        for pk in ends:
            later(END, pk)
    return len(ids) + len(ends)


def follow_recording(event: Event) -> None:
    """Somebody took her yes back: the room that may be recorded is ended."""
    for pk in ends_of_recording(event.subject):
        later(END, pk)


def end_one(pk: int) -> bool:
    """Ask the server to end a room that may be recorded; returns whether it was to be."""
    row = actions.claim_end(pk, by=system(timezone.now()))
    if row is None:
        return False
    trouble = None
    try:
        rooms.end_recorded(recorded_uid(uid_of(row.session_id), row.number))
    except Trouble as told:
        trouble = told
    actions.conclude_end(row, trouble, by=system(timezone.now()))
    return True


follow(
    "meetings.follow_session",
    follow_session,
    "session.confirm",
    "session.book",
    "session.announce",
    "session.shift",
    "session.link",
    "session.cancel",
    "session.lapse",
    "session.expire",
)
follow("meetings.end_recording", follow_recording, "recording.take_back")
every(1, "banyan.interop.meetings.jobs.settle")
