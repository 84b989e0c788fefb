"""What can be done to mentorships, requests and sessions: one function a verb."""

from banyan.mentoring.actions.groups import announce_group, give_seat_back, take_seat
from banyan.mentoring.actions.mentorships import (
    accept,
    complete,
    decline,
    end,
    pause,
    propose,
    resume,
    withdraw_proposal,
)
from banyan.mentoring.actions.planning import Unfit
from banyan.mentoring.actions.requests import (
    accept_request,
    ask,
    decline_request,
    expire_request,
    withdraw_request,
)
from banyan.mentoring.actions.sessions import (
    Overtaken,
    add_agenda_item,
    cancel_session,
    confirm_session,
    lapse,
    propose_session,
    reschedule,
    say_attendance,
    say_attendances,
    tick_step,
    write_log,
)
from banyan.mentoring.actions.steps import (
    ask_for_step,
    draft_step,
    finish_step,
    record_outcome,
    reopen_step,
    waive_step,
)

__all__ = [
    "Overtaken",
    "Unfit",
    "accept",
    "accept_request",
    "add_agenda_item",
    "announce_group",
    "ask",
    "ask_for_step",
    "cancel_session",
    "complete",
    "confirm_session",
    "decline",
    "decline_request",
    "draft_step",
    "end",
    "expire_request",
    "finish_step",
    "give_seat_back",
    "lapse",
    "pause",
    "propose",
    "propose_session",
    "record_outcome",
    "reopen_step",
    "reschedule",
    "resume",
    "say_attendance",
    "say_attendances",
    "take_seat",
    "tick_step",
    "waive_step",
    "withdraw_proposal",
    "withdraw_request",
    "write_log",
]
