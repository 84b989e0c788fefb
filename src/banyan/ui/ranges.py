"""A file in parts, as a player asks for it: byte ranges of HTTP (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

BLOCK = 64 * 1024
# A part is at most so long, whatever was asked for: a player asks again for what follows, so that
# whoever may not go on is stopped soon, and a slow line keeps no thread for long.
MOST_AT_ONCE = 2 * 1024 * 1024
_ONE_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a file, both ends included, as the header counts them."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """The range begins after the end of the file."""


def asked(header: str, size: int) -> Span | None:
    """The one range that is asked for; None when the whole file is the right answer: no range,
    several at once, or a header that says nothing. Raises Unsatisfiable."""
    found = _ONE_RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        if int(last) == 0 or size == 0:
            raise Unsatisfiable
        return Span(max(size - int(last), 0), size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return Span(int(first), min(int(last), size - 1) if last else size - 1)


def blocks(path: Path, span: Span) -> Iterator[bytes]:
    """Some bytes of a file. It is open only while they are read."""
    with path.open("rb") as file:
        file.seek(span.first)
        left = span.length
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block


def file_in_parts(
    request: HttpRequest, path: Path, *, size: int, content_type: str, tag: str
) -> HttpResponseBase:
    """The file, or the part of it that is asked for: 200, 206 or 416. `tag` is a word that names
    this content and no other. Raises FileNotFoundError.

    A range is for GET alone, and only for whoever has the same content (`If-Range`).
    """
    path.stat()  # while it can still be said that it is gone
    etag = f'"{tag}"'
    span = None
    wanted = request.headers.get("Range", "")
    if request.method == "GET" and wanted and request.headers.get("If-Range", etag) == etag:
        try:
            span = asked(wanted, size)
        except Unsatisfiable:
            return HttpResponse(
                status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
            )
    whole = Span(0, size - 1)
    part = (
        whole if span is None else Span(span.first, min(span.last, span.first + MOST_AT_ONCE - 1))
    )
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(blocks(path, part), content_type=content_type)
    if span is not None:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response.headers["Content-Length"] = str(part.length)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    return response
