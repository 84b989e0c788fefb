from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import time_machine

from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions, jobs
from banyan.mentoring.models import Mentorship, Request
from banyan.mentoring.states import RequestStatus
from banyan.notifications.actions import is_done
from banyan.notifications.models import Notice
from banyan.notifications.registry import kind_of
from banyan.people.models import Person
from banyan.trail.models import Delivery
from tests.conftest import NOW
from tests.mentoring.conftest import World

Look = Callable[..., Viewer]
Worker = Callable[..., int]


def told(*kinds: str) -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("pk").values_list("person__name", "kind")
    return sorted((who.split()[0], kind) for who, kind in rows if kind in kinds or not kinds)


def data_of(person: Person, kind: str) -> dict[str, object]:
    notice = Notice.objects.get(person=person, kind=kind)
    words = kind_of(kind)
    for text in (words.title, words.body):
        assert "{" not in str(text).format(**notice.data)
    data: dict[str, object] = notice.data
    return data


def wanted(person: Person, kind: str) -> bool:
    return not is_done(Notice.objects.get(person=person, kind=kind), NOW)


def test_a_proposal_is_told_to_both_until_each_has_answered(
    proposal: Mentorship, world: World, viewer: Look, worker: Worker
) -> None:
    worker()
    kind = "mentorship.proposed"
    assert told() == [("Arun", kind), ("Meera", kind)]
    meera, arun = world.cast.meera, world.cast.arun
    assert data_of(arun, kind)["other"] == "Meera Iyer"
    assert Notice.objects.get(person=arun).link == f"/mentorships/{proposal.pk}/"
    assert (wanted(meera, kind), wanted(arun, kind)) == (True, True)
    actions.accept(proposal, by=viewer(meera))
    assert (wanted(meera, kind), wanted(arun, kind)) == (False, True)
    actions.accept(proposal, by=viewer(arun))
    assert (wanted(meera, kind), wanted(arun, kind)) == (False, False)


def test_the_first_yes_is_told_to_the_other_and_the_second_to_the_first(
    pair: Mentorship, world: World, worker: Worker
) -> None:
    worker()
    assert told("mentorship.accepted_by_one", "mentorship.active") == [
        ("Arun", "mentorship.accepted_by_one"),
        ("Meera", "mentorship.active"),
    ]
    assert not wanted(world.cast.arun, "mentorship.accepted_by_one")
    data_of(world.cast.meera, "mentorship.active")


def test_a_no_is_told_to_the_other_and_to_the_coordinators_of_the_school_only(
    proposal: Mentorship, world: World, viewer: Look, worker: Worker
) -> None:
    worker()
    actions.decline(proposal, by=viewer(world.cast.arun))
    worker()
    assert told("mentorship.not_made", "mentorship.declined") == [
        ("Devi", "mentorship.declined"),
        ("Meera", "mentorship.not_made"),
    ]
    assert data_of(world.cast.devi, "mentorship.declined")["teacher"] == "Arun Patel"


def test_pausing_going_on_and_ending_are_told(
    pair: Mentorship, world: World, viewer: Look, worker: Worker
) -> None:
    actions.pause(pair, date(2026, 2, 1), by=viewer(world.cast.arun))
    worker()
    actions.resume(pair, by=viewer(world.cast.meera))
    actions.end(pair, "better_fit_elsewhere", "In confidence.", True, by=viewer(world.cast.arun))
    worker()
    assert told(
        "mentorship.paused", "mentorship.resumed", "mentorship.ended", "mentorship.ended_in_area"
    ) == [
        ("Arun", "mentorship.resumed"),
        ("Devi", "mentorship.ended_in_area"),
        ("Devi", "mentorship.paused"),
        ("Meera", "mentorship.ended"),
        ("Meera", "mentorship.paused"),
    ]
    assert data_of(world.cast.meera, "mentorship.paused")["until_on"] == "2026-02-01"
    assert not any("confidence" in str(n.data) for n in Notice.objects.all())


def test_completing_is_told_to_both(
    undemanding: World, pair: Mentorship, world: World, viewer: Look, worker: Worker
) -> None:
    actions.complete(pair, by=viewer(world.cast.devi))
    worker()
    kind = "mentorship.completed"
    assert told(kind) == [("Arun", kind), ("Meera", kind)]


def test_the_same_event_delivered_again_tells_nobody_again(
    proposal: Mentorship, worker: Worker
) -> None:
    worker()
    before = told()
    again = Delivery.objects.update(done_at=None)
    assert worker() == again > 0
    assert told() == before


def test_coordinators_hear_once_of_proposals_that_stay_without_an_answer(
    proposal: Mentorship, world: World
) -> None:
    assert proposal.answer_by is not None
    with time_machine.travel(proposal.answer_by - timedelta(minutes=1)):
        assert jobs.chase_answers() == 0
    with time_machine.travel(proposal.answer_by + timedelta(minutes=30)):
        assert jobs.chase_answers() == 1
        assert jobs.chase_answers() == 0
    assert told() == [("Devi", "mentorship.unanswered")]
    assert data_of(world.cast.devi, "mentorship.unanswered")["count"] == 1
    assert Notice.objects.get().link == "/mentorships/?status=unanswered"


def test_nobody_hears_of_a_proposal_that_was_answered(pair: Mentorship, world: World) -> None:
    assert pair.answer_by is not None
    with time_machine.travel(pair.answer_by + timedelta(minutes=30)):
        assert jobs.chase_answers() == 0


def test_both_are_called_back_once_when_a_pause_was_meant_to_end(
    pair: Mentorship, world: World, viewer: Look
) -> None:
    actions.pause(pair, date(2026, 2, 1), by=viewer(world.cast.arun))
    with time_machine.travel(NOW + timedelta(days=2)):
        assert jobs.call_back_from_pauses() == 0
    with time_machine.travel(NOW + timedelta(days=18)):
        assert jobs.call_back_from_pauses() == 2
        assert jobs.call_back_from_pauses() == 0
    kind = "mentorship.pause_over"
    assert wanted(world.cast.meera, kind)
    assert data_of(world.cast.arun, kind)["other"] == "Meera Iyer"
    actions.resume(pair, by=viewer(world.cast.arun))
    assert not wanted(world.cast.meera, kind)


# Requests


def test_a_request_is_told_to_the_mentor_until_it_is_answered(
    asked: Request, world: World, viewer: Look, worker: Worker
) -> None:
    worker()
    assert told() == [("Meera", "request.asked")]
    assert "smart board" not in str(data_of(world.cast.meera, "request.asked"))
    assert wanted(world.cast.meera, "request.asked")
    actions.decline_request(asked, "Not now, sorry.", by=viewer(world.cast.meera))
    worker()
    assert told("request.declined") == [("Arun", "request.declined")]
    assert not wanted(world.cast.meera, "request.asked")
    assert "sorry" not in str(data_of(world.cast.arun, "request.declined"))


def test_a_yes_leads_the_teacher_to_the_page_together(
    asked: Request, world: World, viewer: Look, worker: Worker
) -> None:
    actions.accept_request(asked, by=viewer(world.cast.meera))
    worker()
    notice = Notice.objects.get(kind="request.accepted")
    assert notice.person == world.cast.arun
    assert notice.link == f"/mentorships/{Mentorship.objects.get().pk}/"


def test_withdrawing_is_told_to_the_mentor(
    asked: Request, world: World, viewer: Look, worker: Worker
) -> None:
    actions.withdraw_request(asked, by=viewer(world.cast.arun))
    worker()
    assert told("request.withdrawn") == [("Meera", "request.withdrawn")]


def expire_at(at: datetime) -> int:
    with time_machine.travel(at):
        return jobs.expire_requests()


def test_a_request_expires_by_itself_and_both_are_told(
    asked: Request, world: World, worker: Worker
) -> None:
    assert expire_at(asked.expires_at - timedelta(minutes=1)) == 0
    assert expire_at(asked.expires_at + timedelta(minutes=1)) == 1
    assert expire_at(asked.expires_at + timedelta(minutes=2)) == 0
    assert Request.objects.get().status == RequestStatus.EXPIRED
    worker()
    assert told("request.expired_for_teacher", "request.expired_for_mentor") == [
        ("Arun", "request.expired_for_teacher"),
        ("Meera", "request.expired_for_mentor"),
    ]
    data_of(world.cast.arun, "request.expired_for_teacher")


def test_the_mentor_is_warned_once_two_days_before(asked: Request, world: World) -> None:
    with time_machine.travel(asked.expires_at - timedelta(days=2, minutes=1)):
        assert jobs.warn_of_requests() == 0
    with time_machine.travel(asked.expires_at - timedelta(days=1)):
        assert jobs.warn_of_requests() == 1
        assert jobs.warn_of_requests() == 0
    assert told() == [("Meera", "request.running_out")]
    assert wanted(world.cast.meera, "request.running_out")
