"""Records of practice: who reads them, what two writers keep, what outlives a pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions import records as actions
from banyan.mentoring.models import Mentorship, Record, Share
from banyan.mentoring.queries import readers
from banyan.mentoring.queries import records as queries
from banyan.mentoring.queries.history import versions
from banyan.mentoring.queries.readers import label, readers_now
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import MentorshipStatus, RecordKind, Tier
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW, Cast
from tests.races import at_once, threads_share

pytestmark = pytest.mark.django_db


def seen_by(person: Person, record: Record, *, days: int = 0) -> dict[str, object] | None:
    """What this person reads of the record, None where it does not exist for her."""
    viewer = viewer_for(person, now=NOW + timedelta(days=days))
    try:
        return queries.known(viewer, queries.record(viewer, record.pk)).words
    except Record.DoesNotExist:
        return None


def as_loaded(record: Record) -> dict[str, str]:
    row = Record.objects.get(pk=record.pk)
    return {code: digest(value) for code, value in {**row.words, "": row.title}.items()}


@pytest.fixture
def me(cast: Cast, pair: Mentorship) -> Viewer:
    return viewer_for(cast.arun, now=NOW)


@pytest.fixture
def plan(pair: Mentorship, me: Viewer) -> Record:
    words = {"aim": "Fractions", "steps": "First halves"}
    return actions.begin(RecordKind.LESSON_PLAN, by=me, pair=pair, title="Halves", words=words)


@pytest.fixture
def entry(pair: Mentorship, me: Viewer) -> Record:
    words = {"text": "I was tired.\n\nThey asked more than I did."}
    return actions.begin(RecordKind.JOURNAL, by=me, words=words)


def test_what_is_of_the_pair_is_read_by_the_two_and_nobody_else(plan: Record, cast: Cast) -> None:
    readers = {who for who, p in cast.everybody().items() if seen_by(p, plan) is not None}
    assert readers == {"arun", "meera"}


def test_a_journal_is_its_writers_alone(entry: Record, pair: Mentorship, cast: Cast) -> None:
    readers = {who for who, p in cast.everybody().items() if seen_by(p, entry) is not None}
    assert readers == {"arun"}


def test_what_somebody_keeps_for_herself_is_of_the_lowest_place_where_she_has_a_role(
    cast: Cast,
) -> None:
    more = {"by": system(NOW), "starts_on": LONG_AGO}
    organisations.give_role(cast.arun, cast.state, Role.COORDINATOR, **more)
    organisations.give_role(cast.arun, cast.district, Role.MENTOR, **more)
    made = actions.begin(RecordKind.JOURNAL, by=viewer_for(cast.arun, now=NOW))
    assert made.school == cast.school
    of_nobodys = actions.begin(RecordKind.JOURNAL, by=viewer_for(cast.somu, now=NOW))
    assert of_nobodys.school is None


def test_a_shared_paragraph_shows_nothing_else(
    entry: Record, pair: Mentorship, cast: Cast, me: Viewer
) -> None:
    actions.share(entry, cast.meera, by=me, parts=[digest("They asked more than I did.")])
    assert seen_by(cast.meera, entry) == {"text": "They asked more than I did."}


def test_a_paragraph_that_changes_is_private_again(
    entry: Record, pair: Mentorship, cast: Cast, me: Viewer
) -> None:
    actions.share(entry, cast.meera, by=me, parts=[digest("They asked more than I did.")])
    changed = {"text": "I was tired.\n\nThey asked more than ever."}
    actions.write(entry, "", changed, as_loaded(entry), by=me)
    assert seen_by(cast.meera, entry) == {}


def test_what_is_taken_back_is_gone_at_the_next_reading(
    entry: Record, pair: Mentorship, cast: Cast, me: Viewer
) -> None:
    actions.share(entry, cast.meera, by=me)
    assert seen_by(cast.meera, entry) is not None
    actions.take_back(entry, cast.meera, by=me)
    assert seen_by(cast.meera, entry) is None


def test_only_me_takes_everything_back(plan: Record, cast: Cast, me: Viewer) -> None:
    actions.share(plan, cast.meera, by=me)
    actions.set_tier(plan, Tier.OWN, by=me)
    assert seen_by(cast.meera, plan) is None


def test_a_share_ends_at_its_moment(
    entry: Record, pair: Mentorship, cast: Cast, me: Viewer
) -> None:
    actions.share(entry, cast.meera, by=me, until=NOW + timedelta(days=2))
    assert seen_by(cast.meera, entry, days=1) is not None
    assert seen_by(cast.meera, entry, days=2) is None


def test_a_share_that_has_run_out_is_not_offered_to_be_taken_back(
    entry: Record, pair: Mentorship, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    actions.share(entry, cast.meera, by=me, until=NOW + timedelta(days=2))
    offers = []
    for days in (1, 2):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            page = signed_in(cast.arun).get(f"/records/{entry.pk}/readers/").content.decode()
            offers.append(f"/records/{entry.pk}/readers/{cast.meera.pk}/take-back/" in page)
    assert offers == [True, False]


def test_nobody_is_named_whom_the_owner_has_no_reason_to_know(
    entry: Record, cast: Cast, me: Viewer
) -> None:
    with pytest.raises(Refused):
        actions.share(entry, cast.omar, by=me)


def test_only_the_owner_shares(plan: Record, cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.share(plan, cast.omar, by=viewer_for(cast.meera, now=NOW))


def test_a_mentor_who_becomes_the_principal_reads_no_more(plan: Record, cast: Cast) -> None:
    organisations.give_role(
        cast.meera,
        cast.school,
        Role.PRINCIPAL,
        by=viewer_for(cast.asha, now=NOW),
        starts_on=LONG_AGO,
    )
    assert seen_by(cast.meera, plan) is None


def test_two_who_write_in_different_sections_lose_nothing(
    plan: Record, cast: Cast, me: Viewer
) -> None:
    loaded = as_loaded(plan)
    mentor = viewer_for(cast.meera, now=NOW)
    actions.write(plan, "Halves", {"aim": "Thirds", "steps": "First halves"}, loaded, by=me)
    actions.write(plan, "Halves", {"aim": "Fractions", "steps": "With paper"}, loaded, by=mentor)
    assert Record.objects.get(pk=plan.pk).words == {"aim": "Thirds", "steps": "With paper"}


def test_two_who_write_in_the_same_section_are_shown_both(
    plan: Record, cast: Cast, me: Viewer
) -> None:
    loaded = as_loaded(plan)
    mentor = viewer_for(cast.meera, now=NOW)
    actions.write(plan, "Halves", {"aim": "Thirds", "steps": "First halves"}, loaded, by=me)
    with pytest.raises(actions.Conflict) as conflict:
        actions.write(plan, "Halves", {"aim": "Tenths", "steps": "With paper"}, loaded, by=mentor)
    assert conflict.value.theirs["aim"] == "Thirds"
    assert Record.objects.get(pk=plan.pk).words == {"aim": "Thirds", "steps": "First halves"}


def test_what_one_person_types_in_a_while_is_one_version(plan: Record, me: Viewer) -> None:
    for minutes, aim in ((1, "A"), (2, "B"), (30, "C")):
        by = replace(me, now=NOW + timedelta(minutes=minutes))
        actions.write(plan, "Halves", {"aim": aim}, as_loaded(plan), by=by)
    kept = [(one.number, one.words["aim"]) for one in versions(me, plan)]
    assert kept == [(2, "C"), (1, "B")]


def test_what_a_pair_wrote_stays_as_it_was_when_it_ends(
    plan: Record, pair: Mentorship, cast: Cast, me: Viewer
) -> None:
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    plan.refresh_from_db()
    for person in (cast.arun, cast.meera):
        assert seen_by(person, plan) == {"aim": "Fractions", "steps": "First halves"}
        with pytest.raises(Refused):
            actions.write(plan, "", {"aim": "New"}, as_loaded(plan), by=viewer_for(person, now=NOW))


def test_a_reading_is_on_the_owners_log_once_in_a_while(
    plan: Record, cast: Cast, me: Viewer
) -> None:
    for minutes in (0, 1, 30):
        by = viewer_for(cast.meera, now=NOW + timedelta(minutes=minutes))
        actions.note_reading(plan, by=by)
    actions.note_reading(plan, by=me)
    assert [one.person for one in readers.accesses(me, plan)] == [cast.meera] * 2
    assert readers.accesses(viewer_for(cast.meera, now=NOW), plan) == []


def test_a_list_carries_no_words_and_no_title_that_is_not_shared(
    entry: Record, plan: Record, cast: Cast, me: Viewer
) -> None:
    actions.write(entry, "Tired", {"text": "A.\n\nB."}, as_loaded(entry), by=me)
    actions.share(entry, cast.meera, by=me, parts=[digest("B.")])
    rows = {row.pk: row for row in queries.records(viewer_for(cast.meera, now=NOW))}
    assert {pk: row.shown_title for pk, row in rows.items()} == {entry.pk: "", plan.pk: "Halves"}
    assert {"words", "title"} <= rows[plan.pk].get_deferred_fields()


def test_the_label_is_made_of_those_who_read_it(plan: Record, cast: Cast, me: Viewer) -> None:
    found = queries.record(me, plan.pk)
    assert label(me, found) == f"You and {cast.meera} can read this."
    assert [one.person for one in readers_now(found, now=NOW)] == [cast.arun, cast.meera]


def test_its_owner_sees_who_reads_it_and_takes_it_back(
    plan: Record, cast: Cast, pair: Mentorship, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.arun)
    url = f"/records/{plan.pk}/readers/"
    assert client.get(url).status_code == 200
    given = client.post(url, {"person": str(cast.meera.pk)})
    assert given.status_code == 302
    assert plan.shares.filter(person=cast.meera, taken_back_at__isnull=True).count() == 1
    client.post(f"{url}{cast.meera.pk}/take-back/")
    assert plan.shares.filter(taken_back_at__isnull=True).count() == 0


def test_the_history_of_a_record_asks_few_queries(
    plan: Record, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.arun)
    client.get(f"/records/{plan.pk}/history/")
    with CaptureQueriesContext(connection) as counted:
        client.get(f"/records/{plan.pk}/history/")
    assert len(counted) <= 10


def test_what_a_pair_works_at_is_never_published_but_a_copy_of_the_owners_is(
    plan: Record, cast: Cast, me: Viewer
) -> None:
    with pytest.raises(Refused):
        actions.publish(plan, by=me)
    with pytest.raises(ValueError, match="not for public"):
        actions.set_tier(plan, Tier.PUBLIC, by=me)
    copy = actions.begin(RecordKind.LESSON_PLAN, by=me, title="Halves", words={"aim": "A"})
    with pytest.raises(Refused):
        actions.publish(copy, by=viewer_for(cast.meera, now=NOW))
    assert seen_by(cast.omar, copy) is None
    actions.publish(copy, by=me)
    assert seen_by(cast.omar, copy) == {"aim": "A"}
    actions.set_tier(copy, Tier.OWN, by=me)
    assert seen_by(cast.omar, copy) is None


def test_only_what_can_stand_alone_is_published(
    entry: Record, pair: Mentorship, me: Viewer
) -> None:
    with pytest.raises(Refused):
        actions.publish(entry, by=me)


def test_remarks_on_what_is_published_are_not(cast: Cast, me: Viewer) -> None:
    copy = actions.begin(RecordKind.LESSON_PLAN, by=me, title="Halves")
    actions.comment(copy, "Only for me", by=me)
    actions.publish(copy, by=me)
    omar = viewer_for(cast.omar, now=NOW)
    assert queries.comments(omar, queries.record(omar, copy.pk)) == []
    with pytest.raises(Refused):
        actions.comment(copy, "Hello", by=omar)


def test_those_who_write_are_told_what_looks_like_a_pupil(
    plan: Record, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    page = f"/records/{plan.pk}/readers/"
    client = signed_in(cast.arun)
    assert "Does this name a pupil?" not in client.get(page).content.decode()
    told = {"aim": "Help pupil Rohan", "steps": "First halves"}
    actions.write(plan, "Halves", told, as_loaded(plan), by=me)
    shown = client.get(page).content.decode()
    assert "Does this name a pupil?" in shown
    assert "<li>pupil Rohan</li>" in shown


def test_a_new_mentor_gets_what_is_taken_on_and_nothing_else(
    plan: Record,
    entry: Record,
    pair: Mentorship,
    cast: Cast,
    me: Viewer,
    signed_in: Callable[[Person], Client],
) -> None:
    left = actions.begin(RecordKind.GOAL, by=me, pair=pair, words={"goal": "Stays behind"})
    Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
    new = Mentorship.objects.create(
        mentor=cast.somu, mentee=cast.arun, cohort=pair.cohort, school=pair.school,
        status=MentorshipStatus.ACTIVE, proposed_at=NOW, starts_on=me.today,
    )  # fmt: skip
    client = signed_in(cast.arun)
    url = f"/mentorships/{new.pk}/hand-over/"
    assert url.encode() in client.get(f"/mentorships/{new.pk}/").content
    offered = client.get(url).content.decode()
    assert [f'value="{one.pk}"' in offered for one in (plan, left, entry)] == [True, True, False]
    client.post(url, {"records": [str(plan.pk)]})
    client.post(url, {"records": [str(plan.pk)]})
    (taken,) = Record.objects.filter(mentorship=new)
    assert seen_by(cast.somu, taken) == {"aim": "Fractions", "steps": "First halves"}
    assert seen_by(cast.somu, plan) is seen_by(cast.somu, left) is None
    assert seen_by(cast.meera, plan) is not None
    assert seen_by(cast.meera, taken) is None


def test_whose_time_is_over_can_be_named_again(
    entry: Record, pair: Mentorship, cast: Cast, me: Viewer
) -> None:
    actions.share(entry, cast.meera, by=me, until=NOW + timedelta(days=1))
    assert cast.meera not in queries.can_be_named(me, entry)
    later = replace(me, now=NOW + timedelta(days=2))
    assert cast.meera in queries.can_be_named(later, entry)
    actions.share(entry, cast.meera, by=later)
    assert seen_by(cast.meera, entry, days=3) is not None


def test_nobody_remarks_on_what_became_private_meanwhile(
    plan: Record, cast: Cast, me: Viewer
) -> None:
    mentor = viewer_for(cast.meera, now=NOW)
    loaded = queries.record(mentor, plan.pk)
    actions.set_tier(plan, Tier.OWN, by=me)
    with pytest.raises(Refused):
        actions.comment(loaded, "Well done", by=mentor)


def test_two_forms_sent_at_once_share_it_once_and_take_it_on_once(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with threads_share(tmp_path):
        pair, cast, me = map(request.getfixturevalue, ("pair", "cast", "me"))
        entry = actions.begin(RecordKind.JOURNAL, by=me, words={"text": "A."})
        plan = actions.begin(RecordKind.LESSON_PLAN, by=me, pair=pair, words={"aim": "B."})
        Mentorship.objects.filter(pk=pair.pk).update(status=MentorshipStatus.ENDED)
        new = Mentorship.objects.create(
            mentor=cast.somu, mentee=cast.arun, cohort=pair.cohort, school=pair.school,
            status=MentorshipStatus.ACTIVE, proposed_at=NOW, starts_on=me.today,
        )  # fmt: skip
        named = [lambda: actions.share(entry, cast.meera, by=me)] * 2
        taken = [lambda: actions.hand_over(plan, new, by=me)] * 2
        assert at_once(*named) == at_once(*taken) == ["done", "done"]
        assert Share.objects.filter(record=entry, taken_back_at__isnull=True).count() == 1
        assert Record.objects.filter(mentorship=new).count() == 1


def test_whoever_reads_parts_is_named_as_that_and_nobody_as_more(
    entry: Record, cast: Cast, me: Viewer
) -> None:
    assert label(me, queries.record(me, entry.pk)) == "Only you can read this."
    actions.write(entry, "", {"text": "A.\n\nB."}, as_loaded(entry), by=me)
    actions.share(entry, cast.meera, by=me, parts=[digest("B.")])
    meera = viewer_for(cast.meera, now=NOW)
    found = queries.record(me, entry.pk)
    assert label(me, found) == f"You can read this. {cast.meera} can read parts of it."
    found = queries.record(meera, entry.pk)
    assert label(meera, found) == (
        f"You can read the parts of this for which {cast.arun} has named you."
    )


def test_nobody_is_asked_for_a_remark_that_nobody_else_would_read(
    entry: Record, cast: Cast, me: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.arun)
    url = f"/journal/{entry.pk}/"
    assert b'id="comments"' not in client.get(url).content
    actions.share(entry, cast.meera, by=me)
    assert b'id="comments"' in client.get(url).content
