"""Arun films 7B: a consent, a video, and a client of the tus protocol."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record
from banyan.organisations.queries import viewer_for
from banyan.people.models import Person
from banyan.practice.actions import filming, uploads, videos
from banyan.practice.models import FilmingConsent, Video
from banyan.practice.states import FilmingBasis
from tests.conftest import NOW
from tests.films import mp4

FILM = mp4(bytes(range(256)) * 40)


def seen_by(person: Person, **at: Any) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(**at))


def consent_of(person: Person, *, days: int = 60) -> FilmingConsent:
    by = seen_by(person)
    return filming.write_down_consent(
        "7B", "Kavita Shah, head of the school", "All parents of 7B, letters in the office",
        FilmingBasis.CONSENT, by.today + timedelta(days=days), by=by,
    )  # fmt: skip


def video_of(
    person: Person, consent: FilmingConsent | None = None, title: str = "Fractions, 7B"
) -> Video:
    by = seen_by(person)
    coming = uploads.begin_upload(consent or consent_of(person), title, len(FILM), 30, by=by)
    made = uploads.append(coming, 0, BytesIO(FILM), by=by).video
    assert made is not None
    return made


def shared(film: Video, person: Person, *, days: int = 14) -> None:
    by = seen_by(film.owner)
    videos.share_video(film, person, by.today + timedelta(days=days), by=by)


def files() -> list[Path]:
    return [one for one in (Path(settings.MEDIA_ROOT) / "videos").glob("*/*") if one.is_file()]


def records() -> int:
    return Record.objects.count()


def encoded(**said: object) -> str:
    pairs = (
        f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in said.items()
    )
    return ",".join(pairs)


@dataclass
class Sender:
    """A browser that sends a file in pieces."""

    browser: Client
    consent: FilmingConsent
    content: bytes = FILM
    url: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"Tus-Resumable": "1.0.0"})

    def begin(self, length: object = None, **headers: str) -> Any:
        said = encoded(title="Fractions", consent=self.consent.pk, keep_days=30, seen="on")
        answer = self.browser.post(
            reverse("practice:uploads"),
            content_type="application/octet-stream",
            headers={
                **self.headers,
                "Upload-Length": str(len(self.content) if length is None else length),
                "Upload-Metadata": said,
                **headers,
            },
        )
        self.url = answer.headers.get("Location", "")
        return answer

    def send(self, start: int, end: int | None = None, **headers: str) -> Any:
        return self.patch(self.content[start:end], start, **headers)

    def patch(self, piece: bytes, offset: object, **headers: str) -> Any:
        return self.browser.patch(
            self.url,
            piece,
            content_type=headers.pop("type", "application/offset+octet-stream"),
            headers={**self.headers, "Upload-Offset": str(offset), **headers},
        )

    def how_far(self) -> Any:
        return self.browser.head(self.url, headers=self.headers)
