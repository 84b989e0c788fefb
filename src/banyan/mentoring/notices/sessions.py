"""Who is told what of a session, and how its timeline tells it. Never a word of its content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.mentoring.models import Session
from banyan.mentoring.queries.sessions import (
    lacks_link,
    nothing_planned,
    people_of,
    stands,
    times_of,
    told_of,
    unsaid,
    waiting_for,
)
from banyan.mentoring.states import SessionStatus
from banyan.notifications import registry as notices
from banyan.notifications.actions import tell
from banyan.notifications.registry import Kind
from banyan.notifications.states import Category
from banyan.programmes.queries import design_of
from banyan.trail import registry as trail
from banyan.trail.models import Event

SEE = pgettext_lazy("link", "See the session")
ANSWER = pgettext_lazy("link", "See the time and answer")
SAY = pgettext_lazy("link", "Say how long you met")
NOT_NOW = pgettext_lazy("link", "Not now, because …")


def _stands_so(data: Mapping[str, Any], *statuses: str) -> bool:
    """Whether the session is still to come, at the time or one of the times that the notice speaks
    of."""
    now = stands(int(data["session"]), data["now"])
    if now is None:
        return False
    status, starts_at = now
    same = starts_at == parse_datetime(str(data["starts_at"]))
    return bool(same and status in statuses)


def _to_answer(data: Mapping[str, Any]) -> bool:
    return _stands_so(data, SessionStatus.PROPOSED)


def _still_on(data: Mapping[str, Any]) -> bool:
    return _stands_so(data, SessionStatus.CONFIRMED)


def _still_planned(data: Mapping[str, Any]) -> bool:
    return _stands_so(data, SessionStatus.PROPOSED, SessionStatus.CONFIRMED)


def _still_without_link(data: Mapping[str, Any]) -> bool:
    return _still_on(data) and lacks_link(int(data["session"]))


def _still_unsaid(data: Mapping[str, Any]) -> bool:
    return unsaid(int(data["session"]), int(data["reader"]))


def _still_quiet(data: Mapping[str, Any]) -> bool:
    return nothing_planned(int(data["mentorship"]), data["now"])


notices.register(
    Kind(
        "session.proposed",
        Category.SESSION,
        _("{other} proposes a session"),
        _("On {starts_at}. Confirm it if the time suits you, or propose another."),
        ANSWER,
        _to_answer,
    ),
    Kind(
        "session.proposed_times",
        Category.SESSION,
        _("{other} proposes times for a session"),
        _("Choose one of them, or propose another: {times_at}. All are held until you answer."),
        ANSWER,
        _to_answer,
    ),
    Kind(
        "session.expired",
        Category.SESSION,
        _("A proposed time was not answered"),
        _("The session of {starts_at} was proposed, and the time is free again. Propose another "
          "whenever you like."),
        SEE,
    ),
    Kind(
        "session.booked",
        Category.SESSION,
        _("{other} has booked a session with you"),
        _("You meet on {starts_at}, in the hours that you keep. If that does not suit you after "
          "all, propose another time."),
        SEE,
        _still_on,
    ),
    Kind(
        "session.confirmed",
        Category.SESSION,
        _("{other} has confirmed your session"),
        _("You meet on {starts_at}. Add to the agenda what you would like to talk about."),
        SEE,
        _still_on,
    ),
    Kind(
        "session.rescheduled",
        Category.SESSION,
        _("{other} proposes another time"),
        _("Your session would be on {starts_at}. Confirm it if that suits you."),
        ANSWER,
        _to_answer,
        presses=True,
    ),
    Kind(
        "session.rescheduled_times",
        Category.SESSION,
        _("{other} proposes other times"),
        _("Choose one of them, or propose another: {times_at}. All are held until you answer."),
        ANSWER,
        _to_answer,
        presses=True,
    ),
    Kind(
        "session.shifted",
        Category.SESSION,
        _("A group session has another time"),
        _("It is now on {starts_at}. If that does not suit you, give your seat to somebody else."),
        SEE,
        _still_on,
        presses=True,
    ),
    Kind(
        "session.cancelled",
        Category.SESSION,
        _("The session of {starts_at} is cancelled"),
        _("{other} has cancelled it and says why."),
        SEE,
        presses=True,
    ),
    Kind(
        "session.promoted",
        Category.SESSION,
        _("You have a seat now"),
        _("A seat has become free in the session of {starts_at}, and it is yours."),
        SEE,
        _still_on,
        presses=True,
    ),
    Kind(
        "session.linked",
        Category.SESSION,
        _("Your session has another link"),
        _("{other} has pasted it for the session of {starts_at}. The page of the session leads "
          "there."),
        SEE,
        _still_planned,
    ),
    Kind(
        "session.lacks_link",
        Category.SESSION,
        _("Your session has no link yet"),
        _("You meet online on {starts_at}. Paste a link to the meeting, so that everybody finds "
          "it."),
        pgettext_lazy("link", "Paste a link"),
        _still_without_link,
        presses=True,
    ),
    Kind(
        "session.reminder_day",
        Category.SESSION,
        _("You have a session soon"),
        _("It begins on {starts_at}. Is everything on the agenda that matters to you?"),
        SEE,
        _still_on,
    ),
    Kind(
        "session.reminder_hour",
        Category.SESSION,
        _("Your session begins shortly"),
        _("It begins on {starts_at}. The page of the session says where you meet."),
        SEE,
        _still_on,
        presses=True,
    ),
    Kind(
        "session.attendance",
        Category.SESSION,
        _("How long did you meet?"),
        _("Your session of {starts_at} is over. Say how many minutes it was, also if it did not "
          "take place."),
        SAY,
        _still_unsaid,
        nudges=True,
        otherwise=NOT_NOW,
    ),
    Kind(
        "session.differ",
        Category.SESSION,
        _("You remember a session differently"),
        _("You gave different minutes for the session of {starts_at}. That happens. Look at both, "
          "and correct yours if you like."),
        SAY,
    ),
    Kind(
        "session.settled",
        Category.SESSION,
        _("The minutes of a session are settled"),
        _("You remembered the session of {starts_at} differently. A coordinator has settled it "
          "and says why. You can still both agree on another number."),
        SEE,
    ),
    Kind(
        "session.quiet_mentor",
        Category.PAIR,
        _("How is it going with {teacher}?"),
        _("You have not met for {days} days and nothing is planned. Propose a time when you can."),
        pgettext_lazy("link", "Propose a time"),
        _still_quiet,
        nudges=True,
        otherwise=NOT_NOW,
    ),
    Kind(
        "session.quiet_pair",
        Category.PAIR,
        _("Shall you meet again, {mentor} and {teacher}?"),
        _("It has been {days} days. Either of you can propose a time, or pause for a while."),
        pgettext_lazy("link", "Propose a time"),
        _still_quiet,
        nudges=True,
        otherwise=NOT_NOW,
    ),
    Kind(
        "session.quiet_area",
        Category.AREA,
        _("{mentor} and {teacher} have not met for {days} days"),
        _("Nothing is planned. What was tried is on the page of the pair. They may need a word "
          "from you, another time or another pair."),
        pgettext_lazy("link", "See the pair"),
        _still_quiet,
        nudges=True,
    ),
)  # fmt: skip


def tell_of_session(
    kind: str,
    session: Session,
    people: Iterable[int],
    *,
    key: str,
    now: datetime,
    page: str = "session",
    **facts: Any,
) -> int:
    """Tell each of these people once, with what every notice of a session needs. Returns how many
    are new."""
    return tell(
        people,
        kind,
        key=key,
        now=now,
        link=reverse(f"mentoring:{page}", args=[session.pk]),
        session=session.pk,
        blueprint=design_of(session),
        starts_at=session.starts_at.isoformat(),
        **facts,
    )


def follow_session(event: Event) -> None:
    """The people of the session who did not do it themselves hear of it."""
    session = told_of(event.subject)
    kind = OF_VERB[event.verb]
    people = set(people_of(session))
    page, key = "session", f"{event.verb}:{event.pk}"
    if event.verb == "session.differ":
        page = "session_attendance"
    if event.verb == "session.settle":
        people = {session.host_id, int(event.data["person"])}
    if event.verb == "session.promote":
        people = {int(event.data["person"])}
    elif event.verb in TELLS_WAITING:
        people |= set(waiting_for(session))
    elif event.verb == "session.lacks_link":
        people = {session.host_id}
        page, key = "session_link", f"{event.verb}:{session.pk}:{event.data['sequence']}"
    times = times_of(session) if kind in SEVERAL else []
    told = people if event.verb in TELLS_EVERYBODY else people - {event.actor}
    tell_of_session(
        SEVERAL[kind] if len(times) > 1 else kind,
        session,
        told,
        key=key,
        times_at=[at.isoformat() for at in times],
        now=event.happened_at,
        page=page,
        other=_name_of(event.actor, session),
    )


def _name_of(actor: int, session: Session) -> str:
    if session.mentorship is not None and actor == session.mentorship.mentee_id:
        return session.mentorship.mentee.name
    return session.host.name


OF_VERB = {
    "session.propose": "session.proposed",
    "session.book": "session.booked",
    "session.confirm": "session.confirmed",
    "session.reschedule": "session.rescheduled",
    "session.shift": "session.shifted",
    "session.cancel": "session.cancelled",
    "session.promote": "session.promoted",
    "session.differ": "session.differ",
    "session.link": "session.linked",
    "session.lacks_link": "session.lacks_link",
    "session.settle": "session.settled",
    "session.expire": "session.expired",
}
# What is told instead when several times are proposed.
SEVERAL = {
    "session.proposed": "session.proposed_times",
    "session.rescheduled": "session.rescheduled_times",
}
TELLS_WAITING = ("session.shift", "session.cancel")
TELLS_EVERYBODY = ("session.promote", "session.differ", "session.expire")

trail.follow("mentoring.tell_of_session", follow_session, *OF_VERB)
trail.tell(
    {
        "session.propose": _("{actor} proposed a time for a session."),
        "session.book": _("{actor} booked a session."),
        "session.confirm": _("{actor} confirmed the time of a session."),
        "session.announce": _("{actor} announced a group session."),
        "session.reschedule": _("{actor} proposed another time for a session."),
        "session.shift": _("{actor} moved a session to another time."),
        "session.cancel": _("{actor} cancelled a session."),
        "session.expire": _("Nobody answered in time; the time is free again."),
        "session.lapse": _("The pair is over; this session is cancelled."),
        "session.hold": _("{actor} said how long it was; the session took place."),
        "session.miss": _("{actor} said so too; the session did not take place."),
        "session.answer_by_mail": _("{actor} answered by the link of a mail."),
        "session.link": _("{actor} pasted a link for a session."),
        "session.room": _("The session has its room now."),
        "session.lacks_link": _("The session has no link yet; one is asked for."),
        "session.join": _("{actor} pressed “join”."),
        "session.settle": _("{actor} settled how long a session was."),
        "session.log": _("{actor} wrote in the log of a session."),
        "session.take_seat": _("{actor} took a seat."),
        "session.wait": _("{actor} joined the waiting list."),
        "session.give_seat_back": _("{actor} gave the seat back."),
        "hours.limits": _("{actor} said how one meets in the hours kept."),
        "hours.add": _("{actor} added hours."),
        "hours.drop": _("{actor} took hours out."),
        "hours.set_day": _("{actor} keeps other hours on one day."),
        "hours.drop_day": _("{actor} keeps the usual hours on a day again."),
        "leave.take": _("{actor} is away for some days."),
        "leave.drop": _("{actor} is not away then after all."),
    }
)
