"""Texts of which it is agreed what readers should find, and which look like the application of a
mentor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import blueprint
from banyan.kernel.agreement import Drift
from banyan.kernel.decision import Refused, Unfit
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.models import Anchor, Reading, Submission
from banyan.practice.queries import anchors
from banyan.practice.queries import submissions as queries
from banyan.practice.queries.anchors import APPLICATION, Anchored, likenesses
from banyan.practice.queries.reviewing import going
from banyan.programmes.models import Application, Design, Programme
from banyan.programmes.states import DesignStatus
from tests.conftest import NOW, Cast
from tests.practice.applying import CRITERIA, OFFER, World, judged, kept_world

SignIn = Callable[[Person], Client]
AGREED = {code: code != CRITERIA[-1] for code in CRITERIA}
WORDS: dict[str, Any] = {
    "domains": OFFER["domains"],
    "languages": OFFER["languages"],
    "years": 14,
    "hours_a_month": 6,
    "motivation": "An indigo reason.",
    "about": "I like to listen.",
    "evidence": ["A film\nHow I teach."],
}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(cast: Cast) -> World:
    return kept_world(cast)


def anchor(world: World, title: str = "Listens", words: dict[str, Any] = WORDS) -> Anchored:
    devi = world.by(world.cast.devi)
    made = actions.write_anchor(
        world.programme, "", title, words, AGREED, "Three of us, in May.", by=devi
    )
    return anchors.anchor(devi, made.pk)


def give(world: World, one: Anchored, *people: Person) -> list[Reading]:
    return actions.give_anchor(one, people, by=world.by(world.cast.devi))


def judge(world: World, reader: Person, found: dict[str, bool]) -> None:
    by = world.by(reader)
    row = queries.readings(by).filter(done_at=None).get()
    said = {code: "Say more." for code, met in found.items() if not met}
    actions.finish_reading(queries.reading(by, row.pk), found, said, by=by)
    world.work()


def seen(world: World, signed_in: SignIn, reader: Person, row: Reading) -> list[str]:
    """Every page that a reader meets it on, but for whose the page is."""
    browser = signed_in(reader)
    urls = ("/readings/", f"/readings/{row.pk}/", "/notices/", "/")
    own = r'name="(csrfmiddlewaretoken|newest)" value="[^"]+"|/notices/\d+/|data-person="\d+'
    return [
        re.sub(own, "", browser.get(url).content.decode())
        .replace(f"/readings/{row.pk}/", "/readings/…/")
        .replace(f"number {row.pk}<", "number …<")
        .replace(reader.name, "…")
        for url in urls
    ]


def test_a_reader_cannot_tell_it_from_an_application(world: World, signed_in: SignIn) -> None:
    """The same pages word for word where the same is written, with the same taken out."""
    same = WORDS | {
        "motivation": "I listen well. Call 98765 43210.",
        "evidence": ["A film\nHow I teach.\nhttps://x.org/film"],
    }
    world.apply()
    Submission.objects.update(words=same)
    theirs = world.give(world.ravi)[0]
    mine = give(world, anchor(world, words=same), world.sara)[0]
    world.work()
    found = seen(world, signed_in, world.sara, mine)
    assert found == seen(world, signed_in, world.ravi, theirs)
    assert ["Call […]." in found[1], "How I teach.<br>[…]" in found[1]] == [True, True]


def test_it_is_judged_and_no_application_moves(world: World) -> None:
    give(world, anchor(world), world.ravi)
    judge(world, world.ravi, AGREED)
    row = Reading.objects.get()
    assert (row.status, row.decision, row.met) == ("done", "not_yet", AGREED)
    assert not Application.objects.exists()
    assert not Submission.objects.exists()


def test_only_whoever_runs_the_programme_writes_gives_or_reads_it(world: World) -> None:
    one, cast = anchor(world), world.cast
    for person in (cast.arun, cast.meera, cast.kavita, cast.omar, world.ravi):
        by = world.by(person)
        with pytest.raises(Refused):
            actions.write_anchor(world.programme, "", "T", WORDS, AGREED, "H", by=by)
        with pytest.raises(Anchor.DoesNotExist):
            anchors.anchor(by, one.anchor.pk)
        with pytest.raises(Refused):
            actions.give_anchor(one, [world.ravi], by=by)


def test_it_has_what_every_application_has(world: World) -> None:
    devi = world.by(world.cast.devi)
    for name in ("domains", "languages", "years", "hours_a_month", "motivation", "evidence"):
        bare = WORDS | {name: None}
        with pytest.raises(Unfit) as unfit:
            actions.write_anchor(world.programme, "", "T", bare, AGREED, "H", by=devi)
        assert unfit.value.field == name
    assert not Anchor.objects.exists()


def test_where_coordinators_judge_there_is_none(world: World) -> None:
    Programme.objects.update(blueprint="ct_team", blueprint_version="1.0")
    world.programme.refresh_from_db()
    assert [one.spelling for one in likenesses(world.programme)] == ["two_readers"]
    with pytest.raises(Unfit) as unfit:
        anchor(world)
    assert unfit.value.field == "key"


def test_each_way_of_judging_has_its_own(world: World) -> None:
    found = likenesses(world.programme)
    assert [(one.spelling, one.review.code, one.is_application) for one in found] == [
        ("two_readers", "two_readers", False),
        (APPLICATION, "of_applications", True),
    ]


def test_drift_is_told_apart_from_that_of_work(world: World) -> None:
    devi = world.by(world.cast.devi)
    give(world, anchor(world), world.ravi)
    judge(world, world.ravi, dict.fromkeys(CRITERIA, True))
    codes = [one.code for one in likenesses(world.programme)[0].review.criteria]
    paper = actions.write_anchor(
        world.programme, "module_1/submission", "The quiet row", {"evidence_paper": "A text."},
        dict.fromkeys(codes, True), "Three of us, in May.", by=devi,
    )  # fmt: skip
    give(world, anchors.anchor(devi, paper.pk), world.ravi)
    judge(world, world.ravi, dict.fromkeys(codes, True))
    work, applications = going(devi, world.programme).anchors
    assert [one.anchor.title for one in work.papers] == ["The quiet row"]
    assert (applications.title, [one.anchor.title for one in applications.papers]) == (
        "Who may mentor",
        ["Listens"],
    )
    assert [one.all for one in work.drifts] == [Drift(3, 3, 0, 0)]
    kinder = Drift(len(CRITERIA), len(CRITERIA) - 1, 1, 0)
    assert [(one.reader, one.all) for one in applications.drifts] == [(world.ravi, kinder)]


def test_it_is_written_on_a_page_as_an_applicant_is_asked(world: World, signed_in: SignIn) -> None:
    devi = signed_in(world.cast.devi)
    url = reverse("practice:anchor_new", args=["readers", APPLICATION])
    page = reverse("practice:reviewing", args=["readers"])
    shown = devi.get(page).content.decode()
    assert url in shown
    assert reverse("practice:anchor_new", args=["readers", "two_readers"]) in shown
    agreed = {f"agreed-{c}": "yes" if met else "no" for c, met in AGREED.items()}
    said = {
        "title": "Listens", "how": "In May.", "motivation": "An indigo reason.", "about": "",
        "domains": OFFER["domains"], "languages": OFFER["languages"], "years": 14,
        "hours_a_month": 6, "evidence": "A film\nHow I teach.\n\n\nA letter",
    }  # fmt: skip
    for missing in ("motivation", "domains", "languages", "years", "hours_a_month", "evidence"):
        bare = {name: value for name, value in (said | agreed).items() if name != missing}
        assert devi.post(url, bare).status_code == 422, missing
    assert devi.post(url, said).status_code == 422
    assert not Anchor.objects.exists()
    own = devi.post(url, said | agreed)["Location"]
    made = Anchor.objects.get()
    assert (made.key, made.words["evidence"]) == ("", ["A film\nHow I teach.", "A letter"])
    give_url = reverse("practice:anchor_give", args=[made.pk])
    assert devi.post(give_url, {"readers": [world.ravi.pk]}).status_code == 302
    judge(world, world.ravi, AGREED)
    told = devi.get(own).content.decode()
    domain = blueprint.get("ct_team").domains[0].title.in_("en")
    for words in ("An indigo reason.", "Application as a mentor", domain, "Ravi"):
        assert words in told, words
    assert f"{len(CRITERIA)} of {len(CRITERIA)}" in told
    again = devi.get(page).content.decode()
    assert "Whether readers drift" not in again  # it is said in the programme's own word
    assert "Whether reviewers drift" in again


def test_the_page_says_how_long_applicants_wait(world: World, signed_in: SignIn) -> None:
    world.apply()
    page = signed_in(world.cast.devi).get(reverse("practice:reviewing", args=["readers"]))
    shown = page.content.decode()
    assert ["How long applicants wait" in shown, "teachers wait" in shown] == [True, False]


def test_a_way_of_judging_that_is_not_there_is_not_found(world: World, signed_in: SignIn) -> None:
    url = reverse("practice:anchor_new", args=["readers", "of_applications"])
    assert signed_in(world.cast.devi).get(url).status_code == 404


def test_it_keeps_to_the_design_by_which_it_was_written(world: World) -> None:
    one = anchor(world)
    text = judged(criteria=[{"code": "other", "title": {"en": "Other"}}])
    Design.objects.create(
        code="team_by_readers", version="1.1", title="TEAM", organisation=world.cast.state,
        status=DesignStatus.PUBLISHED, based_on="ct_team@1.0", written_at=NOW,
        text=text.replace("version: '1.0'", "version: '1.1'"),
    )  # fmt: skip
    Programme.objects.update(blueprint_version="1.1")
    again = anchors.anchor(world.by(world.cast.devi), one.anchor.pk)
    assert [each.code for each in again.review.criteria] == list(CRITERIA)
