"""A title or a word that is not for a reader is not told to her by what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from banyan.kernel.decision import Stale
from banyan.mentoring.actions import records
from banyan.mentoring.models import Record
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import RecordKind
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import lesson_plans, videos
from banyan.practice.models import LessonPlan, Upload
from tests.conftest import NOW
from tests.practice.conftest import World
from tests.practice.filming import video_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
WORDS = {"aims": "Compare fractions", "steps": "10 Halves of paper"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_thread_is_not_headed_by_what_was_left_out(world: World, signed_in: SignedIn) -> None:
    me = viewer_for(world.cast.arun, now=NOW)
    need = records.begin(RecordKind.NEED, by=me, title="Own-worry")
    plan = records.begin(RecordKind.LESSON_PLAN, by=me, title="Own-plan", after=[need])
    more = records.begin(RecordKind.JOURNAL, by=me, title="Own-entry", after=[plan])
    chosen = {"item": [f"record-{plan.pk}", f"record-{more.pk}"]}
    page = signed_in(world.cast.arun).get("/portfolio/print/", chosen).content.decode()
    assert "Own-worry" not in page
    assert "From “Own-plan” on" in page


def test_a_reader_of_parts_learns_no_title_from_after_whom_it_was_made(
    world: World, signed_in: SignedIn
) -> None:
    me, meera = (viewer_for(one, now=NOW) for one in (world.cast.arun, world.cast.meera))
    first = records.begin(RecordKind.LESSON_PLAN, by=meera, title="Own-halves", words=WORDS)
    edition = lesson_plans.publish(LessonPlan.objects.get(record=first), by=meera)
    copied = lesson_plans.copy(edition, by=me, pair=None)
    records.share(copied.record, world.cast.meera, by=me, parts=[digest("Compare fractions")])
    page = signed_in(world.cast.meera).get(f"/lesson-plans/{copied.record_id}/").content.decode()
    assert "Compare fractions" in page
    assert "Own-halves" not in page


def test_nothing_is_published_that_its_author_has_not_read(
    world: World, signed_in: SignedIn
) -> None:
    me, meera = (viewer_for(one, now=NOW) for one in (world.cast.arun, world.cast.meera))
    made = records.begin(
        RecordKind.LESSON_PLAN, by=me, pair=world.pair, title="Halves", words=WORDS
    )
    browser, url = signed_in(world.cast.arun), f"/lesson-plans/{made.pk}/publish/"
    seen = browser.get(url).context["form"]["version"].value()
    row = Record.objects.get(pk=made.pk)
    had = {code: digest(value) for code, value in {**WORDS, "": "Halves"}.items()}
    records.write(row, "Halves", {**WORDS, "aims": "Between us two"}, had, by=meera)
    answer = browser.post(url, {"agree": "on", "version": seen})
    assert answer.status_code == 409
    assert not LessonPlan.objects.filter(edition_of__record=made).exists()
    with pytest.raises(Stale):
        lesson_plans.publish(LessonPlan.objects.get(record=made), by=me, version=seen)
    fresh = browser.get(url).context["form"]["version"].value()
    assert browser.post(url, {"agree": "on", "version": fresh}).status_code == 302


def test_a_deleted_video_leaves_no_title_behind(
    world: World, tmp_path: Path, settings: LazySettings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    film = video_of(world.cast.arun, title="Own-lesson")
    videos.delete_video(film, by=viewer_for(world.cast.arun, now=NOW))
    assert not Upload.objects.filter(title="Own-lesson").exists()
