"""Every verb of sessions, hours and leave, sent from two tabs of one browser: it is done once, and
the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from banyan.interop.meetings import actions as meetings
from banyan.mentoring import actions
from banyan.mentoring.models import DayHours, Leave, Mark, NextStep, Seat, WeeklyHours
from banyan.mentoring.queries.answers import sealed
from banyan.mentoring.states import Missing
from banyan.people.models import Person
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once

SignIn = Callable[[Person], Client]
TIME = {"day": "2026-01-20", "time": "16:30", "minutes": "45", "mode": "online"}


def _session(who: str, pk: int, verb: str, said: dict[str, str] | None = None) -> Form:
    return Form(who, f"/sessions/{pk}/{verb}/", dict(said or {}), f"/sessions/{pk}/")


def limits(world: World) -> Form:
    return Form("meera", "/me/hours/", {"mode": "online", "buffer": "10", "notice": "12"})


def add_hours(world: World) -> Form:
    said = {"weekdays": ["0", "2"], "begins": "15:00", "ends": "17:00"}
    return Form("meera", "/me/hours/weekly/", said, "/me/hours/")


def drop_hours(world: World) -> Form:
    actions.add_hours([0], 900, 1020, by=world.meera)
    row = WeeklyHours.objects.get()
    return Form("meera", f"/me/hours/weekly/{row.pk}/drop/", page="/me/hours/")


def set_day(world: World) -> Form:
    return Form("meera", "/me/hours/days/", {"on": "2026-01-22"}, "/me/hours/")


def set_another_stretch(world: World) -> Form:
    actions.set_day(date(2026, 1, 22), (600, 660), by=world.meera)
    said = {"on": "2026-01-22", "begins": "14:00", "ends": "15:00"}
    return Form("meera", "/me/hours/days/", said, "/me/hours/")


def drop_stretch(world: World) -> Form:
    row = actions.set_day(date(2026, 1, 22), (600, 660), by=world.meera)
    actions.set_day(date(2026, 1, 22), (840, 900), by=world.meera)
    return Form("meera", f"/me/hours/days/{row.pk}/drop/", page="/me/hours/")


def drop_day(world: World) -> Form:
    row: DayHours = actions.set_day(SOON.date(), None, by=world.meera)
    return Form("meera", f"/me/hours/days/{row.pk}/drop/", page="/me/hours/")


def take_leave(world: World) -> Form:
    return Form("arun", "/me/leave/", {"first": "2026-01-22", "last": "2026-01-25"}, "/me/hours/")


def drop_leave(world: World) -> Form:
    row: Leave = actions.take_leave(SOON.date(), SOON.date(), by=world.arun)
    return Form("arun", f"/me/leave/{row.pk}/drop/", page="/me/hours/")


def propose(world: World) -> Form:
    return Form("meera", f"/mentorships/{world.pair.pk}/sessions/new/", dict(TIME))


def book(world: World) -> Form:
    actions.set_limits("online", "", 0, 0, None, by=world.meera)
    actions.add_hours(range(7), 600, 1200, by=world.meera)
    address = f"/mentorships/{world.pair.pk}/times/"
    return Form("arun", address, {"at": str(int(SOON.timestamp()) // 60), "minutes": "45"})


def confirm(world: World) -> Form:
    return _session("arun", world.proposed().pk, "confirm")


def reschedule(world: World) -> Form:
    return Form("arun", f"/sessions/{world.confirmed().pk}/reschedule/", dict(TIME))


def cancel(world: World) -> Form:
    return Form("arun", f"/sessions/{world.confirmed().pk}/cancel/", {"reason": "unwell"})


def paste_link(world: World) -> Form:
    said = {"meeting_url": "https://meet.example.org/abc"}
    return Form("meera", f"/sessions/{world.confirmed().pk}/link/", said)


def agenda(world: World) -> Form:
    return _session("arun", world.confirmed().pk, "agenda", {"text": "How do I begin?"})


def announce(world: World) -> Form:
    said = TIME | {"seats": "5", "cohort": str(world.cohort.pk), "topic": "Reading aloud"}
    return Form("meera", "/sessions/new-group/", dict(said))


def join(world: World) -> Form:
    session = world.confirmed(meeting_url="https://meet.example.org/abc")
    return _session("arun", session.pk, "join")


def answer_by_mail(world: World) -> Form:
    address = f"/answers/{sealed(world.cast.arun, world.proposed(), SOON, now=NOW)}/"
    return Form("arun", address)


def agree_to_recording(world: World) -> Form:
    return _recording(world.confirmed().pk, "agree")


def take_recording_back(world: World) -> Form:
    session = world.confirmed()
    meetings.agree_to_recording(session, by=world.arun)
    return _recording(session.pk, "take-back")


def _recording(pk: int, verb: str) -> Form:
    page = f"/sessions/{pk}/recording/"
    return Form("arun", f"{page}{verb}/", page=page)


def write_log(world: World) -> Form:
    said = {"works": "They ask more.", "teacher_steps": "Count to five."}
    return Form("arun", f"/sessions/{world.confirmed().pk}/log/", said)


def tick(world: World) -> Form:
    step = _step(world)
    return Form("arun", f"/sessions/{step.session_id}/steps/{step.pk}/tick/", page=_page(step))


def untick(world: World) -> Form:
    step = actions.tick_step(_step(world), by=world.later(world.cast.arun))
    return Form("arun", f"/sessions/{step.session_id}/steps/{step.pk}/untick/", page=_page(step))


def _step(world: World) -> NextStep:
    session, arun = world.confirmed(), world.later(world.cast.arun)
    actions.write_log(session, by=arun, version=0, teacher_steps=["Count to five."])
    return NextStep.objects.select_related("session", "mentorship__school").get()


def _page(step: NextStep) -> str:
    return f"/sessions/{step.session_id}/"


def take_seat(world: World) -> Form:
    return _session("arun", world.group().pk, "take-seat")


def give_seat_back(world: World) -> Form:
    session = world.group()
    actions.take_seat(session, by=world.arun)
    return _session("arun", session.pk, "give-seat-back")


def attendance(world: World) -> Form:
    session = world.confirmed()
    said = {f"minutes_{world.cast.arun.pk}": "45"}
    return Form("arun", f"/sessions/{session.pk}/attendance/", dict(said))


def settle(world: World) -> Form:
    session = world.confirmed()
    for person, minutes in ((world.cast.meera, 45), (world.cast.arun, 30)):
        actions.say_attendance(session, world.cast.arun, minutes, by=world.later(person))
    seat = Seat.objects.get(session=session)
    address = f"/sessions/{session.pk}/seats/{seat.pk}/settle/"
    return Form("devi", address, {"minutes": "40", "reason": "Both were there until then."})


def explain(world: World) -> Form:
    return Form("arun", f"/marks/{_mark(world).pk}/", {"words": "The bus broke down."})


def decide(world: World) -> Form:
    mark = actions.explain_mark(
        _mark(world), "The bus broke down.", by=world.later(world.cast.arun)
    )
    said = {"verdict": "lift", "because": "The bus broke down."}
    return Form("devi", f"/marks/{mark.pk}/decide/", dict(said))


def _mark(world: World) -> Mark:
    session = world.confirmed()
    for person in (world.cast.meera, world.cast.arun):
        actions.say_attendance(
            session, world.cast.arun, 0, by=world.later(person), missing=Missing.TEACHER
        )
    return Mark.objects.get()


def not_now(world: World) -> Form:
    address = f"/mentorships/{world.pair.pk}/not-now/"
    return Form("arun", address, {"nudge": "quiet", "reason": "exams", "weeks": "2"})


A_WEEK = timedelta(days=7, hours=1)  # so long the two can agree by themselves
LATER = {
    join: SOON,
    attendance: AFTER,
    settle: AFTER + A_WEEK,
    explain: AFTER,
    decide: AFTER,
    write_log: AFTER,
    tick: AFTER,
    untick: AFTER,
}
CASES: dict[Callable[[World], Form], Sent] = {
    limits: Sent("mentoring:hours", THANKED),
    add_hours: Sent("mentoring:hours_add", THANKED),
    drop_hours: Sent("mentoring:hours_drop", GONE),
    set_day: Sent("mentoring:day_set", THANKED),
    set_another_stretch: Sent("mentoring:day_set", THANKED),
    drop_day: Sent("mentoring:day_drop", GONE),
    drop_stretch: Sent("mentoring:day_drop", GONE),
    take_leave: Sent("mentoring:leave_take", THANKED),
    drop_leave: Sent("mentoring:leave_drop", GONE),
    propose: Sent("mentoring:session_propose", TOLD),
    book: Sent("mentoring:times", TOLD),
    confirm: Sent("mentoring:session_confirm", TOLD),
    reschedule: Sent("mentoring:session_reschedule", TOLD),
    cancel: Sent("mentoring:session_cancel", TOLD),
    paste_link: Sent("mentoring:session_link", THANKED),
    agenda: Sent("mentoring:session_agenda", THANKED),
    announce: Sent("mentoring:session_announce", TOLD),
    join: Sent("mentoring:session_join", frozenset({200})),  # the page that leads on to the meeting
    answer_by_mail: Sent("mentoring:answer", frozenset({410})),
    agree_to_recording: Sent("meetings:recording_agree", THANKED),
    take_recording_back: Sent("meetings:recording_take_back", THANKED),
    write_log: Sent("mentoring:session_log", THANKED),
    tick: Sent("mentoring:session_tick", THANKED),
    untick: Sent("mentoring:session_untick", THANKED),
    take_seat: Sent("mentoring:session_take_seat", TOLD),
    give_seat_back: Sent("mentoring:session_give_seat_back", TOLD),
    attendance: Sent("mentoring:session_attendance", THANKED),
    settle: Sent("mentoring:session_settle", TOLD),
    explain: Sent("mentoring:mark", TOLD),
    decide: Sent("mentoring:mark_decide", TOLD),
    not_now: Sent("mentoring:not_now", THANKED),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World, signed_in: SignIn, case: Callable[[World], Form]
) -> None:
    form = case(world)
    now = LATER.get(case, NOW + timedelta(minutes=1))
    with time_machine.travel(now, tick=False):
        who = getattr(world.cast, form.who)
        done_once(signed_in(who), form, CASES[case])
