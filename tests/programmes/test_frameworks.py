"""The public pages of frameworks of standards."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from django.test import Client

from blueprint import frameworks, get, library

pytestmark = pytest.mark.django_db
NPST = "/frameworks/npst_2024/1.0/"


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.decode()))


def test_anybody_reads_the_frameworks_and_each_of_them(client: Client) -> None:
    shelf = client.get("/frameworks/")
    assert shelf.status_code == 200
    for code, framework in frameworks.library().items():
        address = f"/frameworks/{code}/{framework.version}/"
        assert f'href="{address}"' in shelf.content.decode()
        page = client.get(address)
        said = text(page.content)
        missing = [str(item.title) for item, _ in framework.walk() if str(item.title) not in said]
        assert (page.status_code, missing) == (200, [])
        assert len(gzip.compress(page.content)) < 12_000


def test_the_words_come_in_the_language_of_the_reader_and_say_so(client: Client) -> None:
    page = client.get(NPST, headers={"accept-language": "hi"}).content.decode()
    assert "मूल मान्यताएँ और नैतिकता" in page
    assert '<span lang="hi">' in page
    english = client.get("/frameworks/cct_areas/1.0/", headers={"accept-language": "hi"})
    assert '<span lang="en">' in english.content.decode()


def test_matches_stand_in_the_order_of_the_items(client: Client) -> None:
    said = text(client.get(NPST).content)
    rows = re.findall("(?:Core values and ethics|practice|growth) (touches|wider than) (\\d)", said)
    assert rows[:4] == [("touches", "2"), ("wider than", "2"), ("touches", "5"), ("touches", "6")]


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_package_taken_away_is_the_framework(client: Client, language: str) -> None:
    answer = client.get(f"{NPST}case.json?language={language}")
    name = f'attachment; filename="npst_2024-1.0-{language}.json"'
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("application/json", name)
    imported = frameworks.case.read(answer.content)
    assert imported.framework == frameworks.get("npst_2024").in_language(language)
    assert json.loads(answer.content) == frameworks.case.write(
        frameworks.get("npst_2024"), language
    )


@pytest.mark.parametrize(
    "address",
    [
        "/frameworks/danielson/1.0/",
        "/frameworks/npst_2024/9.0/",
        "/frameworks/npst_2024/9.0/case.json",
        "/frameworks/npst_2024/1.0/case.json?language=ta",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_blueprint_leads_to_the_frameworks_that_its_goals_can_point_at(client: Client) -> None:
    named = {code: found.frameworks for code, found in library().items()}
    assert named["ct_team"] == ("cct_areas", "banyan_practice")
    assert named["in_nmm"] == ("npst_2024", "banyan_practice")
    for code, found in library().items():
        page = client.get(f"/blueprints/{code}/{found.version}/").content.decode()
        main = page.partition("<main")[2].partition("</main>")[0]
        for each in frameworks.library():
            assert (f'href="/frameworks/{each}/' in main) == (each in found.frameworks)


def test_the_difference_leads_to_frameworks_that_are_new(client: Client) -> None:
    now = library()["in_nmm"].version
    assert get("in_nmm", "2.0").frameworks == ()
    page = client.get(f"/blueprints/in_nmm/2.0/compare/{now}/").content.decode()
    assert 'href="/frameworks/npst_2024/1.0/"' in page
    back = client.get("/blueprints/in_nmm/1.0/compare/2.0/").content.decode()
    assert 'href="/frameworks/npst_2024/' not in back


def test_the_public_home_and_every_foot_lead_to_blueprints_and_frameworks(client: Client) -> None:
    for address in ("/", "/frameworks/", "/accounts/login/"):
        page = client.get(address).content.decode()
        foot = page.partition("<footer")[2]
        for url in ("/blueprints/", "/frameworks/"):
            assert f'href="{url}"' in foot
    home = client.get("/").content.decode().partition("<main")[2].partition("</main>")[0]
    for url in ("/blueprints/", "/frameworks/"):
        assert f'href="{url}"' in home
