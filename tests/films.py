"""The smallest files that are videos by their structure."""

from __future__ import annotations


def box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def element(name: bytes, content: bytes) -> bytes:
    return name + bytes([0x80 | len(content)]) + content


def mp4(fill: bytes = b"pictures", moov: bytes = b"", last: bytes = b"") -> bytes:
    head = box(b"ftyp", b"isom\0\0\0\1isomavc1")
    return head + box(b"moov", box(b"mvhd", bytes(100)) + moov) + box(b"mdat", fill) + last


EBML = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x86", b"\1") + element(b"\x42\x82", b"webm"))


def webm() -> bytes:
    return EBML + element(b"\x18\x53\x80\x67", b"")
