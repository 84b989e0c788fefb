"""What was kept for oneself stays so when a record is opened, and when it is closed again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import goals
from banyan.mentoring.actions import records as actions
from banyan.mentoring.models import Goal, Mentorship, Record, RecordLink
from banyan.mentoring.queries import records as queries
from banyan.mentoring.queries.goals import turns_of
from banyan.mentoring.queries.history import versions
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import RecordKind, Tier
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(cast: Cast, pair: Mentorship) -> Viewer:
    return viewer_for(cast.arun, now=NOW)


def later(cast: Cast, minutes: int) -> Viewer:
    return viewer_for(cast.arun, now=NOW + timedelta(minutes=minutes))


def rewrite(record: Record, text: str, by: Viewer) -> None:
    row = Record.objects.get(pk=record.pk)
    seen = {code: digest(value) for code, value in {**row.words, "": row.title}.items()}
    actions.write(row, row.title, {"text": text}, seen, by=by)


@pytest.fixture
def opened_late(cast: Cast, pair: Mentorship, me: Viewer) -> Record:
    """An entry that was hers alone, was written anew, was opened, and was written once more."""
    made = actions.begin(
        RecordKind.JOURNAL, by=me, pair=pair, title="Tired", words={"text": "She never listens."}
    )
    rewrite(made, "I would like more time to talk.", later(cast, 30))
    actions.set_tier(Record.objects.get(pk=made.pk), Tier.PAIR, by=later(cast, 60))
    rewrite(made, "Let us talk on Monday.", later(cast, 90))
    return Record.objects.get(pk=made.pk)


def said(record: Record, by: Viewer) -> list[str]:
    return [one.words["text"] for one in versions(by, queries.record(by, record.pk))]


def test_what_stood_there_before_it_was_opened_is_its_owners_alone(
    opened_late: Record, cast: Cast
) -> None:
    arun = later(cast, 120)
    assert len(said(opened_late, arun)) == 3
    meera = viewer_for(cast.meera, now=NOW + timedelta(minutes=120))
    assert said(opened_late, meera) == ["Let us talk on Monday.", "I would like more time to talk."]


def test_the_page_of_what_it_was_keeps_to_that(opened_late: Record, cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.meera)
    page = browser.get(f"/records/{opened_late.pk}/history/")
    assert page.status_code == 200
    assert "She never listens." not in page.content.decode()


def test_opened_again_what_was_written_between_stays_private(
    opened_late: Record, cast: Cast
) -> None:
    row = opened_late
    actions.set_tier(row, Tier.OWN, by=later(cast, 120))
    rewrite(row, "Not for her.", later(cast, 150))
    rewrite(row, "All is well.", later(cast, 180))
    actions.set_tier(Record.objects.get(pk=row.pk), Tier.PAIR, by=later(cast, 210))
    meera = viewer_for(cast.meera, now=NOW + timedelta(minutes=240))
    assert said(row, meera) == ["All is well."]


def test_whoever_had_it_open_writes_no_more_once_it_is_private(
    cast: Cast, pair: Mentorship, me: Viewer
) -> None:
    made = actions.begin(RecordKind.LESSON_PLAN, by=me, pair=pair, words={"aims": "Halves"})
    meera = viewer_for(cast.meera, now=NOW)
    had = queries.record(meera, made.pk)
    actions.set_tier(made, Tier.OWN, by=me)
    row = Record.objects.get(pk=made.pk)
    actions.write(row, "", {"aims": "Mine"}, {"aims": digest("Halves"), "": digest("")}, by=me)
    with pytest.raises(Refused):  # no Conflict, which would show her words
        actions.write(had, "", {"aims": "Hers"}, {"aims": digest("Halves")}, by=meera)


def test_why_a_goal_was_revised_in_private_stays_private(cast: Cast, pair: Mentorship) -> None:
    words = {"what": "Own voices"}
    goal = goals.begin_goal("Voices", words, by=later(cast, 0), pair=pair)
    actions.set_tier(goal.record, Tier.OWN, by=later(cast, 1))
    goals.set_out(goal, by=later(cast, 2))
    goals.revise_goal(goal, "She laughed at it.", by=later(cast, 3))
    actions.set_tier(Record.objects.get(pk=goal.record_id), Tier.PAIR, by=later(cast, 4))
    goals.drop_goal(told_by(goal), "It no longer fits.", by=later(cast, 5))
    minutes = timedelta(minutes=6)
    because = {}
    for person in (cast.arun, cast.meera):
        viewer = viewer_for(person, now=NOW + minutes)
        reading = queries.known(viewer, queries.record(viewer, goal.record_id, RecordKind.GOAL))
        because[person.name] = [one.because for one in turns_of(viewer, reading)]
    assert because[cast.arun.name] == ["She laughed at it.", "It no longer fits."]
    assert because[cast.meera.name] == ["It no longer fits."]


def remarks(record: Record, by: Viewer) -> list[str]:
    return [one.text for one in queries.comments(by, queries.record(by, record.pk))]


def reader(person: Person, minutes: int) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(minutes=minutes))


def test_a_remark_made_in_private_stays_private_when_it_is_opened(
    cast: Cast, pair: Mentorship, me: Viewer
) -> None:
    made = actions.begin(RecordKind.GOAL, by=me, pair=pair, tier=Tier.OWN)
    actions.comment(made, "She never listens.", by=later(cast, 1))
    actions.set_tier(made, Tier.PAIR, by=later(cast, 2))
    actions.comment(made, "I begin on Monday.", by=later(cast, 3))
    assert remarks(made, later(cast, 4)) == ["She never listens.", "I begin on Monday."]
    assert remarks(made, reader(cast.meera, 4)) == ["I begin on Monday."]


def test_whoever_is_named_reads_what_is_said_from_then_on_and_what_she_said_herself(
    cast: Cast, pair: Mentorship, me: Viewer
) -> None:
    goal = goals.begin_goal("Voices", {"what": "Own voices"}, by=me, pair=pair)
    made = goal.record
    actions.comment(made, "Between us two.", by=reader(cast.meera, 1))
    actions.share(made, cast.kavita, by=later(cast, 2))
    actions.comment(made, "For the three of us.", by=later(cast, 3))
    actions.comment(made, "I read it.", by=reader(cast.kavita, 4))
    assert remarks(made, reader(cast.kavita, 5)) == ["For the three of us.", "I read it."]
    actions.take_back(made, cast.kavita, by=later(cast, 6))
    actions.comment(made, "She is gone.", by=later(cast, 7))
    actions.share(made, cast.kavita, by=later(cast, 8))
    assert remarks(made, reader(cast.kavita, 9)) == ["For the three of us.", "I read it."]
    for one in (cast.meera, cast.arun):
        assert remarks(made, reader(one, 9)) == [
            "Between us two.", "For the three of us.", "I read it.", "She is gone.",
        ]  # fmt: skip


def test_why_a_goal_was_revised_before_somebody_was_named_is_not_for_her(
    cast: Cast, pair: Mentorship
) -> None:
    goal = goals.begin_goal("Voices", {"what": "Own voices"}, by=later(cast, 0), pair=pair)
    actions.set_tier(goal.record, Tier.OWN, by=later(cast, 1))
    goals.set_out(goal, by=later(cast, 2))
    goals.revise_goal(goal, "She laughed at it.", by=later(cast, 3))
    goals.set_out(told_by(goal), by=later(cast, 4))
    actions.share(goal.record, cast.kavita, by=later(cast, 5))
    goals.revise_goal(told_by(goal), "Too large for one term.", by=later(cast, 6))
    viewer = reader(cast.kavita, 7)
    reading = queries.known(viewer, queries.record(viewer, goal.record_id, RecordKind.GOAL))
    assert [one.because for one in turns_of(viewer, reading)] == ["Too large for one term."]


def told_by(goal: Goal) -> Goal:
    return Goal.objects.select_related("record__mentorship").get(pk=goal.pk)


def test_nobody_goes_on_from_what_is_only_shown_to_her(
    cast: Cast, pair: Mentorship, me: Viewer
) -> None:
    made = actions.begin(RecordKind.GOAL, by=me, pair=pair, words={"what": "Own voices"})
    actions.share(made, cast.kavita, by=me)
    kavita = reader(cast.kavita, 1)
    shown = queries.record(kavita, made.pk)
    with pytest.raises(Refused):
        actions.begin(RecordKind.JOURNAL, by=kavita, after=[shown])
    hers = actions.begin(RecordKind.JOURNAL, by=kavita)
    for earlier, later_one in ((shown, hers), (hers, shown)):
        with pytest.raises(Refused):
            actions.link(earlier, later_one, by=kavita)
    assert not Record.objects.filter(owner=cast.kavita).exclude(pk=hers.pk).exists()
    assert not RecordLink.objects.exists()
    browser = Client()
    browser.force_login(cast.kavita)
    assert browser.get(f"/journal/new/?after={made.pk}").status_code == 403
    assert browser.get(f"/goals/new/?after={made.pk}").status_code == 403
    browser.force_login(cast.arun)
    assert browser.get(f"/journal/new/?after={made.pk}").status_code == 200
    with_mentor = actions.begin(RecordKind.JOURNAL, by=reader(cast.meera, 1), after=[made])
    assert RecordLink.objects.get().later_id == with_mentor.pk
