"""Cancelled late, or not there: by the rules of the blueprint, told before, and explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from banyan.kernel.attendance import absent
from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.models import Joining, Leave, Mark, Seat, Session
from banyan.mentoring.notices.marks import follow_mark
from banyan.mentoring.queries import marks as queries
from banyan.mentoring.queries.doses import minutes_of
from banyan.mentoring.rules import MARK
from banyan.mentoring.states import MarkKind, MarkStatus, Missing, SessionStatus
from banyan.notifications.actions import is_done
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.states import DaysKind, Role
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World
from tests.mentoring.test_sessions.test_settling import devi, said

DAY = timedelta(days=1)
WHY = "My daughter was taken to hospital"


def cancelled(world: World, before: timedelta, who: Person | None = None) -> Session:
    who = who or world.cast.arun
    session = world.confirmed()
    return actions.cancel_session(session, "unwell", by=world.by(who, SOON - before))


@pytest.mark.parametrize(("hours", "marks"), [(48, 0), (24, 0), (23.99, 1), (3, 1), (0.01, 1)])
def test_later_than_the_hours_of_the_blueprint_is_late(
    world: World, hours: float, marks: int
) -> None:
    cancelled(world, timedelta(hours=hours))
    found = Mark.objects.values_list("person_id", "kind", "status")
    expected = (world.cast.arun.pk, MarkKind.LATE_CANCEL, MarkStatus.COUNTS)
    assert list(found) == [expected] * marks


def test_the_mentor_has_no_other_rule(world: World) -> None:
    cancelled(world, timedelta(hours=3), world.cast.meera)
    assert Mark.objects.get().person == world.cast.meera


def test_a_time_that_nobody_agreed_to_is_never_cancelled_late(world: World) -> None:
    session = world.proposed()
    actions.cancel_session(session, "unwell", by=world.by(world.cast.meera, SOON - DAY / 12))
    assert not Mark.objects.exists()


@pytest.mark.parametrize("who", ["arun", "meera"])
def test_on_days_away_nothing_counts(world: World, who: str) -> None:
    Leave.objects.create(
        person=getattr(world.cast, who),
        starts_on=SOON.date(),
        ends_on=SOON.date() + DAY,
        entered_at=NOW,
    )
    cancelled(world, timedelta(hours=3))
    assert not Mark.objects.exists()


def test_on_days_on_which_the_school_is_closed_nothing_counts(world: World) -> None:
    session, keeper = world.confirmed(), system(NOW)
    organisations.add_days(
        world.cast.school, DaysKind.CLOSED, "Pongal", SOON.date(), SOON.date(), by=keeper
    )
    actions.cancel_session(session, "unwell", by=world.by(world.cast.arun, SOON - DAY / 8))
    assert not Mark.objects.exists()


def test_a_session_that_has_begun_is_not_cancelled_any_more(world: World) -> None:
    session = world.confirmed()
    with pytest.raises(Refused, match="has begun\\. Say how long it was"):
        actions.cancel_session(session, "unwell", by=world.by(world.cast.arun, SOON))


def test_cancelling_in_two_tabs_is_late_once(world: World) -> None:
    session = world.confirmed()
    in_another_tab = Session.objects.get(pk=session.pk)
    by = world.by(world.cast.arun, SOON - DAY / 12)
    actions.cancel_session(session, "unwell", by=by)
    with pytest.raises((Stale, Refused)):
        actions.cancel_session(in_another_tab, "unwell", by=by)
    assert Mark.objects.count() == 1


SIDES = ("teacher", "mentor")


@pytest.mark.parametrize(
    ("minutes", "own", "other", "settled", "expected"),
    [
        (0, "teacher", "", "", "teacher"),
        (0, "teacher", "mentor", "", "teacher"),  # of herself she is believed
        (0, "", "mentor", "", "mentor"),
        (0, "mentor", "teacher", "", ""),  # one word against another
        (0, "mentor", "nobody", "", ""),
        (0, "nobody", "teacher", "", ""),
        (0, "", "", "teacher", "teacher"),
        (0, "teacher", "", "nobody", ""),
        (45, "teacher", "teacher", "teacher", ""),
        (None, "teacher", "teacher", "", ""),
    ],
)
def test_nobody_is_absent_on_the_word_of_the_other_alone(
    minutes: int | None, own: str, other: str, settled: str, expected: str
) -> None:
    assert absent(minutes, own, other, settled, sides=SIDES) == expected


def nobody_met(world: World, own: str, host: str) -> Session:
    session = world.confirmed()
    for who, missing in ((world.cast.arun, own), (world.cast.meera, host)):
        actions.say_attendance(session, world.cast.arun, 0, by=world.later(who), missing=missing)
    return session


def test_who_says_so_of_herself_was_absent(world: World) -> None:
    nobody_met(world, Missing.TEACHER, Missing.TEACHER)
    mark = Mark.objects.get()
    assert (mark.person, mark.kind) == (world.cast.arun, MarkKind.NO_SHOW)


def test_one_word_against_another_marks_nobody(world: World) -> None:
    nobody_met(world, Missing.MENTOR, Missing.TEACHER)
    assert not Mark.objects.exists()


def test_what_is_corrected_marks_nobody(world: World) -> None:
    session = nobody_met(world, Missing.TEACHER, "")
    for who in (world.cast.arun, world.cast.meera):
        actions.say_attendance(session, world.cast.arun, 40, by=world.later(who))
    assert Mark.objects.get().status == MarkStatus.FELL_AWAY
    assert queries.counted(world.cast.arun.pk, session, AFTER).marks == 0
    assert Session.objects.get().status == SessionStatus.HELD
    assert Seat.objects.get().own_missing == ""


def test_a_coordinator_can_settle_who_was_not_there(world: World) -> None:
    found = said(world, 0, 45)
    actions.settle_attendance(found, 0, "Both were asked.", by=devi(world), missing=Missing.TEACHER)
    assert Mark.objects.get().person == world.cast.arun


def test_whoever_had_a_seat_and_did_not_come_to_the_group_was_absent(world: World) -> None:
    group, (came, stayed_away) = world.group(), world.others[:2]
    for teacher in (came, stayed_away):
        actions.take_seat(group, by=world.by(teacher))
    for teacher, minutes in ((came, 60), (stayed_away, 0)):
        for by in (world.later(teacher), world.later(world.cast.meera)):
            actions.say_attendance(group, teacher, minutes, by=by)
    assert Mark.objects.get().person == stayed_away


# Explained, in confidence


def explained(world: World) -> Mark:
    cancelled(world, timedelta(hours=3))
    arun = world.by(world.cast.arun, SOON)
    return actions.explain_mark(queries.mark(arun, Mark.objects.get().pk), WHY, by=arun)


def test_only_whoever_it_is_of_explains_and_only_coordinators_decide(world: World) -> None:
    cancelled(world, timedelta(hours=3))
    pk = Mark.objects.get().pk
    for who in ("meera", "kavita", "nandan", "omar", "asha", "somu"):
        with pytest.raises(Mark.DoesNotExist):
            queries.mark(world.later(getattr(world.cast, who)), pk)
    devi, arun = world.later(world.cast.devi), world.later(world.cast.arun)
    with pytest.raises(Refused, match="Only whoever it is of"):
        actions.explain_mark(queries.mark(devi, pk), WHY, by=devi)
    with pytest.raises(Unfit, match="Say in a few words"):
        actions.explain_mark(queries.mark(arun, pk), "  ", by=arun)
    mark = actions.explain_mark(queries.mark(arun, pk), WHY, by=arun)
    with pytest.raises(Refused, match="Only a coordinator"):
        actions.lift_mark(mark, "Because", by=arun)
    with pytest.raises(Unfit, match="only this person reads it"):
        actions.lift_mark(mark, " ", by=devi)
    actions.lift_mark(mark, "Of course.", by=devi)
    assert Mark.objects.get().status == MarkStatus.LIFTED


def test_what_is_lifted_or_waits_counts_nowhere(world: World) -> None:
    mark = explained(world)
    devi, session = world.later(world.cast.devi), Session.objects.get()

    def count() -> int:
        return queries.counted(world.cast.arun.pk, session, AFTER).marks

    assert count() == 0
    actions.let_mark_stand(mark, "It was the third time.", by=devi)
    assert count() == 1
    Mark.objects.update(status=MarkStatus.LIFTED)
    assert count() == 0
    Mark.objects.update(status=MarkStatus.COUNTS, made_at=AFTER - 181 * DAY)
    assert count() == 0


def test_explaining_and_deciding_in_two_tabs_happen_once(world: World) -> None:
    cancelled(world, timedelta(hours=3))
    arun, devi = world.by(world.cast.arun, SOON), world.later(world.cast.devi)
    pk = Mark.objects.get().pk
    first, second = queries.mark(arun, pk), queries.mark(arun, pk)
    actions.explain_mark(first, WHY, by=arun)
    with pytest.raises(Stale):
        actions.explain_mark(second, "Another reason", by=arun)
    assert Mark.objects.get().explanation == WHY
    first, second = queries.mark(devi, pk), queries.mark(devi, pk)
    actions.lift_mark(first, "Of course.", by=devi)
    with pytest.raises(Stale):
        actions.let_mark_stand(second, "No.", by=devi)
    assert Mark.objects.get().status == MarkStatus.LIFTED
    assert Event.objects.filter(verb__in=["mark.lift", "mark.stand"]).count() == 1


def test_no_word_of_it_is_read_by_anybody_else_anywhere(
    world: World, signed_in: Callable[[Person], Client], worker: Callable[..., int]
) -> None:
    mark = explained(world)
    session = f"/sessions/{mark.session_id}/"
    addresses = (f"/marks/{mark.pk}/", f"/marks/{mark.pk}/decide/", "/marks/", session, "/")
    with time_machine.travel(AFTER, tick=False):
        worker(AFTER)
        for who in ("meera", "kavita", "nandan", "omar", "asha", "somu"):
            browser = signed_in(getattr(world.cast, who))
            for address in addresses:
                assert WHY not in browser.get(address).content.decode()
            assert browser.get(addresses[0]).status_code == 404
            if who == "meera":
                assert "Late cancellation" not in browser.get(session).content.decode()
        devi = signed_in(world.cast.devi)
        assert WHY in devi.get(addresses[0]).content.decode()
        assert addresses[0] in devi.get("/marks/").content.decode()
        answer = devi.post(addresses[1], {"verdict": "lift", "because": "Of course."})
        assert answer.status_code == 302
        page = signed_in(world.cast.arun).get(addresses[0]).content.decode()
        assert "Of course." in page
    worker(AFTER)
    for text in (
        *Notice.objects.values_list("data", flat=True),
        *Event.objects.values_list("data", flat=True),
    ):
        assert WHY not in str(text)
        assert "Of course" not in str(text)


def test_the_rule_is_told_before_it_bites(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    session = world.confirmed()
    browser, address = signed_in(world.cast.arun), f"/sessions/{session.pk}/cancel/"
    with time_machine.travel(SOON - timedelta(hours=3), tick=False):
        page = " ".join(browser.get(address).content.decode().split())
    assert "This session begins in 3 hours." in page
    assert "later than 24 hours before as late" in page
    with time_machine.travel(SOON - timedelta(hours=30), tick=False):
        page = " ".join(browser.get(address).content.decode().split())
    assert "You are in time." in page


def test_after_some_of_them_both_are_asked_and_the_coordinators_told(
    world: World, worker: Callable[..., int]
) -> None:
    for number in range(3):
        starts_at = SOON + number * DAY
        session = world.confirmed(starts_at)
        by = world.by(world.cast.arun, starts_at - timedelta(hours=3))
        actions.cancel_session(session, "unwell", by=by)
        worker(starts_at)
        told = Notice.objects.filter(kind="mark.talk").values_list("person_id", flat=True)
        expected = sorted([world.cast.arun.pk, world.cast.meera.pk]) if number == 2 else []
        assert sorted(told) == expected
    area = Notice.objects.filter(kind="mark.talk_area").values_list("person_id", flat=True)
    assert list(area) == [world.cast.devi.pk]


# Pressing "join"


def test_pressing_join_is_kept_apart_and_counts_for_nothing(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    session = world.confirmed(meeting_url="https://meet.example.org/a")
    address, page = f"/sessions/{session.pk}/join/", f"/sessions/{session.pk}/"
    with time_machine.travel(SOON, tick=False):
        arun = signed_in(world.cast.arun)
        assert arun.get(address).status_code == 302
        assert not Joining.objects.exists()  # looking is no pressing
        for _tab in range(2):
            assert f'content="0; url={address}"' in arun.post(address).content.decode()
        assert Joining.objects.get().person == world.cast.arun
        assert "pressed “join”" in signed_in(world.cast.meera).get(page).content.decode()
        assert "pressed “join”" not in signed_in(world.cast.devi).get(page).content.decode()
        for who in ("kavita", "nandan", "omar", "asha", "somu"):
            assert signed_in(getattr(world.cast, who)).post(address).status_code == 404
        assert signed_in(world.cast.devi).post(address).status_code == 403
    seat = Seat.objects.get()
    assert (seat.own_minutes, seat.host_minutes, seat.accounted_minutes) == (None, None, None)
    assert minutes_of([world.pair.pk]) == {}
    assert Event.objects.filter(verb="session.join").count() == 1


# What is corrected afterwards


def said_again(world: World, session: Session, minutes: int, missing: str = "") -> None:
    """Both say it anew."""
    for who in (world.cast.arun, world.cast.meera):
        actions.say_attendance(
            session, world.cast.arun, minutes, by=world.later(who), missing=missing
        )


def test_a_mark_falls_away_and_comes_back_with_what_is_said(
    world: World, worker: Callable[..., int], signed_in: Callable[[Person], Client]
) -> None:
    session = nobody_met(world, Missing.TEACHER, Missing.TEACHER)
    mark = Mark.objects.get()
    worker(AFTER)
    said_again(world, session, 0)
    assert Mark.objects.get().status == MarkStatus.FELL_AWAY
    assert queries.own_marks(world.later(world.cast.arun)) == []
    assert queries.marks_of_session(world.later(world.cast.arun), session) == []
    assert queries.counted(world.cast.arun.pk, session, AFTER).marks == 0
    with time_machine.travel(AFTER, tick=False):
        notice = Notice.objects.get(kind="mark.no_show")
        page = signed_in(world.cast.arun).get(notice.link).content.decode()
    assert "Fallen away" in page
    said_again(world, session, 0, Missing.TEACHER)
    assert Mark.objects.get().status == MarkStatus.COUNTS
    verbs = Event.objects.filter(subject=f"mark:{mark.pk}").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "mark.add", "mark.fall_away", "mark.count_again",
    ]  # fmt: skip


@pytest.mark.parametrize("verb", ["", "lift", "stand"])
def test_what_was_explained_is_not_swept_away_by_other_minutes(world: World, verb: str) -> None:
    session = nobody_met(world, Missing.TEACHER, Missing.TEACHER)
    arun, devi = world.later(world.cast.arun), world.later(world.cast.devi)
    mark = actions.explain_mark(queries.mark(arun, Mark.objects.get().pk), WHY, by=arun)
    if verb:
        decide = {"lift": actions.lift_mark, "stand": actions.let_mark_stand}[verb]
        decide(queries.mark(devi, mark.pk), "Asked both.", by=devi)
    before = Mark.objects.values().get()
    said_again(world, session, 0)
    said_again(world, session, 0, Missing.TEACHER)
    assert Mark.objects.values().get() == before


def test_only_the_platform_lets_a_mark_fall_away(world: World) -> None:
    cancelled(world, timedelta(hours=3))
    mark = Mark.objects.get()
    for status in MarkStatus:
        mark.status = status
        for verb in ("fall_away", "count_again"):
            for who in ("arun", "meera", "devi", "kavita", "omar"):
                assert not MARK.decide(world.later(getattr(world.cast, who)), mark, verb)
        allowed = {v for v in ("fall_away", "count_again") if MARK.decide(system(AFTER), mark, v)}
        expected = {MarkStatus.COUNTS: {"fall_away"}, MarkStatus.FELL_AWAY: {"count_again"}}
        assert allowed == expected.get(status, set())


def test_nobody_is_told_of_a_mark_that_is_gone_and_no_mail_goes_out_of_one_that_fell_away(
    world: World, worker: Callable[..., int]
) -> None:
    session = nobody_met(world, Missing.TEACHER, Missing.TEACHER)
    worker(AFTER)
    notice = Notice.objects.get(kind="mark.no_show")
    assert not is_done(notice, AFTER)
    said_again(world, session, 0)
    assert is_done(notice, AFTER)
    event = Event.objects.get(verb="mark.add")
    Mark.objects.all().delete()
    Notice.objects.all().delete()
    follow_mark(event)
    assert not Notice.objects.exists()


# Who coordinates and is of the session, too


def coordinates(person: Person, place: Organisation) -> None:
    organisations.give_role(
        person, place, Role.COORDINATOR, by=system(NOW), starts_on=NOW.date() - DAY
    )


def test_what_is_explained_is_told_to_those_who_may_read_it_and_to_nobody_else(
    world: World, worker: Callable[..., int]
) -> None:
    coordinates(world.cast.meera, world.cast.school)
    for number in range(3):
        starts_at = SOON + number * DAY
        session = world.confirmed(starts_at)
        arun = world.by(world.cast.arun, starts_at - timedelta(hours=3))
        actions.cancel_session(session, "unwell", by=arun)
        worker(starts_at)
    actions.explain_mark(queries.mark(arun, Mark.objects.order_by("-pk")[0].pk), WHY, by=arun)
    worker(starts_at)
    for kind in ("mark.explained", "mark.talk_area"):
        told = Notice.objects.filter(kind=kind).values_list("person_id", flat=True)
        assert list(told) == [world.cast.devi.pk], kind


def test_of_those_who_may_read_it_the_nearest_are_told(
    world: World, worker: Callable[..., int]
) -> None:
    coordinates(world.others[0], world.cast.school)
    explained(world)
    worker(AFTER)
    told = Notice.objects.filter(kind="mark.explained").values_list("person_id", flat=True)
    assert list(told) == [world.others[0].pk]


def test_where_nobody_may_read_it_whoever_explains_is_told_so(
    world: World, worker: Callable[..., int], signed_in: Callable[[Person], Client]
) -> None:
    coordinates(world.cast.meera, world.cast.school)
    cancelled(world, timedelta(hours=3))
    address = f"/marks/{Mark.objects.get().pk}/"
    with time_machine.travel(SOON, tick=False):
        arun = signed_in(world.cast.arun)
        assert "nobody can look at it" not in arun.get(address).content.decode()
        Membership.objects.filter(person=world.cast.devi).delete()
        assert "At this moment nobody can look at it" in arun.get(address).content.decode()
        page = arun.post(address, {"words": WHY}, follow=True).content.decode()
    assert "Nobody can look at it now" in page
    assert "The coordinators have it" not in page
    worker(SOON)
    assert not Notice.objects.filter(kind="mark.explained").exists()
    assert Mark.objects.get().status == MarkStatus.EXPLAINED


# Moved instead of cancelled


def moved(world: World, before: timedelta, others: Sequence[datetime] = ()) -> Session:
    """Arun leaves the agreed time so long before it."""
    by = world.by(world.cast.arun, SOON - before)
    return actions.reschedule(world.confirmed(), SOON + DAY, 45, by=by, others=others)


@pytest.mark.parametrize("who", ["arun", "meera"])
def test_a_session_that_has_begun_is_not_moved_any_more(world: World, who: str) -> None:
    session = world.confirmed()
    for at in (SOON, AFTER):
        with pytest.raises(Refused, match="has begun\\. Say how long it was"):
            by = world.by(getattr(world.cast, who), at)
            actions.reschedule(session, AFTER + DAY, 45, by=by)
    assert Session.objects.get().status == SessionStatus.CONFIRMED


def test_moving_late_and_calling_it_off_then_is_late(world: World) -> None:
    session = moved(world, timedelta(hours=3))
    mark = Mark.objects.get()
    assert (mark.person, mark.kind, mark.status) == (
        world.cast.arun, MarkKind.LATE_MOVE, MarkStatus.COUNTS,
    )  # fmt: skip
    actions.cancel_session(session, "unwell", by=world.by(world.cast.arun, SOON))
    assert Mark.objects.get().status == MarkStatus.COUNTS


def test_moving_with_the_yes_of_the_other_one_is_free(
    world: World, worker: Callable[..., int]
) -> None:
    session = moved(world, timedelta(hours=3), others=[SOON + 2 * DAY])
    worker(SOON)
    assert Notice.objects.get(kind="mark.late_move").person == world.cast.arun
    actions.confirm_session(session, by=world.by(world.cast.meera, SOON), at=SOON + 2 * DAY)
    assert Mark.objects.get().status == MarkStatus.FELL_AWAY
    late = world.by(world.cast.arun, SOON + 2 * DAY - timedelta(hours=3))
    actions.cancel_session(Session.objects.get(), "unwell", by=late)
    mark = Mark.objects.get()
    assert (mark.kind, mark.status) == (MarkKind.LATE_CANCEL, MarkStatus.COUNTS)


def test_moving_in_time_a_proposal_or_a_day_away_is_never_late(world: World) -> None:
    moved(world, timedelta(hours=24))
    actions.reschedule(
        Session.objects.get(), SOON + 2 * DAY, 45, by=world.by(world.cast.arun, SOON + DAY)
    )
    assert not Mark.objects.exists()


def test_the_form_for_another_time_says_when_it_counts_as_late(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    session = world.confirmed()
    browser, address = signed_in(world.cast.arun), f"/sessions/{session.pk}/reschedule/"

    def page(before: timedelta) -> str:
        with time_machine.travel(SOON - before, tick=False):
            return " ".join(browser.get(address).content.decode().split())

    assert "counts that as late until the other one agrees" in page(timedelta(hours=3))
    assert "You are in time." in page(timedelta(hours=30))
    assert "has begun" in page(-timedelta(minutes=1))


@pytest.mark.parametrize("page", ["cancel", "reschedule"])
def test_on_days_on_which_nothing_counts_no_form_warns_of_it(
    world: World, signed_in: Callable[[Person], Client], page: str
) -> None:
    session = world.confirmed()
    address = f"/sessions/{session.pk}/{page}/"
    with time_machine.travel(SOON - timedelta(hours=3), tick=False):
        browser = signed_in(world.cast.arun)
        assert "as late" in browser.get(address).content.decode()
        Leave.objects.create(
            person=world.cast.meera,
            starts_on=SOON.date(),
            ends_on=SOON.date() + DAY,
            entered_at=NOW,
        )
        assert "as late" not in browser.get(address).content.decode()
