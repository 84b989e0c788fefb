"""How long a training counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprint import TrainingStatus, get, lasting, training_state

TODAY = date(2026, 1, 14)


@pytest.mark.parametrize(
    ("months", "held", "status", "ends"),
    [
        (None, None, "missing", None),
        (None, date(2001, 1, 1), "valid", None),
        (12, date(2026, 1, 15), "missing", None),  # not held yet
        (12, date(2025, 1, 15), "soon", date(2026, 1, 15)),
        (12, date(2025, 1, 14), "run_out", date(2026, 1, 14)),
        (12, date(2025, 3, 15), "soon", date(2026, 3, 15)),  # sixty days
        (12, date(2025, 3, 16), "valid", date(2026, 3, 16)),
        (1, date(2025, 12, 31), "soon", date(2026, 1, 31)),
    ],
)
def test_it_counts_for_so_many_calendar_months(
    months: int | None, held: date | None, status: str, ends: date | None
) -> None:
    found = lasting(months, held, TODAY)
    assert (found.status, found.runs_out_on) == (status, ends)


def test_where_the_blueprint_gives_time_the_first_one_may_come_later() -> None:
    foundation, yearly = get("ntc_induction").training
    day = date(2025, 8, 1)
    assert training_state(foundation, None, day, TODAY).status == TrainingStatus.MISSING
    assert training_state(yearly, None, None, TODAY).status == TrainingStatus.LATER
    assert training_state(yearly, None, day, date(2026, 7, 31)).status == TrainingStatus.LATER
    assert training_state(yearly, None, day, date(2026, 8, 1)).status == TrainingStatus.MISSING
    held = training_state(yearly, date(2025, 8, 1), day, date(2026, 8, 1))
    assert held.status == TrainingStatus.RUN_OUT


@given(
    st.integers(1, 60),
    st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.integers(0, 3000),
)
def test_it_counts_from_its_day_until_it_runs_out_and_never_again(
    months: int, held: date, days: int
) -> None:
    today = held + timedelta(days=days)
    found = lasting(months, held, today)
    assert found.runs_out_on is not None
    assert found.status.counts == (today < found.runs_out_on)
