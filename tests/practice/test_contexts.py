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
    again = signed_in(world.cast.arun).post(url, {"joy": "Songs.", "consent": "agreed"})
    record = Record.objects.get(kind=RecordKind.INTAKE)
    assert again.headers["Location"] == f"/intakes/{record.pk}/"
    page = signed_in(world.cast.arun).get(f"/intakes/{record.pk}/")
    seen = page.context["form"].initial["seen"]
    sent = {"joy": "Stories.", "hard": "Noise.", "consent": "agreed", "seen": seen}
    assert signed_in(world.cast.arun).post(f"/intakes/{record.pk}/", sent).status_code == 302
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
