"""What was typed and not sent is looked at by a job: a hundred pages each time, and all in turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banyan.organisations.queries import viewer_for
from banyan.people import actions, jobs
from banyan.people.models import TypedForm
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db
SIX_HOURS, QUARTER = timedelta(hours=6), timedelta(minutes=15)
asked: list[str] = []  # which pages were looked at, in turn


class Broken(Exception):
    """A page that cannot be drawn."""


def a_page(person_id: int, address: str, now: datetime) -> bool:
    """Pages that are what their address says (see `people.ports.FormIsOffered`)."""
    asked.append(address)
    if "broken" in address:
        raise Broken
    return "gone" not in address


@pytest.fixture(autouse=True)
def pages(settings: Any) -> Iterator[None]:
    settings.FORM_IS_OFFERED = f"{__name__}.a_page"
    asked.clear()
    yield
    asked.clear()


def keep(cast: Cast, *addresses: str) -> None:
    for address in addresses:
        actions.keep_typed(address, [("text", "violet")], by=viewer_for(cast.arun, now=NOW))


def run(after: timedelta) -> list[str]:
    """Which pages a run looks at, this long after they were typed."""
    asked.clear()
    with time_machine.travel(NOW + after, tick=False):
        jobs.forget_typed()
    return list(asked)


def test_a_run_looks_at_a_hundred_pages_and_the_next_goes_on(cast: Cast) -> None:
    addresses = [f"/{n}/" for n in range(230)]
    keep(cast, *addresses)
    assert run(SIX_HOURS - QUARTER) == []
    runs = [run(SIX_HOURS + n * QUARTER) for n in range(4)]
    assert runs == [addresses[:100], addresses[100:200], addresses[200:], []]
    assert run(2 * SIX_HOURS) == addresses[:100]


def test_what_is_gone_is_forgotten_in_its_turn(cast: Cast) -> None:
    keep(cast, *(f"/{n}/" for n in range(120)), "/gone/")
    assert "/gone/" not in run(SIX_HOURS)
    assert TypedForm.objects.count() == 121
    assert run(SIX_HOURS + QUARTER)[-1] == "/gone/"
    assert set(TypedForm.objects.values_list("address", flat=True)) == {
        f"/{n}/" for n in range(120)
    }


def test_what_is_typed_anew_is_looked_at_later(cast: Cast) -> None:
    keep(cast, "/first/", "/second/")
    with time_machine.travel(NOW + QUARTER, tick=False):
        by = viewer_for(cast.arun, now=NOW + QUARTER)
        actions.keep_typed("/first/", [("text", "violet")], by=by)
    assert run(SIX_HOURS) == ["/second/"]
    assert run(SIX_HOURS + QUARTER) == ["/first/"]


def test_a_page_that_breaks_down_keeps_no_other_waiting(cast: Cast) -> None:
    keep(cast, "/broken/", "/gone/")
    with pytest.raises(Broken):
        run(SIX_HOURS)
    assert run(SIX_HOURS + QUARTER) == ["/gone/"]
    assert TypedForm.objects.get().address == "/broken/"


def test_a_run_takes_no_words_into_memory(cast: Cast) -> None:
    keep(cast, "/1/", "/2/")
    with CaptureQueriesContext(connection) as told:
        assert len(run(SIX_HOURS)) == 2
    reads = [one["sql"] for one in told if one["sql"].startswith("SELECT")]
    assert len(reads) == 1
    assert '"words"' not in reads[0] and "LIMIT 100" in reads[0]
