"""Files out: whole or not at all, and as no spreadsheet runs what is in them."""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from typing import BinaryIO, TextIO

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that spreadsheets run as a formula
OWN = 0o600  # for whoever writes it alone


def write_rows(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV file whole or not at all; cells that a spreadsheet would run are disarmed.

    Raises OSError where the file cannot be written.
    """
    with written(path) as file:
        put_rows(file, rows)


def put_rows(file: TextIO, rows: Iterable[Iterable[str]]) -> None:
    """Write these rows as CSV; cells that a spreadsheet would run are disarmed."""
    lines = ([disarmed(cell) for cell in row] for row in rows)
    csv.writer(file, lineterminator="\n").writerows(lines)


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A file to write a text to, which is there whole at the end, or not at all.

    Raises OSError where it cannot be written.
    """
    with stored(path) as content:
        file = io.TextIOWrapper(content, encoding="utf-8", newline="")
        yield file
        file.flush()
        file.detach()


@contextmanager
def stored(path: Path) -> Iterator[BinaryIO]:
    """As `written`, for bytes. A link stays, and what it leads to is written; a file that is there
    keeps who may read it."""
    path = _led_to(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        if path.exists():
            draft.touch(mode=OWN)  # pairs are personal: nobody reads the draft of a closed file
            draft.chmod(S_IMODE(path.stat().st_mode))
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def unfit(path: Path) -> tuple[str, str] | None:
    """Why no file can be written at this path, and the cure; None where one can be."""
    there = _led_to(path)
    try:
        place = there.parent.is_dir() and not there.is_dir()
        other = there.is_symlink() or (there.exists() and not there.is_file())
    except OSError:  # a folder that may not be looked into, a name that is too long
        place = other = False
    if not place:
        return f"There is no such place to write to: {path}.", "Name a file in a folder."
    if other:
        wrong = "What is there is no file, but a device, a pipe or a link in a circle."
        return wrong, "Choose another name to write to."
    return None


def _led_to(path: Path) -> Path:
    """Where a path leads, link by link; a link in a circle leads to itself."""
    return Path(os.path.realpath(path))


def disarmed(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula: an apostrophe before a dangerous sign."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
