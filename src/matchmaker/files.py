"""Spreadsheets in: CSV as offices really write it, JSON and Parquet (`tables`).

CSV is read row by row (`sheets`); what is read as Windows-1252 is reported. Semicolons stand
between the values of a list.
Everything that is wrong is collected with file, row, column and cure, so that one look mends all.
Rows are counted as spreadsheets count them: the header is row 1.
"""

import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from sys import intern
from typing import TypeAlias, TypeVar

from matchmaker import sheets, tables
from matchmaker.levels import SCALES, unreadable
from matchmaker.pool import plain
from matchmaker.problem import Mentor, Teacher

Person = TypeVar("Person", Mentor, Teacher)
# The lists that were read, by their cells: millions of people choose among few values, and share
# them in memory.
Known: TypeAlias = dict[str, tuple[str, ...]]
Told: TypeAlias = Callable[[int, int], None]  # how much is done, of how much

LARGEST = 1_000_000  # more seats or years than this is a slip of the keyboard

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


def unheard(done: int, of: int) -> None:
    """Progress that nobody watches."""


def read_people(
    kind: type[Person], path: Path, findings: Findings, told: Told = unheard
) -> tuple[Person, ...]:
    """The mentors or teachers of a file in its order; what is wrong goes to `findings`. `told` is
    as in `read_table`."""
    people: list[Person] = []
    rows_of: dict[str, int] = {}
    commas: dict[str, tuple[int, str]] = {}  # the first cell of each list that has a comma in it
    known: Known = {}
    names = [each.name for each in fields(kind)]
    for number, cell_of in read_table(path, names, REQUIRED[kind], findings, told):
        person = _person(kind, cell_of, known, partial(findings.fault, path, number))
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
    path: Path,
    known: Sequence[str],
    required: Sequence[str],
    findings: Findings,
    told: Told = unheard,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV, JSON or Parquet file in its order: number, and cells by column. `told` is
    called, while a CSV file is read, with how many bytes were read of how many there are.

    `known` are the columns that are read, `required` those that must be there. What is wrong goes
    to `findings`: without a header that serves there are no rows, and a row with too few or too
    many cells is left out.
    """
    fault = partial(findings.fault, path)
    before = len(findings.faults)
    found = _opened(path, set(known), findings, told)
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


def _opened(path: Path, known: set[str], findings: Findings, told: Told) -> _Opened | None:
    """What a file begins with and its rows, by the end of its name; None if it cannot be read."""
    fault = partial(findings.fault, path)
    if path.suffix.lower() == ".parquet":
        stored = tables.parquet_rows(path, fault)
        if stored is None:
            return None
        return 0, stored[0], _cleaned(tables.text_rows(stored[1], stored[0], fault))
    if path.suffix.lower() == ".json":
        text = read_text(path, findings)
        objects = None if text is None else tables.json_rows(text, fault)
        if objects is None:
            return None
        columns = tables.columns_of(objects)
        return 0, columns, _cleaned(tables.text_rows(objects, columns, fault))
    sheet = _sheet_rows(path, known, findings, told)
    if sheet is None:
        return None
    rows = _cleaned(sheet)
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
        _unread(path, error, findings)
        return None
    code = _understood(path, [content], findings)
    return None if code is None else content.decode(code, errors="replace")


def _understood(path: Path, content: Iterable[bytes], findings: Findings) -> str | None:
    """The encoding of this content; None, with a fault, if it is not text. Raises OSError."""
    code = sheets.encoding(content)
    if code is None:
        wrong = "This is not a text file."
        findings.faults.append(Fault(path.name, 0, "", wrong, "Save the sheet as CSV (UTF-8)."))
    elif code == sheets.WINDOWS:
        findings.notes.append(
            f"{path.name}: not UTF-8, read as Windows-1252 (Latin-1). Check names with accents."
        )
    return code


def _unread(path: Path, error: OSError, findings: Findings) -> None:
    reason = error.strerror or "It cannot be read"
    fault = Fault(path.name, 0, "", f"{reason}: {path}.", "Check the path and its permissions.")
    findings.faults.append(fault)


def _sheet_rows(
    path: Path, known: set[str], findings: Findings, told: Told
) -> Iterator[tuple[int, list[str]]] | None:
    """The rows of a CSV file; None if it cannot be read."""
    fault = partial(findings.fault, path)
    if not path.is_file():  # what is no file, such as a pipe, can be read only once
        text = read_text(path, findings)
        return None if text is None else sheets.rows(io.StringIO(text, newline=""), known, fault)
    try:
        code, size = _understood(path, sheets.pieces(path), findings), path.stat().st_size
    except OSError as error:
        _unread(path, error, findings)
        return None
    if code is None:
        return None
    return sheets.streamed(path, code, known, fault, lambda done: told(done, size))


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
    kind: type[Person], cells: dict[str, str], known: Known, fault: Callable[[str, str, str], None]
) -> Person:
    values: dict[str, object] = {}
    for name in (each.name for each in fields(kind)):
        cell = cells.get(name, "")
        if not cell and name in REQUIRED[kind]:
            cure = "Write one." if name in ("id", "capacity") else "Write at least one value."
            fault(name, "The cell is empty.", cure)
        elif name in ("capacity", "years"):
            values[name] = read_count(name, cell, fault)
        elif name in ("id", "name"):
            values[name] = cell
        elif name in ("school", "district", "state"):
            values[name] = intern(cell)
        elif name == "minor":
            if plain(cell) not in FLAGS:
                fault(name, f'"{cell}" is neither yes nor no.', "Write yes or no.")
            values[name] = FLAGS.get(plain(cell), False)
        else:
            if name in IDS:
                found = _values(cell, alike=str)
            elif cell in known:
                found = known[cell]
            else:
                found = known[cell] = _values(cell, alike=plain)
            values[name] = found
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
