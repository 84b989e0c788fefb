"""Not with whom: said by name and in confidence, heeded by every round, and told to nobody else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.matching import actions
from banyan.matching.actions.apart import keep_apart
from banyan.matching.models import Apart, Proposal
from banyan.matching.queries.apart import Named, asked_in, own_apart
from banyan.matching.snapshot.choosing import looking
from banyan.matching.states import Skip
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Enrolment, Programme
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW
from tests.matching.conftest import World

pytestmark = pytest.mark.django_db


def at(person: Person, days: int = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(days=days))


def ask(world: World, person: Person, *names: str) -> None:
    by = at(person)
    found = own_apart(by, world.programme.code)
    keep_apart(found, names, by=by, seen=found.version)


@pytest.fixture
def two(pairable: World) -> World:
    """Arun waits; Meera and Nima have a seat each, and Meera fits better."""
    pairable.mentor("Nima Rao", hours=["sun-evening"])
    return pairable


@pytest.mark.parametrize("who", ["teacher", "mentor"])
def test_a_round_keeps_two_apart_whichever_of_them_asked(two: World, who: str) -> None:
    arun, meera = two.cast.arun, two.cast.meera
    assert two.pairs(two.computed()) == {"Arun Patel": "Meera Iyer"}
    asker, other = (arun, meera) if who == "teacher" else (meera, arun)
    ask(two, asker, f"Mrs {other.name.upper()}, Sangod")
    actions.discard(two.cohort.rounds.get(), by=two.devi)
    round_ = two.computed()
    assert two.pairs(round_) == {"Arun Patel": "Nima Rao"}
    (kept,) = (row for row in round_.problem["teachers"])
    assert kept["avoid"] == [str(meera.pk)]  # whoever asked: the same is kept
    assert [row["avoid"] for row in round_.problem["mentors"]] == [[], []]


def test_what_is_said_after_the_pairs_were_found_is_heeded_when_they_are_published(
    two: World,
) -> None:
    round_ = two.computed()
    ask(two, two.cast.arun, "Meera Iyer")
    actions.publish(round_, by=two.devi)
    assert Proposal.objects.get(round=round_).skipped == Skip.RULED_OUT


def test_who_chooses_a_mentor_is_not_shown_one_who_would_rather_not(choosing: World) -> None:
    enrolment = Enrolment.objects.get(person=choosing.cast.arun)
    assert looking(at(choosing.cast.arun), enrolment).facts.fitting == (choosing.cast.meera.pk,)
    ask(choosing, choosing.cast.meera, "Arun Patel")
    assert looking(at(choosing.cast.arun), enrolment).facts.fitting == ()


def test_a_pin_against_it_is_refused_without_saying_who_asked(two: World) -> None:
    ask(two, two.cast.meera, "Arun Patel")
    round_ = actions.open_round(two.cohort, by=two.devi)
    with pytest.raises(Refused) as refused:
        actions.pin(round_, two.cast.arun, two.cast.meera, by=two.devi)
    assert "ruled out in confidence" in str(refused.value)


def test_people_are_meant_by_their_whole_name_or_their_address(two: World) -> None:
    people = [
        Person(pk=1, name="Dr. Meera Iyer", email="meera@example.org"),
        Person(pk=2, name="Meera Iyer"),
        Person(pk=3, name="Meera"),
        Person(pk=4, name="मीरा अय्यर"),
    ]
    named = Named(people)
    assert named.meant("Meera Iyer, GSSS Sangod") == {1, 2, 3}
    assert named.meant("iyer  MEERA") == {1, 2, 3}
    assert named.meant("meera@example.org ") == {1, 3}
    assert named.meant("श्रीमती मीरा अय्यर") == {4}
    assert named.meant("Iyer") == set()
    assert named.meant("…") == set()


def test_who_asked_and_who_runs_the_round_read_it_and_nobody_else(
    two: World, client: Client
) -> None:
    """Arun's words could leak to the mentor whom he names, to his head, to a colleague and to a
    coordinator of another area: each of them opens every page of it that there is."""
    cast = two.cast
    round_ = two.computed()
    ask(two, cast.arun, "Meera Iyer", "Somebody Unheard")
    own, all_ = f"/programmes/{two.programme.code}/apart/", f"/rounds/{round_.pk}/in-confidence/"
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.arun)
        assert "Somebody Unheard" in client.get(own).content.decode()
        assert client.get(all_).status_code == 404
        client.force_login(cast.devi)
        page = client.get(all_).content.decode()
        assert "Arun Patel" in page and "Somebody Unheard" in page
        assert client.get(own).status_code == 404  # she takes no part herself
        for name, person in cast.everybody().items():
            if name in ("arun", "devi"):
                continue
            client.force_login(person)
            # Nandan answers for the nation, and Asha administers it: neither runs the programme.
            assert client.get(all_).status_code == 404, name
            assert "Unheard" not in client.get(own).content.decode(), name
        client.force_login(cast.meera)
        seen = client.get(own)
        assert seen.status_code == 200
        assert "Arun" not in seen.content.decode()


def test_nothing_that_others_read_of_the_round_says_who_asked(two: World, client: Client) -> None:
    ask(two, two.cast.arun, "Meera Iyer")
    round_ = actions.publish(two.computed(), by=two.devi)
    proposal = Proposal.objects.get(round=round_)
    assert proposal.mentor is not None
    assert proposal.mentor.name == "Nima Rao"
    codes = json.dumps([proposal.reasons, proposal.relaxations, round_.loads, round_.summary])
    assert "confidence" not in codes.replace("in_confidence", "")
    told = Event.objects.filter(verb="apart.keep")
    assert [event.data for event in told] == [{}]
    with time_machine.travel(NOW, tick=False):
        for person in (two.cast.arun, proposal.mentor):
            client.force_login(person)
            page = client.get(f"/proposals/{proposal.pk}/").content.decode()
            assert "Meera" not in page
            assert "confidence" not in page.lower()


def test_a_coordinator_who_is_named_does_not_read_it(two: World) -> None:
    ask(two, two.cast.arun, "Rekha Menon", "Rekha madam", "Meera Iyer")
    round_ = two.computed()
    names = [one.name for one in asked_in(two.devi, round_)]
    assert names == ["Rekha Menon", "Rekha madam", "Meera Iyer"]
    assert [one.name for one in asked_in(at(two.rekha), round_)] == ["Meera Iyer"]


def test_who_runs_it_reads_who_is_meant_and_that_is_on_record(two: World, client: Client) -> None:
    ask(two, two.cast.arun, "Meera Iyer from Sangod", "Meara Iyar")
    ask(two, two.cast.meera, "arun.patel@example.org Arun Patel")
    round_ = two.computed()
    found = {one.name: (one.person, one.meant) for one in asked_in(two.devi, round_)}
    assert found == {
        "Meera Iyer from Sangod": ("Arun Patel", ["Meera Iyer"]),
        "Meara Iyar": ("Arun Patel", []),
        "arun.patel@example.org Arun Patel": ("Meera Iyer", ["Arun Patel"]),
    }
    with time_machine.travel(NOW, tick=False):
        client.force_login(two.cast.devi)
        for _again in range(2):
            page = client.get(f"/rounds/{round_.pk}/in-confidence/").content.decode()
        assert "Nobody here is called exactly that" in page
    read = Event.objects.filter(verb="apart.read")
    assert [(event.actor, event.data) for event in read] == [(two.cast.devi.pk, {})]


def test_only_who_takes_part_has_a_page_for_it(two: World) -> None:
    for person in (two.cast.kavita, two.cast.devi, two.cast.somu):
        with pytest.raises(Programme.DoesNotExist):
            own_apart(at(person), two.programme.code)
    found = own_apart(at(two.cast.arun), two.programme.code)
    with pytest.raises(Refused):
        keep_apart(found, ["Meera Iyer"], by=at(two.cast.meera), seen=found.version)
    assert not Apart.objects.exists()


def test_the_second_of_two_windows_is_told(two: World, client: Client) -> None:
    by = at(two.cast.arun)
    first, second = (own_apart(by, two.programme.code) for _tab in range(2))
    keep_apart(first, ["Meera Iyer"], by=by, seen=first.version)
    with pytest.raises(Stale):
        keep_apart(second, ["Nima Rao"], by=by, seen=second.version)
    assert own_apart(by, two.programme.code).names == ["Meera Iyer"]
    with time_machine.travel(NOW, tick=False):
        client.force_login(two.cast.arun)
        page = client.post(
            f"/programmes/{two.programme.code}/apart/",
            {"version": str(second.version), "names": "Nima Rao"},
        )
    shown = page.content.decode()
    assert page.status_code == 409
    assert "Nima Rao" in shown and "Meera Iyer" in shown


def test_names_are_taken_back_and_too_many_are_told_beside_the_field(
    two: World, client: Client
) -> None:
    address = f"/programmes/{two.programme.code}/apart/"
    ask(two, two.cast.arun, "Meera Iyer", "Nima Rao")
    version = own_apart(at(two.cast.arun), two.programme.code).version
    with time_machine.travel(NOW, tick=False):
        client.force_login(two.cast.arun)
        many = "\n".join(f"Somebody {number}" for number in range(11))
        for typed, sentence in (
            (many, "Name at most 10 people"),
            ("x" * 201, "Keep each line to 200 characters"),
            ("Ravi 2345 6789 0124", "Aadhaar"),
        ):
            page = client.post(address, {"version": str(version), "names": typed})
            assert page.status_code == 422
            assert sentence in page.content.decode()
            assert typed.splitlines()[0] in page.content.decode()
        page = client.post(address, {"version": str(version), "names": " \n\n"})
        assert page.status_code == 302
    assert not Apart.objects.exists()
    assert two.pairs(two.computed()) == {"Arun Patel": "Meera Iyer"}


def test_a_coordinator_who_mentors_reads_no_word_that_names_her(two: World) -> None:
    """She runs the round and is in its pool."""
    organisations.give_role(
        two.cast.meera, two.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    ask(two, two.cast.arun, "Meera Iyer")
    round_ = two.computed()
    assert asked_in(at(two.cast.meera), round_) == []
    assert [one.meant for one in asked_in(two.devi, round_)] == [["Meera Iyer"]]


def test_who_takes_part_reads_only_what_is_certain_and_says_nothing_more(
    two: World, client: Client
) -> None:
    """Meera coordinates and is in the pool: "our coordinator" may be her, however it is spelled."""
    organisations.give_role(
        two.cast.meera, two.cast.nation, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    could_be_her = [
        "Meera madam, our coordinator", "Mira Iyer", "Nima Rao or Mira Iyer", "Nima Rao, Sangod",
        "meera.iyer@example.org",
    ]  # fmt: skip
    ask(two, two.cast.arun, *could_be_her, "Nima Rao", "Prof. nima rao nima.rao@example.org")
    ask(two, two.cast.meera, "Her own, whoever that is")
    round_ = two.computed()
    read = [one.name for one in asked_in(at(two.cast.meera), round_)]
    assert read == [
        "Nima Rao", "Prof. nima rao nima.rao@example.org", "Her own, whoever that is",
    ]  # fmt: skip
    assert {one.name for one in asked_in(two.devi, round_)} == {*could_be_her, *read}
    with time_machine.travel(NOW, tick=False):
        client.force_login(two.cast.meera)
        page = client.get(f"/rounds/{round_.pk}/in-confidence/").content.decode()
    assert "What could mean you is for another coordinator." in page
    assert "Mira" not in page


def test_a_coordinator_with_power_over_whoever_asks_does_not_read_it(two: World) -> None:
    ask(two, two.cast.arun, "Nima Rao")
    ask(two, Person.objects.get(name="Nima Rao"), "Arun Patel")
    round_ = two.computed()
    assert [one.person for one in asked_in(two.devi, round_)] == ["Arun Patel", "Nima Rao"]
    organisations.give_role(
        two.cast.devi, two.cast.school, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO
    )
    assert [one.person for one in asked_in(at(two.cast.devi), round_)] == ["Nima Rao"]


def test_the_page_promises_what_is_so(two: World, client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        client.force_login(two.cast.arun)
        page = client.get(f"/programmes/{two.programme.code}/apart/").content.decode()
    assert "Write the full name or the mail address" in page
    assert "The coordinators who run the rounds read this." in page
    assert "no round will pair" not in page


def test_the_page_costs_the_same_for_one_and_for_many(two: World, client: Client) -> None:
    round_ = two.computed()
    client.force_login(two.cast.devi)
    counts = []
    with time_machine.travel(NOW, tick=False):
        for number in (1, 3):
            for _one in range(number):
                two.teacher(f"Bela {Apart.objects.count()} Roy")
                ask(two, Person.objects.latest("pk"), "Meera Iyer")
            client.get(f"/rounds/{round_.pk}/in-confidence/")
            with CaptureQueriesContext(
                connection,
            ) as found:
                client.get(f"/rounds/{round_.pk}/in-confidence/")
            counts.append(len(found))
    assert counts[0] == counts[1] <= 10
