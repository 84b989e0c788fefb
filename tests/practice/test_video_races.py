"""Two who send, delete or withdraw at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings

from banyan.kernel.decision import Stale
from banyan.practice.actions import filming, uploads, videos
from banyan.practice.models import FilmingConsent, Upload, Video
from banyan.practice.models.videos import place_of
from banyan.practice.queries import videos as queries
from tests.conftest import NOW, Cast
from tests.practice.filming import FILM, consent_of, files, seen_by, video_of
from tests.races import at_once, threads_share

PIECES = [FILM[:3000], FILM[3000:7000], FILM[7000:]]


@pytest.fixture
def shared(
    transactional_db: None,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    settings: LazySettings,
) -> Iterator[Cast]:
    settings.MEDIA_ROOT = tmp_path / "media"
    with time_machine.travel(NOW, tick=False), threads_share(tmp_path):
        yield request.getfixturevalue("cast")


def begun(cast: Cast, consent: FilmingConsent, length: int = len(FILM)) -> Upload:
    return uploads.begin_upload(consent, "Fractions", length, 30, by=seen_by(cast.arun))


def said_of(cast: Cast, token: str, offset: int, *pieces: bytes) -> list[str]:
    """What comes of sending these at once for the same place."""
    by = seen_by(cast.arun)
    loaded = [queries.upload(by, token) for _each in pieces]  # both have asked before either sends
    return at_once(
        *(
            lambda one=one, piece=piece: uploads.append(one, offset, BytesIO(piece), by=by)
            for one, piece in zip(loaded, pieces, strict=True)
        )
    )


def test_of_two_who_send_the_same_place_one_is_taken_whole(shared: Cast) -> None:
    token = begun(shared, consent_of(shared.arun)).token
    at = 0
    for piece in PIECES:
        assert said_of(shared, token, at, piece, piece, piece) == ["Elsewhere", "Elsewhere", "done"]
        at += len(piece)
    assert place_of(Video.objects.get().name).read_bytes() == FILM
    assert Video.objects.count() == 1


def test_two_different_pieces_for_one_place_never_mix(shared: Cast) -> None:
    token = begun(shared, consent_of(shared.arun)).token
    uploads.append(
        queries.upload(seen_by(shared.arun), token), 0, BytesIO(FILM[:100]), by=seen_by(shared.arun)
    )
    ones, twos = b"\1" * 5000, b"\2" * 5000
    assert said_of(shared, token, 100, ones, twos) == ["Elsewhere", "done"]
    upload = Upload.objects.get()
    assert upload.offset == 5100
    there = place_of(upload.name).read_bytes()[100:5100]
    assert there in (ones, twos)


def test_the_last_piece_sent_twice_makes_one_video(shared: Cast) -> None:
    token = begun(shared, consent_of(shared.arun)).token
    assert said_of(shared, token, 0, FILM, FILM) == ["Elsewhere", "done"]
    assert Video.objects.count() == 1
    assert len(files()) == 1


def test_room_is_not_given_twice(shared: Cast, settings: LazySettings) -> None:
    settings.VIDEO_QUOTA_BYTES = 2 * len(FILM) - 1
    consent = consent_of(shared.arun)
    acts = [lambda: begun(shared, consent) for _each in range(3)]
    assert at_once(*acts) == ["TooLarge", "TooLarge", "done"]
    assert Upload.objects.count() == 1


def test_a_consent_withdrawn_while_the_last_piece_comes_leaves_nothing_that_plays(
    shared: Cast,
) -> None:
    by = seen_by(shared.arun)
    consent = consent_of(shared.arun)
    upload = begun(shared, consent)
    loaded = queries.upload(by, upload.token)

    def last_piece() -> None:
        try:
            uploads.append(loaded, 0, BytesIO(FILM), by=by)
        except Upload.DoesNotExist:
            raise Stale("It is gone.") from None

    said = at_once(last_piece, lambda: filming.withdraw_consent(consent, by=by))
    assert said in (["done", "done"], ["Refused", "done"], ["Stale", "done"])
    assert FilmingConsent.objects.get().status == "withdrawn"
    for film in Video.objects.all():
        assert (film.delete_on - by.today).days == filming.DAYS_AFTER_WITHDRAWAL
    assert len(files()) == Video.objects.count()


def test_a_video_deleted_by_two_at_once_is_deleted_once(shared: Cast) -> None:
    film = video_of(shared.arun)
    by = seen_by(shared.arun)
    rows = [Video.objects.get(pk=film.pk) for _each in range(2)]
    acts = [lambda row=row: videos.delete_video(row, by=by) for row in rows]
    assert at_once(*acts) == ["Stale", "done"]
    assert files() == []
