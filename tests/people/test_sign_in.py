from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from banyan.people.models import Person
from banyan.people.templatetags.people import device
from banyan.trail.models import Event
from tests.conftest import Cast

Code = Callable[[], str]
Same = Callable[[Any, str], tuple[int, str, str]]
SignedIn = Callable[[Person], Client]
LOGIN, SIGNUP = "/account/login/", "/account/signup/"
CONFIRM = "/account/login/code/confirm/"


def signed_in_as(client: Client) -> int:
    return int(client.session.get("_auth_user_id", 0))


def test_a_code_by_mail_signs_in(client: Client, cast: Cast, code: Code) -> None:
    assert client.post(LOGIN, {"login": "ARUN@example.org"}).headers["Location"] == CONFIRM
    assert mail.outbox[0].to == ["arun@example.org"]
    assert client.post(CONFIRM, {"code": code()}).headers["Location"] == "/"
    assert signed_in_as(client) == cast.arun.pk
    assert EmailAddress.objects.get(user=cast.arun).verified


def test_a_wrong_code_is_told_beside_the_field_and_five_end_it(client: Client, cast: Cast) -> None:
    client.post(LOGIN, {"login": "arun@example.org"})
    for _ in range(4):
        answer = client.post(CONFIRM, {"code": "0000-0000"})
        assert answer.status_code == 200
        assert "not the code that we sent last" in answer.content.decode()
    assert client.post(CONFIRM, {"code": "0000-0000"}).headers["Location"] == "/account/login/code/"
    assert signed_in_as(client) == 0


def test_a_password_is_optional_and_works(client: Client, cast: Cast) -> None:
    cast.arun.set_password("four words are plenty")
    cast.arun.save()
    EmailAddress.objects.filter(user=cast.arun).update(verified=True)
    credentials = {"login": "arun@example.org", "password": "four words are plenty"}
    assert client.post(LOGIN, credentials).headers["Location"] == "/"
    assert signed_in_as(client) == cast.arun.pk


@pytest.mark.parametrize(
    ("address", "field", "more"),
    [
        (LOGIN, "login", {}),
        (LOGIN, "login", {"password": "not the password"}),
        ("/account/login/code/", "email", {}),
        ("/account/password/reset/", "email", {}),
        (SIGNUP, "email", {"name": "Somebody"}),
    ],
)
def test_no_page_tells_a_stranger_whether_an_address_is_known(
    cast: Cast, same: Same, address: str, field: str, more: dict[str, str]
) -> None:
    seen = []
    for email in ("arun@example.org", "nobody@example.org"):
        browser = Client()
        steps = [same(browser.post(address, {field: email, **more}), email)]
        if where := steps[0][1]:
            steps.append(same(browser.get(where), email))
            steps.append(same(browser.post(where, {"code": "0000-0000"}), email))
            steps.append(same(browser.post(where, {"action": "resend"}), email))
        seen.append(steps)
    assert seen[0] == seen[1]


def test_a_known_address_asked_at_sign_up_is_told_only_by_mail(client: Client, cast: Cast) -> None:
    client.post(SIGNUP, {"name": "Arun again", "email": "arun@example.org"})
    assert Person.objects.filter(name="Arun again").count() == 0
    assert mail.outbox[0].to == ["arun@example.org"]
    assert "You can sign in with this address already" in mail.outbox[0].body


def test_somebody_new_signs_up_with_a_name_and_proves_the_address(
    client: Client, db: None, code: Code
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "hi"
    client.post(SIGNUP, {"name": " Lata Menon ", "email": "Lata@Example.org"})
    assert signed_in_as(client) == 0
    answer = client.post("/account/confirm-email/", {"code": code()})
    assert answer.headers["Location"] == "/"
    lata = Person.objects.get(name="Lata Menon")
    assert (lata.email, lata.locale, lata.time_zone) == ("lata@example.org", "hi", "Asia/Kolkata")
    assert lata.has_usable_password() is False
    assert signed_in_as(client) == lata.pk
    assert list(Event.objects.values_list("verb", "actor")) == [("person.join", lata.pk)]


def test_sign_up_without_a_name_keeps_what_was_typed(client: Client, db: None) -> None:
    answer = client.post(SIGNUP, {"name": "  ", "email": "lata@example.org"})
    assert 'value="lata@example.org"' in answer.content.decode()
    assert Person.objects.count() == 0


def test_asking_for_many_codes_is_stopped(client: Client, cast: Cast) -> None:
    for _ in range(3):
        assert Client().post(LOGIN, {"login": "arun@example.org"}).status_code == 302
    answer = Client().post(LOGIN, {"login": "arun@example.org"})
    assert "tried many times" in answer.content.decode()
    assert len(mail.outbox) == 3


def test_asking_from_one_place_many_times_gets_the_slow_page(client: Client, db: None) -> None:
    for number in range(30):
        client.post(LOGIN, {"login": f"a{number}@example.org"})
    answer = client.post(LOGIN, {"login": "b@example.org"})
    assert answer.status_code == 429
    assert "A little slower, please" in answer.content.decode()


def test_guessing_passwords_is_stopped(client: Client, cast: Cast) -> None:
    guess = {"login": "arun@example.org", "password": "a guess of mine"}
    for _ in range(5):
        assert "do not belong together" in client.post(LOGIN, guess).content.decode()
    assert "tried many times" in client.post(LOGIN, guess).content.decode()


def test_language_and_zone_are_the_persons_after_sign_in(cast: Cast, signed_in: SignedIn) -> None:
    Person.objects.filter(pk=cast.arun.pk).update(locale="hi")
    answer = signed_in(cast.arun).get("/me/", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == "hi"
    assert '<html lang="hi"' in answer.content.decode()


def test_signing_out_takes_a_button(cast: Cast, signed_in: SignedIn) -> None:
    browser = signed_in(cast.arun)
    assert browser.get("/account/logout/").status_code == 200
    assert signed_in_as(browser) == cast.arun.pk
    browser.post("/account/logout/")
    assert signed_in_as(browser) == 0


def test_signing_out_everywhere_else_ends_the_other_sessions(cast: Cast, code: Code) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        browser.post(LOGIN, {"login": "arun@example.org"})
        browser.post(CONFIRM, {"code": code()})
        assert browser.get("/me/").status_code == 200
    page = here.get("/account/sessions/").content.decode()
    assert page.count("this device") == 1
    assert "Sign out everywhere else" in page
    here.post("/account/sessions/")
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").headers["Location"] == "/account/login/?next=/me/"


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login", "account_signup", "account_request_login_code", "account_reset_password",
        "account_password_reset_completed", "account_inactive",
    ],
)  # fmt: skip
def test_every_page_at_the_door_wears_our_base(
    client: Client, db: None, name: str, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(reverse(name))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('class="masthead"') == 1
    assert page.count("<script src") == (3 if name == "account_login" else 0)
    assert "style=" not in page


@pytest.mark.parametrize(
    "name",
    [
        "people:me", "account_logout", "account_email", "account_set_password", "mfa_index",
        "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list",
    ],
)  # fmt: skip
def test_every_page_about_the_account_wears_our_base_and_asks_for_sign_in(
    cast: Cast, signed_in: SignedIn, name: str
) -> None:
    EmailAddress.objects.filter(user=cast.arun).update(verified=True)
    page = signed_in(cast.arun).get(reverse(name)).content.decode()
    assert page.count('class="masthead"') == 1
    assert page.count("<h1>") == 1
    assert "style=" not in page
    if name != "account_logout":
        assert Client().get(reverse(name)).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("address", ["/account/mfa/", "/account/mfa/webauthn/"])
def test_a_passkey_is_listed_by_its_name(cast: Cast, signed_in: SignedIn, address: str) -> None:
    browser = signed_in(cast.arun)
    assert "No passkey yet" in browser.get(address).content.decode()
    key = Authenticator.objects.create(
        user=cast.arun, type=Authenticator.Type.WEBAUTHN, data={"name": "My phone"}
    )
    page = browser.get(address).content.decode()
    assert "My phone" in page
    assert f'href="/account/mfa/webauthn/keys/{key.pk}/remove/"' in page


def test_a_passkey_is_another_way_in_and_not_a_second_lock(
    client: Client, cast: Cast, code: Code
) -> None:
    Authenticator.objects.create(
        user=cast.arun, type=Authenticator.Type.WEBAUTHN, data={"name": "My phone"}
    )
    client.post(LOGIN, {"login": "arun@example.org"})
    assert client.post(CONFIRM, {"code": code()}).headers["Location"] == "/"
    assert signed_in_as(client) == cast.arun.pk


def test_a_new_password_comes_by_code(client: Client, cast: Cast, code: Code) -> None:
    client.post("/account/password/reset/", {"email": "arun@example.org"})
    client.post("/account/password/reset/confirm/", {"code": code()})
    words = {"password1": "four words are plenty", "password2": "four words are plenty"}
    client.post("/account/password/reset/complete/", words)
    cast.arun.refresh_from_db()
    assert cast.arun.check_password("four words are plenty")
    assert Event.objects.filter(verb="person.set_password").count() == 1


def test_mail_is_in_our_words_and_names_the_public_address(client: Client, cast: Cast) -> None:
    with translation.override("en"):
        client.post(LOGIN, {"login": "nobody@example.org"})
    assert mail.outbox[0].subject == "Signing in to Banyan"
    assert f"{settings.PUBLIC_URL}/account/signup/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("said", "device_name"),
    [
        ("Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", "Another device"),
    ],
)
def test_a_device_is_named_as_a_person_would_name_it(said: str, device_name: str) -> None:
    assert device(said) == device_name
