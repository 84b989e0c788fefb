"""The journey of a pair: what is asked of it, by whom, by when, and who reads what is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

import blueprint
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions
from banyan.mentoring.jobs.steps import passed, remind_of_steps
from banyan.mentoring.models import Hold, Mentorship, StepRecord
from banyan.mentoring.queries.mentorships import happened, step_words
from banyan.mentoring.queries.steps import record_of
from banyan.mentoring.snapshot import doing, journey_of, key_of, met, spelled
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewer_for
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes.queries.reasons import SENTENCES, sentence_of
from blueprint import REASONS, StepState
from tests.conftest import NOW, Cast

TODAY = date(2026, 1, 14)
SECRET = "the red notebook"


@pytest.fixture
def by(viewer: Callable[..., Viewer]) -> Callable[..., Viewer]:
    return viewer


def states(pair: Mentorship, today: date) -> dict[str, StepState]:
    found = journey_of(pair, today)
    assert found is not None
    return {state.key: state for state in found.steps}


def write(pair: Mentorship, key: str, by: Viewer, **words: object) -> StepRecord:
    step = doing(by, pair, key)
    return actions.finish_step(step, words, step.record.version, by=by)


def test_the_timeline_names_the_step_in_the_language_of_the_reader(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    write(walking, "module_1/performance_profile", by(cast.arun), notes=SECRET)
    told = [entry.sentence for entry in happened(walking)]
    assert told[0] == (
        "Arun Patel finished “Module 1: classroom environment, engagement and commitment to "
        "learning · Phase 1: look at your practice”."
    )
    assert SECRET not in "".join(told)
    design = blueprint.get("ru_target_model")
    with override("ru"):
        assert step_words(design, "feedback#3").endswith(", 3")
        assert step_words(design, "goal") == "Цель педагога"
    assert step_words(design, "gone/away") == "away"


def test_a_blueprint_without_steps_has_no_journey(pair: Mentorship) -> None:
    design = blueprint.get(pair.cohort.programme.blueprint)
    has_steps = bool(blueprint.get(design.code, pair.cohort.blueprint_version).steps)
    assert (journey_of(pair, TODAY) is not None) == has_steps


def test_a_pair_begins_with_what_the_blueprint_asks_first(walking: Mentorship) -> None:
    found = states(walking, TODAY)
    assert found["first_meeting"].status == "open"
    assert found["first_meeting"].due_on == TODAY + timedelta(weeks=2)
    assert found["module_1/goal"].status == "not_yet"


def test_each_step_opens_the_next(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    write(walking, "module_1/performance_profile", by(cast.arun), notes="I begin with routines.")
    found = states(walking, TODAY)
    assert found["module_1/performance_profile"].status == "done"
    assert found["module_1/goal"].status in ("open", "due_soon")


@pytest.mark.parametrize(
    ("who", "key", "may"),
    [
        ("arun", "module_1/performance_profile", True),
        ("meera", "module_1/performance_profile", False),
        ("devi", "module_1/performance_profile", False),
        ("meera", "first_meeting", True),
        ("arun", "first_meeting", True),
        ("devi", "modules_confirmed", True),
        ("arun", "modules_confirmed", False),
    ],
)
def test_only_its_owner_does_a_step(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer], who: str, key: str, may: bool
) -> None:
    viewer = by(getattr(cast, who))
    if may:
        assert write(walking, key, viewer).done_on == TODAY
    else:
        with pytest.raises(Refused):
            write(walking, key, viewer)


def test_a_step_before_its_time_can_be_drafted_but_not_finished(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    arun = by(cast.arun)
    step = doing(arun, walking, "module_1/goal")
    actions.draft_step(step, {"need": "Voices"}, 0, by=arun)
    step = doing(arun, walking, "module_1/goal")
    with pytest.raises(Refused, match="not time for this step yet"):
        actions.finish_step(step, {"need": "Voices"}, 1, by=arun)
    assert record_of(arun, walking, "module_1/goal").words == {"need": "Voices"}


def test_two_tabs_do_not_overwrite_each_other(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    meera, arun = by(cast.meera), by(cast.arun)
    first, second = doing(meera, walking, "agreement"), doing(arun, walking, "agreement")
    actions.draft_step(first, {"notes": "Tuesdays"}, 0, by=meera)
    with pytest.raises(Stale):
        actions.draft_step(second, {"notes": "Fridays"}, 0, by=arun)
    assert record_of(meera, walking, "agreement").words == {"notes": "Tuesdays"}


def test_a_judgement_is_nobodys_to_write(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    for person in (cast.arun, cast.meera, cast.devi):
        viewer = by(person)
        step = doing(viewer, walking, "module_1/review")
        with pytest.raises(Refused, match="somebody else"):
            actions.finish_step(step, {}, 0, by=viewer)


def test_what_follows_from_elsewhere_is_recorded_once(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    devi = by(cast.devi)
    with pytest.raises(Refused, match="by itself"):
        actions.conclude_step(doing(devi, walking, "module_1/review"), TODAY, by=devi)
    platform = system(devi.now)
    step = doing(platform, walking, "module_1/review")
    assert actions.conclude_step(step, TODAY, by=platform).done_on == TODAY
    step = doing(platform, walking, "module_1/review")
    later = actions.conclude_step(step, TODAY + timedelta(days=1), by=platform)
    assert (later.done_on, later.version) == (TODAY, 1)


def test_the_coordinator_waives_with_a_reason_and_asks_after_all(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    devi = by(cast.devi)
    step = doing(devi, walking, "module_1/performance_profile")
    actions.waive_step(step, " Done in another district. ", 0, by=devi)
    assert states(walking, TODAY)["module_1/performance_profile"].status == "waived"
    step = doing(devi, walking, "module_1/performance_profile")
    assert step.record.waived_because == "Done in another district."
    actions.ask_for_step(step, 1, by=devi)
    assert states(walking, TODAY)["module_1/performance_profile"].status != "waived"
    with pytest.raises(Refused):
        actions.waive_step(
            doing(by(cast.arun), walking, "module_1/goal"), "No", 0, by=by(cast.arun)
        )


def test_a_pause_moves_what_is_due_by_exactly_its_length(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    before = states(walking, TODAY)["first_meeting"].due_on
    actions.pause(walking, TODAY + timedelta(days=30), by=by(cast.meera))
    assert states(walking, TODAY)["first_meeting"].status == "on_hold"
    walking.refresh_from_db()
    actions.resume(walking, by=by(cast.meera, at=NOW + timedelta(days=9)))
    hold = Hold.objects.get(mentorship=walking)
    assert (hold.begins_on, hold.ends_on) == (TODAY, TODAY + timedelta(days=9))
    after = states(walking, TODAY + timedelta(days=9))["first_meeting"].due_on
    assert before is not None
    assert after == before + timedelta(days=9)


def test_a_pair_is_complete_only_when_its_journey_is(
    walking: Mentorship, cast: Cast, by: Callable[..., Viewer]
) -> None:
    with pytest.raises(Refused, match="things are still to be done"):
        actions.complete(walking, by=by(cast.devi))


@pytest.mark.parametrize("who", ["devi", "omar", "kavita", "nandan", "asha", "somu"])
def test_what_is_written_in_a_step_stays_with_the_two(
    walking: Mentorship,
    cast: Cast,
    by: Callable[..., Viewer],
    signed_in: Callable[[Person], Client],
    who: str,
) -> None:
    write(walking, "module_1/student_data", by(cast.arun), notes=SECRET)
    address = reverse("mentoring:step", args=[walking.pk, spelled("module_1/student_data")])
    with time_machine.travel(NOW, tick=False):
        response = signed_in(getattr(cast, who)).get(address)
        told = signed_in(cast.meera).get(address).content.decode()
    assert SECRET not in response.content.decode()
    assert response.status_code == (200 if who == "devi" else 404)
    assert SECRET in told


def test_a_step_is_written_kept_and_finished_on_its_page(
    walking: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    address = reverse("mentoring:step", args=[walking.pk, spelled("module_1/student_data")])
    with time_machine.travel(NOW, tick=False):
        browser = signed_in(cast.arun)
        page = browser.get(f"/mentorships/{walking.pk}/").content.decode()
        assert 'id="journey"' in page
        kept = browser.post(address, {"seen": 0, "verb": "draft", "notes": SECRET})
        assert kept.status_code == 302
        assert SECRET in browser.get(address).content.decode()
        done = browser.post(address, {"seen": 1, "verb": "finish", "notes": SECRET}, follow=True)
        assert "That step is done." in done.content.decode()
        stale = browser.post(address, {"seen": 1, "verb": "draft", "notes": "late"})
        assert stale.status_code in (403, 409)


def test_the_label_of_a_step_names_those_who_read_it_and_nobody_else(
    walking: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    def label(key: str) -> str:
        address = reverse("mentoring:step", args=[walking.pk, spelled(key)])
        page = signed_in(cast.arun).get(address).content.decode()
        return page.split('class="visibility private">')[1].split("<span>")[1].split("</span>")[0]

    with time_machine.travel(NOW, tick=False):
        assert label("module_1/student_data") == "You and Meera Iyer can read this."


def test_what_a_mentor_earns_is_shown_to_her_and_her_coordinator_and_not_to_the_teacher(
    walking: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    with time_machine.travel(NOW, tick=False):
        shown = {
            who: "%: decided on"
            in signed_in(getattr(cast, who)).get(f"/mentorships/{walking.pk}/").content.decode()
            for who in ("meera", "devi", "arun")
        }
    assert shown == {"meera": True, "devi": True, "arun": False}


def test_of_a_step_that_comes_back_the_line_shows_where_one_stands(
    pair: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    with time_machine.travel(NOW, tick=False):
        page = signed_in(cast.arun).get(f"/mentorships/{pair.pk}/").content.decode()
    assert page.count("Live session") == 1


def test_sessions_do_the_meetings_in_the_order_in_which_they_took_place() -> None:
    design = blueprint.get("in_nmm")
    first, second, third = (date(2026, 1, day) for day in (5, 12, 19))
    assert met(design.steps, [third, first, second]) == {
        "first_meeting": first,
        "session": second,
        "session#2": third,
    }


def test_an_unknown_step_is_a_page_that_does_not_exist(
    walking: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    with time_machine.travel(NOW, tick=False):
        found = [
            signed_in(cast.arun).get(f"/mentorships/{walking.pk}/steps/{key}/").status_code
            for key in ("nothing", "module_9.goal", "agreement-2", "%00", "..")
        ]
    assert found == [404] * 5


def test_the_board_shows_where_pairs_are_to_those_who_run_the_cohort(
    walking: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    address = reverse("mentoring:board", args=[walking.cohort_id])
    with time_machine.travel(NOW, tick=False):
        devi = signed_in(cast.devi)
        with CaptureQueriesContext(connection) as queries:
            page = devi.get(address).content.decode()
        assert "Arun Patel with Meera Iyer" in page
        assert len(queries) <= 10
        for other in (cast.arun, cast.meera, cast.omar, cast.kavita):
            assert signed_in(other).get(address).status_code == 404


def test_reminding_of_steps_costs_no_more_for_more_pairs(walking: Mentorship, cast: Cast) -> None:
    late, counts = NOW + timedelta(days=60), []
    for name in ("Bela Roy", "Chand Lal", "Dina Rao"):
        Mentorship.objects.create(
            mentor=cast.meera,
            mentee=people.add_person(name, email=None, by=system(NOW)),
            cohort=walking.cohort,
            school=walking.school,
            status=walking.status,
            proposed_at=walking.proposed_at,
            starts_on=walking.starts_on,
        )
        with time_machine.travel(late, tick=False), CaptureQueriesContext(connection) as queries:
            assert remind_of_steps() > 0
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def told_on(day: date) -> set[tuple[str, str]]:
    """Who is newly told of the first meeting when the worker looks on this day."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with time_machine.travel(NOW + (day - TODAY), tick=False):
        remind_of_steps()
        assert remind_of_steps() == 0
    rows = Notice.objects.filter(kind__startswith="step.", data__step="first_meeting")
    fresh = rows.exclude(pk__in=before).select_related("person")
    return {(notice.kind, notice.person.name) for notice in fresh}


def both(kind: str) -> set[tuple[str, str]]:
    return {(kind, "Arun Patel"), (kind, "Meera Iyer")}


def test_owners_hear_of_a_step_before_it_is_due_and_coordinators_after(
    walking: Mentorship, cast: Cast
) -> None:
    due = states(walking, TODAY)["first_meeting"].due_on
    assert due is not None
    days = {left: told_on(due - timedelta(days=left)) for left in (8, 7, 3, 2, 1, 0, -7, -8, -21)}
    assert {left: told for left, told in days.items() if told} == {
        7: both("step.due"),
        1: both("step.due"),
        -7: {("step.overdue", "Meera Iyer")},
        -21: {("step.overdue", "Devi Nair")},
    }


def test_nobody_hears_of_a_step_that_is_done(walking: Mentorship, cast: Cast) -> None:
    due = states(walking, TODAY)["first_meeting"].due_on
    assert due is not None
    write(walking, "first_meeting", _viewer(cast.meera))
    assert told_on(due - timedelta(days=7)) == set()
    assert told_on(due + timedelta(days=21)) == set()


@pytest.mark.parametrize(
    "first, down, late, told",
    [
        # The worker is down on the very day and the next: it is told on the third, once.
        (8, (7, 6), 5, both("step.due")),
        # The last reminder falls into the outage, which outlasts the due day itself.
        (3, (2, 1, 0), -1, both("step.late")),
        # Two reminders are missed at once: the later of them is told.
        (8, (7, 6, 5, 4, 3, 2), 1, both("step.due")),
        # What should have gone to the mentor a week after the due day goes two days later.
        (-6, (-7, -8), -9, {("step.overdue", "Meera Iyer")}),
    ],
)
def test_what_a_worker_misses_in_an_outage_is_told_afterwards_once(
    first: int,
    down: tuple[int, ...],
    late: int,
    told: set[tuple[str, str]],
    walking: Mentorship,
) -> None:
    due = states(walking, TODAY)["first_meeting"].due_on
    assert due is not None
    told_on(due - timedelta(days=first))
    assert late == down[-1] - 1
    assert told_on(due - timedelta(days=late)) == told
    assert told_on(due - timedelta(days=late - 1)) == set()


def test_old_news_is_no_news() -> None:
    """Days left at which a day that a blueprint names counts as come."""
    assert [left for left in range(-30, 30) if passed([7], left) == 7] == list(range(-7, 8))
    assert [passed([7, 2], left) for left in (8, 7, 3, 2, 0, -12, -13)] == [
        None, 7, 7, 2, 2, 2, None,
    ]  # fmt: skip


def _viewer(person: Person) -> Viewer:
    return viewer_for(person, now=NOW)


def test_every_reason_of_the_engine_has_its_sentence(walking: Mentorship) -> None:
    assert SENTENCES == REASONS
    found = journey_of(walking, TODAY)
    assert found is not None
    assert all("%(" not in sentence_of(state.reason) for state in found.steps)


@pytest.mark.parametrize("key", ["goal", "module_1/goal", "meeting#12", "m/log#3"])
def test_a_key_survives_its_address(key: str) -> None:
    assert key_of(spelled(key)) == key
    assert not set("/#%") & set(spelled(key))
