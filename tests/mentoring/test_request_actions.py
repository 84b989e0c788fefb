from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, stranger, system
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, Request
from banyan.mentoring.states import MentorshipForm, MentorshipStatus, RequestStatus
from banyan.organisations import actions as organisations
from banyan.organisations.states import ReportingKind, Role
from banyan.programmes.models import Application, Cohort, Enrolment, Programme
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus, ProgrammeStatus
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW
from tests.mentoring.conftest import TODAY, World

Look = Callable[..., Viewer]
R = RequestStatus


def tab(request: Request) -> Request:
    """The same row as another browser tab loaded it."""
    return Request.objects.select_related("school").get(pk=request.pk)


def ask(world: World, by: Viewer, **changes: object) -> Request:
    what = {"mentor": world.cast.meera, "domain": "digital_education", **changes}
    return actions.ask(
        what["mentor"],  # type: ignore[arg-type]
        world.cohort,
        str(what["domain"]),
        " How do I begin? ",
        by=by,
    )


def test_a_teacher_asks_and_the_clock_runs(world: World, viewer: Look) -> None:
    row = tab(ask(world, viewer(world.cast.arun)))
    assert (row.status, row.text, row.school) == (R.OPEN, "How do I begin?", world.cast.school)
    assert row.expires_at == NOW + timedelta(days=7)
    event = Event.objects.get(verb="request.ask")
    assert (event.actor, event.scope) == (world.cast.arun.pk, world.cast.school.path)
    assert event.data == {}


def test_a_yes_begins_guidance_on_that_domain_at_once(
    asked: Request, world: World, viewer: Look
) -> None:
    actions.accept_request(asked, by=viewer(world.cast.meera))
    row = tab(asked)
    assert (row.status, row.answered_at) == (R.ACCEPTED, NOW)
    guidance = Mentorship.objects.get()
    assert row.mentorship == guidance
    assert (guidance.form, guidance.status, guidance.starts_on) == (
        MentorshipForm.GUIDANCE,
        MentorshipStatus.ACTIVE,
        TODAY,
    )
    assert (guidance.mentor, guidance.mentee) == (world.cast.meera, world.cast.arun)
    assert (guidance.domains, guidance.school) == (["digital_education"], world.cast.school)
    assert Event.objects.filter(verb__startswith="mentorship").count() == 0
    assert Event.objects.get(verb="request.accept").subject == f"request:{row.pk}"


def test_a_no_carries_words(asked: Request, world: World, viewer: Look) -> None:
    actions.decline_request(asked, " Lakshmi knows this better. ", by=viewer(world.cast.meera))
    row = tab(asked)
    assert (row.status, row.answer) == (R.DECLINED, "Lakshmi knows this better.")
    assert Event.objects.get(verb="request.decline").data == {"before": "open", "after": "declined"}


def test_the_teacher_takes_it_back(asked: Request, world: World, viewer: Look) -> None:
    with pytest.raises(Refused, match="Only the teacher who asked"):
        actions.withdraw_request(asked, by=viewer(world.cast.meera))
    actions.withdraw_request(asked, by=viewer(world.cast.arun))
    assert tab(asked).status == R.WITHDRAWN


def test_only_the_clock_expires_it(asked: Request, world: World, viewer: Look) -> None:
    over = asked.expires_at
    with pytest.raises(Refused, match="This happens by itself"):
        actions.expire_request(asked, by=viewer(world.cast.meera, at=over))
    with pytest.raises(Refused, match="has not expired yet"):
        actions.expire_request(asked, by=system(over - timedelta(seconds=1)))
    actions.expire_request(asked, by=system(over))
    assert tab(asked).status == R.EXPIRED


def test_a_yes_after_the_last_moment_is_too_late(
    asked: Request, world: World, viewer: Look
) -> None:
    with pytest.raises(Refused, match="This request has expired"):
        actions.accept_request(asked, by=viewer(world.cast.meera, at=asked.expires_at))
    assert Mentorship.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("meera", lambda r, by: actions.accept_request(r, by=by)),
        ("meera", lambda r, by: actions.decline_request(r, "No", by=by)),
        ("arun", lambda r, by: actions.withdraw_request(r, by=by)),
    ],
)
def test_the_second_of_two_tabs_changes_nothing(
    asked: Request, world: World, viewer: Look, who: str, act: Callable[..., object]
) -> None:
    stale = tab(asked)
    actions.decline_request(asked, "Sorry.", by=viewer(world.cast.meera))
    with pytest.raises(Stale):
        act(stale, viewer(getattr(world.cast, who)))
    assert (tab(asked).status, tab(asked).answer) == (R.DECLINED, "Sorry.")
    assert Mentorship.objects.count() == 0


def test_expiring_twice_is_once(asked: Request) -> None:
    stale = tab(asked)
    actions.expire_request(asked, by=system(asked.expires_at))
    with pytest.raises(Stale):
        actions.expire_request(stale, by=system(asked.expires_at))


# Who may ask whom


@pytest.mark.parametrize("who", ["meera", "devi", "kavita", "nandan", "omar", "asha", "somu"])
def test_only_teachers_of_the_programme_ask(world: World, viewer: Look, who: str) -> None:
    with pytest.raises(Refused, match="Only teachers enrolled"):
        ask(world, viewer(getattr(world.cast, who)))
    for nobody in (stranger(NOW), system(NOW)):
        with pytest.raises(Refused):
            ask(world, nobody)
    assert Request.objects.count() == 0


def test_an_invitation_is_not_enough(world: World, viewer: Look) -> None:
    Enrolment.objects.update(status=EnrolmentStatus.INVITED)
    with pytest.raises(Refused, match="Only teachers enrolled"):
        ask(world, viewer(world.cast.arun))


def test_nobody_asks_themselves(world: World, viewer: Look) -> None:
    world.take_into_pool(world.cast.arun, 2)
    with pytest.raises(Refused, match="You cannot ask yourself"):
        ask(world, viewer(world.cast.arun), mentor=world.cast.arun)


def test_nobody_asks_their_own_principal(world: World, viewer: Look) -> None:
    head = world.person("Prakash Rao")
    by = system(NOW)
    organisations.give_role(head, world.cast.school, Role.PRINCIPAL, by=by, starts_on=LONG_AGO)
    world.take_into_pool(head, 2)
    with pytest.raises(Refused, match="principal of their own school"):
        ask(world, viewer(world.cast.arun), mentor=head)


def test_nobody_asks_somebody_to_whom_she_reports(world: World, viewer: Look) -> None:
    cast = world.cast
    organisations.enter_reporting_line(
        cast.arun, cast.meera, ReportingKind.EVALUATOR, cast.school, by=system(NOW), starts_on=TODAY
    )
    with pytest.raises(Refused, match="somebody who appraises or manages them"):
        ask(world, viewer(cast.arun))


@pytest.mark.parametrize(
    "change", [{"status": ApplicationStatus.RESTING}, {"listed": False}], ids=["resting", "hidden"]
)
def test_only_mentors_of_the_directory_can_be_asked(
    world: World, viewer: Look, change: dict[str, object]
) -> None:
    Application.objects.update(**change)
    with pytest.raises(Refused, match="Meera Iyer takes no requests now"):
        ask(world, viewer(world.cast.arun))


def test_a_mentor_is_asked_only_for_what_she_offers(world: World, viewer: Look) -> None:
    with pytest.raises(Refused, match="Meera Iyer offers no guidance on this"):
        ask(world, viewer(world.cast.arun), domain="stress_management")


def test_one_open_request_to_a_mentor_at_a_time(asked: Request, world: World, viewer: Look) -> None:
    arun = viewer(world.cast.arun)
    with pytest.raises(Refused, match="You have asked Meera Iyer already"):
        ask(world, arun)
    actions.withdraw_request(asked, by=arun)
    assert ask(world, arun).status == R.OPEN


def test_a_teacher_has_few_requests_waiting(world: World, viewer: Look) -> None:
    arun = viewer(world.cast.arun)
    mentors = [world.person(f"Mentor {n}") for n in range(4)]
    for mentor in mentors:
        world.take_into_pool(mentor, 1)
    for mentor in mentors[:3]:
        ask(world, arun, mentor=mentor)
    with pytest.raises(Refused, match="as many requests waiting as can wait at once"):
        ask(world, arun, mentor=mentors[3])


def test_a_mentor_is_not_asked_more_than_she_can_answer(world: World, viewer: Look) -> None:
    most = 20
    for n in range(most):
        teacher = world.person(f"Teacher {n}")
        world.enrol(teacher, world.cast.school)
        ask(world, viewer(teacher))
    with pytest.raises(Refused, match="Meera Iyer has as many requests now"):
        ask(world, viewer(world.cast.arun))


def test_nobody_asks_in_a_programme_that_is_closed_or_over(world: World, viewer: Look) -> None:
    after = datetime(2026, 6, 1, 6, tzinfo=UTC)
    with pytest.raises(Refused, match="come to its end"):
        ask(world, viewer(world.cast.arun, at=after))
    Programme.objects.update(status=ProgrammeStatus.CLOSED)
    world.cohort = Cohort.objects.get()
    with pytest.raises(Refused, match="not open now"):
        ask(world, viewer(world.cast.arun))


def test_days_are_those_of_the_teacher(world: World, viewer: Look) -> None:
    actions.accept_request(
        ask(world, viewer(world.cast.arun)),
        by=viewer(world.cast.meera, at=datetime(2026, 1, 14, 20, tzinfo=UTC)),
    )
    assert Mentorship.objects.get().starts_on == date(2026, 1, 15)
