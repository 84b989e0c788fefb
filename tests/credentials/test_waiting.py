"""Whoever must sign a paper hears of it, and never after it is done; what is signed on paper is
put on record with its day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from banyan.credentials import actions
from banyan.credentials.models import ProgrammePaper, Signature
from banyan.credentials.queries import papers as of_pairs
from banyan.credentials.queries import programmes as papers
from banyan.credentials.states import Signer
from banyan.kernel.decision import Refused
from banyan.kernel.viewer import system
from banyan.notifications.models import Notice
from banyan.notifications.registry import kind_of
from banyan.organisations import actions as organisations
from banyan.organisations.models import Membership
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.portal.queries.home import home
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.credentials.conftest import World
from tests.credentials.test_programme_papers import ORDER, issue

SignedIn = Callable[[Person], Client]
Make = Callable[[str], World]
Worker = Callable[..., int]
KIND = "paper.to_sign"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def headed(make: Make) -> World:
    """Asha heads the place of the programme."""
    world = make("ru_target_model")
    organisations.give_role(
        world.cast.asha, world.cast.state, Role.PRINCIPAL, by=system(NOW), starts_on=NOW.date()
    )
    return world


def asked() -> dict[str, list[str]]:
    """Who has a notice, by the titles in it."""
    found: dict[str, list[str]] = {}
    for one in Notice.objects.filter(kind=KIND).select_related("person").order_by("pk"):
        found.setdefault(one.person.name, []).append(one.data["title"])
    return found


def wanted(notice: Notice) -> bool:
    still = kind_of(KIND).still_wanted
    assert still is not None
    return still({**notice.data, "now": NOW})


def lead(world: World, person: Person, lens: str = "") -> tuple[str, str]:
    viewer = world.by(person)
    with timezone.override(viewer.zone):
        found = home(viewer, lens).get("next")
    return (found.heading, found.url) if found else ("", "")


def test_the_head_is_asked_and_nobody_else(headed: World, worker: Worker) -> None:
    made = issue(headed, "launch_order", **ORDER)
    worker()
    assert asked() == {headed.cast.asha.name: [made.document.title.in_("ru")]}
    notice = Notice.objects.get(kind=KIND)
    assert notice.link == reverse("credentials:paper", args=[made.row.pk])
    assert wanted(notice)


def test_it_leads_her_home_until_she_has_signed(headed: World) -> None:
    made = issue(headed, "launch_order", **ORDER)
    asha = headed.cast.asha
    url = reverse("credentials:paper", args=[made.row.pk])
    assert lead(headed, asha, "overview") == (f"“{made.title}” waits for your signature", url)
    assert lead(headed, headed.cast.nandan) == ("", "")
    actions.approve(made, Signer.PRINCIPAL, made.edition, by=headed.by(asha))
    assert lead(headed, asha, "overview") == ("", "")


def test_a_coordinator_is_led_to_what_waits_for_her_own_name(make: Make) -> None:
    world = make("ct_team")
    made = issue(world, "completion_report")
    world.complete()  # a pair that needs her would come first
    assert Signer.COORDINATOR in made.signers
    heading, url = lead(world, world.cast.devi)
    assert (heading, url) == (
        f"“{made.title}” waits for your signature",
        reverse("credentials:paper", args=[made.row.pk]),
    )


def test_whoever_issued_it_is_not_told_what_she_did(make: Make, worker: Worker) -> None:
    world = make("ct_team")
    issue(world, "completion_report")
    worker()
    assert asked() == {}


@pytest.mark.parametrize("how", ["signed", "on paper", "taken back"])
def test_it_is_withdrawn_when_nothing_waits_any_more(
    headed: World, worker: Worker, how: str
) -> None:
    made = issue(headed, "launch_order", **ORDER)
    worker()
    notice = Notice.objects.get(kind=KIND)
    devi = headed.by(headed.cast.devi)
    if how == "taken back":
        actions.take_back(made.row, by=devi)
    else:
        by = headed.by(headed.cast.asha) if how == "signed" else devi
        actions.approve(made, Signer.PRINCIPAL, made.edition, by=by)
    assert not wanted(notice), "no mail goes out, whether the followers ran or not"
    worker()
    assert asked() == {}


def test_whoever_has_not_signed_yet_is_still_asked_when_another_has(
    headed: World, worker: Worker
) -> None:
    made = issue(headed, "road_map")
    worker()
    before = asked()
    assert list(before) == [headed.cast.asha.name]
    devi = headed.by(headed.cast.devi)
    actions.approve(made, Signer.COORDINATOR, made.edition, by=devi)
    worker()
    assert asked() == before


def test_a_signature_under_other_words_does_not_count(headed: World) -> None:
    made = issue(headed, "launch_order", **ORDER)
    asha = headed.by(headed.cast.asha)
    actions.approve(made, Signer.PRINCIPAL, made.edition, by=asha)
    assert papers.paper(asha, made.row.pk).missing == []
    Signature.objects.update(edition="of other words")
    assert papers.paper(asha, made.row.pk).missing == [Signer.PRINCIPAL]


def test_it_never_comes_after_the_thing_is_done(headed: World, worker: Worker) -> None:
    made = issue(headed, "launch_order", **ORDER)
    actions.approve(made, Signer.PRINCIPAL, made.edition, by=headed.by(headed.cast.devi))
    worker()
    assert asked() == {}
    assert [one.subject for one in mail.outbox] == []


def test_a_follower_that_runs_late_tells_nothing_of_old_words(
    headed: World, worker: Worker
) -> None:
    made = issue(headed, "launch_order", **ORDER)
    devi = headed.by(headed.cast.devi)
    again = actions.take_back(made.row, by=devi)
    worker()
    assert asked() == {}
    again = ProgrammePaper.objects.get(pk=made.row.pk)
    actions.issue(again, by=devi)
    worker()
    assert asked() == {headed.cast.asha.name: [made.document.title.in_("ru")]}


def test_whoever_heads_the_place_no_more_is_written_to_no_more(
    headed: World, worker: Worker
) -> None:
    issue(headed, "launch_order", **ORDER)
    worker()
    notice = Notice.objects.get(kind=KIND)
    Membership.objects.filter(person=headed.cast.asha, role=Role.PRINCIPAL).update(
        starts_on=NOW.date() - timedelta(days=9), ends_on=NOW.date()
    )
    assert not wanted(notice)


def test_the_home_of_a_head_costs_the_same_for_one_paper_and_for_three(
    headed: World, signed_in: SignedIn
) -> None:
    browser = signed_in(headed.cast.asha)

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert browser.get("/?as=overview").status_code == 200
        return len(counted)

    issue(headed, "launch_order", **ORDER)
    one = cost()
    issue(headed, "regulation")
    issue(headed, "road_map")
    assert len(papers.waiting_for(headed.by(headed.cast.asha))) == 3
    assert cost() == one


# On paper, of a pair

PAPER = "mentoring_agreement"


@pytest.fixture
def off_line(world: World) -> World:
    """Arun has no sign-in."""
    Person.objects.filter(pk=world.cast.arun.pk).update(email=None)
    world.pair.mentee.email = None
    world.pair.save()
    return world


def test_what_a_teacher_without_a_sign_in_signs_the_coordinator_records(off_line: World) -> None:
    world = off_line
    paper, day = world.paper(PAPER, world.cast.devi), date(2026, 1, 12)
    devi = world.by(world.cast.devi)
    actions.sign(paper, Signer.TEACHER, paper.edition, by=devi, on=day)
    row = Signature.objects.get()
    assert (row.party, row.person, row.on_paper, row.signed_on, row.signed_at) == (
        "teacher",
        world.cast.devi,
        True,
        day,
        NOW,
    )
    event = Event.objects.get(verb="document.sign")
    assert (event.actor, event.data["party"], event.data["on_paper"]) == (
        world.cast.devi.pk,
        "teacher",
        True,
    )
    line = of_pairs.content(world.paper(PAPER, world.cast.devi), devi, "en").lines[0]
    assert line.name == world.cast.arun.name
    assert line.signed == (
        "Signed on paper on 12 January 2026; recorded by Devi Nair on 14 January 2026"
    )


def test_with_it_the_step_is_done_as_with_any_signature(off_line: World) -> None:
    world = off_line
    world.sign(PAPER, world.cast.meera, "mentor")
    world.sign(PAPER, world.cast.devi, "teacher")
    paper = world.paper(PAPER, world.cast.devi)
    assert (paper.missing, paper.state.status if paper.state else "") == ([], "done")


@pytest.mark.parametrize("who", ["meera", "kavita", "nandan", "omar", "asha", "somu"])
def test_nobody_but_the_coordinator_records_it(off_line: World, who: str) -> None:
    with pytest.raises(Refused):
        off_line.sign(PAPER, getattr(off_line.cast, who), "teacher")
    assert Signature.objects.count() == 0


def test_whoever_can_sign_here_does_so_herself(world: World) -> None:
    with pytest.raises(Refused, match="somebody else to sign"):
        world.sign(PAPER, world.cast.devi, "teacher")


def test_a_coordinator_records_nothing_of_her_own_pair(off_line: World) -> None:
    world = off_line
    world.pair.mentor = world.cast.devi
    world.pair.save()
    with pytest.raises(Refused, match="of this pair yourself"):
        world.sign(PAPER, world.cast.devi, "teacher")


def test_a_day_that_has_not_come_is_refused(off_line: World) -> None:
    paper, devi = off_line.paper(PAPER, off_line.cast.devi), off_line.by(off_line.cast.devi)
    with pytest.raises(Refused, match="day that has come already"):
        actions.sign(paper, Signer.TEACHER, paper.edition, by=devi, on=date(2026, 1, 15))


def test_it_is_recorded_in_the_product(off_line: World, signed_in: SignedIn) -> None:
    world = off_line
    browser, where = signed_in(world.cast.devi), [world.pair.pk, PAPER]
    address = reverse("credentials:document", args=where)
    page = browser.get(address).content.decode()
    assert "Record that it is signed on paper:" in page
    assert 'name="on"' in page
    edition = world.paper(PAPER, world.cast.devi).edition
    said = {"signer": "teacher", "edition": edition}
    url = reverse("credentials:sign", args=where)
    for on, why in (
        ("31.02.2026", "Enter a valid date."),
        ("2026-01-15", "Choose a day that has come already."),
        ("0001-01-01", "Check the year: the programme began on"),
    ):
        wrong = browser.post(url, said | {"on": on})
        assert (wrong.status_code, why in wrong.content.decode()) == (422, True), on
    done = browser.post(url, said | {"on": "2026-01-12"})
    assert done["Location"] == address
    assert "Signed on paper on 12 January 2026" in browser.get(address).content.decode()
    assert "Record that it is signed on paper" not in browser.get(address).content.decode()
