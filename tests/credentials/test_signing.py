"""What is signed is what was read, while the pair runs; in every language and in any letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from banyan.credentials import actions
from banyan.credentials.adapter import pdf
from banyan.credentials.models import Signature
from banyan.credentials.queries import papers
from banyan.credentials.queries.papers import Content, Part, long_day
from banyan.credentials.states import Signer
from banyan.kernel.decision import Stale
from banyan.mentoring.models import Mentorship
from banyan.mentoring.states import MentorshipStatus
from banyan.organisations.models import Organisation
from banyan.people.models import Person
from banyan.programmes.models import Cohort, Programme
from banyan.ui.words import own_name
from tests.conftest import NOW
from tests.credentials.conftest import World
from tests.races import at_once, threads_share

PAPER = "mentoring_agreement"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[World]:
    with threads_share(tmp_path):
        yield request.getfixturevalue("make")("ct_team")


def fresh(world: World) -> World:
    world.pair = Mentorship.objects.get(pk=world.pair.pk)
    return world


def test_what_stands_in_the_words_is_signed_with_them(world: World) -> None:
    arun = world.cast.arun
    paper = world.paper(PAPER, arun)
    said = str([one.text.root for one in paper.document.paragraphs])
    assert [place in said for place in ("{programme}", "{end}")] == [True, True]
    world.sign(PAPER, arun, "teacher")
    Programme.objects.update(name="Another programme")
    assert Signer.TEACHER in fresh(world).paper(PAPER, arun).missing
    world.sign(PAPER, arun, "teacher")
    Cohort.objects.update(ends_on=date(2028, 5, 1))
    assert Signer.TEACHER in fresh(world).paper(PAPER, arun).missing
    assert Signature.objects.count() == 2


def test_what_does_not_stand_in_the_words_may_change(world: World) -> None:
    arun = world.cast.arun
    said = str([one.text.root for one in world.paper(PAPER, arun).document.paragraphs])
    assert "{school}" not in said
    world.sign(PAPER, arun, "teacher")
    Organisation.objects.filter(pk=world.pair.school_id).update(name="KV Sabarmati East")
    assert Signer.TEACHER not in fresh(world).paper(PAPER, arun).missing


def test_nobody_signs_for_a_pair_that_has_ended_since_the_page_was_opened(world: World) -> None:
    arun = world.by(world.cast.arun)
    before = world.paper(PAPER, world.cast.arun)
    Mentorship.objects.update(status=MentorshipStatus.ENDED, ends_on=NOW.date())
    with pytest.raises(Stale, match="running pair"):
        actions.sign(before, Signer.TEACHER, before.edition, by=arun)
    assert Signature.objects.count() == 0


def test_two_who_sign_at_once_both_sign_and_finish_the_step_once(shared: World) -> None:
    acts = []
    for person, signer in ((shared.cast.arun, "teacher"), (shared.cast.meera, "mentor")):
        paper, by = shared.paper(PAPER, person), shared.by(person)
        acts.append(
            lambda paper=paper, signer=signer, by=by: actions.sign(
                paper, Signer(signer), paper.edition, by=by
            )
        )
    assert at_once(*acts) == ["done", "done"]
    paper = fresh(shared).paper(PAPER, shared.cast.arun)
    assert paper.missing == []
    assert paper.state is not None
    assert paper.state.status == "done"


def test_one_who_signs_in_two_tabs_at_once_signs_once(shared: World) -> None:
    paper, by = shared.paper(PAPER, shared.cast.arun), shared.by(shared.cast.arun)
    act = lambda: actions.sign(paper, Signer.TEACHER, paper.edition, by=by)  # noqa: E731
    assert at_once(act, act) == ["Stale", "done"]
    assert Signature.objects.count() == 1


def test_the_list_of_documents_asks_once_for_all_signatures(
    world: World, signed_in: Callable[[Person], Client]
) -> None:
    browser, url = (
        signed_in(world.cast.arun),
        reverse("credentials:documents", args=[world.pair.pk]),
    )
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        browser.get(url)
    signed = [one for one in asked.captured_queries if '"credentials_signature"' in one["sql"]]
    assert len(papers.papers(world.pair, world.by(world.cast.arun))) > 3
    assert len(signed) == 1


@pytest.mark.parametrize("language", ["en-IN", "zh-Hans", "mai", "sat", "xx"])
def test_a_document_speaks_languages_that_the_pages_do_not(language: str) -> None:
    with translation.override(language):
        assert long_day(NOW.date()) != ""
    assert own_name(language) != ""
    drawn = pdf(Content(language, "Title", [Part("", "Words")], [], []), by="TEAM")
    assert drawn.startswith(b"%PDF-")


def test_letters_that_our_fonts_lack_are_drawn_as_well_as_the_machine_can() -> None:
    drawn = pdf(Content("ta", "Title", [Part("", "தமிழ் 中文")], [], []), by="TEAM")
    assert drawn.startswith(b"%PDF-")
