"""How two fit, asked of each alone thirty days on: when, who reads it, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Hold, Mentorship
from banyan.mentoring.queries.mentorships import happened
from banyan.notifications.models import Notice
from banyan.notifications.registry import kind_of
from banyan.people.models import Person
from banyan.surveys import actions
from banyan.surveys.jobs import ask_fits
from banyan.surveys.models import FitPulse
from banyan.surveys.queries.fits import FitAsked, fit_asked, fits_due, own_pair
from banyan.surveys.standings import FIT_AUTHOR
from banyan.surveys.states import FitStatus
from blueprint import get, house_fit
from tests.conftest import NOW
from tests.surveys.conftest import World
from tests.tabs import TOLD, Form, Sent, done_once

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
TODAY = date(2026, 1, 14)
GOOD = {"fits": 4, "open": 5, "helps": 4}
LOW = {"fits": 2, "open": 4, "helps": 3}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pair(world: World) -> Mentorship:
    return world.pairs[world.cast.arun.pk]


@pytest.fixture
def due(pair: Mentorship) -> Mentorship:
    """Meera and Arun began thirty days ago."""
    return since(pair, 30)


def since(one: Mentorship, days: int) -> Mentorship:
    Mentorship.objects.filter(pk=one.pk).update(starts_on=TODAY - timedelta(days=days))
    return Mentorship.objects.select_related("cohort__programme", "school").get(pk=one.pk)


def at(by: Viewer, one: Mentorship) -> FitAsked:
    found = fit_asked(by, own_pair(by, one.pk))
    assert found is not None
    return found


def page(one: Mentorship, rest: str = "") -> str:
    return f"/mentorships/{one.pk}/fit/{rest}"


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind).order_by("person__name")
    return list(rows.values_list("person__name", flat=True))


@pytest.mark.parametrize(
    ("days", "holds", "asked"),
    [
        (29, [], 0),
        (30, [], 2),
        (51, [], 2),
        (52, [], 0),
        (30, [(20, 15)], 0),  # so many days ago, until so many
        (35, [(20, 15)], 2),
        (56, [(50, 45)], 2),
        (57, [(50, 45)], 0),
        (52, [(20, 15)], 0),  # a rest after that day moves nothing
    ],
)
def test_each_is_asked_from_the_thirtieth_day_for_three_weeks_and_days_on_hold_do_not_count(
    pair: Mentorship,
    world: World,
    viewer: Look,
    days: int,
    holds: list[tuple[int, int]],
    asked: int,
) -> None:
    since(pair, days)
    for begins, ends in holds:
        Hold.objects.create(
            mentorship=pair,
            begins_on=TODAY - timedelta(days=begins),
            ends_on=TODAY - timedelta(days=ends),
        )
    assert ask_fits() == asked
    who = [viewer(world.cast.meera), viewer(world.cast.arun)]
    assert sum(len(fits_due(one)) for one in who) == asked


def test_each_is_asked_once_reminded_once_and_not_after_an_answer(
    due: Mentorship,
    world: World,
    viewer: Look,
) -> None:
    assert [ask_fits(), ask_fits()] == [2, 0]
    wanted = kind_of("fit.due").still_wanted
    data = {n.person.name: n.data for n in Notice.objects.filter(kind="fit.due")}
    assert wanted is not None
    assert wanted(data["Arun Patel"])
    actions.answer_fit(at(viewer(world.cast.arun), due), GOOD, by=viewer(world.cast.arun))
    assert [wanted(data[name]) for name in ("Arun Patel", "Meera Iyer")] == [False, True]
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        assert ask_fits() == 0
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert [ask_fits(), ask_fits()] == [1, 0]
    assert (told("fit.due"), told("fit.reminder")) == (["Arun Patel", "Meera Iyer"], ["Meera Iyer"])


def test_whoever_says_not_now_is_not_asked_again_and_may_answer_after_all(
    due: Mentorship,
    world: World,
    viewer: Look,
    signed_in: SignIn,
) -> None:
    arun = signed_in(world.cast.arun)
    offered = arun.get(page(due, "not-now/")).content.decode()
    assert "We have hardly met yet" in offered
    assert "Choose what comes closest." in arun.post(page(due, "not-now/")).content.decode()
    assert arun.post(page(due, "not-now/"), {"because": "hardly_met"})["Location"] == page(due)
    assert FitPulse.objects.get().status == FitStatus.NOT_NOW
    assert arun.post(page(due, "not-now/"), {"because": "no_time"}).status_code == 403
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert ask_fits() == 1  # Meera alone
        assert "Answer after all" in arun.get(page(due)).content.decode()
        sent = {**GOOD, "seen": 1}
        assert arun.post(page(due, "change/"), sent)["Location"] == page(due)
    row = FitPulse.objects.get()
    assert (row.status, row.because, row.given_at) == ("given", "", NOW + timedelta(days=8))


@pytest.mark.parametrize("status", ["ended", "completed", "paused"])
def test_a_pair_that_does_not_work_is_asked_nothing(
    due: Mentorship,
    world: World,
    viewer: Look,
    status: str,
) -> None:
    arun = viewer(world.cast.arun)
    seen = at(arun, due)
    Mentorship.objects.update(status=status)
    assert (ask_fits(), fits_due(arun)) == (0, [])
    seen.pair.status = status
    with pytest.raises(Refused, match="only while the pair is active"):
        actions.answer_fit(seen, GOOD, by=arun)


def test_who_is_late_is_told_so(due: Mentorship, world: World, signed_in: SignIn) -> None:
    with time_machine.travel(NOW + timedelta(days=22), tick=False):
        refused = signed_in(world.cast.arun).get(page(due))
    assert refused.status_code == 403
    assert "Nothing is asked about this pair now." in refused.content.decode()


def test_the_page_says_who_reads_it_keeps_what_was_ticked_and_takes_whole_answers_only(
    due: Mentorship,
    world: World,
    signed_in: SignIn,
) -> None:
    arun = signed_in(world.cast.arun)
    shown = arun.get(page(due)).content.decode()
    assert "You can read this." in shown
    assert "Meera Iyer never sees it." in shown
    assert "The coordinators see numbers only, over at least 5 people" in shown
    assert shown.count('type="radio"') == 15
    partly = arun.post(page(due), {"fits": 3, "open": 2, "seen": 0}).content.decode()
    assert "How much does the time together help your teaching?" in partly
    assert 'value="3"' in partly.partition("checked")[0][-200:]
    assert FitPulse.objects.count() == 0
    wrong = arun.post(page(due), {**GOOD, "fits": 9, "seen": 0})
    assert (wrong.status_code, FitPulse.objects.count()) == (422, 0)


def test_a_low_answer_offers_help_and_another_pairing_and_a_good_one_does_not(
    due: Mentorship,
    world: World,
    signed_in: SignIn,
) -> None:
    arun, meera = signed_in(world.cast.arun), signed_in(world.cast.meera)
    arun.post(page(due), {**LOW, "seen": 0})
    after = arun.get(page(due)).content.decode()
    assert f"/mentorships/{due.pk}/another/" in after
    assert "Devi Nair" in after
    assert "you need not do anything" in after
    meera.post(page(due), {"fits": 5, "can_help": 4, "seen": 0})
    after = meera.get(page(due)).content.decode()
    assert f"/mentorships/{due.pk}/another/" not in after
    assert "2 of 5" not in after  # what Arun said


def test_nobody_but_the_author_reads_an_answer_and_the_timeline_is_silent(
    due: Mentorship,
    world: World,
    viewer: Look,
    signed_in: SignIn,
) -> None:
    arun = viewer(world.cast.arun)
    row = actions.answer_fit(at(arun, due), LOW, by=arun)
    readers = {
        name
        for name, person in world.cast.everybody().items()
        if FIT_AUTHOR.holds(viewer(person), row)
    }
    assert readers == {"arun"}
    meera = viewer(world.cast.meera)
    assert at(meera, due).given is None
    for person in (world.cast.devi, world.cast.kavita, world.cast.nandan, world.cast.omar):
        assert signed_in(person).get(page(due)).status_code == 404
        assert signed_in(person).post(page(due), {**GOOD, "seen": 0}).status_code == 404
    assert not [one for one in happened(due) if "fit" in one.sentence]


def test_answers_change_for_a_week_and_then_count(
    due: Mentorship,
    world: World,
    viewer: Look,
) -> None:
    arun = viewer(world.cast.arun)
    actions.answer_fit(at(arun, due), LOW, by=arun)
    later = viewer(world.cast.arun, at=NOW + timedelta(days=6))
    again = actions.answer_fit(at(later, due), GOOD, by=later)
    assert (again.version, again.given_at, again.answers) == (2, NOW, GOOD)
    over = viewer(world.cast.arun, at=NOW + timedelta(days=7))
    with pytest.raises(Refused, match="count now"):
        actions.answer_fit(at(over, due), LOW, by=over)


def test_two_tabs(due: Mentorship, world: World, viewer: Look) -> None:
    arun = viewer(world.cast.arun)
    first, second = at(arun, due), at(arun, due)
    actions.answer_fit(first, GOOD, by=arun)
    with pytest.raises(Stale):
        actions.answer_fit(second, LOW, by=arun)
    with pytest.raises(Stale):
        actions.answer_fit(at(arun, due), LOW, by=arun, version=0)
    assert FitPulse.objects.get().answers == GOOD


def _answered(due: Mentorship, by: Viewer) -> None:
    actions.answer_fit(at(by, due), LOW, by=by)


FORMS: dict[str, tuple[Callable[[Mentorship, Viewer], None] | None, dict[str, str]]] = {
    "": (None, {code: str(said) for code, said in GOOD.items()}),
    "change/": (_answered, {code: str(said) for code, said in GOOD.items()}),
    "not-now/": (None, {"because": "hardly_met"}),
}


CASES = {
    "": Sent("surveys:fit", TOLD),
    "change/": Sent("surveys:change_fit", TOLD),
    "not-now/": Sent("surveys:fit_not_now", TOLD),
}


@pytest.mark.parametrize("rest", CASES)
def test_what_is_sent_from_two_tabs_is_done_once(
    due: Mentorship, world: World, viewer: Look, signed_in: SignIn, rest: str
) -> None:
    before, said = FORMS[rest]
    if before is not None:
        before(due, viewer(world.cast.arun))
    form = Form("arun", page(due, rest), dict(said))
    done_once(signed_in(world.cast.arun), form, CASES[rest])


@pytest.mark.parametrize(
    "answers", [{}, {"fits": 4, "open": 5}, {**GOOD, "fits": 0}, {**GOOD, "else": 3}]
)
def test_only_the_answers_that_are_asked_for_are_taken(
    due: Mentorship,
    world: World,
    viewer: Look,
    answers: dict[str, int],
) -> None:
    arun = viewer(world.cast.arun)
    with pytest.raises(Unfit):
        actions.answer_fit(at(arun, due), answers, by=arun)
    with pytest.raises(ValueError, match="no reason of this blueprint"):
        actions.fit_not_now(at(arun, due), "her fault", by=arun)


def test_the_feedback_page_lists_it_until_it_is_answered(
    due: Mentorship,
    world: World,
    signed_in: SignIn,
) -> None:
    arun = signed_in(world.cast.arun)
    assert page(due) in arun.get("/feedback/").content.decode()
    arun.post(page(due), {**GOOD, "seen": 0})
    assert page(due) not in arun.get("/feedback/").content.decode()


def test_the_pulse_of_the_house_is_short_and_in_three_languages() -> None:
    fit = house_fit()
    assert (fit.days, fit.open_days, fit.remind_after_days, fit.low) == ((30,), 21, 7, 2)
    texts = [
        text
        for one in (*fit.teacher, *fit.mentor)
        for text in (one.text, one.low, one.high)
        if text is not None
    ] + [one.title for one in fit.later_reasons]
    assert all(text.says(locale) for text in texts for locale in ("en", "hi", "ru"))
    assert {one.kind for one in (*fit.teacher, *fit.mentor)} == {"scale"}
    assert get("in_nmm").fit is None


def test_a_blueprint_may_ask_otherwise_or_not_at_all(
    due: Mentorship,
    world: World,
    viewer: Look,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arun = viewer(world.cast.arun)
    never = house_fit().model_copy(update={"days": ()})
    monkeypatch.setattr("banyan.surveys.queries.fits.fit_of", lambda design: never)
    assert (ask_fits(), fits_due(arun), fit_asked(arun, due)) == (0, [], None)
    twice = house_fit().model_copy(update={"days": (10, 25)})
    monkeypatch.setattr("banyan.surveys.queries.fits.fit_of", lambda design: twice)
    assert [one.day for one in fits_due(arun)] == [10, 25]
    assert at(arun, due).last_on == date(2026, 1, 14) + timedelta(days=16)
