"""Who is told of a video, and when; and never a word of what it is called or shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.utils.translation import override

from banyan.mentoring.actions import records
from banyan.mentoring.states import RecordKind
from banyan.notifications.models import Notice
from banyan.notifications.queries import in_words
from banyan.notifications.registry import kind_of
from banyan.people.models import Person
from banyan.practice.actions import videos
from banyan.practice.jobs import delete_videos, tell_of_videos_going
from banyan.practice.models import Video
from tests.conftest import NOW
from tests.practice.conftest import World
from tests.practice.filming import seen_by, shared, video_of

pytestmark = pytest.mark.django_db
TITLE = "A violet lesson"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def film(world: World, tmp_path: Path, settings: LazySettings) -> Video:
    settings.MEDIA_ROOT = tmp_path
    return video_of(world.cast.arun, title=TITLE)


def told(person: Person) -> list[tuple[str, str, str]]:
    """What this person was told of videos: the kind, and in words."""
    rows = Notice.objects.filter(person=person, kind__startswith="video.").order_by("pk")
    return [(row.kind, in_words(row).title, in_words(row).body) for row in rows]


def on(film: Video, *, before: int) -> datetime:
    """Noon, so many days before the video is deleted."""
    return NOW + (film.delete_on - NOW.date() - timedelta(days=before))


def test_whom_it_is_shared_with_is_told_until_when(film: Video, world: World) -> None:
    shared(film, world.cast.meera, days=2)
    world.work()
    (notice,) = told(world.cast.meera)
    assert notice[:2] == ("video.shared", "Arun Patel lets you watch a video of a lesson")
    row = Notice.objects.get(person=world.cast.meera, kind="video.shared")
    assert row.data["until_on"] == str(NOW.date() + timedelta(days=2))
    assert row.link == f"/videos/{film.pk}/"
    assert told(world.cast.arun) == []


def test_a_share_that_is_taken_back_or_renewed_is_told_as_it_is_now(
    film: Video, world: World
) -> None:
    meera, arun = world.cast.meera, seen_by(world.cast.arun)
    shared(film, meera, days=2)
    world.work()
    shared(film, meera, days=5)
    world.work()
    row = Notice.objects.get(person=meera, kind="video.shared")
    assert row.data["until_on"] == str(NOW.date() + timedelta(days=5))
    wanted = kind_of("video.shared").still_wanted
    assert wanted is not None and wanted({**row.data, "now": NOW})
    assert not wanted({**row.data, "now": NOW + timedelta(days=7)})
    assert film.record is not None
    records.take_back(film.record, meera, by=arun)
    assert not wanted({**row.data, "now": NOW})
    world.work()
    assert told(meera) == []


def test_a_share_of_something_else_is_not_told_as_a_video(world: World) -> None:
    arun = seen_by(world.cast.arun)
    entry = records.begin(RecordKind.JOURNAL, by=arun, title=TITLE)
    records.share(entry, world.cast.meera, by=arun)
    world.work()
    assert told(world.cast.meera) == []


def test_its_owner_is_told_some_days_before_it_goes_and_once(film: Video, world: World) -> None:
    for before, new in ((4, 0), (3, 1), (2, 0)):
        with time_machine.travel(on(film, before=before), tick=False):
            assert tell_of_videos_going() == new
    row = Notice.objects.get(person=world.cast.arun, kind="video.going")
    assert row.data["delete_on"] == str(film.delete_on)
    assert told(world.cast.meera) == []


def test_once_its_day_has_come_owner_and_watchers_are_told_and_nothing_leads_there(
    film: Video, world: World
) -> None:
    shared(film, world.cast.meera)
    world.work()
    with time_machine.travel(on(film, before=1), tick=False):
        tell_of_videos_going()
    with time_machine.travel(on(film, before=0), tick=False):
        assert delete_videos() == 1
        world.work()
    assert [kind for kind, _title, _body in told(world.cast.arun)] == ["video.deleted"]
    assert [(kind, title) for kind, title, _body in told(world.cast.meera)] == [
        ("video.gone", "A video that Arun Patel let you watch was deleted")
    ]


def test_whoever_deletes_her_own_is_not_told_so(film: Video, world: World) -> None:
    shared(film, world.cast.meera)
    world.work()
    videos.delete_video(film, by=seen_by(world.cast.arun))
    world.work()
    assert told(world.cast.arun) == []
    assert [kind for kind, _title, _body in told(world.cast.meera)] == ["video.gone"]


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_no_notice_says_what_it_is_called(film: Video, world: World, language: str) -> None:
    shared(film, world.cast.meera)
    world.work()
    with time_machine.travel(on(film, before=1), tick=False):
        tell_of_videos_going()
    kept = list(Notice.objects.all())
    videos.delete_video(film, by=seen_by(world.cast.arun))
    world.work()
    rows = {row.pk: row for row in (*kept, *Notice.objects.all())}.values()
    assert {row.kind for row in rows} >= {"video.shared", "video.going", "video.gone"}
    with override(language):
        said = [f"{row.data} {row.link} {in_words(row)}" for row in rows]
    assert [one for one in said if TITLE in one or "violet" in one] == []
