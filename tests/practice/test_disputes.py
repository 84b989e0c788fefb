"""A teacher disagrees with the outcome of her work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.kernel.decision import Refused, Stale
from banyan.notifications.models import Notice
from banyan.organisations.actions import give_role
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.jobs import remind_of_disputes
from banyan.practice.models import Dispute, Reading, Submission
from banyan.practice.queries import disputes, submissions
from tests.conftest import LONG_AGO, NOW
from tests.practice.conftest import DAY, HOUR, SUBMISSION, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


@pytest.fixture
def came_back(world: World) -> World:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False, words="A grey remark.")
    world.read(world.sara, False, words="Another remark.")
    return world


def raised(world: World) -> Dispute:
    by = world.by(world.cast.arun)
    work = disputes.disputable(by, world.handed())
    return actions.raise_dispute(work, "Page two says it.", by=by)


def test_it_is_raised_decided_and_read_on_pages(came_back: World, signed_in: SignIn) -> None:
    cast, one = came_back.cast, came_back.handed().submission
    with time_machine.travel(NOW, tick=False):
        arun = signed_in(cast.arun)
        url = reverse("practice:dispute_raise", args=[one.pk])
        assert url in arun.get(reverse("practice:submission", args=[one.pk])).content.decode()
        empty = arun.post(url, {"words": " "}).content.decode()
        assert "Say what you see differently." in empty
        page = arun.post(url, {"words": "Page two says it."})["Location"]
        assert page == reverse("practice:dispute", args=[Dispute.objects.get().pk])
        assert arun.post(url, {"words": "Page two says it."})["Location"] == page
        devi = signed_in(cast.devi)
        seen = devi.get(page).content.decode()
        assert "Page two says it." in seen
        assert "A grey remark." in seen
        assert "violet" not in seen  # what was handed in stays with the two
        devi.post(page, {"change": "upheld", "because": "The pupils are not on page two."})
        told = arun.get(page).content.decode()
    assert "The outcome stands" in told
    assert "The pupils are not on page two." in told
    assert came_back.status() == ["not_yet"]


def test_only_its_parties_see_it(came_back: World, signed_in: SignIn) -> None:
    page = reverse("practice:dispute", args=[raised(came_back).pk])
    cast = came_back.cast
    seen = {
        person.name.split()[0]: signed_in(person).get(page).status_code
        for person in (cast.arun, cast.meera, cast.devi, cast.kavita, cast.omar, came_back.ravi)
    }
    assert seen == {
        "Arun": 200, "Meera": 200, "Devi": 200, "Kavita": 404, "Omar": 404, "Ravi": 404,
    }  # fmt: skip


def test_the_second_of_two_tabs_is_told(came_back: World) -> None:
    by = came_back.by(came_back.cast.arun)
    work = disputes.disputable(by, came_back.handed())
    pk = raised(came_back).pk
    with pytest.raises(Stale, match="disputed since"):
        actions.raise_dispute(work, "Page two says it.", by=by)
    devi = came_back.by(came_back.cast.devi)
    first, second = disputes.dispute(devi, pk), disputes.dispute(devi, pk)
    mine = disputes.dispute(by, pk)
    actions.decide_dispute(first, True, "It is there.", by=devi)
    with pytest.raises(Stale, match="decided or withdrawn"):
        actions.decide_dispute(second, False, "It is not.", by=devi)
    with pytest.raises(Stale, match="decided or withdrawn"):
        actions.withdraw_dispute(mine, by=by)
    assert came_back.status() == ["successful"]
    assert came_back.step(SUBMISSION) == "done"


def test_a_dispute_can_be_withdrawn_and_the_work_handed_in_again(came_back: World) -> None:
    by = came_back.by(came_back.cast.arun)
    actions.withdraw_dispute(disputes.dispute(by, raised(came_back).pk), by=by)
    assert Dispute.objects.get().status == "withdrawn"
    came_back.write("A second paper.", at=NOW + HOUR)
    assert came_back.status() == ["not_yet", "in_review"]


def test_whoever_read_any_attempt_or_decided_on_one_does_not_decide(came_back: World) -> None:
    """Sara, Tom and Devi coordinate by now; only Tom has judged nothing of it."""
    asha, cast = came_back.by(came_back.cast.asha), came_back.cast
    came_back.write("A second paper.", at=NOW + HOUR)
    came_back.give(came_back.ravi, came_back.tom, at=NOW + HOUR)
    came_back.read(came_back.ravi, False, at=NOW + HOUR)
    came_back.read(came_back.tom, False, at=NOW + HOUR)
    pk = raised(came_back).pk
    for person in (came_back.sara, came_back.tom, cast.somu):
        give_role(person, cast.school, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    for person in (came_back.sara, came_back.tom):
        by = came_back.by(person)
        with pytest.raises(Refused, match="Somebody else decides"):
            actions.decide_dispute(disputes.dispute(by, pk), True, "So.", by=by)
    Submission.objects.filter(attempt=1).update(decided_by=cast.devi)
    devi, somu = came_back.by(cast.devi), came_back.by(cast.somu)
    with pytest.raises(Refused, match="Somebody else decides"):
        actions.decide_dispute(disputes.dispute(devi, pk), True, "So.", by=devi)
    actions.decide_dispute(disputes.dispute(somu, pk), True, "So.", by=somu)
    assert Dispute.objects.get().status == "changed"


def test_a_reader_who_gave_it_back_does_not_decide_either(world: World) -> None:
    world.write()
    world.give(world.tom)
    tom = world.by(world.tom)
    from_tom = submissions.readings(tom).get()
    actions.decline_reading(submissions.reading(tom, from_tom.pk), by=tom)
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False)
    world.read(world.sara, False)
    pk = raised(world).pk
    asha = world.by(world.cast.asha)
    give_role(world.tom, world.cast.school, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    tom = world.by(world.tom)
    with pytest.raises(Refused, match="Somebody else decides"):
        actions.decide_dispute(disputes.dispute(tom, pk), False, "No.", by=tom)


def test_whoever_it_is_closed_to_is_told_nothing_of_it(came_back: World) -> None:
    """Devi coordinates and heads the school, Meera has come to head it, too."""
    asha, cast = came_back.by(came_back.cast.asha), came_back.cast
    give_role(cast.somu, cast.school, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    for person in (cast.devi, cast.meera):
        give_role(person, cast.school, Role.PRINCIPAL, by=asha, starts_on=LONG_AGO)

    def told() -> set[tuple[str, Person]]:
        rows = Notice.objects.filter(kind__startswith="dispute.").select_related("person")
        return {(row.kind, row.person) for row in rows}

    found = raised(came_back)
    came_back.work()
    assert told() == {("dispute.raised", cast.somu)}
    with time_machine.travel(found.decide_by + 2 * DAY, tick=False):
        assert (remind_of_disputes(), remind_of_disputes()) == (1, 0)
    somu = came_back.by(cast.somu)
    actions.decide_dispute(disputes.dispute(somu, found.pk), False, "It is not.", by=somu)
    came_back.work()
    assert told() == {
        ("dispute.raised", cast.somu),
        ("dispute.overdue", cast.somu),
        ("dispute.decided", cast.arun),
    }


@pytest.mark.parametrize("in_power", [1, 3])
def test_who_is_told_of_it_takes_as_many_queries_for_many_in_power(
    came_back: World, in_power: int, django_assert_num_queries: Any
) -> None:
    cast, asha = came_back.cast, came_back.by(came_back.cast.asha)
    powers = [cast.devi, cast.kavita, cast.omar][:in_power]
    for person in powers:
        give_role(person, cast.nation, Role.NODAL_OFFICER, by=asha, starts_on=LONG_AGO)
    give_role(cast.somu, cast.school, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    found = disputes.dispute_told_of(raised(came_back).pk)
    people = {person.pk for person in (*powers, cast.somu)}
    with django_assert_num_queries(3):
        told = disputes.parties_among(found, people, now=NOW)
    assert told == {cast.somu.pk}


def test_whoever_reads_it_is_told_of_it(came_back: World) -> None:
    cast, found = came_back.cast, raised(came_back)
    came_back.work()
    devi = came_back.by(cast.devi)
    actions.decide_dispute(disputes.dispute(devi, found.pk), False, "It is not.", by=devi)
    came_back.work()
    rows = Notice.objects.filter(kind__startswith="dispute.").order_by("kind", "person__name")
    assert list(rows.values_list("kind", "person")) == [
        ("dispute.decided", cast.arun.pk),
        ("dispute.decided", cast.meera.pk),
        ("dispute.raised", cast.devi.pk),
    ]


def coordinates(world: World, *people: Person) -> None:
    asha = world.by(world.cast.asha)
    for person in people:
        give_role(person, world.cast.school, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)


def told(kind: str) -> set[Person]:
    return {row.person for row in Notice.objects.filter(kind=kind).select_related("person")}


def test_a_reader_who_coordinates_now_is_not_asked_to_decide(came_back: World) -> None:
    """Ravi and Somu coordinate, too; Ravi has read the work and may not decide."""
    coordinates(came_back, came_back.ravi, came_back.cast.somu)
    found = raised(came_back)
    came_back.work()
    assert told("dispute.raised") == {came_back.cast.devi, came_back.cast.somu}
    with time_machine.travel(found.decide_by + 2 * DAY, tick=False):
        remind_of_disputes()
    assert told("dispute.overdue") == {came_back.cast.devi, came_back.cast.somu}


def test_where_nobody_may_decide_coordinators_hear_that_another_is_needed(
    came_back: World,
) -> None:
    """Devi, the only coordinator, was given the work to read before."""
    Reading.objects.create(
        submission=came_back.handed().submission, reader=came_back.cast.devi,
        status="declined", assigned_by=came_back.cast.asha, assigned_at=NOW, due_on=NOW.date(),
    )  # fmt: skip
    found = raised(came_back)
    came_back.work()
    with time_machine.travel(found.decide_by + 2 * DAY, tick=False):
        assert remind_of_disputes() == 0  # said once
        assert told("dispute.without_decider") == {came_back.cast.devi}
        coordinates(came_back, came_back.cast.somu)
        assert remind_of_disputes() == 1
    assert (told("dispute.raised"), told("dispute.overdue")) == (set(), {came_back.cast.somu})
