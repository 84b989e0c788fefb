"""Two who make blueprints at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import blueprint
from banyan.organisations.queries import viewer_for
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


def test_one_name_is_given_once_and_whoever_was_slower_is_told(shared: Cast) -> None:
    devi = viewer_for(shared.devi, now=NOW)
    said = at_once(*[lambda: actions.copy_blueprint(PEER, "our_peers", shared.nation, by=devi)] * 2)
    versions = list(Design.objects.order_by("version").values_list("version", flat=True))
    # Whoever comes after the other has finished, makes the next version of her own blueprint.
    assert (said, versions) in (
        (["Refused", "done"], ["1.0"]),
        (["done", "done"], ["1.0", "1.1"]),
    )
