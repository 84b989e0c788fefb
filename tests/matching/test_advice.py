"""What would change an answer, told to those who run the programme and to nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.matching import actions
from banyan.matching.models import Proposal, Round
from banyan.matching.queries.advice import advice, relaxations
from banyan.matching.states import SENTENCES
from banyan.mentoring import actions as mentoring
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from tests.conftest import NOW
from tests.matching.conftest import World
from tests.matching.test_pages import opened

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def full(pairable: World) -> Round:
    """Arun and Bela would both have Meera's one seat; Chand speaks what nobody speaks, and Gita
    offers what nobody needs."""
    pairable.teacher("Bela Roy", subjects=["science"])
    pairable.teacher("Chand Lal", languages=["ta"], hours=["mon-evening"])
    pairable.mentor("Gita Rao", "inclusive_education")
    return pairable.computed()


def told(round_: Round, name: str) -> list[str]:
    proposal = Proposal.objects.get(round=round_, teacher__name=name)
    return [line.text for line in relaxations(round_, proposal)]


def test_a_teacher_without_a_mentor_is_told_of_with_the_least_that_would_give_her_one(
    full: Round, world: World, signed_in: SignIn
) -> None:
    assert world.pairs(full)["Bela Roy"] == ""
    bela = Proposal.objects.get(round=full, teacher__name="Bela Roy").teacher_id
    page = opened(signed_in(world.cast.devi), f"/rounds/{full.pk}/teachers/{bela}/")
    seat, need = told(full, "Bela Roy")
    assert seat == (
        "One more seat with Meera Iyer would give this teacher a mentor. Others who would get"
        " another mentor: 0. Mentors with whom one more seat would do: 1. What such a seat adds to"
        " the fit in all, where 10,000 is a perfect pair: 8,333."
    )
    assert need == (
        "If mentors who offer none of the teacher’s needs could take part, this teacher would have"
        " a mentor. Others who would get another mentor: 0."
    )
    assert "Without a need in common: 1." in page
    assert "What would give this teacher a mentor" in page and seat in page
    chand = told(full, "Chand Lal")
    assert chand == []  # two changes at once are no single change


def test_somebody_with_a_mentor_needs_no_change(
    full: Round, world: World, signed_in: SignIn
) -> None:
    assert told(full, "Arun Patel") == []
    page = opened(signed_in(world.cast.devi), f"/rounds/{full.pk}/teachers/{world.cast.arun.pk}/")
    assert "What would give this teacher a mentor" not in page


def test_mentors_to_look_for_stand_above_those_without_one_and_nowhere_else(
    full: Round, world: World, signed_in: SignIn
) -> None:
    browser, home = signed_in(world.cast.devi), f"/rounds/{full.pk}/"
    lines = [line.text for line in advice(full)]
    assert lines == [
        "Mentors to look for next: 1. They offer Digital education, speak Hindi, are free Saturday"
        " · Morning and have seats each: 1. Further teachers who would then have a mentor: 1."
        " With enough of this kind alone: 1.",
        "Mentors to look for next: 1. They offer Digital education, speak Tamil, are free Monday ·"
        " Evening and have seats each: 1. Further teachers who would then have a mentor: 1."
        " With enough of this kind alone: 1.",
    ]
    page = opened(browser, f"{home}?show=unmatched")
    assert page.index("Mentors who would help most") < page.index("Bela Roy")
    assert all(line in page for line in lines)
    assert "Mentors who would help most" not in opened(browser, f"{home}?show=pairs")


def test_where_everybody_has_a_mentor_nobody_is_looked_for(draft: Round) -> None:
    assert advice(draft) == ()


def test_a_mentor_with_free_seats_is_told_of_with_the_reason(
    full: Round, world: World, signed_in: SignIn
) -> None:
    page = opened(signed_in(world.cast.devi), f"/rounds/{full.pk}/mentors/")
    assert "Why they stay free" in page
    assert "Nobody who waits may be paired with this mentor." in page
    meera = str(world.cast.meera.pk)
    assert meera not in full.loads  # who has no free seat needs no reason
    assert page.count("Nobody who waits") == 1


def test_what_was_said_between_two_is_read_from_no_reason_and_no_advice(
    pairable: World, signed_in: SignIn
) -> None:
    """Arun has declined Meera. Nobody is told so: what rules them out is told together with what
    everybody may know, and no change that would pair the two is spoken of."""
    cast = pairable.cast
    first = actions.publish(pairable.computed(), by=pairable.devi)
    mentorship = first.proposals.get().mentorship
    assert mentorship is not None
    mentoring.decline(mentorship, by=viewer_for(cast.arun, now=NOW))
    round_ = pairable.computed()
    (row,) = round_.proposals.all()
    assert (row.mentor, row.relaxations) == (None, [])
    kept = json.dumps([row.reasons, round_.loads, round_.summary["advice"]])
    assert "earlier_pair" not in kept and "in_confidence" not in kept
    assert {one["code"] for one in row.reasons} == {"all_ruled_out_of_language", "count_prohibited"}
    browser, home = signed_in(cast.devi), f"/rounds/{round_.pk}/"
    lumped = str(SENTENCES["count_prohibited"]).format(count=1)
    for page in (f"{home}teachers/{cast.arun.pk}/", f"{home}mentors/", f"{home}?show=unmatched"):
        content = opened(browser, page)
        assert lumped in content
        assert "declined" not in content
    assert "One more seat with" not in opened(browser, f"{home}teachers/{cast.arun.pk}/")


def test_nobody_but_coordinators_reads_what_would_change(
    full: Round, world: World, signed_in: SignIn
) -> None:
    published = actions.publish(full, by=world.devi)
    bela = Proposal.objects.get(round=published, teacher__name="Bela Roy")
    for person in (bela.teacher, world.cast.arun, world.cast.meera, world.cast.kavita):
        browser = signed_in(person)
        for url in (
            f"/rounds/{full.pk}/teachers/{bela.teacher_id}/",
            f"/rounds/{full.pk}/mentors/",
            f"/proposals/{bela.pk}/",
        ):
            assert browser.get(url).status_code == 404, (person.name, url)


def test_her_page_asks_nine_times_where_it_names_people(
    full: Round, world: World, signed_in: SignIn
) -> None:
    bela = Proposal.objects.get(round=full, teacher__name="Bela Roy").teacher_id
    browser = signed_in(world.cast.devi)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = opened(browser, f"/rounds/{full.pk}/teachers/{bela}/")
    assert "One more seat with Meera Iyer" in page and "If these two were put together" in page
    assert len(asked) == 9, "\n".join(q["sql"][:160] for q in asked)
