"""Makes the invented lesson of the demonstration: src/banyan/demo/data/lesson.webm.

A board is drawn in Chromium, one picture each ten seconds; each is a key frame of VP8, as a canvas
gives it in WebP (RFC 9649), put into WebM (RFC 9559) with an index, so that players can seek.
Nobody can be seen or heard in it. Run it as: .venv/bin/python tools/clip.py
"""

from __future__ import annotations

import base64
import struct
from pathlib import Path

from playwright.sync_api import sync_playwright

OUT = Path(__file__).parent.parent / "src/banyan/demo/data/lesson.webm"
WIDTH, HEIGHT, SECONDS, EACH = 320, 180, 120, 10
LINES = (
    "1/2 + 1/4 = ?",
    "2/4 + 1/4",
    "= 3/4",
    "And 1/3 + 1/6 ?",
    "Think. Then write.",
    "2/6 + 1/6 = 1/2",
)
DRAW = """([lines, at, of, width, height]) => {
  const canvas = document.createElement("canvas");
  canvas.width = width; canvas.height = height;
  const pen = canvas.getContext("2d", { alpha: false });
  pen.fillStyle = "#23423a"; pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#f4efe4"; pen.font = "20px sans-serif";
  lines.forEach((line, i) => pen.fillText(line, 20, 30 + 24 * i));
  pen.fillStyle = "#e8a33d"; pen.fillRect(0, height - 6, width * at / of, 6);
  return canvas.toDataURL("image/webp", 0.2);
}"""


def size(length: int) -> bytes:
    return (length | 1 << 28).to_bytes(4, "big")


def element(name: str, content: bytes) -> bytes:
    return bytes.fromhex(name) + size(len(content)) + content


def number(name: str, value: int, width: int = 4) -> bytes:
    return element(name, value.to_bytes(width, "big"))


def key_frame(webp: bytes) -> bytes:
    """The chunk of a WebP file that holds the picture."""
    at = 12
    while webp[at : at + 4] != b"VP8 ":
        length = int.from_bytes(webp[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return webp[at + 8 : at + 8 + int.from_bytes(webp[at + 4 : at + 8], "little")]


def pictures() -> list[bytes]:
    """The key frames."""
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"]
        )
        page = browser.new_page()
        for at in range(0, SECONDS, EACH):
            shown = LINES[: 1 + at * len(LINES) // SECONDS]
            url = page.evaluate(DRAW, [shown, at, SECONDS, WIDTH, HEIGHT])
            webp = base64.b64decode(url.partition(",")[2])
            found.append(key_frame(webp))
        browser.close()
    return found


def film(frames: list[bytes]) -> bytes:
    header = element(
        "1A45DFA3",
        number("4286", 1, 1) + number("42F7", 1, 1) + number("42F2", 4, 1) + number("42F3", 8, 1)
        + element("4282", b"webm") + number("4287", 2, 1) + number("4285", 2, 1),
    )  # fmt: skip
    info = element(
        "1549A966",
        number("2AD7B1", 1_000_000)
        + element("4489", struct.pack(">d", SECONDS * 1000.0))
        + element("4D80", b"banyan")
        + element("5741", b"banyan"),
    )
    video = element("E0", number("B0", WIDTH, 2) + number("BA", HEIGHT, 2))
    track = (
        number("D7", 1, 1) + number("73C5", 1, 1) + number("83", 1, 1)
        + element("86", b"V_VP8") + video
    )  # fmt: skip
    tracks = element("1654AE6B", element("AE", track))
    clusters = [
        element("1F43B675", number("E7", at * EACH * 1000) + element("A3", b"\x81\0\0\x80" + frame))
        for at, frame in enumerate(frames)
    ]

    def cues(start: int) -> bytes:
        points, place = b"", start
        for at, cluster in enumerate(clusters):
            where = element("B7", number("F7", 1, 1) + number("F1", place))
            points += element("BB", number("B3", at * EACH * 1000) + where)
            place += len(cluster)
        return element("1C53BB6B", points)

    start = len(info) + len(tracks) + len(cues(0))
    return header + element("18538067", info + tracks + cues(start) + b"".join(clusters))


if __name__ == "__main__":
    OUT.write_bytes(film(pictures()))
