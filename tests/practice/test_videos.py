"""Videos of lessons: who watches them, in parts, and when they are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import blueprint
from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.mentoring.actions import records as record_actions
from banyan.mentoring.models import Record, RecordComment, RecordVersion, Share
from banyan.people.models import Person
from banyan.practice.actions import filming, videos
from banyan.practice.jobs import delete_videos
from banyan.practice.models import FilmingConsent, Upload, Video
from banyan.practice.models.videos import place_of
from banyan.practice.queries.videos import days_to_keep
from banyan.practice.states import FilmingBasis, VideoTag
from banyan.programmes.models import Cohort, Design
from banyan.programmes.states import DesignStatus
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.practice.conftest import World
from tests.practice.filming import FILM, consent_of, files, seen_by, shared, video_of

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
Committed = Callable[..., AbstractContextManager[object]]
FILE = "practice:video_file"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def film(world: World, tmp_path: Path, settings: LazySettings) -> Video:
    settings.MEDIA_ROOT = tmp_path
    return video_of(world.cast.arun)


def status(browser: Client, film: Video, **headers: str) -> int:
    answer = browser.get(reverse(FILE, args=[film.pk]), headers=headers)
    return answer.status_code


def test_only_its_owner_watches_it_until_it_is_shared(
    film: Video, world: World, signed_in: SignedIn
) -> None:
    cast = world.cast
    people = {name: signed_in(person) for name, person in cast.everybody().items()}
    page, file = reverse("practice:video", args=[film.pk]), reverse(FILE, args=[film.pk])
    for url in (page, file):
        told = {name: browser.get(url).status_code for name, browser in people.items()}
        assert told == {name: 200 if name == "arun" else 404 for name in people}
    assert Client().get(file).status_code == 302
    shared(film, cast.meera)
    for url in (page, file):
        told = {name: browser.get(url).status_code for name, browser in people.items()}
        assert told == {name: 200 if name in ("arun", "meera") else 404 for name in people}


def test_the_next_part_is_refused_once_a_share_is_taken_back(
    film: Video, world: World, signed_in: SignedIn
) -> None:
    meera = signed_in(world.cast.meera)
    shared(film, world.cast.meera)
    assert status(meera, film, Range="bytes=0-99") == 206
    assert film.record is not None
    record_actions.take_back(film.record, world.cast.meera, by=seen_by(world.cast.arun))
    assert status(meera, film, Range="bytes=100-199") == 404


def test_a_share_ends_with_its_last_day(film: Video, world: World, signed_in: SignedIn) -> None:
    shared(film, world.cast.meera, days=2)
    with time_machine.travel(NOW + timedelta(days=2, hours=11), tick=False):  # before midnight
        assert status(signed_in(world.cast.meera), film) == 200
    with time_machine.travel(NOW + timedelta(days=2, hours=12), tick=False):
        assert status(signed_in(world.cast.meera), film) == 404


def test_it_is_shared_for_a_time_and_never_longer_than_it_is_kept(
    film: Video, world: World
) -> None:
    arun = seen_by(world.cast.arun)
    for day in (arun.today - timedelta(days=1), film.delete_on):
        with pytest.raises(Unfit):
            videos.share_video(film, world.cast.meera, day, by=arun)
    with pytest.raises(Refused):
        videos.share_video(film, world.cast.meera, arun.today, by=seen_by(world.cast.meera))
    with pytest.raises(Refused):  # nobody whom he has reason to name
        videos.share_video(film, world.cast.omar, arun.today, by=arun)
    assert Share.objects.count() == 0


def test_its_parts_are_those_that_are_asked_for(
    film: Video, world: World, signed_in: SignedIn
) -> None:
    arun, url = signed_in(world.cast.arun), reverse(FILE, args=[film.pk])
    part = arun.get(url, headers={"Range": "bytes=100-299", "Accept-Encoding": "gzip"})
    assert (part.status_code, part.getvalue()) == (206, FILM[100:300])
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(FILM)}"
    whole = arun.get(url, headers={"Accept-Encoding": "gzip"})
    assert (whole.status_code, whole.getvalue()) == (200, FILM)
    assert "Content-Encoding" not in whole.headers
    after = arun.get(url, headers={"Range": f"bytes={len(FILM)}-"})
    assert (after.status_code, after.headers["Content-Range"]) == (416, f"bytes */{len(FILM)}")
    head = arun.head(url)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(FILM)))
    same = {"Range": "bytes=0-9", "If-Range": whole.headers["ETag"]}
    assert [status(arun, film, **same), status(arun, film, **{**same, "If-Range": '"x"'})] == [
        206,
        200,
    ]
    assert arun.post(url).status_code == 405


def test_no_copy_of_it_is_kept_and_nothing_guesses_what_it_is(
    film: Video, world: World, signed_in: SignedIn
) -> None:
    answer = signed_in(world.cast.arun).get(reverse(FILE, args=[film.pk]))
    assert {
        name: answer.headers[name]
        for name in (
            "Cache-Control", "X-Content-Type-Options", "Content-Disposition", "Content-Type",
        )
    } == {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="video-{film.pk}.mp4"',
        "Content-Type": "video/mp4",
    }  # fmt: skip
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_proxy_may_hand_it_out_after_the_same_question(
    film: Video, world: World, signed_in: SignedIn, settings: LazySettings
) -> None:
    settings.ACCEL_PREFIX = "/inside"
    url = reverse(FILE, args=[film.pk])
    answer = signed_in(world.cast.arun).get(url)
    assert answer.headers["X-Accel-Redirect"] == f"/inside/videos/{film.name[:2]}/{film.name}"
    assert (answer.content, answer.headers["Content-Type"]) == (b"", "video/mp4")
    assert signed_in(world.cast.meera).get(url).status_code == 404


def test_a_file_that_is_gone_is_not_found(film: Video, world: World, signed_in: SignedIn) -> None:
    place_of(film.name).unlink()
    assert status(signed_in(world.cast.arun), film) == 404


def test_each_part_asks_a_constant_number_of_times(
    film: Video, world: World, signed_in: SignedIn
) -> None:
    meera = signed_in(world.cast.meera)
    shared(film, world.cast.meera)
    status(meera, film, Range="bytes=0-9")  # notes the reading
    with CaptureQueriesContext(
        connection,
    ) as asked:
        status(meera, film, Range="bytes=10-19")
    assert len(asked) == 5


def test_the_owner_sees_who_has_watched(film: Video, world: World, signed_in: SignedIn) -> None:
    shared(film, world.cast.meera)
    for start in (0, 100, 200):
        status(signed_in(world.cast.meera), film, Range=f"bytes={start}-")
    status(signed_in(world.cast.arun), film)
    read = Event.objects.filter(verb="record.read")
    assert list(read.values_list("actor", flat=True)) == [world.cast.meera.pk]
    assert film.record is not None
    page = signed_in(world.cast.arun).get(
        reverse("mentoring:record_readers", args=[film.record.pk])
    )
    assert "Meera Iyer" in page.content.decode()


def test_a_consent_that_is_withdrawn_locks_it_at_once(
    film: Video, world: World, signed_in: SignedIn
) -> None:
    arun, meera = signed_in(world.cast.arun), signed_in(world.cast.meera)
    shared(film, world.cast.meera)
    filming.withdraw_consent(film.consent, by=seen_by(world.cast.arun))
    assert [status(arun, film), status(meera, film)] == [403, 403]
    page = arun.get(reverse("practice:video", args=[film.pk])).content.decode()
    assert "does not hold any more" in page
    assert "<video" not in page
    film.refresh_from_db()
    assert film.delete_on == seen_by(world.cast.arun).today + timedelta(days=7)
    for act in (
        lambda: videos.remark(film, "So.", 1, None, by=seen_by(world.cast.meera)),
        lambda: videos.share_video(film, world.ravi, NOW.date(), by=seen_by(world.cast.arun)),
    ):
        with pytest.raises(Refused):
            act()


def test_a_consent_is_withdrawn_once_and_by_nobody_else(film: Video, world: World) -> None:
    with pytest.raises(Refused):
        filming.withdraw_consent(film.consent, by=seen_by(world.cast.meera))
    again = FilmingConsent.objects.get()
    filming.withdraw_consent(film.consent, by=seen_by(world.cast.arun))
    with pytest.raises(Stale):
        filming.withdraw_consent(again, by=seen_by(world.cast.arun))


def test_a_consent_that_runs_out_ends_the_video_with_it(
    world: World, tmp_path: Path, settings: LazySettings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    consent = consent_of(world.cast.arun, days=5)
    film = video_of(world.cast.arun, consent)
    assert film.delete_on == consent.until + timedelta(days=1)


def test_a_programme_may_want_videos_deleted_sooner(
    world: World, tmp_path: Path, settings: LazySettings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    arun = seen_by(world.cast.arun)
    assert days_to_keep(arun) == {"days": [7, 14, 30, 60, 90], "usual": 30}
    text = blueprint.file_of("ct_team", blueprint.get("ct_team").version)
    text = text.replace("code: ct_team", "code: soon_gone", 1)
    text = text.replace("\nvisibility:\n", "\nvisibility:\n  video_days: 10\n", 1)
    strict = blueprint.load(text)
    Design.objects.create(
        code=strict.code, version=strict.version, title="Soon gone", organisation=world.cast.state,
        status=DesignStatus.PUBLISHED, text=text, written_at=NOW,
    )  # fmt: skip
    Cohort.objects.update(blueprint=strict.code)
    assert days_to_keep(arun) == {"days": [7, 10], "usual": 10}
    assert video_of(world.cast.arun).delete_on == arun.today + timedelta(days=10)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_consent_holds_from_now_for_a_year_at_most(world: World, days: int) -> None:
    with pytest.raises(Unfit):
        consent_of(world.cast.arun, days=days)


def test_a_consent_says_who_what_why_and_until_when(world: World, signed_in: SignedIn) -> None:
    arun = signed_in(world.cast.arun)
    url = reverse("practice:filming_new")
    empty = arun.post(url, {"class_name": ""})
    assert empty.status_code == 422
    for sentence in (
        "Say which class.", "Say who gave it.", "Say from whom it was asked.",
        "Choose why the class may be filmed.", "Say until when it holds.",
    ):  # fmt: skip
        assert sentence in empty.content.decode()
    said = {
        "class_name": "7B", "given_by": "Head", "of_whom": "Parents", "basis": "consent",
        "until": "2026-03-31",
    }  # fmt: skip
    assert arun.post(url, said)["Location"] == reverse("practice:video_new")
    made = FilmingConsent.objects.get()
    assert (made.owner, made.basis, made.status) == (
        world.cast.arun,
        FilmingBasis.CONSENT,
        "given",
    )
    page = reverse("practice:filming_consent", args=[made.pk])
    assert "Parents" in arun.get(page).content.decode()
    assert signed_in(world.cast.kavita).get(page).status_code == 404


def test_it_is_deleted_when_its_day_comes(
    film: Video, world: World, signed_in: SignedIn, django_capture_on_commit_callbacks: Committed
) -> None:
    shared(film, world.cast.meera)
    videos.remark(film, "A long wait.", 75, VideoTag.WAITING, by=seen_by(world.cast.meera))
    with time_machine.travel(NOW + timedelta(days=29), tick=False):
        assert delete_videos() == 0
        assert status(signed_in(world.cast.arun), film) == 200
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        assert status(signed_in(world.cast.arun), film) == 403  # even before the job has run
        with django_capture_on_commit_callbacks(execute=True):
            assert delete_videos() == 1
        assert delete_videos() == 0
        page = signed_in(world.cast.arun).get(reverse("practice:video", args=[film.pk]))
        assert "Nothing of it is left but this line." in page.content.decode()
        gone = signed_in(world.cast.meera).get(reverse("practice:video", args=[film.pk]))
        assert gone.status_code == 404
    assert [one.objects.count() for one in (Record, RecordComment, RecordVersion, Share)] == [0] * 4
    assert (Upload.objects.count(), files()) == (1, [])
    assert [event.actor for event in Event.objects.filter(verb="video.expire")] == [0]


def test_its_owner_deletes_it_at_once(
    film: Video, world: World, signed_in: SignedIn, django_capture_on_commit_callbacks: Committed
) -> None:
    url = reverse("practice:video_delete", args=[film.pk])
    shared(film, world.cast.meera)
    assert signed_in(world.cast.meera).post(url).status_code == 403
    assert signed_in(world.cast.kavita).post(url).status_code == 404
    assert files() != []
    with django_capture_on_commit_callbacks(execute=True):
        to = signed_in(world.cast.arun).post(url)
    assert to["Location"] == reverse("practice:videos")
    film.refresh_from_db()
    assert (film.status, film.record, files()) == ("deleted", None, [])
    assert Event.objects.filter(verb="video.delete", subject=f"video:{film.pk}").count() == 1
    assert signed_in(world.cast.arun).post(url).status_code == 403
    assert status(signed_in(world.cast.arun), film) == 403


def test_one_who_deletes_in_two_tabs_deletes_once(film: Video, world: World) -> None:
    again = Video.objects.get()
    videos.delete_video(film, by=seen_by(world.cast.arun))
    with pytest.raises(Stale):
        videos.delete_video(again, by=seen_by(world.cast.arun))


def test_a_remark_leads_to_its_moment(film: Video, world: World, signed_in: SignedIn) -> None:
    shared(film, world.cast.meera)
    meera, url = signed_in(world.cast.meera), reverse("practice:video_remark", args=[film.pk])
    page = reverse("practice:video", args=[film.pk])
    for at, tag, text in (("4:30", "waiting", "You waited."), ("0:07", "", "A calm start.")):
        assert meera.post(url, {"at": at, "tag": tag, "text": text})["Location"] == page
    shown = signed_in(world.cast.arun).get(page).content.decode()
    file = reverse(FILE, args=[film.pk])
    assert f'href="{file}#t=270" data-seek="270">4:30</a>' in shown
    assert shown.index("A calm start.") < shown.index("You waited.")
    assert 'preload="none"' in shown
    chosen = meera.get(f"{page}?tag=waiting").content.decode()
    assert ("You waited." in chosen, "A calm start." in chosen) == (True, False)
    assert list(RecordComment.objects.order_by("pk").values_list("at_seconds", "tag")) == [
        (270, "waiting"),
        (7, ""),
    ]


@pytest.mark.parametrize("at", ["", "-1:00", "4:60", "now", "99:99:99", "4", "1:2:3:4", "٤:٣٠x"])
def test_a_moment_that_is_none_is_told_beside_its_field(
    film: Video, world: World, signed_in: SignedIn, at: str
) -> None:
    answer = signed_in(world.cast.arun).post(
        reverse("practice:video_remark", args=[film.pk]), {"at": at, "text": "So."}
    )
    assert answer.status_code == 422
    assert "such as 4:30" in answer.content.decode()
    assert RecordComment.objects.count() == 0


def test_it_is_shared_from_its_page(film: Video, world: World, signed_in: SignedIn) -> None:
    arun, url = signed_in(world.cast.arun), reverse("practice:video_share", args=[film.pk])
    late = arun.post(url, {"person": world.cast.meera.pk, "until": "2026-12-01"})
    assert (late.status_code, "deleted by then" in late.content.decode()) == (422, True)
    arun.post(url, {"person": world.cast.meera.pk, "until": "2026-01-20"})
    assert status(signed_in(world.cast.meera), film) == 200
    assert "Meera Iyer, until" in arun.get(
        reverse("practice:video", args=[film.pk])
    ).content.decode().replace("</a>", "")
    assert signed_in(world.cast.meera).post(url, {}).status_code == 403


def test_a_list_asks_a_constant_number_of_times(
    film: Video, world: World, signed_in: SignedIn
) -> None:
    arun = signed_in(world.cast.arun)
    url = reverse("practice:videos")
    counts = []
    for _more in range(2):
        arun.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = arun.get(url)
        counts.append(len(asked))
        for title in ("Circles", "Seeds"):
            video_of(world.cast.arun, film.consent, title)
    assert "Circles" in page.content.decode()
    assert counts == [8, 8]
    with CaptureQueriesContext(connection) as asked:
        arun.get(reverse("practice:video", args=[film.pk]))
    assert len(asked) <= 10


def test_a_record_of_this_kind_opens_as_its_video(
    film: Video, world: World, signed_in: SignedIn
) -> None:
    assert film.record is not None
    arun = signed_in(world.cast.arun)
    to = arun.get(reverse("practice:video_of_record", args=[film.record.pk]))
    assert to["Location"] == reverse("practice:video", args=[film.pk])
    assert (
        signed_in(world.cast.kavita)
        .get(reverse("practice:video_of_record", args=[film.record.pk]))
        .status_code
        == 404
    )
