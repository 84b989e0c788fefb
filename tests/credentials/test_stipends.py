"""What mentors are paid: it follows from sessions, two people agree to it, and then it stays."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from banyan.credentials import actions
from banyan.credentials.models import StipendLine
from banyan.credentials.queries import stipends
from banyan.credentials.queries.stipends import Offer
from banyan.credentials.rules import STIPEND
from banyan.credentials.states import StipendStatus
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.mentoring.models import Mentorship, Seat
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Programme
from banyan.trail.actions import deliver_open
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW
from tests.credentials.conftest import World, by_another_design
from tests.credentials.test_ledger import meet
from tests.tabs import TOLD, Form, Sent, done_once

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)
DUE = date(2026, 8, 1)  # eleven months after the cohort began
LATER = datetime(2026, 8, 4, 6, tzinfo=NOW.tzinfo)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def held(world: World, hours: int, *, days: int = 150) -> None:
    """So many sessions of an hour, from some days before on."""
    for number in range(hours):
        meet(world, LATER - (days - number) * DAY, planned=60, own=60, host=60)


def offer(world: World, tranche: str, person: Person | None = None) -> Offer:
    viewer = world.by(person or world.cast.devi, LATER)
    return stipends.offer(viewer, world.pair.cohort, world.pair.pk, tranche)


def proposed(world: World, tranche: str = "first_half") -> StipendLine:
    return actions.propose_stipend(
        offer(world, tranche), 50_000, by=world.by(world.cast.devi, LATER)
    )


@given(
    st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(1, 100), st.integers(0, 5000)), min_size=1, max_size=6),
    st.sampled_from(["mentor", "teacher", "hour", "month"]),
)
def test_parts_together_are_the_whole_to_the_smallest_coin(
    whole: int, parts: list[tuple[int, int]], per: str
) -> None:
    """Of a rate the whole is that for all hours or months by the last day."""
    weights = [weight for weight, _more in parts]
    cuts = sorted({min(100, sum(weights[: n + 1])) for n in range(len(weights))} | {100})
    units = list(accumulate(more for _weight, more in parts))
    units += [units[-1]] * (len(cuts) - len(units))
    paid = before = units_before = 0
    for cut, reached in zip(cuts, units, strict=False):
        now = reached if per in ("hour", "month") else 1
        amount = stipends.due(whole, cut, now, per)
        amount -= stipends.due(whole, before, units_before, per)
        assert amount >= 0
        paid, before, units_before = paid + amount, cut, now
    assert paid == whole * now // (60 if per == "hour" else 1)
    share = Fraction(whole * units_before, 60 if per == "hour" else 1)
    assert share - 1 < paid <= share


@pytest.mark.parametrize(
    ("hours", "first", "second"),
    [(10, False, False), (11, True, False), (20, True, False), (21, True, True)],
)
def test_what_is_earned_follows_from_the_minutes_of_the_years(
    world: World, hours: int, first: bool, second: bool
) -> None:
    """Half for eight hours a year, the other half for sixteen. The pair runs since October, so of
    the first year it owes 92 days of 365: 121 minutes and 480, or 243 and 960."""
    held(world, hours)
    assert [offer(world, each).earned for each in ("first_half", "second_half")] == [first, second]
    assert offer(world, "first_half").minutes == 60 * hours


def test_before_its_day_nothing_is_earned(world: World) -> None:
    held(world, 9, days=300)
    early = world.by(world.cast.devi)
    one = stipends.offer(early, world.pair.cohort, world.pair.pk, "first_half")
    assert (one.earned, one.due_on) == (None, DUE)
    with pytest.raises(Refused, match="its day has not come"):
        actions.propose_stipend(one, 50_000, by=early)


def test_a_second_person_approves_and_never_who_proposed_nor_who_is_paid(
    world: World, latha: Person
) -> None:
    held(world, 11)
    line = proposed(world)
    assert (line.amount_minor, line.currency, line.minutes) == (25_000, "USD", 660)
    with pytest.raises(Refused, match="a second coordinator decides"):
        actions.approve_stipend(line, by=world.by(world.cast.devi, LATER))
    with pytest.raises(Refused, match="Only a coordinator"):
        actions.approve_stipend(line, by=world.by(world.cast.kavita, LATER))
    approved = actions.approve_stipend(line, by=world.by(latha, LATER))
    assert (approved.status, approved.decided_by_id) == ("approved", latha.pk)


def test_a_mentor_who_coordinates_neither_proposes_nor_decides_her_own_pay(
    world: World, latha: Person
) -> None:
    held(world, 11)
    organisations.give_role(
        world.cast.meera, world.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    meera = world.by(world.cast.meera, LATER)
    with pytest.raises(Refused, match="your own pay"):
        actions.propose_stipend(offer(world, "first_half", world.cast.meera), 50_000, by=meera)
    line = proposed(world)
    for act in (actions.approve_stipend, actions.withdraw_stipend):
        with pytest.raises(Refused, match="your own pay"):
            act(line, by=meera)
    with pytest.raises(Refused, match="your own pay"):
        actions.refuse_stipend(line, "No", by=meera)


VERBS = ["approve", "refuse", "withdraw"]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(StipendStatus))
@pytest.mark.parametrize("who", ["devi", "latha", "meera", "arun", "kavita", "nandan", "omar"])
def test_every_verb_in_every_state_by_everybody(
    world: World, latha: Person, verb: str, status: StipendStatus, who: str
) -> None:
    held(world, 11)
    line = proposed(world)
    line.status = status
    person = latha if who == "latha" else getattr(world.cast, who)
    allowed = STIPEND.decide(world.by(person, LATER), line, verb)
    may = {"approve": {"latha"}, "refuse": {"latha"}, "withdraw": {"latha", "devi"}}
    assert bool(allowed) == (status == StipendStatus.PROPOSED and who in may[verb])


def test_the_database_itself_keeps_the_two_apart(world: World) -> None:
    held(world, 11)
    line = proposed(world)
    for field, person in (("decided_by", world.cast.devi), ("decided_by", world.cast.meera)):
        with pytest.raises(IntegrityError), transaction.atomic():
            StipendLine.objects.filter(pk=line.pk).update(**{field: person})
    with pytest.raises(IntegrityError), transaction.atomic():
        StipendLine.objects.filter(pk=line.pk).update(proposed_by=world.cast.meera)


def test_what_is_approved_stays_and_later_sessions_stand_beside_it(
    world: World, latha: Person, signed_in: SignIn
) -> None:
    held(world, 11)
    line = actions.approve_stipend(proposed(world), by=world.by(latha, LATER))
    Seat.objects.filter(session__mentorship=world.pair).update(own_minutes=10)
    viewer = world.by(world.cast.devi, LATER)
    again = stipends.line(viewer, line.pk)
    assert (again.amount_minor, again.minutes) == (25_000, 660)
    changed = stipends.differences(viewer, [again])[line.pk]
    assert (changed.minutes, changed.earned) == (-660, False)
    page = signed_in(world.cast.devi).get(reverse("credentials:stipend", args=[line.pk]))
    assert "The sessions now say 0 min; when it was proposed they said 11 h." in (
        page.content.decode()
    )
    address = reverse("credentials:stipends_csv", args=[world.pair.cohort_id])
    lines = signed_in(world.cast.devi).get(address).getvalue().decode("utf-8-sig").splitlines()
    part = '"First half, from eight hours in the year"'
    who = f"Meera Iyer,Arun Patel,{part},2026-08-01"
    by = "Devi Nair,Latha,2026-08-04"
    assert lines[1:] == [
        f"{line.pk},Approved,{who},250.00,USD,660,{by},50 % of $500.00",
        f"{line.pk},Difference since,{who},-250.00,USD,-660,{by},",
    ]


def test_the_file_is_in_the_language_and_the_zone_of_whoever_asks_for_it(
    world: World, latha: Person, signed_in: SignIn
) -> None:
    """It is approved at six in the morning in UTC, which is eleven at night in California."""
    held(world, 11)
    actions.approve_stipend(proposed(world), by=world.by(latha, LATER))
    Seat.objects.filter(session__mentorship=world.pair).update(own_minutes=10)
    devi = world.cast.devi
    Person.objects.filter(pk=devi.pk).update(locale="ru", time_zone="America/Los_Angeles")
    devi.refresh_from_db()
    address = reverse("credentials:stipends_csv", args=[world.pair.cohort_id])
    answer = signed_in(devi).get(address)
    rows = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert [row[1] for row in rows[1:]] == ["Утверждено", "Разница с тех пор"]
    assert {row[-2] for row in rows[1:]} == {"2026-08-03"}


def test_a_blueprint_that_pays_and_names_no_steps_is_worked_out(
    world: World, latha: Person, signed_in: SignIn
) -> None:
    held(by_another_design(world, lambda file: None), 11)
    assert [offer(world, each).earned for each in ("first_half", "second_half")] == [True, False]
    line = actions.approve_stipend(proposed(world), by=world.by(latha, LATER))
    assert (line.minutes, stipends.differences(world.by(latha, LATER), [line])) == (660, {})
    address = reverse("credentials:stipends", args=[world.pair.cohort_id])
    assert signed_in(world.cast.devi).get(address).status_code == 200


def test_nothing_is_approved_whose_sessions_have_changed_since(world: World, latha: Person) -> None:
    held(world, 11)
    line = proposed(world)
    meet(world, LATER - 20 * DAY, planned=60, own=60, host=60)
    with pytest.raises(Stale, match="have changed since"):
        actions.approve_stipend(line, by=world.by(latha, LATER))
    actions.withdraw_stipend(line, by=world.by(world.cast.devi, LATER))
    assert proposed(world).minutes == 720


def test_two_who_propose_at_once_make_one_line(world: World) -> None:
    held(world, 11)
    before = offer(world, "first_half")
    proposed(world)
    with pytest.raises(Stale, match="proposed already"):
        actions.propose_stipend(
            replace(before, line=None), 50_000, by=world.by(world.cast.devi, LATER)
        )
    assert StipendLine.objects.count() == 1


def test_only_one_of_two_decisions_on_two_tabs_counts(world: World, latha: Person) -> None:
    held(world, 11)
    line = proposed(world)
    first, second = (stipends.line(world.by(latha, LATER), line.pk) for _tab in range(2))
    actions.refuse_stipend(first, "Too soon", by=world.by(latha, LATER))
    with pytest.raises((Stale, Refused)):
        actions.approve_stipend(second, by=world.by(latha, LATER))
    assert StipendLine.objects.get().status == "refused"


CASES = {
    "propose": Sent("credentials:stipend_propose", TOLD),
    "approve": Sent("credentials:stipend_approve", TOLD),
}


@pytest.mark.parametrize("verb", CASES)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World, latha: Person, signed_in: SignIn, verb: str
) -> None:
    held(world, 11)
    if verb == "propose":
        page = reverse("credentials:stipends", args=[world.pair.cohort_id])
        form = Form("devi", f"{page}{world.pair.pk}/first_half/propose/", {"whole": "500"})
        done_once(signed_in(world.cast.devi), form, CASES[verb])
    else:
        page = reverse("credentials:stipend", args=[proposed(world).pk])
        form = Form("latha", f"{page}approve/", page=page)
        done_once(signed_in(latha), form, CASES[verb])


def test_whom_it_concerns_is_told_and_the_trail_has_every_verb(world: World, latha: Person) -> None:
    held(world, 11)
    line = proposed(world)
    deliver_open(now=LATER)
    assert Notice.objects.filter(kind="stipend.proposed").get().person_id == latha.pk
    actions.approve_stipend(line, by=world.by(latha, LATER))
    deliver_open(now=LATER)
    assert Notice.objects.filter(kind="stipend.approved").get().person_id == world.cast.meera.pk
    verbs = Event.objects.filter(subject=f"stipendline:{line.pk}").order_by("pk")
    assert [one.verb for one in verbs] == ["stipend.propose", "stipend.approve"]


def test_who_is_paid_for_the_role_is_paid_when_all_her_pairs_have_earned_it(
    make: Callable[[str], World],
) -> None:
    """In Chicago: 1,700 to 2,300 dollars a year, in two halves."""
    world = make("cps_induction")
    viewer, cohort = world.by(world.cast.devi, LATER), world.pair.cohort
    Programme.objects.update(starts_on=date(2025, 9, 1))
    (page,) = stipends.payees(viewer, cohort, None)
    assert (page.pair, [one.tranche for one in page.offers]) == (None, ["first", "second"])
    teacher = Person.objects.create(name="Bina", email="bina@school.example", joined_at=NOW)
    Mentorship.objects.create(
        mentor=world.cast.meera, mentee=teacher, cohort=cohort, school=world.cast.school,
        status="active", proposed_at=NOW, starts_on=date(2025, 10, 1),
    )  # fmt: skip
    assert len(list(stipends.payees(viewer, cohort, None))) == 1
    one = stipends.offer(viewer, cohort, world.cast.meera.pk, "first")
    ready = replace(one, earned=True)
    for whole in (169_999, 230_001):
        with pytest.raises(ValueError, match="is not within"):
            actions.propose_stipend(ready, whole, by=viewer)
    line = actions.propose_stipend(ready, 200_001, by=viewer)
    assert (line.amount_minor, line.mentorship) == (100_000, None)


def test_the_form_says_what_can_be_paid_and_keeps_what_was_typed(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = make("cps_induction")
    cohort, paid = world.pair.cohort, world.cast.meera.pk
    one = stipends.offer(world.by(world.cast.devi, LATER), cohort, paid, "first")
    address = reverse("credentials:stipend_propose", args=[cohort.pk, paid, "first"])
    browser = signed_in(world.cast.devi)
    if not one.earned:
        assert browser.get(address).status_code == 403
        return
    page = browser.post(address, {"whole": "2400"})
    assert page.status_code == 422
    assert "Between 1,700 and 2,300." in page.content.decode()
    assert 'value="2400"' in page.content.decode()
    assert browser.post(address, {"whole": "2000"}).status_code == 302
    assert StipendLine.objects.get().amount_minor == 100_000


def test_all_parts_are_of_one_whole_and_so_add_up(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = make("cps_induction")
    cohort, paid = world.pair.cohort, world.cast.meera.pk
    viewer = world.by(world.cast.devi, LATER)

    def ready(tranche: str) -> Offer:
        return replace(stipends.offer(viewer, cohort, paid, tranche), earned=True)

    before, second = ready("first"), ready("second")
    assert before.whole_minor is None
    first = actions.propose_stipend(before, 200_100, by=viewer)
    assert ready("second").whole_minor == 200_100
    for whole in (200_000, 230_000):  # the second tab has not seen the first one
        with pytest.raises(Stale, match="of another whole"):
            actions.propose_stipend(second, whole, by=viewer)
    line = actions.propose_stipend(second, 200_100, by=viewer)
    assert first.amount_minor + line.amount_minor == 200_100
    # What was taken back binds nobody.
    for each in (first, line):
        actions.withdraw_stipend(each, by=viewer)
    assert ready("first").whole_minor is None
    assert actions.propose_stipend(ready("first"), 230_000, by=viewer).amount_minor == 115_000


def test_the_form_of_a_further_part_says_of_which_whole_it_is(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    def no_conditions(file: dict[str, Any]) -> None:
        for tranche in file["pay"]["tranches"]:
            del tranche["expectations_over"]
            tranche["due"] = {"counted_from": "programme_start", "after": {"months": 7}}

    world = by_another_design(make("cps_induction"), no_conditions, "whole")
    cohort, paid = world.pair.cohort, world.cast.meera.pk
    browser = signed_in(world.cast.devi)
    addresses = [
        reverse("credentials:stipend_propose", args=[cohort.pk, paid, each])
        for each in ("first", "second")
    ]
    assert "Between 1,700 and 2,300." in browser.get(addresses[0]).content.decode()
    assert browser.post(addresses[0], {"whole": "2001"}).status_code == 302
    page = browser.get(addresses[1]).content.decode()
    assert "50 % of $2,001.00<br>As the other parts on record have it." in page
    assert "$1,000.50" in page
    assert 'name="whole" value="2001"' in page
    other = browser.post(addresses[1], {"whole": "2300"})
    assert other.status_code == 422
    assert "are of 2,001: so is this." in other.content.decode()
    assert browser.post(addresses[1], {"whole": "2001"}).status_code == 302
    assert sum(StipendLine.objects.values_list("amount_minor", flat=True)) == 200_100


def test_pages_of_pay_ask_as_much_for_many_pairs_as_for_one(
    world: World, signed_in: SignIn
) -> None:
    browser = signed_in(world.cast.devi)
    address = reverse("credentials:stipends", args=[world.pair.cohort_id])
    counts = []
    for many in (1, 12):
        while Mentorship.objects.count() < many:
            number = Mentorship.objects.count()
            teacher = Person.objects.create(
                name=f"T{number}", email=f"t{number}@school.example", joined_at=NOW
            )
            Mentorship.objects.create(
                mentor=world.cast.meera, mentee=teacher, cohort=world.pair.cohort,
                school=world.cast.school, status="active", proposed_at=NOW,
                starts_on=date(2025, 10, 1),
            )  # fmt: skip
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
