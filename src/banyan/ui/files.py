"""What a file is by its content, whatever it is called, and how one is handed out.

Documents, pictures and sound that two people send each other; videos are in `films`. Nothing here
decodes more than it needs to tell the type.
"""

from __future__ import annotations

import errno
import lzma
import re
import shutil
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from math import inf
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from banyan.ui.ranges import file_in_parts

HEAD = 4096  # bytes from which all but documents in a ZIP can be told
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
DOCUMENTS = {
    "application/pdf": "pdf",
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}presentationml.presentation": "pptx",
    f"{_OPEN}text": "odt",
    f"{_OPEN}spreadsheet": "ods",
    f"{_OPEN}presentation": "odp",
}
PICTURES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
SOUNDS = {"audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav"}
ENDINGS = {**DOCUMENTS, **PICTURES, **SOUNDS}
# What the library raises where an archive is damaged, cut short or meant to mislead.
_BROKEN = (
    zipfile.BadZipFile,
    *(zlib.error, lzma.LZMAError, OSError, EOFError),  # a stream, by the way in which it is packed
    *(struct.error, ValueError),  # an entry whose sizes or place in the file cannot be
    RuntimeError,  # one that wants a password, or is packed in a way that nobody here unpacks
)
_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_MOST_ENTRIES = 5000
_SOUND_BRANDS = (b"M4A ", b"M4B ")
_BY_ENDING = {ending: kind for kind, ending in ENDINGS.items()}


class Full(Exception):
    """There is no room on the disk."""


def type_of(file: IO[bytes]) -> str:
    """The content type of a file, told by what is in it; empty for what is none of the above, also
    for a document that can run something by itself. The file is left at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        found = _type_of_zip(file)
        file.seek(0)
        return found
    return _type_of_head(head)


def _type_of_head(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    if head.startswith(b"OggS"):
        is_sound = b"OpusHead" in head[:64] or b"\x01vorbis" in head[:64]
        return "audio/ogg" if is_sound else ""
    if head[4:8] == b"ftyp" and head[8:12] in _SOUND_BRANDS:
        return "audio/mp4"
    # An ID3 tag, or the first frame of MPEG layer III: eleven bits set, a version and the layer.
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 8
    return "audio/mpeg" if head.startswith(b"ID3") or is_frame else ""


def _type_of_zip(file: IO[bytes]) -> str:
    """Of an office document; "" for any other archive, a broken one, and one with macros."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > _MOST_ENTRIES or any("vbaproject" in name.lower() for name in names):
                return ""
            if "mimetype" in names:
                if archive.getinfo("mimetype").file_size > 100:
                    return ""
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in DOCUMENTS else ""
            if "[Content_Types].xml" not in names:
                return ""
    except _BROKEN:
        return ""
    ends = (end for folder, end in _FOLDERS.items() if any(n.startswith(folder) for n in names))
    return _BY_ENDING.get(next(ends, ""), "")


def title_of(name: str, content_type: str) -> str:
    """What a file is called on pages: its own name, without a path and without signs that cannot
    be seen, with the ending of what it is. At most 100 characters."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    stem = seen.rsplit(".", 1)[0].strip(" .")[:90]
    return f"{stem or 'file'}.{ENDINGS[content_type]}"


def lost_in(root: Path, before: datetime, known: Callable[[str], set[str]]) -> Iterator[Path]:
    """Files below `root` that lie in folders of two letters, are older than `before`, and of which
    `known`, asked folder by folder for the names that begin so, does not know the name."""
    for folder in sorted(root.glob("??")):
        if files := sorted(folder.iterdir()):
            kept = known(folder.name)
            unknown = (file for file in files if file.name not in kept)
            yield from (file for file in unknown if _changed_at(file) < before.timestamp())


def _changed_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # taken back since the folder was listed
        return inf


def keep(file: IO[bytes], path: Path, size: int) -> None:
    """Write it there, for nobody but this program. Raises Full, and leaves nothing then."""
    with _full_disk_told():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(path.parent).free - size < settings.DISK_RESERVE_BYTES:
            raise Full
        path.touch(mode=0o600, exist_ok=False)
        try:
            with path.open("wb") as kept:
                file.seek(0)
                shutil.copyfileobj(file, kept)
        except OSError:
            path.unlink(missing_ok=True)
            raise


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Full from error
        raise


def hand_out(
    request: HttpRequest, path: Path, *, size: int, content_type: str, tag: str, name: str,
    inline: bool = False,
) -> HttpResponseBase:  # fmt: skip
    """The file below the media folder, or the part that is asked for, to whoever was asked about
    before: by the proxy, where there is one, else by ourselves. No cache keeps it, no browser
    guesses what it is, and unless it is `inline`, for a player, it is saved, not opened. Raises
    FileNotFoundError."""
    if settings.ACCEL_PREFIX:
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        inside = path.relative_to(settings.MEDIA_ROOT).as_posix()
        response.headers["X-Accel-Redirect"] = f"{settings.ACCEL_PREFIX}/{inside}"
    else:
        response = file_in_parts(request, path, size=size, content_type=content_type, tag=tag)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
