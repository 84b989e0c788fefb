"""What can be done to mentorships, requests and sessions: one function a verb."""

from banyan.mentoring.actions.answers import answer_by_mail
from banyan.mentoring.actions.attendance import (
    say_attendance,
    say_attendances,
    settle_attendance,
)
from banyan.mentoring.actions.endings import (
    complete,
    end,
    give_notice,
    part,
    take_notice_back,
)
from banyan.mentoring.actions.extending import extend
from banyan.mentoring.actions.groups import announce_group, give_seat_back, take_seat
from banyan.mentoring.actions.hours import (
    add_hours,
    drop_day,
    drop_hours,
    drop_leave,
    set_day,
    set_limits,
    take_leave,
)
from banyan.mentoring.actions.logs import Overtaken, agree_step, tick_step, write_log
from banyan.mentoring.actions.marks import explain_mark, let_mark_stand, lift_mark
from banyan.mentoring.actions.mentorships import (
    accept,
    change_form,
    decline,
    pause,
    propose,
    propose_all,
    resume,
    withdraw_proposal,
)
from banyan.mentoring.actions.planning import Unfit
from banyan.mentoring.actions.registers import take_out_register
from banyan.mentoring.actions.rematches import (
    ask_rematch,
    carry_plans,
    choose_plans,
    make_way,
    settle_asked,
    stay,
    withdraw_rematch,
)
from banyan.mentoring.actions.requests import (
    accept_request,
    ask,
    decline_request,
    expire_request,
    withdraw_request,
)
from banyan.mentoring.actions.rooms import ask_for_link, give_room, paste_link
from banyan.mentoring.actions.sessions import (
    add_agenda_item,
    book,
    cancel_session,
    confirm_session,
    expire_proposal,
    join,
    lapse,
    propose_session,
    reschedule,
)
from banyan.mentoring.actions.steps import (
    ask_for_step,
    conclude_step,
    draft_step,
    finish_step,
    reopen_step,
    return_step,
    waive_step,
)
from banyan.mentoring.actions.trials import answer_trial, go_on, lapse_trial

__all__ = [
    "Overtaken",
    "Unfit",
    "accept",
    "accept_request",
    "add_agenda_item",
    "add_hours",
    "agree_step",
    "announce_group",
    "answer_by_mail",
    "answer_trial",
    "ask",
    "ask_for_link",
    "ask_for_step",
    "ask_rematch",
    "book",
    "cancel_session",
    "carry_plans",
    "change_form",
    "choose_plans",
    "complete",
    "conclude_step",
    "confirm_session",
    "decline",
    "decline_request",
    "draft_step",
    "drop_day",
    "drop_hours",
    "drop_leave",
    "end",
    "expire_proposal",
    "expire_request",
    "explain_mark",
    "extend",
    "finish_step",
    "give_notice",
    "give_room",
    "give_seat_back",
    "go_on",
    "join",
    "lapse",
    "lapse_trial",
    "let_mark_stand",
    "lift_mark",
    "make_way",
    "part",
    "paste_link",
    "pause",
    "propose",
    "propose_all",
    "propose_session",
    "reopen_step",
    "reschedule",
    "resume",
    "return_step",
    "say_attendance",
    "say_attendances",
    "set_day",
    "set_limits",
    "settle_asked",
    "settle_attendance",
    "stay",
    "take_leave",
    "take_notice_back",
    "take_out_register",
    "take_seat",
    "tick_step",
    "waive_step",
    "withdraw_proposal",
    "withdraw_rematch",
    "withdraw_request",
    "write_log",
]
