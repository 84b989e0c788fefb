"""What the verbs of matching do, in what state, for whom."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.utils import translation

from banyan.kernel.decision import Refused, Stale
from banyan.matching import actions
from banyan.matching.models import Proposal, Round, Wish
from banyan.matching.queries.reasons import reason_lines, stored
from banyan.matching.queries.rounds import problem_of
from banyan.matching.states import RoundStatus, Skip
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.organisations import actions as organisations
from banyan.organisations.models import ReportingLine
from banyan.organisations.states import ReportingKind, Role
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.trail.models import Event
from matchmaker.solving import solve
from tests.conftest import LONG_AGO, NOW
from tests.matching.conftest import Look, World

pytestmark = pytest.mark.django_db


def test_the_best_pairs_are_found_and_kept_with_their_reasons(draft: Round, world: World) -> None:
    row = Proposal.objects.get(round=draft)
    assert (row.teacher, row.mentor, row.school) == (
        world.cast.arun, world.cast.meera, world.cast.school,
    )  # fmt: skip
    assert [reason["code"] for reason in row.reasons][:2] == ["first_need_met", "subjects_shared"]
    assert {name: draft.summary[name] for name in ("teachers", "matched", "unmatched", "free")} == {
        "teachers": 1, "matched": 1, "unmatched": 0, "free": 0,
    }  # fmt: skip


def test_the_kept_problem_gives_the_same_answer_again(pairable: World) -> None:
    pairable.teacher("Bela Roy", "inclusive_education")
    pairable.mentor("Chitra Rao", "inclusive_education", "digital_education", capacity=2)
    round_ = Round.objects.get(pk=pairable.computed().pk)
    problem = problem_of(round_)
    assert problem is not None
    again = {
        int(p.teacher_id): (
            int(p.mentor_id),
            p.score,
            stored(p.fits, "for") + stored(p.misses, "against"),
        )
        for p in solve(problem).pairs
    }
    kept = {p.teacher_id: (p.mentor_id, p.score, p.reasons) for p in round_.proposals.all()}
    assert json.loads(json.dumps(again)) == json.loads(json.dumps(kept))


def test_a_teacher_without_a_mentor_is_told_what_stood_in_the_way(pairable: World) -> None:
    pairable.teacher("Bela Roy", languages=["ta"])
    row = pairable.computed().proposals.get(mentor=None)
    lines = reason_lines(row.reasons, blueprint_of(pairable.cohort))
    assert [line.text for line in lines] == [
        "No mentor speaks a language of this teacher (Tamil). Mentors asked: 1."
    ]


def test_seats_that_other_cohorts_of_the_programme_take_are_not_given_again(
    pairable: World, published: Round
) -> None:
    later = programmes.add_cohort(
        pairable.programme, "Second intake", date(2025, 9, 1), date(2026, 6, 1), by=pairable.devi
    )
    pairable.teacher("Bela Roy", cohort=later)
    assert pairable.pairs(pairable.computed(later)) == {"Bela Roy": ""}


def test_teachers_who_have_a_mentor_are_not_in_the_next_round(
    world: World, published: Round
) -> None:
    assert world.pairs(world.computed()) == {}


def test_a_pair_that_was_declined_is_not_proposed_again(
    world: World, published: Round, viewer: Look
) -> None:
    mentoring.decline(Mentorship.objects.get(), by=viewer(world.cast.arun))
    assert world.pairs(world.computed()) == {"Arun Patel": ""}
    world.mentor("Chitra Rao")
    round_ = Round.objects.get(status=RoundStatus.DRAFT)
    assert world.pairs(actions.compute(round_, by=world.devi)) == {"Arun Patel": "Chitra Rao"}


def test_a_mentor_who_leaves_is_not_proposed_again_while_another_is_looked_for(
    world: World,
) -> None:
    world.teacher(world.cast.arun)
    world.mentor(world.cast.meera, capacity=2)
    actions.publish(world.computed(), by=world.devi)
    Mentorship.objects.update(
        status="active", starts_on=LONG_AGO, ends_early_on=date(2026, 1, 26), wants_another=True
    )
    round_ = world.computed()
    assert world.pairs(round_) == {"Arun Patel": ""}
    world.mentor("Chitra Rao")
    assert world.pairs(actions.compute(round_, by=world.devi)) == {"Arun Patel": "Chitra Rao"}


def test_nobody_is_proposed_their_own_principal(pairable: World) -> None:
    cast = pairable.cast
    kavita = pairable.mentor(cast.kavita, capacity=3, organisation=None)
    bela = pairable.teacher("Bela Roy", school=cast.other_school)
    assert pairable.pairs(pairable.computed()) == {
        "Arun Patel": "Meera Iyer",
        bela.person.name: kavita.name,
    }


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.NODAL_OFFICER])
def test_nobody_is_proposed_somebody_with_power_over_their_school(
    pairable: World, role: Role, viewer: Look
) -> None:
    cast = pairable.cast
    organisations.give_role(
        cast.meera, cast.district, role, by=viewer(cast.asha), starts_on=LONG_AGO
    )
    assert pairable.pairs(pairable.computed()) == {"Arun Patel": ""}


def test_nobody_is_proposed_somebody_to_whom_they_report(pairable: World) -> None:
    cast = pairable.cast
    line = report_to(cast.meera, pairable)
    round_ = pairable.computed()
    assert pairable.pairs(round_) == {"Arun Patel": ""}
    with pytest.raises(Refused) as refused:
        actions.pin(round_, cast.arun, cast.meera, by=pairable.devi)
    assert str(refused.value.decision) == (
        "Arun Patel cannot be put together with Meera Iyer, who is the teacher’s line manager."
    )
    organisations.end_reporting_line(line, by=pairable.devi)
    assert pairable.pairs(actions.compute(round_, by=pairable.devi)) == {"Arun Patel": "Meera Iyer"}


def report_to(senior: Person, world: World) -> ReportingLine:
    """Arun reports to her in both ways; the line that is given back is the second."""
    first, second = (
        organisations.enter_reporting_line(
            world.cast.arun, senior, kind, world.cast.school, by=world.devi, starts_on=LONG_AGO
        )
        for kind in ReportingKind
    )
    organisations.end_reporting_line(first, by=world.devi)
    return second


def test_a_power_that_is_over_rules_nothing_out(pairable: World, viewer: Look) -> None:
    cast = pairable.cast
    held = organisations.give_role(
        cast.meera, cast.school, Role.PRINCIPAL, by=viewer(cast.asha), starts_on=LONG_AGO
    )
    organisations.end_role(held, by=viewer(cast.asha))
    assert pairable.pairs(pairable.computed()) == {"Arun Patel": "Meera Iyer"}


def test_no_need_in_common_is_no_pair(pairable: World) -> None:
    pairable.teacher("Bela Roy", "inclusive_education")
    pairable.mentor("Chitra Rao", "classroom_management", capacity=5)
    assert pairable.pairs(pairable.computed()) == {"Arun Patel": "Meera Iyer", "Bela Roy": ""}


def test_a_mentor_who_rests_is_not_asked(pairable: World, viewer: Look) -> None:
    meera = pairable.cast.meera
    programmes.rest(pairable.places[meera.pk], by=viewer(meera))
    assert pairable.pairs(pairable.computed()) == {"Arun Patel": ""}


def test_one_draft_at_a_time(draft: Round, world: World) -> None:
    with pytest.raises(Refused, match="open already"):
        actions.open_round(world.cohort, by=world.devi)
    actions.discard(draft, by=world.devi)
    assert actions.open_round(world.cohort, by=world.devi).number == 2


def test_a_pin_holds_against_a_better_pair(pairable: World) -> None:
    cast, devi = pairable.cast, pairable.devi
    chitra = pairable.mentor("Chitra Rao", "digital_education", subjects=[], hours=[])
    round_ = pairable.computed()
    assert pairable.pairs(round_) == {"Arun Patel": "Meera Iyer"}
    actions.pin(round_, cast.arun, chitra, by=devi)
    assert pairable.pairs(actions.compute(round_, by=devi)) == {"Arun Patel": "Chitra Rao"}
    assert round_.proposals.get().reasons[0] == {"code": "pinned", "params": {}, "kind": "for"}
    actions.clear_wish(round_, cast.arun, chitra, by=devi)
    assert pairable.pairs(actions.compute(round_, by=devi)) == {"Arun Patel": "Meera Iyer"}


def test_a_pin_that_breaks_a_rule_is_refused_with_its_sentence(pairable: World) -> None:
    kavita = pairable.mentor(pairable.cast.kavita, organisation=None)
    round_ = pairable.computed()
    with pytest.raises(Refused) as refused:
        actions.pin(round_, pairable.cast.arun, kavita, by=pairable.devi)
    assert str(refused.value.decision) == (
        "Arun Patel cannot be put together with Kavita Shah, who is the teacher’s own principal."
    )
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Arun Patel cannot be put together with Gita Rao,"
            " who offers none of the teacher’s needs.",
        ),
        (
            "hi",
            "Arun Patel को Gita Rao के साथ नहीं रखा जा सकता, जो शिक्षक की किसी ज़रूरत में मदद नहीं करते।",
        ),
        (
            "ru",
            "Arun Patel и Gita Rao не могут быть парой:"
            " Gita Rao не может помочь ни с одной потребностью учителя.",
        ),
    ],
)
def test_two_without_a_need_in_common_cannot_be_put_together(
    pairable: World, language: str, said: str
) -> None:
    gita = pairable.mentor("Gita Rao", "inclusive_education")
    round_ = pairable.computed()
    with translation.override(language), pytest.raises(Refused) as refused:
        actions.pin(round_, pairable.cast.arun, gita, by=pairable.devi)
    with translation.override(language):
        assert str(refused.value.decision) == said


def test_a_pin_over_the_seats_is_refused(pairable: World) -> None:
    cast, devi = pairable.cast, pairable.devi
    bela = pairable.teacher("Bela Roy").person
    round_ = pairable.computed()
    actions.pin(round_, bela, cast.meera, by=devi)
    with pytest.raises(Refused, match="fewer free seats"):
        actions.pin(round_, cast.arun, cast.meera, by=devi)


def test_a_second_pin_or_a_contrary_wish_is_refused(pairable: World) -> None:
    cast, devi = pairable.cast, pairable.devi
    chitra = pairable.mentor("Chitra Rao")
    round_ = pairable.computed()
    actions.pin(round_, cast.arun, cast.meera, by=devi)
    with pytest.raises(Refused):
        actions.pin(round_, cast.arun, chitra, by=devi)
    with pytest.raises(Refused, match="Undo that first"):
        actions.forbid(round_, cast.arun, cast.meera, by=devi)


def test_a_pair_ruled_out_does_not_come_back_and_is_told_in_confidence(
    draft: Round, world: World
) -> None:
    cast = world.cast
    actions.forbid(draft, cast.arun, cast.meera, by=world.devi)
    row = actions.compute(draft, by=world.devi).proposals.get()
    assert row.mentor is None
    lines = reason_lines(row.reasons, blueprint_of(world.cohort))
    assert [line.text for line in lines] == [
        "Every mentor who shares a language with this teacher is ruled out. Such mentors: 1.",
        "Ruled out in confidence by a coordinator: 1.",
    ]
    with pytest.raises(Refused, match="ruled out in this round"):
        actions.pin(draft, cast.arun, cast.meera, by=world.devi)


def test_publishing_proposes_every_pair(draft: Round, world: World) -> None:
    actions.publish(draft, by=world.devi)
    row = Proposal.objects.get()
    pair = Mentorship.objects.get()
    assert row.mentorship == pair
    assert (pair.mentor, pair.mentee, pair.status, pair.domains, pair.school) == (
        world.cast.meera, world.cast.arun, "proposed", ["digital_education"], world.cast.school,
    )  # fmt: skip
    stored_round = Round.objects.get()
    assert (stored_round.status, stored_round.published_at) == (RoundStatus.PUBLISHED, NOW)
    assert (stored_round.summary["published"], stored_round.summary["skipped"]) == (1, 0)


def test_nothing_is_published_before_the_pairs_are_found_or_when_wishes_have_changed(
    pairable: World,
) -> None:
    round_ = actions.open_round(pairable.cohort, by=pairable.devi)
    with pytest.raises(Refused, match="Find the best pairs first"):
        actions.publish(round_, by=pairable.devi)
    actions.compute(round_, by=pairable.devi)
    actions.forbid(round_, pairable.cast.arun, pairable.cast.meera, by=pairable.devi)
    with pytest.raises(Refused, match="wishes have changed"):
        actions.publish(round_, by=pairable.devi)
    assert not Mentorship.objects.exists()


def test_a_pair_that_became_impossible_is_left_out_and_the_rest_is_published(
    pairable: World, viewer: Look
) -> None:
    cast, devi = pairable.cast, pairable.devi
    bela = pairable.teacher("Bela Roy").person
    chitra = pairable.mentor("Chitra Rao")
    dev = pairable.teacher("Dev Anand").person
    pairable.mentor("Esha Jain")
    round_ = pairable.computed()
    found = {p.teacher_id: p for p in round_.proposals.select_related("teacher", "mentor")}
    chosen = {t.pk: found[t.pk].mentor for t in (cast.arun, bela, dev)}
    # One mentor rests, one teacher leaves; the third pair is as it was.
    resting = chosen[cast.arun.pk]
    assert resting is not None and chitra is not None
    programmes.rest(pairable.places[resting.pk], by=devi)
    enrolment = pairable.cohort.enrolments.get(person=bela)
    programmes.withdraw_enrolment(enrolment, by=devi)
    actions.publish(round_, by=devi)
    skipped = {p.teacher_id: p.skipped for p in round_.proposals.all()}
    assert skipped == {cast.arun.pk: Skip.RESTING, bela.pk: Skip.NOT_WAITING, dev.pk: ""}
    assert [m.mentee_id for m in Mentorship.objects.all()] == [dev.pk]
    assert (round_.summary["published"], round_.summary["skipped"]) == (1, 2)


def test_a_teacher_who_was_paired_and_a_mentor_who_was_filled_meanwhile_are_left_out(
    pairable: World,
) -> None:
    cast, devi = pairable.cast, pairable.devi
    bela = pairable.teacher("Bela Roy").person
    chitra = pairable.mentor("Chitra Rao")
    round_ = pairable.computed()
    chosen = {p.teacher_id: p.mentor_id for p in round_.proposals.all()}
    other = chitra if chosen[cast.arun.pk] == cast.meera.pk else cast.meera
    # Somebody else gives Arun the mentor who was found for Bela.
    mentoring.propose(other, cast.arun, pairable.cohort, cast.school, [], by=devi)
    actions.publish(round_, by=devi)
    skipped = {p.teacher_id: p.skipped for p in round_.proposals.all()}
    assert skipped == {cast.arun.pk: Skip.PAIRED, bela.pk: Skip.FULL}


def test_a_principal_appointed_meanwhile_is_left_out(
    draft: Round, world: World, viewer: Look
) -> None:
    cast = world.cast
    organisations.give_role(
        cast.meera, cast.school, Role.PRINCIPAL, by=viewer(cast.asha), starts_on=LONG_AGO
    )
    actions.publish(draft, by=world.devi)
    assert Proposal.objects.get().skipped == Skip.RULED_OUT
    assert not Mentorship.objects.exists()


def test_somebody_to_whom_she_reports_meanwhile_is_left_out(draft: Round, world: World) -> None:
    report_to(world.cast.meera, world)
    actions.publish(draft, by=world.devi)
    assert Proposal.objects.get().skipped == Skip.RULED_OUT
    assert not Mentorship.objects.exists()


# Two tabs: each loaded the round before the other acted


def other_tab(round_: Round) -> Round:
    return Round.objects.get(pk=round_.pk)


def test_of_two_who_compute_at_once_the_later_is_told(draft: Round, world: World) -> None:
    tab = other_tab(draft)
    actions.compute(draft, by=world.devi)
    with pytest.raises(Stale):
        actions.compute(tab, by=world.devi)


def test_of_two_who_publish_at_once_the_later_is_told(draft: Round, world: World) -> None:
    tab = other_tab(draft)
    actions.publish(draft, by=world.devi)
    with pytest.raises(Stale):
        actions.publish(tab, by=world.devi)
    assert Mentorship.objects.count() == 1


def test_what_is_published_is_what_was_seen(draft: Round, world: World) -> None:
    seen = draft.version
    actions.compute(other_tab(draft), by=world.devi)
    with pytest.raises(Stale):
        actions.publish(other_tab(draft), by=world.devi, seen=seen)
    with pytest.raises(Stale):
        actions.publish(draft, by=world.devi)
    assert (other_tab(draft).status, Mentorship.objects.count()) == (RoundStatus.DRAFT, 0)


def test_a_wish_for_a_round_that_was_published_is_told(draft: Round, world: World) -> None:
    tabs = [other_tab(draft) for _ in range(3)]
    cast = world.cast
    actions.publish(draft, by=world.devi)
    for act, tab in zip((actions.forbid, actions.clear_wish), tabs, strict=False):
        with pytest.raises(Stale):
            act(tab, cast.arun, cast.meera, by=world.devi)
    assert not Wish.objects.exists()


def test_a_wish_taken_back_twice_is_told(draft: Round, world: World) -> None:
    cast = world.cast
    actions.forbid(draft, cast.arun, cast.meera, by=world.devi)
    actions.clear_wish(draft, cast.arun, cast.meera, by=world.devi)
    version = other_tab(draft).version
    with pytest.raises(Stale):
        actions.clear_wish(draft, cast.arun, cast.meera, by=world.devi)
    assert other_tab(draft).version == version


def test_of_two_who_discard_at_once_the_later_is_told(draft: Round, world: World) -> None:
    tab = other_tab(draft)
    actions.discard(draft, by=world.devi)
    with pytest.raises(Stale):
        actions.discard(tab, by=world.devi)


def test_every_verb_leaves_one_event_without_a_person_in_it(draft: Round, world: World) -> None:
    cast = world.cast
    actions.pin(draft, cast.arun, cast.meera, by=world.devi)
    actions.clear_wish(draft, cast.arun, cast.meera, by=world.devi)
    actions.forbid(draft, cast.arun, cast.meera, by=world.devi)
    actions.clear_wish(draft, cast.arun, cast.meera, by=world.devi)
    actions.compute(draft, by=world.devi)
    actions.publish(draft, by=world.devi)
    events = Event.objects.filter(subject=f"round:{draft.pk}").order_by("pk")
    assert [(e.verb, e.data) for e in events] == [
        ("round.open", {}),
        ("round.compute", {"teachers": 1, "matched": 1}),
        ("round.pin", {}),
        ("round.clear_wish", {}),
        ("round.forbid", {}),
        ("round.clear_wish", {}),
        ("round.compute", {"teachers": 1, "matched": 1}),
        ("round.publish", {"before": "draft", "after": "publishing"}),
        ("round.finish", {"before": "publishing", "after": "published"}),
    ]


@pytest.mark.parametrize("teachers", [0, 1])
@pytest.mark.parametrize("mentors", [0, 1])
def test_a_round_with_nobody_in_it_has_an_answer(teachers: int, mentors: int, world: World) -> None:
    if teachers:
        world.teacher(world.cast.arun, languages=[])
    if mentors:
        world.mentor(world.cast.meera, years=8)
    round_ = world.computed()
    assert (round_.summary["teachers"], round_.summary["matched"]) == (teachers, 0)
    assert round_.summary["mean"] is None
    actions.publish(round_, by=world.devi)
    assert not Mentorship.objects.exists()
