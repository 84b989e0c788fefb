"""What is kept of a session: agenda, log, steps, and the minutes that both sides say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from banyan.kernel.decision import Refused, Unfit
from banyan.mentoring import actions
from banyan.mentoring.models import AgendaItem, NextStep, Seat, Session, SessionLog
from banyan.mentoring.states import SessionStatus
from banyan.programmes.states import Side
from banyan.trail.models import Event
from tests.mentoring.test_sessions.conftest import SOON, World


def status(session: Session) -> str:
    return Session.objects.get(pk=session.pk).status


def test_both_write_the_agenda_before_and_during_and_nobody_else(world: World) -> None:
    session = world.proposed()
    actions.add_agenda_item(session, "Fractions", by=world.arun)
    during = world.by(world.cast.meera, SOON + timedelta(minutes=10))
    actions.add_agenda_item(session, " The back row ", by=during)
    assert list(AgendaItem.objects.order_by("pk").values_list("text", flat=True)) == [
        "Fractions",
        "The back row",
    ]
    with pytest.raises(Unfit, match="Write what you would like"):
        actions.add_agenda_item(session, "  ", by=world.arun)
    for who in ("devi", "kavita", "nandan", "omar", "asha", "somu"):
        with pytest.raises(Refused, match="Only people of this session"):
            actions.add_agenda_item(session, "x", by=world.by(getattr(world.cast, who)))


def test_an_agenda_line_that_is_sent_twice_is_there_once(world: World) -> None:
    session = world.proposed()
    first = actions.add_agenda_item(session, "Fractions", by=world.arun)
    again = actions.add_agenda_item(session, " Fractions ", by=world.arun)
    actions.add_agenda_item(session, "Fractions", by=world.meera)
    assert (again, AgendaItem.objects.count()) == (first, 2)  # hers is hers
    other = world.proposed(SOON + timedelta(days=7))
    actions.add_agenda_item(other, "Fractions", by=world.arun)
    assert AgendaItem.objects.count() == 3
    assert Event.objects.filter(verb="session.agenda").count() == 3


def test_the_log_opens_when_the_session_has_begun(world: World) -> None:
    session = world.confirmed()
    with pytest.raises(Refused, match="has not come yet"):
        actions.write_log(session, by=world.arun, version=0, works="x")
    log = actions.write_log(
        session,
        by=world.later(world.cast.arun),
        version=0,
        works="They listen",
        challenges="The back row",
        next_on=date(2026, 1, 30),
        teacher_steps=["Try reading in pairs", "", "Try reading in pairs"],
        mentor_steps=["Send the list"],
    )
    assert (log.version, log.works, log.next_on) == (1, "They listen", date(2026, 1, 30))
    assert list(NextStep.objects.order_by("pk").values_list("side", "text")) == [
        (Side.TEACHER, "Try reading in pairs"),
        (Side.MENTOR, "Send the list"),
    ]


@pytest.mark.parametrize("version", [0, 1])
def test_a_log_is_never_overwritten_unseen(world: World, version: int) -> None:
    session = world.held()
    arun, meera = world.later(world.cast.arun), world.later(world.cast.meera)
    for earlier in range(version + 1):
        actions.write_log(
            session, by=arun, version=earlier, works=f"Arun {earlier}", teacher_steps=["Keep"]
        )
    with pytest.raises(actions.Overtaken, match="wrote in this log"):
        actions.write_log(session, by=meera, version=version, works="Meera", teacher_steps=[])
    log = SessionLog.objects.get()
    assert (log.works, log.version) == (f"Arun {version}", version + 1)
    assert NextStep.objects.count() == 1
    actions.write_log(session, by=meera, version=log.version, works="Both")
    assert SessionLog.objects.get().works == "Both"


def test_who_overtook_herself_in_another_tab_is_told_so(world: World) -> None:
    session = world.held()
    arun, meera = world.later(world.cast.arun), world.later(world.cast.meera)
    own, others = "You wrote in this log yourself", "The other one wrote in this log"
    for version, writer, sentence in ((0, arun, own), (1, meera, others), (2, arun, own)):
        actions.write_log(session, by=writer, version=version, works=f"Version {version}")
        with pytest.raises(actions.Overtaken, match=sentence):
            actions.write_log(session, by=arun, version=version, works="In another tab")
    assert SessionLog.objects.get().works == "Version 2"


def test_writing_again_keeps_the_steps_that_stay_and_those_that_are_done(world: World) -> None:
    session = world.held()
    arun = world.later(world.cast.arun)
    actions.write_log(session, by=arun, version=0, teacher_steps=["Stays", "Done", "Goes"])
    stays, done, _goes = NextStep.objects.order_by("pk")
    actions.tick_step(done, by=arun)
    actions.write_log(session, by=arun, version=1, teacher_steps=["Stays", "New"])
    assert set(NextStep.objects.values_list("text", flat=True)) == {"Stays", "Done", "New"}
    assert NextStep.objects.get(text="Stays").pk == stays.pk


def test_more_than_ten_steps_are_no_next_steps(world: World) -> None:
    with pytest.raises(Unfit, match="at most 10 steps"):
        actions.write_log(
            world.held(),
            by=world.later(world.cast.arun),
            version=0,
            mentor_steps=[str(n) for n in range(11)],
        )


def test_a_step_is_ticked_once_and_can_be_opened_again(world: World) -> None:
    session = world.held()
    arun = world.later(world.cast.arun)
    actions.write_log(session, by=arun, version=0, teacher_steps=["Try"])
    step = NextStep.objects.get()
    in_another_tab = NextStep.objects.get()
    actions.tick_step(step, by=arun)
    actions.tick_step(in_another_tab, by=world.later(world.cast.meera))
    assert NextStep.objects.get().done_on == arun.today
    assert Event.objects.filter(verb="session.tick").count() == 1
    actions.tick_step(step, by=arun, done=False)
    assert NextStep.objects.get().done_on is None
    with pytest.raises(Refused):
        actions.tick_step(step, by=world.later(world.cast.devi))


def test_nobody_else_writes_the_log(world: World) -> None:
    session = world.held()
    for who in ("devi", "kavita", "nandan", "omar", "asha", "somu"):
        with pytest.raises(Refused, match="Only the mentor and the teacher"):
            actions.write_log(session, by=world.later(getattr(world.cast, who)), version=0)


@pytest.mark.parametrize(
    ("own", "host", "expected", "agreed"),
    [
        (45, 45, SessionStatus.HELD, 45),
        (45, 40, SessionStatus.HELD, None),
        (0, 0, SessionStatus.MISSED, 0),
        (45, 0, SessionStatus.CONFIRMED, None),
        (0, 45, SessionStatus.CONFIRMED, None),
        (45, None, SessionStatus.CONFIRMED, None),
        (None, 0, SessionStatus.CONFIRMED, None),
    ],
)
def test_held_or_missed_follows_from_what_both_say(
    world: World, own: int | None, host: int | None, expected: str, agreed: int | None
) -> None:
    session = world.confirmed()
    if own is not None:
        actions.say_attendance(session, world.cast.arun, own, by=world.later(world.cast.arun))
    if host is not None:
        actions.say_attendance(session, world.cast.arun, host, by=world.later(world.cast.meera))
    assert (status(session), Seat.objects.get().accounted_minutes) == (expected, agreed)
    assert session.status == expected


def test_a_difference_can_be_corrected_by_either(world: World) -> None:
    session = world.confirmed()
    arun, meera = world.later(world.cast.arun), world.later(world.cast.meera)
    actions.say_attendance(session, world.cast.arun, 45, by=arun)
    actions.say_attendance(session, world.cast.arun, 0, by=meera)
    assert Event.objects.filter(verb="session.differ").count() == 1
    actions.say_attendance(session, world.cast.arun, 45, by=meera)
    assert (status(session), Seat.objects.get().accounted_minutes) == (SessionStatus.HELD, 45)
    for viewer in (arun, meera):
        actions.say_attendance(session, world.cast.arun, 0, by=viewer)
    assert status(session) == SessionStatus.MISSED
    for viewer in (arun, meera):
        actions.say_attendance(session, world.cast.arun, 30, by=viewer)
    assert status(session) == SessionStatus.HELD


def test_a_pair_that_met_without_confirming_has_met(world: World) -> None:
    session = world.proposed()
    for person in (world.cast.arun, world.cast.meera):
        actions.say_attendance(session, world.cast.arun, 45, by=world.later(person))
    assert status(session) == SessionStatus.HELD


def test_minutes_are_said_afterwards_by_those_who_were_there(world: World) -> None:
    session = world.confirmed()
    with pytest.raises(Refused, match="has not come yet"):
        actions.say_attendance(session, world.cast.arun, 45, by=world.arun)
    for minutes in (-1, 601):
        with pytest.raises(Unfit, match="from 0 to 600"):
            actions.say_attendance(
                session, world.cast.arun, minutes, by=world.later(world.cast.arun)
            )
    for who in ("devi", "kavita", "nandan", "omar", "asha", "somu"):
        with pytest.raises(Refused, match="Only people of this session"):
            actions.say_attendance(
                session, world.cast.arun, 45, by=world.later(getattr(world.cast, who))
            )
    assert Seat.objects.get().own_minutes is None


def test_saying_it_in_two_tabs_is_saying_it_once(world: World) -> None:
    session = world.confirmed()
    in_another_tab = Session.objects.get(pk=session.pk)
    for tab in (session, in_another_tab):
        actions.say_attendance(tab, world.cast.arun, 45, by=world.later(world.cast.arun))
        actions.say_attendance(tab, world.cast.arun, 45, by=world.later(world.cast.meera))
    assert Event.objects.filter(verb="session.hold").count() == 1
