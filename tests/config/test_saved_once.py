"""A form that a script sends: done once, told the same again, for its writer alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from banyan.people import jobs
from banyan.people.models import Person, SentForm
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db
ME = {"locale": "en", "time_zone": "Asia/Kolkata"}


@pytest.fixture(autouse=True)
def the_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def send(client: Client, name: str, key: str, person: Person, url: str = "/me/") -> Any:
    headers = {"idempotency-key": key, "banyan-person": str(person.pk)}
    return client.post(url, {**ME, "name": name}, headers=headers)


def named(person: Person) -> str:
    return Person.objects.get(pk=person.pk).name


@pytest.fixture
def arun(client: Client, cast: Cast) -> Person:
    client.force_login(cast.arun)
    return cast.arun


def test_what_is_sent_by_its_script_is_told_when_it_was_saved(client: Client, arun: Person) -> None:
    answer = send(client, "Arun P", "one", arun)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == {"says": "Saved at 12:00\u00a0pm", "fields": {}, "action": ""}
    assert named(arun) == "Arun P"


def test_the_same_key_is_answered_the_same_and_changes_nothing(
    client: Client, arun: Person
) -> None:
    first = send(client, "Arun P", "one", arun)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        again = send(client, "Somebody else", "one", arun)
    assert again.json() == first.json()
    assert named(arun) == "Arun P"
    assert SentForm.objects.count() == 1


def test_another_key_or_another_address_is_another_sending(client: Client, arun: Person) -> None:
    send(client, "Arun P", "one", arun)
    send(client, "Arun Q", "two", arun)
    assert named(arun) == "Arun Q"
    send(client, "", "one", arun, "/language/setlang/")
    assert SentForm.objects.count() == 3


def test_the_same_key_of_another_person_is_hers_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.arun)
    send(client, "Arun P", "one", cast.arun)
    client.force_login(cast.meera)
    send(client, "Meera I", "one", cast.meera)
    assert (named(cast.arun), named(cast.meera)) == ("Arun P", "Meera I")


def test_nobody_sends_what_another_person_wrote(client: Client, cast: Cast) -> None:
    client.force_login(cast.meera)
    answer = send(client, "Words of Arun", "one", cast.arun)
    assert answer.status_code == 403
    assert (named(cast.arun), named(cast.meera)) == ("Arun Patel", "Meera Iyer")
    assert SentForm.objects.count() == 0


def test_nobody_who_has_not_signed_in_saves_anything(client: Client, cast: Cast) -> None:
    answer = send(client, "Words of Arun", "one", cast.arun)
    assert answer.status_code == 403
    assert SentForm.objects.count() == 0


def test_what_was_not_saved_may_be_sent_again_with_its_key(client: Client, arun: Person) -> None:
    assert b"govuk-error-message" in send(client, "", "one", arun).content
    assert SentForm.objects.count() == 0
    assert send(client, "Arun P", "one", arun).json()["says"] == "Saved at 12:00\u00a0pm"


def test_a_page_that_opens_later_says_nothing_of_it(client: Client, arun: Person) -> None:
    send(client, "Arun P", "one", arun)
    assert b"<p>Saved.</p>" not in client.get("/me/").content


def test_the_button_leads_on_as_it_always_did(client: Client, arun: Person) -> None:
    answer = client.post("/me/", {**ME, "name": "Arun P"}, follow=True)
    assert answer.redirect_chain == [("/me/", 302)]
    assert b"<p>Saved.</p>" in answer.content
    assert SentForm.objects.count() == 0


def test_after_two_weeks_nobody_waits_for_the_answer(client: Client, arun: Person) -> None:
    send(client, "Arun P", "one", arun)
    with time_machine.travel(NOW + timedelta(days=13), tick=False):
        assert jobs.forget_sendings() == 0
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        assert jobs.forget_sendings() == 1
    assert SentForm.objects.count() == 0


def test_the_service_worker_keeps_the_shell_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "private, no-store"
    shell = json.loads(text.split("self.SHELL = ")[1].split(";")[0])
    page = client.get("/ui/").content.decode()
    files = ("banyan.css", "htmx.min.js", "banyan.js", "keep.js")
    assert shell == [f"/static/banyan/{name}" for name in files]
    assert [name for name in shell if f'"{name}"' not in page] == []


def test_a_page_says_whose_it_is_and_a_stranger_s_says_nobody(client: Client, cast: Cast) -> None:
    assert b"data-person" not in client.get("/ui/").content
    client.force_login(cast.arun)
    assert f'<body data-person="{cast.arun.pk}">' in client.get("/ui/").content.decode()
