"""The ledger of a pair: what was expected, scheduled, held, confirmed and credited, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.credentials.queries import ledger
from banyan.credentials.views.ledger import reason
from banyan.mentoring.models import Hold, Seat, Session
from banyan.mentoring.queries.doses import minutes_of
from banyan.mentoring.queries.mentorships import mentorship
from banyan.mentoring.snapshot import journey_of
from banyan.people.models import Person
from tests.conftest import NOW
from tests.credentials.conftest import World

SignIn = Callable[[Person], Client]
INDIA = ZoneInfo("Asia/Kolkata")
KINDS = ["proposed", "confirmed", "held", "missed", "cancelled"]
SAID = st.sampled_from([None, 0, 30, 45, 60])
MEETINGS = st.lists(
    st.tuples(
        st.integers(-110, 20),  # days from today
        st.integers(0, 23),  # hours, UTC: late ones are of the next day in India
        st.sampled_from([30, 45, 90]),
        st.sampled_from(KINDS),
        SAID,
        SAID,
    ),
    max_size=12,
    unique_by=lambda one: one[:2],
)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def meet(
    world: World,
    at: datetime,
    *,
    planned: int = 45,
    status: str = "held",
    own: int | None = 45,
    host: int | None = 45,
) -> Session:
    """A session of the pair as it is stored; `own` is what the teacher says."""
    pair = world.pair
    made = Session.objects.create(
        mentorship=pair,
        cohort=pair.cohort,
        school=pair.school,
        host=pair.mentor,
        topic="A quiet start",
        starts_at=at,
        ends_at=at + timedelta(minutes=planned),
        time_zone="Asia/Kolkata",
        status=status,
        proposed_by=pair.mentor,
        proposed_at=at - timedelta(days=3),
    )
    Seat.objects.create(
        session=made, person=pair.mentee, taken_at=NOW, own_minutes=own, host_minutes=host
    )
    return made


def account(world: World) -> ledger.Account:
    viewer = world.by(world.cast.meera)
    return ledger.account(viewer, mentorship(viewer, world.pair.pk))


def recounted(pk: int, begins: date, until: date) -> tuple[int, int, int, int]:
    """The four columns from raw rows, by hand: scheduled, held, confirmed, credited."""
    scheduled = held = confirmed = 0
    for row in Session.objects.filter(mentorship=pk):
        if not begins <= row.starts_at.astimezone(INDIA).date() < until:
            continue
        seat = row.places.get()
        if row.status in ("confirmed", "held", "missed"):
            scheduled += (row.ends_at - row.starts_at).seconds // 60
        if row.status not in ("missed", "cancelled"):
            held += max(seat.own_minutes or 0, seat.host_minutes or 0)
        if row.status == "held" and seat.own_minutes == seat.host_minutes:
            confirmed += seat.own_minutes or 0
    return scheduled, held, confirmed, confirmed


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MEETINGS)
def test_a_ledger_is_what_a_recount_from_raw_rows_says(
    world: World, meetings: list[tuple[int, int, int, str, int | None, int | None]]
) -> None:
    with transaction.atomic():
        for day, hour, planned, status, own, host in meetings:
            at = datetime(2026, 1, 14, hour, tzinfo=UTC) + timedelta(days=day)
            meet(world, at, planned=planned, status=status, own=own, host=host)
        found, pk = account(world), world.pair.pk
        assert tuple(found.total) == recounted(pk, date.min, date.max)
        months = {row.begins_on: row for row in found.by_month()}
        for row in months.values():
            assert tuple(row.sums) == recounted(pk, row.begins_on, row.until)
        assert sum(row.sums.held for row in months.values()) == found.total.held
        for dose in ("whole", "year_full"):
            for row in found.of(dose):
                assert tuple(row.sums) == recounted(pk, row.begins_on, row.until)
        transaction.set_rollback(True)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MEETINGS)
def test_what_is_credited_is_what_the_journey_counts(
    world: World, meetings: list[tuple[int, int, int, str, int | None, int | None]]
) -> None:
    """So that no page says another number than the one that pays and completes."""
    with transaction.atomic():
        for day, hour, planned, status, own, host in meetings:
            at = datetime(2026, 1, 14, hour, tzinfo=UTC) + timedelta(days=day)
            meet(world, at, planned=planned, status=status, own=own, host=host)
        found, pk = account(world), world.pair.pk
        counted = sum(minutes for _day, minutes in minutes_of([pk])[pk])
        assert found.total.credited == counted
        journey = journey_of(found.pair, NOW.date())
        assert journey is not None
        ahead = sum(e.sums.credited for e in found.entries if e.day > NOW.date())
        year = [one for one in journey.doses if one.dose.code == "year_full"]
        rows = found.of("year_full")[::-1]
        assert sum(row.sums.credited for row in rows) - ahead == sum(one.held for one in year)
        assert [row.expected for row in rows] == [one.wanted for one in year]
        transaction.set_rollback(True)


WHY = [
    # status, teacher, mentor, days off: as Meera reads it, as Devi does
    ("held", 45, 45, -2, "Counts: both of you confirmed it.", "Counts: both confirmed it."),
    (
        "confirmed", None, 45, -2,
        "Does not count yet: Arun Patel has not said how long it was.",
        "Does not count yet: not both have said how long it was.",
    ),
    (
        "confirmed", 30, None, -2,
        "Does not count yet: it waits for you to say how long it was.",
        "Does not count yet: not both have said how long it was.",
    ),
    (
        "confirmed", 60, 90, -2,
        "Does not count yet: Meera Iyer says 1 h 30 min, Arun Patel says 1 h.",
        "Does not count yet: the two say different minutes.",
    ),
    (
        "confirmed", None, None, -2,
        "Does not count yet: neither of you has said how long it was.",
        "Does not count yet: neither has said how long it was.",
    ),
    ("proposed", None, None, -2, *["Does not count: this time was never confirmed."] * 2),
    (
        "confirmed", None, None, 2,
        *["Still to come. It counts when both have said afterwards how long it was."] * 2,
    ),
    (
        "proposed", None, None, 2,
        *["Proposed. It is scheduled when the other one confirms the time."] * 2,
    ),
    ("missed", 0, 0, -2, *["Does not count: it did not take place."] * 2),
    ("cancelled", None, None, -2, *["Does not count: it was called off."] * 2),
]  # fmt: skip


@pytest.mark.parametrize(("status", "own", "host", "day", "hers", "others"), WHY)
def test_every_session_says_why_it_counts_and_outsiders_not_who_was_silent(
    world: World, status: str, own: int | None, host: int | None, day: int, hers: str, others: str
) -> None:
    meet(world, NOW + timedelta(days=day), status=status, own=own, host=host)
    for person, sentence in ((world.cast.meera, hers), (world.cast.devi, others)):
        viewer = world.by(person)
        pair = mentorship(viewer, world.pair.pk)
        (entry,) = ledger.account(viewer, pair).entries
        assert reason(viewer, pair, entry) == sentence


def test_days_on_hold_are_not_expected(world: World) -> None:
    before = account(world).of("year_full")[-1].expected
    Hold.objects.create(
        mentorship=world.pair, begins_on=date(2025, 11, 1), ends_on=date(2025, 12, 1)
    )
    after = account(world).of("year_full")[-1].expected
    assert (before, after) == (-(-960 * 92 // 365), -(-960 * 62 // 365))


def test_the_page_shows_the_ledger_in_as_many_queries_for_one_session_as_for_thirty(
    world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.meera)
    for address in (
        reverse("credentials:ledger", args=[world.pair.pk]), reverse("credentials:ledgers"),
    ):  # fmt: skip
        Session.objects.all().delete()
        counts = []
        for many in (1, 30):
            for number in range(many):
                meet(world, NOW - timedelta(days=2 + number, hours=many % 7))
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                page = browser.get(address)
            assert page.status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 10


def test_the_file_has_every_session_and_nothing_that_a_spreadsheet_runs(
    world: World, signed_in: SignIn
) -> None:
    Person.objects.filter(pk=world.cast.arun.pk).update(name="=1+1")
    for number in range(30):
        meet(world, NOW - timedelta(days=2 + number), own=None, status="confirmed")
    address = reverse("credentials:ledger_csv", args=[world.pair.pk])
    lines = signed_in(world.cast.meera).get(address).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 31
    assert lines[1] == (
        "2026-01-12,45,45,0,0,Does not count yet: =1+1 has not said how long it was."
    )
    assert not [cell for line in lines for cell in line.split(",") if cell.startswith("=")]


def test_who_is_not_involved_finds_no_ledger(world: World, signed_in: SignIn) -> None:
    meet(world, NOW - timedelta(days=2))
    for name in ("kavita", "nandan", "omar", "somu"):
        browser = signed_in(getattr(world.cast, name))
        for address in ("credentials:ledger", "credentials:ledger_csv"):
            assert browser.get(reverse(address, args=[world.pair.pk])).status_code == 404
