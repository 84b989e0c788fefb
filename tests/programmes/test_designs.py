"""Blueprints that people make: copied, saved with mistakes, published, and run by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist

import blueprint
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.programmes import actions
from banyan.programmes.models import Design
from banyan.programmes.queries.designs import (
    blueprint_named,
    designs,
    file_named,
    named,
    shelf,
    versions_of,
)
from banyan.programmes.states import DesignStatus
from blueprint import editing
from tests.conftest import Cast

Look = Callable[..., Viewer]
PEER = blueprint.get("peer")


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What is published lives as long as the test."""
    yield
    blueprint_named.cache_clear()


@pytest.fixture
def devi(cast: Cast, viewer: Look) -> Viewer:
    return viewer(cast.devi)


@pytest.fixture
def draft(cast: Cast, devi: Viewer) -> Design:
    return actions.copy_blueprint(PEER, "our_peers", cast.nation, by=devi)


def test_a_copy_is_the_file_under_a_name_of_its_own(draft: Design) -> None:
    found = blueprint.load(draft.text)
    assert (str(found), draft.code, draft.version) == ("our_peers 1.0", "our_peers", "1.0")
    assert (draft.based_on, draft.status) == (f"peer@{PEER.version}", DesignStatus.DRAFT)
    assert found == PEER.model_copy(update={"code": "our_peers", "version": "1.0"})


def test_a_name_of_somebody_else_is_refused(cast: Cast, draft: Design, viewer: Look) -> None:
    for code in ("in_nmm", "our_peers"):
        with pytest.raises(Refused, match="has this code already"):
            actions.copy_blueprint(PEER, code, cast.other_district, by=viewer(cast.omar))


def test_whoever_keeps_no_area_copies_nothing(cast: Cast, viewer: Look) -> None:
    with pytest.raises(Refused):
        actions.copy_blueprint(PEER, "mine", cast.nation, by=viewer(cast.arun))


def test_a_file_with_mistakes_is_kept_and_not_published(draft: Design, devi: Viewer) -> None:
    saved = actions.save_design(draft, "title: [", draft.edition, by=devi)
    assert (saved.text, saved.code, saved.edition) == ("title: [", "our_peers", 1)
    with pytest.raises(Refused, match="still has 1 mistake"):
        actions.publish_design(saved, saved.edition, by=devi)
    assert Design.objects.get().status == DesignStatus.DRAFT


def test_the_second_tab_does_not_overwrite_the_first(draft: Design, devi: Viewer) -> None:
    text = draft.text + "\n"
    actions.save_design(draft, text, 0, by=devi)
    with pytest.raises(Stale):
        actions.save_design(Design.objects.get(), "format: 1", 0, by=devi)
    with pytest.raises(Stale):
        actions.publish_design(Design.objects.get(), 0, by=devi)
    assert Design.objects.get().text == text


def test_what_is_published_never_changes(draft: Design, devi: Viewer) -> None:
    published = actions.publish_design(draft, 0, by=devi)
    with pytest.raises(Refused, match="never changes"):
        actions.save_design(published, "format: 1", published.edition, by=devi)
    with pytest.raises(Refused):
        actions.publish_design(published, published.edition, by=devi)


def test_a_draft_is_no_blueprint_to_run_by_and_what_is_published_is(
    cast: Cast, draft: Design, devi: Viewer
) -> None:
    days = date(2026, 1, 1), date(2026, 12, 31)
    with pytest.raises(Refused, match="no such design"):
        actions.start_programme("own", "Own", cast.nation, "our_peers", *days, by=devi)
    actions.publish_design(draft, 0, by=devi)
    programme = actions.start_programme("own", "Own", cast.nation, "our_peers", *days, by=devi)
    cohort = actions.add_cohort(programme, "First", *days, by=devi)
    assert str(blueprint_of(cohort)) == "our_peers 1.0"
    assert blueprint_of(cohort) is blueprint_named("our_peers", "1.0")
    assert shelf()[-1].code == "our_peers"
    assert file_named("our_peers", "1.0") == draft.text


def test_the_next_version_of_ones_own_keeps_its_code(
    cast: Cast, draft: Design, devi: Viewer
) -> None:
    actions.publish_design(draft, 0, by=devi)
    first = blueprint_named("our_peers", "1.0")
    second = actions.copy_blueprint(first, "our_peers", cast.nation, by=devi)
    assert (second.version, second.based_on) == ("1.1", "our_peers@1.0")
    actions.publish_design(second, 0, by=devi)
    assert [each.version for each in versions_of("our_peers")] == ["1.1", "1.0"]


def test_two_files_of_one_version_cannot_be(cast: Cast, draft: Design, devi: Viewer) -> None:
    actions.save_design(
        draft, draft.text, 0, by=devi
    )  # what nobody has touched is not copied twice
    second = actions.copy_blueprint(PEER, "our_peers", cast.nation, by=devi)
    text = editing.write(second.text, {("version",): "1.0"})
    with pytest.raises(Refused, match="Raise the version"):
        actions.save_design(second, text, 0, by=devi)


def test_a_draft_is_seen_by_those_who_keep_its_area(
    cast: Cast, draft: Design, viewer: Look
) -> None:
    seen = {
        name
        for name, person in cast.everybody().items()
        if designs(viewer(person)).filter(pk=draft.pk).exists()
    }
    assert seen == {"devi", "asha"}


def test_what_is_published_is_what_was_judged(draft: Design, devi: Viewer) -> None:
    """Somebody saves mistakes between the look at the file and the word that publishes it."""
    looked_at = Design.objects.get()
    actions.save_design(draft, "title: [", 0, by=devi)
    with pytest.raises(Stale):
        actions.publish_design(looked_at, 1, by=devi)
    assert Design.objects.get().status == DesignStatus.DRAFT


def test_rules_that_came_later_do_not_unmake_what_was_published(
    draft: Design, devi: Viewer
) -> None:
    """As if a newer Banyan asked for more: the file has a mistake by now."""
    actions.publish_design(draft, 0, by=devi)
    wrong = editing.write(draft.text, {("request", "default_domain"): "nowhere"})
    assert [found.severity for found in blueprint.check(wrong)] == ["error"]
    Design.objects.update(text=wrong)
    assert blueprint_named("our_peers", "1.0").request.default_domain == "nowhere"
    assert shelf()[-1].code == "our_peers"


@pytest.mark.parametrize("spelling", ["", "peer", "peer@", "peer@1.0@", "x\0@1.0", "peer@1.0\n"])
def test_what_is_spelled_otherwise_is_no_blueprint(spelling: str, db: None) -> None:
    with pytest.raises(ObjectDoesNotExist):
        named(spelling)
