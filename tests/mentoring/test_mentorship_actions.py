from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, stranger, system
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries import mentorships as queries
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations import actions as organisations
from banyan.organisations.states import ReportingKind, Role
from banyan.programmes.models import Application, Enrolment
from banyan.programmes.states import ApplicationStatus, EnrolmentStatus
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.conftest import TODAY, World

Look = Callable[..., Viewer]
S = MentorshipStatus


def tab(mentorship: Mentorship) -> Mentorship:
    """The same row as another browser tab loaded it."""
    return Mentorship.objects.select_related("school").get(pk=mentorship.pk)


def verbs(mentorship: Mentorship) -> list[str]:
    rows = Event.objects.filter(subject=f"mentorship:{mentorship.pk}").order_by("id")
    return list(rows.values_list("verb", flat=True))


def test_a_proposal_asks_both_until_a_day(proposal: Mentorship, cast: Cast) -> None:
    assert (proposal.status, proposal.starts_on) == (S.PROPOSED, None)
    assert proposal.answer_by == NOW + timedelta(days=7)
    event = Event.objects.get(verb="mentorship.propose")
    assert (event.actor, event.scope) == (cast.devi.pk, cast.school.path)


def test_the_second_yes_makes_a_pair_active_from_that_day(
    proposal: Mentorship, cast: Cast, viewer: Look
) -> None:
    actions.accept(proposal, by=viewer(cast.arun))
    assert proposal.status == S.HALF_ACCEPTED
    actions.accept(tab(proposal), by=viewer(cast.meera, at=NOW + timedelta(days=1)))
    row = tab(proposal)
    assert (row.status, row.starts_on) == (S.ACTIVE, TODAY + timedelta(days=1))
    assert row.first_accepted_by_id == cast.arun.pk
    assert verbs(row) == ["mentorship.propose", "mentorship.accept", "mentorship.confirm"]


def test_nobody_says_yes_for_both(proposal: Mentorship, cast: Cast, viewer: Look) -> None:
    first, second = tab(proposal), tab(proposal)
    actions.accept(first, by=viewer(cast.arun))
    with pytest.raises(Refused, match="You have accepted already"):
        actions.accept(second, by=viewer(cast.arun))
    assert tab(proposal).status == S.HALF_ACCEPTED


def test_two_who_say_yes_in_the_same_moment_are_a_pair(
    proposal: Mentorship, cast: Cast, viewer: Look
) -> None:
    hers, his = tab(proposal), tab(proposal)
    actions.accept(hers, by=viewer(cast.meera))
    actions.accept(his, by=viewer(cast.arun))
    assert tab(proposal).status == S.ACTIVE


def test_a_yes_after_a_no_is_too_late(proposal: Mentorship, cast: Cast, viewer: Look) -> None:
    hers, his = tab(proposal), tab(proposal)
    actions.decline(hers, by=viewer(cast.meera))
    with pytest.raises(Refused, match="has moved on"):
        actions.accept(his, by=viewer(cast.arun))
    assert tab(proposal).status == S.DECLINED


@pytest.mark.parametrize("who", ["meera", "arun"])
def test_either_may_decline_before_and_after_one_yes(
    proposal: Mentorship, cast: Cast, viewer: Look, who: str
) -> None:
    actions.accept(proposal, by=viewer(cast.meera))
    actions.decline(proposal, by=viewer(getattr(cast, who)))
    assert tab(proposal).status == S.DECLINED


def test_a_proposal_is_withdrawn_by_the_coordinator(
    proposal: Mentorship, cast: Cast, viewer: Look
) -> None:
    with pytest.raises(Refused):
        actions.withdraw_proposal(proposal, by=viewer(cast.meera))
    actions.withdraw_proposal(proposal, by=viewer(cast.devi))
    assert tab(proposal).status == S.DECLINED


def test_a_pause_keeps_its_day_and_going_on_forgets_it(
    pair: Mentorship, cast: Cast, viewer: Look
) -> None:
    actions.pause(pair, date(2026, 2, 1), by=viewer(cast.arun))
    assert (tab(pair).status, tab(pair).paused_until) == (S.PAUSED, date(2026, 2, 1))
    actions.resume(pair, by=viewer(cast.devi))
    assert (tab(pair).status, tab(pair).paused_until) == (S.ACTIVE, None)


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1)])
def test_a_pause_ends_on_a_day_to_come(
    pair: Mentorship, cast: Cast, viewer: Look, until: date
) -> None:
    with pytest.raises(Refused, match="Choose a day after today"):
        actions.pause(pair, until, by=viewer(cast.arun))
    assert tab(pair).status == S.ACTIVE


def test_an_end_keeps_reason_words_writer_and_wish(
    pair: Mentorship, cast: Cast, viewer: Look
) -> None:
    later = viewer(cast.arun, at=NOW + timedelta(days=9))
    actions.end(pair, "better_fit_elsewhere", "  We never found an hour.  ", True, by=later)
    row = tab(pair)
    assert (row.status, row.ends_on) == (S.ENDED, TODAY + timedelta(days=9))
    assert (row.end_reason, row.end_words) == ("better_fit_elsewhere", "We never found an hour.")
    assert (row.ended_by_id, row.wants_another) == (cast.arun.pk, True)
    event = Event.objects.get(verb="mentorship.end")
    assert event.data == {"before": "active", "after": "ended"}


def test_an_end_for_no_known_reason_changes_nothing(
    pair: Mentorship, cast: Cast, viewer: Look
) -> None:
    with pytest.raises(ValueError, match="blame"):
        actions.end(pair, "blame", "", False, by=viewer(cast.arun))
    assert tab(pair).status == S.ACTIVE


def test_a_pair_that_ends_further_west_on_its_first_day_ends_on_that_day(
    proposal: Mentorship, cast: Cast, viewer: Look
) -> None:
    late = datetime(2026, 1, 14, 20, 0, tzinfo=UTC)  # the 15th in India, still the 14th in Chicago
    actions.accept(proposal, by=viewer(cast.meera, at=late))
    actions.accept(proposal, by=viewer(cast.arun, at=late))
    cast.meera.time_zone = "America/Chicago"
    actions.end(proposal, "no_time", "", False, by=viewer(cast.meera, at=late))
    assert tab(proposal).ends_on == date(2026, 1, 15)


def test_a_pair_that_has_done_nothing_is_not_completed(
    pair: Mentorship, cast: Cast, viewer: Look
) -> None:
    left = "9 things are still to be done: First meeting, What I need, A goal and Live session"
    with pytest.raises(Refused, match=left):
        actions.complete(pair, by=viewer(cast.devi))
    assert tab(pair).status == S.ACTIVE


def test_only_the_coordinator_completes(
    undemanding: World, pair: Mentorship, cast: Cast, viewer: Look
) -> None:
    with pytest.raises(Refused, match="Only a coordinator"):
        actions.complete(pair, by=viewer(cast.arun))
    actions.complete(pair, by=viewer(cast.devi))
    assert (tab(pair).status, tab(pair).ends_on) == (S.COMPLETED, TODAY)


def test_the_second_of_two_tabs_is_told_and_changes_nothing(
    undemanding: World, pair: Mentorship, cast: Cast, viewer: Look
) -> None:
    first, second, third = tab(pair), tab(pair), tab(pair)
    actions.pause(first, date(2026, 2, 1), by=viewer(cast.arun))
    with pytest.raises(Stale, match="has moved on"):
        actions.complete(second, by=viewer(cast.devi))
    with pytest.raises(Stale):
        actions.end(third, "no_time", "Words", True, by=viewer(cast.meera))
    assert (tab(pair).status, tab(pair).end_words) == (S.PAUSED, "")
    assert verbs(pair)[-1] == "mentorship.pause"


@pytest.mark.parametrize(
    ("verb", "act"),
    [
        ("accept", lambda m, by: actions.accept(m, by=by)),
        ("decline", lambda m, by: actions.decline(m, by=by)),
        ("withdraw", lambda m, by: actions.withdraw_proposal(m, by=by)),
    ],
)
def test_every_answer_has_a_second_tab(
    proposal: Mentorship, cast: Cast, viewer: Look, verb: str, act: Callable[..., object]
) -> None:
    stale = tab(proposal)
    actions.withdraw_proposal(proposal, by=viewer(cast.devi))
    by = viewer(cast.devi if verb == "withdraw" else cast.arun)
    with pytest.raises((Stale, Refused), match="has moved on"):
        act(stale, by)
    assert tab(proposal).status == S.DECLINED


def test_going_on_has_a_second_tab(pair: Mentorship, cast: Cast, viewer: Look) -> None:
    actions.pause(pair, date(2026, 2, 1), by=viewer(cast.arun))
    stale = tab(pair)
    actions.resume(pair, by=viewer(cast.arun))
    with pytest.raises(Stale):
        actions.resume(stale, by=viewer(cast.meera))


# What a proposal may not be


def propose(world: World, by: Viewer, **changes: object) -> Mentorship:
    cast = world.cast
    who = {"mentor": cast.meera, "mentee": cast.arun, "school": cast.school, **changes}
    return actions.propose(
        who["mentor"],  # type: ignore[arg-type]
        who["mentee"],  # type: ignore[arg-type]
        world.cohort,
        who["school"],  # type: ignore[arg-type]
        [],
        by=by,
    )


@pytest.mark.parametrize("who", ["meera", "arun", "kavita", "nandan", "omar", "asha", "somu"])
def test_pairs_are_proposed_by_those_who_run_the_programme(
    world: World, viewer: Look, who: str
) -> None:
    with pytest.raises(Refused, match="Only a coordinator of this programme"):
        propose(world, viewer(getattr(world.cast, who)))
    for nobody in (stranger(NOW), system(NOW)):
        with pytest.raises(Refused):
            propose(world, nobody)
    assert Mentorship.objects.count() == 0
    assert not Event.objects.filter(verb="mentorship.propose").exists()


def test_nobody_is_their_own_mentor(world: World, viewer: Look) -> None:
    world.take_into_pool(world.cast.arun, 2)
    with pytest.raises(Refused, match="Nobody can be their own mentor"):
        propose(world, viewer(world.cast.devi), mentor=world.cast.arun)


@pytest.mark.parametrize("place", ["school", "district"])
def test_nobody_is_mentored_by_their_own_principal(world: World, viewer: Look, place: str) -> None:
    where = getattr(world.cast, place)
    head = world.person("Prakash Rao")
    organisations.give_role(head, where, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO)
    world.take_into_pool(head, 2)
    with pytest.raises(Refused, match="principal of their own school"):
        propose(world, viewer(world.cast.devi), mentor=head)


def test_a_mentor_who_became_principal_since_the_proposal_cannot_begin(
    proposal: Mentorship, cast: Cast, viewer: Look
) -> None:
    actions.accept(tab(proposal), by=viewer(cast.meera))
    organisations.give_role(cast.meera, cast.school, Role.PRINCIPAL, by=system(NOW))
    with pytest.raises(Refused, match="principal of their own school"):
        actions.accept(tab(proposal), by=viewer(cast.arun))
    assert tab(proposal).status == S.HALF_ACCEPTED


@pytest.mark.parametrize("kind", ReportingKind)
def test_nobody_is_mentored_by_somebody_to_whom_she_reports(
    world: World, viewer: Look, kind: ReportingKind
) -> None:
    cast = world.cast
    line = organisations.enter_reporting_line(
        cast.arun, cast.meera, kind, cast.school, by=system(NOW), starts_on=TODAY
    )
    with pytest.raises(Refused, match="somebody who appraises or manages them"):
        propose(world, viewer(cast.devi))
    organisations.end_reporting_line(line, by=system(NOW), on=TODAY)
    assert propose(world, viewer(cast.devi)).status == S.PROPOSED


def test_a_mentor_to_whom_she_reports_since_the_proposal_cannot_begin(
    proposal: Mentorship, cast: Cast, viewer: Look
) -> None:
    actions.accept(tab(proposal), by=viewer(cast.meera))
    organisations.enter_reporting_line(
        cast.arun, cast.meera, ReportingKind.EVALUATOR, cast.school, by=viewer(cast.devi)
    )
    with pytest.raises(Refused, match="somebody who appraises or manages them"):
        actions.accept(tab(proposal), by=viewer(cast.arun))
    assert tab(proposal).status == S.HALF_ACCEPTED


def test_a_principal_of_another_school_or_of_earlier_may_mentor(world: World, viewer: Look) -> None:
    head, by = world.person("Prakash Rao"), system(NOW)
    cast = world.cast
    organisations.give_role(head, cast.other_school, Role.PRINCIPAL, by=by, starts_on=LONG_AGO)
    was = organisations.give_role(head, cast.school, Role.PRINCIPAL, by=by, starts_on=LONG_AGO)
    organisations.end_role(was, by=by, on=TODAY)
    world.take_into_pool(head, 2)
    assert propose(world, viewer(cast.devi), mentor=head).status == S.PROPOSED


@pytest.mark.parametrize("status", [s for s in ApplicationStatus if s != "matchable"])
def test_only_mentors_who_take_teachers_are_proposed(
    world: World, viewer: Look, status: ApplicationStatus
) -> None:
    Application.objects.filter(person=world.cast.meera).update(status=status)
    with pytest.raises(Refused, match="Meera Iyer takes no new teachers now"):
        propose(world, viewer(world.cast.devi))


def test_only_enrolled_teachers_are_proposed_from_their_school(world: World, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    with pytest.raises(Refused, match="not enrolled"):
        propose(world, devi, school=world.cast.other_school)
    Enrolment.objects.update(status=EnrolmentStatus.INVITED)
    with pytest.raises(Refused, match="Arun Patel is not enrolled"):
        propose(world, devi)


def test_a_teacher_has_one_pair_at_a_time(world: World, proposal: Mentorship, viewer: Look) -> None:
    other = world.person("Prakash Rao")
    world.take_into_pool(other, 2)
    devi = viewer(world.cast.devi)
    with pytest.raises(Refused, match="Arun Patel has a mentor or a proposal already"):
        propose(world, devi, mentor=other)
    actions.decline(proposal, by=viewer(world.cast.arun))
    assert propose(world, devi, mentor=other).status == S.PROPOSED


def test_a_mentor_takes_as_many_as_she_said(world: World, viewer: Look) -> None:
    devi, cast = viewer(world.cast.devi), world.cast
    teachers = [world.person(f"Teacher {n}") for n in range(3)]
    for teacher in teachers:
        world.enrol(teacher, cast.school)
    pairs = [propose(world, devi, mentee=teacher) for teacher in teachers[:2]]
    with pytest.raises(Refused, match="Meera Iyer has no free place"):
        propose(world, devi, mentee=teachers[2])
    actions.withdraw_proposal(pairs[0], by=devi)
    assert propose(world, devi, mentee=teachers[2]).status == S.PROPOSED


def test_guidance_takes_no_seat(world: World, proposal: Mentorship, viewer: Look) -> None:
    Application.objects.filter(person=world.cast.meera).update(capacity=1)
    guidance = actions.propose(
        world.cast.meera,
        world.cast.arun,
        world.cohort,
        world.cast.school,
        [],
        by=viewer(world.cast.devi),
        form="guidance",
    )
    assert guidance.status == S.PROPOSED


def test_nothing_is_proposed_after_the_cohort(world: World, viewer: Look) -> None:
    after = datetime(2026, 6, 1, 6, tzinfo=UTC)
    with pytest.raises(Refused, match="come to its end"):
        propose(world, viewer(world.cast.devi, at=after))


# Who waits for a mentor


def waiting(world: World, viewer: Viewer) -> list[str]:
    return [e.person.name for e in queries.waiting_for_match(viewer, world.cohort)]


def test_a_teacher_waits_until_there_is_a_proposal(world: World, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    assert waiting(world, devi) == ["Arun Patel"]
    pair = propose(world, devi)
    assert waiting(world, devi) == []
    actions.decline(pair, by=viewer(world.cast.meera))
    assert waiting(world, devi) == ["Arun Patel"]


def test_whoever_wants_another_mentor_waits_again_and_whoever_does_not_does_not(
    world: World, pair: Mentorship, viewer: Look
) -> None:
    devi = viewer(world.cast.devi)
    actions.end(pair, "better_fit_elsewhere", "", True, by=viewer(world.cast.arun))
    assert waiting(world, devi) == ["Arun Patel"]
    Mentorship.objects.update(wants_another=False)
    assert waiting(world, devi) == []


def test_a_finished_pair_waits_for_nobody(
    undemanding: World, world: World, pair: Mentorship, viewer: Look
) -> None:
    actions.complete(pair, by=viewer(world.cast.devi))
    assert waiting(world, viewer(world.cast.devi)) == []


def test_only_coordinators_of_the_area_see_who_waits(world: World, viewer: Look) -> None:
    everybody = world.cast.everybody().items()
    seen = {name: waiting(world, viewer(person)) for name, person in everybody}
    assert {name for name, rows in seen.items() if rows} == {"devi"}
