"""The room of a session: asked for, made, moved, ended, or given up for a link.

What is said to a server is said between `claim` and `conclude`, outside any transaction: nobody
waits for a lock while a server is slow. `claim` takes a lease, so that of two workers one asks;
whoever comes back after the lease has passed is told that what was made is not needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from banyan.interop.meetings import rooms
from banyan.interop.meetings.bigbluebutton import meeting_id
from banyan.interop.meetings.models import EndOfRecording, RecordingConsent, Room
from banyan.interop.meetings.ports import Made, Plan, Trouble
from banyan.interop.meetings.queries import (
    all_agree,
    recorded_uid,
    taken_accounts,
    uid_of,
    wants_room,
)
from banyan.interop.meetings.rules import (
    FIRST_PAUSE,
    LEASE,
    LONGEST_WAIT,
    RECORDING_RIGHTS,
    ROOM,
    next_try,
)
from banyan.interop.meetings.states import IN_USE, UNSETTLED, Problem, RoomStatus
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions.rooms import ask_for_link, give_room
from banyan.mentoring.models import Session
from banyan.mentoring.states import SessionStatus
from banyan.trail import actions as trail

LONGEST_ADDRESS = 300  # that a session has room for


@dataclass(frozen=True, slots=True)
class Claim:
    """What one worker is to ask a server for, of one room, before its lease runs out."""

    room_id: int
    provider: str
    status: RoomStatus
    tries: int
    vendor_id: str
    plan: Plan
    host_is_taken: bool = False  # at the new time, by another room


@transaction.atomic
def follow_session(session: Session, *, by: Viewer) -> Room | None:
    """What a change of a session means for its room, by the table in `rules`. The same change
    twice changes nothing. Returns the room of which the server is to be asked something."""
    chosen = rooms.chosen()
    room = Room.objects.select_for_update(no_key=True).filter(session=session).first()
    uid = uid_of(session.pk)
    known = [rooms.instead(uid), chosen.fixed(uid) if chosen else "", room.address if room else ""]
    if wants_room(session, known, by.now):
        if chosen is not None and chosen.asks:
            room = _wanted(room, session, by)
        elif not session.meeting_url:
            ask_for_link(session, by=by)
    elif room is not None and session.status != SessionStatus.PROPOSED:
        room = _unwanted(room, session, by)  # of one that is proposed anew it may still be right
    return room if room is not None and room.status in UNSETTLED else None


def _wanted(room: Room | None, session: Session, by: Viewer) -> Room:
    if room is None:
        room = Room.objects.create(
            session=session,
            provider=settings.MEETINGS,
            sequence=session.sequence,
            next_try_at=by.now,
            changed_at=by.now,
        )
        trail.record(
            verb="room.ask", subject=trail.subject_of(room), scope=session.school.path or "", by=by
        )
        return room
    if room.status in {RoomStatus.FALLEN, RoomStatus.CLOSED}:
        fresh = {"provider": settings.MEETINGS, "vendor_id": "", "address": "", "account": ""}
        return _move(room, "ask", session, by, **fresh, **_anew(session, by))
    if room.status in {RoomStatus.OPEN, RoomStatus.CLOSING}:
        if room.sequence != session.sequence or room.status == RoomStatus.CLOSING:
            room = _move(room, "reset", session, by, **_anew(session, by))
        if not session.meeting_url:
            give_room(session, room.address, instead_of="", by=by)
    return room


def _unwanted(room: Room, session: Session, by: Viewer) -> Room:
    if room.status in {RoomStatus.OPEN, RoomStatus.MOVING}:
        return _move(room, "close", session, by, **_anew(session, by))
    if room.status in {RoomStatus.WAITING, RoomStatus.FALLEN}:
        return _move(room, "bury", session, by)
    return room


def _anew(session: Session, by: Viewer) -> dict[str, Any]:
    return {"sequence": session.sequence, "tries": 0, "next_try_at": by.now, "problem": ""}


def _move(room: Room, verb: str, session: Session, by: Viewer, **changes: Any) -> Room:
    scope = session.school.path or ""
    return trail.move(room, ROOM, verb, by=by, scope=scope, changed_at=by.now, **changes)


@transaction.atomic
def claim(room_id: int, *, by: Viewer) -> Claim | None:
    """Take a room to ask its server for what is due; None when nothing is, or another has it."""
    # One gate for all: two sessions at one time must not be given the same account.
    Room.objects.select_for_update(no_key=True).order_by("pk").only("pk").first()
    rows = Room.objects.select_for_update(no_key=True, of=("self",)).select_related("session")
    room = rows.filter(pk=room_id, status__in=UNSETTLED, next_try_at__lte=by.now).first()
    if room is None:
        return None
    session = room.session
    taken = False
    if room.status == RoomStatus.WAITING:
        room.account = _account(room, session)
    elif room.status == RoomStatus.MOVING and room.account:
        taken = room.account in taken_accounts(room, session)
    Room.objects.filter(pk=room.pk).update(
        tries=room.tries + 1, next_try_at=by.now + LEASE, account=room.account
    )
    return Claim(
        room.pk,
        room.provider,
        RoomStatus(room.status),
        room.tries + 1,
        room.vendor_id,
        Plan(
            uid_of(session.pk),
            session.starts_at,
            session.ends_at,
            room.account,
            again=room.tries > 0,
        ),
        taken,
    )


def _account(room: Room, session: Session) -> str:
    """A vendor's account that no other session has then; empty where the server asks for none, and
    where none is free: then there is no room."""
    accounts = rooms.server(room.provider).accounts if room.provider in rooms.SERVERS else ()
    taken = taken_accounts(room, session)
    free = [account for account in accounts if account not in taken]
    if room.account in free:
        return room.account  # an earlier try may have made the room in its name
    return next(iter(free), "")


def asked(claim: Claim) -> Made | Trouble | None:
    """Say it to the server, and nothing to the database. What went wrong is given back."""
    try:
        server = rooms.server(claim.provider)
        if claim.host_is_taken:
            server.end(claim.vendor_id, claim.plan)  # its address would lead to another's meeting
            return Trouble(Problem.GONE, final=True)
        elif claim.status == RoomStatus.MOVING:
            server.move(claim.vendor_id, claim.plan)
        elif claim.status == RoomStatus.CLOSING:
            server.end(claim.vendor_id, claim.plan)
        elif server.accounts and not claim.plan.account:
            return Trouble(Problem.FULL, final=True)
        else:
            made = server.make(claim.plan)
            fits = made.address.startswith("https://") and len(made.address) <= LONGEST_ADDRESS
            return made if fits else Trouble(Problem.UNREADABLE, final=True)
    except KeyError:
        return Trouble(Problem.REFUSED, final=True)  # of a kind that there is not any more
    except Trouble as trouble:
        return trouble
    return None


@transaction.atomic
def conclude(claim: Claim, outcome: Made | Trouble | None, *, by: Viewer) -> bool:
    """Write down what the server did. Returns False when what it made is not needed any more: the
    caller ends it. Of two workers the first to come back is believed; servers that know a session
    by its name give the other the same room, and that one is in use."""
    rows = Room.objects.select_for_update(no_key=True, of=("self",))
    room = rows.select_related("session__school").get(pk=claim.room_id)
    if isinstance(outcome, Made) and not _is_awaited(room, claim):
        return room.vendor_id == outcome.id and room.status in IN_USE
    if not isinstance(outcome, Made) and (room.tries, room.status) != (claim.tries, claim.status):
        return True
    session = room.session
    if isinstance(outcome, Trouble):
        _failed(room, session, outcome, claim, by)
    elif isinstance(outcome, Made):
        _made(room, session, outcome, claim, by)
    else:
        verb = "settle" if room.status == RoomStatus.MOVING else "bury"
        _move(room, verb, session, by, problem="")
    return True


def _is_awaited(room: Room, claim: Claim) -> bool:
    asked_for = (room.provider, room.account) == (claim.provider, claim.plan.account)
    return room.status == claim.status == RoomStatus.WAITING and asked_for


def _made(room: Room, session: Session, made: Made, claim: Claim, by: Viewer) -> None:
    ours = {rooms.instead(claim.plan.uid), room.address}  # that room is gone, if there was one
    values = {"vendor_id": made.id, "address": made.address, "problem": ""}
    _move(room, "open", session, by, **values)
    earlier = session.meeting_url if session.meeting_url in ours else ""
    give_room(session, made.address, instead_of=earlier, by=by)
    if (session.starts_at, session.ends_at) != (claim.plan.starts_at, claim.plan.ends_at):
        _move(room, "reset", session, by, **_anew(session, by))  # it was put off meanwhile


def _failed(room: Room, session: Session, trouble: Trouble, claim: Claim, by: Viewer) -> None:
    at = None
    if not trouble.final:
        # A room that is to be closed keeps nobody from knowing where to meet.
        closing = room.status == RoomStatus.CLOSING
        needed_at = by.now + timedelta(days=1) if closing else session.starts_at
        at = next_try(room.tries, by.now, needed_at, trouble.wait)
    if at is not None:
        Room.objects.filter(pk=room.pk).update(next_try_at=at, problem=trouble.problem)
        return
    if claim.host_is_taken or (room.status, trouble.problem) == (RoomStatus.MOVING, Problem.GONE):
        _move(room, "renew", session, by, vendor_id="", account="", **_anew(session, by))
        return
    verb = {
        RoomStatus.WAITING: "fall",
        RoomStatus.MOVING: "settle",
        RoomStatus.CLOSING: "bury",
    }[RoomStatus(room.status)]
    _move(room, verb, session, by, problem=trouble.problem)
    if verb == "fall":
        _use_a_link(room, session, by)


def _use_a_link(room: Room, session: Session, by: Viewer) -> None:
    """Nothing is lost: a Jitsi room where one is known, else people are asked for a link."""
    uid = uid_of(session.pk)
    earlier = {"", room.address}
    if room.provider in rooms.SERVERS:
        earlier.add(rooms.server(room.provider).fixed(uid))
    if session.meeting_url not in earlier:
        return  # somebody has pasted one
    other = rooms.instead(uid)
    if session.meeting_url != other:
        give_room(session, other, instead_of=session.meeting_url, by=by)
    if not other:
        ask_for_link(session, by=by)


def end_surplus(claim: Claim, made: Made) -> bool:
    """A room that was made for a session that had stopped wanting one: ended, as well as may be.
    Returns whether the server did so."""
    try:
        rooms.server(claim.provider).end(made.id, claim.plan)
    except Trouble:
        return False
    return True


@transaction.atomic
def agree_to_recording(session: Session, *, by: Viewer) -> bool:
    """One of the two agrees that this session is recorded. Returns whether both do now. Twice is
    once."""
    Session.objects.select_for_update(no_key=True).only("pk").get(pk=session.pk)
    RECORDING_RIGHTS.decide(by, session, "agree").or_refuse()
    _row, made = RecordingConsent.objects.get_or_create(
        session=session, person_id=by.person_id, defaults={"said_at": by.now}
    )
    if made:
        _record(session, "agree", by)
    return all_agree(uid_of(session.pk))


@transaction.atomic
def take_recording_back(session: Session, *, by: Viewer) -> bool:
    """One of the two would rather not. Whoever goes in from now on comes to a room that is not
    recorded; one that may be is ended in the background. Returns whether there is such a one."""
    Session.objects.select_for_update(no_key=True).only("pk").get(pk=session.pk)
    RECORDING_RIGHTS.decide(by, session, "take_back").or_refuse()
    may_be_recorded = all_agree(uid_of(session.pk))
    gone, _each = RecordingConsent.objects.filter(session=session, person_id=by.person_id).delete()
    if not gone:
        return False
    if may_be_recorded:
        number = EndOfRecording.objects.filter(session=session).count()
        EndOfRecording.objects.create(
            session=session, number=number, asked_at=by.now, next_try_at=by.now
        )
        # When the session is called off, the room in which it takes place is ended, and not this.
        there = Room.objects.filter(session=session, provider="bigbluebutton")
        name = recorded_uid(uid_of(session.pk), number + 1)
        there.exclude(vendor_id="").update(vendor_id=meeting_id(name))
    _record(session, "take_back", by)
    return may_be_recorded


@transaction.atomic
def claim_end(pk: int, *, by: Viewer) -> EndOfRecording | None:
    """Take a room that may be recorded to end it; None when another has it, or it is ended."""
    rows = EndOfRecording.objects.select_for_update(no_key=True)
    row = rows.filter(pk=pk, ended_at=None, next_try_at__lte=by.now).first()
    if row is not None:
        row.tries += 1
        row.next_try_at = by.now + LEASE
        row.save(update_fields=["tries", "next_try_at"])
    return row


@transaction.atomic
def conclude_end(row: EndOfRecording, trouble: Trouble | None, *, by: Viewer) -> None:
    """Write down whether it is ended; if not, when it is tried again."""
    there = EndOfRecording.objects.filter(pk=row.pk, ended_at=None)
    if trouble is None:
        there.update(ended_at=by.now)
    else:
        pause = min(FIRST_PAUSE * row.tries, LONGEST_WAIT)
        there.update(next_try_at=by.now + max(pause, trouble.wait or pause))


def _record(session: Session, verb: str, by: Viewer) -> None:
    trail.record(
        verb=f"recording.{verb}",
        subject=trail.subject_of(session),
        scope=session.school.path or "",
        by=by,
    )
