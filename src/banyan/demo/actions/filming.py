"""Arun films seven minutes at the board, and Meera says what she sees in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from banyan.demo import words
from banyan.demo.actions.world import World
from banyan.practice.actions import filming, uploads, videos
from banyan.practice.states import FilmingBasis, VideoTag

CLIP = Path(__file__).parent.parent / "data" / "lesson.webm"  # tools/clip.py makes it


def film(world: World) -> None:
    """A consent, a short video, two comments. A disk without room goes without the video."""
    arun, meera = world.cast["arun"], world.cast["meera"]
    asked = world.seen(arun, world.at(20))
    consent = filming.write_down_consent(
        "7B", *words.FILMING_CONSENT, FilmingBasis.CONSENT,
        asked.today + timedelta(days=150), by=asked,
    )  # fmt: skip
    by = world.seen(arun, world.at(9))
    try:
        coming = uploads.begin_upload(consent, words.VIDEO, CLIP.stat().st_size, 30, by=by)
        with CLIP.open("rb") as clip:
            made = uploads.append(coming, 0, clip, by=by).video
    except uploads.NoRoom:
        return
    assert made is not None  # noqa: S101 - all of it was there
    by = world.seen(arun, world.at(8))
    videos.share_video(made, meera, by.today + timedelta(days=21), by=by)
    for number, (seconds, tag, text) in enumerate(words.REMARKS):
        said = world.seen(meera, world.at(6, 17 + number))
        videos.remark(made, text, seconds, VideoTag(tag), by=said)
