"""The cast that carries every test, and a clock."""

from __future__ import annotations

import atexit
import gc
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.signals import setting_changed
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.dispatch import receiver
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings

from banyan.kernel.viewer import Viewer, system
from banyan.organisations import actions as organisations
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Level, Role, SchoolType
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.trail import actions as trail
from banyan.ui.threads import keep_by_thread
from tests.kept import Kept

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("banyan", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("banyan")

# Files of tests lie in a folder of this run, which goes with it, however full the disk is.
MEDIA = tempfile.TemporaryDirectory(prefix="banyan-media-")
atexit.register(MEDIA.cleanup)
site.MEDIA_ROOT = MEDIA.name
site.DISK_RESERVE_BYTES = 0

# No test asks a server on the internet: the way out leads to those of our own, or nowhere.
site.MEETING_WEB = "tests.interop.meetings.servers.Loopback"


@receiver(connection_created)
def in_no_order_of_its_own(connection: Any, **_: Any) -> None:
    """Rows for which no order is asked come the other way round on SQLite: who takes one for
    granted fails here always, and not on PostgreSQL once in a hundred times."""
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA reverse_unordered_selects=ON")


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


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Each of four browsers would read five thousand tests, to leave them out: where the word of
    their mark does not stand, there is none for a browser."""
    is_tests = collection_path.match("test_*.py")
    if config.getoption("markexpr") != "browser" or not is_tests:
        return None
    return "mark.browser" not in collection_path.read_text() or None


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not walk over it a thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@receiver(setting_changed)
def as_served(**_about: object) -> None:
    """For some settings Django forgets what its threads speak, and begins as it was shipped."""
    keep_by_thread()


ASKS_FOR_A_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks for no database, and is given none, says the same whatever the database is: the
    run on SQLite has said it, and the run on PostgreSQL leaves it out."""
    if connection.vendor == "sqlite":
        return
    once = [
        item
        for item in items
        if item.get_closest_marker("django_db") is None
        and ASKS_FOR_A_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=once)
    left_out = {id(item) for item in once}
    items[:] = [item for item in items if id(item) not in left_out]


def with_room(call: Callable[..., bool], *given: object) -> bool:
    """Python maps memory for each 16 KB of frames and gives it back at once: a template that
    goes deep does so fifty times. This frame asks for a megabyte, and those above it live there."""
    return call(*given)


with_room.__code__ = with_room.__code__.replace(co_stacksize=100_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    runner = item.config.pluginmanager.get_plugin("runner")
    assert runner is not None
    return with_room(runner.pytest_runtest_protocol, item, nextitem)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> None:
    """Tables are made from the models, in a fifth of the time that all migrations take; that the
    migrations lead to the same tables is a test of its own (tests/config/test_migrations.py).

    Journeys on SQLite have a file, as a server has: threads that share a database in memory refuse
    each other a table at once, and wait for no lock."""
    connection.settings_dict["TEST"]["MIGRATE"] = False
    if connection.vendor == "sqlite" and request.config.getoption("markexpr") == "browser":
        connection.settings_dict["TEST"]["NAME"] = f"{MEDIA.name}/journeys.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """What looks whether the database is up to date finds that it is: its tables are those to which
    all migrations lead."""
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in MigrationLoader(None).disk_migrations:
            recorder.record_applied(app, name)


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
    return kept_cast()


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


kept_cast = Kept(make_cast)


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
