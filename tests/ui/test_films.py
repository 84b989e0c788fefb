"""What a file is, by its content."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.ui.films import MP4, QUICKTIME, WEBM, Broken, check, forget_places, type_of
from tests.films import EBML, box, mp4, webm

PLACE = b"+23.0225+072.5714/"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (box(b"ftyp", b"isom\0\0\0\1isomavc1"), MP4),
        (box(b"ftyp", b"mp42\0\0\0\1"), MP4),
        (box(b"ftyp", b"qt  \0\0\0\0qt  "), QUICKTIME),
        (box(b"ftyp", b"3gp4\0\0\0\0isom"), MP4),
        (webm(), WEBM),
        (EBML.replace(b"webm", b"matr"), ""),
        (box(b"ftyp", b"heic\0\0\0\0mif1heic"), ""),  # a photograph
        (box(b"ftyp", b"avif\0\0\0\0mif1iso8"), ""),
        (box(b"ftyp", b"M4A \0\0\0\0isom"), ""),  # sound alone
        (b"\0\0\0\x08ftyp", ""),
        (b"\0\0\0\x13ftypisom\0\0\0\0mp4", ""),
        (b"\xff\xff\xff\xffftypisom", ""),
        (b"<!doctype html><script>", ""),
        (b"<svg xmlns=", ""),
        (b"%PDF-1.7", ""),
        (b"PK\x03\x04", ""),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"\x1a\x45\xdf\xa3", ""),
        (b"", ""),
    ],
)
def test_the_beginning_tells_the_type(head: bytes, found: str) -> None:
    assert type_of(head) == found


@pytest.mark.parametrize(("content", "found"), [(mp4(), MP4), (webm(), WEBM)])
def test_a_whole_film_is_what_it_says(tmp_path: Path, content: bytes, found: str) -> None:
    file = tmp_path / "film"
    file.write_bytes(content)
    assert check(file) == found


@pytest.mark.parametrize(
    "content",
    [
        mp4()[:-1],  # cut off
        mp4() + b"<html>",  # something behind it
        box(b"ftyp", b"isom\0\0\0\1"),  # nothing in it
        box(b"ftyp", b"isom\0\0\0\1") + box(b"free", b"") * 20_001,  # boxes without end
        EBML,
        EBML + b"<script>",
        b"<html>" + mp4(),
    ],
)
def test_half_a_film_is_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "film"
    file.write_bytes(content)
    with pytest.raises(Broken):
        check(file)


def test_where_it_was_filmed_is_forgotten(tmp_path: Path) -> None:
    phone = box(b"udta", box(b"\xa9xyz", PLACE))
    apple = box(b"meta", b"\0" * 4 + box(b"ilst", PLACE))
    content = mp4(moov=phone + box(b"trak", apple), last=box(b"uuid", PLACE))
    file = tmp_path / "film"
    file.write_bytes(content)
    assert forget_places(file) == 3
    now = file.read_bytes()
    assert len(now) == len(content)
    assert PLACE not in now
    assert now.index(b"mdat") == content.index(b"mdat")
    assert check(file) == MP4
    assert forget_places(file) == 0


@pytest.mark.parametrize("name", [b"trak", b"moov"])
def test_boxes_in_boxes_in_boxes_end_somewhere(tmp_path: Path, name: bytes) -> None:
    deep = b"".join((8 * (left + 1)).to_bytes(4, "big") + name for left in range(21_000, -1, -1))
    file = tmp_path / "film"
    file.write_bytes(mp4(moov=deep))
    with pytest.raises(Broken):
        forget_places(file)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_look_at_them(data: bytes) -> None:
    for start in (b"", EBML[:5], b"\0\0\0\x18ftypisom"):
        assert type_of(start + data) in ("", MP4, QUICKTIME, WEBM)
