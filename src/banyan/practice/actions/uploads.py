"""Videos on their way: begun, sent in pieces of which each is counted once, whole or dropped."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import hmac
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from banyan.kernel.decision import Refused, denied
from banyan.kernel.viewer import Viewer
from banyan.mentoring.actions import records
from banyan.mentoring.queries.mentorships import live_pair
from banyan.mentoring.states import RecordKind
from banyan.people.models import Person
from banyan.practice.models import FilmingConsent, Upload, Video
from banyan.practice.models.videos import place_of
from banyan.practice.queries.videos import most_days, taken
from banyan.practice.rules.videos import UPLOADING
from banyan.practice.states import VideoStatus
from banyan.trail import actions as trail
from banyan.ui import films
from banyan.ui.words import number

UPLOAD_LIVES = timedelta(days=2)
BLOCK = 256 * 1024
IN_MEMORY = 1024 * 1024
LEAST_HEAD = 64  # bytes from which a wrong file is told before all of it is here


class Stopped(Refused):
    """The upload does not go on; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(denied(sentence))


class TooLarge(Stopped):
    """More bytes than a video may have, than are left to this person, or than were announced."""


class NoRoom(Stopped):
    """The disk is full, or nearly."""


class NotAVideo(Stopped):
    """The content is none of the types that browsers play."""


class Elsewhere(Stopped):
    """The piece does not begin where the upload has come to."""


class Mangled(Stopped):
    """The piece is not what its checksum says."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def begin_upload(
    consent: FilmingConsent, title: str, length: int, keep_days: int, *, by: Viewer
) -> Upload:
    """Make room for a video of so many bytes. Raises Refused without a consent that holds,
    TooLarge and NoRoom."""
    UPLOADING.decide(by, consent, "begin").or_refuse()
    if length < 1:
        raise NotAVideo(_("This file is empty. Choose the video."))
    if length > settings.VIDEO_MOST_BYTES:
        raise TooLarge(
            _(
                "This video has %(size)s MB. At most %(most)s MB can be kept: film a shorter part, "
                "or in a lower resolution."
            )
            % {"size": megabytes(length), "most": megabytes(settings.VIDEO_MOST_BYTES)}
        )
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.person_id)
        left = settings.VIDEO_QUOTA_BYTES - taken(by.person_id)
        if length > left:
            raise TooLarge(
                _(
                    "Your videos would take more room than you have: %(left)s MB are left. Delete "
                    "one that you do not need any more."
                )
                % {"left": megabytes(max(left, 0))}
            )
        _room_on_disk(length)
        made = Upload.objects.create(
            owner_id=by.person_id, consent=consent, token=secrets.token_urlsafe(32),
            name=secrets.token_hex(16), title=title.strip()[:160],
            keep_days=min(keep_days, most_days(by)),
            length=length, begun_at=by.now, expires_at=by.now + UPLOAD_LIVES,
        )  # fmt: skip
        with _full_disk_told():
            place_of(made.name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            place_of(made.name).touch(mode=0o600, exist_ok=False)
    return made


class Whole(Readable, Protocol):
    """A file that comes in one piece: how long it is, and it can be read again."""

    size: int | None

    def seek(self, offset: int, /) -> Any: ...


def send_whole(
    consent: FilmingConsent, title: str, file: Whole, keep_days: int, *, by: Viewer
) -> Video:
    """A video that comes in one piece; the same file kept under this name a moment before is the
    one. Raises what `begin_upload` and `append` raise."""
    kept = Video.objects.filter(
        owner_id=by.person_id, consent=consent, size=file.size or 0, status=VideoStatus.KEPT,
        record__title=title.strip()[:160], kept_at__gt=by.now - records.ONE_VERSION,
    )  # fmt: skip
    for same in kept:
        with place_of(same.name).open("rb") as there:
            is_same = _digest(there) == _digest(file)
        file.seek(0)
        if is_same:
            return same
    made = append(
        begin_upload(consent, title, file.size or 0, keep_days, by=by), 0, file, by=by
    ).video
    assert made is not None  # noqa: S101 - all of it was there
    return made


def _digest(file: Readable) -> bytes:
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.digest()


def append(
    upload: Upload,
    offset: int,
    piece: Readable,
    *,
    by: Viewer,
    checksum: tuple[str, bytes] | None = None,
) -> Upload:
    """Add a piece that begins at this byte. What came of it before a line broke is kept, unless it
    cannot be checked. The last piece makes the video.

    Two who send the same piece are two writers of one file: each waits for the other, and only
    whoever finds the upload where she left it writes. Raises Elsewhere, Mangled, TooLarge, NoRoom,
    NotAVideo, and Refused once the consent no longer holds.
    """
    UPLOADING.decide(by, upload.consent, "begin").or_refuse()
    if offset != upload.offset:
        raise Elsewhere(_("This piece is here already. Ask where to go on."))
    with (
        _gone_told(upload),
        _full_disk_told(),
        _received(upload, piece, checksum) as (received, count),
    ):
        if not count and upload.offset < upload.length:
            return upload
        with _alone_with(upload) as file:
            now_there = Upload.objects.filter(pk=upload.pk).values_list("offset", "video").first()
            if now_there is None:
                raise Upload.DoesNotExist(upload.pk)
            if now_there[0] != offset or now_there[1] is not None:
                raise Elsewhere(_("This piece is here already. Ask where to go on."))
            file.seek(offset)
            shutil.copyfileobj(received, file, BLOCK)
            file.flush()
            os.fsync(file.fileno())
            return _count(upload, offset, count, by)


def drop_upload(upload: Upload) -> None:
    """Forget it, and what of it is here; a video that it has become stays."""
    with transaction.atomic():
        if Upload.objects.filter(pk=upload.pk, video=None).delete()[0]:
            file = place_of(upload.name)
            transaction.on_commit(lambda: file.unlink(missing_ok=True))
        Upload.objects.filter(pk=upload.pk).delete()


def cancel_upload(upload: Upload, *, by: Viewer) -> None:
    """Whoever began it does not go on. Raises Refused for everybody else."""
    if by.person_id != upload.owner_id:
        denied(_("Only whoever began it can do this.")).or_refuse()
    drop_upload(upload)


def megabytes(size: int) -> str:
    return number(max(round(size / 1_000_000, 1), 0.1) if size else 0)


def _count(upload: Upload, offset: int, count: int, by: Viewer) -> Upload:
    """The piece lies in its place: say so, and make the video if it was the last one."""
    here = offset + count
    whole = here == upload.length
    path = place_of(upload.name)
    if (offset < LEAST_HEAD <= here or whole) and not films.type_of(_head(path)):
        _refuse(upload)
    kind = _checked(upload) if whole else ""
    with transaction.atomic():
        if whole:  # a consent that is withdrawn at this moment comes before it or after it
            consent = FilmingConsent.objects.select_for_update().get(pk=upload.consent_id)
            UPLOADING.decide(by, consent, "begin").or_refuse()
        rows = Upload.objects.filter(pk=upload.pk, offset=offset, video=None)
        if not rows.update(offset=here, expires_at=by.now + UPLOAD_LIVES):
            raise Elsewhere(_("This piece is here already. Ask where to go on."))
        upload.offset, upload.expires_at = here, by.now + UPLOAD_LIVES
        if whole:
            upload.video = _keep(upload, kind, by)
            Upload.objects.filter(pk=upload.pk).update(video=upload.video)
    return upload


def _keep(upload: Upload, content_type: str, by: Viewer) -> Video:
    """Its record, which is its owner's alone, and its row."""
    last = upload.consent.until + timedelta(days=1)
    made = Video.objects.create(
        owner_id=upload.owner_id,
        record=records.begin(RecordKind.VIDEO, by=by, pair=live_pair(by), title=upload.title),
        consent=upload.consent,
        name=upload.name,
        size=upload.length,
        content_type=content_type,
        kept_at=by.now,
        delete_on=min(by.today + timedelta(days=upload.keep_days), last),
    )
    trail.record(verb="video.keep", subject=trail.subject_of(made), scope="", by=by)
    return made


def _checked(upload: Upload) -> str:
    """The content type of the whole file, freed of the place where it was filmed."""
    path = place_of(upload.name)
    try:
        kind = films.check(path)
        if kind != films.WEBM:
            films.forget_places(path)
    except films.Broken:
        _refuse(upload)
    return kind


def _refuse(upload: Upload) -> None:
    drop_upload(upload)
    raise NotAVideo(
        _("This is not a video that browsers play, or not all of it. Choose an MP4, MOV or WebM.")
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(films.HEAD)


@contextmanager
def _received(
    upload: Upload, piece: Readable, checksum: tuple[str, bytes] | None
) -> Iterator[tuple[IO[bytes], int]]:
    """All that comes of a piece, before anything is locked or changed: a slow line keeps nobody
    waiting but itself."""
    most = upload.length - upload.offset
    sums = hashlib.new(checksum[0]) if checksum else None
    place = str(place_of(upload.name).parent)
    with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=place) as received:
        count = 0
        while block := _read(piece, broken_is_end=sums is None):
            count += len(block)
            if count > most:
                raise TooLarge(_("This is more than was announced. Choose the same file again."))
            received.write(block)
            if sums:
                sums.update(block)
        if checksum and sums and not hmac.compare_digest(sums.digest(), checksum[1]):
            raise Mangled(_("This piece was changed on its way. Send it again."))
        received.seek(0)
        yield received, count


def _read(piece: Readable, *, broken_is_end: bool) -> bytes:
    try:
        return piece.read(BLOCK)
    except OSError:  # the line broke, or the browser was closed
        if broken_is_end:
            return b""
        raise Mangled(_("This piece did not arrive whole. Send it again.")) from None


@contextmanager
def _alone_with(upload: Upload) -> Iterator[BinaryIO]:
    """The file of an upload, while nobody else writes into it."""
    with place_of(upload.name).open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # closing the file gives it free
        yield file


def _room_on_disk(length: int) -> None:
    place = Path(settings.MEDIA_ROOT)
    with _full_disk_told():
        place.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(place).free - length < settings.DISK_RESERVE_BYTES:
        raise NoRoom(_full())


@contextmanager
def _gone_told(upload: Upload) -> Iterator[None]:
    """A file can go at any moment: somebody gives the upload up, or the consent is withdrawn."""
    try:
        yield
    except FileNotFoundError:
        Upload.objects.filter(pk=upload.pk, video=None).delete()
        raise Upload.DoesNotExist(upload.pk) from None


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoRoom(_full()) from error
        raise


def _full() -> str:
    return _(
        "There is no room for videos on this server just now. What was sent is kept for two days: "
        "go on later, and tell whoever runs this place."
    )
