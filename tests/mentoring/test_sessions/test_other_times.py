"""A session with up to three times, of which the other one chooses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.kernel.hours import minute
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions
from banyan.mentoring.jobs.sessions import expire_proposals
from banyan.mentoring.models import Mentorship, OtherTime, Session, TakenTime
from banyan.mentoring.queries import hours
from banyan.mentoring.queries import mentorships as pairs
from banyan.mentoring.queries import sessions as queries
from banyan.mentoring.states import MentorshipStatus, SessionStatus
from banyan.notifications.models import Notice
from banyan.notifications.queries import in_words
from banyan.people.models import Person
from tests.conftest import NOW
from tests.mentoring.test_sessions.conftest import SOON, World

SignIn = Callable[[Person], Client]
NEXT, LAST = SOON + timedelta(days=1), SOON + timedelta(days=3)
DAY = timedelta(days=1)
FIVES = 9  # in 45 minutes
TIMES = {
    "day": "2026-01-16", "time": "17:00", "minutes": "45", "mode": "online", "topic": "",
    "day_2": "2026-01-17", "time_2": "17:00", "day_3": "2026-01-19", "time_3": "17:00",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def three(world: World) -> Session:
    """Meera proposes three times."""
    return actions.propose_session(world.pair, SOON, 45, by=world.meera, others=[LAST, NEXT])


def test_all_times_are_held_for_both_until_one_is_chosen(world: World, three: Session) -> None:
    assert TakenTime.objects.count() == 2 * 3 * FIVES
    actions.confirm_session(three, by=world.arun, at=NEXT)
    session = Session.objects.get()
    assert (session.status, session.starts_at) == (SessionStatus.CONFIRMED, NEXT)
    assert session.ends_at == NEXT + timedelta(minutes=45)
    assert TakenTime.objects.count() == 2 * FIVES
    assert not OtherTime.objects.exists()


def test_any_of_these_is_the_first_that_is_still_to_come(world: World, three: Session) -> None:
    late = world.by(world.cast.arun, SOON + timedelta(minutes=1))
    session = actions.confirm_session(three, by=late)
    assert session.starts_at == NEXT


def test_a_time_that_has_passed_or_was_not_proposed_is_not_chosen(
    world: World, three: Session
) -> None:
    late = world.by(world.cast.arun, SOON + timedelta(minutes=1))
    for viewer, at in ((late, SOON), (world.arun, SOON + timedelta(hours=1))):
        with pytest.raises(Unfit):
            actions.confirm_session(three, by=viewer, at=at)
    with pytest.raises(Refused):
        actions.confirm_session(three, by=world.by(world.cast.arun, LAST), at=LAST)
    assert Session.objects.get().status == SessionStatus.PROPOSED


def test_who_proposed_them_does_not_choose(world: World, three: Session) -> None:
    with pytest.raises(Refused):
        actions.confirm_session(three, by=world.meera, at=NEXT)


def test_other_times_are_proposed_in_answer(world: World, three: Session) -> None:
    later = LAST + timedelta(days=1)
    moved = actions.reschedule(three, NEXT, 30, by=world.arun, others=[later])
    assert list(OtherTime.objects.values_list("starts_at", flat=True)) == [later]
    assert TakenTime.objects.count() == 2 * 2 * 6
    with pytest.raises(Stale):
        actions.confirm_session(three, by=world.meera, seen=0, at=SOON)
    assert actions.confirm_session(moved, by=world.meera, at=later).starts_at == later


def test_a_session_that_is_called_off_holds_none_of_its_times(world: World, three: Session) -> None:
    actions.cancel_session(three, "ill", by=world.arun)
    assert not TakenTime.objects.exists()
    assert not OtherTime.objects.exists()


def test_a_time_that_waits_for_an_answer_is_nobody_elses(world: World, three: Session) -> None:
    other = world.pair_of(world.cast.meera, world.others[0])
    with pytest.raises(Unfit) as refusal:
        actions.propose_session(other, LAST, 45, by=world.meera)
    assert refusal.value.field == "time"
    taken = hours.taken_by([world.cast.meera.pk], minute(SOON), minute(LAST) + 60)
    assert {begins for begins, _ends in taken[world.cast.meera.pk].all} == {
        minute(SOON), minute(NEXT), minute(LAST),
    }  # fmt: skip
    assert len(taken[world.cast.meera.pk].leads) == 1


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ([SOON + timedelta(minutes=30)], "time_2"),
        ([NEXT, NEXT + timedelta(minutes=10)], "time_3"),
        ([NOW - timedelta(days=1)], "day_2"),
        ([NEXT, NEXT + timedelta(minutes=1, days=1)], "time_3"),
        ([NEXT, LAST, LAST + timedelta(days=1)], "day_3"),
    ],
)
def test_times_that_cannot_be_are_said_beside_them(
    world: World, others: list[object], field: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        actions.propose_session(world.pair, SOON, 45, by=world.meera, others=others)
    assert refusal.value.field == field
    assert not Session.objects.exists()
    assert not TakenTime.objects.exists()


def test_three_times_are_typed_and_one_is_chosen_on_pages(world: World, signed_in: SignIn) -> None:
    signed_in(world.cast.meera).post(f"/mentorships/{world.pair.pk}/sessions/new/", TIMES)
    session = Session.objects.get()
    arun = signed_in(world.cast.arun)
    page = text(arun.get(f"/sessions/{session.pk}/"))
    assert "Which of these times suits you?" in page
    assert "Any of these" in page
    assert page.count('name="at"') == 3
    answer = {"seen": "0", "at": str(minute(LAST))}
    arun.post(f"/sessions/{session.pk}/confirm/", answer)
    assert Session.objects.get().starts_at == LAST
    assert "Which of these times" not in text(arun.get(f"/sessions/{session.pk}/"))


def test_who_proposed_several_sees_that_all_are_held(
    world: World, three: Session, signed_in: SignIn
) -> None:
    page = text(signed_in(world.cast.meera).get(f"/sessions/{three.pk}/"))
    assert "You proposed these times." in page
    assert 'name="at"' not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"time_2": ""}, "Choose a time."),
        ({"day_3": ""}, "Choose a day."),
        ({"time_3": "noon"}, "Write the time like 16:30."),
        ({"day_2": "2026-01-16", "time_2": "17:30"}, "This overlaps another time"),
    ],
)
def test_half_a_time_is_asked_for(
    world: World, signed_in: SignIn, changes: dict[str, str], said: str
) -> None:
    address = f"/mentorships/{world.pair.pk}/sessions/new/"
    answer = signed_in(world.cast.meera).post(address, {**TIMES, **changes})
    assert answer.status_code == 422
    assert said in text(answer)
    assert "<details open>" in answer.content.decode()
    assert not Session.objects.exists()


def test_a_group_has_one_time(world: World, signed_in: SignIn) -> None:
    group = world.group()
    page = text(signed_in(world.cast.meera).get(f"/sessions/{group.pk}/reschedule/"))
    assert "Propose two more times" not in page


def test_a_notice_tells_all_the_times_and_a_list_how_many_more(
    world: World, worker: Callable[..., int], signed_in: Callable[[Person], Client]
) -> None:
    others = [SOON + timedelta(days=1), SOON + timedelta(days=2)]
    actions.propose_session(world.pair, SOON, 45, by=world.meera, others=others)
    worker(NOW)
    notice = Notice.objects.get(kind="session.proposed_times")
    with override("en"):
        said = in_words(notice).body
    assert all(words in said for words in ("16 Jan 2026", "17 Jan 2026", "18 Jan 2026"))
    (line,) = queries.of_mentorship(world.arun, world.pair)
    assert line.other_times == 2
    with time_machine.travel(NOW, tick=False):
        for address in ("/sessions/", f"/mentorships/{world.pair.pk}/"):
            assert "or at 2 other times" in signed_in(world.cast.arun).get(address).content.decode()


def test_a_proposal_that_nobody_answers_is_free_again_after_the_days(
    world: World, worker: Callable[..., int]
) -> None:
    session = world.proposed(SOON + timedelta(days=30))
    for days, gone in ((6.9, 0), (7, 1), (8, 0)):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            assert expire_proposals() == gone
    session.refresh_from_db()
    assert (session.status, TakenTime.objects.count()) == (SessionStatus.CANCELLED, 0)
    worker(NOW + timedelta(days=8))
    told = Notice.objects.filter(kind="session.expired").values_list("person_id", flat=True)
    assert sorted(told) == sorted([world.cast.arun.pk, world.cast.meera.pk])
    with pytest.raises(Refused, match="has changed since"):
        actions.confirm_session(session, by=world.arun)


def test_why_another_time_is_read_by_the_two_alone(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    session = world.confirmed()
    actions.reschedule(
        session, SOON + timedelta(days=1), 45, by=world.meera, why=" A wedding at home "
    )
    with time_machine.travel(NOW, tick=False):
        address = f"/sessions/{session.pk}/"
        assert "A wedding at home" in signed_in(world.cast.arun).get(address).content.decode()
        assert "wedding" not in signed_in(world.cast.devi).get(address).content.decode()


# The first time has passed, and others are still to come

PASSED = SOON + timedelta(hours=2)  # the first time is over as well


def line_for(viewer: Viewer) -> queries.Line:
    (line,) = queries.of_mentorship(viewer, Mentorship.objects.get())
    return line


def test_times_that_are_still_to_come_wait_for_an_answer(
    world: World, three: Session, signed_in: SignIn
) -> None:
    for now in (SOON + timedelta(minutes=1), PASSED):
        arun, meera = world.by(world.cast.arun, now), world.by(world.cast.meera, now)
        (line,) = queries.to_answer(arun)
        assert (line.starts_at, line.minutes, line.other_times) == (NEXT, 45, 1)
        assert line.status_label == "Proposed"
        assert queries.to_answer(meera) == []
        for viewer in (arun, meera):
            assert queries.coming_and_to_say(viewer) == ([line_for(viewer)], [])
            assert not queries.earlier(viewer).exists()
    with time_machine.travel(PASSED, tick=False):
        page = text(signed_in(world.cast.arun).get(f"/sessions/{three.pk}/"))
    assert "Which of these times suits you?" in page
    assert "It waits for an answer until" in page
    assert "Never confirmed" not in page
    assert "Say how long" not in page


def test_how_long_it_was_is_said_only_when_no_time_is_left(world: World, three: Session) -> None:
    found = queries.session(world.later(world.cast.arun), three.pk)
    with pytest.raises(Refused, match="has not come yet"):
        actions.say_attendance(
            found, world.cast.arun, 45, by=world.by(world.cast.arun, LAST - timedelta(minutes=5))
        )
    actions.say_attendance(found, world.cast.arun, 45, by=world.by(world.cast.arun, LAST))
    assert Session.objects.get().status == SessionStatus.PROPOSED


def test_a_pair_that_has_times_to_choose_from_is_not_called_quiet(
    world: World, three: Session
) -> None:
    far = NOW + timedelta(days=60)
    actions.reschedule(three, SOON, 45, by=world.meera, others=[far])
    for now, planned in ((PASSED, True), (far - timedelta(hours=1), True), (far, False)):
        assert queries.nothing_planned(world.pair.pk, now) is not planned
        assert [one.mentorship for lot in queries.quiet_pairs(now) for one in lot] == (
            [] if planned else [world.pair]
        )
        seen = pairs.own_pairs_at_once(world.by(world.cast.arun, now))[0]
        assert seen.next_at == (far if planned else None)  # type: ignore[attr-defined]


def test_times_that_nobody_answers_are_free_again_though_the_first_has_passed(
    world: World, three: Session
) -> None:
    far = NOW + timedelta(days=60)
    actions.reschedule(three, SOON, 45, by=world.meera, others=[far])
    for days, gone in ((6.9, 0), (7, 1), (8, 0)):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            assert expire_proposals() == gone
    assert Session.objects.get().status == SessionStatus.CANCELLED
    assert not TakenTime.objects.exists()


def test_times_that_have_all_passed_end_when_nobody_says_that_they_met(
    world: World, three: Session
) -> None:
    late = LAST + timedelta(minutes=45, days=3)  # the days of the blueprint to confirm
    for now, gone in ((late - timedelta(minutes=1), 0), (late, 1)):
        with time_machine.travel(now, tick=False):
            assert expire_proposals() == gone
    assert Session.objects.get().status == SessionStatus.CANCELLED
    assert not TakenTime.objects.exists()


def test_times_that_have_passed_do_not_end_when_one_says_that_they_met(
    world: World, three: Session
) -> None:
    actions.say_attendance(three, world.cast.arun, 45, by=world.by(world.cast.arun, LAST))
    with time_machine.travel(LAST + timedelta(days=30), tick=False):
        assert expire_proposals() == 0
    assert Session.objects.get().status == SessionStatus.PROPOSED


def test_what_was_proposed_falls_away_with_the_pair_though_the_first_time_has_passed(
    world: World, three: Session
) -> None:
    assert queries.planned_of(world.pair.pk, PASSED) == [three]
    assert queries.planned_of(world.pair.pk, LAST) == []
    world.pair.status = three.mentorship.status = MentorshipStatus.ENDED  # type: ignore[union-attr]
    world.pair.save()
    actions.lapse(three, by=system(PASSED))
    assert Session.objects.get().status == SessionStatus.CANCELLED


def test_a_notice_of_several_times_is_told_while_one_is_still_to_come(
    world: World, worker: Callable[..., int]
) -> None:
    with time_machine.travel(PASSED, tick=False):
        actions.propose_session(world.pair, SOON + DAY, 45, by=world.meera, others=[LAST + DAY])
        stands = queries.stands(Session.objects.get().pk, LAST)
    assert stands == (SessionStatus.PROPOSED, SOON + DAY)
    assert queries.stands(Session.objects.get().pk, LAST + DAY) is None
