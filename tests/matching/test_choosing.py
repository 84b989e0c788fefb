"""Two who choose each other: what is asked, answered and approved, and what a round makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions, jobs
from banyan.matching.actions import choosing as verbs
from banyan.matching.models import PairRequest, Proposal, Round, Wish
from banyan.matching.queries.choosing import own_enrolment, pair_request
from banyan.matching.queries.lots import Room, room_of
from banyan.matching.queries.rounds import matching_round
from banyan.matching.snapshot.choosing import candidates, looked_at, looking
from banyan.matching.states import ChoiceStatus, Skip
from banyan.mentoring import actions as mentoring
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Enrolment
from banyan.trail import actions as trail
from tests.conftest import LONG_AGO, NOW
from tests.matching.conftest import World, listed

pytestmark = pytest.mark.django_db

WORDS = "Your lesson on fractions has stayed with me."


def at(person: Person, days: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(days=days))


def fitting(world: World, person: Person) -> list[str]:
    """Names of the mentors on this teacher's list."""
    by = at(person)
    found = looking(by, own_enrolment(by, world.cohort.pk))
    return [one.place.person.name for one in candidates(found)]


def asked(world: World, teacher: Person | None = None, mentor: Person | None = None) -> PairRequest:
    by = at(teacher or world.cast.arun)
    enrolment = own_enrolment(by, world.cohort.pk)
    row = verbs.ask(mentor or world.cast.meera, enrolment, f" {WORDS} ", by=by)
    return fresh(row)


def fresh(row: PairRequest) -> PairRequest:
    found = PairRequest.objects.select_related(
        "teacher", "mentor", "school", "cohort__programme__organisation"
    )
    return found.get(pk=row.pk)


def agreed(world: World, **who: Person) -> PairRequest:
    row = asked(world, **who)
    return fresh(verbs.agree(row, by=at(row.mentor)))


def told() -> dict[str, set[str]]:
    """Who has been told what of choosing, by kind."""
    trail.deliver_open(now=NOW)
    found: dict[str, set[str]] = {}
    rows = Notice.objects.filter(kind__startswith="matching.choice").select_related("person")
    for notice in rows:
        found.setdefault(notice.kind, set()).add(notice.person.name)
    return found


# Whom a teacher may ask


def test_a_teacher_sees_who_agreed_to_be_seen_has_a_seat_and_fits(choosing: World) -> None:
    listed(choosing, choosing.mentor("Nima Rao"))
    choosing.mentor("Unlisted Das")
    listed(choosing, choosing.mentor("Of Other Needs", "inclusive_education"))
    listed(choosing, choosing.mentor("Of Her School", organisation=choosing.cast.school))
    assert sorted(fitting(choosing, choosing.cast.arun)) == ["Meera Iyer", "Nima Rao"]


def test_a_full_mentor_is_not_on_the_list_nor_one_who_rests(choosing: World) -> None:
    asha = choosing.teacher("Asmita Rao").person
    agreed(choosing, teacher=asha)
    assert fitting(choosing, choosing.cast.arun) == []
    nima = listed(choosing, choosing.mentor("Nima Rao"))
    assert fitting(choosing, choosing.cast.arun) == ["Nima Rao"]
    programmes.rest(choosing.places[nima.pk], by=at(nima))
    assert fitting(choosing, choosing.cast.arun) == []


def test_whom_a_rule_in_confidence_keeps_away_looks_like_nobody(choosing: World) -> None:
    listed(choosing, choosing.mentor("Nima Rao"))
    round_ = actions.open_round(choosing.cohort, by=choosing.devi)
    actions.forbid(round_, choosing.cast.arun, choosing.cast.meera, by=choosing.devi)
    assert fitting(choosing, choosing.cast.arun) == ["Nima Rao"]
    with pytest.raises(Refused, match=r"^Meera Iyer takes no requests now\.$"):
        asked(choosing)


def test_a_reason_tells_nothing_that_the_mentor_does_not_show(choosing: World) -> None:
    by = at(choosing.cast.arun)
    place = choosing.places[choosing.cast.meera.pk]

    def lines() -> list[str]:
        (one,) = candidates(looking(by, own_enrolment(by, choosing.cohort.pk)))
        return [line.text for line in one.lines]

    hidden = lines()
    assert hidden == [
        "The mentor offers what the teacher needs most: Digital education.",
        "Both put this language first: Hindi.",
    ]
    programmes.publish(place, True, ["subjects", "hours"], by=at(choosing.cast.meera))
    shown = set(lines()) - set(hidden)
    assert {line.split(":")[0] for line in shown} == {"Both teach the same", "Both are free"}


def test_a_mentor_is_not_pressed_by_requests_that_are_taken_back(choosing: World) -> None:
    """Each would be told to her. A week after she was asked, she can be asked again."""
    by = at(choosing.cast.arun)
    row = verbs.withdraw(asked(choosing), by=by)
    with pytest.raises(Refused, match=r"^Meera Iyer takes no requests now\.$"):
        asked(choosing)
    PairRequest.objects.filter(pk=row.pk).update(asked_at=by.now - timedelta(days=7))
    assert asked(choosing).status == ChoiceStatus.OPEN


def test_nobody_asks_where_the_programme_does_not_say_so(pairable: World) -> None:
    listed(pairable, pairable.cast.meera)
    with pytest.raises(Refused, match="the coordinator finds the pairs"):
        asked(pairable)


def test_a_teacher_with_a_mentor_does_not_look_for_one(choosing: World) -> None:
    choosing.mentor("Nima Rao")
    actions.publish(choosing.computed(), by=choosing.devi)
    with pytest.raises(own_enrolment.__globals__["Enrolment"].DoesNotExist):
        asked(choosing)


# Asking and answering


def test_a_seat_that_two_have_agreed_on_is_given_to_nobody_else(choosing: World) -> None:
    """Bela waits, too; Meera has one seat, and has said yes to Arun."""
    choosing.teacher("Bela Roy")
    Enrolment.objects.filter(person=choosing.cast.arun).update(languages=["ta"])
    round_ = actions.open_round(choosing.cohort, by=choosing.devi)
    assert choosing.pairs(actions.compute(round_, by=choosing.devi))["Bela Roy"] == "Meera Iyer"
    Enrolment.objects.filter(person=choosing.cast.arun).update(languages=["hi"])
    row = agreed(choosing)
    actions.compute(round_, by=choosing.devi)
    assert choosing.pairs(round_) == {"Arun Patel": "", "Bela Roy": ""}
    assert room_of(choosing.devi, choosing.cohort) == Room(waiting=2, seats=0)  # for lots
    verbs.approve(row, by=choosing.devi)
    actions.compute(matching_round(choosing.devi, round_.pk), by=choosing.devi)
    assert choosing.pairs(round_) == {"Arun Patel": "Meera Iyer", "Bela Roy": ""}


def test_two_say_yes_and_a_coordinator_approves(choosing: World) -> None:
    row = agreed(choosing)
    assert (row.status, row.text) == (ChoiceStatus.AGREED, WORDS)
    assert told() == {
        "matching.choice_asked": {"Meera Iyer"},
        "matching.choice_agreed": {"Arun Patel"},
        "matching.choice_to_decide": {"Devi Nair", "Rekha Menon"},
    }
    round_ = actions.open_round(choosing.cohort, by=choosing.devi)
    verbs.approve(row, by=choosing.devi)
    wish = Wish.objects.get(round=round_)
    assert (wish.kind, wish.teacher, wish.mentor, wish.request) == (
        "pin", choosing.cast.arun, choosing.cast.meera, row,
    )  # fmt: skip
    assert told()["matching.choice_approved"] == {"Arun Patel", "Meera Iyer"}


def test_no_needs_no_reason_and_the_same_mentor_is_not_asked_again(choosing: World) -> None:
    row = asked(choosing)
    verbs.decline(row, by=at(choosing.cast.meera))
    assert told()["matching.choice_declined"] == {"Arun Patel"}
    assert fitting(choosing, choosing.cast.arun) == []


def test_a_request_says_what_it_is_only_to_the_two_and_to_coordinators(choosing: World) -> None:
    row = asked(choosing)
    read = {
        name: pair_request(at(person), row.pk).text
        for name, person in (
            ("Arun", choosing.cast.arun),
            ("Meera", choosing.cast.meera),
            ("Devi", choosing.cast.devi),
        )
    }
    assert read == {"Arun": WORDS, "Meera": WORDS, "Devi": ""}
    for other in (choosing.cast.kavita, choosing.cast.omar, choosing.teacher("Bela Roy").person):
        with pytest.raises(PairRequest.DoesNotExist):
            pair_request(at(other), row.pk)


def test_a_mentor_who_comes_to_power_reads_no_more_and_cannot_say_yes(choosing: World) -> None:
    row = asked(choosing)
    meera = choosing.cast.meera
    organisations.give_role(
        meera, choosing.cast.school, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO
    )
    organisations.give_role(
        choosing.cast.arun, choosing.cast.school, Role.TEACHER, by=system(NOW), starts_on=LONG_AGO
    )
    assert pair_request(at(meera), row.pk).text == ""
    with pytest.raises(Refused, match="You appraise this teacher or answer for the school"):
        verbs.agree(row, by=at(meera))


def test_that_a_coordinator_keeps_two_apart_is_told_to_neither(choosing: World) -> None:
    row = asked(choosing)
    round_ = actions.open_round(choosing.cohort, by=choosing.devi)
    actions.forbid(round_, choosing.cast.arun, choosing.cast.meera, by=choosing.devi)
    with pytest.raises(Refused) as told_to_meera:
        verbs.agree(row, by=at(choosing.cast.meera))
    assert str(told_to_meera.value) == (
        "This pair cannot be made now. Nothing is left for you to do."
    )
    for person in (choosing.cast.arun, choosing.cast.meera, choosing.cast.devi):
        browser = Client()
        browser.force_login(person)
        with time_machine.travel(NOW, tick=False):
            page = browser.get(f"/pair-requests/{row.pk}/").content.decode()
        assert (str(Skip.RULED_OUT.label) in page) == (person == choosing.cast.devi)


def test_on_her_own_request_a_teacher_reads_no_more_of_the_mentor(choosing: World) -> None:
    row = asked(choosing)
    read = {
        sure: [line.text.split(":")[0] for line in looked_at(row, on=NOW.date(), all_of_it=sure)[1]]
        for sure in (False, True)
    }
    assert read[False] == [
        "The mentor offers what the teacher needs most",
        "Both put this language first",
    ]
    assert {"Both are free", "The mentor has more experience, in years"} <= set(read[True])


def test_only_so_many_wait_at_once(choosing: World) -> None:
    mentors = [listed(choosing, choosing.mentor(name)) for name in ("Nima Rao", "Uma Das")]
    asked(choosing)
    asked(choosing, mentor=mentors[0])
    with pytest.raises(Refused, match="as many requests waiting as can wait at once"):
        asked(choosing, mentor=mentors[1])
    with pytest.raises(Refused, match="as many requests waiting"):
        asked(choosing)


def test_the_first_yes_lets_her_other_requests_lapse(choosing: World) -> None:
    nima = listed(choosing, choosing.mentor("Nima Rao"))
    row, other = asked(choosing), asked(choosing, mentor=nima)
    verbs.agree(row, by=at(choosing.cast.meera))
    assert fresh(other).status == ChoiceStatus.LAPSED
    assert told()["matching.choice_lapsed"] == {"Nima Rao"}
    with pytest.raises(Refused, match="answered or has ended"):
        verbs.agree(fresh(other), by=at(nima))
    with pytest.raises(Refused, match="A mentor has said yes to you already"):
        asked(choosing, mentor=nima)


def test_of_two_teachers_and_one_seat_the_second_is_told_why(choosing: World) -> None:
    bela = choosing.teacher("Bela Roy").person
    first, second = asked(choosing), asked(choosing, teacher=bela)
    verbs.agree(first, by=at(choosing.cast.meera))
    with pytest.raises(Refused, match=str(Skip.FULL.label)):
        verbs.agree(second, by=at(choosing.cast.meera))
    assert fresh(second).status == ChoiceStatus.OPEN


def test_an_approval_is_refused_when_the_seat_is_gone(choosing: World) -> None:
    row = agreed(choosing)
    bela = choosing.teacher("Bela Roy")
    mentoring.propose(
        choosing.cast.meera, bela.person, choosing.cohort, bela.school, [], by=choosing.devi
    )
    with pytest.raises(Refused, match=str(Skip.FULL.label)):
        verbs.approve(row, by=choosing.devi)
    assert fresh(row).status == ChoiceStatus.AGREED


def test_an_approval_is_refused_while_the_mentor_rests(choosing: World) -> None:
    row = agreed(choosing)
    programmes.rest(choosing.places[choosing.cast.meera.pk], by=at(choosing.cast.meera))
    with pytest.raises(Refused, match=str(Skip.RESTING.label)):
        verbs.approve(row, by=choosing.devi)


def test_nobody_approves_a_pair_that_she_is_one_of(choosing: World) -> None:
    meera = choosing.cast.meera
    organisations.give_role(
        meera, choosing.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    row = agreed(choosing)
    with pytest.raises(Refused, match="another coordinator decides"):
        verbs.approve(row, by=at(meera))
    assert told()["matching.choice_to_decide"] == {"Devi Nair", "Rekha Menon"}
    verbs.approve(row, by=choosing.devi)


def test_requests_end_by_themselves_and_say_so_to_both(choosing: World) -> None:
    row = asked(choosing)
    with time_machine.travel(NOW + timedelta(days=10, minutes=-1), tick=False):
        assert jobs.expire_choices() == 0
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        assert jobs.expire_choices() == 1
    assert fresh(row).status == ChoiceStatus.EXPIRED
    assert told()["matching.choice_expired_for_teacher"] == {"Arun Patel"}
    assert told()["matching.choice_expired_for_mentor"] == {"Meera Iyer"}
    again = agreed(choosing)
    later = replace(choosing.devi, now=NOW + timedelta(days=11))
    with pytest.raises(Refused, match="has expired"):
        verbs.approve(again, by=later)


# What a round makes of it


def test_known_pairs_come_first_and_the_rest_from_the_pool(choosing: World) -> None:
    """Nima fits Arun as well as Meera does; the two asked for each other, and Bela takes Nima."""
    listed(choosing, choosing.mentor("Nima Rao", years=30))
    choosing.teacher("Bela Roy")
    assert choosing.cast.meera.name == "Meera Iyer"
    verbs.approve(agreed(choosing), by=choosing.devi)
    round_ = choosing.computed()
    assert choosing.pairs(round_) == {"Arun Patel": "Meera Iyer", "Bela Roy": "Nima Rao"}
    ours = Proposal.objects.get(round=round_, teacher=choosing.cast.arun)
    assert ours.reasons[0]["code"] == "chosen"
    other = Proposal.objects.exclude(pk=ours.pk).get()
    assert {"chosen", "pinned"}.isdisjoint(reason["code"] for reason in other.reasons)
    actions.publish(round_, by=choosing.devi)
    trail.deliver_open(now=NOW)
    assert PairRequest.objects.get().status == ChoiceStatus.PROPOSED


def test_what_is_approved_waits_for_the_next_round(choosing: World) -> None:
    verbs.approve(agreed(choosing), by=choosing.devi)
    first = actions.open_round(choosing.cohort, by=choosing.devi)
    assert Wish.objects.filter(round=first, request__isnull=False).count() == 1
    actions.discard(first, by=choosing.devi)
    second = actions.open_round(choosing.cohort, by=choosing.devi)
    assert Wish.objects.filter(round=second, request__isnull=False).count() == 1


def test_what_cannot_be_now_does_not_stand_in_the_way_of_a_round(choosing: World) -> None:
    verbs.approve(agreed(choosing), by=choosing.devi)
    programmes.rest(choosing.places[choosing.cast.meera.pk], by=at(choosing.cast.meera))
    choosing.mentor("Nima Rao")
    round_ = choosing.computed()
    assert choosing.pairs(round_) == {"Arun Patel": "Nima Rao"}
    actions.publish(round_, by=choosing.devi)
    trail.deliver_open(now=NOW)
    assert PairRequest.objects.get().status == ChoiceStatus.LAPSED


def test_an_approval_taken_back_lets_the_two_go_in_the_open_round(choosing: World) -> None:
    round_ = actions.open_round(choosing.cohort, by=choosing.devi)
    row = agreed(choosing)
    verbs.approve(row, by=choosing.devi)
    verbs.refuse(fresh(row), " The school needs her elsewhere. ", by=choosing.devi)
    assert not Wish.objects.filter(round=round_).exists()
    assert fresh(row).because == "The school needs her elsewhere."
    assert told()["matching.choice_refused"] == {"Arun Patel", "Meera Iyer"}
    assert Round.objects.get().version == 2


def test_a_teacher_who_is_kept_with_somebody_else_is_not_approved_beside(choosing: World) -> None:
    nima = choosing.mentor("Nima Rao")
    round_ = actions.open_round(choosing.cohort, by=choosing.devi)
    actions.pin(round_, choosing.cast.arun, nima, by=choosing.devi)
    with pytest.raises(Refused, match="more than one mentor"):
        verbs.approve(agreed(choosing), by=choosing.devi)
