"""Days of moments are those that the reader's calendar shows."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from banyan.insights.views import _tried
from banyan.mentoring.queries.nudges import Tried
from banyan.mentoring.queries.registers import Entry
from banyan.mentoring.states import EntryState
from banyan.portal.queries.readers import KINDS
from banyan.programmes.models import Consent

EVENING = datetime(2026, 1, 14, 20, 0, tzinfo=UTC)  # the 15th in India, the 14th in New York
MOMENTS = {
    "step": "written_at",
    "log": "starts_at",
    "question": "asked_at",
    "request": "asked_at",
    "feedback": "given_at",
    "submission": "handed_in_at",
    "dispute": "raised_at",
}
ZONES = [("Asia/Kolkata", "15 Jan 2026"), ("America/New_York", "14 Jan 2026")]


@pytest.mark.parametrize(("zone", "day"), ZONES)
@pytest.mark.parametrize("kind", list(MOMENTS))
def test_own_records_bear_the_day_that_it_was_for_the_reader(
    kind: str, zone: str, day: str
) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert day in str(KINDS[kind].name(SimpleNamespace(**{MOMENTS[kind]: EVENING})))


@pytest.mark.parametrize(("zone", "day"), ZONES)
def test_so_does_what_a_quiet_pair_was_reminded_of(zone: str, day: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        (said,) = _tried(1, Tried(said=[], reminded=[("Meera", EVENING)]))
    assert f"on {day}." in said


@pytest.mark.parametrize(("zone", "day"), [("Asia/Kolkata", 15), ("America/New_York", 14)])
def test_so_does_a_register_that_somebody_left(zone: str, day: int) -> None:
    entry = Entry(Consent(withdrawn_at=EVENING), "", "", EntryState.LEFT)
    with timezone.override(ZoneInfo(zone)):
        assert entry.left_on is not None
        assert entry.left_on.day == day
