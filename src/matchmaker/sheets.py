"""Text files, and the rows of CSV in them, as offices really write them: read piece by piece.

UTF-8 (with or without a byte order mark), UTF-16 with one, and otherwise Windows-1252; comma,
semicolon or tab between cells. A file of millions of rows is never in memory as a whole.
"""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from matchmaker.pool import plain
from matchmaker.tables import Say

DELIMITERS = ",;\t"
PIECE = 2**20  # bytes
OFTEN = 10_000  # rows between two words of progress
WINDOWS = "cp1252"


def encoding(pieces: Iterable[bytes]) -> str | None:
    """The encoding of a text; None for what is not text."""
    found = ""
    for piece in pieces:
        if not found:
            wide = piece.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
            found = "utf-16" if wide else "utf-8-sig"
            decoder = getincrementaldecoder(found)("replace" if wide else "strict")
        if found == "utf-16":
            if "\0" in decoder.decode(piece):
                return None
        elif b"\0" in piece:
            return None
        elif found != WINDOWS:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                found = WINDOWS
    if found == "utf-8-sig":
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return WINDOWS
    return found or "utf-8-sig"


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file. Raises OSError."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def streamed(
    path: Path, code: str, known: set[str], fault: Say, told: Callable[[int], None]
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file that stays where it is, as `rows` gives them; `told` is called with how
    many bytes were read."""
    with path.open("rb") as content:
        file = TextIOWrapper(content, encoding=code, errors="replace", newline="")
        for number, cells in rows(file, known, fault):
            if number % OFTEN == 0:
                told(content.tell())
            yield number, cells


def rows(file: TextIO, known: set[str], fault: Say) -> Iterator[tuple[int, list[str]]]:
    """The rows of CSV, each with its number. `known` are the columns that are read, which tell what
    stands between cells."""
    first: list[str] = []
    for line in file:
        if first := line.strip("\r\n").splitlines()[:1]:
            break
    file.seek(0)
    delimiter = max(
        DELIMITERS,  # the first of equals, a comma, where the header has one column
        key=lambda sign: sum(
            plain(cell.strip('" ')) in known for cell in (first or [""])[0].split(sign)
        ),
    )
    number = 0
    try:
        for number, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
            yield number, cells
    except csv.Error as error:
        if "field limit" in str(error):
            most = f"{csv.field_size_limit():,}"
            wrong = f"A cell of this row has more than {most} signs."
            cure = "Shorten it; or, if it is not so long, close the quotation mark that opens it."
            fault(number + 1, "", wrong, cure)
            return
        cure = "Check the quotation marks: each cell that opens one must close it."
        fault(number + 1, "", f"The row cannot be taken apart ({error}).", cure)
