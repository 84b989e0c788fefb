"""The programmes whose years are told, each opened once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from banyan.kernel.viewer import system
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.programmes import actions as programmes
from banyan.programmes.states import Advice
from blueprint import Blueprint
from tests.conftest import LONG_AGO, Cast, make_cast
from tests.kept import Kept
from tests.opening import open_up, train
from tests.years.meetings import OfMeetings
from tests.years.pairs import OfPairs
from tests.years.papers import OfPapers
from tests.years.seeing import Seen


class Year(OfPairs, OfMeetings, OfPapers, Seen):
    """A story with everything that can be told."""


def start(cast: Cast, blueprint: str, starts_on: date, ends_on: date) -> Year:
    """A programme from its blueprint, open, with one cohort and two mentors in the pool."""
    by = system(datetime.combine(LONG_AGO, time(6), UTC))
    who = {name.title(): person for name, person in cast.everybody().items()}
    for name, place, role in (
        ("Latha", cast.nation, Role.COORDINATOR),
        ("Manu", cast.other_school, Role.TEACHER),
        ("Tara", cast.school, Role.TEACHER),
        ("Ravi", cast.other_district, Role.REVIEWER),
        ("Sara", cast.other_district, Role.REVIEWER),
        ("Tom", cast.other_district, Role.REVIEWER),
    ):
        who[name] = people.add_person(name, email=f"{name.lower()}@example.org", by=by)
        organisations.give_role(who[name], place, role, by=by, starts_on=LONG_AGO)
    before = datetime.combine(starts_on - timedelta(days=30), time(6), UTC)
    devi = viewer_for(who["Devi"], now=before)
    programme = programmes.start_programme(
        blueprint.replace("_", "-"), "A year", cast.nation, blueprint, starts_on, ends_on, by=devi
    )
    cohort = programmes.add_cohort(programme, "First", starts_on, ends_on, by=devi)
    open_up(programme, by=devi)
    design = blueprint_of(cohort)
    if any(review.training_valid_months for review in design.reviews):
        train(programme, who["Ravi"], who["Sara"], on=devi.today)
    year = Year(cast, who, programme, cohort, domains=[one.code for one in design.domains])
    for name in ("Meera", "Manu"):
        take_in(year, name, design, before)
    return year


def take_in(year: Year, name: str, design: Blueprint, now: datetime) -> None:
    """An application, read by as many as the blueprint asks for, accepted, oriented, in the pool.
    The first mentor fits best: she offers more of the domains."""
    by, devi = viewer_for(year.people[name], now=now), viewer_for(year.people["Devi"], now=now)
    application = programmes.start_application(
        year.programme,
        by=by,
        domains=year.domains[: 3 if name == "Meera" else 1],
        languages=["en"],
        organisation=year.cast.other_school,
        years=12,
        capacity=2,
        hours_a_month=design.mentor.hours_a_month.default,
        motivation="Somebody once did this for me.",
    )
    programmes.add_evidence(application, "Service record", "Twelve years.", "", by=by)
    programmes.submit(application, by=by)
    programmes.screen(application, by=devi)
    for reader in ("Devi", "Latha"):
        viewer = viewer_for(year.people[reader], now=now)
        programmes.review(application, Advice.ACCEPT, "Listens well.", by=viewer)
    programmes.accept(application, by=devi)
    programmes.orient(application, devi.today, by=devi)
    programmes.activate(application, by=devi)


Begin = Callable[[str, str, str], Year]
KEPT: dict[tuple[str, str, str], Kept[Year]] = {}


@pytest.fixture
def begin(db: None) -> Begin:
    """`begin("peer", "2025-07-01", "2026-01-01")`: the first day, and the day after the last."""

    def run(blueprint: str, starts: str, ends: str) -> Year:
        days = date.fromisoformat(starts), date.fromisoformat(ends)
        kept = Kept(lambda: start(make_cast(), blueprint, *days))
        return KEPT.setdefault((blueprint, starts, ends), kept)()

    return run
