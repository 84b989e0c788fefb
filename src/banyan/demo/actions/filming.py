"""Arun films seven minutes at the board, and Meera says what she sees in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.kernel.viewer import Viewer
from banyan.practice.actions import filming, uploads, videos
from banyan.practice.models import FilmingConsent, Upload
from banyan.practice.states import FilmingBasis, VideoTag

CLIP = Path(__file__).parent.parent / "data" / "lesson.webm"  # tools/clip.py makes it
LONGER = 38_000_000  # bytes of five minutes on a telephone


def film(world: World) -> None:
    """A consent, a short video, two comments; and a second video, of which the first piece has arrived. A
    disk without room goes without them."""
    arun, meera = world.cast["arun"], world.cast["meera"]
    asked = world.seen(arun, world.at(20))
    consent = filming.write_down_consent(
        "7B", *words.FILMING_CONSENT, FilmingBasis.CONSENT,
        asked.today + timedelta(days=150), by=asked,
    )  # fmt: skip
    try:
        made = _sent(
            consent, words.VIDEO, CLIP.stat().st_size, by=world.seen(arun, world.at(9))
        ).video
        _sent(
            consent, words.NEXT_VIDEO, LONGER, by=world.seen(arun, world.now - timedelta(hours=2))
        )
    except uploads.NoRoom:
        return
    assert made is not None  # noqa: S101 - all of it was there
    by = world.seen(arun, world.at(8))
    videos.share_video(made, meera, by.today + timedelta(days=21), by=by)
    for number, (seconds, tag, text) in enumerate(words.REMARKS):
        said = world.seen(meera, world.at(6, 17 + number))
        videos.remark(made, text, seconds, VideoTag(tag), by=said)


def _sent(consent: FilmingConsent, title: str, length: int, *, by: Viewer) -> Upload:
    """The clip, as all or as the first piece of a file of so many bytes."""
    coming = uploads.begin_upload(consent, title, length, 30, by=by)
    with CLIP.open("rb") as clip:
        return uploads.append(coming, 0, clip, by=by)
