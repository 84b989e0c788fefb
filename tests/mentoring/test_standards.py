"""A goal can point at standards, and counts in two frameworks by their crosswalk."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.kernel.viewer import Viewer
from banyan.mentoring import actions
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.queries.steps import record_of
from banyan.mentoring.snapshot import doing, spelled
from banyan.people.models import Person
from banyan.programmes.queries.frameworks import spelled as spelled_tag
from banyan.programmes.queries.frameworks import standards_of, tag_of
from blueprint import frameworks, get
from blueprint.frameworks import Tag
from tests.conftest import NOW
from tests.mentoring.conftest import World
from tests.mentoring.test_endings import run_by

Look = Callable[..., Viewer]
SignedIn = Callable[[Person], Client]
GOAL = "module_1/goal"
CLIMATE = "cct_areas@1.0/1"
OURS = "banyan_practice@1.0/1.1"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def team(world: World, pair: Mentorship) -> Mentorship:
    return run_by(world, pair, "ct_team")


def address(pair: Mentorship) -> str:
    return reverse("mentoring:step", args=[pair.pk, spelled(GOAL)])


def text(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page)))


def told(kept: list[str]) -> list[tuple[str, str, str]]:
    found = standards_of(kept, get("ct_team"), "en")
    return [(one.framework.code, one.item.partition(" ")[0], one.kind) for one in found]


def test_one_choice_counts_in_both_frameworks_by_the_crosswalk() -> None:
    assert told([CLIMATE]) == [
        ("cct_areas", "1", ""),
        ("banyan_practice", "2", "close"),
        ("banyan_practice", "5", "related"),
    ]


def test_two_choices_are_two_tags_and_nothing_is_guessed() -> None:
    assert told([CLIMATE, OURS]) == [("cct_areas", "1", ""), ("banyan_practice", "1.1", "")]


def test_what_is_not_there_any_more_is_left_out() -> None:
    assert told(["cct_areas@9.0/1", "npst_2024@1.0/1", "nonsense", CLIMATE]) == told([CLIMATE])


def test_every_item_is_kept_and_read_back_as_itself() -> None:
    for found in frameworks.library().values():
        for item, _above in found.walk():
            tag = Tag(found.code, found.version, item.code)
            assert tag_of(spelled_tag(tag)) == tag


def test_a_teacher_chooses_on_the_page_of_the_goal_and_reads_both(
    team: Mentorship, world: World, signed_in: SignedIn
) -> None:
    browser = signed_in(world.cast.arun)
    page = browser.get(address(team)).content.decode()
    assert 'name="standard-cct_areas"' in page
    assert 'name="standard-banyan_practice"' in page
    said = {"seen": "0", "verb": "draft", "need": "The last bench.", "standard-cct_areas": CLIMATE}
    assert browser.post(address(team), said).status_code == 302
    assert StepRecord.objects.get().standards == [CLIMATE]
    page = browser.get(address(team)).content.decode()
    assert f'value="{CLIMATE}" selected' in page
    assert "/frameworks/cct_areas/1.0/" in page
    assert "/frameworks/banyan_practice/1.0/" in page
    assert "by the crosswalk: nearly the same as" in text(page)
    wrong = said | {"seen": "1", "standard-cct_areas": "npst_2024@1.0/1"}
    assert browser.post(address(team), wrong).status_code == 422
    assert StepRecord.objects.get().standards == [CLIMATE]


def test_only_those_who_read_the_goal_read_what_it_serves(
    team: Mentorship, world: World, viewer: Look, signed_in: SignedIn
) -> None:
    arun = viewer(world.cast.arun)
    actions.draft_step(doing(arun, team, GOAL), {}, 0, by=arun, standards=[CLIMATE, OURS, OURS])
    kept = {
        who: record_of(viewer(getattr(world.cast, who)), team, GOAL).standards
        for who in ("arun", "meera", "devi")
    }
    assert kept == {"arun": [CLIMATE, OURS], "meera": [CLIMATE, OURS], "devi": []}
    for who, seen in (("meera", True), ("devi", False)):
        page = signed_in(getattr(world.cast, who)).get(address(team)).content.decode()
        assert ("What this goal counts for" in page) == seen


def test_a_standard_of_no_framework_of_the_blueprint_is_refused(
    team: Mentorship, world: World, viewer: Look
) -> None:
    arun = viewer(world.cast.arun)
    for wrong in ("npst_2024@1.0/1", "cct_areas@1.0/9", "nonsense"):
        with pytest.raises(ValueError, match="no standards of this step"):
            actions.draft_step(doing(arun, team, GOAL), {}, 0, by=arun, standards=[wrong])
    other = doing(arun, team, "module_1/performance_profile")
    with pytest.raises(ValueError, match="no standards of this step"):
        actions.draft_step(other, {}, 0, by=arun, standards=[CLIMATE])
    assert StepRecord.objects.count() == 0


def test_where_the_blueprint_names_no_framework_nothing_is_asked(
    world: World, pair: Mentorship, signed_in: SignedIn
) -> None:
    found = run_by(world, pair, "ru_target_model")
    assert get("ru_target_model").frameworks == ()
    goals = [step.code for step in get("ru_target_model").steps if step.kind == "goal"]
    for code in goals:
        url = reverse("mentoring:step", args=[found.pk, spelled(code)])
        assert "standard-" not in signed_in(world.cast.arun).get(url).content.decode()
