"""Stages of a programme and what they bring about; what a programme needs before it opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.programmes import actions, queries
from banyan.programmes.models import Programme, StageRecord
from banyan.programmes.queries.readiness import conditions, missing
from banyan.programmes.queries.stages import needed_to_open, records_of, stages_of
from banyan.programmes.states import ProgrammeStatus as P
from banyan.trail.models import Event
from blueprint import Status
from tests.conftest import NOW, Cast
from tests.opening import open_up
from tests.programmes.conftest import World

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
TODAY = NOW.date()


@pytest.fixture
def devi(cast: Cast, viewer: Look) -> Viewer:
    return viewer(cast.devi)


@pytest.fixture
def fresh(cast: Cast, devi: Viewer) -> Programme:
    """A programme of Connecticut's kind, just begun."""
    return actions.start_programme(
        "team", "TEAM", cast.nation, "ct_team", date(2026, 2, 1), date(2028, 2, 1), by=devi
    )


def lacking(programme: Programme) -> list[str]:
    return [each.code for each in missing(programme, TODAY, "en")]


def test_each_condition_is_met_by_its_own_cure(fresh: Programme, devi: Viewer) -> None:
    assert lacking(fresh) == ["stages", "papers", "cohort"]
    actions.add_cohort(fresh, "First", date(2026, 1, 1), date(2027, 1, 1), by=devi)
    assert lacking(fresh) == ["stages", "papers", "dates"]
    fresh.starts_on = date(2026, 1, 1)
    assert lacking(fresh) == ["stages", "papers"]
    for key in needed_to_open(fresh):
        actions.record_artefact(fresh, key, TODAY, by=devi)
    assert lacking(fresh) == []
    waits = [each for each in conditions(fresh, TODAY, "en") if not each.met]
    assert [(each.code, each.blocks) for each in waits] == [("mentors", False)]


def test_it_opens_only_when_nothing_is_missing(fresh: Programme, devi: Viewer) -> None:
    with pytest.raises(Refused) as refused:
        actions.open_programme(fresh, by=devi)
    said = str(refused.value)
    assert said.startswith("Before it can open: Stages before the opening: Not done yet: ")
    assert said.endswith("; A first cohort: There is no cohort yet.")
    actions.add_cohort(fresh, "First", date(2026, 2, 1), date(2027, 1, 1), by=devi)
    assert open_up(fresh, by=devi).status == P.OPEN


def test_what_exists_is_recorded_changed_and_taken_back(fresh: Programme, devi: Viewer) -> None:
    key = "three_year_plan/plan"
    actions.record_artefact(fresh, key, date(2026, 1, 5), by=devi, note="In the office.")
    actions.record_artefact(fresh, key, date(2026, 1, 6), by=devi)
    row = StageRecord.objects.get()
    assert (row.done_on, row.note, row.written_by_id) == (date(2026, 1, 6), "", devi.person_id)
    state = stages_of(fresh, [row], TODAY)[0]
    assert (state.stage.code, state.status) == ("three_year_plan", Status.DONE)
    actions.take_back(fresh, key, by=devi)
    with pytest.raises(Stale):
        actions.take_back(fresh, key, by=devi)
    told = Event.objects.filter(verb__startswith="stage.").order_by("pk")
    assert [(e.verb, e.data) for e in told] == [
        ("stage.record", {"key": key}),
        ("stage.record", {"key": key}),
        ("stage.take_back", {"key": key}),
    ]


def test_nothing_exists_before_its_day_or_without_a_place(fresh: Programme, devi: Viewer) -> None:
    with pytest.raises(Refused, match="has come already"):
        actions.record_artefact(fresh, "three_year_plan/plan", date(2026, 1, 15), by=devi)
    with pytest.raises(StageRecord.DoesNotExist):
        actions.record_artefact(fresh, "three_year_plan/nothing", TODAY, by=devi)
    assert records_of(fresh) == {}


def test_only_those_who_run_it_record(fresh: Programme, cast: Cast, viewer: Look) -> None:
    for person in (cast.arun, cast.omar, cast.asha):
        with pytest.raises(Refused):
            actions.record_artefact(fresh, "three_year_plan/plan", TODAY, by=viewer(person))


def test_the_pages_lead_from_what_is_missing_to_open(
    fresh: Programme, cast: Cast, signed_in: SignIn, devi: Viewer
) -> None:
    actions.add_cohort(fresh, "First", date(2026, 2, 1), date(2027, 1, 1), by=devi)
    browser = signed_in(cast.devi)
    ready = browser.get("/programmes/team/readiness/").content.decode()
    assert 'href="/programmes/team/stages/"' in ready
    assert "2 things are still missing." in ready
    stages = browser.get("/programmes/team/stages/").content.decode()
    for key in needed_to_open(fresh):
        address = f"/programmes/team/stages/{key.replace('/', '.')}/"
        assert f'href="{address}"' in stages
        wrong = browser.post(address, {"on": "", "note": "Kept"})
        assert (wrong.status_code, "Kept" in wrong.content.decode()) == (422, True)
        done = browser.post(address, {"on": "2026-01-10", "note": "", "link": ""})
        assert done["Location"] == "/programmes/team/stages/"
    assert "Nothing is missing." in browser.get("/programmes/team/readiness/").content.decode()
    assert browser.post("/programmes/team/open/").status_code == 302
    back = browser.post("/programmes/team/stages/three_year_plan.plan/take-back/")
    assert back.status_code == 302
    assert browser.get("/programmes/team/stages/nothing.here/").status_code == 404


def test_they_are_for_those_who_run_it(world: World, signed_in: SignIn) -> None:
    for page in ("readiness", "stages"):
        found = {
            name
            for name, person in world.cast.everybody().items()
            if signed_in(person).get(f"/programmes/pilot/{page}/").status_code == 200
        }
        assert found == {"devi"}


def test_a_programme_speaks_of_roles_in_its_own_words(world: World, fresh: Programme) -> None:
    ours, theirs = queries.role_words(world.programme), queries.role_words(fresh)
    assert (ours.mentor.one, theirs.teacher.one) == ("Mentor", "Beginning teacher")
    assert queries.role_words(world.cohort) == ours
    assert theirs.party("both") == "Both together"
