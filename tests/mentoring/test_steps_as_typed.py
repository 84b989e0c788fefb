"""A step of the journey is saved as it is typed, and two who write at once lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.snapshot import spelled
from banyan.mentoring.states import StepStatus
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db
KEY = "module_1/student_data"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def address(walking: Mentorship) -> str:
    return reverse("mentoring:step", args=[walking.pk, spelled(KEY)])


def typed(browser: Client, url: str, person: Person, key: str, **said: object) -> Any:
    headers = {"idempotency-key": key, "banyan-person": str(person.pk)}
    return browser.post(url, said, headers=headers)


def test_what_is_typed_is_a_draft_and_one_time_of_writing_is_told_once(
    address: str, walking: Mentorship, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    browser, seen = signed_in(cast.arun), "0"
    assert f'data-keep="step-{walking.pk}-'.encode() in browser.get(address).content
    for number, words in enumerate(("Vo", "Voices", "Voices in pairs")):
        answer = typed(browser, address, cast.arun, f"k{number}", seen=seen, notes=words)
        seen = answer.json()["fields"]["seen"]
    row = StepRecord.objects.get(mentorship=walking, key=KEY)
    assert (row.status, row.words, row.version) == (
        StepStatus.DRAFT, {"notes": "Voices in pairs"}, 3,
    )  # fmt: skip
    assert Event.objects.filter(verb="step.draft", actor=cast.arun.pk).count() == 1


def test_both_texts_are_there_when_two_devices_write_at_once(
    address: str, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    browser = signed_in(cast.arun)
    typed(browser, address, cast.arun, "k1", seen="0", notes="On the phone")
    late = typed(browser, address, cast.arun, "k2", seen="0", notes="On the computer")
    assert late.status_code == 409
    assert [text for _label, text in late.context["theirs"]] == ["On the phone"]
    form = late.context["form"]
    assert (form["notes"].value(), form["seen"].value()) == ("On the computer", "1")
    assert b'data-keep="step-' in late.content
    both = browser.post(address, {"seen": "1", "verb": "draft", "notes": "On both"})
    assert both.status_code == 302
    assert StepRecord.objects.get(key=KEY).words == {"notes": "On both"}


def test_what_was_typed_into_a_step_that_is_done_meanwhile_can_be_copied(
    address: str, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    browser = signed_in(cast.arun)
    browser.post(address, {"seen": "0", "verb": "finish", "notes": "Done"})
    late = browser.post(address, {"seen": "0", "verb": "draft", "notes": "Some more words"})
    assert late.status_code == 409
    assert b"Some more words" in late.content
