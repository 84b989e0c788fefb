"""What counts of a session, by its table, and by the database that says the same."""

from __future__ import annotations

import pytest

from banyan.kernel.attendance import accounted, differ, settleable

TABLE = [
    # own, other, settled: accounted, differ
    (None, None, None, None, False),
    (45, None, None, None, False),
    (None, 45, None, None, False),
    (45, 45, None, 45, False),
    (0, 0, None, 0, False),
    (75, 75, None, 75, False),  # of 60 planned: both confirm it
    (45, 60, None, None, True),
    (0, 60, None, None, True),
    (45, 60, 50, 50, False),
    (0, 60, 0, 0, False),
    (60, 60, 50, 60, False),  # they have agreed after it was settled
    (None, 60, 50, None, False),
]


@pytest.mark.parametrize(("own", "other", "settled", "counts", "differs"), TABLE)
def test_what_counts(
    own: int | None, other: int | None, settled: int | None, counts: int | None, differs: bool
) -> None:
    assert accounted(own, other, settled) == counts
    assert accounted(other, own, settled) == counts  # whoever of the two it is
    assert differ(own, other, settled) is differs


@pytest.mark.parametrize(
    ("own", "other", "planned", "least", "most"),
    [
        (45, 60, 60, 45, 60),
        (60, 45, 60, 45, 60),
        (45, 90, 60, 45, 60),  # only one of the two says more than was planned
        (75, 90, 60, 75, 75),  # both say at least that
        (0, 90, 60, 0, 60),
        (0, 30, 60, 0, 30),
    ],
)
def test_between_what_it_is_settled(
    own: int, other: int, planned: int, least: int, most: int
) -> None:
    assert settleable(own, other, planned) == (least, most)
