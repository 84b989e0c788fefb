"""The context of teaching in counts, and the first interview with the teacher's agreement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from banyan.mentoring.actions import records as kept
from banyan.mentoring.models import Record
from banyan.mentoring.queries import records
from banyan.mentoring.states import RecordKind, Tier
from banyan.people.models import Person
from tests.practice.conftest import World

pytestmark = pytest.mark.django_db


def test_a_context_holds_counts_and_is_for_the_two(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(world.cast.arun)
    sent = {"pupils": "38", "girls": "21", "other_language": "30", "motivation": "My own teacher."}
    made = client.post("/teaching-contexts/new/", sent)
    record = Record.objects.get(kind=RecordKind.CONTEXT)
    assert made.headers["Location"] == f"/teaching-contexts/{record.pk}/"
    assert record.words == {
        "pupils": 38, "girls": 21, "other_language": 30, "motivation": "My own teacher.",
    }  # fmt: skip
    assert client.get("/teaching-contexts/new/").status_code == 302
    page = signed_in(world.cast.meera).get(made.headers["Location"])
    assert b"My own teacher." in page.content
    assert b"<textarea" not in page.content.split(b'id="comments"')[0]
    assert signed_in(world.cast.devi).get(made.headers["Location"]).status_code == 404


def test_no_part_of_a_class_is_larger_than_the_class(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(world.cast.arun)
    page = client.post("/teaching-contexts/new/", {"pupils": "9", "girls": "10"})
    assert page.status_code == 422
    assert Record.objects.filter(kind=RecordKind.CONTEXT).count() == 0


def test_nothing_of_an_interview_is_kept_before_the_teacher_agrees(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    client, url = signed_in(world.cast.meera), f"/mentorships/{world.pair.pk}/intake/new/"
    assert client.post(url, {"joy": "Stories."}).status_code == 422
    assert Record.objects.filter(kind=RecordKind.INTAKE).count() == 0
    client.post(url, {"joy": "Stories.", "consent": "agreed"})
    record = Record.objects.get(kind=RecordKind.INTAKE)
    assert (record.owner, record.tier) == (world.cast.arun, Tier.PAIR)


def test_both_write_in_the_interview_and_there_is_one_of_a_pair(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    url = f"/mentorships/{world.pair.pk}/intake/new/"
    signed_in(world.cast.meera).post(url, {"joy": "Stories.", "consent": "agreed"})
    arun = signed_in(world.cast.arun)
    record = Record.objects.get(kind=RecordKind.INTAKE)
    again = arun.post(url, {"joy": "Songs.", "hard": "Noise.", "consent": "agreed"})
    assert again.status_code == 409  # nothing of what he typed meanwhile is lost
    form = again.context["form"]
    assert ([text for _label, text in again.context["theirs"]], form["joy"].value()) == (
        ["Stories."], "Songs.",
    )  # fmt: skip
    sent = {"joy": "Stories.", "hard": "Noise.", "consent": "agreed", "seen": form["seen"].value()}
    assert arun.post(url, sent).headers["Location"] == f"/intakes/{record.pk}/"
    record.refresh_from_db()
    assert record.words == {"joy": "Stories.", "hard": "Noise.", "consent": "agreed"}


def test_an_interview_that_the_teacher_keeps_to_herself_is_not_begun_again(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    url = f"/mentorships/{world.pair.pk}/intake/new/"
    signed_in(world.cast.meera).post(url, {"joy": "Stories.", "consent": "agreed"})
    arun = world.by(world.cast.arun)
    record = records.record(arun, Record.objects.get(kind=RecordKind.INTAKE).pk)
    kept.set_tier(record, Tier.OWN, by=arun)
    answer = signed_in(world.cast.meera).post(url, {"joy": "Again.", "consent": "agreed"})
    assert answer.status_code == 403
    assert Record.objects.filter(kind=RecordKind.INTAKE).count() == 1


def test_an_agreement_that_is_none_of_ours_is_no_agreement(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    url = f"/mentorships/{world.pair.pk}/intake/new/"
    assert signed_in(world.cast.meera).post(url, {"consent": "\x00"}).status_code == 422


def typed(client: Client, url: str, words: dict[str, str], person: Person) -> list[str]:
    """The words are sent as they are typed, in three goes; returns where each went."""
    seen, there, went = "", url, []
    for number in range(3):
        went.append(there)
        headers = {"idempotency-key": f"k{number}", "banyan-person": str(person.pk)}
        sent = {code: said[: (number + 1) * 3] for code, said in words.items()} | {"seen": seen}
        answer = client.post(there, sent, headers=headers).json()
        there, seen = answer["action"] or there, answer["fields"]["seen"]
    return went


def test_a_context_is_saved_as_it_is_typed_and_is_one(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    client, arun = signed_in(world.cast.arun), world.cast.arun
    assert b'data-keep="context-new"' in client.get("/teaching-contexts/new/").content
    went = typed(client, "/teaching-contexts/new/", {"motivation": "Mathematics"}, arun)
    record = Record.objects.get(kind=RecordKind.CONTEXT)
    there = f"/teaching-contexts/{record.pk}/"
    assert went == ["/teaching-contexts/new/", there, there]
    assert record.words == {"motivation": "Mathemati"}
    assert f'data-keep="context-{record.pk}"'.encode() in client.get(there).content


def test_an_interview_is_saved_as_it_is_typed_once_the_teacher_has_agreed(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    client, url = signed_in(world.cast.meera), f"/mentorships/{world.pair.pk}/intake/new/"
    assert b'data-keep="' not in client.get(url).content
    there = client.post(url, {"joy": "Maps", "consent": "agreed"}).headers["Location"]
    record = Record.objects.get(kind=RecordKind.INTAKE)
    assert f'data-keep="intake-{record.pk}"'.encode() in client.get(there).content
    seen = client.get(there).context["form"].initial["seen"]
    answer = client.post(
        there,
        {"joy": "Maps, songs", "consent": "agreed", "seen": seen},
        headers={"idempotency-key": "k", "banyan-person": str(world.cast.meera.pk)},
    )
    assert answer.json()["says"].startswith("Saved at")
    record.refresh_from_db()
    assert record.words["joy"] == "Maps, songs"
