"""The cast that carries every test, and a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone, translation

from banyan.kernel.viewer import Viewer, system
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Level, Role, SchoolType
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.trail import actions as trail

NOW = datetime(2026, 1, 14, 6, 30, tzinfo=UTC)  # a Wednesday, noon in India
LONG_AGO = date(2025, 4, 1)


@dataclass
class Cast:
    """Meera mentors, Arun teaches, Devi coordinates, Kavita heads the school (and may read
    nothing private), Nandan answers for the nation, Omar is from another district, Asha
    administers, Somu is nobody in particular."""

    meera: Person
    arun: Person
    devi: Person
    kavita: Person
    nandan: Person
    omar: Person
    asha: Person
    somu: Person
    nation: Organisation
    state: Organisation
    district: Organisation
    school: Organisation
    other_district: Organisation
    other_school: Organisation

    def everybody(self) -> dict[str, Person]:
        return {name: p for name, p in vars(self).items() if isinstance(p, Person)}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page read in Hindi, or in another zone, leaves both behind on its thread."""
    with translation.override("en"), timezone.override(None):
        yield


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """The places, the people and their roles, through the actions that pages use."""
    by = system(NOW)
    nation = organisations.found_nation("India", by=by)

    def place(name: str, level: Level, parent: Organisation, **codes: str) -> Organisation:
        return organisations.add_organisation(name, level=level, parent=parent, by=by, **codes)

    state = place("Gujarat", Level.STATE, nation)
    district = place("Ahmedabad", Level.DISTRICT, state)
    other_district = place("Surat", Level.DISTRICT, state)
    kv = {"school_type": SchoolType.KV.value}
    school = place("KV Sabarmati", Level.SCHOOL, district, local_code="1005", **kv)
    other_school = place("KV Surat No 1", Level.SCHOOL, other_district, local_code="1017", **kv)

    names = {
        "meera": "Meera Iyer",
        "arun": "Arun Patel",
        "devi": "Devi Nair",
        "kavita": "Kavita Shah",
        "nandan": "Nandan Rao",
        "omar": "Omar Siddiqui",
        "asha": "Asha Verma",
        "somu": "Somu Das",
    }
    who = {
        key: people.add_person(name, email=f"{key}@example.org", by=by)
        for key, name in names.items()
    }
    for key, where, role in [
        ("meera", other_school, Role.TEACHER),
        ("meera", nation, Role.MENTOR),
        ("arun", school, Role.TEACHER),
        ("devi", nation, Role.COORDINATOR),
        ("kavita", school, Role.PRINCIPAL),
        ("nandan", nation, Role.NODAL_OFFICER),
        ("omar", other_district, Role.COORDINATOR),
        ("asha", nation, Role.ADMINISTRATOR),
    ]:
        organisations.give_role(who[key], where, role, by=by, starts_on=LONG_AGO)
    return Cast(
        **who,
        nation=nation,
        state=state,
        district=district,
        school=school,
        other_district=other_district,
        other_school=other_school,
    )


@pytest.fixture
def viewer(now: datetime) -> Callable[..., Viewer]:
    """`viewer(cast.meera)` is Meera looking at NOW; `viewer(cast.meera, at=…)` at another time."""

    def make(person: Person, at: datetime = now) -> Viewer:
        return viewer_for(person, now=at)

    return make


@pytest.fixture
def signed_in(client: Client) -> Callable[[Person], Client]:
    """A browser in which this person has signed in."""

    def make(person: Person) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return make


@pytest.fixture
def worker() -> Callable[..., int]:
    """Does the background work that is waiting: every open delivery of the trail."""

    def run(at: datetime = NOW) -> int:
        return trail.deliver_open(now=at)

    return run
