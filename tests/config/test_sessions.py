"""Who asks is read by prepared queries, and is nobody when the session or the account is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from banyan.people.models import Person
from tests.conftest import Cast


def test_each_session_is_of_its_own_person(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browsers = {name: signed_in(getattr(cast, name)) for name in ("meera", "arun", "meera")}
    for name, browser in [*browsers.items(), *browsers.items()]:
        page = browser.get("/")
        assert page.wsgi_request.user == getattr(cast, name)
        assert str(page.wsgi_request.user) == getattr(cast, name).name


def test_a_session_that_is_over_is_nobodys(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser = signed_in(cast.meera)
    assert browser.get("/").wsgi_request.user.is_authenticated
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not browser.get("/").wsgi_request.user.is_authenticated


def test_a_closed_account_is_nobodys(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser = signed_in(cast.meera)
    Person.objects.filter(pk=cast.meera.pk).update(is_active=False)
    assert not browser.get("/").wsgi_request.user.is_authenticated


def test_a_changed_password_ends_the_session(cast: Cast, signed_in: Callable[..., Client]) -> None:
    browser = signed_in(cast.meera)
    cast.meera.set_password("another-long-one-7")
    cast.meera.save(update_fields=["password"])
    assert not browser.get("/").wsgi_request.user.is_authenticated
