"""Arun films 7B: a video that Meera may watch, and one on its way."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from banyan.kernel.viewer import Viewer
from banyan.people.models import Person
from banyan.practice.actions import filming, uploads, videos
from banyan.practice.models import Upload, Video
from banyan.practice.states import FilmingBasis, VideoTag
from tests.films import mp4


def film(
    arun: Viewer, meera: Viewer, mentor: Person, secrets: dict[str, str]
) -> tuple[Video, Upload]:
    consent = filming.write_down_consent(
        "7B", secrets["filming"], secrets["filming"], FilmingBasis.CONSENT,
        arun.today + timedelta(days=90), by=arun,
    )  # fmt: skip
    content = mp4()
    sent = uploads.begin_upload(consent, secrets["film"], len(content), 30, by=arun)
    made = uploads.append(sent, 0, BytesIO(content), by=arun).video
    assert made is not None
    videos.share_video(made, mentor, arun.today + timedelta(days=21), by=arun)
    videos.remark(made, secrets["remark"], 270, VideoTag.WAITING, by=meera)
    coming = uploads.begin_upload(consent, secrets["coming_film"], len(content), 30, by=arun)
    return made, coming
