"""The ledger of a cohort: who is behind comes first, and it says what the ledger of a pair says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import blueprint
from banyan.credentials.queries import cohort_ledger as queries
from banyan.credentials.queries import ledger
from banyan.credentials.queries.owing import Due
from banyan.credentials.views.ledger import said
from banyan.kernel.viewer import system
from banyan.mentoring.models import Hold, Mentorship, Seat, Session
from banyan.mentoring.queries.mentorships import mentorship
from banyan.organisations import actions as organisations
from banyan.organisations.states import DaysKind
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Design
from banyan.programmes.states import DesignStatus
from blueprint import Status
from tests.conftest import NOW
from tests.credentials.conftest import World, by_another_design
from tests.credentials.test_ledger import meet

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def paid(make: Callable[[str], World]) -> World:
    """A pair that owes three hours a month since October."""
    return make("cps_induction")


def another(world: World, name: str, starts_on: date) -> World:
    """One more pair of the cohort."""
    email = f"{Person.objects.count()}@school.example"
    teacher = Person.objects.create(name=name, email=email, joined_at=NOW)
    made = Mentorship.objects.create(
        mentor=world.cast.meera, mentee=teacher, cohort=world.pair.cohort,
        school=world.cast.school, status="active", proposed_at=NOW - 90 * DAY, starts_on=starts_on,
    )  # fmt: skip
    return World(world.cast, made)


def dues(world: World) -> dict[int, Due]:
    viewer, cohort = world.by(world.cast.devi), world.pair.cohort
    (dose,) = queries.doses_of(cohort)
    return {one.pair: one for one in queries.dues(viewer, cohort, dose)}


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(-115, 10), st.sampled_from([30, 60, 240])), max_size=12),
    st.one_of(st.none(), st.tuples(st.integers(-100, -20), st.integers(1, 40))),
)
def test_it_says_of_each_pair_what_its_own_ledger_says(
    paid: World, meetings: list[tuple[int, int]], rest: tuple[int, int] | None
) -> None:
    """However the pair met and rested."""
    with transaction.atomic():
        for number, (day, minutes) in enumerate(meetings):
            at = datetime(2026, 1, 14, 1 + number, tzinfo=UTC) + day * DAY
            meet(paid, at, own=minutes, host=minutes)
        if rest:
            begins = NOW.date() + rest[0] * DAY
            Hold.objects.create(
                mentorship=paid.pair, begins_on=begins, ends_on=begins + rest[1] * DAY
            )
        found = dues(paid)[paid.pair.pk]
        viewer = paid.by(paid.cast.devi)
        rows = ledger.account(viewer, paid.pair).of("month")
        over = [row for row in rows if row.until <= NOW.date()]
        done = [
            sum(
                e.sums.credited
                for e in ledger.entries(viewer, [paid.pair])
                if row.begins_on <= e.day < row.until and e.day <= NOW.date()
            )
            for row in rows
        ]
        assert found.expected == sum(row.expected or 0 for row in rows)
        assert found.credited == sum(done)
        owed = sum(row.expected or 0 for row in over)
        assert found.behind == max(0, owed - sum(done[len(rows) - len(over) :]))
        assert (found.status == Status.OVERDUE) == (found.behind > 0)
        transaction.set_rollback(True)


def test_who_is_behind_comes_first_and_who_is_over_last(paid: World) -> None:
    """Three pairs: one that owes since October, one that has done all, one that has ended."""
    done, ended = (
        another(paid, "Bina", date(2026, 1, 1)),
        another(paid, "Chetan", date(2025, 12, 1)),
    )
    meet(done, NOW - 2 * DAY, own=180, host=180)
    Mentorship.objects.filter(pk=ended.pair.pk).update(status="ended", ends_on=date(2025, 12, 31))
    found = dues(paid)
    assert list(found) == [paid.pair.pk, done.pair.pk, ended.pair.pk]
    lines = queries.lines(paid.by(paid.cast.devi), list(found.values()))
    assert [said(line.due, line.pair) for line in lines] == [
        "Overdue: 9 h missing", "Reached", "Ended early",
    ]  # fmt: skip


def test_a_month_that_is_nearly_over_is_due_soon(paid: World) -> None:
    late = datetime(2026, 1, 27, 6, tzinfo=UTC)
    Mentorship.objects.update(starts_on=date(2026, 1, 1))
    with time_machine.travel(late, tick=False):
        viewer, cohort = paid.by(paid.cast.devi, late), paid.pair.cohort
        (dose,) = queries.doses_of(cohort)
        (due,) = queries.dues(viewer, cohort, dose)
        assert due.status == Status.DUE_SOON
        (line,) = queries.lines(viewer, [due])
        assert said(due, line.pair) == "Due soon: 3 h missing"


def test_what_a_fuller_month_brings_makes_up_for_a_thin_one(paid: World) -> None:
    meet(paid, NOW - 60 * DAY, own=539, host=539)
    assert dues(paid)[paid.pair.pk].behind == 1
    meet(paid, NOW - 59 * DAY, own=1, host=1)
    assert dues(paid)[paid.pair.pk].status == Status.OPEN


def test_what_was_held_before_a_pair_could_owe_anything_is_not_counted_for_it(
    paid: World,
) -> None:
    """As in its own ledger, and in one query more for any number of such pairs."""
    viewer, cohort = paid.by(paid.cast.devi), paid.pair.cohort
    (dose,) = queries.doses_of(cohort)
    others = [another(paid, name, date(2026, 1, 5)) for name in ("Bina", "Chetan", "Dev")]
    queries.dues(viewer, cohort, dose)
    with CaptureQueriesContext(connection) as before:
        queries.dues(viewer, cohort, dose)
    for one in others:
        meet(one, datetime(2025, 12, 31, 18, 29, tzinfo=UTC), own=60, host=60)
        meet(one, datetime(2025, 12, 31, 18, 30, tzinfo=UTC), own=45, host=45)  # January in India
    with CaptureQueriesContext(connection) as after:
        found = {one.pair: one for one in queries.dues(viewer, cohort, dose)}
    assert [found[one.pair.pk].credited for one in others] == [45] * 3
    rows = ledger.account(viewer, others[0].pair).of("month")
    assert [row.sums.credited for row in rows] == [45]
    assert len(after) == len(before) + 1


def test_a_month_begins_by_the_clock_of_each_teacher(paid: World) -> None:
    """An hour before the new year in Chicago, and half a day into it in India."""
    other = another(paid, "Bina", date(2025, 11, 3))
    Person.objects.filter(pk=other.pair.mentee_id).update(time_zone="America/Chicago")
    for one in (paid, other):
        meet(one, datetime(2026, 1, 1, 5, tzinfo=UTC), own=60, host=60)
    found = dues(paid)
    owed = {paid.pair.pk: 540, other.pair.pk: 348}
    assert {pk: one.behind for pk, one in found.items()} == {
        paid.pair.pk: owed[paid.pair.pk],
        other.pair.pk: owed[other.pair.pk] - 60,
    }
    assert [one.to_come for one in found.values()] == [120, 180]


def test_less_is_expected_while_schools_are_closed_where_the_programme_says_so(
    paid: World,
) -> None:
    """Each school by its own calendar, and the list as the ledger of the pair."""
    version = blueprint.get("cps_induction").version
    text = blueprint.file_of("cps_induction", version).replace(
        "code: cps_induction", "code: restful", 1
    )
    text = text.replace("    per: month\n", "    per: month\n    less_on_holidays: true\n", 1)
    Design.objects.create(
        code="restful", version=version, title="Restful",
        organisation=paid.cast.nation, status=DesignStatus.PUBLISHED, text=text, written_at=NOW,
    )  # fmt: skip
    other = another(paid, "Bina", date(2025, 10, 1))
    Mentorship.objects.filter(pk=other.pair.pk).update(school=paid.cast.other_school)
    organisations.add_days(
        paid.cast.school, DaysKind.CLOSED, "Diwali", date(2025, 10, 11), date(2025, 10, 20),
        by=system(NOW),
    )  # fmt: skip
    Cohort.objects.update(blueprint="restful")
    paid.pair.cohort.refresh_from_db()
    found = dues(paid)
    assert found[other.pair.pk].expected == 720
    assert found[paid.pair.pk].expected == 540 + -(-180 * 21 // 31)
    viewer = paid.by(paid.cast.devi)
    rows = ledger.account(viewer, mentorship(viewer, paid.pair.pk)).of("month")
    assert sum(row.expected or 0 for row in rows) == found[paid.pair.pk].expected


def test_the_page_asks_as_much_for_thirty_pairs_as_for_one(paid: World, signed_in: SignIn) -> None:
    browser = signed_in(paid.cast.devi)
    address = reverse("credentials:cohort_ledger", args=[paid.pair.cohort_id])
    counts = []
    for many in (1, 30):
        while Mentorship.objects.count() < many:
            one = another(paid, f"T{Mentorship.objects.count()}", date(2025, 11, 3))
            meet(one, NOW - 5 * DAY)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries_made:
            page = browser.get(address)
        assert page.status_code == 200
        counts.append(len(queries_made))
    assert counts[0] == counts[1] <= 10
    assert page.content.decode().count("Overdue: ") == 25
    for only, many in (("overdue", 30), ("soon", 0)):
        page = browser.get(f"{address}?only={only}&page={1 + (many > 25)}")
        assert page.content.decode().count("Overdue: ") == max(0, many - 25)


def test_the_file_is_sent_while_it_is_read_and_runs_nothing(paid: World, signed_in: SignIn) -> None:
    another(paid, "@SUM(A1)", date(2025, 11, 3))
    address = reverse("credentials:cohort_ledger_csv", args=[paid.pair.cohort_id])
    answer = signed_in(paid.cast.devi).get(address)
    assert answer.streaming
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("New teacher,New teacher mentor,School,")
    assert lines[1:] == [
        "Arun Patel,Meera Iyer,KV Sabarmati,720,0,0,0,0,540,Overdue: 9 h missing",
        "'@SUM(A1),Meera Iyer,KV Sabarmati,528,0,0,0,0,348,Overdue: 5 h 48 min missing",
    ]


def test_the_file_speaks_one_language_from_end_to_end(paid: World, signed_in: SignIn) -> None:
    devi = paid.cast.devi
    Person.objects.filter(pk=devi.pk).update(locale="ru")
    devi.refresh_from_db()
    address = reverse("credentials:cohort_ledger_csv", args=[paid.pair.cohort_id])
    head, line = signed_in(devi).get(address).getvalue().decode("utf-8-sig").splitlines()
    assert "Статус" in head
    assert line.endswith("Срок прошёл: не хватает 9 ч")


def test_it_says_what_the_pair_s_own_ledger_says_where_there_are_no_steps(paid: World) -> None:
    world = by_another_design(paid, lambda file: file.pop("pay"))
    viewer = world.by(world.cast.devi)
    rows = ledger.account(viewer, mentorship(viewer, world.pair.pk)).of("month")
    assert [row.expected for row in rows] == [180] * 4
    assert sum(row.expected or 0 for row in rows) == dues(world)[world.pair.pk].expected


def test_only_coordinators_of_the_programme_open_it(paid: World, signed_in: SignIn) -> None:
    for name in ("meera", "arun", "kavita", "nandan", "omar", "somu"):
        browser = signed_in(getattr(paid.cast, name))
        for address in ("credentials:cohort_ledger", "credentials:cohort_ledger_csv"):
            url = reverse(address, args=[paid.pair.cohort_id])
            assert browser.get(url).status_code == 404, name


def test_groups_count_where_the_blueprint_says_so(make: Callable[[str], World]) -> None:
    world = make("in_nmm")
    pair = world.pair
    group = Session.objects.create(
        kind="group", cohort=pair.cohort, school=pair.school, host=pair.mentor, topic="Reading",
        starts_at=NOW - 3 * DAY, ends_at=NOW - 3 * DAY + timedelta(hours=1),
        time_zone="Asia/Kolkata", status="held", proposed_by=pair.mentor, proposed_at=NOW, seats=9,
    )  # fmt: skip
    Seat.objects.create(
        session=group, person=pair.mentee, taken_at=NOW, own_minutes=60, host_minutes=60
    )
    assert dues(world)[pair.pk].credited == 60
    viewer = world.by(world.cast.meera)
    assert ledger.account(viewer, pair).of("sessions")[0].sums.credited == 60
