"""What somebody typed is not lost when its form cannot be taken, and is shown to nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from banyan.mentoring.models import Mentorship, Record
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
NEW = "/journal/new/?after="
WORDS = {"title": "Two voices", "text": "They waited.\n\nThen <she> spoke."}
HOST = {"origin": "http://testserver"}


def hidden(page: Any) -> dict[str, str]:
    """The fields of the form from which it can be sent again."""
    form = re.search(r"<form[^>]*method=\"post\"[^>]*>(?:(?!</form>).)*Send it again", page, re.S)
    assert form is not None
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form.group(0))
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found}


def test_words_of_somebody_who_is_signed_out_wait_on_the_page_and_go_where_they_belong(
    cast: Cast, pair: Mentorship
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/account/login/")
    token = browser.cookies["csrftoken"].value
    page = browser.post(NEW, {**WORDS, "csrfmiddlewaretoken": token}, headers=HOST)
    assert page.status_code == 401
    assert "no-store" in page.headers["Cache-Control"]
    assert 'action="/journal/new/?after="' in page.content.decode()
    sent = hidden(page.content.decode())
    assert {name: sent[name] for name in WORDS} == WORDS
    assert Record.objects.count() == 0

    browser.force_login(cast.arun)  # in another window: the token of the page is old
    browser.get("/account/email/")
    browser.cookies["csrftoken"] = "A" * 32
    late = browser.post(NEW, sent, headers=HOST)
    assert late.status_code == 403
    again = hidden(late.content.decode())
    assert {name: again[name] for name in WORDS} == WORDS
    assert browser.post(NEW, again, headers=HOST).status_code == 302
    record = Record.objects.get()
    assert (record.title, record.words["text"]) == (WORDS["title"], WORDS["text"])


def test_what_another_site_sends_is_not_offered_to_be_sent_again(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.arun)
    for headers in ({}, {"origin": "https://evil.example"}):
        page = browser.post(NEW, WORDS, headers=headers)
        assert page.status_code == 403
        assert b"voices" not in page.content and b"Send it again" not in page.content


def test_a_button_without_words_leads_to_the_sign_in_as_ever(client: Client) -> None:
    answer = client.post("/well-being/turn-on/", {"seen": "3"})
    assert (answer.status_code, answer.headers["Location"]) == (
        302, "/account/login/?next=/well-being/turn-on/",
    )  # fmt: skip


def test_no_form_of_signing_in_is_shown_again(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.arun)
    page = browser.post("/account/login/", {"password": "two words"}, headers=HOST)
    assert b"two words" not in page.content


def test_a_refusal_gives_back_what_was_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.arun)
    page = client.post("/well-being/new/", {"words": "Long <days> again"})
    assert page.status_code == 403  # it is off
    assert "Long &lt;days&gt; again" in page.content.decode()
