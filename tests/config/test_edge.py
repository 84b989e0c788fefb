from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from banyan.config.middleware import Availability, unhandled
from banyan.config.urls import Door
from banyan.trail import actions as trail
from tests.conftest import NOW, Cast


def test_an_unhandled_error_has_a_reference_that_the_log_has_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = unhandled(RequestFactory().get("/somewhere/"))
    reference = caplog.records[-1].getMessage().split("reference ")[1].split(",")[0]
    assert response.status_code == 500
    assert reference in response.content.decode()


def test_a_database_that_is_away_is_a_calm_page() -> None:
    def away(request: HttpRequest) -> HttpResponse:
        raise OperationalError("gone")

    response = Availability(away)(RequestFactory().get("/"))
    assert (response.status_code, response["Retry-After"]) == (503, "10")


def test_every_answer_carries_its_headers(client: Client, db: None) -> None:
    for url in ("/", "/nothing/", "/account/login/", "/healthz"):
        response = client.get(url)
        assert response["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "unsafe" not in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"


def test_the_monitor_is_told_when_the_worker_is_silent(client: Client, db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        assert client.get("/healthz").json()["worker"] == "trouble"
        trail.beat("worker", now=NOW)
        assert (client.get("/healthz").status_code, client.get("/healthz").json()) == (
            200,
            {"database": "ok", "worker": "ok", "queue": "ok", "followers": "ok"},
        )
        trail.beat("worker", now=NOW - timedelta(minutes=6))
        assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_a_persons_own_language_and_zone_hold_for_the_page(
    language: str, cast: Cast, signed_in: Callable[..., Client]
) -> None:
    cast.arun.locale, cast.arun.time_zone = language, "Europe/Moscow"
    cast.arun.save()
    response = signed_in(cast.arun).get("/")
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()


def test_the_demonstrations_door_is_not_there(client: Client, db: None) -> None:
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/devi/").status_code == 404


def test_an_address_is_looked_for_only_in_a_room_that_has_such() -> None:
    door = Door(SimpleNamespace(urlpatterns=[path("pairs/<int:pk>/", unhandled)]))
    assert door.match("pairs/3/") == ("pairs/3/", (), {})
    assert [door.match(each) for each in ("", "pair/3/", "people/", "3/")] == [None] * 4
    with pytest.raises(ImproperlyConfigured) as refused:
        Door(SimpleNamespace(urlpatterns=[path("<int:pk>/", unhandled)]))
    assert str(refused.value) == "An address begins with a noun: ['<int:pk>/']"
