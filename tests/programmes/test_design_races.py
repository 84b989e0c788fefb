"""Two who make blueprints at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import blueprint
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.models import Design
from tests.conftest import NOW, Cast
from tests.races import at_once, threads_share

PEER = blueprint.get("peer")


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Cast]:
    with threads_share(tmp_path):
        yield request.getfixturevalue("cast")


def copies(shared: Cast, *people: Person) -> tuple[list[str], list[str]]:
    """What each heard who copied at once under one name, and the versions that there are."""
    viewers = [viewer_for(person, now=NOW) for person in people]
    said = at_once(
        *(
            partial(actions.copy_blueprint, PEER, "our_peers", shared.nation, by=by)
            for by in viewers
        )
    )
    return said, list(Design.objects.order_by("version").values_list("version", flat=True))


def test_one_name_is_given_once_and_whoever_was_slower_is_told(shared: Cast) -> None:
    # Whoever comes after the other has finished, makes the next version of the nation's blueprint.
    assert copies(shared, shared.devi, shared.nandan) in (
        (["Refused", "done"], ["1.0"]),
        (["done", "done"], ["1.0", "1.1"]),
    )


def test_two_tabs_of_one_person_make_one_draft(shared: Cast) -> None:
    assert copies(shared, shared.devi, shared.devi) == (["done", "done"], ["1.0"])
