"""A cohort moves to another version of its blueprint: shown, asked, and recorded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

import blueprint
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.snapshot import journey_of
from banyan.mentoring.states import MentorshipStatus, StepStatus
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.models import Cohort
from banyan.programmes.queries.designs import blueprint_named, ways_for
from banyan.trail.models import Event
from blueprint import editing
from tests.conftest import NOW
from tests.programmes.conftest import World

Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
NEW = blueprint.get("in_nmm", "2.1")


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    blueprint_named.cache_clear()


@pytest.fixture
def old(world: World) -> Cohort:
    """The cohort, still at the first version."""
    world.cohort.blueprint_version = "1.0"
    world.cohort.save()
    return world.cohort


def test_it_moves_to_a_later_version_once_and_recorded(
    world: World, old: Cohort, viewer: Look
) -> None:
    devi = viewer(world.cast.devi)
    assert [str(way) for way in ways_for(old)] == ["in_nmm 2.0", "in_nmm 2.1"]
    actions.move_cohort(old, NEW, "in_nmm@1.0", by=devi)
    assert blueprint_of(Cohort.objects.get()) is NEW
    event = Event.objects.get(verb="cohort.move")
    assert event.data == {"before": "in_nmm@1.0", "after": "in_nmm@2.1"}
    assert ways_for(old) == []


def test_never_back_nor_elsewhere_nor_twice(world: World, old: Cohort, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    for wrong in (blueprint.get("in_nmm", "1.0"), blueprint.get("peer")):
        with pytest.raises(Refused):
            actions.move_cohort(old, wrong, "in_nmm@1.0", by=devi)
    second = Cohort.objects.select_related("programme__organisation").get()
    actions.move_cohort(old, NEW, "in_nmm@1.0", by=devi)
    with pytest.raises(Stale):
        actions.move_cohort(second, NEW, "in_nmm@1.0", by=devi)
    with pytest.raises(Refused):
        actions.move_cohort(second, NEW, "in_nmm@1.0", by=viewer(world.cast.omar))


def test_what_a_pair_has_done_stays_when_its_step_is_dropped(world: World, viewer: Look) -> None:
    devi, cast = viewer(world.cast.devi), world.cast
    dropped = NEW.steps[-1].code
    design = actions.copy_blueprint(NEW, "our_nmm", cast.nation, by=devi)
    text = editing.write(design.text, {("steps", dropped, "code"): "something_else"})
    design = actions.save_design(design, text, 0, by=devi)
    published = actions.publish_design(design, 1, by=devi)
    pair = Mentorship.objects.create(
        mentor=cast.meera,
        mentee=cast.arun,
        cohort=world.cohort,
        school=cast.school,
        status=MentorshipStatus.ACTIVE,
        proposed_at=NOW,
        starts_on=date(2025, 9, 1),
    )
    StepRecord.objects.create(
        mentorship=pair, key=dropped, status=StepStatus.DONE, done_on=date(2025, 9, 9)
    )
    own = blueprint_named(published.code, published.version)
    actions.move_cohort(world.cohort, own, "in_nmm@2.1", by=devi)
    moved = Mentorship.objects.select_related("cohort__programme").get()
    found = journey_of(moved, NOW.date())
    assert found is not None
    keys = {state.key for state in found.steps}
    assert ("something_else" in keys, dropped in keys) == (True, False)
    assert StepRecord.objects.get().done_on == date(2025, 9, 9)


def test_the_page_shows_what_changes_and_asks(world: World, old: Cohort, signed_in: SignIn) -> None:
    url = f"/cohorts/{old.pk}/blueprint/"
    browser = signed_in(world.cast.devi)
    assert 'href="?to=in_nmm%402.1"' in browser.get(url).content.decode()
    page = browser.get(url, {"to": "in_nmm@2.1"}).content.decode()
    first = blueprint.difference(blueprint.get("in_nmm", "1.0"), NEW)[0].sentence
    assert first[:20] in page
    assert page.index("What running pairs will notice") < page.index("What else is different")
    moved = browser.post(url, {"to": "in_nmm@2.1", "before": "in_nmm@1.0"})
    assert moved["Location"] == url
    assert Cohort.objects.get().design == ("in_nmm", "2.1")
    assert "This is the newest version" in browser.get(url).content.decode()
    assert signed_in(world.cast.omar).get(url).status_code == 404
