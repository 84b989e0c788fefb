"""What somebody does about herself and her way in, sent from two tabs of one browser: it is done
once, and the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from banyan.people import actions
from tests.conftest import NOW, Cast
from tests.tabs import GONE, THANKED, Form, Sent, done_once
from tests.walk.moments import at

pytestmark = pytest.mark.django_db
Code = Callable[[], str]
Case = Callable[[Cast, Client, Code], Form]
WORDS = {"password1": "four words are plenty", "password2": "four words are plenty"}
OLD = "the old words are here"
LOGIN, CONFIRM = "/account/login/", "/account/login/code/confirm/"


def signed_in_by_code(browser: Client, code: Code) -> None:
    """Just now, as what is kept safe asks for."""
    browser.post(LOGIN, {"login": "arun@example.org"})
    browser.post(CONFIRM, {"code": code()})


def sign_in(cast: Cast, browser: Client, code: Code) -> Form:
    browser.post(LOGIN, {"login": "arun@example.org"})
    return Form("arun", CONFIRM, {"code": code()})


def change_oneself(cast: Cast, browser: Client, code: Code) -> Form:
    signed_in_by_code(browser, code)
    return Form("arun", "/me/", {"name": "Arun V. Patel"})


def choose_language(cast: Cast, browser: Client, code: Code) -> Form:
    signed_in_by_code(browser, code)
    return Form("arun", "/language/setlang/", {"language": "hi"}, "/me/")


def _invited(cast: Cast) -> str:
    _row, token = actions.invite(cast.somu, by=at(cast.devi, 0))
    return f"/invitations/{token}/"


def come_in(cast: Cast, browser: Client, code: Code) -> Form:
    page = _invited(cast)
    browser.post(page)
    return Form("somu", f"{page}code/", {"code": code()})


def sign_up(cast: Cast, browser: Client, code: Code) -> Form:
    return Form("", "/account/signup/", {"name": "Lata Menon", "email": "lata@example.org"})


def prove_address(cast: Cast, browser: Client, code: Code) -> Form:
    browser.post("/account/signup/", {"name": "Lata Menon", "email": "lata@example.org"})
    return Form("", "/account/confirm-email/", {"code": code()})


def set_password(cast: Cast, browser: Client, code: Code) -> Form:
    signed_in_by_code(browser, code)
    return Form("arun", "/account/password/set/", dict(WORDS))


def change_password(cast: Cast, browser: Client, code: Code) -> Form:
    cast.arun.set_password(OLD)
    cast.arun.save()
    signed_in_by_code(browser, code)
    return Form("arun", "/account/password/change/", WORDS | {"oldpassword": OLD})


def new_password(cast: Cast, browser: Client, code: Code) -> Form:
    browser.post("/account/password/reset/", {"email": "arun@example.org"})
    browser.post("/account/password/reset/confirm/", {"code": code()})
    return Form("arun", "/account/password/reset/complete/", dict(WORDS))


def _passkey(cast: Cast, browser: Client, code: Code) -> str:
    """Who changes a way in says her password once more."""
    cast.arun.set_password(OLD)
    cast.arun.save()
    key = Authenticator.objects.create(
        user=cast.arun, type=Authenticator.Type.WEBAUTHN, data={"name": "My phone"}
    )
    signed_in_by_code(browser, code)
    browser.post("/account/reauthenticate/", {"password": OLD})
    return f"/account/mfa/webauthn/keys/{key.pk}/"


def name_passkey(cast: Cast, browser: Client, code: Code) -> Form:
    page = _passkey(cast, browser, code)
    return Form("arun", f"{page}edit/", {"name": "My new phone"})


def remove_passkey(cast: Cast, browser: Client, code: Code) -> Form:
    return Form("arun", f"{_passkey(cast, browser, code)}remove/")


def sign_out_elsewhere(cast: Cast, browser: Client, code: Code) -> Form:
    for device in (Client(), browser):
        signed_in_by_code(device, code)
        device.get("/me/")
    return Form("arun", "/account/sessions/")


CASES: dict[Case, Sent] = {
    sign_in: Sent("account_confirm_login_code", THANKED),
    change_oneself: Sent("people:me", THANKED),
    choose_language: Sent("people:set_language", THANKED),
    come_in: Sent("people:invitation_code", THANKED),
    sign_up: Sent("account_signup", THANKED),
    prove_address: Sent("account_email_verification_sent", THANKED),
    set_password: Sent("account_set_password", THANKED),
    change_password: Sent("account_change_password", frozenset({200})),
    new_password: Sent("account_complete_password_reset", THANKED),
    name_passkey: Sent("mfa_edit_webauthn", THANKED),
    remove_passkey: Sent("mfa_remove_webauthn", GONE),
    sign_out_elsewhere: Sent("usersessions_list", THANKED),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    cast: Cast, client: Client, code: Code, case: Case
) -> None:
    EmailAddress.objects.update(verified=True)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        done_once(client, case(cast, client, code), CASES[case])
