"""The public pages of frameworks of standards."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from django.test import Client

from blueprint import frameworks

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
