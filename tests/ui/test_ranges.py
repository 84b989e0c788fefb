"""Parts of a file, as players ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from banyan.ui.ranges import BLOCK, MOST_AT_ONCE, Span, Unsatisfiable, asked, file_in_parts

CONTENT = bytes(range(256)) * 4


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "film"
    made.write_bytes(CONTENT)
    return made


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 0)),
        ("bytes=0-", Span(0, 999)),
        ("bytes=10-19", Span(10, 19)),
        ("Bytes = 10-19", None),
        ("BYTES=10-19", Span(10, 19)),
        ("bytes=990-5000", Span(990, 999)),
        ("bytes=-1", Span(999, 999)),
        ("bytes=-5000", Span(0, 999)),
        ("bytes=-", None),
        ("bytes=", None),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
        ("bytes=--5", None),
        ("bytes=-1-5", None),
        ("bytes=0x1-5", None),
        ("items=0-5", None),
        ("bytes=0-" + "9" * 40, None),
        ("", None),
    ],
)
def test_what_a_header_asks_for(header: str, span: Span | None) -> None:
    assert asked(header, 1000) == span


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-1001", "bytes=99999-", "bytes=-0"])
def test_what_begins_after_the_end_cannot_be_given(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        asked(header, 1000)


def ask(file: Path, method: str = "get", **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = getattr(RequestFactory(), method)("/", headers=headers)
    answer = file_in_parts(
        request, file, size=file.stat().st_size, content_type="video/mp4", tag="abc"
    )
    content = (
        b"".join(answer.streaming_content)  # type: ignore[arg-type]
        if isinstance(answer, StreamingHttpResponse)
        else answer.content  # type: ignore[attr-defined]
    )
    return answer.status_code, dict(answer.headers), content


def test_without_a_range_the_whole_file_comes(file: Path) -> None:
    status, headers, content = ask(file)
    assert (status, content) == (200, CONTENT)
    assert headers == {
        "Content-Type": "video/mp4",
        "Content-Length": "1024",
        "Accept-Ranges": "bytes",
        "ETag": '"abc"',
    }


def test_a_part_says_which_part_of_how_much_it_is(file: Path) -> None:
    status, headers, content = ask(file, Range="bytes=250-259")
    assert (status, content) == (206, CONTENT[250:260])
    assert (headers["Content-Range"], headers["Content-Length"]) == ("bytes 250-259/1024", "10")


def test_a_part_after_the_end_is_answered_with_the_size(file: Path) -> None:
    status, headers, content = ask(file, Range="bytes=1024-")
    assert (status, headers["Content-Range"], content) == (416, "bytes */1024", b"")


def test_a_part_of_another_content_is_the_whole(file: Path) -> None:
    same = ask(file, Range="bytes=0-9", **{"If-Range": '"abc"'})
    other = ask(file, Range="bytes=0-9", **{"If-Range": '"xyz"'})
    weak = ask(file, Range="bytes=0-9", **{"If-Range": 'W/"abc"'})
    assert [same[0], other[0], weak[0]] == [206, 200, 200]
    assert len(other[2]) == 1024


def test_the_head_says_how_long_it_is_and_gives_nothing(file: Path) -> None:
    status, headers, content = ask(file, "head", Range="bytes=0-9")
    assert (status, headers["Content-Length"], content) == (200, "1024", b"")


def test_no_part_is_longer_than_one_may_still_watch(tmp_path: Path) -> None:
    long = tmp_path / "long"
    with long.open("wb") as made:
        made.truncate(MOST_AT_ONCE + 5 * BLOCK)
    status, headers, content = ask(long, Range="bytes=0-")
    assert (status, len(content)) == (206, MOST_AT_ONCE)
    assert headers["Content-Range"] == f"bytes 0-{MOST_AT_ONCE - 1}/{long.stat().st_size}"
