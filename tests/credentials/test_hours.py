"""Hours of professional development: claimed by one, attested by the other, awarded by a third."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
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
from banyan.mentoring.actions import say_attendance
from banyan.mentoring.models import Seat, Session
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
    verbs = Event.objects.filter(subject=f"hoursclaim:{claim.pk}").order_by("pk")
    assert [one.verb for one in verbs] == ["hours.claim", "hours.attest", "hours.award"]
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


def corrected(world: World, minutes: int) -> None:
    """Both of them correct each session to so many minutes."""
    for session in Session.objects.all():
        for who in (world.cast.arun, world.cast.meera):
            say_attendance(session, world.cast.arun, minutes, by=world.by(who))


@pytest.mark.parametrize("minutes", [5, 50])
def test_hours_are_neither_attested_nor_awarded_that_sessions_no_longer_say(
    mission: World, minutes: int
) -> None:
    """Claimed for twice 45 minutes; then both say twice five."""
    claim = claimed(mission)
    corrected(mission, minutes)
    with pytest.raises(Stale, match="have changed since they were claimed"):
        actions.attest_hours(claim, by=mission.by(mission.cast.meera))
    corrected(mission, 45)
    actions.attest_hours(claim, by=mission.by(mission.cast.meera))
    corrected(mission, minutes)
    with pytest.raises(Stale, match="have changed since they were claimed"):
        actions.award_hours(claim, by=mission.by(mission.cast.devi))
    assert HoursClaim.objects.get().status == "attested"
    actions.refuse_hours(claim, "It was less", by=mission.by(mission.cast.devi))
    by = mission.by(mission.cast.arun)
    anew = actions.claim_hours(
        mission.pair, "values_and_ethics", by=by, sessions=hours.unclaimed(by, mission.pair)
    )
    assert anew.minutes == 2 * minutes


def test_one_session_more_and_another_less_is_a_difference_too(mission: World) -> None:
    claim = claimed(mission)
    first, second = Seat.objects.order_by("pk")
    for seat, minutes in ((first, 40), (second, 50)):
        Seat.objects.filter(pk=seat.pk).update(own_minutes=minutes, host_minutes=minutes)
    meera = mission.by(mission.cast.meera)
    assert hours.differences(meera, [claim]) == {claim.pk: 0}
    with pytest.raises(Stale):
        actions.attest_hours(claim, by=meera)


def test_the_difference_stands_on_the_pages_and_in_the_file_before_and_after_the_award(
    mission: World, signed_in: SignIn
) -> None:
    claim, devi = attested(mission), signed_in(mission.cast.devi)
    one = reverse("credentials:hours_one", args=[claim.pk])
    waiting = reverse("credentials:cohort_hours", args=[mission.pair.cohort_id])
    file = reverse("credentials:cohort_hours_csv", args=[mission.pair.cohort_id])
    told = "The sessions now say 10 min; when it was claimed they said 1 h 30 min."
    assert "sessions now say" not in devi.get(one).content.decode()
    corrected(mission, 5)
    page = devi.get(one).content.decode()
    assert told in page
    assert "As it stands it cannot be confirmed or awarded." in page
    assert page.count("now 5 min") == 2
    assert "now 10 min" in devi.get(waiting).content.decode()
    assert devi.post(reverse("credentials:hours_award", args=[claim.pk])).status_code == 409
    corrected(mission, 45)
    actions.award_hours(claim, by=mission.by(mission.cast.devi))
    line = (
        f"{claim.pk},{{}},Arun Patel,Knowledge and practice,2026-01-11,{{}},Meera Iyer,Devi Nair,"
    )
    line += "2026-01-14"
    assert _lines(devi.get(file))[1:] == [line.format("Awarded", 90)]
    corrected(mission, 5)
    page = devi.get(one).content.decode()
    assert told in page
    assert "What was awarded stays as it is" in page
    assert _lines(devi.get(file))[1:] == [
        line.format("Awarded", 90),
        line.format("Difference since", -80),
    ]


def _lines(answer: HttpResponse) -> list[str]:
    return answer.getvalue().decode("utf-8-sig").splitlines()


def test_the_same_form_sent_twice_is_one_claim(mission: World, signed_in: SignIn) -> None:
    browser = signed_in(mission.cast.arun)
    address = reverse("credentials:hours_claim", args=[mission.pair.pk])
    typed = {
        "share": "professional_growth", "evidence": "A course on reading aloud",
        "hours": "1.5", "happened_on": "2026-01-10", "csrfmiddlewaretoken": "a" * 64,
    }  # fmt: skip
    first, second = (browser.post(address, typed) for _tab in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    made = HoursClaim.objects.get()
    # Another form, or the same one with something else in it, is another claim.
    for change in ({"csrfmiddlewaretoken": "b" * 64}, {"hours": "2"}):
        assert browser.post(address, typed | change).status_code == 302
    assert HoursClaim.objects.count() == 3
    # What was taken back can be claimed by the same form again.
    actions.withdraw_hours(made, by=mission.by(mission.cast.arun))
    assert browser.post(address, typed).url != first.url


def test_sessions_claimed_by_the_same_form_twice_are_claimed_once(
    mission: World, signed_in: SignIn
) -> None:
    session = meet(mission, NOW - 3 * DAY)
    browser = signed_in(mission.cast.arun)
    address = reverse("credentials:hours_claim", args=[mission.pair.pk])
    typed = {
        "share": "values_and_ethics", "sessions": [str(session.pk)],
        "csrfmiddlewaretoken": "a" * 64,
    }  # fmt: skip
    first, second = (browser.post(address, typed) for _tab in range(2))
    assert (second.status_code, second.headers["Location"]) == (302, first.headers["Location"])
    assert HoursClaim.objects.count() == 1


def test_the_database_keeps_a_form_to_one_claim_and_another_person_s_is_another(
    mission: World,
) -> None:
    def claim(person: Person) -> HoursClaim:
        return actions.claim_hours(
            mission.pair, "professional_growth", by=mission.by(person), minutes=60,
            happened_on=NOW.date(), evidence="A book", form="one",
        )  # fmt: skip

    first = claim(mission.cast.arun)
    assert claim(mission.cast.arun) == first
    assert claim(mission.cast.meera) != first
    with pytest.raises(IntegrityError), transaction.atomic():
        HoursClaim.objects.create(
            person=mission.cast.arun, mentorship=mission.pair, share="professional_growth",
            minutes=60, happened_on=NOW.date(), claimed_at=NOW, key=first.key,
        )  # fmt: skip


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
