"""Who can read a record is said before it is written exactly as after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records as actions
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries import records
from banyan.mentoring.queries.goals import goals_of_pair
from banyan.mentoring.queries.readers import label, label_before
from banyan.mentoring.rules.records import KINDS
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.actions import give_role
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice.actions import observations
from tests.conftest import LONG_AGO, NOW, Cast

pytestmark = pytest.mark.django_db
BOTH = "You and {other} can read this."
KNOWN = " The coordinators of the school see its status and its dates, and not a word of it."
HERE = KNOWN.replace("coordinators", "district facilitators")  # as the programme calls them


COUNTED = (RecordKind.GOAL, RecordKind.OBSERVATION)


def made(
    kind: RecordKind, tier: Tier, by: Viewer, pair: Mentorship | None, owner: Person
) -> Record:
    """A record as its page begins it."""
    if kind == RecordKind.OBSERVATION and pair is not None:
        return observations.plan(pair, owner, by=by).record
    if tier == Tier.PUBLIC:
        record = actions.begin(kind, by=by)
        actions.publish(record, by=by)
        return record
    return actions.begin(kind, by=by, pair=pair, tier=tier, owner=owner)


def after(by: Viewer, record: Record) -> str:
    return label(by, records.record(by, record.pk, RecordKind(record.kind)))


CASES = [(kind, tier) for kind, rule in KINDS.items() for tier in rule.tiers]


@pytest.mark.parametrize(("kind", "tier"), CASES)
def test_the_label_before_is_the_label_after(
    kind: RecordKind, tier: Tier, cast: Cast, pair: Mentorship
) -> None:
    arun = viewer_for(cast.arun, now=NOW)
    before = label_before(arun, kind, tier, pair)
    assert after(arun, made(kind, tier, arun, pair, cast.arun)) == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if Tier.OWN in KINDS[kind].tiers])
def test_it_is_the_same_without_a_pair(kind: RecordKind, cast: Cast, pair: Mentorship) -> None:
    arun = viewer_for(cast.arun, now=NOW)
    assert label_before(arun, kind, Tier.PAIR, None) == "Only you can read this."
    assert after(arun, made(kind, Tier.OWN, arun, None, cast.arun)) == "Only you can read this."


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].co_written])
@pytest.mark.parametrize("heads", [False, True])
def test_it_is_the_same_where_the_mentor_begins_it_for_the_teacher(
    kind: RecordKind, heads: bool, cast: Cast, pair: Mentorship
) -> None:
    if heads:
        by = viewer_for(cast.asha, now=NOW)
        give_role(cast.arun, cast.school, Role.TEACHER, by=by, starts_on=LONG_AGO)
        give_role(cast.meera, cast.school, Role.PRINCIPAL, by=by, starts_on=LONG_AGO)
    meera, arun = (viewer_for(person, now=NOW) for person in (cast.meera, cast.arun))
    before = label_before(meera, kind, Tier.PAIR, pair, for_teacher=True)
    if heads:
        assert before == f"{cast.arun} can read this.{KNOWN if kind in COUNTED else ''}"
        with pytest.raises(Refused):
            made(kind, Tier.PAIR, meera, pair, cast.arun)
        return
    record = made(kind, Tier.PAIR, meera, pair, cast.arun)
    assert after(meera, record) == before
    names = f"You and {cast.arun} can read this, and whoever {cast.arun} names."
    assert before == f"{names}{KNOWN if kind in COUNTED else ''}"
    assert after(arun, record) == BOTH.format(other=cast.meera) + (KNOWN if kind in COUNTED else "")


def test_the_label_of_a_goal_names_whom_the_filter_lets_know_of_it(
    cast: Cast, pair: Mentorship
) -> None:
    arun, devi = (viewer_for(person, now=NOW) for person in (cast.arun, cast.devi))
    told = {}
    for tier in (Tier.PAIR, Tier.OWN):
        record = made(RecordKind.GOAL, tier, arun, pair, cast.arun)
        seen = [line.goal.record_id for line in goals_of_pair(devi, pair)]
        told[tier] = (record.pk in seen, KNOWN in after(arun, record))
    assert told == {Tier.PAIR: (True, True), Tier.OWN: (False, False)}


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("/goals/new/", HERE), ("/observations/new/", HERE), ("/lesson-plans/new/", ""),
        ("/student-work/new/", ""),
    ],
)  # fmt: skip
def test_a_page_says_it_before_a_word_is_written(
    url: str, known: str, cast: Cast, pair: Mentorship, signed_in: Callable[[Person], Client]
) -> None:
    page = signed_in(cast.arun).get(url)
    assert page.context["label"] == BOTH.format(other=cast.meera) + known
