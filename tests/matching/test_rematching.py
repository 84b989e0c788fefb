"""Another mentor without blame, in three clicks: who asks, who chooses, who learns what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions
from banyan.matching.models import Proposal, Round
from banyan.matching.queries import rounds
from banyan.mentoring import actions as mentoring
from banyan.mentoring.actions import records
from banyan.mentoring.jobs import carry_chosen
from banyan.mentoring.models import Carrying, Mentorship, Record, Rematch
from banyan.mentoring.queries.mentorships import mentorship
from banyan.mentoring.queries.rematches import leaving, pair_to_rematch, rematch
from banyan.mentoring.states import MentorshipStatus as S
from banyan.mentoring.states import RecordKind, RematchStatus
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW
from tests.matching.conftest import World
from tests.races import at_once, threads_share

SignIn = Callable[[Person], Client]
Worker = Callable[..., int]
WORDS = "She corrects me before I have spoken."


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def by(person: Person, days: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(days=days))


@pytest.fixture
def pair(published: Round) -> Mentorship:
    """Meera and Arun work together, from a round."""
    made = Mentorship.objects.select_related(
        "mentor", "mentee", "school", "cohort__programme"
    ).get()
    mentoring.accept(made, by=by(made.mentor, -3))
    return mentoring.accept(made, by=by(made.mentee, -3))


@pytest.fixture
def others(world: World) -> tuple[Person, Person]:
    """Prakash fits as well as Meera does; Sana offers something else."""
    return (
        world.mentor("Prakash Rao"),
        world.mentor("Sana Khan", "classroom_management", "digital_education"),
    )


def asked(pair: Mentorship, who: Person) -> Rematch:
    return mentoring.ask_rematch(pair, "better_fit_elsewhere", WORDS, by=by(who))


def now_of(pair: Mentorship) -> Mentorship:
    return Mentorship.objects.select_related("mentor", "mentee", "school").get(pk=pair.pk)


def page(pair: Mentorship, rest: str = "") -> str:
    return f"/mentorships/{pair.pk}/{rest}"


def links_of(body: str, text: str) -> list[str]:
    """Where the links lead that say this."""
    found = re.findall(r'<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', body, re.DOTALL)
    return [url for url, said in found if text in said]


# Three clicks


@pytest.mark.parametrize("begins_at", ["the pair", "the notice", "the list of trouble"])
def test_three_clicks_from_trouble_to_a_new_proposal(
    pair: Mentorship,
    others: tuple[Person, Person],
    world: World,
    signed_in: SignIn,
    worker: Worker,
    begins_at: str,
) -> None:
    asked(pair, world.cast.arun)
    worker()
    devi = signed_in(world.cast.devi)
    clicks = 1
    if begins_at == "the notice":
        first = Notice.objects.get(person=world.cast.devi, kind="rematch.asked").link
    elif begins_at == "the list of trouble":
        listed = devi.get("/insights/trouble/").content.decode()
        (first,) = links_of(listed, "Arun Patel")
    else:
        first = links_of(devi.get(page(pair)).content.decode(), "See who would fit")[0]
    candidates = devi.get(first).content.decode()
    clicks += 1
    (choose,) = links_of(candidates, "Choose Prakash Rao")
    confirming = devi.get(choose).content.decode()
    clicks += 1
    seen = re.findall(r'name="seen" value="(\w+)"', confirming)
    done = devi.post(choose, {"seen": seen[0]})
    assert clicks == 3
    made = Proposal.objects.get(round__of_one=True)
    assert done["Location"] == f"/proposals/{made.pk}/"
    assert (made.mentor, made.teacher) == (others[0], world.cast.arun)
    assert made.mentorship is not None
    assert made.mentorship.status == S.PROPOSED
    assert now_of(pair).status == S.ENDED


def test_the_candidates_come_with_score_reasons_and_what_the_choice_costs_those_who_wait(
    pair: Mentorship, others: tuple[Person, Person], world: World, signed_in: SignIn
) -> None:
    devi = signed_in(world.cast.devi)
    alone = devi.get(page(pair, "rematch/")).content.decode()
    assert alone.index("Prakash Rao") < alone.index("Sana Khan")
    assert "% of the best possible fit" in alone
    assert "The mentor offers what the teacher needs most" in alone
    assert "the choice takes a seat from nobody" in alone
    assert "Choose Meera Iyer" not in alone
    world.teacher("Bela Roy", "classroom_management")
    beside = devi.get(page(pair, "rematch/")).content.decode()
    assert "The best answer for everybody would choose this mentor too" in beside
    world.teacher("Chitra Bose")
    world.teacher("Dev Anand")
    beside = devi.get(page(pair, "rematch/")).content.decode()
    assert "For those who wait:" in beside
    assert "the two are together already" not in beside
    chosen = devi.get(page(pair, f"rematch/{others[0].pk}/")).content.decode()
    assert "What it costs those who wait" in chosen
    assert "What this would change is not known" not in chosen


def test_where_nobody_is_possible_it_says_why_and_the_pair_stays(
    pair: Mentorship, world: World, signed_in: SignIn
) -> None:
    body = signed_in(world.cast.devi).get(page(pair, "rematch/")).content.decode()
    assert "Nobody is possible now" in body
    assert (
        signed_in(world.cast.devi).get(page(pair, f"rematch/{world.cast.meera.pk}/")).status_code
        == 404
    )
    with pytest.raises(Refused):
        actions.rematch(now_of(pair), world.cast.meera, by=world.devi)
    assert now_of(pair).status == S.ACTIVE


def test_what_is_kept_is_a_round_of_one_that_can_be_asked_again(
    pair: Mentorship, others: tuple[Person, Person], world: World, signed_in: SignIn
) -> None:
    made = actions.rematch(now_of(pair), others[0], by=world.devi)
    found = rounds.whole_round(world.devi, made.round_id)
    assert (found.number, found.of_one, found.status) == (2, True, "published")
    problem = rounds.problem_of(found)
    assert problem is not None
    assert [one.id for one in problem.teachers] == [str(world.cast.arun.pk)]
    assert problem.pins == {(str(world.cast.arun.pk), str(others[0].pk))}
    devi = signed_in(world.cast.devi)
    for rest in ("", "mentors/", "audit/", "wishes/", f"teachers/{world.cast.arun.pk}/"):
        assert devi.get(f"/rounds/{found.pk}/{rest}").status_code == 200
    assert "for one teacher" in devi.get(f"/cohorts/{world.cohort.pk}/rounds/").content.decode()


# Who learns what


@pytest.mark.parametrize("who", ["arun", "meera"])
def test_the_other_one_learns_neither_that_somebody_asked_nor_why(
    pair: Mentorship,
    others: tuple[Person, Person],
    world: World,
    signed_in: SignIn,
    worker: Worker,
    who: str,
) -> None:
    asker: Person = getattr(world.cast, who)
    other = world.cast.meera if who == "arun" else world.cast.arun
    mine = asked(pair, asker)
    worker()
    before = signed_in(other).get(page(pair)).content.decode()
    made = actions.rematch(now_of(pair), others[0], by=world.devi)
    worker()
    mine.refresh_from_db()
    assert (mine.status, mine.settled_by_id) == (RematchStatus.FOUND, world.cast.devi.pk)
    after = signed_in(other).get(page(pair)).content.decode()
    new = signed_in(others[0])
    pages = [
        before,
        after,
        new.get(f"/proposals/{made.pk}/").content.decode(),
        new.get(page(made.mentorship)).content.decode(),  # type: ignore[arg-type]
        *(str(n.data) for n in Notice.objects.filter(person__in=[other, others[0]])),
    ]
    for body in pages:
        assert WORDS not in body
        assert "better_fit_elsewhere" not in body
        assert "Another mentor would fit better" not in body
        assert "asked the coordinators for another pairing" not in body
    assert "Another pairing is asked for" not in before
    ended = now_of(pair)
    assert (ended.end_reason, ended.end_words, ended.wants_another) == ("", "", True)
    assert ended.ended_by == world.cast.devi
    assert new.get(page(pair)).status_code == 404
    with pytest.raises(Rematch.DoesNotExist):
        rematch(by(other), mine.pk)


def test_each_is_told_in_words_of_their_own(
    pair: Mentorship, others: tuple[Person, Person], world: World, worker: Worker
) -> None:
    asked(pair, world.cast.arun)
    before = f"/proposals/{Proposal.objects.get().pk}/"  # of the pair that ends
    made = actions.rematch(now_of(pair), others[0], by=world.devi)
    worker()
    told = {
        (notice.person.name, notice.kind, notice.link)
        for notice in Notice.objects.select_related("person")
        if notice.kind.startswith(("rematch", "matching")) and notice.link != before
    }
    assert told == {
        ("Devi Nair", "rematch.asked", page(pair, "rematch/")),
        ("Rekha Menon", "rematch.asked", page(pair, "rematch/")),
        ("Meera Iyer", "rematch.mentor_free", page(pair)),
        ("Arun Patel", "rematch.teacher_goes_on", page(pair, "along/")),
        ("Arun Patel", "matching.proposed", f"/proposals/{made.pk}/"),
        ("Prakash Rao", "matching.proposed", f"/proposals/{made.pk}/"),
    }


def test_a_coordinator_who_is_one_of_the_two_learns_and_decides_nothing_of_it(
    pair: Mentorship, world: World, signed_in: SignIn, worker: Worker
) -> None:
    meera = world.cast.meera
    organisations.give_role(
        meera, world.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    mine = asked(pair, world.cast.arun)
    worker()
    assert not Notice.objects.filter(person=meera, kind="rematch.asked").exists()
    browser = signed_in(meera)
    assert browser.get(page(pair, "rematch/")).status_code == 404
    assert "Another pairing is asked for" not in browser.get(page(pair)).content.decode()
    assert "Another pairing is asked for" not in browser.get("/insights/trouble/").content.decode()
    assert browser.post(f"/rematches/{mine.pk}/stay/").status_code == 404


@pytest.mark.parametrize("who", ["kavita", "nandan", "omar", "asha", "somu"])
def test_a_stranger_and_whoever_is_in_power_cannot_tell_it_exists(
    pair: Mentorship, others: tuple[Person, Person], world: World, signed_in: SignIn, who: str
) -> None:
    mine = asked(pair, world.cast.arun)
    browser = signed_in(getattr(world.cast, who))
    for address in (
        page(pair, "another/"),
        page(pair, "along/"),
        page(pair, "rematch/"),
        page(pair, f"rematch/{others[0].pk}/"),
    ):
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code in (404, 405)
    for verb in ("withdraw", "stay"):
        assert browser.post(f"/rematches/{mine.pk}/{verb}/").status_code == 404


# Asking


def test_asking_taking_back_and_asking_again(
    pair: Mentorship, world: World, signed_in: SignIn, worker: Worker
) -> None:
    arun = signed_in(world.cast.arun)
    assert links_of(arun.get(page(pair)).content.decode(), "Ask for another pairing") == [
        page(pair, "another/")
    ]
    form = arun.get(page(pair, "another/")).content.decode()
    assert "Meera Iyer is not told that you have asked" in form
    assert "the coordinators of the school who are not of the pair can read this" in form
    empty = arun.post(page(pair, "another/"), {"words": WORDS}).content.decode()
    assert "Choose the reason that comes closest." in empty
    assert WORDS in empty
    done = arun.post(page(pair, "another/"), {"reason": "no_time", "words": WORDS})
    assert done["Location"] == page(pair, "along/")
    mine = Rematch.objects.get()
    with pytest.raises(Refused, match="You have asked already"):
        asked(pair, world.cast.arun)
    assert WORDS in arun.get(page(pair, "another/")).content.decode()
    arun.post(f"/rematches/{mine.pk}/withdraw/")
    assert arun.post(f"/rematches/{mine.pk}/withdraw/").status_code == 403
    assert Rematch.objects.get().status == RematchStatus.WITHDRAWN
    worker()
    again = asked(pair, world.cast.arun)
    assert (again.status, Rematch.objects.count()) == (RematchStatus.OPEN, 2)
    assert now_of(pair).status == S.ACTIVE


def test_both_may_ask_each_alone_and_one_choice_settles_both(
    pair: Mentorship, others: tuple[Person, Person], world: World, signed_in: SignIn
) -> None:
    asked(pair, world.cast.arun)
    mentoring.ask_rematch(pair, "no_time", "The bus takes two hours.", by=by(world.cast.meera))
    body = signed_in(world.cast.devi).get(page(pair, "rematch/")).content.decode()
    assert WORDS in body
    assert "The bus takes two hours." in body
    actions.rematch(now_of(pair), others[0], by=world.devi)
    assert {one.status for one in Rematch.objects.all()} == {RematchStatus.FOUND}


def test_whoever_asked_hears_that_they_go_on_for_now_and_may_ask_again(
    pair: Mentorship, world: World, signed_in: SignIn, worker: Worker
) -> None:
    mine = asked(pair, world.cast.arun)
    worker()
    done = signed_in(world.cast.devi).post(f"/rematches/{mine.pk}/stay/")
    assert done["Location"] == page(pair)
    worker()
    told = Notice.objects.filter(kind="rematch.stays").values_list("person__name", flat=True)
    assert list(told) == ["Arun Patel"]
    assert mentoring.ask_rematch(pair, "no_time", "", by=by(world.cast.arun)).pk != mine.pk


def test_a_reason_is_one_of_the_blueprint(pair: Mentorship, world: World) -> None:
    with pytest.raises(ValueError, match="no reason of this blueprint"):
        mentoring.ask_rematch(pair, "her_fault", "", by=by(world.cast.arun))


# What goes along


def plans(pair: Mentorship, arun: Person) -> tuple[Record, Record, Record]:
    """A lesson plan and a context that Arun has in the pair, and how he was seen: that is none."""
    me = by(arun, -2)
    return (
        records.begin(RecordKind.LESSON_PLAN, by=me, pair=pair, title="Halves", words={"aim": "A"}),
        records.begin(RecordKind.CONTEXT, by=me, pair=pair, title="Class 7", words={"pupils": 38}),
        records.begin(
            RecordKind.OBSERVATION, by=by(pair.mentor, -2), owner=arun, pair=pair, title="Seen"
        ),
    )


def test_only_what_the_teacher_chooses_goes_along(
    pair: Mentorship, others: tuple[Person, Person], world: World, signed_in: SignIn
) -> None:
    halves, class_7, seen = plans(pair, world.cast.arun)
    arun = signed_in(world.cast.arun)
    assert arun.get(page(pair, "along/")).status_code == 403  # he has not asked
    asked(pair, world.cast.arun)
    offered = arun.get(page(pair, "along/")).content.decode()
    assert "Halves" in offered
    assert "Class 7" in offered
    assert "Seen" not in offered
    wrong = arun.post(page(pair, "along/"), {"plans": [str(seen.pk)]})
    assert "One of these is no longer there" in wrong.content.decode()
    arun.post(page(pair, "along/"), {"plans": [str(class_7.pk)]})
    arun.post(page(pair, "along/"), {"plans": [str(halves.pk)]})  # changed her mind
    assert Carrying.objects.get().records == [halves.pk]
    made = actions.rematch(now_of(pair), others[0], by=world.devi).mentorship
    assert made is not None
    address = f"/proposals/{Proposal.objects.get(mentorship=made).pk}/"
    assert "1 plan of your earlier pair goes along" in arun.get(address).content.decode()
    arun.post(page(pair, "along/"), {"plans": []})
    assert "Choose which of your plans go along" in arun.get(address).content.decode()
    arun.post(page(pair, "along/"), {"plans": [str(halves.pk)]})
    mentoring.accept(made, by=by(world.cast.arun))
    assert Record.objects.filter(mentorship=made).count() == 0
    mentoring.accept(made, by=by(others[0]))
    (copy,) = Record.objects.filter(mentorship=made)
    assert (copy.title, copy.continues_id, copy.owner) == ("Halves", halves.pk, world.cast.arun)
    assert signed_in(others[0]).get(f"/lesson-plans/{copy.pk}/").status_code == 200
    for left in (halves, class_7, seen):
        assert signed_in(others[0]).get(f"/records/{left.pk}/").status_code == 404
    assert carry_chosen() == 0  # once
    assert arun.get(page(pair, "along/")).status_code == 403  # now she takes on in the new pair


def test_where_nothing_is_chosen_nothing_goes_along(
    pair: Mentorship, others: tuple[Person, Person], world: World
) -> None:
    plans(pair, world.cast.arun)
    made = actions.rematch(now_of(pair), others[0], by=world.devi).mentorship
    assert made is not None
    for person in (world.cast.arun, others[0]):
        mentoring.accept(made, by=by(person))
    carry_chosen()
    assert not Record.objects.filter(mentorship=made).exists()


def test_the_mentor_and_the_coordinator_choose_nothing_for_her(
    pair: Mentorship, world: World, signed_in: SignIn
) -> None:
    asked(pair, world.cast.arun)
    for person in (world.cast.meera, world.cast.devi):
        assert signed_in(person).get(page(pair, "along/")).status_code == 404
    with pytest.raises(Mentorship.DoesNotExist):
        leaving(by(world.cast.meera), pair.pk)


# Notice, states, races


def test_where_the_blueprint_asks_for_notice_the_end_is_announced_and_the_next_begins_after(
    pair: Mentorship,
    others: tuple[Person, Person],
    world: World,
    worker: Worker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def notice(m: Mentorship) -> bool:
        return m.pk == pair.pk

    monkeypatch.setattr("banyan.mentoring.actions.rematches.asks_for_notice", notice)
    made = actions.rematch(now_of(pair), others[0], by=world.devi).mentorship
    old = now_of(pair)
    assert (old.status, old.ends_early_on, old.wants_another) == (S.ACTIVE, NOW.date(), True)
    assert old.end_reason == ""
    assert made is not None
    assert made.status == S.PROPOSED
    worker()
    kinds = set(Notice.objects.filter(kind__startswith="rematch").values_list("kind", flat=True))
    assert kinds == {"rematch.mentor_until", "rematch.teacher_until"}


def test_an_announced_end_with_a_wish_for_another_is_left_as_it_is(
    pair: Mentorship, others: tuple[Person, Person], world: World
) -> None:
    day = (NOW + timedelta(days=5)).date()
    Mentorship.objects.filter(pk=pair.pk).update(ends_early_on=day, wants_another=False)
    with pytest.raises(Refused, match="has not asked for another mentor"):
        actions.rematch(now_of(pair), others[0], by=world.devi)
    Mentorship.objects.filter(pk=pair.pk).update(wants_another=True)
    assert actions.rematch(now_of(pair), others[0], by=world.devi).mentorship is not None
    assert now_of(pair).ends_early_on == day


def test_two_tabs_of_one_coordinator(
    pair: Mentorship, others: tuple[Person, Person], world: World, signed_in: SignIn
) -> None:
    devi = signed_in(world.cast.devi)
    address = page(pair, f"rematch/{others[0].pk}/")
    assert devi.post(address, {"seen": "active"}).status_code == 302
    assert devi.post(address, {"seen": "active"}).status_code in (403, 404, 409)
    old = now_of(pair)
    old.status = S.ACTIVE  # as the other tab has loaded it
    with pytest.raises((Refused, Stale)):
        actions.rematch(old, others[1], by=world.devi, seen="active")
    assert Mentorship.objects.filter(mentee=world.cast.arun, status=S.PROPOSED).count() == 1


def test_nothing_happens_when_the_chosen_one_cannot_be_proposed(
    pair: Mentorship, others: tuple[Person, Person], world: World
) -> None:
    world.places[others[0].pk].capacity = 0
    world.places[others[0].pk].save(update_fields=["capacity"])
    with pytest.raises(Refused):
        actions.rematch(now_of(pair), others[0], by=world.devi)
    assert now_of(pair).status == S.ACTIVE
    assert not Event.objects.filter(verb="mentorship.rematch").exists()
    assert Round.objects.count() == 1


@pytest.mark.parametrize("contested", ["one pair", "one seat"])
def test_two_coordinators_at_once(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest, contested: str
) -> None:
    with threads_share(tmp_path):
        first: Mentorship = request.getfixturevalue("pair")
        prakash, sana = request.getfixturevalue("others")
        world: World = request.getfixturevalue("world")
        rekha = by(world.rekha)
        if contested == "one pair":
            second, wanted = first, sana
        else:
            bela = world.teacher("Bela Roy").person
            tara = world.mentor("Tara Sen")
            second = mentoring.propose(
                tara, bela, world.cohort, world.cast.school, [], by=world.devi
            )
            for person in (tara, bela):
                second = mentoring.accept(now_of(second), by=by(person))
            wanted = prakash
        old = pair_to_rematch(world.devi, first.pk), pair_to_rematch(rekha, second.pk)
        said = at_once(
            lambda: actions.rematch(old[0], prakash, by=world.devi),
            lambda: actions.rematch(old[1], wanted, by=rekha),
        )
        assert said.count("done") == 1
        assert Mentorship.objects.filter(status=S.PROPOSED).count() == 1
        assert Round.objects.filter(of_one=True).count() == 1
        still = Mentorship.objects.filter(status=S.ACTIVE).count()
        assert still == (0 if contested == "one pair" else 1)


def test_two_coordinators_of_two_pairs_at_once_number_their_rounds_apart(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with threads_share(tmp_path):
        first: Mentorship = request.getfixturevalue("pair")
        prakash, sana = request.getfixturevalue("others")
        world: World = request.getfixturevalue("world")
        bela = world.teacher("Bela Roy").person
        tara = world.mentor("Tara Sen")
        second = mentoring.propose(tara, bela, world.cohort, world.cast.school, [], by=world.devi)
        for person in (tara, bela):
            second = mentoring.accept(now_of(second), by=by(person))
        rekha = by(world.rekha)
        old = pair_to_rematch(world.devi, first.pk), pair_to_rematch(rekha, second.pk)
        said = at_once(
            lambda: actions.rematch(old[0], prakash, by=world.devi),
            lambda: actions.rematch(old[1], sana, by=rekha),
        )
        # On SQLite the later one may find the database in use, and is told to try again.
        assert said in (["done", "done"], ["OperationalError", "done"], ["Stale", "done"])
        numbers = list(Round.objects.filter(of_one=True).values_list("number", flat=True))
        assert len(numbers) == len(set(numbers)) == said.count("done")


@pytest.mark.parametrize("waiting", [1, 3, 25])
def test_the_pages_ask_as_often_for_many_as_for_one(
    pair: Mentorship,
    others: tuple[Person, Person],
    world: World,
    signed_in: SignIn,
    waiting: int,
) -> None:
    asked(pair, world.cast.arun)
    for number in range(waiting):
        world.teacher(f"Waiting {number}")
        world.mentor(f"Offering {number}")
    devi = signed_in(world.cast.devi)
    devi.get(page(pair, "rematch/"))
    counts = []
    for rest in ("rematch/", f"rematch/{others[0].pk}/"):
        with CaptureQueriesContext(connection) as asked_for:
            devi.get(page(pair, rest))
        counts.append(len(asked_for))
    assert counts == [9, 8]


def test_the_timeline_says_that_it_ended_for_another_and_not_who_asked(
    pair: Mentorship, others: tuple[Person, Person], world: World
) -> None:
    asked(pair, world.cast.meera)
    actions.rematch(now_of(pair), others[0], by=world.devi)
    event = Event.objects.get(verb="mentorship.rematch")
    assert (event.subject, event.actor) == (f"mentorship:{pair.pk}", world.cast.devi.pk)
    assert mentorship(by(world.cast.arun), pair.pk).status == S.ENDED
