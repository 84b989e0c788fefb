"""The log that both write: what it begins with, saves as it is typed, feeds and shows to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

import blueprint
from banyan.mentoring import actions
from banyan.mentoring.models import NextStep, SessionLog
from banyan.mentoring.snapshot import journey_of, logged
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from banyan.trail.models import Event
from tests.mentoring.test_sessions.conftest import AFTER, SOON, World

SignIn = Callable[[Person], Client]
STANDARD = "banyan_practice@1.0/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(AFTER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def weekly(world: World) -> World:
    """The same pair by a blueprint whose log has many parts, and whose journey wants one a week."""
    version = blueprint.get("ntc_induction").version
    changes = {"blueprint": "ntc_induction", "blueprint_version": version}
    Cohort.objects.filter(pk=world.cohort.pk).update(blueprint_version=version)
    type(world.cohort.programme).objects.filter(pk=world.cohort.programme_id).update(**changes)
    world.pair.refresh_from_db()
    world.cohort.refresh_from_db()
    world.pair.cohort = world.cohort
    return world


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def send(browser: Client, pk: int, key: str, who: Person, **fields: Any) -> Any:
    headers = {"idempotency-key": key, "banyan-person": str(who.pk)}
    return browser.post(f"/sessions/{pk}/log/", {"version": 0, **fields}, headers=headers)


# Writing


def test_what_changes_nothing_is_no_writing(world: World) -> None:
    session, arun = world.held(), world.later(world.cast.arun)
    assert actions.write_log(session, by=arun, version=0).version == 0
    assert not SessionLog.objects.exists()
    words = {"works": "They listen", "teacher_steps": ["Try"]}
    actions.write_log(session, by=arun, version=0, **words)
    again = actions.write_log(session, by=world.later(world.cast.meera), version=1, **words)
    assert (again.version, again.written_by_id) == (1, world.cast.arun.pk)
    assert Event.objects.filter(verb="session.log").count() == 1


def test_a_log_that_is_saved_as_it_is_typed_is_told_of_once_in_a_quarter_of_an_hour(
    world: World,
) -> None:
    session, cast = world.held(), world.cast
    for version, (who, minutes) in enumerate(
        [(cast.arun, 0), (cast.arun, 10), (cast.arun, 20), (cast.meera, 21), (cast.meera, 40)]
    ):
        by = world.by(who, AFTER + timedelta(minutes=minutes))
        actions.write_log(session, by=by, version=version, works="a" * (version + 1))
    told = Event.objects.filter(verb="session.log").order_by("happened_at")
    assert [event.actor for event in told] == [cast.arun.pk, cast.meera.pk, cast.meera.pk]


def test_a_step_that_is_typed_over_stays_the_same_step(world: World) -> None:
    session, arun = world.held(), world.later(world.cast.arun)
    actions.write_log(session, by=arun, version=0, teacher_steps=["Cou", "Stays"])
    step = NextStep.objects.get(text="Cou")
    actions.write_log(session, by=arun, version=1, teacher_steps=["Count to five", "Stays", "New"])
    step.refresh_from_db()
    assert step.text == "Count to five"
    assert NextStep.objects.count() == 3


def test_a_log_has_the_parts_of_its_blueprint_and_no_others(weekly: World) -> None:
    session, meera = weekly.held(), weekly.later(weekly.cast.meera)
    log = actions.write_log(
        session,
        by=meera,
        version=0,
        words={"focus": " Voices ", "processes": ["student_work"], "next_focus": ""},
    )
    assert log.words == {"focus": "Voices", "processes": ["student_work"]}
    for wrong in ({"nothing": "x"}, {"processes": ["magic"]}, {"next_date": "2026-02-02"}):
        with pytest.raises(ValueError, match="no part of this log"):
            actions.write_log(session, by=meera, version=1, words=wrong)


def test_a_log_touches_standards_of_the_frameworks_of_its_blueprint(weekly: World) -> None:
    session, meera = weekly.held(), weekly.later(weekly.cast.meera)
    log = actions.write_log(session, by=meera, version=0, standards=[standard(weekly)])
    assert log.standards == [standard(weekly)]
    with pytest.raises(ValueError, match="no standards of this blueprint"):
        actions.write_log(session, by=meera, version=1, standards=["npst_2024@1.0/1"])


def standard(world: World) -> str:
    """Something that the form offers."""
    browser = Client()
    browser.force_login(world.cast.meera)
    session = world.pair.sessions.latest("starts_at")
    page = text(browser.get(f"/sessions/{session.pk}/log/"))
    found = re.search(r'name="standard-banyan_practice" value="([^"]+)"', page)
    assert found
    return found[1]


# The page


def test_the_page_asks_what_the_blueprint_asks_and_shows_what_was_said(
    weekly: World, signed_in: SignIn
) -> None:
    session, touched = weekly.held(), ""
    touched = standard(weekly)
    browser = signed_in(weekly.cast.arun)
    page = text(browser.get(f"/sessions/{session.pk}/log/"))
    titles = [section.title.in_("en") for section in blueprint.get("ntc_induction").session.log]
    assert [title for title in titles if f">{title} " not in page.replace("</", " </")] == []
    answer = browser.post(
        f"/sessions/{session.pk}/log/",
        {
            "version": 0,
            "words-focus": "Quiet voices",
            "words-processes": ["student_work", "families"],
            "teacher_steps": "Count to five",
            "next_on": "2026-01-23",
            "standard-banyan_practice": [touched],
        },
        follow=True,
    )
    shown = text(answer)
    for said in (
        "Quiet voices",
        "<li>Looking at student work</li><li>Working with families</li>",
        "Count to five",
        "Fri 23 Jan 2026",
        "<h3>Standards</h3>",
    ):
        assert said in shown


def test_a_log_begins_with_what_is_open(weekly: World, signed_in: SignIn) -> None:
    meera, arun = weekly.meera, weekly.arun
    first = weekly.held()
    actions.write_log(
        first,
        by=weekly.later(weekly.cast.meera),
        version=0,
        words={"focus": "Not this", "next_focus": "How long you wait"},
        teacher_steps=["Count to five", "Ask a second pupil"],
    )
    for days in (7, 14):
        session = actions.propose_session(weekly.pair, SOON + timedelta(days=days), 45, by=meera)
        actions.confirm_session(session, by=arun)
    second = weekly.pair.sessions.get(starts_at=SOON + timedelta(days=7))
    actions.add_agenda_item(second, "The fire drill", by=arun)
    with time_machine.travel(AFTER + timedelta(days=7), tick=False):
        page = text(signed_in(weekly.cast.arun).get(f"/sessions/{second.pk}/log/"))
    assert "How long you wait" in page
    assert "Not this" not in page
    assert "The fire drill" in page
    assert page.count('name="done"') == 2
    assert "Agree how we work" in page  # a step of the journey that is open
    assert 'name="next_on" value="2026-01-30"' in page


def test_earlier_steps_are_ticked_in_the_log_and_what_the_other_ticks_stays(
    world: World, signed_in: SignIn
) -> None:
    cast = world.cast
    first = world.held()
    actions.write_log(
        first, by=world.later(cast.meera), version=0, teacher_steps=["One", "Two", "Three"]
    )
    one, two, three = NextStep.objects.order_by("pk")
    second = actions.propose_session(
        world.pair, SOON + timedelta(days=7), 45, by=world.by(cast.meera)
    )
    with time_machine.travel(AFTER + timedelta(days=7), tick=False):
        browser = signed_in(cast.arun)
        fields = {"seen": "", "works": "Calm", "done": [one.pk]}
        told = send(browser, second.pk, "a", cast.arun, **fields).json()["fields"]
        assert told == {"version": "1", "seen": str(one.pk)}
        actions.tick_step(two, by=world.by(cast.meera, AFTER + timedelta(days=7)))
        fields = {**told, "works": "Calm", "done": [three.pk]}
        send(browser, second.pk, "b", cast.arun, **fields)
        done = NextStep.objects.exclude(done_on=None).order_by("pk")
        assert list(done) == [two, three]


def test_a_log_goes_on_on_another_device_and_nothing_is_done_twice(
    world: World, signed_in: SignIn
) -> None:
    session, arun = world.held(), world.cast.arun
    phone = signed_in(arun)
    first = send(phone, session.pk, "a", arun, works="They listen", teacher_steps="Try")
    assert first.json()["fields"] == {"version": "1", "seen": ""}
    assert send(phone, session.pk, "a", arun, works="They listen").json() == first.json()
    assert NextStep.objects.count() == SessionLog.objects.get().version == 1
    desk = Client()
    desk.force_login(arun)
    page = text(desk.get(f"/sessions/{session.pk}/log/"))
    assert "They listen</textarea>" in page
    assert 'name="version" value="1"' in page


def test_who_was_overtaken_sees_both_texts_whole(weekly: World, signed_in: SignIn) -> None:
    session, cast = weekly.held(), weekly.cast
    actions.write_log(
        session,
        by=weekly.later(cast.meera),
        version=0,
        words={"focus": "Her focus", "processes": ["families"]},
        teacher_steps=["Her step"],
    )
    fields = {"words-focus": "His focus", "words-processes": ["grouping"]}
    answer = send(signed_in(cast.arun), session.pk, "a", cast.arun, **fields)
    page = text(answer)
    assert answer.status_code == 409
    theirs = ("Her focus", "Working with families", "Her step")
    assert [said for said in theirs if said not in page] == []
    assert "His focus</textarea>" in page
    assert re.search(r'value="grouping"[^>]* checked', page)
    assert 'name="version" value="1"' in page
    assert SessionLog.objects.get().words["focus"] == "Her focus"


def test_who_overtook_herself_sees_both_texts_and_that_both_are_hers(
    weekly: World, signed_in: SignIn
) -> None:
    session, arun = weekly.held(), weekly.cast.arun
    send(signed_in(arun), session.pk, "a", arun, **{"words-focus": "In one tab"})
    answer = send(signed_in(arun), session.pk, "b", arun, **{"words-focus": "In the other"})
    page = text(answer)
    assert answer.status_code == 409
    assert "You wrote in this log yourself, on another page" in page
    assert "The other one wrote" not in page
    assert "In one tab" in page and "In the other</textarea>" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_few_queries(weekly: World, signed_in: SignIn, rows: int) -> None:
    first = weekly.held()
    steps = [f"Step {n}" for n in range(rows)]
    actions.write_log(first, by=weekly.later(weekly.cast.meera), version=0, teacher_steps=steps)
    second = weekly.proposed(SOON + timedelta(days=7))
    for n in range(rows):
        actions.add_agenda_item(second, f"Item {n}", by=weekly.arun)
    with time_machine.travel(AFTER + timedelta(days=7), tick=False):
        browser = signed_in(weekly.cast.arun)
        browser.get(f"/sessions/{second.pk}/log/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            browser.get(f"/sessions/{second.pk}/log/")
    assert len(seen) == 9


# What it feeds


def test_a_held_session_with_its_log_does_the_next_log_of_the_journey(weekly: World) -> None:
    session = weekly.held()
    assert done(weekly) == []
    actions.write_log(session, by=weekly.later(weekly.cast.arun), version=0, works="They listen")
    assert done(weekly) == [("weekly_log", date(2026, 1, 16))]


def test_a_log_of_a_session_that_one_side_alone_confirms_does_nothing(weekly: World) -> None:
    session, meera = weekly.confirmed(), weekly.later(weekly.cast.meera)
    actions.say_attendance(session, weekly.cast.arun, 45, by=meera)
    actions.write_log(session, by=meera, version=0, works="They listen")
    found = journey_of(weekly.pair, AFTER.date())
    assert done(weekly) == []
    assert found is not None and [dose.held for dose in found.doses if dose.held] == []


def done(world: World) -> list[tuple[str, date | None]]:
    found = journey_of(world.pair, AFTER.date())
    assert found is not None
    return [(one.key, one.done_on) for one in found.steps if one.step.kind == "log" and one.done_on]


def test_only_logs_of_both_are_done_by_sessions_that_were_long_enough() -> None:
    steps = blueprint.get("ntc_induction").steps
    first, second, third = (date(2026, 1, day) for day in (5, 12, 19))
    assert logged(steps, [(third, 15), (second, 14), (first, 45)]) == {
        "weekly_log": first,
        "weekly_log#2": third,
    }
    assert logged(blueprint.get("ct_team").steps, [(first, 45)]) == {}  # its log is the mentor's


# Who reads it


def test_leaders_see_that_there_is_a_log_when_and_how_long_and_no_word(
    weekly: World, signed_in: SignIn
) -> None:
    session, cast = weekly.held(), weekly.cast
    words = {
        "works": "canary-works",
        "words": {"focus": "canary-focus", "processes": ["families"]},
        "teacher_steps": ["canary-step"],
        "standards": [standard(weekly)],
    }
    address = f"/sessions/{session.pk}/"
    assert "They keep a log" not in text(signed_in(cast.devi).get(address))
    actions.write_log(session, by=weekly.later(cast.meera), version=0, **words)
    page = text(signed_in(cast.devi).get(address))
    assert "They keep a log of it, last written Fri 16 Jan 2026, 7:00 pm." in page
    assert "45 minutes" in page
    secrets = ("canary", "Working with families", "<h3>Standards")
    assert [one for one in secrets if one in page] == []
    for who in (cast.devi, cast.kavita, cast.nandan, cast.asha, cast.omar):
        browser = signed_in(who)
        answers = [browser.get(f"{address}{more}") for more in ("", "log/")]
        assert [a for a in answers if "canary" in a.content.decode()] == []
        sent = send(browser, session.pk, "a", who, works="Mine now")
        assert sent.status_code in (403, 404)
    assert SessionLog.objects.get().works == "canary-works"
