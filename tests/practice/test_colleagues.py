"""Colleagues without a pair: whoever is observed asks the other one in, and owns it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import system
from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import NextStep, Record
from banyan.mentoring.queries import records
from banyan.organisations.actions import end_reporting_line, enter_reporting_line, give_role
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import ReportingKind, Role
from banyan.people.models import Person
from banyan.practice.actions import observations as actions
from banyan.practice.models import Observation
from banyan.practice.queries import observations as queries
from banyan.trail import actions as trail
from tests.conftest import LONG_AGO, NOW, Cast
from tests.practice.conftest import World
from tests.practice.observing import FEEDBACK, LINES, Lesson

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Person], Client]


@pytest.fixture
def colleague(world: World, cast: Cast) -> Person:
    """Somu teaches where Arun does; the two are no pair."""
    give_role(cast.somu, cast.school, Role.TEACHER, by=system(NOW), starts_on=LONG_AGO)
    return cast.somu


@pytest.fixture
def visit(world: World, colleague: Person, cast: Cast) -> Lesson:
    """Arun has asked Somu in."""
    made = actions.ask_in(colleague, by=viewer_for(cast.arun, now=NOW), focus="Whom do I ask?")
    return Lesson(cast, world.pair, made.record)


def test_a_colleague_sees_it_from_the_question_to_the_answer(
    visit: Lesson, colleague: Person, cast: Cast
) -> None:
    visit.do(colleague, actions.agree)
    visit.do(colleague, actions.collect, LINES)
    visit.do(colleague, actions.finish)
    visit.write(colleague, shows_observer="One open question.")
    visit.write(cast.arun, shows_observed="I talked for a minute.")
    visit.do(cast.arun, actions.analyse)
    visit.write(colleague, **FEEDBACK)
    visit.do(colleague, actions.give)
    visit.write(cast.arun, answer_1="will_try")
    visit.do(cast.arun, actions.answer)
    row = Observation.objects.get()
    assert (row.status, row.direction, row.record.owner) == ("answered", "peer", cast.arun)
    assert (row.record.tier, row.record.mentorship) == ("own", None)
    assert not NextStep.objects.exists()


def test_nobody_else_reads_or_knows_of_it(visit: Lesson, colleague: Person, cast: Cast) -> None:
    reading = {
        name
        for name, person in cast.everybody().items()
        if records.records(viewer_for(person, now=NOW)).filter(pk=visit.record.pk).exists()
    }
    knowing = {
        name
        for name, person in cast.everybody().items()
        if queries.observations(viewer_for(person, now=NOW)).exists()
    }
    assert reading == knowing == {"arun", "somu"}


def test_whoever_is_taken_out_of_it_reads_and_writes_no_more(
    visit: Lesson, colleague: Person, cast: Cast
) -> None:
    visit.do(colleague, actions.agree)
    found, by = visit.seen(colleague)
    kept.take_back(visit.record, colleague, by=viewer_for(cast.arun, now=NOW))
    with pytest.raises(Refused):
        kept.write(found.record, "", {"shows_observer": "A."}, {}, by=by, right="write_along")
    with pytest.raises(Record.DoesNotExist):
        visit.seen(colleague)


def test_one_who_is_only_shown_it_writes_nothing(
    visit: Lesson, colleague: Person, cast: Cast
) -> None:
    kept.share(visit.record, cast.meera, by=viewer_for(cast.arun, now=NOW))
    found, by = visit.seen(cast.meera)
    for act in (actions.agree, actions.call_off):
        with pytest.raises(Refused):
            act(found, by=by)
    with pytest.raises(Refused):
        actions.collect(found, LINES, by=by)


def test_one_asks_those_who_teach_there_and_no_head(
    world: World, colleague: Person, cast: Cast
) -> None:
    arun = viewer_for(cast.arun, now=NOW)
    assert list(queries.colleagues(arun)) == [colleague]
    give_role(cast.kavita, cast.school, Role.TEACHER, by=system(NOW), starts_on=LONG_AGO)
    assert list(queries.colleagues(arun)) == [colleague]
    for person in (cast.kavita, cast.omar, cast.arun):
        with pytest.raises(Refused):
            actions.ask_in(person, by=arun)


def test_one_asks_nobody_who_appraises_her_and_is_visited_by_none(
    world: World, colleague: Person, cast: Cast
) -> None:
    arun, by = viewer_for(cast.arun, now=NOW), system(NOW)
    line = enter_reporting_line(
        cast.arun, colleague, ReportingKind.EVALUATOR, cast.school, by=by, starts_on=LONG_AGO
    )
    assert list(queries.colleagues(arun)) == []
    with pytest.raises(Refused):
        actions.ask_in(colleague, by=arun)
    with pytest.raises(Refused):
        actions.ask_to_visit(cast.arun, by=viewer_for(colleague, now=NOW))
    end_reporting_line(line, by=by, on=NOW.date())
    assert list(queries.colleagues(arun)) == [colleague]


def test_the_page_asks_a_colleague_in(
    world: World, colleague: Person, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.arun)
    assert "/observations/ask/" in client.get("/observations/").content.decode()
    asked = {"who": str(colleague.pk), "title": "Whom do I ask?", "seen": "{}"}
    assert client.post("/observations/ask/", {**asked, "who": str(cast.omar.pk)}).status_code == 422
    answer = client.post("/observations/ask/", asked)
    assert answer.status_code == 302
    page = signed_in(colleague).get(answer["Location"]).content.decode()
    assert "Whom do I ask?" in page
    assert signed_in(cast.devi).get(answer["Location"]).status_code == 404


def test_one_asks_to_visit_and_learns_what_she_takes_along(
    world: World, colleague: Person, cast: Cast
) -> None:
    """Somu would like to see a lesson of Arun, who owns it; the steps are Somu's own."""
    by = viewer_for(colleague, now=NOW)
    made = actions.ask_to_visit(cast.arun, by=by, focus="How do the quiet ones come to speak?")
    visit = Lesson(cast, world.pair, made.record)
    with pytest.raises(Refused):
        visit.do(colleague, actions.agree)
    visit.do(cast.arun, actions.agree)
    visit.do(colleague, actions.collect, LINES)
    visit.do(colleague, actions.finish)
    visit.write(colleague, shows_observer="One open question.")
    visit.write(cast.arun, shows_observed="I talked for a minute.")
    visit.do(cast.arun, actions.analyse)
    visit.write(colleague, **FEEDBACK)
    visit.do(colleague, actions.give)
    row = Observation.objects.get()
    assert (row.status, row.direction, row.record.owner) == ("answered", "visit", cast.arun)
    assert (row.record.tier, row.record.mentorship) == ("own", None)
    reading = {
        name
        for name, person in cast.everybody().items()
        if records.records(viewer_for(person, now=NOW)).filter(pk=made.record_id).exists()
    }
    assert reading == {"arun", "somu"}
    kept.take_back(made.record, colleague, by=viewer_for(cast.arun, now=NOW))
    with pytest.raises(Record.DoesNotExist):
        visit.seen(colleague)


def test_nobody_visits_those_whose_work_she_judges(
    world: World, colleague: Person, cast: Cast
) -> None:
    give_role(cast.kavita, cast.school, Role.TEACHER, by=system(NOW), starts_on=LONG_AGO)
    kavita = viewer_for(cast.kavita, now=NOW)
    assert cast.arun in queries.colleagues(kavita)
    with pytest.raises(Refused):
        actions.ask_to_visit(cast.arun, by=kavita)
    for person in (cast.kavita, cast.omar, colleague):
        with pytest.raises(Refused):
            actions.ask_to_visit(person, by=viewer_for(colleague, now=NOW))
    assert not Record.objects.exists()


def test_a_visit_is_declined_without_a_reason(
    world: World, colleague: Person, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(colleague)
    assert "/observations/visit/" in client.get("/observations/").content.decode()
    asked = {"who": str(cast.arun.pk), "title": "Who speaks?", "seen": "{}"}
    there = client.post("/observations/visit/", asked)["Location"]
    while trail.deliver_open(now=NOW):
        pass
    arun = signed_in(cast.arun)
    page = arun.get(there).content.decode()
    assert "Not this time" in page and "Nobody asks why" in page
    assert "would like to see a lesson of yours" in arun.get("/notices/").content.decode()
    arun.post(f"{there}call-off/")
    while trail.deliver_open(now=NOW):
        pass
    told = signed_in(colleague).get("/notices/").content.decode()
    assert "does not fit this time" in told and "called an observation off" not in told
    assert signed_in(cast.devi).get(there).status_code == 404
