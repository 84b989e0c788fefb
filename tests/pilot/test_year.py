"""A busy week of a small pilot, lived through the worker, with everything that can go wrong."""

from __future__ import annotations

from datetime import date

import pytest
from bench.pilot import post
from bench.pilot.opening import Size
from bench.pilot.year import Trouble, live
from django.test import override_settings

# Otherwise the week was too quiet to prove anything.
MUST_HAPPEN = (
    "sessions with minutes that count",
    "deaths of the worker",
    "receipts lost",
    "tasks handed out twice",
    "mails",
)


@pytest.mark.django_db(transaction=True)
@override_settings(EMAIL_BACKEND=f"{post.__name__}.Post")
def test_no_reminder_is_lost_nor_doubled_nor_late_and_all_minutes_count() -> None:
    trouble = Trouble(mail_away=2, worker_away=4, dying=0.06, losing=0.03)
    lived = live(Size(4, 16, 6), date(2026, 3, 2), trouble, 2026, lambda _said: None, pace=6)
    assert lived.differences == []
    counted = lived.figures
    assert min(counted[each] for each in MUST_HAPPEN) > 0, counted
