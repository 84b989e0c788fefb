"""Hours of professional development: claimed by one, attested by the other, awarded by a third."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import blueprint
from banyan.credentials import actions
from banyan.credentials.models import ClaimedSession, HoursClaim
from banyan.credentials.queries import hours
from banyan.credentials.rules import HOURS
from banyan.credentials.states import ClaimStatus
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.mentoring.models import Seat
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.trail.actions import deliver_open
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW
from tests.credentials.conftest import World
from tests.credentials.test_ledger import meet

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mission(make: Callable[[str], World]) -> World:
    """The national mission, which names fifty hours a year."""
    return make("in_nmm")


def claimed(world: World, many: int = 2) -> HoursClaim:
    for number in range(many):
        meet(world, NOW - (3 + number) * DAY, own=45, host=45)
    by = world.by(world.cast.arun)
    found = hours.unclaimed(by, world.pair)
    return actions.claim_hours(world.pair, "knowledge_and_practice", by=by, sessions=found)


def attested(world: World) -> HoursClaim:
    return actions.attest_hours(claimed(world), by=world.by(world.cast.meera))


def test_the_hours_of_a_year_and_their_kinds_are_data_with_a_source() -> None:
    """NEP 2020, 5.15: fifty hours a year; CBSE, 1 April 2025: 12, 24 and 14 of them."""
    design = blueprint.get("in_nmm")
    found = design.recognition
    assert found is not None
    assert (found.hours, [one.hours for one in found.shares]) == (50, [12, 24, 14])
    sources = [design.provenance_of(f"recognition.{part}") for part in ("hours", "shares")]
    assert [one.source for one in sources if one] == ["nep_2020", "cbse_2025"]


def test_three_people_make_an_award_and_each_hears_of_it(mission: World) -> None:
    claim = claimed(mission)
    assert (claim.minutes, claim.happened_on) == (90, (NOW - 3 * DAY).date())
    deliver_open(now=NOW)
    assert Notice.objects.get(kind="hours.claimed").person_id == mission.cast.meera.pk
    actions.attest_hours(claim, by=mission.by(mission.cast.meera))
    actions.award_hours(claim, by=mission.by(mission.cast.devi))
    deliver_open(now=NOW)
    assert Notice.objects.get(kind="hours.awarded").person_id == mission.cast.arun.pk
    found = HoursClaim.objects.get()
    assert (found.attested_by, found.decided_by) == (mission.cast.meera, mission.cast.devi)
    verbs = Event.objects.filter(subject=f"hoursclaim:{claim.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["hours.claim", "hours.attest", "hours.award"]
    (year,) = hours.years(mission.by(mission.cast.arun), [mission.pair])
    assert (year.awarded, year.left, year.asked) == (90, 2910, 3000)
    assert [(kind.asked, kind.awarded) for kind in year.kinds] == [(720, 0), (1440, 90), (840, 0)]


def test_what_is_awarded_stays_whatever_the_sessions_say_later(mission: World) -> None:
    claim = actions.award_hours(attested(mission), by=mission.by(mission.cast.devi))
    Seat.objects.update(own_minutes=10)
    again = HoursClaim.objects.get()
    assert (again.minutes, again.status) == (90, "awarded")
    for act in (actions.withdraw_hours, actions.award_hours):
        with pytest.raises(Refused):
            act(claim, by=mission.by(mission.cast.arun))


def test_no_minute_is_claimed_twice_and_the_database_sees_to_it(mission: World) -> None:
    first = claimed(mission)
    by = mission.by(mission.cast.arun)
    assert hours.unclaimed(by, mission.pair) == []
    session = ClaimedSession.objects.filter(claim=first).first()
    assert session is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimedSession.objects.create(
            claim=first, session=session.session, person=mission.cast.arun, minutes=45
        )
    ClaimedSession.objects.filter(pk=session.pk).delete()
    (one,) = hours.unclaimed(by, mission.pair)
    actions.claim_hours(mission.pair, "values_and_ethics", by=by, sessions=[one])
    with pytest.raises(Stale, match="claimed already"):
        actions.claim_hours(mission.pair, "values_and_ethics", by=by, sessions=[one])
    assert HoursClaim.objects.count() == 2
    # The mentor may claim the same session: it is her hour, too.
    assert len(hours.unclaimed(mission.by(mission.cast.meera), mission.pair)) == 2


@pytest.mark.parametrize("act", ["withdraw", "refuse"])
def test_what_falls_gives_its_sessions_free(mission: World, act: str) -> None:
    claim = claimed(mission)
    if act == "withdraw":
        actions.withdraw_hours(claim, by=mission.by(mission.cast.arun))
    else:
        actions.refuse_hours(claim, "We met on another day", by=mission.by(mission.cast.meera))
    assert len(hours.unclaimed(mission.by(mission.cast.arun), mission.pair)) == 2


VERBS = ["attest", "award", "refuse", "withdraw"]


@pytest.mark.parametrize("status", list(ClaimStatus))
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state_by_everybody(
    mission: World, status: ClaimStatus, verb: str
) -> None:
    claim = claimed(mission)
    claim.status = status
    may = {
        ("attest", "claimed"): {"meera"},
        ("refuse", "claimed"): {"meera"},
        ("withdraw", "claimed"): {"arun"},
        ("award", "attested"): {"devi"},
        ("refuse", "attested"): {"devi"},
        ("withdraw", "attested"): {"arun"},
    }
    found = {
        name
        for name, person in mission.cast.everybody().items()
        if HOURS.decide(mission.by(person), claim, verb)
    }
    assert found == may.get((verb, status.value), set())


@pytest.mark.parametrize("who", ["meera", "arun"])
def test_nobody_awards_hours_of_her_own_pair(mission: World, who: str) -> None:
    person: Person = getattr(mission.cast, who)
    organisations.give_role(
        person, mission.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    with pytest.raises(Refused, match="another coordinator does this"):
        actions.award_hours(attested(mission), by=mission.by(person))


def test_a_mentor_who_comes_to_head_the_school_reads_no_claim_of_the_teacher(
    mission: World,
) -> None:
    claim = claimed(mission)
    meera = mission.cast.meera
    assert hours.claim(mission.by(meera), claim.pk) == claim
    organisations.give_role(
        meera, mission.cast.school, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO
    )
    with pytest.raises(HoursClaim.DoesNotExist):
        hours.claim(mission.by(meera), claim.pk)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2025, 9, 1), date(2025, 9, 1)),
        (date(2026, 8, 31), date(2025, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2028, 2, 29), date(2027, 9, 1)),
    ],
)
def test_a_year_begins_on_the_day_on_which_the_cohort_began(
    mission: World, day: date, begins: date
) -> None:
    assert hours.year_of(mission.pair.cohort, day)[0] == begins


def test_a_cohort_that_began_on_a_leap_day_has_years_too(mission: World) -> None:
    mission.pair.cohort.starts_on = date(2024, 2, 29)
    assert hours.year_of(mission.pair.cohort, date(2025, 2, 28)) == (
        date(2024, 2, 29), date(2025, 3, 1),
    )  # fmt: skip
    assert hours.year_of(mission.pair.cohort, date(2028, 2, 29))[0] == date(2028, 2, 29)


def test_a_claim_of_something_else_and_every_way_to_get_it_wrong(
    mission: World, signed_in: SignIn
) -> None:
    address = reverse("credentials:hours_claim", args=[mission.pair.pk])
    browser = signed_in(mission.cast.arun)
    right = {
        "share": "professional_growth",
        "evidence": "A course on reading aloud",
        "hours": "1.5",
        "happened_on": "2026-01-10",
    }
    wrong = [
        ({"share": ""}, "Choose the kind that comes closest."),
        ({"evidence": ""}, "Choose sessions, or say what else you did."),
        ({"hours": ""}, "Say how many hours it took."),
        ({"hours": "0.1"}, "Half an hour at least."),
        ({"hours": "51"}, "Fifty hours at most in one claim."),
        ({"hours": "1.25"}, "Whole hours, or with a half: 1.5"),
        ({"hours": "many"}, "Write a number of hours, such as 2 or 1.5."),
        ({"happened_on": ""}, "Say on which day it ended."),
        ({"happened_on": "2026-02-01"}, "Choose a day that has come already."),
        ({"happened_on": "2020-02-01"}, "Choose a day since the programme began"),
        ({"happened_on": "9999-12-31"}, "Choose a day that has come already."),
    ]
    for change, sentence in wrong:
        page = browser.post(address, right | change)
        assert page.status_code == 422, change
        assert sentence in page.content.decode(), change
        assert "reading aloud" in page.content.decode() or change == {"evidence": ""}
    assert not HoursClaim.objects.exists()
    assert browser.post(address, right).status_code == 302
    made = HoursClaim.objects.get()
    assert (made.minutes, made.evidence) == (90, "A course on reading aloud")


def test_who_refuses_says_why_and_the_claimant_reads_it(mission: World, signed_in: SignIn) -> None:
    claim = claimed(mission)
    address = reverse("credentials:hours_refuse", args=[claim.pk])
    browser = signed_in(mission.cast.meera)
    assert "Say why, so that it can be put right." in browser.post(address).content.decode()
    assert browser.post(address, {"because": "It was on Monday"}).status_code == 302
    page = signed_in(mission.cast.arun).get(reverse("credentials:hours_one", args=[claim.pk]))
    assert "It was on Monday" in page.content.decode()


def test_of_two_tabs_only_one_decides(mission: World) -> None:
    claim = attested(mission)
    by = mission.by(mission.cast.devi)
    first, second = (hours.claim(by, claim.pk) for _tab in range(2))
    actions.award_hours(first, by=by)
    with pytest.raises((Stale, Refused)):
        actions.refuse_hours(second, "No", by=by)
    assert HoursClaim.objects.get().status == "awarded"


def test_a_programme_without_hours_offers_none(
    make: Callable[[str], World], signed_in: SignIn
) -> None:
    world = make("ct_team")
    address = reverse("credentials:hours_claim", args=[world.pair.pk])
    page = signed_in(world.cast.arun).get(address)
    assert page.status_code == 403
    assert "This programme names no hours" in page.content.decode()
    assert hours.pairs_with_hours(world.by(world.cast.arun)) == []


def test_pages_of_hours_ask_as_much_for_many_claims_as_for_one(
    mission: World, signed_in: SignIn
) -> None:
    teacher, coordinator = signed_in(mission.cast.arun), signed_in(mission.cast.devi)
    pages = [
        (teacher, reverse("credentials:hours")),
        (coordinator, reverse("credentials:cohort_hours", args=[mission.pair.cohort_id])),
        (teacher, reverse("credentials:hours_claim", args=[mission.pair.pk])),
    ]
    counts: list[list[int]] = [[] for _page in pages]
    for many in (1, 12):
        while HoursClaim.objects.count() < many:
            meet(mission, NOW - (3 + HoursClaim.objects.count()) * DAY)
            by = mission.by(mission.cast.arun)
            (one,) = hours.unclaimed(by, mission.pair)
            made = actions.claim_hours(mission.pair, "values_and_ethics", by=by, sessions=[one])
            actions.attest_hours(made, by=mission.by(mission.cast.meera))
        for at, (browser, address) in enumerate(pages):
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts[at].append(len(queries))
    assert all(one == more <= 10 for one, more in counts), counts
