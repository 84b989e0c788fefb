"""Text files of rows, from whatever office wrote them, read a row at a time.

Nothing here knows what a school is. A file is read again each time a Table is iterated, and only
one row of it is held at once, so that its size costs time but no memory.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext

from banyan.organisations.snapshot.identity import looks_like_aadhaar, names_aadhaar

MOST_ROWS = 250_000
DELIMITERS = ",;\t|"
SNIFFED_BYTES = 65_536
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class BadFile(ValueError):
    """The file as a whole cannot be taken; `what` and `cure` are sentences for its sender."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row, in which column (as the file heads it), and what to do."""

    row: int
    column: str
    what: str
    cure: str


class Line(NamedTuple):
    """One row under the heading: its cells, as many as the heading has, or what is wrong."""

    number: int  # as a spreadsheet counts: the heading is row 1
    cells: list[str]
    is_plain: bool = False  # nothing but ASCII that can be printed, single spaces
    problem: Problem | None = None


class Table:
    """A file of rows: encoding and separator found out, heading read, rows on iteration.

    `notes` are sentences about what had to be guessed. Raises BadFile at once for a file that is
    not text, has no heading, names a column twice or holds Aadhaar numbers by its heading; and
    while iterating for an unclosed quotation mark, an Aadhaar number, or too many rows.
    """

    def __init__(self, source: Path | bytes) -> None:
        self._source = source
        self.notes: list[str] = []
        self.position = 0  # bytes read so far in the current iteration
        with self._open() as file:
            self.size = file.seek(0, io.SEEK_END)
        self.encoding = self._find_encoding()
        self._is_hinted = False  # by a first line "sep=;", which spreadsheets write and hide
        self.delimiter = self._find_delimiter()
        self._heading_row = 0
        self.heading = self._read_heading()

    def __iter__(self) -> Iterator[Line]:
        width = len(self.heading)
        with self._open() as file, self._decoded(file) as text:
            for number, cells in self._rows(text):
                if number <= self._heading_row:
                    continue
                if number % 256 == 0:
                    self.position = file.tell()
                if isinstance(cells, Problem):
                    yield Line(number, [], problem=cells)
                    continue
                joined = "|".join(cells)
                if looks_like_aadhaar(joined):
                    raise self._aadhaar(number, cells)
                if not joined.strip("| \t\n\r"):
                    continue
                if number > MOST_ROWS:
                    raise _too_long()
                # Not even an empty cell too many: a comma inside a name may have pushed it out.
                if not width <= len(cells) <= self._most_cells:
                    yield Line(number, [], problem=self._ragged(number, len(cells)))
                    continue
                is_plain = joined.isascii() and joined.isprintable() and "  " not in joined
                yield Line(number, cells, is_plain)
        self.position = self.size

    def _ragged(self, number: int, count: int) -> Problem:
        return Problem(
            number,
            "",
            gettext("This row has %(count)s cells and the heading has %(width)s.")
            % {"count": count, "width": len(self.heading)},
            gettext("Put text that contains the separator between quotation marks, like “A, B”.")
            if count > len(self.heading)
            else gettext("Add the missing cells; an empty one still needs its separator."),
        )

    def _aadhaar(self, number: int, cells: list[str]) -> BadFile:
        columns = [
            column
            for column, cell in zip(self.heading, cells, strict=False)
            if looks_like_aadhaar(cell)
        ]
        return BadFile(
            gettext("Row %(row)s, column “%(column)s”: this looks like an Aadhaar number.")
            % {"row": number, "column": columns[0] if columns else "?"},
            gettext("Banyan never keeps them. Take the numbers out of the file; none was stored."),
        )

    def _open(self) -> BinaryIO:
        if isinstance(self._source, bytes):
            return io.BytesIO(self._source)
        return self._source.open("rb")

    def _text(self) -> io.TextIOWrapper:
        return self._decoded(self._open())

    def _decoded(self, file: BinaryIO) -> io.TextIOWrapper:
        return io.TextIOWrapper(file, encoding=self.encoding, newline="")

    def _rows(self, text: io.TextIOWrapper) -> Iterator[tuple[int, list[str] | Problem]]:
        """Every row with its number, as a list or as what is wrong with it."""
        if self._is_hinted:
            next(text)
        reader = csv.reader(text, delimiter=self.delimiter, strict=True)
        number = 0
        while True:
            try:
                for cells in reader:
                    number += 1
                    yield number, cells
                return
            except csv.Error as error:
                number += 1
                if "expected after" not in str(error):
                    raise self._unclosed(number) from error
                yield (
                    number,
                    Problem(
                        number,
                        "",
                        gettext("A quotation mark stands inside a cell, or is not closed."),
                        gettext("Write a quotation mark inside quoted text twice, or remove it."),
                    ),
                )

    def _unclosed(self, number: int) -> BadFile:
        return BadFile(
            gettext("Row %(row)s opens a quotation mark that is never closed.") % {"row": number},
            gettext("Close it or remove it, and send the file again."),
        )

    def _find_encoding(self) -> str:
        with self._open() as file:
            start = file.read(4)
        if start.startswith(b"PK"):
            raise BadFile(
                gettext("This is a spreadsheet or a zip file, not CSV."),
                gettext("Open it, choose “Save as” and the format “CSV UTF-8”, and send that."),
            )
        by_mark = [encoding for mark, encoding in BOMS if start.startswith(mark)]
        for encoding in by_mark or ["utf-8", "cp1252", "latin-1"]:
            if self._decodes(encoding):
                break
        else:
            raise _not_text()
        if encoding in ("cp1252", "latin-1"):
            self.notes.append(
                gettext(
                    "The file is not UTF-8. It was read as Western European (%(encoding)s): look "
                    "whether names with accents are right."
                )
                % {"encoding": {"cp1252": "Windows-1252", "latin-1": "Latin-1"}[encoding]}
            )
        return encoding

    def _decodes(self, encoding: str) -> bool:
        """Whether all of the file is text in this encoding; a NUL is in no text at all."""
        decoder = codecs.getincrementaldecoder(encoding)()
        with self._open() as file:
            try:
                while block := file.read(SNIFFED_BYTES):
                    if "\0" in decoder.decode(block):
                        raise _not_text()
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                return False
        return True

    def _find_delimiter(self) -> str:
        with self._text() as text:
            first = next((line for line in text if line.strip()), "")
        said = first.strip().lower()
        if said.startswith("sep=") and len(said) == 5:
            self._is_hinted = True
            return said[4]
        if len(first) == len(first.rstrip("\r\n")) and first.count('"') % 2:
            raise self._unclosed(1)
        return max(DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))

    def _read_heading(self) -> list[str]:
        with self._text() as text:
            for number, cells in self._rows(text):
                if isinstance(cells, Problem):
                    raise BadFile(cells.what, cells.cure)
                filled = [cell.strip() for cell in cells]
                if any(filled):
                    self._heading_row = number
                    return self._checked(filled)
        raise BadFile(
            gettext("The file is empty."),
            gettext("Its first row names the columns; the rows below are the schools."),
        )

    def _checked(self, heading: list[str]) -> list[str]:
        self._most_cells = len(heading)  # spreadsheets pad the heading as they pad the rows
        while heading and not heading[-1]:
            heading.pop()
        seen: set[str] = set()
        for column in heading:
            if names_aadhaar(column):
                raise BadFile(
                    gettext("The column “%(column)s” is for Aadhaar numbers.") % {"column": column},
                    gettext("Banyan never keeps them. Take the column out; nothing was stored."),
                )
            if column and column.casefold() in seen:
                raise BadFile(
                    gettext("The heading names the column “%(column)s” twice.")
                    % {"column": column},
                    gettext("Rename or remove one of the two, so that it is clear which is meant."),
                )
            seen.add(column.casefold())
        return heading


def _too_long() -> BadFile:
    return BadFile(
        gettext("The file has more than %(count)s rows.") % {"count": MOST_ROWS},
        gettext("Split it into smaller files and import them one after another."),
    )


def _not_text() -> BadFile:
    return BadFile(
        gettext("This is not a text file."),
        gettext("Save the sheet as “CSV UTF-8” and send that."),
    )
