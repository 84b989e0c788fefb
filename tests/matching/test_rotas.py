"""Short meetings: planned, announced, lived through when people do not come, and answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.kernel.viewer import system
from banyan.matching import actions as matching
from banyan.matching import jobs
from banyan.matching.actions import rotas as verbs
from banyan.matching.actions.apart import keep_apart
from banyan.matching.models import Impression, Rota, RotaPlace, ShortMeeting
from banyan.matching.queries import rotas as queries
from banyan.matching.queries.apart import own_apart
from banyan.matching.states.rotas import Coming, Feeling
from banyan.notifications.actions import is_done
from banyan.notifications.models import Notice
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.trail import actions as trail
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.meeting import PLAN, STARTS, at, group, morning

pytestmark = pytest.mark.django_db
SIGNED = Callable[[Person], Client]


@pytest.fixture
def met(world: World) -> Rota:
    """Six teachers and three mentors, four minutes and one between, announced."""
    group(world, 6, 3)
    return morning(world)


def names(rota: Rota, turn: int) -> set[tuple[str, str]]:
    rows = ShortMeeting.objects.filter(rota=rota, turn=turn).select_related("teacher", "mentor")
    return {(each.teacher.name, each.mentor.name) for each in rows}


def test_everybody_meets_everybody_and_nobody_waits_for_a_free_mentor(world: World) -> None:
    group(world, 6, 3)
    rota = verbs.plan(world.cohort, PLAN, mentors(), by=world.devi)
    assert (rota.status, rota.turns) == ("draft", 6)
    rows = ShortMeeting.objects.filter(rota=rota)
    assert rows.count() == 18
    assert {(each.teacher_id, each.mentor_id) for each in rows} == {
        (teacher, mentor)
        for teacher in people("teacher", rota)
        for mentor in people("mentor", rota)
    }
    assert queries.ends_at(rota) == STARTS + timedelta(minutes=5 * 5 + 4)


def mentors() -> list[int]:
    return list(
        Person.objects.filter(name__startswith="Mentor")
        .order_by("name")
        .values_list("pk", flat=True)
    )


def people(side: str, rota: Rota) -> list[int]:
    places = RotaPlace.objects.filter(rota=rota, side=side).order_by("pk")
    return [one.person_id for one in places]


def test_whom_somebody_would_rather_not_be_paired_with_never_sits_with_her(world: World) -> None:
    group(world, 2, 2)
    teacher, mentor = Person.objects.get(name="Teacher 0"), Person.objects.get(name="Mentor 0")
    by = at(mentor)
    keep_apart(own_apart(by, world.programme.code), ["Teacher 0"], by=by, seen=0)
    rota = verbs.plan(world.cohort, PLAN, mentors(), by=world.devi)
    assert not ShortMeeting.objects.filter(rota=rota, teacher=teacher, mentor=mentor).exists()
    assert ShortMeeting.objects.filter(rota=rota).count() == 3


def test_what_cannot_be_planned_is_said_beside_its_field(world: World) -> None:
    group(world, 1, 1)
    for said, field in (
        (replace(PLAN, starts_at=NOW), "day"),
        (replace(PLAN, starts_at=NOW + timedelta(days=400)), "day"),
    ):
        with pytest.raises(Unfit) as refused:
            verbs.plan(world.cohort, said, mentors(), by=world.devi)
        assert refused.value.field == field
    with pytest.raises(Unfit) as refused:
        verbs.plan(world.cohort, PLAN, [], by=world.devi)
    assert refused.value.field == "mentors"
    assert not Rota.objects.exists()


def test_nobody_else_plans_announces_or_cancels(world: World, met: Rota) -> None:
    for person in (world.cast.omar, world.cast.kavita, world.cast.meera):
        by = at(person)
        for act in (
            lambda by=by: verbs.plan(world.cohort, PLAN, mentors(), by=by),
            lambda by=by: verbs.cancel(met, "", by=by),
            lambda by=by: verbs.lay_rest(met, by=by, seen=met.version),
            lambda by=by: verbs.seat(met, {}, by=by, seen=met.version),
            lambda by=by: verbs.close_answers(met, by=by),
        ):
            with pytest.raises(Refused):
                act()


def test_they_are_told_when_it_is_announced_and_see_nothing_before(world: World) -> None:
    group(world, 2, 2)
    rota = verbs.plan(world.cohort, PLAN, mentors(), by=world.devi)
    teacher = at(Person.objects.get(name="Teacher 0"))
    with pytest.raises(RotaPlace.DoesNotExist):
        queries.own_place(teacher, rota.pk)
    verbs.announce(rota, by=world.devi)
    trail.deliver_open(now=NOW)
    told = Notice.objects.filter(kind="matching.rota_announced").select_related("person")
    assert {each.person.name for each in told} == {"Teacher 0", "Teacher 1", "Mentor 0", "Mentor 1"}
    lines = queries.sheet_of(queries.own_place(teacher, rota.pk), STARTS)
    assert [line.at for line in lines if line.other] == [STARTS, STARTS + timedelta(minutes=5)]
    assert {line.other for line in lines} == {"Mentor 0", "Mentor 1"}


def test_it_is_announced_only_when_people_know_where_to_go(world: World) -> None:
    group(world, 1, 1)
    online = replace(PLAN, place="")
    rota = verbs.plan(world.cohort, online, mentors(), by=world.devi)
    place = RotaPlace.objects.get(rota=rota, side="mentor")
    RotaPlace.objects.filter(pk=place.pk).update(room="")
    with pytest.raises(Refused, match="where each mentor sits"):
        verbs.announce(rota, by=world.devi)
    verbs.seat(rota, {place.pk: " https://meet.example.org/m "}, by=world.devi, seen=rota.version)
    verbs.announce(rota, by=world.devi)
    (line,) = queries.sheet_of(
        queries.own_place(at(Person.objects.get(name="Teacher 0")), rota.pk), STARTS
    )
    assert line.room == "https://meet.example.org/m"


def test_a_change_is_told_and_whoever_has_no_part_any_more_too(world: World, met: Rota) -> None:
    trail.deliver_open(now=NOW)
    later = replace(PLAN, starts_at=STARTS + timedelta(hours=1))
    verbs.change_plan(met, later, mentors()[:2], by=world.devi, seen=met.version)
    trail.deliver_open(now=NOW)
    assert Notice.objects.filter(kind="matching.rota_changed").count() == 8
    gone = Notice.objects.get(kind="matching.rota_not_needed").person
    assert gone.name == "Mentor 2"
    assert is_done(Notice.objects.get(kind="matching.rota_announced", person=gone), NOW)


def test_of_two_who_change_it_at_once_the_second_is_told(world: World, met: Rota) -> None:
    mine, theirs = (Rota.objects.select_related("cohort__programme").get() for _ in range(2))
    verbs.change_plan(mine, PLAN, mentors(), by=world.devi, seen=mine.version)
    with pytest.raises(Stale):
        verbs.change_plan(theirs, PLAN, mentors(), by=world.devi, seen=theirs.version)
    with pytest.raises(Stale):
        verbs.seat(theirs, {}, by=world.devi, seen=theirs.version)


def test_who_does_not_come_is_marked_and_only_what_is_left_is_laid_anew(
    world: World, met: Rota
) -> None:
    on = replace(world.devi, now=STARTS + timedelta(minutes=6))  # the second turn has begun
    before = {turn: names(met, turn) for turn in (1, 2)}
    gone = RotaPlace.objects.select_related("person").get(rota=met, person__name="Mentor 1")
    verbs.mark(met, gone, Coming.NOT_COMING, by=on)
    assert queries.table_of(met, on.now).loose
    verbs.lay_rest(met, by=on, seen=met.version)
    assert {turn: names(met, turn) for turn in (1, 2)} == before
    left = [pair for turn in (3, 4, 5, 6) for pair in names(met, turn)]
    assert "Mentor 1" not in {mentor for _teacher, mentor in left}
    assert not queries.table_of(met, on.now).loose
    together = [*left, *(pair for pair in before[1] | before[2] if pair[1] != "Mentor 1")]
    assert len(set(together)) == len(together) == 12  # six teachers, two mentors, nobody twice
    assert Rota.objects.get().turns == 6


def test_who_comes_late_meets_whom_she_missed(world: World, met: Rota) -> None:
    on = replace(world.devi, now=STARTS + timedelta(minutes=6))
    place = RotaPlace.objects.select_related("person").get(rota=met, person__name="Teacher 3")
    verbs.mark(met, place, Coming.NOT_COMING, by=on)
    verbs.lay_rest(met, by=on, seen=met.version)
    met.refresh_from_db()
    later = replace(world.devi, now=STARTS + timedelta(minutes=11))
    verbs.mark(met, place, Coming.HERE, by=later)
    verbs.lay_rest(met, by=later, seen=met.version)
    teacher = at(place.person)
    coming = [
        line
        for line in queries.sheet_of(queries.own_place(teacher, met.pk), STARTS)
        if line.other and line.turn > 3
    ]
    assert {line.other for line in coming} == {"Mentor 0", "Mentor 1", "Mentor 2"}


def marked(rota: Rota, name: str, coming: Coming, minutes: int, world: World) -> RotaPlace:
    place = RotaPlace.objects.select_related("person").get(rota=rota, person__name=name)
    on = replace(world.devi, now=STARTS + timedelta(minutes=minutes))
    return verbs.mark(rota, place, coming, by=on)


def test_whoever_was_marked_by_mistake_has_met_whom_she_met(world: World, met: Rota) -> None:
    whom = {other for _teacher, other in pairs_of(met, "Teacher 3")}
    for mistake in (Coming.NOT_COMING, Coming.LEFT):
        marked(met, "Teacher 3", mistake, 11, world)
        marked(met, "Teacher 3", Coming.ALL_ALONG, 12, world)
        assert {other for _teacher, other in pairs_of(met, "Teacher 3")} == whom
    place = RotaPlace.objects.get(rota=met, person__name="Teacher 3")
    assert (place.first_turn, place.last_turn) == (1, None)


def pairs_of(rota: Rota, name: str) -> set[tuple[str, str]]:
    """Whom she has met, or is to meet, of those who were there."""
    end = replace(at(Person.objects.get(name=name)), now=queries.ends_at(rota))
    return {(name, other.name) for other in queries.own_answers(end, rota.pk).met}


def test_whoever_left_and_has_come_back_has_met_those_before_and_meets_the_others(
    world: World, met: Rota
) -> None:
    rows = ShortMeeting.objects.filter(rota=met, teacher__name="Teacher 3").order_by("turn")
    laid = list(rows.values_list("turn", flat=True))
    first = laid[0]
    marked(met, "Teacher 3", Coming.LEFT, 5 * (first - 1) + 1, world)
    marked(met, "Teacher 3", Coming.LEFT, 24, world)  # another tab, later: she left when she left
    place = marked(met, "Teacher 3", Coming.HERE, 5 * (laid[1] - 1) + 1, world)
    assert (place.first_turn, place.last_turn) == (1, None)
    assert list(rows.values_list("turn", flat=True)) == [first, *laid[2:]]
    on = replace(world.devi, now=STARTS + timedelta(minutes=5 * (laid[1] - 1) + 1))
    met.refresh_from_db()
    verbs.lay_rest(met, by=on, seen=met.version)
    assert len(pairs_of(met, "Teacher 3")) == min(3, 1 + met.turns - laid[1])


def test_marks_stand_when_the_plan_changes_and_not_the_time(world: World, met: Rota) -> None:
    before = replace(world.devi, now=NOW)
    place = RotaPlace.objects.get(rota=met, person__name="Mentor 1")
    verbs.mark(met, place, Coming.NOT_COMING, by=before)
    verbs.change_plan(
        met, replace(PLAN, place="The library"), mentors(), by=before, seen=met.version
    )
    assert RotaPlace.objects.get(rota=met, person__name="Mentor 1").last_turn == 0
    assert not ShortMeeting.objects.filter(rota=met, mentor__name="Mentor 1").exists()
    with pytest.raises(Stale):
        verbs.mark(met, place, Coming.HERE, by=before)  # this place is no more: a stale page
    later = replace(PLAN, starts_at=STARTS + timedelta(days=1))
    verbs.change_plan(met, later, mentors(), by=before, seen=met.version)
    assert RotaPlace.objects.get(rota=met, person__name="Mentor 1").last_turn is None


def test_the_same_plan_twice_is_said_beside_its_name(world: World) -> None:
    group(world, 1, 1)
    one = verbs.plan(world.cohort, PLAN, mentors(), by=world.devi)
    with pytest.raises(Unfit) as refused:
        verbs.plan(world.cohort, PLAN, mentors(), by=world.devi)
    assert refused.value.field == "name"
    verbs.cancel(one, "", by=world.devi)
    verbs.plan(world.cohort, PLAN, mentors(), by=world.devi)


def test_nothing_is_laid_anew_when_every_turn_has_begun(world: World, met: Rota) -> None:
    late = replace(world.devi, now=queries.ends_at(met))
    with pytest.raises(Refused, match="No turn is left"):
        verbs.lay_rest(met, by=late, seen=met.version)


def test_everybody_is_reminded_the_day_before_and_never_of_what_is_cancelled(
    world: World, met: Rota
) -> None:
    with time_machine.travel(STARTS - timedelta(days=3), tick=False):
        assert jobs.remind_of_rotas() == 0
    with time_machine.travel(STARTS - timedelta(hours=23), tick=False):
        assert (jobs.remind_of_rotas(), jobs.remind_of_rotas()) == (9, 0)
    notice = Notice.objects.filter(kind="matching.rota_tomorrow").latest("pk")
    soon = STARTS - timedelta(hours=22)
    assert not is_done(notice, soon)
    verbs.cancel(met, "The hall is closed.", by=world.devi)
    assert is_done(notice, soon)
    trail.deliver_open(now=NOW)
    assert Notice.objects.filter(kind="matching.rota_cancelled").count() == 9
    with time_machine.travel(STARTS - timedelta(hours=22), tick=False):
        assert jobs.remind_of_rotas() == 0


def test_a_draft_that_is_cancelled_is_told_to_nobody(world: World) -> None:
    group(world, 1, 1)
    rota = verbs.plan(world.cohort, PLAN, mentors(), by=world.devi)
    verbs.cancel(rota, "", by=world.devi)
    trail.deliver_open(now=NOW)
    assert not Notice.objects.filter(kind__startswith="matching.rota").exists()


def test_it_ends_by_itself_and_then_everybody_is_asked(world: World, met: Rota) -> None:
    with time_machine.travel(queries.ends_at(met) - timedelta(minutes=1), tick=False):
        assert jobs.end_rotas() == 0
    with time_machine.travel(queries.ends_at(met), tick=False):
        assert (jobs.end_rotas(), jobs.end_rotas()) == (1, 0)
    trail.deliver_open(now=NOW)
    assert Rota.objects.get().status == "held"
    assert Notice.objects.filter(kind="matching.rota_over").count() == 9


def test_of_two_who_announce_at_once_the_second_is_told(world: World) -> None:
    group(world, 1, 1)
    verbs.plan(world.cohort, PLAN, mentors(), by=world.devi)
    one, other = (
        Rota.objects.select_related("cohort__programme__organisation").get() for _ in "ab"
    )
    verbs.announce(one, by=world.devi)
    with pytest.raises(Stale):
        verbs.announce(other, by=world.devi)
    assert Event.objects.filter(verb="rota.announce").count() == 1


def test_each_says_of_whom_she_met_and_of_nobody_else(world: World, met: Rota) -> None:
    teacher = Person.objects.get(name="Teacher 0")
    on = replace(at(teacher), now=STARTS + timedelta(minutes=6))
    found = queries.own_answers(on, met.pk)
    seen = {p.pk for p in found.met}
    laid = ShortMeeting.objects.filter(rota=met, teacher=teacher, turn__lte=2)
    assert seen == set(laid.values_list("mentor_id", flat=True))
    other = next(pk for pk in mentors() if pk not in seen)
    with pytest.raises(ValueError, match="not met"):
        verbs.say(found, {other: Feeling.WOULD}, by=on)
    one = min(seen)
    verbs.say(found, {one: Feeling.RATHER_NOT}, by=on)
    verbs.say(found, {one: Feeling.WOULD}, by=on)
    verbs.say(found, {}, by=on)
    assert list(Impression.objects.values_list("other_id", "feeling")) == [(one, "would")]
    verbs.say(found, {one: None}, by=on)
    assert not Impression.objects.exists()
    assert not Event.objects.filter(actor=teacher.pk, verb__startswith="rota.").exists()


def test_answers_close_also_for_whoever_has_the_page_open(world: World, met: Rota) -> None:
    over = queries.ends_at(met)
    held = verbs.hold(met, by=replace(world.devi, now=over))
    teacher = replace(at(Person.objects.get(name="Teacher 0")), now=over)
    open_page = queries.own_answers(teacher, held.pk)
    verbs.close_answers(held, by=replace(world.devi, now=over))
    with pytest.raises(Stale):
        verbs.say(open_page, {}, by=teacher)
    with pytest.raises(Refused):
        verbs.say(queries.own_answers(teacher, held.pk), {}, by=teacher)


def answer_all(rota: Rota, said: dict[tuple[str, str], Feeling], people: list[str]) -> None:
    """These people say something; of whom nothing is said here, that she could."""
    for name in people:
        person = Person.objects.get(name=name)
        by = replace(at(person), now=queries.ends_at(rota))
        found = queries.own_answers(by, rota.pk)
        verbs.say(found, {p.pk: said.get((name, p.name), Feeling.COULD) for p in found.met}, by=by)


EVERYBODY = ["Teacher 0", "Teacher 1", "Teacher 2", "Mentor 0", "Mentor 1", "Mentor 2"]


@pytest.fixture
def small(world: World) -> Rota:
    group(world, 3, 3)
    rota = morning(world)
    return verbs.hold(rota, by=replace(world.devi, now=queries.ends_at(rota)))


def heeding(world: World, rota: Rota) -> matching.Round:  # type: ignore[name-defined]
    later = queries.ends_at(rota) + timedelta(minutes=1)
    devi = viewer_for(world.cast.devi, now=later)
    verbs.close_answers(rota, by=devi)
    round_ = matching.open_round(world.cohort, by=devi, heeds=rota.pk)
    return matching.compute(round_, by=devi)


def test_a_round_heeds_what_both_sides_said(world: World, small: Rota) -> None:
    would, not_ = Feeling.WOULD, Feeling.RATHER_NOT
    said = {
        ("Teacher 0", "Mentor 2"): would,
        ("Mentor 2", "Teacher 0"): would,
        ("Teacher 1", "Mentor 1"): not_,
        ("Mentor 1", "Teacher 2"): would,
    }
    answer_all(small, said, EVERYBODY)
    assert world.pairs(heeding(world, small)) == {
        "Teacher 0": "Mentor 2", "Teacher 1": "Mentor 0", "Teacher 2": "Mentor 1"
    }  # fmt: skip


def test_fewer_than_five_are_not_heeded(world: World, small: Rota) -> None:
    answer_all(small, {("Teacher 0", "Mentor 2"): Feeling.WOULD}, EVERYBODY[:4])
    found = world.pairs(heeding(world, small))
    assert found == {f"Teacher {n}": f"Mentor {n}" for n in range(3)}


def test_nothing_that_is_kept_or_told_of_a_round_tells_what_anybody_said(
    world: World, small: Rota, signed_in: SIGNED
) -> None:
    """The same pairs are told in the same words whether they came of answers or not."""
    answer_all(small, {("Teacher 1", "Mentor 1"): Feeling.WOULD}, EVERYBODY)
    heeded = heeding(world, small)
    told = [(p.teacher_id, p.score, p.reasons, p.relaxations) for p in heeded.proposals.all()]
    kept = [heeded.problem, heeded.loads]
    Impression.objects.all().delete()
    later = viewer_for(world.cast.devi, now=queries.ends_at(small) + timedelta(minutes=2))
    again = matching.compute(heeded, by=later)
    assert [
        (p.teacher_id, p.score, p.reasons, p.relaxations) for p in again.proposals.all()
    ] == told
    assert [again.problem, again.loads] == kept


def test_nobody_who_would_rather_not_is_kept_apart_by_a_rule_that_is_told(
    world: World, small: Rota
) -> None:
    said = {(f"Teacher {n}", f"Mentor {m}"): Feeling.RATHER_NOT for n in range(3) for m in range(3)}
    answer_all(small, said, EVERYBODY)
    round_ = heeding(world, small)
    assert len([mentor for mentor in world.pairs(round_).values() if mentor]) == 3
    later = viewer_for(world.cast.devi, now=queries.ends_at(small) + timedelta(minutes=2))
    teacher, mentor = (Person.objects.get(name=n) for n in ("Teacher 0", "Mentor 2"))
    matching.pin(round_, teacher, mentor, by=later)  # not refused: that would tell


def test_only_answers_that_are_closed_and_not_forgotten_can_be_heeded(
    world: World, small: Rota
) -> None:
    open_ = viewer_for(world.cast.devi, now=queries.ends_at(small))
    with pytest.raises(Refused):
        matching.open_round(world.cohort, by=open_, heeds=small.pk)
    late = viewer_for(world.cast.devi, now=queries.ends_at(small) + timedelta(days=70))
    with pytest.raises(Refused):
        matching.open_round(world.cohort, by=late, heeds=small.pk)


def test_what_was_said_is_forgotten_some_weeks_later(world: World, small: Rota) -> None:
    answer_all(small, {}, EVERYBODY)
    assert verbs.forget_said(by=system(NOW + timedelta(days=30))) == 0
    assert Impression.objects.count() == 18
    with time_machine.travel(queries.ends_at(small) + timedelta(days=68), tick=False):
        assert jobs.forget_said() == 18
    assert not Impression.objects.exists()


def test_of_answers_a_coordinator_is_told_how_many_and_of_few_not_even_that(
    world: World, small: Rota
) -> None:
    answer_all(small, {}, EVERYBODY[:3])
    found = queries.answered(small)
    assert (found.lists, found.ranked, found.is_told) == (6, 3, False)
