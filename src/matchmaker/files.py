"""Spreadsheets in and out: CSV as offices really write it, JSON and Parquet (`tables`).

Reads UTF-8 (with or without a byte order mark), UTF-16 with one, and otherwise Windows-1252, which
is reported; comma, semicolon or tab between cells; semicolons between the values of a list.
Everything that is wrong is collected with file, row, column and cure, so that one look mends all.
Rows are counted as spreadsheets count them: the header is row 1.
"""

import csv
import io
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import TextIO, TypeVar

from matchmaker import tables
from matchmaker.levels import SCALES, unreadable
from matchmaker.pool import plain
from matchmaker.problem import Mentor, Teacher

Person = TypeVar("Person", Mentor, Teacher)

DELIMITERS = ",;\t"
LARGEST = 1_000_000  # more seats or years than this is a slip of the keyboard
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that spreadsheets run as a formula

REQUIRED = {
    Mentor: ("id", "capacity", "domains", "languages"),
    Teacher: ("id", "domains", "languages"),
}
IDS = ("prefers", "avoid", "earlier")
FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
LISTS = {
    *("domains", "languages", "subjects", "stages", "hours", "formats", "contexts"),
    *("asks", "says", *SCALES, *IDS),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to do about it.

    Row 0 and column "" mean the whole file; a column without a row is a key of a settings file.
    """

    file: str
    row: int
    column: str
    wrong: str
    cure: str

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        word = "column " if self.row else ""
        column = f", {word}{self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.wrong} {self.cure}"


class BadInput(ValueError):
    """Input that cannot be used; `faults` says everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(slots=True)
class Findings:
    """What reading has found: faults, which stop the work, and notes, which do not."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, path: Path, row: int, column: str, wrong: str, cure: str) -> None:
        """One more fault of a file; see `Fault`."""
        self.faults.append(Fault(path.name, row, column, wrong, cure))


def read_people(kind: type[Person], path: Path, findings: Findings) -> tuple[Person, ...]:
    """The mentors or teachers of a file in its order; what is wrong goes to `findings`."""
    people: list[Person] = []
    rows_of: dict[str, int] = {}
    commas: dict[str, tuple[int, str]] = {}  # the first cell of each list that has a comma in it
    names = [each.name for each in fields(kind)]
    for number, cell_of in read_table(path, names, REQUIRED[kind], findings):
        person = _person(kind, cell_of, partial(findings.fault, path, number))
        if person.id and (before := rows_of.setdefault(person.id, number)) != number:
            wrong = f'"{person.id}" is already in row {before}.'
            findings.fault(path, number, "id", wrong, "Give each its own id.")
        people.append(person)
        for name in LISTS & cell_of.keys():
            if "," in cell_of[name]:
                commas.setdefault(name, (number, cell_of[name]))
    findings.notes.extend(
        f'{path.name}, row {commas[name][0]}, column {name}: "{commas[name][1]}" has a comma in '
        'it. Lists are separated by ";"; what stands between two of these counts as one value.'
        for name in names
        if name in commas
    )
    return tuple(people)


def read_table(
    path: Path, known: Sequence[str], required: Sequence[str], findings: Findings
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV, JSON or Parquet file in its order: number, and cells by column.

    `known` are the columns that are read, `required` those that must be there. What is wrong goes
    to `findings`: without a header that serves there are no rows, and a row with too few or too
    many cells is left out.
    """
    fault = partial(findings.fault, path)
    before = len(findings.faults)
    found = _opened(path, set(known), findings)
    if found is None:
        return
    top, header, rows = found
    if not header:
        if len(findings.faults) == before:
            fault(0, "", "The file is empty.", f"Write a header: {','.join(required)}.")
        return
    columns = [plain(cell) for cell in header]
    if not _header_serves(columns, known, required, path, findings, top):
        return
    for number, cells in rows:
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        if len(cells) != len(columns):
            fault(
                number,
                "",
                f"The row has {len(cells)} cells, the header {len(columns)}.",
                "Put cells that contain the separator in quotation marks, and leave no cell out.",
            )
            continue
        yield number, dict(zip(columns, cells, strict=True))


_Opened = tuple[int, list[str], Iterator[tuple[int, list[str]]]]  # the header's row, it, the rows


def _opened(path: Path, known: set[str], findings: Findings) -> _Opened | None:
    """What a file begins with and its rows, by the end of its name; None if it cannot be read."""
    fault = partial(findings.fault, path)
    if path.suffix.lower() == ".parquet":
        stored = tables.parquet_rows(path, fault)
        if stored is None:
            return None
        return 0, stored[0], _cleaned(tables.text_rows(stored[1], stored[0], fault))
    text = read_text(path, findings)
    if text is None:
        return None
    if path.suffix.lower() == ".json":
        objects = tables.json_rows(text, fault)
        if objects is None:
            return None
        columns = tables.columns_of(objects)
        return 0, columns, _cleaned(tables.text_rows(objects, columns, fault))
    rows = _cleaned(_rows(text, known, fault))
    top, header = next(rows, (1, []))
    return top, header, rows


def _cleaned(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, in one form of Unicode and without stray spaces."""
    for number, cells in rows:
        cells = [unicodedata.normalize("NFC", cell).strip() for cell in cells]
        if any(cells):
            yield number, cells


def read_text(path: Path, findings: Findings) -> str | None:
    """The text of a file; None, with a fault, if it cannot be read or is not text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "It cannot be read"
        fault = Fault(path.name, 0, "", f"{reason}: {path}.", "Check the path and its permissions.")
        findings.faults.append(fault)
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
            findings.notes.append(
                f"{path.name}: not UTF-8, read as Windows-1252 (Latin-1). Check names with accents."
            )
    if "\0" in text:
        wrong = "This is not a text file."
        findings.faults.append(Fault(path.name, 0, "", wrong, "Save the sheet as CSV (UTF-8)."))
        return None
    return text


def _rows(text: str, known: set[str], fault: tables.Say) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with its number."""
    first = text.lstrip("\r\n").splitlines()[:1]
    delimiter = max(
        DELIMITERS,  # the first of equals, a comma, where the header has one column
        key=lambda sign: sum(
            plain(cell.strip('" ')) in known for cell in (first or [""])[0].split(sign)
        ),
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        cure = "Check the quotation marks: each cell that opens one must close it."
        fault(number + 1, "", f"The row cannot be taken apart ({error}).", cure)


def _header_serves(
    columns: list[str],
    known: Sequence[str],
    required: Sequence[str],
    path: Path,
    findings: Findings,
    top: int,
) -> bool:
    before = len(findings.faults)
    fault = partial(findings.fault, path, min(top, 1))
    for name in required:
        if name not in columns:
            fault(name, "This required column is missing.", f"Add it; known: {', '.join(known)}.")
    for name in known:
        if columns.count(name) > 1:
            fault(name, "There are two columns of this name.", "Keep one of them.")
    unknown = [name or "(no name)" for name in columns if name not in known]
    if unknown and len(findings.faults) == before:
        findings.notes.append(f"{path.name}: columns not used: {', '.join(unknown)}.")
    return len(findings.faults) == before


def _person(
    kind: type[Person], cells: dict[str, str], fault: Callable[[str, str, str], None]
) -> Person:
    values: dict[str, object] = {}
    for name in (each.name for each in fields(kind)):
        cell = cells.get(name, "")
        if not cell and name in REQUIRED[kind]:
            cure = "Write one." if name in ("id", "capacity") else "Write at least one value."
            fault(name, "The cell is empty.", cure)
        elif name in ("capacity", "years"):
            values[name] = read_count(name, cell, fault)
        elif name in ("id", "name", "school", "district", "state"):
            values[name] = cell
        elif name == "minor":
            if plain(cell) not in FLAGS:
                fault(name, f'"{cell}" is neither yes nor no.', "Write yes or no.")
            values[name] = FLAGS.get(plain(cell), False)
        else:
            values[name] = found = _values(cell, alike=str if name in IDS else plain)
            for value in unreadable(name, found) if name in SCALES else ():
                lowest, highest = SCALES[name][0], SCALES[name][-1]
                cure = f"Write {value.partition(':')[0]}:{lowest}, up to {highest}."
                fault(name, f'"{value}" has no level.', cure)
    return kind(**{"id": "", **values})  # type: ignore[arg-type]  # each value was read by its name


def read_count(name: str, cell: str, fault: Callable[[str, str, str], None]) -> int | None:
    """A whole number of seats or years in a cell; years may be left out. What is wrong is told."""
    if not cell and name == "years":
        return None
    digits = cell.removeprefix("+")
    if digits.isdecimal() and len(digits) <= len(str(LARGEST)) and int(digits) <= LARGEST:
        return int(digits)
    if digits.isdecimal():
        fault(name, f'"{cell}" is too large.', f"Write at most {LARGEST}.")
    elif digits.startswith("-") and digits[1:].isdecimal():
        fault(name, f'"{cell}" is negative.', "Write 0 or more.")
    else:
        fault(name, f'"{cell}" is not a whole number.', "Write digits only, such as 3.")
    return 0


def _values(cell: str, alike: Callable[[str], str]) -> tuple[str, ...]:
    """The values of a list in order, each once."""
    found: dict[str, str] = {}
    for part in cell.split(";"):
        if value := part.strip():
            found.setdefault(alike(value), value)
    return tuple(found.values())


def write_rows(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV file whole or not at all; cells that a spreadsheet would run are disarmed.

    Raises OSError where the file cannot be written.
    """
    with written(path) as file:
        lines = ([disarmed(cell) for cell in row] for row in rows)
        csv.writer(file, lineterminator="\n").writerows(lines)


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A file to write a text to, which is there whole at the end, or not at all.

    Raises OSError where it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def disarmed(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula: an apostrophe before a dangerous sign."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
