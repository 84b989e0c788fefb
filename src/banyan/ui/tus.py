"""The words of the tus protocol 1.0.0 for uploads that can be resumed (tus.io), without a file or
a row: what a client may send in its headers, and what every answer says.

Spoken are the core and the extensions creation, expiration, checksum and termination.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
ALGORITHMS = ("sha1", "sha256", "sha512")
CONTENT_TYPE = "application/offset+octet-stream"
MISMATCH = 460  # "Checksum Mismatch"
_NUMBER = re.compile(r"[0-9]{1,18}")
_KEY = re.compile(r"[!-+\--~]{1,100}")  # printable ASCII without space and comma
MOST_METADATA = 4096


class Malformed(Exception):
    """A header does not say what the protocol wants it to say."""


def method_of(request: HttpRequest) -> str:
    """What is to be done: some proxies let only POST through, and the header says what is meant."""
    meant = request.headers.get("X-HTTP-Method-Override", "").upper()
    is_override = request.method == "POST" and meant in ("PATCH", "DELETE", "HEAD")
    return meant if is_override else str(request.method)


def number(request: HttpRequest, header: str) -> int:
    """A whole number, not negative. Raises Malformed."""
    said = request.headers.get(header, "").strip()
    if not _NUMBER.fullmatch(said):
        raise Malformed(header)
    return int(said)


def metadata(request: HttpRequest) -> dict[str, str]:
    """`Upload-Metadata`: keys with texts in Base64. Raises Malformed."""
    header = request.headers.get("Upload-Metadata", "").strip()
    if len(header) > MOST_METADATA:
        raise Malformed("Upload-Metadata")
    found: dict[str, str] = {}
    for pair in header.split(",") if header else ():
        key, _space, value = pair.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in found:
            raise Malformed("Upload-Metadata")
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode()
        except ValueError as error:
            raise Malformed("Upload-Metadata") from error
        if "\0" in found[key]:
            raise Malformed("Upload-Metadata")
    return found


def checksum(request: HttpRequest) -> tuple[str, bytes] | None:
    """`Upload-Checksum`: the algorithm and the digest of what is sent, if it is there. Raises
    Malformed."""
    header = request.headers.get("Upload-Checksum", "").strip()
    if not header:
        return None
    algorithm, _space, value = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Malformed("Upload-Checksum")
    try:
        digest = base64.b64decode(value.strip(), validate=True)
    except ValueError as error:
        raise Malformed("Upload-Checksum") from error
    if len(digest) != hashlib.new(algorithm).digest_size:
        raise Malformed("Upload-Checksum")
    return algorithm, digest


def speaks(request: HttpRequest) -> bool:
    return request.headers.get("Tus-Resumable") == VERSION


def answer(
    status: int = 204, sentence: str = "", *, offset: int | None = None, length: int | None = None,
    expires_at: datetime | None = None, location: str = "",
) -> HttpResponse:  # fmt: skip
    """An answer of the protocol; `sentence` is for the person behind the client."""
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    said = {
        "Tus-Resumable": VERSION,
        "Cache-Control": "no-store",
        "Upload-Offset": offset,
        "Upload-Length": length,
        "Upload-Expires": http_date(expires_at.timestamp()) if expires_at else None,
        "Location": location or None,
    }
    for name, value in said.items():
        if value is not None:
            response.headers[name] = str(value)
    return response


def can_do(most_bytes: int) -> HttpResponse:
    """The answer to OPTIONS: what this server speaks."""
    response = answer()
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    response.headers["Tus-Max-Size"] = str(most_bytes)
    return response


def other_version() -> HttpResponse:
    response = answer(412)
    response.headers["Tus-Version"] = VERSION
    return response
