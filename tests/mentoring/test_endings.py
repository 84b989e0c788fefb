"""Early ends: at once, or announced as the blueprint asks, and why somebody declined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

import blueprint
from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.jobs import end_announced
from banyan.mentoring.models import Hold, Mentorship, Session, StepRecord
from banyan.mentoring.queries import mentorships as queries
from banyan.mentoring.rules import ENDING_RIGHTS, MENTORSHIP
from banyan.mentoring.snapshot import facts_on_record, journey_of
from banyan.mentoring.states import MentorshipStatus as S
from banyan.people.models import Person
from tests.conftest import NOW
from tests.mentoring.conftest import TODAY, World
from tests.mentoring.test_mentorship_notices import data_of, told, wanted

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
LAST = date(2026, 1, 19)  # three working days after Wednesday the 14th


@pytest.fixture
def russian(world: World, pair: Mentorship) -> Mentorship:
    """The pair, by the rules of article 351.8: the mentor or the employer, three working days."""
    return run_by(world, pair, "ru_target_model")


def run_by(world: World, pair: Mentorship, code: str) -> Mentorship:
    version = blueprint.get(code).version
    world.programme.blueprint, world.programme.blueprint_version = code, version
    world.programme.save()
    world.cohort.blueprint_version = version
    world.cohort.save()
    return tab(pair)


def finish_all(pair: Mentorship) -> None:
    """Everything that completion asks for is on record as done."""
    found = journey_of(pair, TODAY)
    assert found is not None
    StepRecord.objects.bulk_create(
        StepRecord(mentorship=pair, key=state.key, status="done", done_on=TODAY)
        for state in found.steps
        if state.step.required
    )


def tab(pair: Mentorship) -> Mentorship:
    return Mentorship.objects.select_related("school", "cohort__programme").get(pk=pair.pk)


def page(pair: Mentorship, verb: str = "") -> str:
    return f"/mentorships/{pair.pk}/" + (f"{verb}/" if verb else "")


def test_who_may_end_at_once_and_who_announces(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    everybody = world.cast.everybody()

    def may(verb: str, table: object) -> set[str]:
        return {
            name
            for name, person in everybody.items()
            if table.decide(viewer(person), russian, verb)  # type: ignore[attr-defined]
        }

    assert may("end", MENTORSHIP) == {"devi"}
    assert may("give_notice", ENDING_RIGHTS) == {"meera", "devi"}
    assert may("take_notice_back", ENDING_RIGHTS) == set()
    actions.give_notice(russian, "early_by_mentor", "", True, by=viewer(world.cast.meera))
    assert may("give_notice", ENDING_RIGHTS) == set()
    assert may("take_notice_back", ENDING_RIGHTS) == {"meera", "devi"}


def test_the_pair_runs_until_the_announced_day_is_over_and_then_ends_on_it(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    actions.pause(russian, date(2026, 2, 1), by=viewer(world.cast.arun))
    actions.give_notice(russian, "early_by_mentor", " Illness. ", True, by=viewer(world.cast.meera))
    assert (tab(russian).status, tab(russian).ends_early_on) == (S.PAUSED, LAST)
    with time_machine.travel(NOW.replace(day=19, hour=23)):
        assert end_announced() == 0
    with time_machine.travel(NOW.replace(day=20, hour=0, minute=5)):
        assert end_announced() == 1
        assert end_announced() == 0
    row = tab(russian)
    assert (row.status, row.ends_on, row.end_reason) == (S.ENDED, LAST, "early_by_mentor")
    assert (row.end_words, row.ended_by_id) == ("Illness.", world.cast.meera.pk)
    assert (row.wants_another, row.paused_until) == (True, None)
    assert Hold.objects.get().ends_on == date(2026, 1, 20)
    devi = viewer(world.cast.devi, at=NOW + timedelta(days=6))
    assert [e.person for e in queries.waiting_for_match(devi, world.cohort)] == [world.cast.arun]


def test_a_day_nearer_than_the_notice_is_refused_and_a_later_one_is_taken(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    meera = viewer(world.cast.meera)
    near = LAST - timedelta(days=1)
    with pytest.raises(Unfit, match="earliest last day is"):
        actions.give_notice(russian, "no_time", "", False, by=meera, on=near)
    later = LAST + timedelta(days=30)
    actions.give_notice(russian, "no_time", "", False, by=meera, on=later)
    assert tab(russian).ends_early_on == later


def test_no_end_is_announced_for_a_day_after_the_pair_is_over_anyway(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    meera, over = viewer(world.cast.meera), world.cohort.last_on
    with pytest.raises(Unfit, match="latest last day is"):
        actions.give_notice(russian, "no_time", "", False, by=meera, on=over + timedelta(days=1))
    actions.give_notice(russian, "no_time", "", False, by=meera, on=over)
    assert tab(russian).ends_early_on == over


def test_what_was_announced_is_taken_back_without_a_trace_on_the_pair(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    actions.give_notice(russian, "no_time", "Words.", True, by=viewer(world.cast.meera))
    with pytest.raises(Refused, match="Only whoever announced the end"):
        actions.take_notice_back(tab(russian), by=viewer(world.cast.arun))
    actions.take_notice_back(tab(russian), by=viewer(world.cast.meera))
    row = tab(russian)
    assert (row.status, row.ends_early_on, row.end_reason) == (S.ACTIVE, None, "")
    assert (row.end_words, row.ended_by_id, row.wants_another) == ("", None, False)
    with time_machine.travel(NOW + timedelta(days=30)):
        assert end_announced() == 0


def test_two_who_announce_in_the_same_moment_announce_once(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    hers, other = tab(russian), tab(russian)
    actions.give_notice(hers, "no_time", "", False, by=viewer(world.cast.meera))
    with pytest.raises(Stale):
        actions.give_notice(other, "moved", "", True, by=viewer(world.cast.devi))
    assert tab(russian).end_reason == "no_time"


def test_ending_at_once_against_the_notice_asks_the_coordinator_why(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    devi = viewer(world.cast.devi)
    with pytest.raises(Unfit, match="cannot wait for the notice"):
        actions.end(russian, "early_by_employer", "  ", True, by=devi)
    assert tab(russian).status == S.ACTIVE
    actions.give_notice(russian, "no_time", "", False, by=viewer(world.cast.meera))
    actions.end(russian, "early_by_employer", "A complaint.", True, by=devi)
    row = tab(russian)
    assert (row.status, row.ends_on, row.ends_early_on) == (S.ENDED, TODAY, None)
    assert row.end_reason == "early_by_employer"


def test_completing_forgets_what_was_announced(
    world: World, pair: Mentorship, viewer: Look
) -> None:
    pair = run_by(world, pair, "cps_induction")
    actions.give_notice(pair, "no_time", "Words.", True, by=viewer(world.cast.arun))
    finish_all(pair)
    actions.complete(pair, by=viewer(world.cast.devi))
    row = tab(pair)
    assert (row.status, row.ends_early_on, row.end_words) == (S.COMPLETED, None, "")


def test_no_session_is_planned_after_the_announced_day(
    russian: Mentorship, world: World, viewer: Look
) -> None:
    meera = viewer(world.cast.meera)
    actions.give_notice(russian, "no_time", "", False, by=meera)
    with pytest.raises(Unfit, match="This pair ends on"):
        actions.propose_session(russian, NOW + timedelta(days=6), 45, by=meera)
    session = actions.propose_session(russian, NOW + timedelta(days=2), 45, by=meera)
    with pytest.raises(Unfit, match="This pair ends on"):
        actions.reschedule(session, NOW + timedelta(days=7), 45, by=meera)
    assert Session.objects.count() == 1


def test_where_no_notice_is_asked_for_the_end_stays_immediate(
    world: World, pair: Mentorship, viewer: Look
) -> None:
    for code in ("in_nmm", "peer"):
        pair = run_by(world, pair, code)
        with pytest.raises(Refused):
            actions.give_notice(pair, "no_time", "", False, by=viewer(world.cast.arun))
    actions.end(pair, "no_time", "", False, by=viewer(world.cast.arun))
    assert tab(pair).status == S.ENDED


def test_both_and_the_coordinators_are_told_of_the_day_and_of_taking_it_back(
    russian: Mentorship, world: World, viewer: Look, worker: Callable[..., int]
) -> None:
    worker()
    actions.give_notice(russian, "no_time", "In confidence.", True, by=viewer(world.cast.devi))
    worker()
    given, area, back = (f"mentorship.notice_{what}" for what in ("given", "in_area", "taken_back"))
    assert told(given, area) == [("Arun", given), ("Meera", given)]
    assert data_of(world.cast.arun, given)["ends_on"] == "2026-01-19"
    assert wanted(world.cast.arun, given)
    actions.take_notice_back(russian, by=viewer(world.cast.devi))
    worker()
    assert told(back) == [("Arun", back), ("Meera", back)]
    assert not wanted(world.cast.arun, given)
    actions.give_notice(russian, "no_time", "In confidence.", True, by=viewer(world.cast.meera))
    worker()
    assert told(area) == [("Devi", area)]
    with time_machine.travel(NOW + timedelta(days=7)):
        end_announced()
    worker()
    assert told("mentorship.ended") == [
        ("Arun", "mentorship.ended"), ("Meera", "mentorship.ended"),
    ]  # fmt: skip


def test_the_page_names_the_day_and_the_rule(
    russian: Mentorship, world: World, signed_in: SignIn
) -> None:
    meera, arun = signed_in(world.cast.meera), signed_in(world.cast.arun)
    assert page(russian, "give-notice") not in arun.get(page(russian)).content.decode()
    with time_machine.travel(NOW, tick=False):
        asked = meera.get(page(russian, "give-notice")).content.decode()
        assert "at least three working days before" in asked
        assert 'value="2026-01-19"' in asked
        sent = {"on": "2026-01-16", "reason": "early_by_mentor", "words": "Ill."}
        seen = meera.post(page(russian, "give-notice"), sent).content.decode()
        assert "The earliest last day is" in seen
        assert "Ill." in seen
        meera.post(page(russian, "give-notice"), {**sent, "on": "2026-01-19"})
        shown = arun.get(page(russian)).content.decode()
    assert "Meera Iyer has announced that this pair ends early" in shown
    assert "at least three working days before" in shown
    assert "The mentor gave the task back early" in shown
    assert "Ill." not in shown
    assert page(russian, "take-notice-back") not in shown


def test_declining_may_say_why_to_the_coordinators_alone(
    proposal: Mentorship, world: World, signed_in: SignIn, viewer: Look
) -> None:
    browser = signed_in(world.cast.arun)
    assert "I would rather not say" in browser.get(page(proposal, "decline")).content.decode()
    browser.post(page(proposal, "decline"), {"reason": "too_close"})
    assert tab(proposal).decline_reason == "too_close"
    sentence = "Arun Patel declined: We work together or know each other too well"
    shown = {
        name: sentence in signed_in(person).get(page(proposal)).content.decode()
        for name, person in world.cast.everybody().items()
    }
    assert {name for name, seen in shown.items() if seen} == {"arun", "devi"}


def test_declining_for_a_reason_that_the_blueprint_lacks_changes_nothing(
    proposal: Mentorship, world: World, viewer: Look
) -> None:
    with pytest.raises(ValueError, match="blame"):
        actions.decline(proposal, by=viewer(world.cast.arun), reason="blame")
    assert tab(proposal).status == S.PROPOSED


def test_a_reason_from_before_the_blueprint_named_them_is_still_told_in_words(
    pair: Mentorship, world: World, signed_in: SignIn
) -> None:
    Mentorship.objects.update(status=S.ENDED, ends_on=TODAY, end_reason="health")
    assert "Health or family" in signed_in(world.cast.arun).get(page(pair)).content.decode()


def test_a_pair_is_extended_on_the_page_and_its_journey_moves_with_its_end(
    world: World, pair: Mentorship, signed_in: SignIn, viewer: Look
) -> None:
    pair = run_by(world, pair, "cps_induction")
    devi = signed_in(world.cast.devi)
    with time_machine.travel(NOW, tick=False):
        assert 'value="2027-05-31"' in devi.get(page(pair, "extend")).content.decode()
        sent = {"until": "2027-06-01", "because": "Leave of half a year."}
        assert "at the latest" in devi.post(page(pair, "extend"), sent).content.decode()
        devi.post(page(pair, "extend"), {**sent, "until": "2027-05-31"})
        seen = signed_in(world.cast.arun).get(page(pair)).content.decode()
    assert "Leave of half a year." in seen
    row = tab(pair)
    assert (row.extended_to, row.extensions) == (date(2027, 5, 31), 1)
    facts = facts_on_record(row)
    assert facts is not None
    assert facts.ends_on == date(2027, 6, 1)
    with pytest.raises(Refused, match="as often as the programme allows"):
        actions.extend(row, date(2028, 1, 1), "Again.", by=viewer(world.cast.devi))
    actions.end(row, "no_time", "Over.", False, by=viewer(world.cast.devi))
    ended = facts_on_record(tab(pair))
    assert ended is not None
    assert ended.ends_on == TODAY + timedelta(days=1)
