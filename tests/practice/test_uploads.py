"""A video on its way: the tus protocol, held to and abused."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from banyan.people.models import Person
from banyan.practice.actions import filming, uploads
from banyan.practice.jobs import drop_uploads
from banyan.practice.models import Upload, Video
from banyan.practice.models.videos import place_of
from tests.conftest import NOW, Cast
from tests.films import webm
from tests.practice.filming import FILM, Sender, consent_of, encoded, files, seen_by

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
SignedIn = Callable[[Person], Client]
Committed = Callable[..., AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def noon() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def a_folder(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committed) -> Committed:
    return django_capture_on_commit_callbacks


@pytest.fixture
def sender(cast: Cast, signed_in: SignedIn) -> Sender:
    return Sender(signed_in(cast.arun), consent_of(cast.arun))


def test_what_the_server_speaks_can_be_asked(sender: Sender) -> None:
    answer = sender.browser.options(reverse("practice:uploads"))
    said = {name: value for name, value in answer.headers.items() if name.startswith("Tus")}
    assert (answer.status_code, said) == (
        204,
        {
            "Tus-Resumable": "1.0.0",
            "Tus-Version": "1.0.0",
            "Tus-Extension": "creation,expiration,checksum,termination",
            "Tus-Checksum-Algorithm": "sha1,sha256,sha512",
            "Tus-Max-Size": "500000000",
        },
    )


def test_a_video_comes_in_pieces_and_is_its_owners_alone(sender: Sender, cast: Cast) -> None:
    begun = sender.begin()
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    assert begun.headers["Upload-Expires"] == "Fri, 16 Jan 2026 06:30:00 GMT"
    first = sender.send(0, 5000)
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "5000")
    asked = sender.how_far()
    assert (asked.status_code, asked.headers["Upload-Offset"]) == (200, "5000")
    assert asked.headers["Upload-Length"] == str(len(FILM))
    assert asked.headers["Cache-Control"] == "no-store"
    assert Video.objects.count() == 0
    last = sender.send(5000)
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(FILM)))
    film = Video.objects.get()
    assert sender.browser.get(sender.url)["Location"] == f"/videos/{film.pk}/"
    assert sender.how_far().headers["Upload-Offset"] == str(len(FILM))
    assert (film.owner, film.content_type, film.size) == (cast.arun, "video/mp4", len(FILM))
    assert film.delete_on == seen_by(cast.arun).today + timedelta(days=30)
    assert film.record is not None
    assert (film.record.tier, film.record.title) == ("own", "Fractions")
    assert place_of(film.name).read_bytes() == FILM


def test_the_name_of_the_file_is_nobodys_words(sender: Sender) -> None:
    sender.begin()
    (file,) = files()
    assert len(file.name) == 32
    assert set(file.name) <= set("0123456789abcdef")
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_broke_off_goes_on_where_it_stopped(cast: Cast, sender: Sender) -> None:
    class Broken(BytesIO):
        """A line that breaks after the first thousand bytes."""

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError
            return super().read(1000)

    sender.begin()
    by = seen_by(cast.arun)
    uploads.append(Upload.objects.get(), 0, Broken(FILM), by=by)
    assert sender.how_far().headers["Upload-Offset"] == "1000"
    assert sender.send(1000).status_code == 204
    assert place_of(Video.objects.get().name).read_bytes() == FILM


@pytest.mark.parametrize("offset", [0, 1, 4999, 5001, 10**12])
def test_a_piece_that_begins_elsewhere_is_not_taken(sender: Sender, offset: int) -> None:
    sender.begin()
    sender.send(0, 5000)
    assert sender.patch(b"x" * 10, offset).status_code == 409
    assert sender.how_far().headers["Upload-Offset"] == "5000"


@pytest.mark.parametrize("offset", ["-1", "", "1.5", "0x0", "+0", "a", "9" * 30, "٣"])
def test_an_offset_that_is_no_number_is_none(sender: Sender, offset: str) -> None:
    sender.begin()
    said = {} if offset.isascii() else {"type": "application/offset+octet-stream"}
    assert sender.patch(b"x", offset.encode().decode("latin-1"), **said).status_code == 400
    assert sender.how_far().headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("-1", 400), ("", 400), ("1e3", 400), ("9" * 40, 400), ("a", 400),
        ("0", 422), ("500000001", 413), ("999999999999999999", 413),
    ],
)  # fmt: skip
def test_a_length_that_cannot_be_is_refused_in_words(
    sender: Sender, length: str, status: int
) -> None:
    answer = sender.begin(length)
    assert (answer.status_code, bool(answer.content)) == (status, True)
    assert (Upload.objects.count(), files()) == (0, [])


def test_a_length_that_is_told_later_is_refused(sender: Sender) -> None:
    assert sender.begin("", **{"Upload-Defer-Length": "1"}).status_code == 400


@pytest.mark.parametrize(
    "garbage",
    [
        "title", "title ====", "title \xff\xfe", "title YQ==,title YQ==", "tit\tle YQ==", ",,,",
        "title AAAA\x01", "ключ YQ==", "x" * 5000, "title /w==", "title AA==", "=;=",
    ],
)  # fmt: skip
def test_metadata_that_is_garbage_begins_nothing(sender: Sender, garbage: str) -> None:
    header = garbage.encode().decode("latin-1")
    assert sender.begin(**{"Upload-Metadata": header}).status_code == 400
    assert Upload.objects.count() == 0


def test_what_is_said_of_it_cannot_lead_elsewhere(sender: Sender) -> None:
    said = encoded(
        title="../../etc/passwd", consent=sender.consent.pk, keep_days=30, seen="on",
        filename="../../../evil.html", name="evil", owner_id=1,
    )  # fmt: skip
    assert sender.begin(**{"Upload-Metadata": said}).status_code == 201
    (file,) = files()
    assert file.name == Upload.objects.get().name
    assert len(file.relative_to(place_of(file.name).parents[2]).parts) == 3


@pytest.mark.parametrize(
    "said",
    [
        {"title": ""}, {"seen": ""}, {"keep_days": 91}, {"keep_days": 0}, {"keep_days": -5},
        {"keep_days": "abc"}, {"consent": 0}, {"consent": "x"}, {"title": "x" * 161},
    ],
)  # fmt: skip
def test_what_is_missing_is_said_before_anything_is_sent(
    sender: Sender, said: dict[str, object]
) -> None:
    full = {"title": "Fractions", "consent": sender.consent.pk, "keep_days": 30, "seen": "on"}
    answer = sender.begin(**{"Upload-Metadata": encoded(**{**full, **said})})
    assert (answer.status_code, bool(answer.content)) == (400, True)


def test_another_version_of_the_protocol_is_told_ours(sender: Sender) -> None:
    sender.begin()
    for version in ({"Tus-Resumable": "0.2.2"}, {"Tus-Resumable": ""}):
        for answer in (
            sender.begin(**version) if not sender.url else sender.send(0, 10, **version),
            sender.browser.head(sender.url, headers=version),
            sender.browser.delete(sender.url, headers=version),
        ):
            assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert sender.how_far().headers["Upload-Offset"] == "0"


def test_a_piece_of_another_type_is_not_taken(sender: Sender) -> None:
    sender.begin()
    assert sender.send(0, 10, type="application/octet-stream").status_code == 415
    assert sender.send(0, 10, type="multipart/form-data").status_code == 415


def test_a_checksum_is_held_against_the_piece(sender: Sender) -> None:
    def sums(algorithm: str, content: bytes) -> dict[str, str]:
        digest = hashlib.new(algorithm, content).digest()
        return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}

    sender.begin()
    assert sender.send(0, 100, **sums("sha1", b"another")).status_code == 460
    assert sender.how_far().headers["Upload-Offset"] == "0"
    assert sender.send(0, 100, **sums("sha1", FILM[:100])).status_code == 204
    assert sender.send(100, 200, **sums("sha256", FILM[100:200])).status_code == 204
    for header in ("md5 AAAA", "sha1", "sha1 !!!", "sha1 AAAA", "crc32 AAAA", "sha256 "):
        assert sender.send(200, 300, **{"Upload-Checksum": header}).status_code == 400
    assert sender.send(200, **sums("sha512", FILM[200:])).status_code == 204
    assert place_of(Video.objects.get().name).read_bytes() == FILM


def test_more_than_was_announced_is_not_taken(sender: Sender) -> None:
    sender.begin()
    assert sender.patch(FILM + b"x", 0).status_code == 413
    assert sender.how_far().headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    "content",
    [b"<!doctype html><script>alert(1)</script>" * 10, b"%PDF-1.7" + bytes(200), b"MZ" * 100],
)
def test_another_file_is_told_at_its_first_bytes(
    sender: Sender, content: bytes, committed: Committed
) -> None:
    sender.content = content
    sender.begin()
    with committed(execute=True):
        answer = sender.send(0, 100)
    assert answer.status_code == 422
    assert "MP4, MOV or WebM" in answer.content.decode()
    assert (Upload.objects.count(), files(), sender.how_far().status_code) == (0, [], 404)


def test_what_only_begins_like_a_video_is_none(sender: Sender, committed: Committed) -> None:
    sender.content = FILM[:-1] + b"<script>"
    sender.begin()
    assert sender.send(0, 5000).status_code == 204
    with committed(execute=True):
        assert sender.send(5000).status_code == 422
    assert (Upload.objects.count(), Video.objects.count(), files()) == (0, 0, [])


def test_a_webm_is_kept_as_one(sender: Sender) -> None:
    sender.content = webm()
    sender.begin()
    assert sender.send(0).status_code == 204
    assert Video.objects.get().content_type == "video/webm"


def test_it_can_be_given_up(sender: Sender, committed: Committed) -> None:
    sender.begin()
    sender.send(0, 5000)
    with committed(execute=True):
        answer = sender.browser.delete(sender.url, headers=sender.headers)
    assert answer.status_code == 204
    assert (Upload.objects.count(), files(), sender.how_far().status_code) == (0, [], 404)
    assert sender.send(5000).status_code == 404


def test_giving_up_what_has_become_a_video_keeps_the_video(sender: Sender) -> None:
    sender.begin()
    sender.send(0)
    assert sender.browser.delete(sender.url, headers=sender.headers).status_code == 204
    assert place_of(Video.objects.get().name).exists()


def test_a_proxy_that_lets_only_post_through_is_met(sender: Sender) -> None:
    sender.begin()
    answer = sender.browser.post(
        sender.url,
        FILM,
        content_type="application/offset+octet-stream",
        headers={**sender.headers, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )
    assert (answer.status_code, Video.objects.count()) == (204, 1)
    plain = sender.browser.post(sender.url, headers=sender.headers)
    assert plain.status_code == 405


def masked(page: bytes, url: str) -> bytes:
    """Without the token of its forms and the address that was asked for."""
    return TOKEN.sub(b"", page).replace(url.encode(), b"-")


@pytest.mark.parametrize("method", ["get", "head", "patch", "delete", "post", "options"])
def test_nobody_else_can_tell_that_an_upload_exists(
    sender: Sender, cast: Cast, signed_in: SignedIn, method: str
) -> None:
    sender.begin()
    for person in (cast.meera, cast.kavita, cast.devi, cast.asha):
        other = Sender(signed_in(person), sender.consent, url=sender.url)
        ask = getattr(other.browser, method)
        answer = ask(sender.url, headers=sender.headers)
        nowhere = reverse("practice:upload", args=["x" * 43])
        absent = ask(nowhere, headers=sender.headers)
        assert answer.status_code == absent.status_code == (204 if method == "options" else 404)
        assert masked(answer.content, sender.url) == masked(absent.content, nowhere)
    assert sender.how_far().headers["Upload-Offset"] == "0"


def test_a_stranger_is_asked_to_sign_in(sender: Sender) -> None:
    sender.begin()
    other = Sender(Client(), sender.consent, url=sender.url)
    assert other.send(0).status_code == 302
    assert other.begin().status_code == 302


def test_a_page_elsewhere_cannot_send(sender: Sender, cast: Cast) -> None:
    sender.begin()
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(cast.arun)
    other = Sender(forged, sender.consent, url=sender.url)
    assert (other.send(0).status_code, other.begin().status_code) == (403, 403)


def test_without_a_consent_nothing_is_sent(cast: Cast, sender: Sender) -> None:
    of_another = Sender(sender.browser, consent_of(cast.meera))
    assert of_another.begin().status_code == 400
    filming.withdraw_consent(sender.consent, by=seen_by(cast.arun))
    assert sender.begin().status_code == 400
    page = sender.browser.get(reverse("practice:video_new"))
    assert page["Location"] == reverse("practice:filming_new")


def test_a_consent_that_has_run_out_covers_nothing(
    cast: Cast, sender: Sender, signed_in: SignedIn
) -> None:
    with time_machine.travel(NOW + timedelta(days=61), tick=False):
        sender.browser = signed_in(cast.arun)
        assert sender.begin().status_code == 400


def test_a_consent_that_is_withdrawn_stops_what_is_on_its_way(
    cast: Cast, sender: Sender, committed: Committed
) -> None:
    sender.begin()
    sender.send(0, 5000)
    with committed(execute=True):
        filming.withdraw_consent(sender.consent, by=seen_by(cast.arun))
    assert sender.send(5000).status_code == 404
    assert (Upload.objects.count(), Video.objects.count(), files()) == (0, 0, [])


def test_the_room_of_a_person_is_counted_with_what_is_on_its_way(
    sender: Sender, settings: LazySettings
) -> None:
    settings.VIDEO_QUOTA_BYTES = 3 * len(FILM) - 1
    sender.begin()
    sender.send(0)
    sender.begin()
    answer = sender.begin()
    assert answer.status_code == 413
    assert "MB are left" in answer.content.decode()
    assert Upload.objects.filter(video=None).count() == 1


def test_where_no_videos_are_kept_it_is_said(sender: Sender, settings: LazySettings) -> None:
    settings.VIDEO_MOST_BYTES = 0
    answer = sender.begin()
    assert (answer.status_code, answer.content) == (
        403,
        b"No videos are kept here. Ask whoever runs this place.",
    )
    page = sender.browser.get(reverse("practice:videos"))
    assert "No videos are kept here" in page.content.decode()


def test_a_disk_that_is_nearly_full_takes_no_new_video(
    sender: Sender, settings: LazySettings
) -> None:
    settings.DISK_RESERVE_BYTES = 10**18
    answer = sender.begin()
    assert (answer.status_code, Upload.objects.count()) == (507, 0)
    assert "no room" in answer.content.decode()


def test_a_disk_that_fills_up_loses_nothing_that_was_there(sender: Sender) -> None:
    sender.begin()
    sender.send(0, 5000)
    (file,) = files()
    aside = file.with_suffix(".aside")
    file.rename(aside)
    file.symlink_to("/dev/full")  # a place on which every write finds the disk full
    answer = sender.send(5000)
    assert answer.status_code == 507
    assert "no room" in answer.content.decode()
    assert sender.how_far().headers["Upload-Offset"] == "5000"
    file.unlink()
    aside.rename(file)  # there is room again
    assert sender.send(5000).status_code == 204
    assert place_of(Video.objects.get().name).read_bytes() == FILM


def test_a_file_that_is_gone_is_said_to_be(sender: Sender) -> None:
    sender.begin()
    files()[0].unlink()
    assert sender.send(0).status_code == 410
    assert sender.how_far().status_code == 404


def test_what_nobody_goes_on_with_is_dropped(sender: Sender, committed: Committed) -> None:
    sender.begin()
    with time_machine.travel(NOW + timedelta(hours=47), tick=False):
        sender.send(0, 5000)  # two days from now on
    with time_machine.travel(NOW + timedelta(hours=94), tick=False):
        assert drop_uploads() == 0
        assert sender.how_far().status_code == 200
    with time_machine.travel(NOW + timedelta(hours=95), tick=False):
        assert sender.how_far().status_code == 404
        assert sender.send(5000).status_code == 404
        with committed(execute=True):
            assert drop_uploads() == 1
    assert (Upload.objects.count(), files()) == (0, [])


def test_a_file_of_nobody_is_cleared_away(sender: Sender, cast: Cast) -> None:
    sender.begin()
    sender.send(0)
    sender.begin()
    orphan = files()[0].with_name("0" * 32)
    orphan.write_bytes(b"left by a machine that stopped")
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        drop_uploads()
    assert orphan.exists()  # perhaps its row is still to come
    for file in files():
        stamp = (NOW - timedelta(days=2)).timestamp()
        os.utime(file, (stamp, stamp))
    drop_uploads()
    assert not orphan.exists()
    assert len(files()) == 2


def test_without_a_script_a_small_video_comes_whole(sender: Sender, committed: Committed) -> None:
    page = sender.browser.get(reverse("practice:video_new"))
    assert "No pupils’ faces" in page.content.decode()
    assert "At most 20 MB" in page.content.decode()
    said = {"title": "Fractions", "consent": sender.consent.pk, "keep_days": 7, "seen": "on"}
    file = SimpleUploadedFile("../../x.html", FILM, "text/html")
    answer = sender.browser.post(reverse("practice:video_new"), {**said, "file": file})
    film = Video.objects.get()
    assert answer["Location"] == f"/videos/{film.pk}/"
    assert place_of(film.name).read_bytes() == FILM
    wrong = SimpleUploadedFile("film.mp4", b"<html>" * 50, "video/mp4")
    with committed(execute=True):
        answer = sender.browser.post(reverse("practice:video_new"), {**said, "file": wrong})
    assert answer.status_code == 422
    assert "This is not a video that browsers play" in answer.content.decode()
    assert len(files()) == 1
