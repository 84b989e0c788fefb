"""Strengths and needs: sources kept apart, side by side, moved with honest gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from gzip import compress

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import Mentorship, Record
from banyan.mentoring.queries import readers, records
from banyan.mentoring.queries.goals import plan
from banyan.mentoring.states import MentorshipStatus, RecordKind, Tier
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.models import Assessment, Evidence
from banyan.practice.queries import needs as queries
from banyan.practice.queries.movement import movement
from banyan.practice.rules import ASSESSMENT_RIGHTS
from banyan.practice.states import Source
from banyan.programmes.queries.frameworks import frameworks
from tests.conftest import LONG_AGO, NOW
from tests.practice.conftest import World

pytestmark = pytest.mark.django_db

OURS = next(one for one in frameworks() if one.code == queries.NEUTRAL)
PLAIN, ASKED, FIRST = "3.1", "3.2", "1.1"  # elements


def looked(
    world: World, person: Person, source: Source, levels: dict[str, int], days: int = 0, **said: str
) -> Record:
    """Somebody has looked, so many days from now."""
    by = viewer_for(person, now=NOW + timedelta(days=days))
    made = actions.begin_assessment(source, OURS, by=by, pair=world.pair)
    found = records.record(by, made.pk)
    return kept.write(found, "", {**levels, **said}, {}, by=by)


@pytest.fixture
def arun(world: World) -> Viewer:
    return world.by(world.cast.arun, NOW + timedelta(days=60))


@pytest.fixture
def meera(world: World) -> Viewer:
    return world.by(world.cast.meera, NOW + timedelta(days=60))


def test_each_source_stands_by_itself_and_none_is_made_of_two(world: World, arun: Viewer) -> None:
    looked(world, world.cast.arun, Source.SELF, {ASKED: 1, PLAIN: 4})
    looked(world, world.cast.meera, Source.MENTOR, {ASKED: 3})
    found = queries.waves(arun, world.cast.arun.pk)
    told = queries.sides(found, OURS, "en")
    shown = {
        line.element.code: [str(cell.label) for cell, _side in line.beside]
        for line in queries.lines(told, OURS, "en")
    }
    assert [side.source for side in told] == [Source.SELF, Source.MENTOR]
    assert shown == {PLAIN: ["A strength", ""], ASKED: ["Not yet", "Mostly"]}


def test_strengths_stand_beside_needs_in_every_source(world: World, arun: Viewer) -> None:
    looked(world, world.cast.arun, Source.SELF, {ASKED: 1, PLAIN: 4, FIRST: 3})
    (side,) = queries.sides(queries.waves(arun, world.cast.arun.pk), OURS, "en")
    titles = {one.code: one.title for one in queries.elements(OURS, "en")}
    assert side.strengths == (titles[PLAIN], titles[FIRST])
    assert side.needs == (titles[ASKED],)


def test_a_mentor_cannot_speak_for_the_teacher_nor_the_teacher_for_the_mentor(
    world: World,
) -> None:
    for person, source in (
        (world.cast.meera, Source.SELF),
        (world.cast.arun, Source.MENTOR),
        (world.cast.arun, Source.OBSERVATION),
    ):
        with pytest.raises(Refused):
            actions.begin_assessment(source, OURS, by=world.by(person), pair=world.pair)


def test_nobody_writes_in_the_view_of_another(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    made = looked(world, world.cast.arun, Source.SELF, {ASKED: 1})
    theirs = looked(world, world.cast.meera, Source.MENTOR, {ASKED: 3})
    for person, record in ((world.cast.meera, made), (world.cast.arun, theirs)):
        client = signed_in(person)
        page = client.post(f"/assessments/{record.pk}/", {ASKED: "4"})
        assert page.status_code == 403
        with pytest.raises(Refused):
            kept.write(records.record(world.by(person), record.pk), "", {}, {}, by=world.by(person))


def test_a_view_is_filled_in_and_kept_through_its_page(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(world.cast.arun)
    begun = client.post("/needs/new/", {"framework": queries.NEUTRAL})
    record = Record.objects.get(kind=RecordKind.NEED)
    assert begun.headers["Location"] == f"/assessments/{record.pk}/"
    sent = {ASKED: "2", f"{ASKED}:said": "Only the front rows.", "strengths": "They laugh."}
    assert client.post(begun.headers["Location"], sent).status_code == 302
    record.refresh_from_db()
    assert record.words == {
        ASKED: 2, f"{ASKED}:said": "Only the front rows.", "strengths": "They laugh.",
    }  # fmt: skip
    assert (record.owner, record.mentorship, record.tier) == (
        world.cast.arun, world.pair, Tier.PAIR,
    )  # fmt: skip


def test_a_level_that_is_none_of_ours_is_not_kept(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    made = looked(world, world.cast.arun, Source.SELF, {ASKED: 1})
    page = signed_in(world.cast.arun).post(f"/assessments/{made.pk}/", {ASKED: "9"})
    assert page.status_code == 422
    assert Record.objects.get(pk=made.pk).words == {ASKED: 1}


def test_who_changed_it_on_two_devices_sees_both(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    made = looked(world, world.cast.arun, Source.SELF, {ASKED: 1}, strengths="Calm.")
    page = signed_in(world.cast.arun).post(f"/assessments/{made.pk}/", {ASKED: "2", "seen": "{}"})
    assert page.status_code == 409
    assert b"Not yet" in page.content
    assert Record.objects.get(pk=made.pk).words == {ASKED: 1, "strengths": "Calm."}


def test_the_page_of_a_pair_is_for_its_two_alone(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    looked(world, world.cast.arun, Source.SELF, {ASKED: 1}, strengths="They laugh.")
    url = f"/mentorships/{world.pair.pk}/needs/"
    answers = {
        name: signed_in(person).get(url).status_code
        for name, person in world.cast.everybody().items()
    }
    readers = {name for name, status in answers.items() if status != 404}
    assert readers == {"meera", "arun"}
    assert b"They laugh." in signed_in(world.cast.meera).get(url).content


def test_what_the_teacher_keeps_to_herself_her_mentor_does_not_see(
    world: World, arun: Viewer, meera: Viewer
) -> None:
    made = looked(world, world.cast.arun, Source.SELF, {ASKED: 1})
    kept.set_tier(records.record(arun, made.pk), Tier.OWN, by=arun)
    assert queries.waves(meera, world.cast.arun.pk) == []


def test_the_reading_of_many_at_once_is_on_the_owners_log(
    world: World, arun: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    one = looked(world, world.cast.arun, Source.SELF, {ASKED: 1})
    two = looked(world, world.cast.arun, Source.SELF, {ASKED: 2}, days=20)
    client = signed_in(world.cast.meera)
    for _again in range(2):
        client.get(f"/mentorships/{world.pair.pk}/needs/")
    read = [readers.accesses(arun, records.record(arun, made.pk)) for made in (one, two)]
    assert [[one.person for one in each] for each in read] == [[world.cast.meera]] * 2


def test_a_line_breaks_where_its_source_did_not_look(world: World, arun: Viewer) -> None:
    for days, levels in ((0, {ASKED: 1}), (10, {PLAIN: 2}), (20, {ASKED: 2}), (30, {ASKED: 3})):
        looked(world, world.cast.arun, Source.SELF, levels, days=days)
    looked(world, world.cast.meera, Source.MENTOR, {ASKED: 3}, days=25)
    spelled = f"{queries.edition(OURS)}/{ASKED}"
    found = movement(queries.waves(arun, world.cast.arun.pk), spelled, "en")
    assert found is not None
    hers, mentors = found.chart.tracks
    assert [len(one.split()) for one in hers.paths] == [2]
    assert (len(hers.points), len(mentors.points), mentors.paths) == (3, 1, [])
    assert [words for _when, words in found.chart.rows] == [
        ["Not yet", ""], ["Not looked at", ""], ["With help", ""], ["", "Mostly"], ["Mostly", ""],
    ]  # fmt: skip


def test_evidence_joins_an_element_to_a_record_and_shows_it_to_its_readers(
    world: World, arun: Viewer, meera: Viewer, signed_in: Callable[[Person], Client]
) -> None:
    made = looked(world, world.cast.arun, Source.SELF, {ASKED: 1})
    plan = kept.begin(RecordKind.LESSON_PLAN, by=arun, pair=world.pair, title="Halves")
    entry = kept.begin(RecordKind.JOURNAL, by=arun, title="Tired")
    client = signed_in(world.cast.arun)
    for row in (plan, plan, entry):
        sent = {"element": ASKED, "record": str(row.pk)}
        client.post(f"/assessments/{made.pk}/evidence/", sent)
    assert Evidence.objects.count() == 2
    seen = {}
    for viewer in (arun, meera):
        reading = records.known(viewer, records.record(viewer, made.pk))
        seen[viewer.person_id] = {one.record.pk for one in queries.assessment(viewer, reading)[1]}
    assert seen == {arun.person_id: {plan.pk, entry.pk}, meera.person_id: {plan.pk}}


def test_a_view_that_is_taken_on_stays_of_its_source(world: World, arun: Viewer) -> None:
    theirs = looked(world, world.cast.meera, Source.MENTOR, {ASKED: 3})
    Mentorship.objects.filter(pk=world.pair.pk).update(status=MentorshipStatus.ENDED)
    again = Mentorship.objects.get(pk=world.pair.pk)
    again.pk, again.status, again.mentor = None, MentorshipStatus.ACTIVE, world.ravi
    again.save()
    copy = kept.hand_over(records.record(arun, theirs.pk), again, by=arun)
    assert Assessment.objects.get(record=copy).source == Source.MENTOR
    found = records.record(arun, copy.pk)
    assert found.owner_id == world.cast.arun.pk
    with pytest.raises(Refused):
        ASSESSMENT_RIGHTS.decide(arun, found, "write").or_refuse()


def test_without_a_pair_it_is_on_the_neutral_framework_and_ones_own(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    signed_in(world.cast.somu).post("/needs/new/", {"framework": queries.NEUTRAL})
    record = Record.objects.get(owner=world.cast.somu)
    assert (record.tier, record.assessment.framework) == (Tier.OWN, "banyan_practice@1.0")


def test_the_frameworks_are_those_that_the_blueprint_names(world: World) -> None:
    found = [one.code for one in queries.to_choose_from(world.pair)]
    assert found == ["cct_areas", "banyan_practice"]


def test_the_pages_ask_the_same_of_one_wave_and_of_many(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    clients = [signed_in(world.cast.meera)] * 2 + [signed_in(world.cast.arun)] * 2
    theirs = f"/mentorships/{world.pair.pk}/needs/"
    urls = [theirs, f"{theirs}movement/", "/needs/", "/needs/movement/"]
    asked = []
    for days in (0, 20, 40):
        looked(world, world.cast.arun, Source.SELF, {ASKED: 1, PLAIN: 3}, days=days)
        looked(world, world.cast.meera, Source.MENTOR, {ASKED: 2}, days=days)
        each = []
        for client, url in zip(clients, urls, strict=True):
            client.get(url)
            with CaptureQueriesContext(connection) as counted:
                client.get(url)
            each.append(len(counted))
        asked.append(each)
    assert asked[0] == asked[-1]
    assert max(asked[-1]) <= 10


def test_the_form_of_a_whole_framework_is_light(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    everything = {one.code: 2 for one in queries.elements(OURS, "en")}
    made = looked(world, world.cast.arun, Source.SELF, everything)
    client = signed_in(world.cast.arun)
    client.get(f"/assessments/{made.pk}/")
    with CaptureQueriesContext(connection) as counted:
        page = client.get(f"/assessments/{made.pk}/")
    assert len(counted) <= 10
    assert len(compress(page.content)) <= 12 * 1024


def test_a_view_is_saved_as_it_is_typed(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    made = actions.begin_assessment(
        Source.SELF, OURS, by=world.by(world.cast.arun), pair=world.pair
    )
    client, url = signed_in(world.cast.arun), f"/assessments/{made.pk}/"
    page = client.get(url)
    assert f'data-keep="need-{made.pk}"'.encode() in page.content
    seen = page.context["form"].initial["seen"]
    for number, said in enumerate(("Calm", "Calm, and clear")):
        answer = client.post(
            url,
            {"strengths": said, "seen": seen},
            headers={"idempotency-key": f"k{number}", "banyan-person": str(world.cast.arun.pk)},
        ).json()
        seen = answer["fields"]["seen"]
    made.refresh_from_db()
    assert made.words == {"strengths": "Calm, and clear"}


def test_a_mentor_who_came_to_head_the_school_begins_no_view(world: World) -> None:
    cast = world.cast
    organisations.give_role(
        cast.meera, cast.school, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO
    )
    with pytest.raises(Refused):
        looked(world, cast.meera, Source.MENTOR, {ASKED: 3})
    assert not Record.objects.exists()
    looked(world, cast.arun, Source.SELF, {ASKED: 3})


def test_a_look_that_is_hardly_begun_does_not_take_the_place_of_a_fuller_one(
    world: World, arun: Viewer
) -> None:
    person = world.cast.arun
    full = looked(world, person, Source.SELF, {"1.1": 3, "1.2": 2, "2.1": 3}, needs="Voices.")
    begun = looked(world, person, Source.SELF, {"1.1": 4}, days=30)
    assert [one.record.pk for one in plan(arun, world.pair).needs] == [full.pk]
    looked(world, person, Source.SELF, {"1.1": 4, "1.2": 3}, days=31)
    assert [one.record.pk for one in plan(arun, world.pair).needs] == [begun.pk + 1]
