"""Whole pages: the gallery, the frame, the failures, and what htmx is answered."""

from __future__ import annotations

import gzip
import re

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

from banyan.ui.context import site
from banyan.ui.http import respond
from banyan.ui.pieces import Link

FAILURES = ["400", "403", "403_csrf", "404", "409", "429", "500", "503"]


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_the_gallery_shows_itself_in_each_language(client: Client, language: str) -> None:
    response = client.get("/ui/", headers={"accept-language": language})
    html = response.content.decode()
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert f'<html lang="{language}" dir="ltr">' in html
    assert len(gzip.compress(response.content)) <= 12_000


def test_the_gallery_has_one_heading_of_the_first_level_and_ids_once(client: Client) -> None:
    html = client.get("/ui/").content.decode()
    assert html.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def test_the_first_link_of_a_page_skips_to_it(client: Client) -> None:
    html = client.get("/ui/").content.decode()
    assert re.findall(r"<a [^>]*>", html)[0] == '<a class="govuk-skip-link" href="#main">'
    assert html.count('<main id="main"') == 1


@pytest.mark.parametrize("status", FAILURES)
def test_a_failure_needs_neither_request_nor_database(status: str) -> None:
    html = render_to_string(f"{status}.html")
    assert html.count("<h1") == 1
    assert "!" not in re.sub(r"<[^>]*>", "", html.replace("<!doctype html>", ""))


@pytest.mark.parametrize("status", ["500", "503"])
def test_a_failure_inside_asks_nothing_of_the_request(status: str) -> None:
    class Untouchable:
        def __iter__(self) -> None:
            raise AssertionError("asked for")

    context = {"navigation": Untouchable(), "messages": Untouchable()}
    assert "<h1" in render_to_string(f"{status}.html", context)


def test_a_page_that_is_not_there_keeps_the_ways_to_others() -> None:
    html = render_to_string("404.html", {"navigation": [Link("Sessions", "/sessions/")]})
    assert '<a href="/sessions/">Sessions</a>' in html


def test_an_unhandled_error_gives_a_reference_to_quote() -> None:
    html = render_to_string("500.html", {"reference": "a1b2c3d4"})
    assert '<strong class="nums">a1b2c3d4</strong>' in html


def test_two_texts_that_met_are_both_shown() -> None:
    html = render_to_string("409.html", {"theirs": "At four", "yours": "At <five>"})
    assert "At four" in html
    assert "At &lt;five&gt;" in html


def test_the_navigation_is_what_the_request_carries() -> None:
    request = RequestFactory().get("/")
    request.navigation = [("Home", "/", True), ("Sessions", "/sessions/", False, 3)]  # type: ignore[attr-defined]
    html = render_to_string("ui/page.html", {"title": "Here"}, request)
    assert '<a href="/" aria-current="page">Home</a>' in html
    assert '<a href="/sessions/">Sessions <span class="count">3</span></a>' in html
    assert "<title>Here – Banyan</title>" in html
    assert site(request)["account_navigation"] == []


def _request(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def test_a_page_that_has_a_part_tells_caches_so() -> None:
    response = respond(_request(), "ui/page.html", {"title": "Whole"}, partial="part")
    assert "<h1>Whole</h1>" in response.content.decode()
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_who_wants_the_whole_page_gets_it(header: str) -> None:
    request = _request(**{"HX-Request": "true", header: "true"})
    response = respond(request, "ui/page.html", {"title": "Whole"}, partial="part", status=422)
    assert "<h1>Whole</h1>" in response.content.decode()
    assert response.status_code == 422


def test_htmx_gets_the_part_alone() -> None:
    request = _request(**{"HX-Request": "true"})
    response = respond(request, "ui/gallery.html", {"steps": []}, partial="journey")
    assert "<html" not in response.content.decode()
    assert '<ol class="journey">' in response.content.decode()
