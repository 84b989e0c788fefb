"""Goals: the teacher writes, the mentor says yes, what changes asks again, what is met is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import goals as actions
from banyan.mentoring.actions import records
from banyan.mentoring.actions.steps import do_step_by
from banyan.mentoring.jobs.goals import remind_of_goals
from banyan.mentoring.models import Goal, Mentorship, Record, StepRecord
from banyan.mentoring.queries import goals as queries
from banyan.mentoring.queries.readers import accesses
from banyan.mentoring.queries.records import can_be_taken_on, digest, known_together
from banyan.mentoring.queries.records import records as readable
from banyan.mentoring.rules.goals import GOAL
from banyan.mentoring.snapshot import doing
from banyan.mentoring.states import GoalStatus, MentorshipStatus, RecordKind, Tier
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.trail import actions as trail
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db

SignedIn = Callable[[Person], Client]
WORDS = {
    "what": "canary-what",
    "baseline": "Five of forty answer",
    "measure": "Tally of voices",
    "target": "Twenty of forty",
    "support": "Meera counts",
    "priority": "Speaking",
    "due": "2026-03-31",
    "milestone_1": "canary-milestone",
    "milestone_1_on": "2026-02-15",
}


@pytest.fixture
def me(cast: Cast, pair: Mentorship) -> Viewer:
    return viewer_for(cast.arun, now=NOW)


@pytest.fixture
def mentor(cast: Cast, pair: Mentorship) -> Viewer:
    return viewer_for(cast.meera, now=NOW)


@pytest.fixture
def goal(me: Viewer, pair: Mentorship) -> Goal:
    return actions.begin_goal("canary-title", WORDS, by=me, pair=pair)


@pytest.fixture
def active(goal: Goal, me: Viewer, mentor: Viewer) -> Goal:
    actions.propose_goal(goal, by=me)
    return actions.endorse_goal(goal, version_of(goal), by=mentor)


def version_of(goal: Goal) -> int:
    return Record.objects.get(pk=goal.record_id).version


def as_loaded(goal: Goal) -> dict[str, str]:
    row = Record.objects.get(pk=goal.record_id)
    return {code: digest(value) for code, value in {**row.words, "": row.title}.items()}


def write(goal: Goal, by: Viewer, **words: str) -> Goal:
    return actions.write_goal(goal, "canary-title", {**WORDS, **words}, as_loaded(goal), by=by)


def stands(goal: Goal) -> str:
    return Goal.objects.get(pk=goal.pk).status


def test_each_verb_is_for_its_people_in_its_states(
    goal: Goal, pair: Mentorship, cast: Cast
) -> None:
    found = set()
    for status in GoalStatus:
        goal.status = status
        for who in ("arun", "meera", "devi", "kavita", "omar", "asha"):
            viewer = viewer_for(getattr(cast, who), now=NOW)
            for move in GOAL.moves:
                if GOAL.decide(viewer, goal, move.verb):
                    found.add((status.value, who, move.verb))
    assert found == {
        ("draft", "arun", "propose"),
        ("draft", "arun", "drop"),
        ("proposed", "arun", "withdraw"),
        ("proposed", "arun", "drop"),
        ("proposed", "meera", "endorse"),
        ("active", "arun", "revise"),
        ("active", "arun", "meet"),
        ("active", "arun", "drop"),
        ("dropped", "arun", "pick_up"),
    }


def test_a_draft_may_be_as_empty_as_one_likes(
    cast: Cast, pair: Mentorship, signed_in: SignedIn
) -> None:
    client = signed_in(cast.arun)
    made = client.post("/goals/new/", {"title": "", "seen": "{}"})
    assert made.status_code == 302
    kept = client.post(made["Location"], {"title": "", "seen": "{}"})
    assert kept.status_code == 302
    assert Goal.objects.get().status == "draft"


def test_a_yes_is_to_the_words_that_were_read(goal: Goal, me: Viewer, mentor: Viewer) -> None:
    actions.propose_goal(goal, by=me)
    seen = version_of(goal)
    write(goal, me, target="All of them")
    stale = Goal.objects.select_related("record__mentorship", "record__school").get(pk=goal.pk)
    with pytest.raises(Stale):
        actions.endorse_goal(stale, seen, by=mentor)
    assert stands(goal) == "proposed"


def test_a_second_yes_finds_that_it_has_moved_on(active: Goal, mentor: Viewer) -> None:
    active.status = GoalStatus.PROPOSED
    with pytest.raises(Stale):
        actions.endorse_goal(active, version_of(active), by=mentor)


def test_what_is_endorsed_is_not_changed_unseen(active: Goal, me: Viewer) -> None:
    with pytest.raises(Refused):
        write(active, me, target="Less")


def test_a_revised_goal_asks_for_a_new_yes_and_keeps_what_was_endorsed(
    active: Goal, me: Viewer, mentor: Viewer
) -> None:
    actions.revise_goal(active, "The class has grown", by=me)
    write(active, me, target="Thirty of fifty")
    assert stands(active) == "draft"
    kept = {one.number: one.words["target"] for one in active.record.versions.all()}
    turns = [(one.kind, one.version, one.because) for one in active.turns.order_by("pk")]
    assert turns == [("endorsed", 1, ""), ("revised", 1, "The class has grown")]
    assert kept == {1: "Twenty of forty", 2: "Thirty of fifty"}


def test_a_goal_is_the_teachers_to_write(goal: Goal, mentor: Viewer) -> None:
    with pytest.raises(Refused):
        write(goal, mentor, target="More")


def test_a_mentor_has_goals_of_her_own_to_which_nobody_says_yes(
    pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.meera)
    made = client.post("/goals/new/", {"title": "Ask before I advise", "seen": "{}"})
    goal = Goal.objects.get()
    assert (goal.record.owner, goal.record.tier) == (cast.meera, Tier.OWN)
    assert client.post(f"{made['Location']}set-out/").status_code == 302
    assert stands(goal) == "active"
    assert signed_in(cast.arun).get(made["Location"]).status_code == 404


def test_milestones_are_reached_on_their_day_and_not_after_all(active: Goal, me: Viewer) -> None:
    actions.reach_milestone(active, "milestone_1", by=me)
    assert Goal.objects.get(pk=active.pk).reached == {"milestone_1": me.today.isoformat()}
    actions.reach_milestone(active, "milestone_1", by=me, reached=False)
    assert Goal.objects.get(pk=active.pk).reached == {}


def test_both_are_told_when_it_is_met(active: Goal, me: Viewer, cast: Cast) -> None:
    trail.deliver_open(now=NOW)
    Notice.objects.all().delete()
    actions.meet_goal(active, by=me)
    trail.deliver_open(now=NOW)
    told = set(Notice.objects.values_list("person__name", "kind"))
    assert told == {(cast.arun.name, "goal.met_own"), (cast.meera.name, "goal.met")}


def test_no_notice_says_a_word_of_a_goal(active: Goal, me: Viewer) -> None:
    actions.meet_goal(active, by=me)
    trail.deliver_open(now=NOW)
    kinds = set(Notice.objects.filter(kind__startswith="goal.").values_list("kind", flat=True))
    assert kinds == {"goal.proposed", "goal.endorsed", "goal.met", "goal.met_own"}
    assert not [one for one in Notice.objects.all() if "canary" in str(one.data)]


def reminders(moment: object) -> list[tuple[str, str]]:
    with time_machine.travel(moment, tick=False):  # type: ignore[arg-type]
        remind_of_goals()
        remind_of_goals()
    rows = Notice.objects.filter(kind__in=["goal.review", "goal.due"])
    return sorted(rows.values_list("person__name", "kind"))


def test_a_review_is_recalled_on_its_day_to_both_once(active: Goal, me: Viewer, cast: Cast) -> None:
    actions.look_again(active, "Eleven of forty", (NOW + timedelta(days=9)).date(), by=me)
    assert reminders(NOW + timedelta(days=8)) == []
    both = [(cast.arun.name, "goal.review"), (cast.meera.name, "goal.review")]
    assert reminders(NOW + timedelta(days=9)) == sorted(both)
    assert reminders(NOW + timedelta(days=10)) == sorted(both)


def test_its_last_day_is_recalled_to_its_owner_before_it_comes(active: Goal, cast: Cast) -> None:
    last = NOW.replace(month=3, day=31)
    assert reminders(last - timedelta(days=4)) == []
    assert reminders(last - timedelta(days=3)) == [(cast.arun.name, "goal.due")]


@pytest.mark.parametrize("how", ["met", "dropped", "revised", "ended"])
def test_nobody_is_reminded_of_what_is_done(
    how: str, active: Goal, me: Viewer, pair: Mentorship
) -> None:
    actions.look_again(active, "", (NOW + timedelta(days=9)).date(), by=me)
    if how == "met":
        actions.meet_goal(active, by=me)
    elif how == "dropped":
        actions.drop_goal(active, "Another class", by=me)
    elif how == "revised":
        actions.revise_goal(active, "Another class", by=me)
    else:
        Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    assert reminders(NOW + timedelta(days=9)) == []


def test_a_coordinator_sees_status_and_days_and_never_a_word(
    active: Goal, me: Viewer, pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    actions.revise_goal(active, "canary-because", by=me)
    actions.propose_goal(active, by=me)
    line = queries.goals_of_pair(viewer_for(cast.devi, now=NOW), pair)[0]
    assert (line.title, line.reads, line.status) == ("", False, GoalStatus.PROPOSED)
    assert {"words", "title"} <= line.goal.record.get_deferred_fields()
    client = signed_in(cast.devi)
    page = client.get(f"/mentorships/{pair.pk}/plan/").content.decode()
    assert "Waits for a yes" in page and "31 Mar 2026" in page
    assert "canary" not in page
    assert client.get(f"/goals/{active.record_id}/").status_code == 404
    assert client.get(f"/mentorships/{pair.pk}/plan.pdf").status_code == 404


def test_a_coordinator_does_not_learn_of_a_goal_that_is_hers_alone(
    goal: Goal, me: Viewer, pair: Mentorship, cast: Cast
) -> None:
    records.set_tier(goal.record, Tier.OWN, by=me)
    assert queries.goals_of_pair(viewer_for(cast.devi, now=NOW), pair) == []


def test_the_plan_is_made_of_goals_milestones_and_needs(
    active: Goal, me: Viewer, pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    records.begin(RecordKind.NEED, by=me, pair=pair, title="Voices", words={"needs": "canary-need"})
    before = Record.objects.count()
    for person in (cast.arun, cast.meera):
        page = signed_in(person).get(f"/mentorships/{pair.pk}/plan/").content.decode()
        found = set(re.findall(r"canary-\w+", page))
        assert found == {"canary-title", "canary-what", "canary-milestone", "canary-need"}
    assert Record.objects.count() == before
    drawn = signed_in(cast.arun).get(f"/mentorships/{pair.pk}/plan.pdf")
    assert drawn["Content-Type"] == "application/pdf"
    assert drawn.content.startswith(b"%PDF-")


def test_reading_the_plan_is_on_the_owners_log(
    active: Goal, pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    with time_machine.travel(NOW, tick=False):
        for _time in range(2):
            signed_in(cast.meera).get(f"/mentorships/{pair.pk}/plan/")
            signed_in(cast.arun).get(f"/mentorships/{pair.pk}/plan/")
    me = viewer_for(cast.arun, now=NOW)
    assert [one.person for one in accesses(me, active.record)] == [cast.meera]


def test_a_step_that_asks_for_a_goal_is_done_by_one(
    active: Goal, me: Viewer, pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    for key in ("first_meeting", "needs"):
        StepRecord.objects.create(mentorship=pair, key=key, status="done", done_on=me.today)
    with time_machine.travel(NOW, tick=False):
        client = signed_in(cast.arun)
        page = client.get(f"/mentorships/{pair.pk}/steps/goal/").content.decode()
        assert "canary-title" in page
        url = f"/mentorships/{pair.pk}/steps/goal/record/"
        assert signed_in(cast.devi).post(url, {"record": active.record_id}).status_code == 403
        done = client.post(url, {"record": str(active.record_id)})
    assert done.status_code == 302
    step = StepRecord.objects.get(mentorship=pair, key="goal")
    assert (step.status, "canary" in str(step.words)) == ("done", False)
    assert Record.objects.get(pk=active.record_id).step_key == "goal"


def test_a_goal_of_another_pair_does_no_step(me: Viewer, pair: Mentorship) -> None:
    own = actions.begin_goal("Alone", {}, by=me)
    with pytest.raises(ValueError):
        do_step_by(own.record, doing(me, pair, "goal"), by=me)


def test_a_goal_taken_on_into_a_new_pair_is_a_draft_there(
    active: Goal, me: Viewer, pair: Mentorship, cast: Cast
) -> None:
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    later = Mentorship.objects.create(
        mentor=cast.somu, mentee=cast.arun, cohort=pair.cohort, school=pair.school,
        status=MentorshipStatus.ACTIVE, proposed_at=NOW, starts_on=me.today,
    )  # fmt: skip
    taken = records.hand_over(active.record, later, by=me)
    assert (taken.goal.status, str(taken.goal.due_on)) == ("draft", "2026-03-31")
    assert stands(active) == "active"


def test_what_was_a_pairs_stands_still_when_it_has_ended(
    active: Goal, me: Viewer, pair: Mentorship
) -> None:
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    found = queries.decided(me, active.record_id)
    with pytest.raises(Refused):
        actions.meet_goal(found, by=me)


def test_she_goes_on_alone_with_a_goal_that_was_left_behind(
    active: Goal, me: Viewer, pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    address = f"/records/{active.record_id}/go-on/"
    client = signed_in(cast.arun)
    assert client.post(address).status_code == 403  # it goes on where it is
    actions.reach_milestone(active, "milestone_1", by=me)
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    assert "Go on with a copy" in client.get(f"/goals/{active.record_id}/").content.decode()
    first, again = client.post(address), client.post(address)
    own = Goal.objects.get(record__mentorship=None)
    assert first["Location"] == again["Location"] == f"/goals/{own.record_id}/"
    assert (own.status, own.record.tier, own.reached) == (
        "active", "own", {"milestone_1": me.today.isoformat()},
    )  # fmt: skip
    assert client.post(f"/goals/{own.record_id}/meet/").status_code == 302
    assert (stands(own), stands(active)) == ("met", "active")
    assert "Go on with a copy" not in client.get(f"/goals/{active.record_id}/").content.decode()
    assert [(one.left, one.status) for one in queries.own_goals(me)] == [
        (False, "met"),
        (True, "active"),
    ]


def test_the_mentor_of_before_neither_takes_a_copy_nor_reads_it(
    active: Goal, me: Viewer, mentor: Viewer, pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    client = signed_in(cast.meera)
    assert client.post(f"/records/{active.record_id}/go-on/").status_code == 403
    own = records.go_on(queries.decided(me, active.record_id).record, by=me)
    assert client.get(f"/goals/{own.pk}/").status_code == 404
    assert client.get(f"/goals/{active.record_id}/").status_code == 200


def test_what_she_went_on_with_alone_is_what_a_new_pair_is_offered(
    active: Goal, me: Viewer, pair: Mentorship, cast: Cast
) -> None:
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    own = records.go_on(queries.decided(me, active.record_id).record, by=me)
    later = Mentorship.objects.create(
        mentor=cast.somu, mentee=cast.arun, cohort=pair.cohort, school=pair.school,
        status=MentorshipStatus.ACTIVE, proposed_at=NOW, starts_on=me.today,
    )  # fmt: skip
    assert list(can_be_taken_on(me, later)) == [own]
    taken = records.hand_over(own, later, by=me)
    assert (taken.goal.status, taken.tier) == ("draft", "pair")
    assert list(can_be_taken_on(me, later)) == []


def test_whoever_reads_only_parts_reads_them_and_no_more(
    goal: Goal, me: Viewer, cast: Cast, pair: Mentorship, signed_in: SignedIn
) -> None:
    records.set_tier(goal.record, Tier.OWN, by=me)
    records.share(goal.record, cast.meera, by=me, parts=[digest("canary-what")])
    viewer = viewer_for(cast.meera, now=NOW)
    parts = known_together(viewer, readable(viewer, RecordKind.GOAL))
    assert [(one.title, one.words) for one in parts] == [("", {"what": "canary-what"})]
    page = signed_in(cast.meera).get(f"/goals/{goal.record_id}/").content.decode()
    assert set(re.findall(r"canary-\w+", page)) == {"canary-what"}


def test_lists_and_plans_ask_as_much_for_many_as_for_one(
    active: Goal, me: Viewer, pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.meera)
    urls = ("/goals/", f"/mentorships/{pair.pk}/plan/", f"/goals/{active.record_id}/")

    def asked() -> list[int]:
        counts = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as counted:
                client.get(url)
            counts.append(len(counted))
        return counts

    with time_machine.travel(NOW, tick=False):
        few = asked()
        for number in range(4):
            actions.begin_goal(f"Goal {number}", WORDS, by=replace(me, now=NOW), pair=pair)
        asked()
        assert asked() == few
        assert max(few) <= 10, few


@pytest.mark.parametrize("query", ["pair", "after"])
def test_a_number_without_end_in_an_address_is_no_id(
    pair: Mentorship, cast: Cast, signed_in: SignedIn, query: str
) -> None:
    page = signed_in(cast.arun).get(f"/goals/new/?{query}=" + "9" * 5000)
    assert page.status_code == 200


def test_a_number_without_end_is_no_version_that_anybody_endorses(
    pair: Mentorship, cast: Cast, signed_in: SignedIn
) -> None:
    arun, meera = signed_in(cast.arun), signed_in(cast.meera)
    arun.post("/goals/new/", {"title": "Ask before I advise", "seen": "{}"})
    goal = Goal.objects.get()
    arun.post(f"/goals/{goal.record_id}/propose/")
    endorsed = meera.post(f"/goals/{goal.record_id}/endorse/", {"seen": "9" * 5000})
    assert (endorsed.status_code, Goal.objects.get().status) == (409, "proposed")
