"""Who is told what of a session, when it is still worth telling, and pairs that went quiet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.mentoring import actions, jobs
from banyan.mentoring.models import Mentorship, Session
from banyan.notifications.actions import is_done, mail_digests, mail_due
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.actions import add_person
from banyan.trail.models import Event
from banyan.trail.queries import timeline
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World

Worker = Callable[..., int]


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def wanted(kind: str) -> bool:
    """Whether the one notice of this kind is still worth telling now."""
    return not is_done(Notice.objects.filter(kind=kind).latest("pk"), timezone.now())


def run_at(job: Callable[[], int], moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return job()


def test_the_other_one_hears_of_each_step(world: World, worker: Worker) -> None:
    session = world.proposed(topic="Fractions")
    worker()
    assert told("session.proposed") == {"Arun Patel"}
    actions.confirm_session(session, by=world.arun)
    worker()
    assert told("session.confirmed") == {"Meera Iyer"}
    actions.reschedule(session, SOON + timedelta(days=1), 45, by=world.arun)
    worker()
    assert told("session.rescheduled") == {"Meera Iyer"}
    actions.cancel_session(session, "My mother is unwell", by=world.meera)
    worker()
    assert told("session.cancelled") == {"Arun Patel"}
    data = "".join(str(notice.data) for notice in Notice.objects.all())
    assert "Fractions" not in data
    assert "unwell" not in data
    assert Notice.objects.get(kind="session.proposed").data["other"] == "Meera Iyer"


def test_a_notice_of_what_is_done_already_is_not_told(world: World, worker: Worker) -> None:
    session = world.proposed()
    worker()
    with time_machine.travel(NOW, tick=False):
        assert wanted("session.proposed")
        actions.confirm_session(session, by=world.arun)
        assert not wanted("session.proposed")
        worker()
        assert wanted("session.confirmed")
        actions.cancel_session(session, "other", by=world.arun)
        assert not wanted("session.confirmed")


def test_the_first_who_waits_is_told_of_the_seat(world: World, worker: Worker) -> None:
    group = world.group(seats=1)
    for person in world.others[:3]:
        actions.take_seat(Session.objects.get(pk=group.pk), by=world.by(person))
    actions.give_seat_back(Session.objects.get(), by=world.by(world.others[0]))
    worker()
    assert told("session.promoted") == {"Chetan Mehta"}
    actions.reschedule(Session.objects.get(), SOON + timedelta(days=1), 60, by=world.meera)
    worker()
    assert told("session.shifted") == {"Chetan Mehta", "Dipa Joshi"}
    actions.cancel_session(Session.objects.get(), "other", by=world.meera)
    worker()
    assert told("session.cancelled") == {"Chetan Mehta", "Dipa Joshi"}


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        (timedelta(hours=25), None),
        (timedelta(hours=24), "session.reminder_day"),
        (timedelta(hours=2), "session.reminder_day"),
        (timedelta(hours=1), "session.reminder_hour"),
        (timedelta(minutes=5), "session.reminder_hour"),
        (timedelta(0), None),
    ],
)
def test_reminders_come_a_day_and_an_hour_before(
    world: World, before: timedelta, kind: str | None
) -> None:
    world.confirmed()
    run_at(jobs.remind, SOON - before)
    kinds = set(Notice.objects.filter(kind__contains="reminder").values_list("kind", flat=True))
    assert kinds == ({kind} if kind else set())
    if kind:
        assert told(kind) == {"Meera Iyer", "Arun Patel"}
        assert run_at(jobs.remind, SOON - before) == 0


def test_nobody_is_reminded_of_what_is_not_agreed_or_was_called_off(world: World) -> None:
    world.proposed()
    cancelled = world.confirmed(SOON + timedelta(hours=2))
    actions.cancel_session(cancelled, "other", by=world.arun)
    assert run_at(jobs.remind, SOON - timedelta(hours=1)) == 0


def test_a_reminder_waits_for_nobody_once_the_session_moved(world: World) -> None:
    session = world.confirmed()
    eve = SOON - timedelta(hours=20)
    run_at(jobs.remind, eve)
    with time_machine.travel(eve, tick=False):
        assert wanted("session.reminder_day")
    with time_machine.travel(SOON, tick=False):
        assert not wanted("session.reminder_day")
    actions.reschedule(session, SOON + timedelta(days=1), 45, by=world.arun)
    with time_machine.travel(eve, tick=False):
        assert not wanted("session.reminder_day")
    actions.confirm_session(session, by=world.meera)
    assert run_at(jobs.remind, eve + timedelta(days=1)) == 2


def test_a_pair_that_has_ended_is_not_reminded(world: World) -> None:
    world.confirmed()
    Mentorship.objects.update(status="ended")
    assert run_at(jobs.remind, SOON - timedelta(hours=1)) == 0


@pytest.mark.parametrize("verb", ["end", "complete"])
def test_what_a_pair_had_planned_falls_away_with_it(
    world: World, worker: Worker, verb: str
) -> None:
    begun = world.confirmed(NOW + timedelta(minutes=30))
    planned = [world.confirmed(), world.proposed(SOON + timedelta(days=7))]
    group = world.group(starts_at=SOON + timedelta(days=1))
    devi = world.by(world.cast.devi, NOW + timedelta(hours=1))
    if verb == "end":
        actions.end(world.pair, "no_time", "", False, by=devi)
    else:
        world.pair.cohort.blueprint_version = "1.0"  # which asks for nothing
        actions.complete(world.pair, by=devi)
    worker()
    worker()
    assert [Session.objects.get(pk=s.pk).status for s in (begun, *planned, group)] == [
        "confirmed",  # they may have met: they say so themselves
        "cancelled",
        "cancelled",
        "confirmed",
    ]
    assert [Session.objects.get(pk=s.pk).sequence for s in planned] == [1, 1]
    lapsed = Event.objects.filter(verb="session.lapse")
    assert set(lapsed.values_list("subject", "actor")) == {(f"session:{s.pk}", 0) for s in planned}
    assert told("session.cancelled") == set()


def test_only_the_platform_lets_a_session_lapse_and_only_of_a_pair_that_is_over(
    world: World,
) -> None:
    session = world.confirmed()
    for viewer in (world.meera, world.arun, world.by(world.cast.devi), system(NOW)):
        with pytest.raises(Refused, match="happens by itself"):
            actions.lapse(session, by=viewer)
    actions.end(world.pair, "no_time", "", False, by=world.meera)
    seen_twice = Session.objects.get(pk=session.pk)
    actions.lapse(Session.objects.get(pk=session.pk), by=system(NOW))
    with pytest.raises(Stale):
        actions.lapse(seen_twice, by=system(NOW))


def test_whoever_has_not_said_is_asked_once(world: World) -> None:
    session = world.confirmed()
    with time_machine.travel(AFTER, tick=False):
        actions.say_attendance(session, world.cast.arun, 45, by=world.later(world.cast.arun))
    assert run_at(jobs.ask_attendance, AFTER) == 1
    assert run_at(jobs.ask_attendance, AFTER + timedelta(hours=1)) == 0
    assert told("session.attendance") == {"Meera Iyer"}
    assert wanted("session.attendance")
    actions.say_attendance(session, world.cast.arun, 45, by=world.later(world.cast.meera))
    assert not wanted("session.attendance")


def test_whoever_says_it_before_the_digest_comes_gets_no_mail_of_it(world: World) -> None:
    session = world.confirmed()
    run_at(jobs.ask_attendance, AFTER)
    mail.outbox.clear()
    assert mail_due(now=AFTER + timedelta(minutes=1)) == 0
    actions.say_attendance(session, world.cast.arun, 45, by=world.later(world.cast.arun))
    next_day = AFTER + timedelta(days=1)
    assert mail_digests(now=next_day) == 1
    run_at(jobs.ask_attendance, next_day)
    assert mail_due(now=next_day) == mail_digests(now=next_day + timedelta(days=1)) == 0
    assert [(one.to, one.body.count("Say how long you met:")) for one in mail.outbox] == [
        (["meera@example.org"], 1)
    ]


def test_a_difference_is_told_to_both(world: World, worker: Worker) -> None:
    session = world.confirmed()
    actions.say_attendance(session, world.cast.arun, 45, by=world.later(world.cast.arun))
    actions.say_attendance(session, world.cast.arun, 30, by=world.later(world.cast.meera))
    worker()
    assert told("session.differ") == {"Meera Iyer", "Arun Patel"}


# Quiet pairs: the world's pair began on 10 January.

BEGAN = datetime(2026, 1, 10, 12, 0, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("days", "kind", "people"),
    [
        (6, None, set()),
        (7, "session.quiet_mentor", {"Meera Iyer"}),
        (13, "session.quiet_mentor", {"Meera Iyer"}),
        (14, "session.quiet_pair", {"Meera Iyer", "Arun Patel"}),
        (21, "session.quiet_area", {"Devi Nair"}),
        (60, "session.quiet_area", {"Devi Nair"}),
    ],
)
def test_silence_is_asked_about_step_by_step(
    world: World, days: int, kind: str | None, people: set[str]
) -> None:
    moment = BEGAN + timedelta(days=days)
    run_at(jobs.nudge_quiet, moment)
    told_now = {n.person.name for n in Notice.objects.filter(kind__contains="quiet")}
    assert told_now == people
    assert run_at(jobs.nudge_quiet, moment) == 0
    if kind:
        assert set(Notice.objects.filter(kind__contains="quiet").values_list("kind")) == {(kind,)}


def test_each_step_is_told_once_for_each_silence(world: World) -> None:
    for day in range(1, 30):
        run_at(jobs.nudge_quiet, BEGAN + timedelta(days=day))
    kinds = Notice.objects.filter(kind__contains="quiet").order_by("pk")
    assert list(kinds.values_list("kind", "person__name")) == [
        ("session.quiet_mentor", "Meera Iyer"),
        ("session.quiet_pair", "Meera Iyer"),
        ("session.quiet_pair", "Arun Patel"),
        ("session.quiet_area", "Devi Nair"),
    ]


@pytest.mark.parametrize("who", ["meera", "arun"])
def test_nobody_is_asked_while_one_of_the_two_is_away(world: World, who: str) -> None:
    """And from the day on which both are back, the days are counted anew."""
    away = world.by(getattr(world.cast, who))
    actions.take_leave(date(2026, 1, 15), date(2026, 1, 18), by=away)
    assert run_at(jobs.nudge_quiet, BEGAN + timedelta(days=7)) == 0
    assert run_at(jobs.nudge_quiet, BEGAN + timedelta(days=15)) == 0
    assert run_at(jobs.nudge_quiet, BEGAN + timedelta(days=16)) == 1
    with time_machine.travel(BEGAN + timedelta(days=16), tick=False):
        assert wanted("session.quiet_mentor")
    at_once = world.by(world.cast.meera, BEGAN + timedelta(days=16))
    actions.take_leave(date(2026, 1, 26), date(2026, 1, 27), by=at_once)
    with time_machine.travel(BEGAN + timedelta(days=16), tick=False):
        assert not wanted("session.quiet_mentor")


def test_nobody_is_nudged_once_a_session_is_planned(world: World) -> None:
    run_at(jobs.nudge_quiet, BEGAN + timedelta(days=4, hours=6))
    session = world.proposed(BEGAN + timedelta(days=30))
    for day in (7, 14, 21):
        assert run_at(jobs.nudge_quiet, BEGAN + timedelta(days=day)) == 0
    actions.cancel_session(session, "other", by=world.meera)
    assert run_at(jobs.nudge_quiet, BEGAN + timedelta(days=7)) == 1
    with time_machine.travel(BEGAN + timedelta(days=7), tick=False):
        assert wanted("session.quiet_mentor")
        actions.propose_session(
            world.pair,
            BEGAN + timedelta(days=9),
            45,
            by=world.by(world.cast.meera, BEGAN + timedelta(days=7)),
        )
        assert not wanted("session.quiet_mentor")


def test_a_silence_is_counted_from_the_last_session(world: World) -> None:
    world.held()
    assert run_at(jobs.nudge_quiet, SOON + timedelta(days=6)) == 0
    assert run_at(jobs.nudge_quiet, SOON + timedelta(days=7)) == 1


def test_a_pause_is_no_silence_and_going_on_begins_anew(world: World) -> None:
    actions.pause(world.pair, date(2026, 2, 10), by=world.meera)
    assert run_at(jobs.nudge_quiet, BEGAN + timedelta(days=25)) == 0
    resumed = BEGAN + timedelta(days=30)
    actions.resume(world.pair, by=world.by(world.cast.meera, resumed))
    assert run_at(jobs.nudge_quiet, resumed + timedelta(days=6)) == 0
    assert run_at(jobs.nudge_quiet, resumed + timedelta(days=7)) == 1


def test_the_nearest_coordinator_is_told(world: World) -> None:
    from_nation = world.by(world.cast.asha)
    near = add_person("Nila Bhatt", email="nila@example.org", by=from_nation)
    organisations.give_role(
        near, world.cast.district, Role.COORDINATOR, by=from_nation, starts_on=date(2025, 1, 1)
    )
    run_at(jobs.nudge_quiet, BEGAN + timedelta(days=21))
    assert told("session.quiet_area") == {"Nila Bhatt"}


def test_the_timeline_tells_it_in_sentences(world: World) -> None:
    session = world.held()
    said = [entry.sentence for entry in timeline([f"session:{session.pk}"])]
    assert said == [
        "{actor} said how long it was; the session took place.",
        "{actor} confirmed the time of a session.",
        "{actor} proposed a time for a session.",
    ]


def test_who_takes_a_seat_after_the_others_were_reminded_is_reminded_too(world: World) -> None:
    group = world.group()
    eve = SOON - timedelta(hours=20)
    actions.take_seat(Session.objects.get(pk=group.pk), by=world.by(world.others[0]))
    assert run_at(jobs.remind, eve) == 2
    actions.take_seat(Session.objects.get(pk=group.pk), by=world.by(world.others[1]))
    assert run_at(jobs.remind, eve + timedelta(minutes=5)) == 1
    assert run_at(jobs.remind, eve + timedelta(minutes=10)) == 0


@pytest.mark.parametrize(
    ("job", "at"), [(jobs.remind, SOON - timedelta(hours=3)), (jobs.ask_attendance, AFTER)]
)
def test_of_whom_everybody_was_told_costs_nothing(
    world: World, job: Callable[[], int], at: datetime
) -> None:
    """However many sessions: these jobs look every few minutes for as long as a day."""

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert run_at(job, at) == 0
        return len(queries)

    nothing = cost()
    world.confirmed()
    assert run_at(job, at) == 2
    assert cost() == nothing
