"""What was kept for oneself stays so when a record is opened, and when it is closed again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions import goals
from banyan.mentoring.actions import records as actions
from banyan.mentoring.models import Goal, Mentorship, Record, RecordLink
from banyan.mentoring.queries import records as queries
from banyan.mentoring.queries.goals import turns_of
from banyan.mentoring.queries.history import versions
from banyan.mentoring.queries.readers import label, readers_now
from banyan.mentoring.queries.records import digest
from banyan.mentoring.rules.records import KINDS
from banyan.mentoring.states import MentorshipStatus, RecordKind, Tier
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW, Cast

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


def test_what_was_kept_until_the_pair_ended_is_not_opened_to_it_afterwards(
    cast: Cast, pair: Mentorship, me: Viewer
) -> None:
    made = actions.begin(RecordKind.JOURNAL, by=me, pair=pair, words={"text": "Mine."})
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    with pytest.raises(Refused, match="stays yours"):
        actions.set_tier(made, Tier.PAIR, by=me)  # also of one that was loaded before
    browser = Client()
    browser.force_login(cast.arun)
    page = browser.get(f"/records/{made.pk}/readers/").content.decode()
    assert "This pair has ended. What you have kept to yourself until now stays yours." in page
    assert browser.post(f"/records/{made.pk}/set-tier/", {"tier": "pair"}).status_code == 403
    assert Record.objects.get(pk=made.pk).tier == Tier.OWN


def test_a_reader_learns_why_she_reads_and_not_who_else_does(
    cast: Cast, pair: Mentorship, me: Viewer
) -> None:
    ravi = Person.objects.create(name="Ravi", email="ravi@example.org", joined_at=NOW)
    organisations.give_role(ravi, cast.school, Role.TEACHER, by=system(NOW), starts_on=LONG_AGO)
    words = {"text": "One.\n\nTwo."}
    ours = actions.begin(RecordKind.JOURNAL, by=me, pair=pair, tier=Tier.PAIR, words=words)
    mine = actions.begin(RecordKind.JOURNAL, by=me, words=words)
    for made in (ours, mine):
        actions.share(made, cast.kavita, by=me)
        actions.share(made, ravi, by=me, parts=[digest("One.")])
    arun, meera = str(cast.arun), str(cast.meera)
    named = f"You can read this because {arun} has named you."
    assert [told_to(me, one) for one in (ours, mine)] == [
        f"You, {meera} and {cast.kavita} can read this. {ravi} can read parts of it.",
        f"You and {cast.kavita} can read this. {ravi} can read parts of it.",
    ]
    assert told_to(reader(cast.meera, 1), ours) == (
        f"You and {arun} can read this, and whoever {arun} names."
    )
    assert told_to(reader(cast.kavita, 1), ours) == f"{named} So can the pair."
    assert told_to(reader(cast.kavita, 1), mine) == named
    for made in (ours, mine):
        assert told_to(reader(ravi, 1), made) == (
            f"You can read the parts of this for which {arun} has named you."
        )
    for one in (cast.kavita, ravi):
        browser = Client()
        browser.force_login(one)
        for made in (ours, mine):
            page = browser.get(f"/journal/{made.pk}/").content.decode()
            others = {meera, str(cast.kavita), str(ravi)} - {str(one)}
            assert [name for name in others if name in page] == []


def told_to(viewer: Viewer, record: Record) -> str:
    return label(viewer, queries.record(viewer, record.pk))


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.NODAL_OFFICER, Role.ADMINISTRATOR])
def test_whoever_comes_to_power_over_the_school_neither_reads_nor_begins(
    cast: Cast, pair: Mentorship, me: Viewer, role: Role
) -> None:
    made = actions.begin(RecordKind.GOAL, by=me, pair=pair, words={"what": "Own voices"})
    place = cast.school if role == Role.PRINCIPAL else cast.district
    organisations.give_role(cast.meera, place, role, by=system(NOW), starts_on=LONG_AGO)
    meera = reader(cast.meera, 1)
    with pytest.raises(Record.DoesNotExist):
        queries.record(meera, made.pk)
    found = queries.record(me, made.pk)
    assert [one.person for one in readers_now(found, now=NOW)] == [cast.arun]
    for kind in (kind for kind, rule in KINDS.items() if rule.co_written):
        with pytest.raises(Refused):
            actions.begin(kind, by=meera, owner=cast.arun, pair=pair)
    assert Record.objects.count() == 1
