"""The end of a trial: each is asked alone, neither learns what the other one said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import blueprint
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions
from banyan.mentoring.jobs import ask_after_trials
from banyan.mentoring.models import Hold, Mentorship, Trial, TrialAnswer
from banyan.mentoring.queries.mentorships import happened
from banyan.mentoring.queries.trials import Trying, trying
from banyan.mentoring.rules.trials import TRIAL
from banyan.mentoring.states import TrialStatus as S
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from tests.conftest import LONG_AGO, NOW
from tests.mentoring.conftest import World
from tests.mentoring.test_mentorship_notices import data_of, told, wanted
from tests.races import at_once, threads_share

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
Worker = Callable[..., int]
STARTED = date(2025, 12, 17)  # four weeks before today, the 14th of January
LAST = date(2026, 1, 21)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def tried(pair: Mentorship) -> Mentorship:
    """Meera and Arun, two peers; their four weeks of trial are over today."""
    return begun(pair, "peer", STARTED)


def begun(pair: Mentorship, code: str, starts_on: date) -> Mentorship:
    version = blueprint.get(code).version
    Cohort.objects.update(blueprint=code, blueprint_version=version)
    Mentorship.objects.update(starts_on=starts_on)
    return Mentorship.objects.select_related("cohort__programme", "school").get(pk=pair.pk)


def at(by: Viewer, pair: Mentorship) -> Trying:
    found = trying(by, pair)
    assert found is not None
    return found


def answer(pair: Mentorship, by: Viewer, goes_on: bool) -> str:
    return actions.answer_trial(at(by, pair), goes_on, by=by).status


def page(pair: Mentorship, verb: str = "") -> str:
    return f"/mentorships/{pair.pk}/{verb}"


# Who may do what from where; nobody who is not named may.
TABLE = [
    (S.ASKED, "say_yes", "arun meera"),
    (S.ASKED, "say_no", "arun meera"),
    (S.ASKED, "agree", ""),
    (S.ASKED, "add", ""),
    (S.ASKED, "go_on", ""),
    (S.ONE_YES, "say_yes", ""),
    (S.ONE_YES, "say_no", "arun meera"),
    (S.ONE_YES, "agree", "arun meera"),
    (S.ONE_YES, "go_on", ""),
    (S.DOUBTED, "add", "arun meera"),
    (S.DOUBTED, "say_no", ""),
    (S.DOUBTED, "go_on", "devi"),
    (S.DOUBTED, "lapse", ""),
    (S.GOES_ON, "say_yes", ""),
    (S.GOES_ON, "say_no", ""),
    (S.GOES_ON, "add", ""),
    (S.GOES_ON, "go_on", ""),
]


@pytest.mark.parametrize(("status", "verb", "may"), TABLE)
def test_who_may_do_what_and_when(
    tried: Mentorship, world: World, viewer: Look, status: S, verb: str, may: str
) -> None:
    Trial.objects.create(mentorship=tried, status=status)
    allowed = {
        name
        for name, person in world.cast.everybody().items()
        if TRIAL.decide(viewer(person), at(viewer(person), tried), verb)
    }
    assert allowed == set(may.split())


@pytest.mark.parametrize(
    ("first", "second", "then", "outcome"),
    [
        (True, True, S.ONE_YES, S.GOES_ON),
        (True, False, S.ONE_YES, S.DOUBTED),
        (False, True, S.DOUBTED, S.DOUBTED),
        (False, False, S.DOUBTED, S.DOUBTED),
    ],
)
@pytest.mark.parametrize("order", [("arun", "meera"), ("meera", "arun")])
def test_what_comes_of_two_answers(
    tried: Mentorship,
    world: World,
    viewer: Look,
    order: tuple[str, str],
    first: bool,
    second: bool,
    then: S,
    outcome: S,
) -> None:
    by = [viewer(getattr(world.cast, name)) for name in order]
    assert answer(tried, by[0], first) == then
    assert answer(tried, by[1], second) == outcome
    assert [at(each, tried).own for each in by] == [first, second]
    assert Mentorship.objects.get().status == "active"


def test_nobody_answers_twice(tried: Mentorship, world: World, viewer: Look) -> None:
    arun = viewer(world.cast.arun)
    seen = at(arun, tried)  # in two tabs
    actions.answer_trial(seen, True, by=arun)
    with pytest.raises(Refused, match="You have answered already"):
        actions.answer_trial(seen, False, by=arun)
    assert (Trial.objects.get().status, TrialAnswer.objects.get().goes_on) == (S.ONE_YES, True)


@pytest.mark.parametrize(("second", "outcome"), [(True, S.GOES_ON), (False, S.DOUBTED)])
def test_two_who_answer_in_one_moment_are_both_heard(
    transactional_db: None,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    second: bool,
    outcome: S,
) -> None:
    with threads_share(tmp_path):
        tried, world, viewer = map(request.getfixturevalue, ("tried", "world", "viewer"))
        arun, meera = viewer(world.cast.arun), viewer(world.cast.meera)
        seen = [(at(arun, tried), True, arun), (at(meera, tried), second, meera)]

        def say(found: Trying, goes_on: bool, by: Viewer) -> Callable[[], object]:
            return lambda: actions.answer_trial(found, goes_on, by=by)

        assert at_once(*(say(*each) for each in seen)) == ["done", "done"]
        assert (Trial.objects.get().status, TrialAnswer.objects.count()) == (outcome, 2)


@pytest.mark.parametrize("first", [True, False])
def test_the_other_one_cannot_tell_what_was_said_nor_that_anything_was(
    tried: Mentorship, world: World, viewer: Look, signed_in: SignIn, worker: Worker, first: bool
) -> None:
    def seen() -> list[str]:
        browser = signed_in(world.cast.meera)
        pages = [browser.get(page(tried, verb)) for verb in ("", "trial/", "end/")]
        return [each.content.decode().partition("<main")[2] for each in pages]

    worker()
    before, told_before = plain(seen()), told()
    answer(tried, viewer(world.cast.arun), first)
    worker()
    assert plain(seen()) == before
    assert [each for each in told() if each[0] == "Meera"] == [
        each for each in told_before if each[0] == "Meera"
    ]
    assert at(viewer(world.cast.meera), tried).own is None


def plain(pages: list[str]) -> list[str]:
    """Without the tokens that differ every time."""
    return [" ".join(part for part in each.split() if "value=" not in part) for each in pages]


def test_a_coordinator_learns_that_not_both_wish_it_and_not_whose_wish_it_is(
    tried: Mentorship, world: World, viewer: Look, signed_in: SignIn, worker: Worker
) -> None:
    quiet = signed_in(world.cast.devi).get(page(tried)).content.decode()
    assert "Not both wish to go on after their trial" not in quiet
    answer(tried, viewer(world.cast.arun), False)
    worker()
    assert told("trial.doubted") == [("Devi", "trial.doubted")]
    assert wanted(world.cast.devi, "trial.doubted")
    assert set(data_of(world.cast.devi, "trial.doubted")) & {"reader", "actor", "other"} == set()
    shown = signed_in(world.cast.devi).get(page(tried)).content.decode()
    assert "Not both wish to go on after their trial" in shown
    assert "answered at the end of the trial" not in shown
    assert signed_in(world.cast.devi).get(page(tried, "trial/")).status_code == 404
    end = signed_in(world.cast.devi).get(page(tried, "end/")).content.decode()
    assert "checked" in end.partition('value="better_fit_elsewhere"')[2].partition(">")[0]
    actions.end(tried, "better_fit_elsewhere", "", True, by=viewer(world.cast.devi))
    assert not wanted(world.cast.devi, "trial.doubted")


def test_whoever_coordinates_her_own_pair_learns_nothing_by_that(
    tried: Mentorship, world: World, viewer: Look, signed_in: SignIn, worker: Worker
) -> None:
    give = organisations.give_role
    give(world.cast.meera, world.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO)
    answer(tried, viewer(world.cast.arun), False)
    worker()
    assert told("trial.doubted") == [("Devi", "trial.doubted")]
    meera = signed_in(world.cast.meera)
    assert "Not both wish to go on" not in meera.get(page(tried)).content.decode()
    assert meera.post(page(tried, "trial/go-on/")).status_code == 403
    end = meera.get(page(tried, "end/")).content.decode()
    assert "checked" not in end.partition('value="better_fit_elsewhere"')[2].partition(">")[0]


def test_the_pages(tried: Mentorship, world: World, signed_in: SignIn) -> None:
    browser = signed_in(world.cast.arun)
    assert page(tried, "trial/") in browser.get(page(tried)).content.decode()
    asked = browser.get(page(tried, "trial/")).content.decode()
    assert "Would you like to go on with Meera Iyer?" in asked
    empty = browser.post(page(tried, "trial/"))
    assert "Choose one of the two" in empty.content.decode()
    done = browser.post(page(tried, "trial/"), {"answer": "no"})
    assert done["Location"] == page(tried)
    assert TrialAnswer.objects.get().goes_on is False
    after = browser.get(page(tried)).content.decode()
    assert "You have said that you would rather not go on" in after
    assert browser.post(page(tried, "trial/"), {"answer": "yes"}).status_code == 403
    coordinator = signed_in(world.cast.devi)
    assert coordinator.post(page(tried, "trial/go-on/"))["Location"] == page(tried)
    assert coordinator.post(page(tried, "trial/go-on/")).status_code == 403
    assert Trial.objects.get().status == S.GOES_ON


@pytest.mark.parametrize("stranger", ["kavita", "omar"])
def test_a_stranger_cannot_tell_it_exists(
    tried: Mentorship, world: World, signed_in: SignIn, stranger: str
) -> None:
    browser = signed_in(getattr(world.cast, stranger))
    assert browser.get(page(tried, "trial/")).status_code == 404
    assert browser.post(page(tried, "trial/"), {"answer": "yes"}).status_code == 404
    assert browser.post(page(tried, "trial/go-on/")).status_code == 404


def test_who_has_answered_is_not_asked_again(tried: Mentorship, world: World, viewer: Look) -> None:
    assert ask_after_trials() == 2
    assert ask_after_trials() == 0
    answer(tried, viewer(world.cast.meera), True)
    assert not wanted(world.cast.meera, "trial.asked")
    assert wanted(world.cast.arun, "trial.asked")
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        assert ask_after_trials() == 1
    assert told("trial.reminder") == [("Arun", "trial.reminder")]
    assert data_of(world.cast.arun, "trial.reminder")["answer_on"] == LAST.isoformat()


@pytest.mark.parametrize("one_said_yes", [True, False])
def test_whoever_says_nothing_goes_on(
    tried: Mentorship, world: World, viewer: Look, worker: Worker, one_said_yes: bool
) -> None:
    if one_said_yes:
        answer(tried, viewer(world.cast.meera), True)
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        ask_after_trials()
        assert not Trial.objects.filter(status=S.GOES_ON).exists()
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        ask_after_trials()
        ask_after_trials()
        worker()
    assert Trial.objects.get().status == S.GOES_ON
    assert told("trial.over") == [("Arun", "trial.over"), ("Meera", "trial.over")]
    assert happened(tried)[0].sentence == "The trial is over, and the pair goes on."


@pytest.mark.parametrize("name", ["arun", "meera"])
def test_nobody_is_cut_short_of_her_own_last_day_to_answer(
    tried: Mentorship, world: World, viewer: Look, name: str
) -> None:
    person: Person = getattr(world.cast, name)
    Person.objects.filter(pk=person.pk).update(time_zone="America/Los_Angeles")
    evening = datetime.fromisoformat("2026-01-22T03:00:00+00:00")  # there it is still the 21st
    with time_machine.travel(evening, tick=False):
        ask_after_trials()
        assert not Trial.objects.filter(status=S.GOES_ON).exists()
        person.refresh_from_db()
        assert answer(tried, viewer(person, at=evening), False) == S.DOUBTED


def test_a_no_does_not_lapse(tried: Mentorship, world: World, viewer: Look) -> None:
    answer(tried, viewer(world.cast.meera), False)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        ask_after_trials()
    assert Trial.objects.get().status == S.DOUBTED


def test_a_pair_that_is_leaving_or_past_its_trial_long_ago_is_asked_nothing(
    tried: Mentorship,
) -> None:
    Mentorship.objects.update(ends_early_on=LAST)
    assert ask_after_trials() == 0
    Mentorship.objects.update(ends_early_on=None, starts_on=STARTED - timedelta(days=60))
    assert ask_after_trials() == 0
    assert (Notice.objects.count(), Trial.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("code", "starts_on", "holds", "asked"),
    [
        ("peer", STARTED, [], True),
        ("peer", STARTED + timedelta(days=1), [], False),
        ("peer", STARTED, [(date(2026, 1, 1), date(2026, 1, 2))], False),
        ("peer", STARTED - timedelta(days=1), [(date(2026, 1, 1), date(2026, 1, 2))], True),
        ("peer", STARTED, [(date(2026, 1, 1), None)], False),
        ("ru_target_model", date(2025, 12, 31), [], True),
        ("school_inhouse", STARTED, [], False),
    ],
)
def test_the_day_on_which_they_are_asked(
    pair: Mentorship,
    world: World,
    viewer: Look,
    code: str,
    starts_on: date,
    holds: list[tuple[date, date | None]],
    asked: bool,
) -> None:
    row = begun(pair, code, starts_on)
    for begins_on, ends_on in holds:
        Hold.objects.create(mentorship=row, begins_on=begins_on, ends_on=ends_on)
    assert (trying(viewer(world.cast.arun), row) is not None) == asked
    assert ask_after_trials() == (2 if asked else 0)


def test_the_last_day_to_answer_is_one_of_them_and_the_next_is_too_late(
    tried: Mentorship, world: World, viewer: Look
) -> None:
    """Also before the platform has looked."""
    late = viewer(world.cast.arun, at=NOW + timedelta(days=8))
    with pytest.raises(Refused, match="The time to answer is over"):
        answer(tried, late, False)
    assert TrialAnswer.objects.count() == 0
    last = viewer(world.cast.arun, at=NOW + timedelta(days=7))
    assert last.today == LAST
    assert answer(tried, last, False) == S.DOUBTED


def test_a_pair_that_is_over_answers_no_more(tried: Mentorship, world: World, viewer: Look) -> None:
    arun = viewer(world.cast.arun)
    seen = at(arun, tried)
    actions.end(tried, "no_time", "", False, by=viewer(world.cast.devi))
    with pytest.raises(Refused, match="only while the pair is active"):
        actions.answer_trial(seen, True, by=arun)


def test_only_the_platform_lets_a_trial_lapse_and_not_before_its_time(
    tried: Mentorship, world: World, viewer: Look
) -> None:
    late = viewer(world.cast.devi, at=NOW + timedelta(days=30))
    with pytest.raises(Refused):
        actions.lapse_trial(at(late, tried), by=late)
    by = system(NOW)
    with pytest.raises(Refused, match="There is still time"):
        actions.lapse_trial(at(by, tried), by=by)


@pytest.mark.parametrize("day", ["2026-01-14", "2026-03-30"])
def test_the_jobs_ask_as_many_queries_for_three_pairs_as_for_one(
    tried: Mentorship, world: World, viewer: Look, day: str
) -> None:
    """In the days in which both have said no and a coordinator has not decided, and long after."""

    def cost() -> int:
        with (
            CaptureQueriesContext(connection) as queries,
            time_machine.travel(datetime.fromisoformat(f"{day}T06:30:00+00:00"), tick=False),
        ):
            assert ask_after_trials() == 0
        return len(queries)

    def doubt(pair: Mentorship, teacher: Person) -> None:
        for person in (teacher, world.cast.meera):
            answer(pair, viewer(person), False)

    doubt(tried, world.cast.arun)
    one = cost()
    for name in ("Bina", "Chetan"):
        teacher = world.person(name)
        pair = Mentorship.objects.create(
            mentor=tried.mentor,
            mentee=teacher,
            cohort=tried.cohort,
            school=tried.school,
            status="active",
            proposed_at=NOW,
            starts_on=STARTED,
        )
        doubt(pair, teacher)
    assert cost() == one
