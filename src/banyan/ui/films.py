"""What a file is by its content, whatever it is called: the videos that browsers play.

MP4 and QuickTime are boxes of a length and a name (ISO/IEC 14496-12); WebM is elements of an id
and a length (RFC 8794). Nothing here decodes a picture.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

HEAD = 4096  # bytes from which the type can be told
MP4, QUICKTIME, WEBM = "video/mp4", "video/quicktime", "video/webm"
_VIDEO_BRANDS = (b"iso", b"mp4", b"avc", b"M4V", b"MSNV", b"dash", b"3gp", b"3g2", b"mmp4", b"f4v")
_OTHER_BRANDS = (b"hei", b"hev", b"mif", b"msf", b"avi", b"M4A", b"M4B", b"crx", b"jp", b"mj")
_PRIVATE = (b"udta", b"meta", b"uuid")  # where phones write the place, the day and the device
_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_DOC_TYPE = b"\x42\x82"
_MOST_BOXES = 20_000
_BLOCK = bytes(64 * 1024)


class Broken(Exception):
    """The file is not whole, or not what its beginning says."""


def type_of(head: bytes) -> str:
    """The content type told by the first bytes of a file; empty for anything but a video."""
    if head.startswith(_EBML):
        return WEBM if _doc_type(head) == b"webm" else ""
    if head[4:8] != b"ftyp":
        return ""
    length = int.from_bytes(head[:4], "big")
    if not 16 <= length <= HEAD or length % 4:
        return ""
    major = head[8:12]
    brands = [major, *(head[at : at + 4] for at in range(16, length, 4))]
    if major.startswith(_OTHER_BRANDS):
        return ""
    if b"qt  " in brands:
        return QUICKTIME
    return MP4 if any(brand.startswith(_VIDEO_BRANDS) for brand in brands) else ""


def check(path: Path) -> str:
    """The content type of a whole file. Raises Broken."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        found = type_of(head)
        if not found:
            raise Broken
        if found == WEBM:
            if _after_header(head) != _SEGMENT:
                raise Broken
            return found
        names = {name for name, _at, _body, _end in _boxes(file, 0, path.stat().st_size)}
    if b"moov" not in names or not names & {b"mdat", b"moof"}:
        raise Broken
    return found


def forget_places(path: Path) -> int:
    """Blank what a phone wrote into an MP4 or QuickTime file besides pictures and sound: where it
    was filmed, when, with what. Every byte stays in its place. Returns how many notes there were.
    Raises Broken."""
    notes = 0
    with path.open("r+b") as file:
        for at, body, end in list(_notes(file, 0, path.stat().st_size)):
            file.seek(at + 4)
            file.write(b"free")
            file.seek(body)
            for start in range(body, end, len(_BLOCK)):
                file.write(_BLOCK[: min(len(_BLOCK), end - start)])
            notes += 1
        file.flush()
        os.fsync(file.fileno())
    return notes


def _notes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Place, place of the content and end of each note, at any depth."""
    looked, inside = 0, [(start, end)]
    while inside:
        for name, at, body, after in _boxes(file, *inside.pop()):
            looked += 1
            if looked > _MOST_BOXES:
                raise Broken
            if name in _PRIVATE:
                yield at, body, after
            elif name in (b"moov", b"trak"):
                inside.append((body, after))


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, place, place of the content and end of each box in these bytes. Raises Broken."""
    at = start
    for _count in range(_MOST_BOXES):
        if at == end:
            return
        file.seek(at)
        head = file.read(16)
        length, body = int.from_bytes(head[:4], "big"), at + 8
        if length == 1:
            length, body = int.from_bytes(head[8:16], "big"), at + 16
        elif length == 0:
            length = end - at
        if body > at + length or at + length > end:
            raise Broken
        yield head[4:8], at, body, at + length
        at += length
    raise Broken


def _doc_type(head: bytes) -> bytes:
    """Of a file that begins with an EBML header."""
    length, at = _vint(head, 4)
    end = min(at + length, len(head))
    while at < end:
        id_length = _length_of_vint(head[at : at + 1])
        name = head[at : at + id_length]
        length, body = _vint(head, at + id_length)
        if name == _DOC_TYPE:
            return head[body : body + length].rstrip(b"\0")
        at = body + length
    return b""


def _after_header(head: bytes) -> bytes:
    length, at = _vint(head, 4)
    return head[at + length : at + length + 4]


def _vint(data: bytes, at: int) -> tuple[int, int]:
    """A length of EBML, and where what it measures begins."""
    width = _length_of_vint(data[at : at + 1])
    value = int.from_bytes(data[at : at + width], "big") & ((1 << (7 * width)) - 1)
    return value, at + width


def _length_of_vint(first: bytes) -> int:
    return 9 - first[0].bit_length() if first and first[0] else 8
