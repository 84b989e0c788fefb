"""Meera applies to mentor in a programme whose readers judge applications; Ravi, Sara, Tom read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db.models import Model
from django.test import Client
from django.urls import reverse

import blueprint
from banyan.kernel.decision import Refused, Stale
from banyan.mentoring.models import Mentorship
from banyan.organisations.actions import give_role
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice import actions, standings
from banyan.practice.jobs import hand_in_what_was_passed_on, remind_readers
from banyan.practice.models import Dispute, Reading, Submission
from banyan.practice.queries import disputes
from banyan.practice.queries import submissions as queries
from banyan.practice.queries.candidates import reviewers
from banyan.practice.queries.reviewing import going
from banyan.practice.rules import ASSIGNING
from banyan.practice.states import Verdict
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application, Cohort, Design, Programme
from banyan.programmes.states import DesignStatus
from tests.conftest import LONG_AGO, NOW, Cast
from tests.opening import train
from tests.practice.applying import CRITERIA, OFFER, World, judged, kept_world

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)


def test_the_file_that_asks_for_it_is_in_order() -> None:
    assert [str(one) for one in blueprint.check(judged())] == []


def test_two_readers_who_agree_accept_a_mentor(world: World) -> None:
    world.apply()
    assert world.status() == "read"
    world.give(world.ravi, world.sara)
    world.read(world.ravi, True)
    assert world.status() == "read"
    world.read(world.sara, True)
    assert (world.status(), world.handed().status) == ("accepted", "successful")


def test_a_third_reader_decides_where_two_differ(world: World) -> None:
    world.apply()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, True)
    world.read(world.sara, False)
    assert (world.status(), world.handed().waits) == ("read", "another")
    world.give(world.tom)
    world.read(world.tom, False)
    assert (world.status(), world.handed().status) == ("refused", "not_yet")
    assert world.handed().again_by is None


def test_readers_learn_neither_who_it_is_nor_where(world: World) -> None:
    world.apply()
    row = world.give(world.ravi)[0]
    texts = queries.reading(world.by(world.ravi), row.pk).texts
    said = dict(texts)
    assert said["Years of experience"] == "14"
    assert said["Why a mentor"] == "I, […] of […], listen well. Call […]."
    assert said["About"] == "[…] heads my school."
    assert said["Evidence"] == "[…]’s film\nHow I teach.\n[…]"


def test_no_page_of_a_reader_names_the_applicant_or_her_school(
    world: World, signed_in: SignIn
) -> None:
    world.apply()
    row = world.give(world.ravi)[0]
    with time_machine.travel(NOW, tick=False):
        browser = signed_in(world.ravi)
        pages = [
            browser.get(url).content.decode()
            for url in (f"/readings/{row.pk}/", "/readings/", "/notices/", "/")
        ]
        other = browser.get(f"/submissions/{world.handed().submission.pk}/").status_code
    assert [one for one in ("Meera", "Iyer", "Sabarmati", "x.org") for p in pages if one in p] == []
    assert other == 404


def test_a_reader_of_an_application_is_asked_what_is_missing_for_no_teacher(
    world: World, signed_in: SignIn
) -> None:
    world.apply()
    row = world.give(world.ravi)[0]
    with time_machine.travel(NOW, tick=False):
        answer = signed_in(world.ravi).post(f"/readings/{row.pk}/", {CRITERIA[0]: "no"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "so that whoever wrote this can go on" in page
    assert "so that the" not in page


def test_the_applicant_learns_what_was_said_and_not_who_said_it(
    world: World, signed_in: SignIn
) -> None:
    made = world.apply()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False, words="Ask me, Ravi: who approves it?")
    world.read(world.sara, False)
    with time_machine.travel(NOW, tick=False):
        browser = signed_in(world.cast.meera)
        own = browser.get(f"/applications/{made.pk}/").content.decode()
        link = reverse("practice:of_application", args=[made.pk])
        page = browser.get(link, follow=True).content.decode()
    assert link in own
    assert "Reviewers who are asked to judge it read it too, without your name." in own
    assert "You can apply again whenever you like." in own
    assert "Ask me, […]: who approves it?" in page
    # Her own words stand on the page of her application too.
    assert "You and the district facilitators of the programme can read this." in page
    assert [one for one in ("Ravi", "Sara") if one in page] == []
    assert "98765 43210" in page  # she reads it as she wrote it


def test_what_is_read_is_what_was_sent(world: World) -> None:
    made = world.apply()
    kept = Submission.objects.get().words
    assert kept["motivation"] == OFFER["motivation"]
    with pytest.raises(Refused):
        programmes.change_application(made, by=world.by(world.cast.meera), motivation="Else.")


@pytest.mark.parametrize("why", ["applicant", "school", "head", "coordinator", "pair", "untrained"])
def test_nobody_who_is_bound_to_the_applicant_reads(world: World, why: str) -> None:
    cast, asha = world.cast, world.by(world.cast.asha)
    world.apply()
    who = {"applicant": cast.meera, "head": cast.kavita, "coordinator": cast.devi}.get(
        why, cast.omar if why == "untrained" else cast.somu
    )
    give_role(who, cast.other_district, Role.REVIEWER, by=asha, starts_on=LONG_AGO)
    if why != "untrained":
        train(world.programme, who, on=date(2025, 6, 2))
    if why == "school":
        give_role(who, cast.school, Role.TEACHER, by=asha, starts_on=LONG_AGO)
    if why == "pair":
        cohort = Cohort.objects.create(
            programme=world.programme, name="First", starts_on=LONG_AGO, ends_on=date(2028, 6, 1)
        )
        Mentorship.objects.create(
            mentor=cast.meera, mentee=who, cohort=cohort, school=cast.school, proposed_at=NOW
        )
    one = next(c for c in reviewers(world.handed(), on=NOW.date()) if c.person == who)
    assert ASSIGNING.decide(world.by(cast.devi), one, "assign").reason == BOUND[why]


BOUND = {
    "applicant": "Nobody reads work of their own pair.",
    "school": "Whoever judges this is of another school.",
    "head": "Whoever evaluates a teacher or answers for the school does not judge her work.",
    "coordinator": "Coordinators of the school see whose work it is, so they do not read it.",
    "pair": "Nobody judges their own mentor, of now or of before.",
    "untrained": "The training of this reader is missing or has run out.",
}


def test_coordinators_neither_review_nor_decide_where_readers_do(world: World) -> None:
    meera, devi = world.by(world.cast.meera), world.by(world.cast.devi)
    made = programmes.start_application(world.programme, by=meera, **OFFER)
    programmes.add_evidence(made, "Years", "14", "", by=meera)
    programmes.submit(made, by=meera)
    with pytest.raises(Refused, match="readers judge"):
        programmes.screen(made, by=devi)
    programmes.pass_on(made, by=devi)
    for act in (
        lambda: programmes.review(made, "accept", "Yes.", by=devi),
        lambda: programmes.accept(made, by=devi),
        lambda: programmes.refuse(made, "No.", by=devi),
        lambda: programmes.admit(made, by=devi),
    ):
        with pytest.raises((Refused, Stale)):
            act()
    assert world.status() == "read"


def test_what_was_missed_is_handed_in_once(world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        world.apply()
        Submission.objects.all().delete()
        assert (hand_in_what_was_passed_on(), hand_in_what_was_passed_on()) == (1, 0)
    made = Application.objects.get()
    by = viewer_for(world.cast.devi, now=NOW)
    with pytest.raises(Refused):
        actions.hand_in_application(made, by=by)


def test_nobody_reads_on_when_the_applicant_withdraws(world: World) -> None:
    made = world.apply()
    world.give(world.ravi)
    meera = world.by(world.cast.meera)
    with pytest.raises(Refused, match="Withdraw the application itself"):
        actions.withdraw_submission(world.handed(), by=meera)
    programmes.withdraw_application(made, by=meera)
    world.work()
    assert world.handed().status == "withdrawn"
    assert list(queries.readings(world.by(world.ravi))) == []


def disputed(world: World) -> Dispute:
    world.apply()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False)
    world.read(world.sara, False)
    by = world.by(world.cast.meera)
    return actions.raise_dispute(disputes.disputable(by, world.handed()), "It is there.", by=by)


def test_a_dispute_is_decided_by_somebody_who_saw_nothing_of_it(world: World) -> None:
    cast, asha = world.cast, world.by(world.cast.asha)
    pk = disputed(world).pk
    give_role(world.sara, cast.state, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    give_role(cast.somu, cast.state, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    for person in (cast.devi, world.sara):  # she passed it on, she read it
        by = world.by(person)
        with pytest.raises(Refused, match="Somebody else decides"):
            actions.decide_dispute(disputes.dispute(by, pk), True, "So.", by=by)
    somu = world.by(cast.somu)
    actions.decide_dispute(disputes.dispute(somu, pk), True, "It is.", by=somu)
    world.work()
    assert (world.status(), world.handed().status) == ("accepted", "successful")


def test_who_disagrees_about_an_application_is_spoken_to_of_it_and_not_of_work(
    world: World, signed_in: SignIn
) -> None:
    world.apply()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False)
    world.read(world.sara, False)
    url = f"/submissions/{world.handed().submission.pk}/dispute/"
    with time_machine.travel(NOW, tick=False):
        asked = signed_in(world.cast.meera).get(url).content.decode()
        made = signed_in(world.cast.meera).post(url, {"words": "It is there."})
        decides = signed_in(world.cast.devi).get(made["Location"]).content.decode()
    readers = "the district facilitators who look for its reviewers can read this."
    assert f"You and {readers}" in asked
    assert f"Meera Iyer and {readers}" in decides
    for page in (asked, decides):
        main = page[page.index("<main") : page.index("</main")]
        assert [
            word
            for word in ("your mentor", "teacher", "mentee", "the work", "attempt")
            if word in main
        ] == []


def test_a_dispute_cannot_accept_whoever_applies_anew_meanwhile(world: World) -> None:
    cast, asha = world.cast, world.by(world.cast.asha)
    pk = disputed(world).pk
    programmes.start_application(world.programme, by=world.by(cast.meera), **OFFER)
    give_role(cast.somu, cast.state, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    somu = world.by(cast.somu)
    with pytest.raises(Refused, match="Another application"):
        actions.decide_dispute(disputes.dispute(somu, pk), True, "It is.", by=somu)
    assert Dispute.objects.get().status == "raised"
    actions.decide_dispute(disputes.dispute(somu, pk), False, "It is not.", by=somu)
    assert world.handed().status == "not_yet"


def test_the_coordinator_settles_it_where_the_blueprint_says_so(world: World) -> None:
    text = judged(on_disagreement="coordinator")
    Design.objects.create(
        code="team_by_readers",
        version="1.1",
        title="TEAM",
        organisation=world.cast.state,
        status=DesignStatus.PUBLISHED,
        based_on="ct_team@1.0",
        text=text.replace("version: '1.0'", "version: '1.1'"),
        written_at=NOW,
    )
    Programme.objects.filter(pk=world.programme.pk).update(blueprint_version="1.1")
    world.programme.refresh_from_db()
    world.apply()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, True)
    world.read(world.sara, False)
    devi = world.by(world.cast.devi)
    actions.decide(world.handed(), Verdict.SUCCESSFUL, "We talked.", by=devi)
    assert (world.status(), world.handed().status) == ("accepted", "successful")


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (Submission, ("AUTHOR", "AUTHORS_MENTOR", "SUBMISSION_PAIR", "ASSIGNER")),
        (Reading, ("READER", "READING_ASSIGNER")),
        (Dispute, ("DISPUTANT", "DISPUTANTS_MENTOR", "DECIDER", "DISPUTE_PARTIES")),
    ],
)
def test_python_and_sql_agree_on_who_stands_how_to_an_application(
    world: World, model: type[Model], names: tuple[str, ...]
) -> None:
    disputed(world)
    cast, asha = world.cast, world.by(world.cast.asha)
    give_role(cast.meera, cast.state, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    found: dict[str, list[str]] = {}
    for name in names:
        standing = getattr(standings, name)
        found[name] = []
        for person in (cast.meera, cast.devi, cast.arun, cast.kavita, world.ravi, world.tom):
            by = world.by(person)
            rows = model._default_manager.order_by("pk")
            kept = list(rows.filter(standing.where(by)).distinct())
            assert kept == [row for row in rows if standing.holds(by, row)]
            found[name] += [person.name] if kept else []
    assert found == {name: STAND[name] for name in names}


STAND = {
    "AUTHOR": ["Meera Iyer"],
    "AUTHORS_MENTOR": [],
    "SUBMISSION_PAIR": ["Meera Iyer"],
    "ASSIGNER": ["Devi Nair"],
    "READER": ["Ravi"],
    "READING_ASSIGNER": ["Devi Nair"],
    "DISPUTANT": ["Meera Iyer"],
    "DISPUTANTS_MENTOR": [],
    "DECIDER": ["Devi Nair"],
    "DISPUTE_PARTIES": ["Meera Iyer", "Devi Nair"],
}


def test_it_counts_with_how_reading_goes(world: World) -> None:
    world.apply()
    found = going(world.by(world.cast.devi), world.programme)
    assert [one.title for one in found.waiting] == ["Application as a mentor"]
    assert [one.title for one in found.reviews] == ["Who may mentor"]


def test_pages_of_the_coordinator_say_who_reads_and_not_what(
    world: World, signed_in: SignIn
) -> None:
    made = world.apply()
    url = f"/submissions/{world.handed().submission.pk}/"
    with time_machine.travel(NOW, tick=False):
        devi = signed_in(world.cast.devi)
        assert "With the reviewers" in devi.get(f"/applications/{made.pk}/").content.decode()
        assert "Application as a mentor" in devi.get("/submissions/").content.decode()
        devi.post(f"{url}assign-next/")
        page = devi.get(url).content.decode()
    assert Reading.objects.count() == 2
    assert "What reviewers say of it stays with the applicant." in page
    assert "listen well" not in page


def test_an_applicant_is_told_before_she_begins(world: World, signed_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.cast.meera).get("/programmes/readers/apply/").content.decode()
        draft = programmes.start_application(world.programme, by=world.by(world.cast.meera))
        words = signed_in(world.cast.meera).get(f"/applications/{draft.pk}/steps/words/")
    assert "It is read by 2 reviewers. They do not learn your name" in page
    assert "Approved by the district facilitator" in page
    assert "judge it read it too, without your name." in words.content.decode()


def test_coordinators_are_told_of_an_application_not_of_work(
    world: World, signed_in: SignIn
) -> None:
    world.apply()
    with time_machine.travel(NOW, tick=False):
        told = signed_in(world.cast.devi).get("/notices/").content.decode()
    assert "The application of Meera Iyer waits for reviewers" in told
    assert "Meera Iyer’s work" not in told


def test_a_late_reader_of_an_application_is_no_reader_of_work(
    world: World, signed_in: SignIn
) -> None:
    world.apply()
    reading = world.give(world.ravi)[0]
    with time_machine.travel(reading.due_on + timedelta(days=2), tick=False):
        assert (remind_readers(), remind_readers()) == (2, 0)
        told = signed_in(world.cast.devi).get("/notices/").content.decode()
    assert "A reviewer of the application of Meera Iyer is late" in told
    assert "Meera Iyer’s work" not in told
