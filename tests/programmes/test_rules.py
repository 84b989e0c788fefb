"""The tables, walked: every verb, from every state, for everybody of the cast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from banyan.kernel.viewer import Grant, Viewer, stranger, system
from banyan.organisations import actions as organisations
from banyan.organisations.states import ReportingKind, Role
from banyan.programmes import actions
from banyan.programmes.models import Application, Cohort, Enrolment, Programme
from banyan.programmes.rules import (
    APPLICATION,
    APPLICATION_RIGHTS,
    COHORT_RIGHTS,
    ENROLMENT,
    ENROLMENT_RIGHTS,
    PLACE_RIGHTS,
    PROGRAMME,
    PROGRAMME_RIGHTS,
)
from banyan.programmes.rules import people as rules
from banyan.programmes.standings import (
    APPLICATION_READERS,
    COHORT_READERS,
    ENROLMENT_READERS,
    PROGRAMME_READERS,
    PUBLIC,
)
from banyan.programmes.states import ApplicationStatus as A
from banyan.programmes.states import EnrolmentStatus as E
from banyan.programmes.states import ProgrammeStatus as P
from tests.conftest import LONG_AGO, NOW
from tests.programmes.conftest import World

Look = Callable[..., Viewer]
APPLICANT, SCREENERS = {"meera"}, {"devi", "rekha"}

ENROLMENT_WHO: dict[str, set[str]] = {
    "confirm": {"arun", *SCREENERS},
    "complete": SCREENERS,
    "withdraw": {"arun", *SCREENERS},
    "rejoin": SCREENERS,
}
ENROLMENT_FROM: dict[str, set[E]] = {
    "confirm": {E.INVITED},
    "complete": {E.ENROLLED},
    "withdraw": {E.INVITED, E.ENROLLED},
    "rejoin": {E.WITHDRAWN},
}
APPLICATION_WHO: dict[str, set[str]] = {
    "submit": APPLICANT,
    "screen": SCREENERS,
    "accept": SCREENERS,
    "refuse": SCREENERS,
    "orient": SCREENERS,
    "activate": SCREENERS,
    "rest": APPLICANT | SCREENERS,
    "return": APPLICANT | SCREENERS,
    "withdraw": APPLICANT,
    # In this programme coordinators judge; `tests/practice/test_applications.py` has the others.
    "pass_on": set(),
    "admit": set(),
    "turn_down": set(),
    "reinstate": set(),
}
APPLICATION_FROM: dict[str, set[A]] = {
    "submit": {A.DRAFT},
    "screen": {A.SUBMITTED},
    "accept": {A.SCREENED},
    "refuse": {A.SUBMITTED, A.SCREENED},
    "orient": {A.ACCEPTED},
    "activate": {A.ORIENTED},
    "rest": {A.MATCHABLE},
    "return": {A.RESTING},
    "withdraw": set(A) - {A.REFUSED, A.WITHDRAWN},
    "pass_on": {A.SUBMITTED},
    "admit": {A.READ},
    "turn_down": {A.READ},
    "reinstate": {A.REFUSED},
}


@pytest.fixture
def everybody(world: World, viewer: Look) -> dict[str, Viewer]:
    people = {**world.cast.everybody(), "rekha": world.rekha}
    return {
        **{name: viewer(person) for name, person in people.items()},
        "stranger": stranger(NOW),
    }


@pytest.mark.parametrize("verb", ENROLMENT_WHO)
def test_the_table_of_enrolments(world: World, everybody: dict[str, Viewer], verb: str) -> None:
    for status in E:
        world.arun.status = status
        allowed = {n for n, by in everybody.items() if ENROLMENT.decide(by, world.arun, verb)}
        assert allowed == (ENROLMENT_WHO[verb] if status in ENROLMENT_FROM[verb] else set())


@pytest.mark.parametrize("verb", APPLICATION_WHO)
def test_the_table_of_applications(
    world: World,
    everybody: dict[str, Viewer],
    draft: Application,
    brought_to: Callable[[A], Application],
    verb: str,
) -> None:
    if verb == "accept":  # the two readings that it needs
        brought_to(A.ACCEPTED)
    for status in A:
        draft.status = status
        allowed = {n for n, by in everybody.items() if APPLICATION.decide(by, draft, verb)}
        assert allowed == (APPLICATION_WHO[verb] if status in APPLICATION_FROM[verb] else set())


def test_the_table_of_programmes(world: World, everybody: dict[str, Viewer]) -> None:
    sources = {"open": {P.DRAFT, P.CLOSED}, "close": {P.OPEN}}
    for verb, source in sources.items():
        for status in P:
            world.programme.status = status
            allowed = {
                n for n, by in everybody.items() if PROGRAMME.decide(by, world.programme, verb)
            }
            assert allowed == (SCREENERS if status in source else set())


def test_rights_that_are_no_moves(world: World, everybody: dict[str, Viewer]) -> None:
    def who(rights: object, thing: object, verb: str) -> set[str]:
        return {n for n, by in everybody.items() if rights.decide(by, thing, verb)}  # type: ignore[attr-defined]

    signed_in = set(everybody) - {"stranger"}
    assert who(PLACE_RIGHTS, world.cast.nation, "start") == {"asha", *SCREENERS}
    assert who(PLACE_RIGHTS, world.cast.other_district, "start") == {"asha", "omar", *SCREENERS}
    assert who(PROGRAMME_RIGHTS, world.programme, "add_cohort") == SCREENERS
    assert who(PROGRAMME_RIGHTS, world.programme, "nominate") == SCREENERS
    assert who(PROGRAMME_RIGHTS, world.programme, "apply") == signed_in
    assert who(COHORT_RIGHTS, world.cohort, "enrol") == SCREENERS
    assert who(ENROLMENT_RIGHTS, world.arun, "change") == {"arun", *SCREENERS}
    assert who(ENROLMENT_RIGHTS, world.arun, "read_hopes") == {"arun", *SCREENERS}


@pytest.mark.parametrize("status", A)
def test_rights_over_an_application(
    world: World, everybody: dict[str, Viewer], draft: Application, status: A
) -> None:
    draft.status = status
    pool = {A.ACCEPTED, A.ORIENTED, A.MATCHABLE, A.RESTING}
    expected: dict[str, set[str]] = {
        "change": APPLICANT if status == A.DRAFT else set(),
        "adjust": APPLICANT if status in pool else set(),
        "publish": APPLICANT if status in pool else set(),
        "read_motivation": APPLICANT | (SCREENERS if status != A.DRAFT else set()),
        "read_reviews": SCREENERS if status != A.DRAFT else set(),
        "review": SCREENERS if status == A.SCREENED else set(),
    }
    found = {
        right.verb: {
            n for n, by in everybody.items() if APPLICATION_RIGHTS.decide(by, draft, right.verb)
        }
        for right in APPLICATION_RIGHTS.rights
    }
    assert found == expected


def test_the_console_may_set_up_and_bring_in_but_decides_on_nobody(
    world: World, draft: Application
) -> None:
    console = system(NOW)
    assert PLACE_RIGHTS.decide(console, world.cast.nation, "start")
    assert COHORT_RIGHTS.decide(console, world.cohort, "enrol")
    for move in (*ENROLMENT.moves, *APPLICATION.moves):
        row = world.arun if move in ENROLMENT.moves else draft
        row.status = move.source[0].value
        table = ENROLMENT if move in ENROLMENT.moves else APPLICATION
        assert not table.decide(console, row, move.verb)


def test_python_and_sql_of_each_standing_agree(
    world: World,
    everybody: dict[str, Viewer],
    viewer: Look,
    brought_to: Callable[[A], Application],
) -> None:
    asha = viewer(world.cast.asha)
    local = actions.start_programme(
        "surat",
        "Surat",
        world.cast.other_district,
        "in_nmm",
        date(2026, 1, 1),
        date(2026, 6, 1),
        by=asha,
    )
    actions.add_cohort(local, "One", date(2026, 1, 1), date(2026, 6, 1), by=viewer(world.cast.omar))
    mentor = brought_to(A.MATCHABLE)
    actions.start_application(world.programme, by=viewer(world.rekha))
    actions.publish(mentor, True, [], by=viewer(world.cast.meera))
    checks = [
        (PROGRAMME_READERS, Programme),
        (COHORT_READERS, Cohort),
        (ENROLMENT_READERS, Enrolment),
        (PUBLIC, Application),
        (APPLICATION_READERS, Application),
    ]
    for standing, model in checks:
        for by in everybody.values():
            rows = model._base_manager.all()
            told = {row.pk for row in rows if standing.holds(by, row)}
            asked = set(rows.filter(standing.where(by)).values_list("pk", flat=True))
            assert told == asked


def test_a_district_coordinator_sees_her_part_of_a_national_cohort(
    world: World, everybody: dict[str, Viewer]
) -> None:
    omar = everybody["omar"]
    assert COHORT_READERS.holds(omar, world.cohort)
    assert not ENROLMENT_READERS.holds(omar, world.arun)


@pytest.mark.parametrize("status", [status for status in A if status != A.DRAFT])
def test_nobody_moves_on_their_own_application_as_a_coordinator(
    world: World, draft: Application, viewer: Look, status: A
) -> None:
    draft.person, draft.status = world.cast.devi, status
    for verb in ("screen", "accept", "refuse", "orient", "activate"):
        refused = APPLICATION.decide(viewer(world.cast.devi), draft, verb)
        said = (APPLICATION.moved_on, "Nobody decides on their own application.")
        assert refused.reason == said[status in APPLICATION_FROM[verb]]


@pytest.mark.parametrize(("verb", "status"), [("complete", E.ENROLLED), ("rejoin", E.WITHDRAWN)])
def test_nobody_decides_on_their_own_enrolment(
    world: World, viewer: Look, verb: str, status: E
) -> None:
    world.arun.person, world.arun.status = world.cast.devi, status
    refused = ENROLMENT.decide(viewer(world.cast.devi), world.arun, verb)
    assert refused.reason == "Nobody decides on their own enrolment."
    assert ENROLMENT.decide(viewer(world.rekha), world.arun, verb)


def test_a_blueprint_can_ask_that_an_application_is_judged_like_work(
    world: World,
    brought_to: Callable[[A], Application],
    viewer: Look,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By nobody of the applicant's school, nobody who evaluates or manages her."""
    row = brought_to(A.SCREENED)
    row.organisation = world.cast.school
    devi = viewer(world.cast.devi)
    path = world.cast.school.path or ""
    near = {
        "": devi,
        "of another school": replace(devi, grants=devi.grants | {Grant(Role.TEACHER, path)}),
        "answers for the school": replace(
            devi, grants=devi.grants | {Grant(Role.NODAL_OFFICER, world.cast.state.path or "")}
        ),
    }
    assert [bool(APPLICATION_RIGHTS.decide(by, row, "review")) for by in near.values()] == [
        True
    ] * 3
    design = rules.rules_of(row.programme)
    strict = design.mentor.model_copy(update={"reviewers_apart": True})
    asks = design.model_copy(update={"mentor": strict})
    monkeypatch.setattr(rules, "rules_of", lambda _programme: asks)
    for sentence, by in near.items():
        decision = APPLICATION_RIGHTS.decide(by, row, "review")
        assert (sentence in str(decision), bool(decision)) == (True, not sentence)
    organisations.enter_reporting_line(
        row.person,
        world.cast.devi,
        ReportingKind.EVALUATOR,
        world.cast.school,
        by=system(NOW),
        starts_on=LONG_AGO,
    )
    decision = APPLICATION_RIGHTS.decide(viewer(world.cast.devi), row, "review")
    assert "Whoever evaluates a teacher" in str(decision)
