"""The public gallery of blueprints."""

from __future__ import annotations

import gzip
import re

import pytest
from django.test import Client
from django.utils.translation import override

import blueprint
from banyan.programmes.snapshot.phrases.changes import CHANGES
from banyan.programmes.snapshot.phrases.labels import LABELS
from banyan.programmes.snapshot.phrases.values import VALUES

pytestmark = pytest.mark.django_db
EVERY = sorted(blueprint.library().values(), key=str)


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.decode()))


def test_anybody_finds_the_seven_programmes(client: Client) -> None:
    page = client.get("/blueprints/")
    links = set(re.findall(r'href="/blueprints/([^"]+)/"', page.content.decode()))
    assert links == {f"{each.code}/{each.version}" for each in EVERY}
    assert len(gzip.compress(page.content)) < 12_000


@pytest.mark.parametrize("each", EVERY, ids=str)
def test_all_that_a_file_says_is_shown(client: Client, each: blueprint.Blueprint) -> None:
    home = f"/blueprints/{each.code}/{each.version}/"
    first = client.get(home).content
    parts = [first]
    for url in dict.fromkeys(re.findall(rf'href="({home}[a-z]+/)"', first.decode())):
        parts.append(client.get(url).content)
    assert max(len(gzip.compress(part)) for part in parts) < 12_000
    said = " ".join(map(text, parts)).replace("&quot;", '"').replace("&#x27;", "'")
    said = said.replace("&amp;", "&")
    missing = [
        path
        for path, words in each.texts()
        if re.sub(r"\s+", " ", words.in_("en")).strip() not in said
    ]
    assert missing == []


def test_the_words_come_in_the_language_of_the_reader(client: Client) -> None:
    page = client.get("/blueprints/ru_target_model/1.0/", headers={"accept-language": "ru"})
    found = blueprint.get("ru_target_model")
    assert f'<span lang="ru">{found.title.in_("ru")}</span>' in page.content.decode()


def test_the_file_can_be_taken_away_as_it_is(client: Client) -> None:
    answer = client.get("/blueprints/peer/1.1/file.yaml")
    assert answer["Content-Disposition"] == 'attachment; filename="peer-1.1.yaml"'
    assert blueprint.load(answer.content.decode()) == blueprint.get("peer")


def test_two_versions_are_compared_in_sentences(client: Client) -> None:
    said = text(client.get("/blueprints/in_nmm/1.0/compare/2.0/").content)
    old, new = blueprint.get("in_nmm", "1.0"), blueprint.get("in_nmm", "2.0")
    first = blueprint.difference(old, new)[0]
    assert first.affects_running
    assert said.index("What running pairs will notice") < said.index(first.sentence[:30])
    across = client.get("/blueprints/peer/1.0/compare/school_inhouse@1.0/")
    assert across.status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/blueprints/nowhere/1.0/",
        "/blueprints/peer/9.9/",
        "/blueprints/peer/1.0/nothing/",
        "/blueprints/peer/9.9/file.yaml",
        "/blueprints/peer/1.0/compare/9.9/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


def test_every_fixed_sentence_is_where_the_catalogues_find_it() -> None:
    with override(None):
        listed = [str(each) for each in (*LABELS, *VALUES, *CHANGES)]
    assert sorted(listed) == sorted(set(blueprint.PHRASES.values()))
