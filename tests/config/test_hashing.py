from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client

from banyan.config import hashing
from banyan.config.hashing import AT_ONCE, Busy, ScryptAFewAtOnce
from tests.conftest import Cast

PASSWORD = "four words are plenty"


def test_a_password_that_was_kept_is_known_again() -> None:
    hasher = ScryptAFewAtOnce()
    kept = hasher.encode(PASSWORD, "a-salt-of-some-length")
    assert (hasher.verify(PASSWORD, kept), hasher.verify("another", kept)) == (True, False)


def test_a_few_are_hashed_at_once_and_the_next_is_told_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hashing, "PATIENCE_SECONDS", 0.01)
    for _ in range(AT_ONCE):
        assert hashing._places.acquire(timeout=1)
    try:
        with pytest.raises(Busy):
            ScryptAFewAtOnce().encode(PASSWORD, "a-salt-of-some-length")
    finally:
        hashing._places.release(AT_ONCE)
    assert ScryptAFewAtOnce().encode(PASSWORD, "a-salt-of-some-length").startswith("scrypt$")


def test_the_places_are_given_back_after_a_crowd() -> None:
    def hashed(number: int) -> str:
        try:
            return ScryptAFewAtOnce().encode(PASSWORD, f"a-salt-of-some-length-{number}")
        except Busy:
            return ""

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(hashed, range(6)))
    assert hashed(7).startswith("scrypt$")


def test_a_flood_of_sign_ins_gets_the_slow_page(
    client: Client, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = ["banyan.config.hashing.ScryptAFewAtOnce"]
    monkeypatch.setattr(hashing, "PATIENCE_SECONDS", 0.01)
    said = {"login": "nobody@example.org", "password": PASSWORD}
    for _ in range(AT_ONCE):
        assert hashing._places.acquire(timeout=1)
    try:
        answer = client.post("/account/login/", said)
    finally:
        hashing._places.release(AT_ONCE)
    assert (answer.status_code, answer["Retry-After"]) == (429, "5")
