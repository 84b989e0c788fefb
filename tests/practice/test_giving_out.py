"""Who is proposed to read, who may still judge, and the mentor's word before anybody reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.kernel.decision import Refused, Unfit
from banyan.notifications.models import Notice
from banyan.organisations.actions import enter_reporting_line, give_role
from banyan.organisations.states import ReportingKind, Role
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.models import Reading, Submission
from banyan.practice.queries import submissions as queries
from banyan.practice.queries import works
from banyan.practice.queries.candidates import reviewers
from blueprint import get
from tests.conftest import LONG_AGO, NOW
from tests.practice.conftest import CRITERIA, DAY, SUBMISSION, World

SignIn = Callable[[Person], Client]
TWO = get("ct_team").reviews[0]


def by_load(world: World) -> list[tuple[str, int, int]]:
    found = reviewers(world.handed(), on=NOW.date())
    return [(c.person.name, c.load.to_read, c.load.read) for c in found]


def test_whoever_has_least_to_read_comes_first(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.sara, True)
    assert by_load(world) == [("Tom", 0, 0), ("Sara", 0, 1), ("Ravi", 1, 0)]
    Reading.objects.update(done_at=NOW - 400 * DAY, status="done")
    assert by_load(world) == [("Ravi", 0, 0), ("Sara", 0, 0), ("Tom", 0, 0)]


def test_one_button_gives_it_to_as_many_as_it_wants(world: World) -> None:
    world.write()
    devi = world.by(world.cast.devi)
    given = actions.assign_by_load(world.handed(), by=devi)
    assert [row.reader.name for row in given] == ["Ravi", "Sara"]
    with pytest.raises(Refused, match="no further reader"):
        actions.assign_by_load(world.handed(), by=devi)
    world.read(world.ravi, True)
    world.read(world.sara, False)
    assert [row.reader.name for row in actions.assign_by_load(world.handed(), by=devi)] == ["Tom"]


def test_it_is_given_to_nobody_with_ties_whatever_her_load(world: World) -> None:
    asha = world.by(world.cast.asha)
    for person in (world.ravi, world.sara):
        give_role(person, world.cast.school, Role.TEACHER, by=asha, starts_on=LONG_AGO)
    world.write()
    given = actions.assign_by_load(world.handed(), by=world.by(world.cast.devi))
    assert [row.reader.name for row in given] == ["Tom"]


@pytest.mark.parametrize("who", ["arun", "meera", "omar", "kavita", "asha", "somu", "ravi"])
def test_nobody_else_presses_it(world: World, who: str) -> None:
    world.write()
    person = getattr(world, who, None) or getattr(world.cast, who)
    with pytest.raises(Refused):
        actions.assign_by_load(world.handed(), by=world.by(person))


def test_all_that_waits_is_given_out_at_once_and_once(world: World) -> None:
    world.write()
    one = world.handed()
    devi = world.by(world.cast.devi)
    assert len(actions.assign_all([one, one], by=devi)) == 2
    assert actions.assign_all([one], by=devi) == []


def test_a_nodal_officer_of_the_area_does_not_judge(world: World) -> None:
    asha = world.by(world.cast.asha)
    give_role(world.tom, world.cast.state, Role.NODAL_OFFICER, by=asha, starts_on=LONG_AGO)
    world.write()
    with pytest.raises(Refused, match="answers for the school"):
        world.give(world.tom)


def test_whoever_the_author_reports_to_does_not_judge(world: World) -> None:
    cast = world.cast
    world.write()
    world.give(world.tom)
    enter_reporting_line(
        cast.arun, world.tom, ReportingKind.EVALUATOR, cast.school, by=world.by(cast.devi)
    )
    with pytest.raises(Refused, match="Whoever evaluates a teacher"):
        world.read(world.tom, True)
    given = actions.assign_by_load(world.handed(), by=world.by(cast.devi))
    assert "Tom" not in [row.reader.name for row in given]


def test_whoever_came_to_the_school_meanwhile_does_not_judge_any_more(world: World) -> None:
    world.write()
    world.give(world.ravi)
    asha = world.by(world.cast.asha)
    give_role(world.ravi, world.cast.school, Role.TEACHER, by=asha, starts_on=LONG_AGO)
    with pytest.raises(Refused, match="of another school"):
        world.read(world.ravi, True)
    assert Reading.objects.get().status == "assigned"


def test_a_coordinator_presses_the_button_on_the_page(world: World, signed_in: SignIn) -> None:
    world.write()
    pk = world.handed().submission.pk
    with time_machine.travel(NOW, tick=False):
        devi = signed_in(world.cast.devi)
        page = devi.get(reverse("practice:submission", args=[pk])).content.decode()
        assert "Give it to the 2 reviewers with least to read" in page
        assert "Tom, 0 to read now" in page
        answer = devi.post(reverse("practice:assign_next", args=[pk]), follow=True)
    assert "It is given to Ravi and Sara." in answer.content.decode()


def test_what_a_late_reader_has_goes_to_the_one_with_least_to_read(
    world: World, signed_in: SignIn
) -> None:
    world.write()
    late = world.give(world.ravi, world.sara)[0]
    with time_machine.travel(NOW, tick=False):
        devi = signed_in(world.cast.devi)
        url = reverse("practice:release", args=[late.pk])
        assert "It is given to Tom." in devi.post(url, follow=True).content.decode()
        again = Reading.objects.get(reader=world.tom)
        url = reverse("practice:release", args=[again.pk])
        assert "nobody else to read it" in devi.post(url, follow=True).content.decode()
    rows = Reading.objects.order_by("reader__name").values_list("reader__name", "status")
    assert list(rows) == [("Ravi", "declined"), ("Sara", "assigned"), ("Tom", "declined")]


# The mentor's word


@pytest.fixture
def asks_mentor(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same programme, where a mentor says first that work is ready."""
    review = TWO.model_copy(update={"signed_off": True})
    changed = get("ct_team").model_copy(update={"reviews": (review,)})
    monkeypatch.setattr(works, "named", lambda _spelling: changed)
    world.write()
    return world


def told(person: Person) -> list[str]:
    rows = Notice.objects.filter(person=person).order_by("kind")
    return list(rows.values_list("kind", flat=True))


def test_no_reader_is_looked_for_before_the_mentor_says_so(asks_mentor: World) -> None:
    world = asks_mentor
    assert (told(world.cast.meera), told(world.cast.devi)) == (["submission.to_sign_off"], [])
    assert world.handed().waits == "signing_off"
    with pytest.raises(Refused, match="no further reader"):
        world.give(world.ravi)
    actions.sign_off(world.handed(), by=world.by(world.cast.meera))
    world.work()
    assert told(world.cast.devi) == ["submission.handed_in"]
    world.give(world.ravi, world.sara)
    with pytest.raises(Refused, match="does not wait for the mentor"):
        actions.sign_off(world.handed(), by=world.by(world.cast.meera))


@pytest.mark.parametrize("who", ["arun", "devi", "omar", "kavita", "asha", "somu", "ravi"])
def test_only_the_mentor_says_so(asks_mentor: World, who: str) -> None:
    person = getattr(asks_mentor, who, None) or getattr(asks_mentor.cast, who)
    by, one = asks_mentor.by(person), asks_mentor.handed()
    with pytest.raises(Refused):
        actions.sign_off(one, by=by)
    with pytest.raises(Refused):
        actions.return_submission(one, "Say more.", by=by)


def test_the_mentor_finds_in_the_list_what_waits(asks_mentor: World, signed_in: SignIn) -> None:
    world, cast = asks_mentor, asks_mentor.cast

    def waits(person: Person) -> bool:
        page = signed_in(person).get(reverse("practice:submissions")).content.decode()
        return "Waits for you" in page

    with time_machine.travel(NOW, tick=False):
        assert [waits(one) for one in (cast.meera, cast.arun)] == [True, False]
        actions.sign_off(world.handed(), by=world.by(cast.meera))
        assert not waits(cast.meera)


def test_what_is_not_ready_goes_back_with_a_word_and_costs_no_attempt(
    asks_mentor: World, signed_in: SignIn
) -> None:
    world, cast = asks_mentor, asks_mentor.cast
    pk = world.handed().submission.pk
    with pytest.raises(Unfit):
        actions.return_submission(world.handed(), " ", by=world.by(cast.meera))
    with time_machine.travel(NOW, tick=False):
        meera = signed_in(cast.meera)
        shown = meera.get(reverse("practice:submission", args=[pk])).content.decode()
        assert reverse("practice:sign_off", args=[pk]) in shown
        assert ("Waits for the mentor" in shown, "Being read" in shown) == (True, False)
        meera.post(reverse("practice:return", args=[pk]), {"because": "Which amber voices?"})
        seen = {
            person.name: "amber"
            in signed_in(person).get(reverse("practice:submission", args=[pk])).content.decode()
            for person in (cast.arun, cast.devi)
        }
    assert seen == {cast.arun.name: True, cast.devi.name: False}
    assert (world.status(), world.step(SUBMISSION)) == (["withdrawn"], "draft")
    world.work()
    assert "submission.returned" in told(cast.arun)


def test_where_the_mentor_has_power_a_coordinator_hears_what_to_do(
    asks_mentor: World, signed_in: SignIn
) -> None:
    """Meera has come to head the school before Arun hands in: she says nothing of the work, so it
    is not for her that it waits. Devi, who coordinates, learns what would let it go on."""
    world, cast = asks_mentor, asks_mentor.cast
    asha, arun = world.by(cast.asha), world.by(cast.arun)
    actions.withdraw_submission(world.handed(), by=arun)
    Notice.objects.all().delete()
    give_role(cast.meera, cast.school, Role.PRINCIPAL, by=asha, starts_on=LONG_AGO)
    world.write("Once more.", at=NOW + DAY)
    handed_in = [kind for kind in told(cast.devi) if kind.startswith("submission.")]
    assert (told(cast.meera), handed_in) == ([], ["submission.unsigned"])
    url = reverse("practice:submission", args=[world.handed().submission.pk])
    with time_machine.travel(NOW + DAY, tick=False):
        seen = {
            person.name: "Nobody can say whether it is ready"
            in signed_in(person).get(url).content.decode()
            for person in (cast.devi, cast.meera, cast.arun)
        }
    assert seen == {cast.devi.name: True, cast.meera.name: False, cast.arun.name: False}


# What is kept


def test_every_attempt_leads_to_the_others(world: World, signed_in: SignIn) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False)
    world.read(world.sara, False)
    world.write("A second paper.", at=NOW + DAY)
    first, second = Submission.objects.order_by("attempt")
    with time_machine.travel(NOW + DAY, tick=False):
        page = signed_in(world.cast.arun).get(reverse("practice:submission", args=[second.pk]))
    assert reverse("practice:submission", args=[first.pk]) in page.content.decode()


def test_what_a_reader_found_before_a_talk_is_kept_and_hers_to_read(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = TWO.model_copy(update={"on_disagreement": "discussion"})
    changed = get("ct_team").model_copy(update={"reviews": (review,)})
    monkeypatch.setattr(works, "named", lambda _spelling: changed)
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, True)
    world.read(world.sara, False, words="Which ochre voices?")
    sara = world.by(world.sara)
    pk = Reading.objects.get(reader=world.sara).pk
    actions.change_reading(queries.reading(sara, pk), by=sara)
    world.read(world.sara, True)
    kept = Reading.objects.get(pk=pk)
    assert (kept.decision, [one["decision"] for one in kept.earlier]) == (
        "successful",
        ["not_yet"],
    )
    assert kept.earlier[0]["met"][CRITERIA[-1]] is False
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.sara).get(reverse("practice:reading", args=[pk]))
        authors = signed_in(world.cast.arun).get(
            reverse("practice:submission", args=[kept.submission_id])
        )
    assert "Which ochre voices?" in page.content.decode()
    assert "Which ochre voices?" not in authors.content.decode()
