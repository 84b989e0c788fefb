"""Every verb of goals and of what all records have in common, sent from two tabs of one browser: it
is done once, and the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.mentoring import actions as mentoring
from banyan.mentoring.actions import goals, records
from banyan.mentoring.models import Goal, Mentorship, Record, StepRecord
from banyan.mentoring.states import RecordKind, Tier
from banyan.people.models import Person
from tests.conftest import NOW, Cast
from tests.mentoring.asking import at
from tests.mentoring.conftest import World
from tests.tabs import THANKED, TOLD, Form, Sent, done_once

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
Case = Callable[[Cast, Mentorship], Form]
WORDS = {
    "what": "Wait after I have asked.",
    "target": "Six pupils answer.",
    "milestone_1": "Two do.",
    "due": "2026-03-01",
}


def _goal(cast: Cast, pair: Mentorship, *, proposed: bool = True, endorsed: bool = True) -> Goal:
    found = goals.begin_goal("Waiting", WORDS, by=at(cast.arun), pair=pair)
    if proposed:
        goals.propose_goal(found, by=at(cast.arun))
    if proposed and endorsed:
        goals.endorse_goal(found, 1, by=at(cast.meera))
    return found


def _of(who: str, found: Goal, verb: str = "", own: bool = False, **said: str) -> Form:
    page = f"/goals/{found.record_id}/"
    return Form(who, page + (f"{verb}/" if verb else ""), dict(said), "" if own else page)


def begin(cast: Cast, pair: Mentorship) -> Form:
    return Form("arun", "/goals/new/", {"title": "Waiting", **WORDS})


def write(cast: Cast, pair: Mentorship) -> Form:
    found = _goal(cast, pair, proposed=False)
    return _of("arun", found, title="Waiting longer", **WORDS)


def propose(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", _goal(cast, pair, proposed=False), "propose")


def withdraw(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", _goal(cast, pair, endorsed=False), "withdraw")


def endorse(cast: Cast, pair: Mentorship) -> Form:
    return _of("meera", _goal(cast, pair, endorsed=False), "endorse")


def set_out(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", goals.begin_goal("Reading", WORDS, by=at(cast.arun)), "set-out")


def revise(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", _goal(cast, pair), "revise", True, because="It was too much.")


def meet(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", _goal(cast, pair), "meet")


def drop(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", _goal(cast, pair), "drop", True, because="Another one matters more.")


def pick_up(cast: Cast, pair: Mentorship) -> Form:
    found = _goal(cast, pair)
    goals.drop_goal(found, "", by=at(cast.arun))
    return _of("arun", found, "pick-up")


def look(cast: Cast, pair: Mentorship) -> Form:
    said = {"text": "Three pupils answer.", "review_on": "2026-02-01"}
    return _of("arun", _goal(cast, pair), "progress", True, **said)


def reach(cast: Cast, pair: Mentorship) -> Form:
    return _of("arun", _goal(cast, pair), "milestones/milestone_1")


def _plan(cast: Cast, pair: Mentorship) -> Record:
    words = {"aims": "Shadows grow."}
    return records.begin(
        RecordKind.LESSON_PLAN, by=at(cast.arun), pair=pair, title="Shadows", words=words
    )


def _on(who: str, found: Record, verb: str, page: str = "", **said: str) -> Form:
    own = f"/records/{found.pk}/"
    return Form(who, f"{own}{verb}/", dict(said), f"{own}{page}/" if page else "")


def share(cast: Cast, pair: Mentorship) -> Form:
    return _on("arun", _plan(cast, pair), "readers", person=str(cast.kavita.pk))


def take_back(cast: Cast, pair: Mentorship) -> Form:
    found = _plan(cast, pair)
    records.share(found, cast.kavita, by=at(cast.arun))
    return _on("arun", found, f"readers/{cast.kavita.pk}/take-back", "readers")


def set_tier(cast: Cast, pair: Mentorship) -> Form:
    return _on("arun", _plan(cast, pair), "set-tier", "readers", tier=Tier.OWN.value)


def remark(cast: Cast, pair: Mentorship) -> Form:
    return _on("meera", _plan(cast, pair), "comment", text="Who holds the torch?")


def settle(cast: Cast, pair: Mentorship) -> Form:
    found = _plan(cast, pair)
    made = records.comment(found, "Who holds the torch?", by=at(cast.meera))
    return _on("arun", found, f"comments/{made.pk}/settle", "comment")


def link(cast: Cast, pair: Mentorship) -> Form:
    arun, found = at(cast.arun), _plan(cast, pair)
    earlier = records.begin(RecordKind.JOURNAL, by=arun, words={"text": "They asked."})
    return _on("arun", found, "link", earlier=str(earlier.pk))


def _ended(cast: Cast, pair: Mentorship) -> Record:
    found = _plan(cast, pair)
    mentoring.end(pair, "moved", "She moves.", False, by=at(cast.devi))
    return found


def go_on(cast: Cast, pair: Mentorship) -> Form:
    found = _ended(cast, pair)
    return Form("arun", f"/records/{found.pk}/go-on/", page=f"/lesson-plans/{found.pk}/")


def do_step(cast: Cast, pair: Mentorship) -> Form:
    for key in ("first_meeting", "needs"):
        StepRecord.objects.create(mentorship=pair, key=key, status="done", done_on=NOW.date())
    found = _goal(cast, pair)
    page = f"/mentorships/{pair.pk}/steps/goal/"
    return Form("arun", f"{page}record/", {"record": str(found.record_id)}, page)


CASES: dict[Case, Sent] = {
    begin: Sent("mentoring:goal_new", THANKED),
    write: Sent("mentoring:goal", THANKED),
    propose: Sent("mentoring:goal_propose", TOLD),
    withdraw: Sent("mentoring:goal_withdraw", TOLD),
    endorse: Sent("mentoring:goal_endorse", TOLD),
    set_out: Sent("mentoring:goal_set_out", TOLD),
    revise: Sent("mentoring:goal_revise", TOLD),
    meet: Sent("mentoring:goal_meet", TOLD),
    drop: Sent("mentoring:goal_drop", TOLD),
    pick_up: Sent("mentoring:goal_pick_up", TOLD),
    look: Sent("mentoring:goal_look", THANKED),
    reach: Sent("mentoring:goal_reach", THANKED),
    share: Sent("mentoring:record_readers", TOLD),
    take_back: Sent("mentoring:record_take_back", THANKED),
    set_tier: Sent("mentoring:record_set_tier", THANKED),
    remark: Sent("mentoring:record_comment", THANKED),
    settle: Sent("mentoring:record_settle", THANKED),
    link: Sent("mentoring:record_link", TOLD),
    go_on: Sent("mentoring:record_go_on", THANKED),
    do_step: Sent("mentoring:step_by_record", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World, pair: Mentorship, signed_in: SignIn, case: Case
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(world.cast, pair)
        done_once(signed_in(getattr(world.cast, form.who)), form, CASES[case])
